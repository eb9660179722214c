"""The review on the screen: two people, a draft revised in between, notes on anything, pins."""

import stat
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from comparison.model import Comparison, Row, Side
from comparison.options import Pin, PinKind
from corpus.model import Plan, Section
from tests.app_fixtures import make_plan, make_row, opened, sample
from tui.editing import EditorError, edited
from tui.review.kept import KeptStore
from tui.review.memory import MemoryStore
from tui.review.protocol import About, Mark
from tui.review.store import open_store


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], KeptStore]:
    """Opens the same review file at one person's desk, on the sample."""

    def at(person: str) -> KeptStore:
        store, _ = open_store("a.txt", "b.txt", tmp_path / "review.json", author=person)
        store.attach(sample())
        return store

    return at


def reworded(old_text: str, new_text: str) -> Comparison:
    """The sample with other words in its new plan."""
    result = sample()
    sections = tuple(
        replace(section, body=section.body.replace(old_text, new_text))
        for section in result.new.sections
    )
    new = replace(result.new, sections=sections)
    known = {section.id: section for section in sections}
    rows = tuple(_with_new(row, known) for row in result.rows)
    return Comparison(result.old, new, rows, result.targets)


def _with_new(row: Row, known: dict[str, Section]) -> Row:
    new = tuple(known[section.id] for section in row.new)
    return replace(row, new=new, edits=()) if new != row.new else row


def again(_old: Plan, _new: Plan, _pins: tuple[Pin, ...]) -> Comparison:
    """The alignment has tests of its own: here it only has to be asked."""
    return sample()


async def test_a_conflict_is_seen_in_gutter_header_and_status_and_settled_in_the_list(
    desk: Callable[[str], KeptStore],
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


def lone() -> Comparison:
    """Two plans with nothing in common with the sample but their names."""
    old, new = (
        make_plan(name, [(0, None, "计划", ""), (1, "一、", "别的", text)])
        for name, text in (("云桥区2031年计划.txt", "三所。"), ("云桥区2032年计划.txt", "五所。"))
    )
    return Comparison(
        old, new, (make_row(old, new, 0, ([0], [0])), make_row(old, new, 1, ([1], [1])))
    )


async def test_a_lost_note_is_read_and_put_on_another_row() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "够吗？")
    store.set_mark("r4", Mark.QUESTIONED)
    async with opened(lone, store=store) as drive:
        assert "2 处所指条文已不在" in drive.review.status.text
        await drive.press("@")
        assert "所指条文已不在  1" in drive.screen
        assert "当时新版：" in drive.screen
        await drive.press("p")
        assert "待放批注：够吗？" in drive.review.status.text
        await drive.press("]", "c")
        (note,) = store.notes()
        assert (note.row, note.lost) == ("r1", False)
        await drive.press("V", "d", "d")
        assert "所指条文已不在" not in drive.screen
        assert store.lost() == ()


async def test_letting_go_of_a_note_that_is_being_moved_leaves_it() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "够吗？")
    async with opened(store=store) as drive:
        await drive.press("@", "p", "escape")
        assert "批注留在原处" in drive.review.status.text
        assert drive.review.carried is None
        assert [note.row for note in store.notes()] == ["r4"]


@pytest.mark.parametrize(
    ("steps", "about", "row"),
    [
        (0, About.CHANGE, "r4"),
        (1, About.SECTION, "r4"),
        (3, About.TARGET, "r4"),
        (9, About.WHOLE, None),
    ],
)
async def test_a_note_can_be_about_change_section_target_and_everything(
    steps: int, about: About, row: str | None
) -> None:
    store = MemoryStore()
    async with opened(store=store) as drive:
        await drive.press("]", "]", "C", *["down"] * steps, "enter", *"核", "enter")
        (note,) = store.notes()
        assert (note.about, note.row, note.text) == (about, row, "核")
        await drive.press("@")
        assert "核" in drive.screen


async def test_the_sides_of_a_note_are_right_while_they_are_swapped() -> None:
    store = MemoryStore()
    async with opened(store=store) as drive:
        await drive.press("]", "]", "x", "C", "down", "enter", *"核", "enter")
        (note,) = store.notes()
        assert (note.about, note.side, note.part) == (About.SECTION, Side.NEW, "s4")


