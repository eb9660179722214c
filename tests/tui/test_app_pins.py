"""Pinning two sections together: a on one side, Tab, a on the other, whatever else is open."""

import pytest

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.corpus.model import Plan
from tests.app_fixtures import opened, sample


class Again:
    """Compares again, and remembers with which pins it was asked to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Pin, ...]] = []

    def __call__(self, _old: Plan, _new: Plan, pins: tuple[Pin, ...]) -> Comparison:
        self.asked.append(pins)
        return sample()


@pytest.mark.parametrize("tab", ["tab", "shift+tab"])
@pytest.mark.parametrize("begin", [(), ("tab", "tab")])
async def test_a_tab_a_pins_while_the_outline_is_open(tab: str, begin: tuple[str, ...]) -> None:
    again = Again()
    async with opened(compare_again=again) as drive:
        assert drive.review.outline.display
        await drive.press("]", "]", *begin, "a", tab, "a")
        await drive.rest()
        assert again.asked == [(Pin(PinKind.TOGETHER, "s3", "s4"),)]
        assert drive.review.controllers.pins.picked is None
        assert "已配对" in drive.review.status.text


async def test_tab_goes_between_the_panes_while_a_pin_is_begun() -> None:
    async with opened(compare_again=Again()) as drive:
        await drive.press("]", "]", "a")
        order = []
        for _ in range(3):
            await drive.press("tab")
            order.append(drive.review.side)
        assert order == [Side.OLD, Side.NEW, Side.OLD]


async def test_the_pick_stays_on_the_status_line_while_the_reader_moves() -> None:
    async with opened(compare_again=Again()) as drive:
        await drive.press("]", "]", "a")
        assert "已选定新版 （二）扩大学前教育供给" in drive.review.status.text
        assert "Tab" in drive.review.status.text
        await drive.press("j", "]")
        assert "待配对：（二）扩大学前教育供给" in drive.review.status.text


async def test_another_row_of_the_same_side_is_picked_instead() -> None:
    async with opened(compare_again=Again()) as drive:
        await drive.press("]", "]", "a", "]", "a")
        assert "已选定新版 （三）办好义务教育" in drive.review.status.text


@pytest.mark.parametrize("key", ["a", "escape", "x", "R"])
async def test_a_pick_is_dropped_by_a_second_a_escape_swapping_and_reading_again(key: str) -> None:
    async with opened(compare_again=Again()) as drive:
        await drive.press("]", "]", "a", key)
        await drive.rest()
        assert "待配对" not in drive.review.status.text
        assert drive.review.controllers.pins.picked is None
        if key in {"a", "escape"}:
            assert "已放弃选定" in drive.review.status.text


async def test_one_pane_has_no_other_side_to_pin_with() -> None:
    async with opened(compare_again=Again()) as drive:
        await drive.press("2", "a")
        assert "先按 1" in drive.review.status.text
        assert drive.review.controllers.pins.picked is None


async def test_the_part_with_the_focus_has_a_mark_beside_its_title() -> None:
    async with opened() as drive:
        marked = []
        for _ in range(3):
            await drive.press("tab")
            titles = drive.review.titles.text
            marked.append(titles[titles.index("▌") + 1 :][:2])
            assert titles.count("▌") == 1
        assert marked == ["目录", "旧版", "新版"]
