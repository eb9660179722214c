"""Laws of reading reports back: a damaged file is an error, and every report passes."""

import io
import zipfile

import pytest

from plandiff.comparison.reports import ReportOptions, render
from plandiff.comparison.reports.shared.office import fixed_zip
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.errors import UnreadableReportError
from tests.reports_plans import few_of_each

PLANS = few_of_each(1)


def _with(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The package with one occurrence of ``old`` in a part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(part)
    assert old in content
    return fixed_zip(data, {part: content.replace(old, new, 1)})


@pytest.mark.parametrize(
    ("form", "damaged"),
    [
        ("json", b'{"schema": "plandiff.plan/1", "sections": [1, }'),
        ("json", b"[NaN"),
        ("csv", "甲,乙\r\n一,二,三\r\n".encode()),
        ("csv", '甲,乙\r\n"一,二\r\n'.encode()),
        ("html", "<html><body><main><section>甲</main></body></html>".encode()),
        ("text", b"\x07"),
        ("md", b"\xff"),
        ("docx", b"PK"),
        ("xlsx", b""),
    ],
)
def test_what_cannot_be_read_back_is_an_error(form: str, damaged: bytes) -> None:
    with pytest.raises(UnreadableReportError):
        verified(damaged, form)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b"</w:body>", b""),
        ("word/document.xml", b"</w:p></w:tc>", b"</w:p><w:tbl/></w:tc>"),
        ("word/_rels/document.xml.rels", b"styles.xml", b"stiles.xml"),
        ("[Content_Types].xml", b"/word/document.xml", b"/word/dokument.xml"),
    ],
)
def test_a_word_file_with_a_fault_is_an_error(part: str, old: bytes, new: bytes) -> None:
    table = render(PLANS, "docx", ReportOptions(table=True))
    faulty = _with(table, part, old, new)
    # A part that has only the type of its suffix is a fault where the suffix has none either.
    faulty = faulty if part != "[Content_Types].xml" else _with(faulty, part, b'"xml"', b'"xmm"')
    with pytest.raises(UnreadableReportError):
        verified(faulty, "docx")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", b"<t>", b"<t>" + b"a" * 32_768),
        ("xl/worksheets/sheet1.xml", b't="s"><v>', b't="s"><v>99'),
        ("xl/workbook.xml", b'sheet name="', b'sheet name="' + b"a" * 32),
    ],
)
def test_a_workbook_that_excel_would_repair_is_an_error(part: str, old: bytes, new: bytes) -> None:
    with pytest.raises(UnreadableReportError):
        verified(_with(render(PLANS, "xlsx"), part, old, new), "xlsx")


def test_markup_of_a_users_template_is_not_judged() -> None:
    assert verified(b"<section>", "html", template=True) == b"<section>"


def test_parts_copied_from_the_source_are_not_judged() -> None:
    broken = fixed_zip(render(PLANS, "docx", ReportOptions(table=True)), {"customXml/a.xml": b"<a"})
    with pytest.raises(UnreadableReportError):
        verified(broken, "docx")
    assert verified(broken, "docx", source=broken) == broken


def test_escaped_lone_surrogates_are_json() -> None:
    assert verified(rb'{"name": "\udcb9.txt"}', "json")
