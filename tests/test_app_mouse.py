"""The mouse: wheel, click, selection of one side; and the picker of plans."""

from pathlib import Path

from textual.widgets import Input

from comparison.model import Side
from tests.app_fixtures import context, many, opened
from tui.app import _looks
from tui.messages import MapPointed, Wheeled
from tui.screens.picker import PickerApp


async def test_the_wheel_scrolls_both_panes_and_keeps_the_cursor_in_sight() -> None:
    async with opened(lambda: many(200)) as drive:
        for _ in range(4):
            drive.review.panes[Side.OLD].post_message(Wheeled(Side.OLD, 3))
        await drive.pilot.pause()
        assert {round(pane.scroll_y) for pane in drive.review.panes.values()} == {12}
        assert drive.view.cursor == 12


async def test_a_click_puts_the_cursor_there() -> None:
    async with opened() as drive:
        await drive.pilot.click("#new", offset=(10, 14))
        assert drive.view.cursor == 14
        await drive.pilot.click("#outline", offset=(8, 5))
        assert drive.row == "r5"


async def test_a_click_on_the_map_goes_there() -> None:
    async with opened(lambda: many(200)) as drive:
        drive.review.post_message(MapPointed(0.5))
        await drive.pilot.pause()
        assert abs(drive.view.cursor - drive.view.geometry.height / 2) < 2


async def test_a_drag_selects_clean_text_of_one_side() -> None:
    async with opened() as drive:
        pane = drive.review.panes[Side.NEW]
        lines = drive.lines(pane)
        y = next(i for i, line in enumerate(lines) if "新建公办幼儿园5所" in line)
        await drive.pilot.mouse_down(pane, offset=(4, y))
        await drive.pilot.hover(pane, offset=(30, y + 1))
        await drive.pilot.mouse_up(pane, offset=(30, y + 1))
        text = drive.app.screen.get_selected_text()
        assert text is not None
        assert text.startswith("新建公办幼儿园5所，学前三年毛入园率达到95%以上。"[:20])
        assert "▲" not in text
        assert "│" not in text
        assert "\n" not in text.strip("\n")


async def test_the_picker_gives_two_paths(tmp_path: Path) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text("甲")
    new.write_text("乙")
    own = context(old_name="")
    app = PickerApp(own, _looks(own, "dark"), ())
    async with app.run_test() as pilot:
        app.query_one("#old", Input).value = str(old)
        app.query_one("#new", Input).value = str(tmp_path / "没有.txt")
        await pilot.press("enter")
        assert "没有这个文件" in app.hint.text
        app.query_one("#new", Input).value = str(new)
        await pilot.press("enter")
    assert app.return_value == (str(old), str(new))


async def test_the_picker_offers_the_last_pair_first(tmp_path: Path) -> None:
    pairs = ((str(tmp_path / "a"), str(tmp_path / "b")), ("c", "d"))
    own = context(old_name="")
    app = PickerApp(own, _looks(own, "dark"), pairs)
    async with app.run_test() as pilot:
        await pilot.press("down")
        assert app.query_one("#old", Input).value in {"c", str(tmp_path / "a")}
        app.list.action_pick()
        await pilot.pause()
    assert app.return_value in pairs


async def test_escape_leaves_the_picker_without_a_choice() -> None:
    own = context(old_name="")
    app = PickerApp(own, _looks(own, "dark"), ())
    async with app.run_test() as pilot:
        await pilot.press("escape")
    assert app.return_value is None
