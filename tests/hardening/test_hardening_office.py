"""What a plan says to Word or to a spreadsheet stays text: no formula, link, field or macro."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports.options import ReportOptions, Review, ReviewNote
from plandiff.comparison.reports.registry import render
from plandiff.corpus.model import Relation, Span, Target
from plandiff.corpus.reading import read_plan
from tests.reports_plans import a_plan, in_order

ACTIVE = (
    "=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1", "{=1+1}", "http://harm.example/x",
    "ftp://harm.example/x", "mailto:a@harm.example", "internal:A1", "external:c:\\harm.xlsx",
    "file:///c:/harm.xlsx", "1e5", "007", "TRUE", "2024-01-01",
)  # fmt: skip
"""Texts that a spreadsheet would run, open, or take for something else, as they stand in a cell."""
FIELDS = (
    '{ HYPERLINK "x" }', '{ INCLUDETEXT "c:\\x" }', "DDEAUTO c:\\x", "\x13 DDE x \x14", "=DDE()",
    "<w:instrText>DDE x</w:instrText>", '<w:fldSimple w:instr="DDE x"/>', "javascript:alert(1)",
    "http://harm.example/x", "<a href='http://harm.example'>x</a>", "]]><x/>", "&amp;lt;",
)  # fmt: skip
MORE_THAN_TEXT = {"instrText", "hyperlink", "object", "altChunk", "OLEObject", "subDoc", "script"}


def every_cell(text: str) -> Comparison:
    """A comparison in which each place that holds words of a plan holds this text alone."""
    old, new = a_plan((None, text, ""), name=text), a_plan((None, text, ""), (None, text, ""))
    target = Target(
        "t0", "s0", Span(0, 1), text, text, Relation.EQUAL, 5.0, unit=text, scope=text,
        deadline=text,
    )  # fmt: skip
    changes = (
        TargetChange(TargetChangeKind.RAISED, target, replace(target, value=6.0), "r0", 1.0),
        TargetChange(TargetChangeKind.ADDED, None, replace(target, value=None, masked=True), "r0"),
    )
    return replace(in_order(old, new), targets=changes)


def options(text: str) -> ReportOptions:
    note = ReviewNote("r0", text, text, text)
    return ReportOptions(author=text, review=Review(notes=(note,)))


@pytest.mark.parametrize("text", ACTIVE)
def test_no_cell_of_a_workbook_is_more_than_text(text: str) -> None:
    data = render(every_cell(text), "xlsx", options(text))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        assert not re.search(
            rb"<f\b|<hyperlink|TargetMode|<definedName[^>]*>\s*[^'&<]*!\w*\(", part
        ), name
    texts = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in ("s", "inlineStr", "n")
            assert cell.hyperlink is None
            texts += cell.data_type == "s" and str(cell.value).strip() == text.strip()
    assert texts >= 4


@pytest.mark.parametrize("text", ACTIVE)
@pytest.mark.parametrize("rows", [False, True])
def test_no_cell_of_a_csv_begins_as_a_formula_does(text: str, rows: bool) -> None:
    data = render(every_cell(text), "csv", replace(options(text), csv_rows=rows))
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(table) > 2
    for cell in (cell for row in table for cell in row):
        number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
        assert number or not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), cell


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("native", [False, True])
def test_no_word_of_a_plan_becomes_more_than_text_in_word(table: bool, native: bool) -> None:
    old, new = (
        read_plan("计划.txt", data=("云川县计划\n" + "\n".join(
            f"{n}.目标。{field}落实{n + more}所。" for n, field in enumerate(FIELDS, 1)
        )).encode())
        for more in (0, 20)
    )  # fmt: skip
    asked = ReportOptions(table=table, native_moves=native, context=-1)
    with zipfile.ZipFile(io.BytesIO(render(compare(old, new), "docx", asked))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name in parts if re.search("vba|activex|embed", name, re.IGNORECASE)]
    shown = ""
    for name, part in parts.items():
        for element in etree.fromstring(part).iter() if name.endswith((".xml", ".rels")) else ():
            assert str(element.tag).rpartition("}")[2] not in MORE_THAN_TEXT
            facts = {str(key).rpartition("}")[2]: str(value) for key, value in element.items()}
            assert facts.get("TargetMode") != "External"
            assert facts.get("instr", "PAGE").split()[0] in ("PAGE", "NUMPAGES")
            shown += element.text or ""
    # tags and entities of web pages are taken out of a .txt when it is read
    read = [field for field in FIELDS if any(field in section.text for section in old.sections)]
    assert len(read) > len(FIELDS) / 2
    assert [field for field in read if field.isprintable() and field not in shown] == []
