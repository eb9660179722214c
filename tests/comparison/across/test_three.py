"""Laws of a draft beside last year's plan and the superior plan."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from plandiff.comparison.across.three import Origin, ThreeWay, three_way
from plandiff.comparison.edits import Place
from plandiff.comparison.passages.units import cut_units
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.three_table import render_three
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse
from plandiff.tui.cli import main

LAST = (
    "青禾县2024年阅读工作方案",
    ("开展全民阅读月活动。", "新建村级书屋12个。", "清理过期报刊架。"),
)
PARENT = (
    "云川省阅读工作意见",
    (
        "各学校要建立图书借阅登记制度。",
        "各县要配备专职图书管理员。",
        "新建村级书屋300个。",
        "开展全民阅读月活动。",
    ),
)
DRAFT = (
    "青禾县2025年阅读工作方案",
    (
        "开展全民阅读月活动。",
        "各学校要建立图书借阅登记制度。",
        "新建村级书屋15个。",
        "为视障居民录制有声读物。",
    ),
)


def plan(text: tuple[str, Sequence[str]], name: str = "plan.txt") -> Plan:
    title, clauses = text
    lines = "".join(f"{clause}\n" for clause in clauses)
    return parse(read_document(name, data=f"{title}\n一、重点任务\n{lines}".encode()))


@pytest.fixture(scope="module")
def found() -> ThreeWay:
    return three_way(plan(LAST), plan(PARENT), plan(DRAFT))


def words(found: Plan, place: Place) -> str:
    section = next(section for section in found.sections if section.id == place.section)
    return section.text[place.start : place.end]


def test_each_clause_of_the_draft_comes_from_where_its_words_are(found: ThreeWay) -> None:
    origins = {words(found.draft, one.place): one.origin for one in found.clauses}
    assert [origins[clause] for clause in DRAFT[1]] == [
        Origin.BOTH,
        Origin.PARENT,
        Origin.BOTH,
        Origin.NEW,
    ]


def test_every_clause_is_there_once_and_in_order(found: ThreeWay) -> None:
    assert [one.place for one in found.clauses] == [
        unit.place for unit in cut_units(found.draft.sections)
    ]


def test_a_clause_of_last_year_is_kept_or_dropped(found: ThreeWay) -> None:
    kept = {place for clause in found.clauses for place in clause.last}
    dropped = {quote.place for quote in found.dropped}
    assert kept | dropped == {unit.place for unit in cut_units(found.last.sections)}
    assert kept & dropped == set()
    assert [quote.text for quote in found.dropped] == ["清理过期报刊架。"]


def test_what_the_superior_plan_asks_and_the_draft_lacks_is_missing(found: ThreeWay) -> None:
    assert [quote.text for quote in found.missing] == ["各县要配备专职图书管理员"]


def test_the_targets_of_all_three_are_in_one_row(found: ThreeWay) -> None:
    (target,) = found.targets
    sides = (target.last, target.parent, target.draft)
    assert [one and one.value for one in sides] == [12, 300, 15]


def test_a_target_that_the_draft_lacks_keeps_its_row() -> None:
    (target,) = three_way(plan(LAST), plan(PARENT), plan((DRAFT[0], DRAFT[1][:2]))).targets
    assert (target.draft, target.last is None, target.parent is None) == (None, False, False)


def test_of_a_draft_that_is_last_years_plan_nothing_is_new_or_dropped() -> None:
    same = three_way(plan(LAST), plan(PARENT), plan(LAST))
    assert {clause.origin for clause in same.clauses} <= {Origin.LAST, Origin.BOTH}
    assert same.dropped == ()


def test_of_a_draft_that_is_the_superior_plan_nothing_is_missing() -> None:
    same = three_way(plan(LAST), plan(PARENT), plan(PARENT))
    assert {clause.origin for clause in same.clauses} <= {Origin.PARENT, Origin.BOTH}
    assert same.missing == ()


def test_json_has_the_keys_of_the_schema(found: ThreeWay) -> None:
    data = json.loads(render_three(found, "json", ReportOptions()))
    assert data["schema"] == "plandiff.three/1"
    assert data["clauses"][-1]["origin"] == "new"
    place = found.missing[0].place
    parent = {"section": place.section, "start": place.start, "end": place.end}
    assert data["missing"] == [{"parent": parent, "quote": "各县要配备专职图书管理员"}]
    assert [one["quote"] for one in data["dropped"]] == ["清理过期报刊架。"]
    assert {"last", "parent", "draft"} <= data.keys()


def test_csv_word_and_excel_hold_the_same_table(found: ThreeWay) -> None:
    text = render_three(found, "csv", ReportOptions()).decode("utf-8-sig")
    document = Document(io.BytesIO(render_three(found, "docx", ReportOptions())))
    book = load_workbook(io.BytesIO(render_three(found, "xlsx", ReportOptions())))
    table = list(csv.reader(io.StringIO(text)))
    word = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    excel = [
        [str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    assert table == word == excel[-len(table) :]
    assert [row[1] for row in table] == [
        "来源", "上年、上级", "上级", "上年、上级", "新增",
        "缺（上级要求）", "删（上年有）", "指标",
    ]  # fmt: skip
    assert table[-1][2:5] == [f"新建村级书屋：{n}个" for n in (15, 12, 300)]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_clause_is_in_the_text(found: ThreeWay, form: str) -> None:
    text = "".join(render_three(found, form, ReportOptions(width=200)).decode().split())
    for clause in (*DRAFT[1], LAST[1][-1], "各县要配备专职图书管理员"):
        assert clause in text


def test_the_command_prints_and_writes_all_formats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path
    names = []
    for name, (title, clauses) in (("last", LAST), ("parent", PARENT), ("draft", DRAFT)):
        file = folder / f"{name}.txt"
        file.write_text(f"{title}\n一、重点任务\n" + "\n".join(clauses), "utf-8")
        names.append(str(file))
    assert main(["three", *names, "--lang", "zh"]) == 0
    assert "[新增] 为视障居民录制有声读物。" in capsys.readouterr().out
    written = [folder / f"三方对照{suffix}" for suffix in (".docx", ".xlsx", ".html")]
    assert main(["three", *names, *(word for f in written for word in ("-o", str(f)))]) == 0
    assert all(file.stat().st_size > 0 for file in written)
    assert main(["three", *names[:2], "--lang", "en"]) == 2
    assert main(["three", *names, "-o", names[0], "--force"]) == 2
