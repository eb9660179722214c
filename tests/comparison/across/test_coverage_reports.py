"""Reports of a coverage: every format says the same, gaps first, and nothing of a plan can run."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence

import pytest
from docx import Document

from plandiff import read_plan
from plandiff.comparison.across.coverage import Coverage, cover
from plandiff.comparison.reports.coverage.registry import COVERAGE_FORMATS, render_coverage
from plandiff.comparison.reports.coverage.table import CoverageTable
from plandiff.comparison.reports.options import ReportOptions
from plandiff.corpus.errors import UsageError

SUPERIOR = (
    "云川省中小学阅读工作意见\n一、主要任务\n各学校要建立图书借阅登记制度。\n"
    "每年举办一次校园读书节活动。\n建设校园图书馆、乡镇流动书屋和社区共读空间。\n"
    "二、保障措施\n鼓励退休教师担任阅读辅导员。\n省财政安排专项资金用于流动书屋建设。\n"
)
LOCAL = (
    "青禾县中小学阅读工作方案\n一、主要任务\n各学校要建立图书借阅登记制度，开通家校共读热线。\n"
    "适时举办校园读书节活动。\n建设校园图书馆和乡镇流动书屋。\n"
)


def coverage(*locals_: str) -> Coverage:
    superior, *plans = (
        read_plan(f"{at}.txt", data=text.encode()) for at, text in enumerate((SUPERIOR, *locals_))
    )
    return cover(superior, plans)


def text_of(form: str, found: Coverage, language: str = "zh") -> str:
    options = ReportOptions(language=language, width=0)
    data = render_coverage(found, form, options)
    if form == "docx":
        document = Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return file.read("xl/sharedStrings.xml").decode()
    return data.decode("utf-8-sig")


@pytest.mark.parametrize("form", [form for form in COVERAGE_FORMATS if form != "csv"])
def test_every_report_has_the_gap_the_reason_and_the_addition(form: str) -> None:
    text = text_of(form, coverage(LOCAL))
    assert "鼓励退休教师担任阅读辅导员" in text
    assert "适时" in text
    assert "开通家校共读热线" in text


@pytest.mark.parametrize("form", COVERAGE_FORMATS)
def test_the_same_plans_give_the_same_bytes(form: str) -> None:
    one, other = (render_coverage(coverage(LOCAL), form) for _ in range(2))
    assert one == other


def test_lines_with_gaps_come_first_then_partial_answers_and_what_nobody_owes_last() -> None:
    lines = CoverageTable(coverage(LOCAL), "zh").lines
    assert [line.quote for line in lines] == [
        "鼓励退休教师担任阅读辅导员",
        "建设校园图书馆、乡镇流动书屋和社区共读空间",
        "每年举办一次校园读书节活动",
        "各学校要建立图书借阅登记制度",
        "省财政安排专项资金用于流动书屋建设",
    ]
    assert [line.cells[0].status for line in lines] == ["未提及", "部分落实", "落实", "落实", "—"]


def test_the_text_report_is_in_the_language_that_was_asked_for() -> None:
    lines = text_of("text", coverage(LOCAL)).splitlines()
    assert lines[6] == "青禾县中小学阅读工作方案"
    assert lines[7].startswith(
        "  落实率 62%：落实 2 项，部分落实 1 项，缺 1 项；加码 0 处，降低 2 处"
    )
    assert lines[7].endswith("照搬 33%；本级新增 1 处")
    assert "62% answered: 2 covered, 1 partly, 1 missing" in text_of("text", coverage(LOCAL), "en")


def test_json_is_as_the_contract_has_it() -> None:
    found = json.loads(text_of("json", coverage(LOCAL, SUPERIOR)))
    assert list(found) == ["schema", "superior", "locals", "requirements", "additions", "counts"]
    assert found["schema"] == "plandiff.coverage/1"
    sections = {section["id"]: section["text"] for section in found["locals"][0]["sections"]}
    for number, requirement in enumerate(found["requirements"]):
        assert requirement["id"] == f"q{number}"
        assert [answer["local"] for answer in requirement["answers"]] == [0, 1]
        lacking = requirement["answers"][0]["status"] != "covered"
        assert not lacking or 0 in requirement["lags"] or requirement["addressee"] != "lower"
        assert set(requirement["leads"]).isdisjoint(requirement["lags"])
        for answer in requirement["answers"]:
            missing = answer["status"] == "missing"
            assert (answer["demand"] is None, answer["likeness"] is None) == (missing, missing)
        for quote in requirement["answers"][0]["quotes"]:
            text = sections[quote["section"]]
            assert text[quote["start"] : quote["end"]] == quote["quote"]
    assert [addition["quote"] for addition in found["additions"]] == ["开通家校共读热线"]


def rows_of(found: Coverage) -> Sequence[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of("csv", found))))


def test_csv_has_a_row_for_each_requirement_and_plan_with_codes_for_words() -> None:
    found = coverage(LOCAL, SUPERIOR)
    rows = rows_of(found)
    assert len(rows) == len(found.requirements) * 2
    assert [row["status"] for row in rows[:4]] == ["covered", "covered", "covered", "covered"]
    assert sum(int(row["gap"]) for row in rows) == found.gaps(0) + found.gaps(1) == 1


def test_plans_are_ranked_by_what_they_answer_and_share_copied_is_counted_by_chapter() -> None:
    table = CoverageTable(coverage(LOCAL, SUPERIOR), "zh")
    assert [standing.local for standing in table.standings] == [1, 0]
    assert [(one.name, one.requirements, one.copied) for one in table.chapters] == [
        ("一、主要任务", 3, (1 / 3, 1.0)),
        ("二、保障措施", 2, (None, 1.0)),
    ]


def test_plans_of_the_same_title_are_told_apart_by_their_files() -> None:
    assert CoverageTable(coverage(LOCAL, LOCAL), "zh").names == (
        "青禾县中小学阅读工作方案 (1.txt)",
        "青禾县中小学阅读工作方案 (2.txt)",
    )


def test_nothing_of_a_plan_becomes_a_formula_a_tag_or_a_table_cell() -> None:
    hostile = (
        SUPERIOR + "三、其他\n建立=1+1和<script>alert(1)</script>以及a|b和\x1b[31m台账制度。\n"
    )
    found = cover(
        read_plan("a.txt", data=hostile.encode()), [read_plan("b.txt", data=LOCAL.encode())]
    )
    assert "<script>" not in text_of("html", found)
    assert "a|b" not in text_of("md", found).replace("\\|", "")
    assert all("\x1b" not in text_of(form, found) for form in ("text", "md", "html", "csv", "json"))
    assert not any(
        value.startswith(("=", "+", "@")) for row in rows_of(found) for value in row.values()
    )


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as raised:
        render_coverage(coverage(LOCAL), "pdf")
    assert raised.value.facts["known"] == "text md html json csv docx xlsx"


@pytest.mark.parametrize("form", ["text", "md", "html", "docx", "xlsx"])
def test_of_several_plans_each_requirement_names_who_leads_and_who_lags(form: str) -> None:
    ahead = LOCAL.replace("青禾县", "白塔县").replace("适时举办", "每学期举办一次")
    text = text_of(form, coverage(LOCAL, ahead))
    said = "2份中2份落实；领先：白塔县中小学阅读工作方案；落后：青禾县中小学阅读工作方案"
    assert said in text.replace("\n       ", "").replace("\n     ", "").replace(" ", "")


def test_of_one_plan_nobody_leads() -> None:
    table = CoverageTable(coverage(LOCAL), "zh")
    assert {table.spread(line) for line in table.lines} == {""}