async def test_c_in_the_table_of_targets_writes_a_note_on_the_target() -> None:
    store = MemoryStore()
    async with opened(store=store) as drive:
        await drive.press("t", "c", *"依据", "enter")
        (note,) = store.notes()
        assert (note.about, note.text) == (About.TARGET, "依据")
        await drive.press("t")
        assert "*▲" in drive.screen


async def test_c_does_not_touch_what_somebody_else_wrote(desk: Callable[[str], KeptStore]) -> None:
    desk("王").add_note("r4", "王的话")
    li = desk("李")
    async with opened(store=li) as drive:
        await drive.press("]", "]", "c", *"李", "enter")
        assert {(note.text, note.own) for note in li.notes()} == {("王的话", False), ("李", True)}
        await drive.press("k", "j")
        assert "（王 写）" in drive.review.status.text
        assert "另有 1 条" in drive.review.status.text


async def test_a_note_of_several_lines_keeps_them_when_it_is_edited_in_place() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "一\n二")
    async with opened(store=store) as drive:
        await drive.press("]", "]", "c")
        assert "一↵二" in drive.screen
        await drive.press("end", *"三", "enter")
        assert [note.text for note in store.notes()] == ["一\n二三"]


async def test_a_note_that_another_window_deleted_meanwhile_is_told(
    desk: Callable[[str], KeptStore],
) -> None:
    li, other = desk("李"), desk("李")
    li.add_note("r4", "够吗？")
    async with opened(store=li) as drive:
        await drive.press("]", "]", "c", *"！")
        other.delete_note(other.notes()[0].id)
        await drive.press("enter")
        assert "已被另一窗口删除" in drive.review.status.text


@pytest.mark.parametrize(
    ("steps", "pin"),
    [
        (0, Pin(PinKind.APART, "s3", "s4")),
        (1, Pin(PinKind.DROPPED, "s3")),
        (2, Pin(PinKind.NEW, new="s4")),
    ],
)
async def test_apart_dropped_and_new_are_decided_in_the_list_of_pins(steps: int, pin: Pin) -> None:
    store = MemoryStore()
    async with opened(store=store, compare_again=again) as drive:
        await drive.press("]", "]", "A", *["down"] * steps, "enter")
        await drive.pilot.pause(0.2)
        assert store.pins() == (pin,)
        assert "已" in drive.review.status.text
        await drive.press("ctrl+z")
        assert store.pins() == ()


async def test_decisions_stay_right_while_the_sides_are_swapped() -> None:
    store = MemoryStore()
    async with opened(store=store, compare_again=again) as drive:
        await drive.press("]", "]", "x", "A", "down", "enter")
        await drive.pilot.pause(0.2)
        assert store.pins() == (Pin(PinKind.NEW, new="s4"),)


async def test_a_row_that_was_set_by_hand_says_so() -> None:
    result = sample()
    rows = tuple(replace(row, pinned=row.id == "r4") for row in result.rows)
    async with opened(lambda: replace(result, rows=rows)) as drive:
        assert drive.screen.count("人工配对") >= 1


async def test_what_another_window_writes_appears_by_itself(
    desk: Callable[[str], KeptStore],
) -> None:
    li, wang = desk("李"), desk("王")
    async with opened(store=li) as drive:
        wang.set_mark("r4", Mark.REVIEWED)
        drive.review.take_in_news()
        await drive.pilot.pause()
        assert "已阅 1/" in drive.lines(drive.review.header)[0]
        assert "另一窗口有新的意见" in drive.review.status.text


async def test_a_pin_of_another_window_is_followed(desk: Callable[[str], KeptStore]) -> None:
    asked: list[tuple[Pin, ...]] = []

    def compare(_old: Plan, _new: Plan, pins: tuple[Pin, ...]) -> Comparison:
        asked.append(pins)
        return sample()

    li, wang = desk("李"), desk("王")
    async with opened(store=li, compare_again=compare) as drive:
        wang.add_pin(Pin(PinKind.APART, "s3", "s4"))
        drive.review.take_in_news()
        await drive.pilot.pause(0.2)
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


def script(path: Path, lines: str) -> str:
    """An editor: a shell script that gets the file's name."""
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_editor_gets_the_note_and_gives_it_back(tmp_path: Path) -> None:
    editor = script(tmp_path / "ed", 'cat "$1" > "${0}.seen"; printf "新\\n二行\\n\\n" > "$1"')
    assert edited([editor], "旧") == "新\n二行"
    assert (tmp_path / "ed.seen").read_text() == "旧\n"


