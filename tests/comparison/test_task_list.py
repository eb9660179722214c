"""The list of one plan's tasks in every format."""

import csv
import io
import json

import pytest
from docx import Document
from openpyxl import load_workbook

from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plain_table import render_tasks
from plandiff.corpus.errors import UsageError
from plandiff.corpus.model import Plan
from tests.task_plans import plan_of

HEADS = ["序号", "工作任务", "牵头（责任）单位", "配合单位", "完成时限", "所在章节"]
ROWS = [
    ["1", "修缮校舍", "甲局", "乙局、丙局", "2025年6月", "一、重点工作"],
    ["2", "办好食堂", "丁局", "", "", "一、重点工作"],
]


@pytest.fixture
def plan() -> Plan:
    first = "修缮校舍。（牵头单位：甲局；配合单位：乙局、丙局；完成时限：2025年6月）"
    return plan_of(f"{first}\n办好食堂。（责任单位：丁局）")


def test_csv_word_and_excel_hold_the_same_table(plan: Plan) -> None:
    text = render_tasks(plan, "csv", ReportOptions()).decode("utf-8-sig")
    document = Document(io.BytesIO(render_tasks(plan, "docx", ReportOptions())))
    book = load_workbook(io.BytesIO(render_tasks(plan, "xlsx", ReportOptions())))
    word = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    excel = [
        [str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    assert list(csv.reader(io.StringIO(text))) == [HEADS, *ROWS] == word == excel[-3:]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_body_and_date_is_in_the_text(plan: Plan, form: str) -> None:
    text = render_tasks(plan, form, ReportOptions()).decode()
    assert all(cell in text for row in ROWS for cell in row[1:])


def test_json_has_the_keys_of_the_schema(plan: Plan) -> None:
    data = json.loads(render_tasks(plan, "json", ReportOptions()))
    assert (data["schema"], len(data["tasks"])) == ("plandiff.tasks/1", 2)
    assert data["tasks"][0]["deadline"] == {
        "text": "2025年6月",
        "from": None,
        "until": "2025-06-30",
    }


def test_another_format_is_a_usage_error(plan: Plan) -> None:
    with pytest.raises(UsageError):
        render_tasks(plan, "pdf", ReportOptions())


def test_a_formula_of_a_plan_is_inert_and_tags_are_text() -> None:
    plan = plan_of("=1+1<b>。（责任单位：甲局）")
    assert "'=1+1" in render_tasks(plan, "csv", ReportOptions()).decode("utf-8-sig")
    assert "<b>" not in render_tasks(plan, "html", ReportOptions()).decode()
