"""Lists with passages beside each other: remarks, indicators over the years, a draft of two."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from plandiff import compare, read_plan
from plandiff.comparison.across.answers import Remark, answer_remarks
from plandiff.comparison.across.series import series
from plandiff.comparison.across.three import three_way
from plandiff.comparison.edits import Place
from plandiff.corpus.model import Plan
from plandiff.tui.screens.beside import (
    BesideApp,
    Listing,
    list_answers,
    list_series,
    list_three,
)
from tests.app_fixtures import context, settle

HEAD = "青禾县阅读工作方案\n一、任务\n"


def plan(year: int, body: str) -> Plan:
    return read_plan(f"{year}.txt", data=f"{HEAD.replace('县', f'县{year}年')}{body}\n".encode())


@asynccontextmanager
async def opened(
    listing: Listing, width: int = 100
) -> AsyncIterator[tuple[BesideApp, Pilot[None]]]:
    app = BesideApp(listing, context())
    async with app.run_test(size=(width, 30)) as pilot:
        await settle(pilot)
        yield app, pilot


def shown(app: BesideApp) -> list[str]:
    """The passages in sight, as they are laid out."""
    return [
        "\n".join("".join(run for run, _ in line) for line in text.lines)
        for text in app.beside.texts
        if text.display
    ]


async def test_the_passage_of_a_remark_is_beside_it_then_and_now() -> None:
    old, new = plan(2024, "建设书屋2个。"), plan(2025, "建设书屋5个。")
    section = old.sections[-1]
    remark = Remark(
        "n1", "王老师", "由2个改为5个", places=(Place(section.id, 3, len(section.text)),)
    )
    listing = list_answers(answer_remarks([remark], compare(old, new)), "zh")
    assert [cells[0] for cells in listing.entries[0].cells][1:] == [
        "已采纳",
        "由2个改为5个",
        "王老师",
    ]
    async with opened(listing) as (app, _):
        before, after = shown(app)
        assert "书屋2个" in before
        assert "书屋5个" in after


async def test_an_indicator_shows_the_two_newest_editions_at_the_place() -> None:
    plans = [
        plan(year, f"建成书屋{count}个。") for year, count in ((2023, 3), (2024, 4), (2025, 6))
    ]
    async with opened(list_series(series(plans), "zh")) as (app, pilot):
        await pilot.press("enter")
        await settle(pilot)
        assert ["书屋4个" in text or "书屋6个" in text for text in shown(app)] == [True, True]


@pytest.mark.parametrize(("width", "panes"), [(100, 2), (160, 3)])
async def test_a_third_pane_opens_where_there_is_room(width: int, panes: int) -> None:
    last, parent = plan(2024, "建设流动书屋。"), plan(2020, "每年举办读书节。")
    draft = plan(2025, "建设流动书屋。\n每年举办读书节。\n开通借阅热线。")
    async with opened(list_three(three_way(last, parent, draft), "zh"), width) as (app, pilot):
        badges = {entry.cells[0][0] for entry in app.beside.listing.entries}
        assert {"上年", "上级", "新增"} <= badges
        assert len(shown(app)) == panes
        at = [entry.cells[0][0] for entry in app.beside.listing.entries].index("上级")
        for _ in range(at):
            await pilot.press("down")
        await settle(pilot)
        assert all("读书节" in text for text in shown(app)[:2])
