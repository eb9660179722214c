"""Every key of the contract does what it says, on the review of a small comparison."""

from pathlib import Path

import pytest
from textual.widgets import Input

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.errors import NotFoundError
from plandiff.corpus.model import Plan
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.work.writing import Writing
from tests.app_fixtures import Driver, many, opened, sample


async def walk(drive: Driver, key: str, times: int) -> list[str]:
    rows = []
    for _ in range(times):
        await drive.press(key)
        rows.append(drive.row)
    return rows


async def test_brackets_walk_over_the_changes_and_round() -> None:
    async with opened() as drive:
        await drive.press("g")
        there = await walk(drive, "]", 10)
        assert there == ["r3", "r4", "r5", "r6", "r7", "r8", "r9", "r11", "r12", "r13"]
        await drive.press("]")
        assert drive.row == "r0"
        await drive.press("[")
        assert drive.row == "r13"


@pytest.mark.parametrize(
    ("there", "back"), [("f7", "shift+f7"), ("】", "【"), ("alt+down", "alt+up")]
)
async def test_other_keys_for_changes_do_the_same(there: str, back: str) -> None:
    async with opened() as drive:
        assert await walk(drive, there, 2) == ["r3", "r4"]
        assert await walk(drive, back, 1) == ["r3"]


@pytest.mark.parametrize(("there", "back"), [("}", "{"), ("｝", "｛"), ("」", "「")])
async def test_braces_walk_over_the_sections(there: str, back: str) -> None:
    async with opened() as drive:
        assert await walk(drive, there, 3) == ["r1", "r2", "r3"]
        assert await walk(drive, back, 2) == ["r2", "r1"]


@pytest.mark.parametrize(("there", "back"), [(".", "comma"), ("。", "，")])
async def test_stop_and_comma_walk_over_changed_targets(there: str, back: str) -> None:
    async with opened() as drive:
        assert await walk(drive, there, 6) == ["r4", "r4", "r5", "r5", "r9", "r11"]
        assert await walk(drive, back, 3) == ["r9", "r5", "r5"]


async def test_moving_keys_move() -> None:
    async with opened(lambda: many(300)) as drive:
        view = drive.view
        places = []
        for key in ("j", "down", "k", "up", "space", "b", "pagedown", "pageup", "d", "u"):
            await drive.press(key)
            places.append(view.cursor)
        page, half = drive.review.page - 2, drive.review.page // 2
        assert places == [1, 2, 1, 0, page, 0, page, 0, half, 0]
        await drive.press("G")
        assert view.cursor == view.geometry.height - 1
        await drive.press("g")
        assert view.cursor == 0
        await drive.press("end", "home")
        assert view.cursor == 0


async def test_both_panes_stay_level_while_moving() -> None:
    async with opened(lambda: many(300)) as drive:
        for key in ("d", "d", "]", "G", "u", "}", "b"):
            await drive.press(key)
            tops = {round(pane.scroll_y) for pane in drive.review.panes.values()}
            assert len(tops) == 1
            top = tops.pop()
            assert top <= drive.view.cursor < top + drive.review.page


@pytest.mark.parametrize("key", ["/", "／", "、", "ctrl+f"])
async def test_search_looks_on_both_sides_and_counts(key: str) -> None:
    async with opened() as drive:
        await drive.press(key, "集", "团", "enter")
        assert "查找 集团  1/2" in drive.review.status.text
        assert drive.row == "r5"
        await drive.press("n")
        assert "2/2" in drive.review.status.text
        await drive.press("n")
        assert "1/2" in drive.review.status.text
        await drive.press("N")
        assert "2/2" in drive.review.status.text
        await drive.press("escape")
        assert "查找" not in drive.review.status.text


async def test_words_that_only_one_side_has_are_found_there() -> None:
    async with opened() as drive:
        await drive.press("/", *"闲置", "enter")
        assert "1/2" in drive.review.status.text
        assert drive.row == "r8"


async def test_escape_in_the_search_goes_back_to_where_it_began() -> None:
    async with opened() as drive:
        await drive.press("]", "]")
        await drive.press("/", *"宣传", "escape")
        assert drive.row == "r4"
        await drive.press("/", *"没有这样的话", "enter")
        assert "没有找到" in drive.review.status.text


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("三", "r10"),
        ("二（七）", "r9"),
        ("2.7", "r9"),
        ("数字化", "r9"),
        ("清理", "r8"),
        ("二、", "r2"),
        ("（四）", "r6"),
    ],
)
async def test_go_to_finds_numbers_and_headings(typed: str, row: str) -> None:
    async with opened() as drive:
        await drive.press(":")
        drive.app.screen.query_one(Input).value = typed
        await drive.press("enter")
        assert drive.row == row