def test_an_editor_that_fails_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match="3"):
        edited([script(tmp_path / "ed", "exit 3")], "旧")


async def test_a_note_is_changed_copied_and_dropped_in_the_list() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "旧话")
    async with opened(store=store) as drive:
        await drive.press("@", "c")
        assert "旧话" in drive.screen
        await drive.press("end", *"新", "enter")
        assert [note.text for note in store.notes()] == ["旧话新"]
        await drive.press("@", "y")
        assert "已复制" in drive.screen
        await drive.press("d")
        assert store.notes() == ()
        await drive.press("ctrl+z")
        assert [note.text for note in store.notes()] == ["旧话新"]
        await drive.press("ctrl+y", "escape")
        assert store.notes() == ()


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


async def test_a_note_on_a_changed_text_is_said_to_hold_still() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_section_note(Side.NEW, "s4", "够吗？")
    store.add_target_note(Side.NEW, "t0", "依据？")
    store.add_note("r4", "整条")
    async with opened(
        lambda: reworded("新建公办幼儿园5所", "新建公办幼儿园6所"), store=store
    ) as drive:
        assert (
            "3 处标记和批注已过时" in drive.review.status.text or "2 处" in drive.review.status.text
        )
        await drive.press("V")
        assert "新版此后改动：" in drive.screen
        await drive.press("r", "down", "r", "down", "r", "escape")
        assert not any(note.outdated for note in store.notes())


async def test_a_question_is_answered_in_the_list_also_for_the_one_who_asked(
    desk: Callable[[str], KeptStore],
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


async def test_another_persons_note_is_changed_where_it_is_chosen(
    desk: Callable[[str], KeptStore],
) -> None:
    desk("王").add_note("r4", "王的话")
    li = desk("李")
    async with opened(store=li) as drive:
        await drive.press("]", "]", "C")
        assert "这里已有的批注" in drive.screen
        await drive.press("enter", "end", *"同意", "enter")
        assert [note.text for note in li.notes()] == ["王的话同意"]


async def test_pins_are_gone_to_and_dropped_in_their_list_the_lost_ones_too() -> None:
    store = MemoryStore()
    store.attach(lone())
    store.add_pin(Pin(PinKind.NEW, new="s1"))
    store.attach(sample())
    store.add_pin(Pin(PinKind.APART, "s3", "s4"))
    async with opened(store=store, compare_again=again) as drive:
        await drive.press("A")
        assert "所指条文已不在" in drive.screen
        await drive.press("enter")
        assert drive.row == "r4"
        await drive.press("A", "d", "d", "escape")
        await drive.pilot.pause(0.2)
        assert store.pins() == ()
        assert store.lost_pins() == ()
        assert "已取消配对" in drive.review.status.text


async def test_a_lost_pin_is_listed_with_what_was_said_and_dropped_there() -> None:
    store = MemoryStore()
    store.attach(lone())
    store.add_pin(Pin(PinKind.NEW, new="s1"))
    async with opened(store=store, compare_again=again) as drive:
        await drive.press("V")
        assert "人工配对：新增" in drive.screen
        await drive.press("d")
        assert store.lost_pins() == ()
        await drive.press("ctrl+z", "escape")
        await drive.pilot.pause(0.2)
        assert len(store.lost_pins()) == 1


async def test_without_an_editor_the_prompt_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with opened() as drive:
        await drive.press("]", "c", "ctrl+e")
        assert "没有设置编辑器" in drive.screen


async def test_the_editors_text_becomes_the_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    monkeypatch.setenv("EDITOR", script(tmp_path / "ed", 'printf "编辑器里的\\n二行\\n" >> "$1"'))
    monkeypatch.delenv("VISUAL", raising=False)
    async with opened(store=store) as drive:
        monkeypatch.setattr(drive.app, "suspend", nullcontext)
        await drive.press("]", "]", "c", *"开头", "ctrl+e")
        assert [note.text for note in store.notes()] == ["开头\n编辑器里的\n二行"]
        monkeypatch.setenv("EDITOR", script(tmp_path / "ed", "exit 1"))
        await drive.press("c", "ctrl+e")
        assert "编辑器出错（1）" in drive.screen
        await drive.press("escape")
        assert len(store.notes()) == 1
