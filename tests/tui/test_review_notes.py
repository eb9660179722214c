"""Notes on anything and pins of every kind, written, moved, dropped on the screen."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.marks import About, Mark
from plandiff.comparison.review.store import MemoryStore, ReviewStore
from plandiff.tui.screens.editor import EditorError, edited
from tests.app_fixtures import opened, sample
from tests.review_screen import again, at_desk, lone, reworded, script


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], ReviewStore]:
    """Opens the same review file at one person's desk, on the sample."""
    return lambda person: at_desk(tmp_path / "review.json", person)


async def test_a_lost_note_is_read_and_put_on_another_row() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "够吗？")
    store.set_mark("r4", Mark.QUESTIONED)
    async with opened(lone, store=store) as drive:
        assert "2 处原文已不在" in drive.review.status.text
        await drive.press("@")
        assert "原文已不在  1" in drive.screen
        assert "当时新版：" in drive.screen
        await drive.press("p")
        assert "待放批注：够吗？" in drive.review.status.text
        await drive.press("]", "c")
        (note,) = store.notes()
        assert (note.row, note.lost) == ("r1", False)
        await drive.press("V", "d", "d")
        assert "原文已不在" not in drive.screen
        assert store.lost() == ()


async def test_letting_go_of_a_note_that_is_being_moved_leaves_it() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "够吗？")
    async with opened(store=store) as drive:
        await drive.press("@", "p", "escape")
        assert "批注留在原处" in drive.review.status.text
        assert drive.review.controllers.notes.carried is None
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


async def test_a_note_of_several_lines_keeps_them_when_it_is_edited_in_place() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_note("r4", "一\n二")
    async with opened(store=store) as drive:
        await drive.press("]", "]", "c")
        assert "一↵二" in drive.screen
        await drive.press("end", *"三", "enter")
        assert [note.text for note in store.notes()] == ["一\n二三"]


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
        await drive.rest()
        assert store.pins() == (pin,)
        assert "已" in drive.review.status.text
        await drive.press("ctrl+z")
        assert store.pins() == ()


async def test_decisions_stay_right_while_the_sides_are_swapped() -> None:
    store = MemoryStore()
    async with opened(store=store, compare_again=again) as drive:
        await drive.press("]", "]", "x", "A", "down", "enter")
        await drive.rest()
        assert store.pins() == (Pin(PinKind.NEW, new="s4"),)


async def test_a_row_that_was_set_by_hand_says_so() -> None:
    result = sample()
    rows = tuple(replace(row, pinned=row.id == "r4") for row in result.rows)
    async with opened(lambda: replace(result, rows=rows)) as drive:
        assert drive.screen.count("人工配对") >= 1


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


async def test_another_persons_note_is_changed_where_it_is_chosen(
    desk: Callable[[str], ReviewStore],
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
        assert "原文已不在" in drive.screen
        await drive.press("enter")
        assert drive.row == "r4"
        await drive.press("A", "d", "d", "escape")
        await drive.rest()
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
        await drive.rest()
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
        assert "编辑器出错（退出状态 1）" in drive.screen
        await drive.press("escape")
        assert len(store.notes()) == 1


async def test_a_note_that_another_window_deleted_meanwhile_is_told(
    desk: Callable[[str], ReviewStore],
) -> None:
    li, other = desk("李"), desk("李")
    li.add_note("r4", "够吗？")
    async with opened(store=li) as drive:
        await drive.press("]", "]", "c", *"！")
        other.delete_note(other.notes()[0].id)
        await drive.press("enter")
        assert "已被另一窗口删除" in drive.review.status.text
