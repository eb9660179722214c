"""What a reader must be told of a row before trusting it: a doubtful match, a bare heading."""

import csv
import io

import openpyxl
import pytest
from msgspec.structs import replace

from plandiff.comparison.model import Comparison, Evidence
from plandiff.comparison.reports import ReportOptions, render
from plandiff.tui.view.kinds import ChangeKinds
from tests.reports_plans import a_plan, a_row, in_order


def _matched(confidence: float, *, pinned: bool = False) -> Comparison:
    old, new = a_plan((None, "计划", "甲乙丙。")), a_plan((None, "计划", "甲丁戊。"))
    row = replace(
        a_row(0, old.sections, new.sections),
        confidence=confidence,
        evidence=(Evidence("wording", 0.42),),
        pinned=pinned,
    )
    return Comparison(old, new, (row,))


def _said(comparison: Comparison, form: str, language: str = "zh") -> str:
    options = ReportOptions(width=0, language=language, csv_rows=True)
    return render(comparison, form, options).decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "计划（存疑）\n     是否对应请核对，匹配依据：措辞相近\n"),
        (
            "en",
            "计划 (doubtful)\n     Please check whether they belong together; paired for: similar",
        ),
    ],
)
def test_a_doubtful_match_is_marked_with_its_reason(language: str, said: str) -> None:
    assert said in _said(_matched(0.55), "text", language)


def test_the_page_calls_a_doubtful_match_doubtful() -> None:
    assert "存疑：匹配可信度 0.55（措辞相近（0.42））" in _said(_matched(0.55), "html")
    assert "存疑" not in _said(_matched(0.7), "html")


def test_a_sure_or_pinned_match_bears_no_doubt() -> None:
    assert "存疑" not in _said(_matched(0.6), "text")
    assert "存疑" not in _said(_matched(0.1, pinned=True), "text")


@pytest.mark.parametrize(("confidence", "pinned"), [(0.59, False), (0.6, False), (0.59, True)])
def test_reports_page_and_app_call_the_same_matches_doubtful(
    confidence: float, pinned: bool
) -> None:
    comparison = _matched(confidence, pinned=pinned)
    row = comparison.rows[0]
    assert row.doubtful == (confidence < 0.6 and not pinned)
    assert bool(ChangeKinds(comparison).rows("doubtful")) == row.doubtful
    assert all(("存疑" in _said(comparison, form)) == row.doubtful for form in ("text", "html"))


@pytest.mark.parametrize(("confidence", "said"), [(0.55, "是"), (0.7, "")])
def test_tables_have_a_column_for_doubt(confidence: float, said: str) -> None:
    data = render(_matched(confidence), "csv", ReportOptions(csv_rows=True)).decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(data, newline=""))
    assert dict(zip(head, line, strict=True))["存疑"] == said
    book = openpyxl.load_workbook(io.BytesIO(render(_matched(confidence), "xlsx")))
    cells = {column[0].value: column[1].value for column in book["章节"].columns}
    assert (cells["存疑"] or "") == said


def test_a_section_without_text_of_its_own_is_called_a_heading_only() -> None:
    old = a_plan((None, "计划", "甲。"))
    new = a_plan((None, "计划", "甲。"), ("一、", "目标", ""), ("二、", "保障", "乙。"))
    said = _said(in_order(old, new), "text")
    assert "一、目标（仅标题）\n" in said
    assert "二、保障\n" in said


def test_both_summaries_explain_the_marks_of_paragraphs() -> None:
    for form in ("text", "md"):
        assert "【分段】为另起一段，【并段】为与下段合并" in _said(_matched(1.0), form)
        assert "paragraphs joined} two became one" in _said(_matched(1.0), form, "en")
