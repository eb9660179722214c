"""The review on the screen: two people, a draft revised in between, another window."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.store import MemoryStore, ReviewStore
from plandiff.corpus.model import Plan
from tests.app_fixtures import opened, sample, settle
from tests.review_screen import at_desk, reworded


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], ReviewStore]:
    """Opens the same review file at one person's desk, on the sample."""
    return lambda person: at_desk(tmp_path / "review.json", person)


async def test_a_conflict_is_seen_in_gutter_header_and_status_and_settled_in_the_list(
    desk: Callable[[str], ReviewStore],
) -> None:
    wang = desk("王")
    wang.set_mark("r4", Mark.QUESTIONED)
    li = desk("李")
    li.set_mark("r4", Mark.ACCEPTED)
    async with opened(store=li) as drive:
        await drive.press("]", "]")
        assert drive.row == "r4"
        assert "1 处意见不一" in drive.lines(drive.review.header)[0]
        assert "意见不一：王标为存疑，我标为同意" in drive.review.status.text
        assert any("!" in line[:6] for line in drive.lines(drive.review.panes[Side.NEW]))
        await drive.press("V")
        assert "意见不一  1" in drive.screen
        await drive.press("r", "escape")
        assert "意见不一" not in drive.screen
        assert li.mark("r4") is wang.mark("r4") is Mark.REVIEWED
        await drive.press("ctrl+z")
        assert len(wang.conflicts()) == 1


async def test_what_was_marked_before_the_draft_was_revised_is_told_with_what_changed() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.set_mark("r4", Mark.ACCEPTED)
    async with opened(
        lambda: reworded("新建公办幼儿园5所", "新建公办幼儿园6所"), store=store
    ) as drive:
        assert "原文改过：1 处标记和批注已过时" in drive.review.status.text
        await drive.press("]", "]")
        assert "标记之后原文又改了：我标为同意" in drive.review.status.text
        await drive.press("V")
        assert "新版此后改动：" in drive.screen
        assert "5" in drive.screen
        await drive.press("K", "escape")
        assert store.mark("r4") is Mark.ACCEPTED
        assert not store.outdated()


async def test_an_outdated_mark_can_be_dropped() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.set_mark("r4", Mark.ACCEPTED)
    async with opened(
        lambda: reworded("新建公办幼儿园5所", "新建公办幼儿园6所"), store=store
    ) as drive:
        await drive.press("V", "d")
        assert not store.outdated()
        await drive.press("ctrl+z")
        assert store.outdated()


async def test_c_does_not_touch_what_somebody_else_wrote(
    desk: Callable[[str], ReviewStore],
) -> None:
    desk("王").add_note("r4", "王的话")
    li = desk("李")
    async with opened(store=li) as drive:
        await drive.press("]", "]", "c", *"李", "enter")
        assert {(note.text, note.own) for note in li.notes()} == {("王的话", False), ("李", True)}
        await drive.press("k", "j")
        assert "（王 写）" in drive.review.status.text
        assert "另有 1 条" in drive.review.status.text


async def test_what_another_window_writes_appears_by_itself(
    desk: Callable[[str], ReviewStore],
) -> None:
    li, wang = desk("李"), desk("王")
    async with opened(store=li) as drive:
        wang.set_mark("r4", Mark.REVIEWED)
        drive.review.controllers.news.take_in()
        await settle(drive.pilot)
        assert "已阅 1/" in drive.lines(drive.review.header)[0]
        assert "另一窗口有新的意见" in drive.review.status.text


async def test_a_pin_of_another_window_is_followed(desk: Callable[[str], ReviewStore]) -> None:
    asked: list[tuple[Pin, ...]] = []

    def compare(_old: Plan, _new: Plan, pins: tuple[Pin, ...]) -> Comparison:
        asked.append(pins)
        return sample()

    li, wang = desk("李"), desk("王")
    async with opened(store=li, compare_again=compare) as drive:
        wang.add_pin(Pin(PinKind.APART, "s3", "s4"))
        drive.review.controllers.news.take_in()
        await drive.rest()
        assert asked == [(Pin(PinKind.APART, "s3", "s4"),)]


async def test_a_review_goes_on_where_it_was_left() -> None:
    store = MemoryStore()
    store.attach(sample())
    first, second = (row.id for row in [r for r in sample().rows if r.changed][:2])
    store.set_mark(first, Mark.REVIEWED)
    async with opened(store=store) as drive:
        assert drive.row == second
        assert "接着上次审阅：已阅 1/" in drive.review.status.text


async def test_the_outline_tells_how_far_a_chapter_is() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.set_marks(("r4", "r5"), Mark.REVIEWED)
    async with opened(store=store) as drive:
        lines = drive.lines(drive.review.outline)
        assert any("2/" in line for line in lines)


async def test_enter_in_the_list_goes_to_the_row() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r9", "此处")
    store.add_general_note("总体可行")
    async with opened(store=store) as drive:
        await drive.press("@", "enter")
        assert "总体可行" in drive.screen, "a note on everything has no row to go to"
        await drive.press("down", "enter")
        assert drive.row == "r9"


async def test_a_question_is_answered_in_the_list_also_for_the_one_who_asked(
    desk: Callable[[str], ReviewStore],
) -> None:
    wang = desk("王")
    wang.set_mark("r4", Mark.QUESTIONED)
    wang.add_note("r4", "依据？")
    li = desk("李")
    async with opened(store=li) as drive:
        await drive.press("V")
        assert "依据？" in drive.screen
        await drive.press("K", "escape")
        assert wang.mark("r4") is Mark.ACCEPTED
        assert wang.conflicts() == ()


async def test_the_status_line_tells_who_marked_a_row_and_when(
    desk: Callable[[str], ReviewStore],
) -> None:
    desk("王").set_mark("r5", Mark.REVIEWED)
    li = desk("李")
    li.set_mark("r4", Mark.ACCEPTED)
    async with opened(store=li) as drive:
        await drive.press("g", "]", "]", "k", "j")
        assert drive.row == "r4"
        assert re.search(r"我标为同意 +\d{4}-\d\d-\d\d \d\d:\d\d", drive.review.status.text)
        await drive.press("]")
        assert re.search(r"王标为已阅 +\d{4}-\d\d-\d\d \d\d:\d\d", drive.review.status.text)
