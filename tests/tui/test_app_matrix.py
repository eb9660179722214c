"""The matrix of a coverage in the app: gaps first, and both places beside each other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from plandiff import cover, read_plan
from plandiff.comparison.across.coverage import Coverage
from plandiff.corpus.text.width import cell_width
from plandiff.tui.screens.matrix import MatrixApp, PlacesScreen
from plandiff.tui.screens.texts import paragraphs
from tests.app_fixtures import context, settle

SUPERIOR = (
    "云川省阅读工作意见\n一、主要任务\n各学校要建立图书借阅登记制度。\n每年举办一次校园读书节活动。\n"
    "二、保障措施\n鼓励退休教师担任阅读辅导员。\n"
)
LOCAL = "青禾县阅读工作方案\n一、任务\n各学校要建立图书借阅登记制度。\n适时举办校园读书节活动。\n"
OTHER = "临湖县阅读工作方案\n一、任务\n鼓励退休教师担任阅读辅导员。\n"


def coverage(*locals_: str) -> Coverage:
    superior, *plans = (
        read_plan(f"{at}.txt", data=text.encode()) for at, text in enumerate((SUPERIOR, *locals_))
    )
    return cover(superior, plans)


@asynccontextmanager
async def opened(*locals_: str) -> AsyncIterator[tuple[MatrixApp, Pilot[None]]]:
    app = MatrixApp(coverage(*locals_), context())
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def shown(screen: PlacesScreen) -> list[str]:
    """Both texts of the screen, as they are laid out."""
    return ["\n".join("".join(run for run, _ in line) for line in t.lines) for t in screen.texts]


async def test_gaps_come_first_and_enter_opens_both_places() -> None:
    async with opened(LOCAL) as (app, pilot):
        lines = [entry.cells for entry in app.matrix.list.entries if entry.value is not None]
        assert [cells[1][0] for cells in lines] == [
            "鼓励退休教师担任阅读辅导员",
            "每年举办一次校园读书节活动",
            "各学校要建立图书借阅登记制度",
        ]
        assert [cells[2][1] for cells in lines] == ["lowered", "", ""]
        await press(pilot, "enter")
        assert isinstance(app.screen, PlacesScreen)
        superior, local = shown(app.screen)
        assert "鼓励退休教师担任阅读辅导员" in superior
        assert local == "未提及"


async def test_the_answer_is_beside_the_requirement_and_n_goes_on() -> None:
    async with opened(LOCAL) as (app, pilot):
        await press(pilot, "enter", "n")
        assert isinstance(app.screen, PlacesScreen)
        superior, local = shown(app.screen)
        assert "每年举办一次校园读书节活动" in superior
        assert "适时举办校园读书节活动" in local
        await press(pilot, "escape")
        assert pilot.app.screen is app.matrix


async def test_left_and_right_show_the_other_plans() -> None:
    async with opened(LOCAL, OTHER) as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, PlacesScreen)
        first = app.screen.local
        await press(pilot, "right")
        assert app.screen.local == 1 - first
        await press(pilot, "left")
        assert app.screen.local == first


async def test_many_plans_have_a_sign_each_and_q_leaves() -> None:
    async with opened(*[LOCAL, OTHER] * 4) as (app, pilot):
        lines = [entry.cells for entry in app.matrix.list.entries if entry.value is not None]
        assert {text for cells in lines for text, _ in cells[2:]} <= {"+", "~", "!"}
        await press(pilot, "q")
        assert app.return_code == 0


async def test_no_line_is_wider_than_its_half_of_the_screen() -> None:
    async with opened(LOCAL) as (app, pilot):
        await press(pilot, "enter", "n", "down", "pagedown", "up")
        assert isinstance(app.screen, PlacesScreen)
        for text in app.screen.texts:
            widths = [sum(cell_width(run) for run, _ in line) for line in text.lines]
            assert max(widths) <= text.size.width - 1


def test_the_quote_is_marked_in_its_section() -> None:
    found = coverage(LOCAL)
    quotes = [one.quote for one in found.requirements[:1]]
    marked = [
        run
        for line in paragraphs(found.superior, quotes)
        for run, style in line
        if style == "found"
    ]
    assert marked == [quotes[0].text]