async def test_go_to_says_what_is_not_there() -> None:
    async with opened() as drive:
        await drive.press("：", *"九十九", "enter")
        assert "没有这一节" in drive.review.status.text


async def test_the_outline_opens_follows_and_jumps() -> None:
    async with opened(size=(100, 40)) as drive:
        outline = drive.review.outline
        assert not outline.display
        await drive.press("o")
        assert outline.display
        await drive.press("]", "]")
        assert drive.view.rows[outline.entries[outline.index].row].id == "r4"
        await drive.press("tab")
        assert drive.app.focused is outline
        await drive.press("down", "enter")
        assert drive.row == "r5"
        assert drive.app.focused is drive.review.panes[Side.NEW]
        await drive.press("o")
        assert not outline.display


async def test_the_outline_shows_signs_and_targets() -> None:
    async with opened() as drive:
        lines = drive.lines(drive.review.outline)
        assert any(line.startswith(" ↕") and "家校共育" in line for line in lines)
        assert any(line.startswith(" +") and "1#" in line for line in lines)
        assert any(line.startswith(" ~") and "2#" in line for line in lines)
        await drive.press("F", *"经费", "enter")
        assert [entry.text for entry in drive.review.outline.entries] == ["（一）经费保障"]


async def test_tab_goes_round_outline_old_new() -> None:
    async with opened() as drive:
        order = []
        for _ in range(3):
            await drive.press("tab")
            order.append(drive.app.focused.id if drive.app.focused else None)
        assert order == ["outline", "old", "new"]


async def test_the_table_of_targets_jumps_sorts_and_filters() -> None:
    async with opened() as drive:
        await drive.press("t")
        screen = drive.screen
        assert "▼ 降低" in screen
        assert "▲ 提高" in screen
        assert "培训教师" not in screen
        await drive.press("a")
        assert "培训教师" in drive.screen
        await drive.press("s", "s", "enter")
        assert drive.row == "r4"
        await drive.press("t", "/", *"智慧", "enter")
        assert drive.row == "r9"


@pytest.mark.parametrize("key", ["t", "O"])
async def test_chinese_typed_key_by_key_filters_a_list(key: str) -> None:
    async with opened() as drive:
        await drive.press(key)
        for character in "指标学":
            await drive.press(character)
        assert drive.app.screen.query_one(Input).value == "指标学"


async def test_the_summary_lists_changes_and_jumps() -> None:
    async with opened(size=(120, 60)) as drive:
        await drive.press("s")
        assert "3,640万元 → 0.4亿元 (+0.036亿元)" in drive.screen
        assert "按时到位 → 按时足额到位" in drive.screen
        await drive.press("enter")
        assert drive.row == "r4"


async def test_the_filter_narrows_rows_steps_and_counts() -> None:
    async with opened() as drive:
        await drive.press("f", "down", "space", "down", "space", "enter")
        assert "筛出 2 处、2 节" in drive.review.header.text
        assert drive.row == "r8"
        assert await walk(drive, "]", 2) == ["r9", "r8"]
        assert len(drive.review.outline.entries) == 2
        await drive.press("escape")
        assert "筛出" not in drive.review.header.text


async def test_folds_close_here_and_everywhere_and_open_again() -> None:
    async with opened(lambda: many(60)) as drive:
        height = drive.view.geometry.height
        await drive.press("Z")
        assert drive.view.geometry.height < height
        folds = [item for item in drive.view.geometry.items if item.kind is ItemKind.FOLD]
        await drive.press("-")
        more = [item for item in drive.view.geometry.items if item.kind is ItemKind.FOLD]
        assert sum(i.last - i.first for i in more) > sum(i.last - i.first for i in folds)
        await drive.press("+", "Z")
        assert drive.view.geometry.height == height
        await drive.press("g", "j", "z")
        assert drive.view.geometry.height < height
        await drive.press("enter")
        assert drive.view.geometry.height == height


async def test_layouts_by_key() -> None:
    async with opened() as drive:
        old = drive.review.panes[Side.OLD]
        await drive.press("2")
        assert not old.display
        assert "版式：合为一栏" in drive.review.status.text
        await drive.press("1")
        assert old.display
        await drive.press("0", "v", "v")
        assert not old.display
        await drive.press("v")
        assert old.display


