"""What matters first: the verdict, the list of changes by consequence, force and tasks in a row."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plandiff.comparison.consequence import Ranked, order_by_consequence
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.corpus.reading import read_plan
from tests.app_fixtures import Driver, opened

OLD = """云桥区2031年教育工作计划

一、学前教育
必须在6月底前建成幼儿园3所。毛入园率达到92%以上。每月检查食堂。
二、教师队伍
完成教师轮训。培训教师1200人次。（责任单位：人事科，完成时限：2031年6月）
三、闲置校舍
完成闲置校舍清理。
"""
NEW = """云桥区2032年教育工作计划

一、学前教育
鼓励在6月底前建成幼儿园3所。毛入园率达到90%以上。每周检查食堂。
二、教师队伍
完成教师轮训。培训教师1200人次。（责任单位：基教科，完成时限：2032年3月）
三、家校共育
办好家长学校。
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[], Comparison]:
    for name, text in (("a.txt", OLD), ("b.txt", NEW)):
        (tmp_path / name).write_text(text, "utf-8")
    return lambda: compare(read_plan(tmp_path / "a.txt"), read_plan(tmp_path / "b.txt"))


def listed(drive: Driver) -> list[Ranked]:
    """The changes in an open list of changes."""
    dialog = drive.app.screen
    entries = dialog.list.entries  # type: ignore[attr-defined]
    return [entry.value for entry in entries if isinstance(entry.value, Ranked)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_list_has_every_change_once_by_consequence_and_by_place(
    load: Callable[[], Comparison], size: tuple[int, int]
) -> None:
    async with opened(load, size=size) as drive:
        ranked = list(order_by_consequence(drive.view.comparison))
        assert {"t", "f", "k", "r"} == {own.id[0] for own in ranked}
        await drive.press("O")
        assert listed(drive) == ranked
        await drive.press("O")
        places = listed(drive)
        assert sorted(places, key=ranked.index) == ranked
        rows = [drive.view.row_index[own.row] for own in places]
        assert rows == sorted(rows)


async def test_enter_in_the_list_goes_to_the_line_where_the_change_begins(
    load: Callable[[], Comparison],
) -> None:
    async with opened(load) as drive:
        for number, own in enumerate(order_by_consequence(drive.view.comparison)):
            await drive.press("O", "home", *["down"] * number, "enter")
            assert drive.row == own.row
            if own.id != own.row:
                index, offset = drive.view.geometry.locate(drive.view.cursor)
                assert drive.view.geometry.blocks[index].anchor_offsets()[own.id] == offset


async def test_enter_in_the_table_of_targets_goes_to_the_line_of_the_target(
    load: Callable[[], Comparison],
) -> None:
    async with opened(load) as drive:
        await drive.press("t", "enter")
        line = drive.view.geometry.at(drive.view.cursor, drive.review.side)
        assert line is not None
        assert drive.view.anchor in line.begun()
        assert drive.view.anchor.startswith("t")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_verdict_is_the_first_line_of_the_summary_and_in_the_header(
    load: Callable[[], Comparison], size: tuple[int, int], language: str
) -> None:
    async with opened(load, size=size, language=language) as drive:
        verdict = drive.view.verdict
        assert verdict[: 12 if size[0] == 200 else 8] in drive.lines()[0]
        await drive.press("s")
        dialog = drive.app.screen
        entries = [entry.cells[0][0] for entry in dialog.list.entries]  # type: ignore[attr-defined]
        assert "".join(entries[: entries.index("")]) == verdict


async def test_force_and_tasks_bear_a_sign_a_badge_and_words_and_can_be_filtered(
    load: Callable[[], Comparison],
) -> None:
    async with opened(load) as drive:
        glyphs = drive.review.looks.glyphs
        for kind, sign, words in (
            ("weakened", glyphs.force, "力度减弱：必须→鼓励"),
            ("tasks", glyphs.task, "牵头（责任）单位：人事科→基教科"),
        ):
            drive.review.controllers.filters.show_kinds(frozenset({kind}))
            (row,) = drive.view.stops.rows
            change = next(
                own for own in drive.view.ranked
                if own.id[0] in "fk" and own.row == drive.view.rows[row].id
            )  # fmt: skip
            drive.review.go_to_row(row, change.id)
            await drive.press()
            assert words in drive.review.status.text
            shown = drive.lines(drive.review.panes[drive.review.side])
            assert any(line[2] == sign for line in shown)
            await drive.press("escape")
        assert "[力度减弱：必须→鼓励]" in drive.screen
        assert "[更换牵头单位]" in drive.screen
