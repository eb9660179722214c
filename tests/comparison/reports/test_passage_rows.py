"""Laws of the Word table in long sections: one table row for each changed passage, nothing lost."""

import io
from typing import Any

import pytest
from docx import Document

from plandiff.comparison.edits import Op
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import ReportOptions, render
from plandiff.comparison.reports.options import Show
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.parsing import parse

KEPT = "各校要把食品安全、消防安全和交通安全排查作为每月例行工作，台账由专人保管。" * 6
OLD = f"""澜川区2024年教育工作要点
一、保障安全
{KEPT}每学期组织应急演练2次。
各校必须配备专职保安员，门卫室实行全天值守。
{KEPT}为走读生统一投保校方责任险。
二、办好食堂
食堂实行校长陪餐制。
"""
NEW = f"""澜川区2025年教育工作要点
一、保障安全
{KEPT}每学期组织应急演练4次。
各校鼓励配备专职保安员，门卫室实行全天值守。
{KEPT}建立家校警医四方联动的护学岗。
二、办好食堂
食堂实行校长陪餐制。
"""


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    old, new = (parse(read_document("a.txt", data=text.encode())) for text in (OLD, NEW))
    return compare(old, new)


def rows_of(comparison: Comparison, options: ReportOptions) -> list[list[str]]:
    table: Any = Document(io.BytesIO(render(comparison, "docx", options))).tables[-1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_each_changed_passage_of_a_long_section_has_a_row_of_its_own(
    comparison: Comparison,
) -> None:
    rows = [row for row in rows_of(comparison, ReportOptions(table=True)) if "保障安全" in row[1]]
    assert ["演练2次" in rows[0][2], "演练4次" in rows[0][3]] == [True, True]
    assert ["必须配备" in rows[1][2], "鼓励配备" in rows[1][3]] == [True, True]
    # No sentence of the other plan shares the row of what was dropped or written anew.
    assert ["责任险" in rows[2][2], rows[2][3]] == [True, "删除"]
    assert [rows[3][2], "护学岗" in rows[3][3]] == ["新增", True]
    assert len({row[0] for row in rows}) == 1


def test_unchanged_passages_are_left_out_unless_everything_is_asked_for(
    comparison: Comparison,
) -> None:
    short = rows_of(comparison, ReportOptions(table=True))
    whole = rows_of(comparison, ReportOptions(table=True, context=-1))
    assert not any("台账由专人保管" in cell for row in short for cell in row)
    assert any(cell.count("台账由专人保管") == 12 for row in whole for cell in row)


def test_a_remark_stands_beside_the_passage_that_holds_it(comparison: Comparison) -> None:
    rows = [row for row in rows_of(comparison, ReportOptions(table=True)) if "保障安全" in row[1]]
    assert "必须" in rows[1][5]
    assert "2次" in rows[0][5]
    assert "2次" not in rows[1][5]


def test_every_changed_character_is_in_a_cell_of_its_side(comparison: Comparison) -> None:
    rows = rows_of(comparison, ReportOptions(table=True))
    sides = ("".join(row[2] for row in rows), "".join(row[3] for row in rows))
    for row in comparison.rows:
        for edit in row.edits:
            if edit.op is not Op.EQUAL:
                text = edit.text.strip("\n")
                assert all(line in sides[edit.op is Op.INSERT] for line in text.split("\n"))


def test_the_years_are_the_heads_and_stand_in_the_title(comparison: Comparison) -> None:
    document = Document(io.BytesIO(render(comparison, "docx", ReportOptions(table=True))))
    assert document.paragraphs[0].text == "修订对照表（2024年与2025年）"
    head = rows_of(comparison, ReportOptions(table=True))[0]
    assert [cell.split("\n")[0] for cell in head[2:4]] == ["2024年", "2025年"]


def test_a_table_of_targets_alone_bears_their_name_and_no_other_heading(
    comparison: Comparison,
) -> None:
    options = ReportOptions(table=True, only=frozenset({Show.TARGETS}))
    document = Document(io.BytesIO(render(comparison, "docx", options)))
    assert document.paragraphs[0].text == "指标变化表（2024年与2025年）"
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert "Heading 1" not in styles
