"""Marks and notes on the passage under the cursor, and on its whole section."""

from pathlib import Path

import pytest

from plandiff.comparison.edits import Side
from plandiff.comparison.engine import compare
from plandiff.comparison.review.marks import About, Mark
from plandiff.corpus.reading import read_plan
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.walking import unit_at_cursor
from tests.app_fixtures import Driver, opened, sample
from tests.tui_views import NEW_BODY, OLD_BODY, go, of_bodies, view_of, walk

PAIR = ((OLD_BODY, NEW_BODY), (NEW_BODY, OLD_BODY))
FIRST, SECOND = of_bodies(*PAIR).rows
A, B = (passage.id for passage in FIRST.changed_passages)
C, D = (passage.id for passage in SECOND.changed_passages)


def marked(drive: Driver) -> set[str]:
    return set(drive.review.store.marks())


def at_line(drive: Driver) -> object:
    dialog = drive.app.screen
    assert isinstance(dialog, Dialog)
    return dialog.list.current


async def test_r_marks_one_passage_after_the_other_until_all_is_reviewed() -> None:
    async with opened(lambda: of_bodies(*PAIR), size=(200, 40)) as drive:
        await drive.press("]", "r")
        assert marked(drive) == {A}
        assert drive.view.anchor == B
        assert "已阅 1/4 处、改动节 0/2" in drive.review.header.text
        await drive.press("K")
        assert marked(drive) == {A, B, FIRST.id}
        assert "已阅 2/4 处、改动节 1/2" in drive.review.header.text
        await drive.press("r", "r")
        assert "已阅 4/4 处、改动节 2/2" in drive.review.header.text
        assert "所有改动都看过了" in drive.review.status.text


async def test_a_second_press_takes_back_what_the_passage_bears() -> None:
    async with opened(lambda: of_bodies(*PAIR)) as drive:
        await drive.press("]", "Q", "[", "Q")
        assert not marked(drive)
        assert drive.view.anchor == A
        await drive.press("ctrl+z")
        assert drive.review.store.mark(A) is Mark.QUESTIONED
        assert drive.view.anchor == A


@pytest.mark.parametrize(
    ("key", "mark"),
    [("ctrl+r", Mark.REVIEWED), ("ctrl+k", Mark.ACCEPTED), ("ctrl+q", Mark.QUESTIONED)],
)
async def test_with_ctrl_the_whole_section_is_marked(key: str, mark: Mark) -> None:
    async with opened(lambda: of_bodies(*PAIR)) as drive:
        await drive.press("]", "]", key)
        assert {drive.review.store.mark(unit) for unit in (FIRST.id, A, B)} == {mark}
        assert drive.view.anchor == C
        await drive.press("[", key)
        assert not marked(drive)


async def test_a_heading_stands_for_its_section_and_unchanged_text_for_nothing() -> None:
    body = ("从不改动的话。\n" + OLD_BODY, "从不改动的话。\n" + NEW_BODY)
    async with opened(lambda: of_bodies(body)) as drive:
        await drive.press("g", "j", "r")
        assert not marked(drive)
        assert "这一行没有改动" in drive.review.status.text
        await drive.press("g", "r")
        assert len(marked(drive)) == 3


async def test_only_unreviewed_passages_are_walked_where_the_reviewed_are_hidden() -> None:
    async with opened(lambda: of_bodies(*PAIR)) as drive:
        await drive.press("]", "r", "U")
        assert drive.view.stops.total == 3
        await drive.press("]", "]", "]", "]")
        assert drive.view.anchor != A


async def test_when_what_a_filter_shows_is_reviewed_the_filter_is_named() -> None:
    async with opened(lambda: of_bodies(*PAIR)) as drive:
        drive.view.kinds = frozenset({"modified"})
        drive.review.rebuild()
        await drive.press("]", *["r"] * drive.view.stops.total)
        assert "筛选出的改动都看过了" in drive.review.status.text