async def test_swap_turns_everything_round() -> None:
    async with opened() as drive:
        await drive.press("x")
        assert drive.review.header.text.index("2032") < drive.review.header.text.index("2031")
        assert drive.view.comparison.row_counts["added"] == 1
        assert "▼-2" in "\n".join(drive.lines(drive.review.panes[Side.NEW]))
        await drive.press("alt+backslash")
        assert drive.view.comparison == sample()


async def test_reviewed_marks_go_on_to_the_next_and_can_be_hidden() -> None:
    async with opened() as drive:
        await drive.press("]", "r")
        assert drive.row == "r4"
        assert drive.review.store.mark("r3") is Mark.REVIEWED
        assert "已阅 1/11 处、改动节 1/11" in drive.review.header.text
        await drive.press("U")
        assert "r3" not in {drive.view.rows[stop].id for stop in drive.view.stops.rows}
        await drive.press("r")
        assert drive.row == "r5"
        await drive.press("U", "[", "K", "Q")
        assert len(drive.review.store.marks()) >= 3


async def test_a_second_press_takes_the_mark_back() -> None:
    async with opened() as drive:
        await drive.press("]", "r", "[", "r")
        assert drive.review.store.progress().reviewed == 0
        assert drive.row == "r3"
        await drive.press("ctrl+z")
        assert drive.review.store.mark("r3") is Mark.REVIEWED
        await drive.press("ctrl+y")
        assert drive.review.store.mark("r3") is Mark.UNSEEN


async def test_notes_are_written_walked_listed_and_deleted() -> None:
    async with opened() as drive:
        await drive.press("]", "c", *"请核实", "enter")
        assert [note.text for note in drive.review.store.notes("r3")] == ["请核实"]
        await drive.press("G", "c", *"再议", "enter")
        assert await walk(drive, "m", 2) == ["r3", "r13"]
        assert await walk(drive, "M", 1) == ["r3"]
        assert "批注：请核实" in drive.review.status.text
        await drive.press("@")
        assert "再议" in drive.screen
        await drive.press("down", "enter")
        assert drive.row == "r13"
        await drive.press("@", "d", "escape")
        assert [note.text for note in drive.review.store.notes()] == ["再议"]


async def test_two_sections_are_pinned_together_and_let_go() -> None:
    asked: list[tuple[Pin, ...]] = []

    def again(_old: Plan, _new: Plan, pins: tuple[Pin, ...]) -> Comparison:
        asked.append(pins)
        return sample()

    async with opened(compare_again=again) as drive:
        await drive.press(":", *"清理", "enter", "shift+tab", "a", "tab")
        await drive.press(":", *"数字化", "enter", "a")
        await drive.rest()
        assert asked == [(Pin(PinKind.TOGETHER, "s8", "s9"),)]
        await drive.press("A")
        assert "清理闲置校舍" in drive.screen
        await drive.press("d", "escape")
        await drive.rest()
        assert asked[-1] == ()


async def test_enter_follows_a_move_both_ways() -> None:
    async with opened() as drive:
        await drive.press("]")
        here = drive.view.cursor
        await drive.press("enter")
        item = drive.view.item()
        assert item is not None
        assert item.kind is ItemKind.GHOST
        await drive.press("enter")
        assert drive.view.cursor == here


async def test_copies_go_to_the_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("plandiff.tui.terminal.clipboard._copy_locally", copied.append)
    async with opened() as drive:
        await drive.press("]", "]", "y")
        assert drive.app.clipboard.startswith("（二）扩大学前教育供给\n新建公办幼儿园5所，")
        await drive.press("Y")
        assert "【旧版】云桥区2031年计划.txt 二、（一）" in drive.app.clipboard
        assert "92%" in drive.app.clipboard
        assert "95%" in drive.app.clipboard
    assert len(copied) == 2


async def test_export_asks_for_format_and_place(tmp_path: Path) -> None:
    written: list[tuple[Path, str]] = []

    def export(_comparison: Comparison, path: Path, name: str) -> Writing:
        return Writing(path, lambda _heard: written.append((path, name)))

    formats = (("docx", ".docx"), ("md", ".md"))
    async with opened(export=export, formats=lambda: formats) as drive:
        await drive.press("E", "down", "up", "tab")
        field = drive.app.screen.query_one(Input)
        assert field.value.endswith(".docx")
        field.value = str(tmp_path / "报告.docx")
        await drive.press("enter")
        await drive.written()
        assert written == [(tmp_path / "报告.docx", "docx")]
        assert "已写入" in drive.review.status.text


