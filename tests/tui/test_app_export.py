"""The export dialog: every format is offered in words, and the name is easily replaced."""

from pathlib import Path

import pytest
from textual.widgets import Input

from plandiff.comparison.model import Comparison
from plandiff.tui.screens.context import Export
from plandiff.tui.widgets.rows import Rows
from plandiff.tui.work.writing import Writing
from tests.app_fixtures import Driver, opened

FORMATS = (
    ("docx-table", ".docx"),
    ("text", ".txt"),
    ("md", ".md"),
    ("docx", ".docx"),
    ("odd", ".odd"),
)


def writer(written: list[tuple[Path, str]]) -> Export:
    def export(_comparison: Comparison, path: Path, name: str) -> Writing:
        return Writing(path, lambda _heard: written.append((path, name)))

    return export


def name_in(drive: Driver) -> str:
    return drive.app.screen.query_one(Input).value


async def test_the_comparison_table_is_first_and_the_redline_second() -> None:
    async with opened(export=writer([]), formats=lambda: FORMATS) as drive:
        await drive.press("E")
        lines = drive.lines(drive.app.screen.query_one(Rows))
        assert "对照表" in lines[0]
        assert "修订痕迹稿" in lines[1]
        assert any(".odd  odd" in line for line in drive.lines())


@pytest.mark.parametrize(
    ("steps", "name"), [(0, "docx-table"), (1, "docx"), (2, "md"), (3, "text"), (4, "odd")]
)
async def test_each_format_can_be_chosen_though_two_share_a_suffix(steps: int, name: str) -> None:
    written: list[tuple[Path, str]] = []
    async with opened(export=writer(written), formats=lambda: FORMATS) as drive:
        await drive.press("E", *["down"] * steps, "enter")
        await drive.written()
        # Two reports in Word have two names, so that the second does not replace the first.
        kind = {"docx-table": "-对照表", "docx": "-修订稿"}.get(name, "")
        suffix = dict(FORMATS)[name]
        assert written == [(Path(f"云桥区2032年计划-plandiff{kind}{suffix}"), name)]


async def test_typing_adds_to_the_name_before_its_suffix_and_replaces_nothing() -> None:
    written: list[tuple[Path, str]] = []
    async with opened(export=writer(written), formats=lambda: FORMATS) as drive:
        await drive.press("E", "down", "down")
        stem = Path(name_in(drive)).stem
        await drive.press(*"稿1.5")
        assert name_in(drive) == f"{stem}稿1.5.md"
        await drive.press("enter")
        await drive.written()
        assert written == [(Path(f"{stem}稿1.5.md"), "md")]


async def test_control_a_selects_the_whole_name() -> None:
    async with opened(export=writer([]), formats=lambda: FORMATS) as drive:
        await drive.press("E", "end", "ctrl+a", *"a.txt")
        assert name_in(drive) == "a.txt"
        await drive.press("up")
        assert name_in(drive) == "a.md"


async def test_a_name_without_a_file_is_no_reason_to_stop() -> None:
    async with opened(export=writer([]), formats=lambda: FORMATS) as drive:
        await drive.press("E", "/", "down", "ctrl+a", "backspace", "down", "escape")
        assert drive.app.screen is drive.review
