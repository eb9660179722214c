"""The mouse: wheel, click, selection of one side."""

from plandiff.comparison.edits import Side
from plandiff.tui.widgets.messages import MapPointed, Wheeled
from tests.app_fixtures import many, opened, settle


async def test_the_wheel_scrolls_both_panes_and_keeps_the_cursor_in_sight() -> None:
    async with opened(lambda: many(200)) as drive:
        for _ in range(4):
            drive.review.panes[Side.OLD].post_message(Wheeled(Side.OLD, 3))
        await settle(drive.pilot)
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
        await settle(drive.pilot)
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