async def test_reading_again_keeps_the_place_and_the_old_result_on_failure() -> None:
    calls: list[int] = []

    def load() -> Comparison:
        calls.append(1)
        if len(calls) == 3:
            raise NotFoundError("a.txt")
        return sample()

    async with opened(load) as drive:
        await drive.press(".", "R")
        await drive.rest()
        assert drive.row == "r4"
        await drive.press("f5")
        await drive.rest()
        assert "仍显示原来的结果" in drive.review.status.text
        assert len(calls) == 3


async def test_the_theme_is_previewed_and_put_back() -> None:
    async with opened() as drive:
        await drive.press("T", "down", "down")
        assert drive.app.looks.palette.name == "cb-dark"
        await drive.press("escape")
        assert drive.app.looks.palette.name == "dark"


async def test_the_theme_that_is_kept_goes_to_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("plandiff.tui.settings.settings_path", lambda: tmp_path / "config.toml")
    async with opened() as drive:
        await drive.press("T", "down", "enter")
        assert drive.app.looks.palette.name == "light"
    assert (tmp_path / "config.toml").read_text() == 'theme = "light"\n'


async def test_the_language_switches_everything() -> None:
    async with opened() as drive:
        await drive.press("L")
        assert "change 1/11" in drive.review.status.text
        assert "moved from" in "\n".join(drive.lines(drive.review.panes[Side.NEW]))
        await drive.press("L")
        assert "已阅 0/11 处" in drive.review.header.text


@pytest.mark.parametrize("key", ["?", "？", "f1"])
async def test_help_is_made_from_the_live_keys(key: str) -> None:
    async with opened() as drive:
        await drive.press(key)
        assert "下一处改动" in drive.screen
        await drive.press(*"摘要", "enter")
        assert drive.app.screen.__class__.__name__ == "SummaryDialog"


async def test_the_palette_does_what_is_chosen() -> None:
    async with opened() as drive:
        await drive.press("ctrl+p", *"指标变化表", "enter")
        assert drive.app.screen.__class__.__name__ == "TargetsDialog"


async def test_unlocked_panes_scroll_alone() -> None:
    async with opened(lambda: many(200)) as drive:
        await drive.press("S", "d")
        tops = [round(pane.scroll_y) for pane in drive.review.panes.values()]
        assert tops[0] == 0
        assert tops[1] > 0
        await drive.press("S")
        assert len({round(pane.scroll_y) for pane in drive.review.panes.values()}) == 1


async def test_the_map_can_be_hidden() -> None:
    async with opened() as drive:
        assert drive.review.map.display
        await drive.press("f9")
        assert not drive.review.map.display


async def test_q_ends_with_zero() -> None:
    async with opened() as drive:
        await drive.press("q")
    assert drive.app.return_code == 0
    assert drive.app.return_value is None


async def test_pins_of_an_earlier_session_are_used_at_the_start() -> None:
    store = MemoryStore()
    store.attach(sample())
    store.add_pin(Pin(PinKind.TOGETHER, "s8", "s9"))
    asked: list[tuple[Pin, ...]] = []

    def again(_old: Plan, _new: Plan, pins: tuple[Pin, ...]) -> Comparison:
        asked.append(pins)
        return sample()

    async with opened(compare_again=again, store=store) as drive:
        await drive.rest()
    assert asked == [(Pin(PinKind.TOGETHER, "s8", "s9"),)]


@pytest.mark.parametrize(("full", "plain"), [("ｊ", "j"), ("Ｇ", "G"), ("２", "2"), ("ｒ", "r")])
async def test_what_an_input_method_made_full_width_is_the_plain_key(full: str, plain: str) -> None:
    seen = []
    for key in (full, plain):
        async with opened() as drive:
            await drive.press("]", key)
            await drive.rest()
            seen.append((drive.view.cursor, drive.review.status.text, drive.review.header.text))
    assert seen[0] == seen[1]


async def test_full_width_letters_are_letters_where_the_reader_types() -> None:
    async with opened() as drive:
        await drive.press("/", "ｊ")
        assert drive.app.screen.query_one(Input).value == "ｊ"
