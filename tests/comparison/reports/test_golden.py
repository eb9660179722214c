"""Golden files: the two sample plans in every text format and language, reviewed as text.

``PLANDIFF_GOLDEN=write`` writes them anew; the comparison itself is saved beside them, so that
they change only when a report changes.
"""

import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import (
    FORMATS,
    ReportOptions,
    Review,
    ReviewMark,
    ReviewNote,
    render,
)
from tests.reports_plans import (
    GOLDEN,
    a_plan,
    document_xml,
    few_of_each,
    in_order,
    sample_comparison,
)

REVIEW = Review((ReviewMark("r4"),), (ReviewNote("r1", "请与财政局核对", "王芳", "2031-04-01"),))
_FORMS = {
    "summary.{}.txt": ("text", ReportOptions()),
    "brief.{}.txt": ("text", ReportOptions(short=True)),
    "summary.{}.md": ("md", ReportOptions()),
    "short.{}.md": ("md", ReportOptions(short=True)),
    "targets.{}.csv": ("csv", ReportOptions()),
}
CASES: dict[str, tuple[str, ReportOptions]] = {
    name.format(language): (form, replace(options, language=language, review=REVIEW))
    for name, (form, options) in _FORMS.items()
    for language in ("zh", "en")
}
SMALL: dict[str, tuple[str, ReportOptions]] = {
    "page.zh.html": ("html", ReportOptions(review=REVIEW)),
    "rows.zh.csv": ("csv", ReportOptions(csv_rows=True, review=REVIEW)),
}
"""Reports with whole texts: of a row of each category, so that a difference can be read."""
BINARY = {
    "table-cn": ("docx", ReportOptions(table=True, review=REVIEW)),
    "redline": ("docx", ReportOptions(review=REVIEW)),
    "workbook": ("xlsx", ReportOptions(review=REVIEW)),
}


def _two_small_plans() -> Comparison:
    """A whole comparison, because a redline needs every section of both plans."""
    heading, kept = (None, "澜川区工作要点", ""), ("二、", "组织保障", "各校落实专项经费。")
    old = a_plan(heading, ("一、", "学位", "新增学位300个。"), kept)
    new = a_plan(heading, ("一、", "学位", "新增学位360个，年内完成。"), kept)
    return in_order(old, new)


def _same_as_golden(name: str, data: bytes) -> None:
    file = GOLDEN / name
    if os.environ.get("PLANDIFF_GOLDEN") == "write":
        file.write_bytes(data)
    assert file.is_file(), f"{name} is missing; PLANDIFF_GOLDEN=write makes it"
    assert data.decode() == file.read_bytes().decode()


@pytest.mark.parametrize("name", CASES)
def test_a_text_report_is_the_one_that_was_reviewed(name: str) -> None:
    form, options = CASES[name]
    _same_as_golden(name, render(sample_comparison(), form, options))


@pytest.mark.parametrize("name", SMALL)
def test_a_report_with_whole_texts_is_the_one_that_was_reviewed(name: str) -> None:
    form, options = SMALL[name]
    data = render(few_of_each(1), form, options)
    _same_as_golden(name, re.sub(rb"<style>.*</style>", b"", data, flags=re.DOTALL))


def _lines(xml: bytes) -> bytes:
    """The body of a document, an element a line, so that a difference can be read."""
    text = xml.decode()
    body = text[text.index("<w:body>") :]
    return body.replace("<w:p>", "\n<w:p>").replace("<w:tr>", "\n<w:tr>").encode() + b"\n"


@pytest.mark.parametrize("name", [name for name, (form, _) in BINARY.items() if form == "docx"])
def test_a_word_document_has_the_body_that_was_reviewed(name: str) -> None:
    form, options = BINARY[name]
    comparison = few_of_each(1) if options.table else _two_small_plans()
    data = render(comparison, form, options)
    _same_as_golden(f"{name}.xml", _lines(document_xml(data)))


def test_the_comparison_reads_back_as_it_was_saved() -> None:
    _same_as_golden("samples.comparison.json", render(sample_comparison(), "json"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("table", [False, True])
def test_the_same_comparison_gives_the_same_bytes(form: str, table: bool) -> None:
    options = ReportOptions(table=table, review=REVIEW)
    assert render(sample_comparison(), form, options) == render(sample_comparison(), form, options)


@pytest.mark.parametrize("name", BINARY)
def test_no_part_of_an_office_file_bears_the_time_of_day(name: str) -> None:
    form, options = BINARY[name]
    with zipfile.ZipFile(io.BytesIO(render(sample_comparison(), form, options))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_golden_files_are_all_in_use() -> None:
    names = {*CASES, *SMALL, *(f"{n}.xml" for n, (form, _) in BINARY.items() if form == "docx")}
    assert {file.name for file in Path(GOLDEN).iterdir()} == {*names, "samples.comparison.json"}
