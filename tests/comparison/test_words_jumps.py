"""App and reports say where a sentence went that left its section; Enter goes there and back."""

import html
import io
import re
import zipfile

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import Comparison
from plandiff.comparison.passages import compare_passages
from plandiff.comparison.reports import ReportOptions, render
from tests.app_fixtures import make_plan, make_row, opened

MOVED = "乡镇中心小学每月举办一次家长开放日活动。"
KEPT = "办好家长学校，每学期邀请专家为家长授课，发放家庭教育手册。"
SECTIONS = (
    ("校园建设", f"完成三所学校改造。{MOVED}", "完成三所学校改造。"),
    ("收费管理", "规范收费行为。", "规范收费行为。"),
    ("家校共育", KEPT, f"{KEPT}{MOVED}"),
)


def carried() -> Comparison:
    """A sentence left the first section for the last one."""
    old, new = (
        make_plan(name, [(1, None, heading, text[at]) for heading, *text in SECTIONS])
        for at, name in enumerate(("old.txt", "new.txt"))
    )
    rows = (make_row(old, new, at, ([at], [at])) for at in range(len(SECTIONS)))
    return Comparison(old, new, compare_passages(rows)[0])


async def test_a_moved_sentence_is_told_over_both_rows_and_enter_goes_there_and_back() -> None:
    async with opened(carried) as app:
        words = app.review.words
        assert [row.kind for row in app.view.rows].count(RowKind.MODIFIED) == 2
        assert words("tag.carried_to", place="家校共育") in app.screen
        assert words("tag.carried_from", place="校园建设") in app.screen
        await app.press("]", "enter")
        assert app.row == "r2"
        await app.press("enter")
        assert app.row == "r0"


def regrouped() -> Comparison:
    """The first and the last section became one row."""
    old, new = carried().old, carried().new
    row = replace(make_row(old, new, 0, ([0, 2], [0, 2])), kind=RowKind.REGROUPED)
    rest = make_row(old, new, 1, ([1], [1]))
    return Comparison(old, new, compare_passages((row, rest))[0])


def said(fmt: str, options: ReportOptions) -> str:
    """What a report says to the reader, in one line."""
    data = render(regrouped(), fmt, options)
    if fmt == "docx":
        parts = zipfile.ZipFile(io.BytesIO(data))
        names = [name for name in parts.namelist() if re.search("document|comments", name)]
        data = b"".join(parts.read(name) for name in names)
    return re.sub(r"\s", "", html.unescape(data.decode()))


@pytest.mark.parametrize(
    ("fmt", "options"),
    [
        ("md", ReportOptions(context=-1)),
        ("text", ReportOptions(context=-1, width=200)),
        ("html", ReportOptions()),
        ("docx", ReportOptions()),
        ("docx", ReportOptions(table=True)),
    ],
)
def test_of_a_sentence_that_moved_inside_a_row_reports_name_both_sections(
    fmt: str, options: ReportOptions
) -> None:
    report = said(fmt, options)
    assert "移至“家校共育”" in report
    assert "移自“校园建设”" in report


async def test_inside_one_row_enter_goes_from_end_to_end() -> None:
    async with opened(regrouped) as app:
        assert app.review.words("tag.carried_to", place="").strip() in app.screen
        await app.press("enter")
        first = app.view.cursor
        await app.press("enter")
        second = app.view.cursor
        await app.press("enter")
        assert (app.row, app.view.cursor) == ("r0", first)
        assert first != second


async def test_in_one_pane_both_are_told_and_elsewhere_enter_goes_nowhere() -> None:
    async with opened(carried, size=(70, 40)) as app:
        await app.press("2")
        assert app.review.words("tag.carried_to", place="家校共育") in app.screen
        app.review.go_to_row(1)
        await app.press("enter")
        assert app.row == "r1"
        assert app.review.words("nothing.jump") in app.screen
