"""Laws of the form for comments: what colleagues write beside a change is a note on that change."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import ReportOptions, Review, render
from plandiff.comparison.review.consult import is_form, review_of_form
from plandiff.comparison.review.json_form import MalformedError, NotAReviewError
from plandiff.comparison.review.marks import About
from plandiff.comparison.review.merging import merge_reviews
from plandiff.comparison.review.reporting import review_form
from plandiff.corpus.errors import UsageError
from tests.command_line import plandiff
from tests.comparison.reports.test_passage_rows import comparison as long_section

comparison = long_section
"""Plans with a long section of three changed passages."""


def _form(comparison: Comparison) -> bytes:
    review = Review(form=review_form(comparison))
    return render(comparison, "docx", ReportOptions(consult=True, review=review))


def _filled(form: bytes, comments: dict[int, str], who: tuple[str, str] = ("", "")) -> bytes:
    """The form with these comments, by the number of the change."""
    document: Any = Document(io.BytesIO(form))
    people, changes = document.tables
    people.rows[0].cells[1].text, people.rows[0].cells[3].text = who
    for row in changes.rows[1:]:
        number = row.cells[0].text
        if number.isdecimal() and int(number) in comments:
            row.cells[-1].text = comments[int(number)]
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _notes(filled: bytes, name: str = "意见.docx") -> list[tuple[str, str, str]]:
    ((_, records),) = review_of_form(filled, name)
    anchors = records.anchors
    notes = records.live_notes()
    return [(n.by.rpartition("#")[0], anchors[n.anchor].place, n.text) for n in notes]


def test_a_comment_is_a_note_on_the_change_beside_it(comparison: Comparison) -> None:
    filled = _filled(_form(comparison), {2: "请写明次数\n并报财政局"}, ("财政局", "王芳"))
    ((who, place, text),) = _notes(filled)
    assert (who, text) == ("财政局 王芳", "请写明次数\n并报财政局")
    assert place.startswith("一、保障安全“每学期组织应急演练4次")
    ((_, records),) = review_of_form(filled, "a.docx")
    assert {anchor.about for anchor in records.anchors.values()} == {About.PASSAGE}


def test_rows_may_be_sorted_and_deleted(comparison: Comparison) -> None:
    document: Any = Document(io.BytesIO(_filled(_form(comparison), {2: "二", 3: "三"})))
    rows = document.tables[1]._tbl.tr_lst
    rows[1].getparent().remove(rows[1])
    rows[3].addprevious(rows[2])
    data = io.BytesIO()
    document.save(data)
    assert {text for _, _, text in _notes(data.getvalue())} == {"二", "三"}


def test_without_a_name_the_file_says_who_and_an_empty_form_says_nothing(
    comparison: Comparison,
) -> None:
    assert [who for who, _, _ in _notes(_filled(_form(comparison), {1: "甲"}), "人社局.docx")] == [
        "人社局"
    ]
    assert _notes(_form(comparison)) == []


def test_forms_of_several_people_are_merged_and_one_read_twice_counts_once(
    comparison: Comparison,
) -> None:
    form = _form(comparison)
    first, second = (_filled(form, {1: "甲"}, ("局", name)) for name in ("王芳", "李强"))
    read = [*review_of_form(first, "a"), *review_of_form(second, "b"), *review_of_form(first, "c")]
    ((_, records),) = merge_reviews(read)
    assert len(records.live_notes()) == 2


def test_another_document_is_no_form_and_a_form_needs_the_review(comparison: Comparison) -> None:
    table = render(comparison, "docx", ReportOptions(table=True))
    assert is_form(table)
    with pytest.raises(NotAReviewError):
        review_of_form(table, "a.docx")
    with pytest.raises(NotAReviewError):
        review_of_form(b"PK\x03\x04", "a.docx")
    with pytest.raises(UsageError, match=r"review\.form"):
        render(comparison, "docx", ReportOptions(consult=True))


def _with_part(form: bytes, name: str, old: str, new: str) -> bytes:
    """The form with other words in the parts whose names contain ``name``."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as package, zipfile.ZipFile(data, "w") as changed:
        for part in package.namelist():
            text = package.read(part)
            changed.writestr(
                part, re.sub(old.encode(), new.encode(), text) if name in part else text
            )
    return data.getvalue()


def test_a_form_whose_data_somebody_changed_is_damaged(comparison: Comparison) -> None:
    filled = _filled(_form(comparison), {2: "二"})
    with pytest.raises(MalformedError):
        review_of_form(_with_part(filled, "customXml/", '{"review":', '{"review":[],"":'), "a.docx")


@pytest.mark.parametrize(
    ("saved", "when"),
    [
        ("2025-03-31T09:00:00Z", "2025-03-31T09:00:00.000000Z"),
        ("2025-03-31T17:00:00+08:00", "2025-03-31T09:00:00.000000Z"),
        ("zzzzzzzzzzzzzzzzzzzz", "2000-01-01T00:00:00.000000Z"),
    ],
)
def test_a_comment_is_of_the_time_when_the_form_was_saved(
    comparison: Comparison, saved: str, when: str
) -> None:
    filled = _filled(_form(comparison), {2: "二"})
    filled = _with_part(filled, "core", r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{saved}")
    ((_, records),) = review_of_form(filled, "a.docx")
    assert [note.when for note in records.live_notes()] == [when]


def test_the_command_writes_a_form_and_reads_it_back(tmp_path: Path) -> None:
    for name, text in (("a.txt", "一、目标\n入学率81%。\n"), ("b.txt", "一、目标\n入学率85%。\n")):
        (tmp_path / name).write_text(text, "utf-8")
    old, new, form, merged = (str(tmp_path / n) for n in ("a.txt", "b.txt", "c.docx", "all.json"))
    assert plandiff(old, new, "--consult", "-o", form).returncode == 0
    Path(form).write_bytes(_filled(Path(form).read_bytes(), {1: "同意调高"}, ("局", "王芳")))
    assert plandiff("review", "merge", form, "-o", merged).returncode == 0
    assert "同意调高" in Path(merged).read_text("utf-8")
    refused = plandiff(old, new, "--consult", "-o", str(tmp_path / "a.html"))
    assert refused.returncode == 2


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_what_the_form_needs(comparison: Comparison, tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(_filled(_form(comparison), {2: "请写明次数"}, ("财政局", "王芳")))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    saved = (tmp_path / "out" / "form.docx").read_bytes()
    assert zipfile.is_zipfile(io.BytesIO(saved))
    ((who, _, text),) = _notes(saved)
    assert (who, text) == ("财政局 王芳", "请写明次数")
