"""The form for comments (征求意见表): each change with an empty cell beside it.

A bookmark in each row identifies the row's change, and a part of the package contains the empty
review from which `plandiff.comparison.review.consult` reads the filled form.  Word, WPS and
LibreOffice keep both when the document is edited.
"""

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, Preset, ReportOptions, ReviewForm
from plandiff.comparison.reports.shared.office import dated
from plandiff.comparison.reports.word.cells import (
    CONSULT,
    TEXT_SIZE,
    Maker,
    header_row,
    place_row,
    plain_cell,
    row_cells,
)
from plandiff.comparison.reports.word.parts import (
    Look,
    cell,
    document_bytes,
    paragraph,
    run,
    table_row,
)
from plandiff.comparison.reports.word.passage_rows import changes_of
from plandiff.comparison.reports.word.table import begin, chapter_of, listed, place_of
from plandiff.comparison.reports.word.target_table import bordered
from plandiff.corpus.errors import UsageError
from plandiff.corpus.text.escape import visible_line

BOOKMARK = "pd_"
"""Prefix of a row's bookmark name; the id of its anchor follows."""
NAMESPACE = "urn:plandiff:consult"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_PART = "/customXml/item9.xml"
_WHO = (("unit", 1500), ("unit-cell", 4200), ("name", 1500), ("name-cell", 2800), ("day", 1500),
        ("day-cell", 3070))  # fmt: skip


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the form as a Word document.  Raises `UsageError` without ``options.review.form``."""
    form = options.review.form
    if form is None:
        raise UsageError("consult-without-form")
    meter.begin(passes=2)
    digest, make, document = begin(comparison, options, CONSULT, meter)
    labels = make.labels
    body = [
        paragraph(run(labels["consult.title"]), "Title"),
        *(
            paragraph(
                run(labels("detail.label", label=fact.label), Look(bold=True)) + run(fact.text),
                "Line",
            )
            for fact in (*digest.sources, digest.verdict)
        ),
        paragraph(run(labels["consult.how"]), "Line"),
        *bordered(_WHO, [_who(make)]),
        *bordered(CONSULT.columns, _rows(comparison, form, make)),
    ]
    _add_form(document, form)
    data = document_bytes(document, body, dated(options, comparison), labels["consult.title"])
    meter.end_pass()
    return data


def _who(make: Maker) -> str:
    """A line for the names of those who fill in the form, by hand or typed."""
    words = {name: make.labels[f"consult.{name}"] for name in ("unit", "name", "day")}
    return table_row(
        cell(plain_cell(words.get(name, ""), bold=name in words), width) for name, width in _WHO
    )


def _rows(comparison: Comparison, form: ReviewForm, make: Maker) -> Iterator[str]:
    """One row per change that the comparison table lists, with a row above each chapter."""
    yield header_row(CONSULT.columns, make, "cn", {})
    number, above = 0, ""
    for record in make.meter.each(listed(comparison, make.options, make.labels)):
        chapter = chapter_of(record, make) if make.options.preset is Preset.CN else ""
        if chapter and chapter != above:
            yield place_row(chapter, CONSULT.columns)
        above = chapter
        changes = changes_of(record, make)
        for at, change in enumerate(changes):
            number += 1
            anchor = json.loads(form.anchors[change.key])["id"]
            values = change.cells | {
                "number": _numbered(number, anchor),
                "place": plain_cell(place_of(record, make)),
                "opinion": plain_cell(""),
            }
            merge = None if len(changes) == 1 else "continue" if at else "restart"
            yield table_row(row_cells(values, make, change.alone, merge), whole=change.whole)


def _numbered(number: int, anchor: str) -> str:
    """The number of a change, preceded by the bookmark that identifies it."""
    name = BOOKMARK + visible_line(anchor)
    mark = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
    return paragraph(mark + run(str(number), Look(size=TEXT_SIZE)), "TableText")


def _add_form(document: Any, form: ReviewForm) -> None:  # noqa: ANN401 - a python-docx document
    anchors = ",".join(form.anchors.values())
    data = escape(f'{{"review":{form.review},"anchors":[{anchors}]}}')
    xml = f'<?xml version="1.0" encoding="UTF-8"?><form xmlns="{NAMESPACE}">{data}</form>'
    package = document.part.package
    part = Part(PackURI(_PART), "application/xml", xml.encode(), package)
    document.part.relate_to(part, _RELATION)