@pytest.mark.parametrize("key", ["s", "O", "t"])
async def test_a_list_of_changes_begins_where_it_was_left(key: str) -> None:
    async with opened(sample) as drive:
        await drive.press(key, "down", "down")
        left = at_line(drive)
        await drive.press("enter", "r", key)
        assert at_line(drive) == left
        await drive.press("up")
        assert at_line(drive) != left


async def test_a_note_is_written_on_the_passage_and_found_from_elsewhere() -> None:
    async with opened(lambda: of_bodies(*PAIR)) as drive:
        await drive.press("]", "]", "c", *"太密", "enter")
        (note,) = drive.review.store.notes()
        assert (note.about, note.part) == (About.PASSAGE, B)
        await drive.press("g", "m")
        assert "太密" in drive.review.status.text
        await drive.press("alt+c", *"整体可行", "enter")
        assert [own.about for own in drive.review.store.notes()] == [About.PASSAGE, About.CHANGE]
        await drive.press("@", "enter")
        assert drive.view.anchor == B


async def test_the_gutter_shows_how_far_each_passage_is() -> None:
    lines = tuple("\n".join(text.split("。")) for text in (OLD_BODY, NEW_BODY))
    async with opened(lambda: of_bodies((lines[0], lines[1]))) as drive:
        await drive.press("]", "r")
        shown = [line for line in drive.lines(drive.review.panes[Side.NEW]) if "组织教师" in line]
        assert "✓" in shown[0][:6]
        assert not any("✓" in line for line in drive.lines(drive.review.panes[Side.NEW])[:1])


@pytest.mark.shared
def test_every_changed_passage_of_two_reports_is_walked_and_ticked_by_itself(shared: Path) -> None:
    old, new = (read_plan(shared / "plans" / f"gov_hailar_{year}.txt") for year in (2017, 2018))
    view = view_of(compare(old, new))
    stops = walk(view, forward=True)
    done = 0
    for stop in stops:
        go(view, stop)
        unit = unit_at_cursor(view)
        assert unit is not None
        assert unit.id == stop.anchor or unit.id == view.rows[stop.row].id
        view.store.set_mark(unit.id, Mark.REVIEWED)
        done += 1
        assert view.store.progress().places == done
    assert done == view.store.progress().all_places
    assert view.store.progress().reviewed == view.store.progress().total


FORMAL = (
    "按月检查食堂卫生，及时通报。组织教师培训三次。",
    "按月检查食堂卫生,及时通报。组织教师培训五次。",
)
ONLY_FORM = ("每年举办艺术节，展示成果。", "每年举办艺术节,展示成果。")


@pytest.mark.parametrize("layout", ["1", "2"])
async def test_p_passes_over_what_differs_in_form_alone_and_marks_it_again(layout: str) -> None:
    async with opened(lambda: of_bodies(FORMAL, ONLY_FORM), size=(120, 40)) as drive:
        await drive.press(layout, "g")
        before = drive.screen
        assert drive.view.stops.total == 3
        await drive.press("p")
        assert drive.view.stops.total == 1
        await drive.press("]", "]")
        assert drive.row == drive.view.rows[0].id
        shown = "\n".join(drive.lines(drive.review.panes[Side.NEW]))
        assert "=" not in shown
        assert "卫生，" not in shown
        assert "卫生,及时" in shown
        await drive.press("U", "r")
        assert "所有改动都看过了" in drive.review.status.text
        await drive.press("ctrl+z", "U", "p", "g", "escape")
        assert drive.screen == before


async def test_rows_that_differ_in_form_fold_with_the_unchanged_ones() -> None:
    bodies = [*[ONLY_FORM] * 4, FORMAL]
    async with opened(lambda: of_bodies(*bodies)) as drive:
        await drive.press("Z")
        assert len(drive.view.geometry.items) == 5
        await drive.press("p")
        assert len(drive.view.geometry.items) < 5
