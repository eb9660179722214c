"""The overview of a batch as an Excel workbook: one row per pair, with links to its reports."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from msgspec import Struct

from plandiff.comparison.reports.batch.pair import JournalEntry
from plandiff.comparison.reports.options import FIXED_DATE, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at
from plandiff.comparison.reports.shared.verification import verified
from plandiff.comparison.reports.xlsx_workbook import (
    cut_to_cell,
    make_formats,
    row_height,
    write_value,
)
from plandiff.corpus.text.escape import visible, visible_line

_COUNTS = (
    ("rows", "modified"),
    ("rows", "added"),
    ("rows", "removed"),
    ("targets", "raised"),
    ("targets", "lowered"),
    ("targets", "changed"),
    ("targets", "added"),
    ("targets", "removed"),
    ("force", "strengthened"),
    ("force", "weakened"),
    ("tasks", "changed"),
)
"""Groups and kinds of the counts that have a column."""
_WIDTHS = {"serial": 6, "old": 30, "new": 30, "result": 9, "verdict": 60}
_COUNT_WIDTH = 9
_LINK_WIDTH = 10


class OverviewRow(Struct, frozen=True):
    """One pair and the paths of its reports, relative to the workbook, by format."""

    entry: JournalEntry
    reports: Mapping[str, str]


class Overview(Struct, frozen=True):
    """All pairs, and the files that have no partner."""

    rows: tuple[OverviewRow, ...]
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()


def render_overview(overview: Overview, language: str) -> bytes:
    """Return the workbook as bytes; the same overview gives the same bytes."""
    labels = labels_for(language)
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    book.set_properties({"created": created_at(ReportOptions(date=FIXED_DATE))})
    formats = make_formats(book)
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top", "border": 1})
    _pairs(book.add_worksheet(labels["batch.pairs"]), overview, labels, formats, link)
    alone = [("batch.only-old", name) for name in overview.only_old]
    alone += [("batch.only-new", name) for name in overview.only_new]
    if alone:
        _alone(book.add_worksheet(labels["batch.alone"]), alone, labels, formats)
    book.close()
    return verified(data.getvalue(), "xlsx")


def _pairs(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    overview: Overview,
    labels: Labels,
    formats: Any,  # noqa: ANN401
    link: Any,  # noqa: ANN401
) -> None:
    forms = list(dict.fromkeys(form for row in overview.rows for form in row.reports))
    heads = [(labels[f"batch.{name}"], width) for name, width in _WIDTHS.items()]
    heads += [(_count_head(*count, labels), _COUNT_WIDTH) for count in _COUNTS]
    heads += [(form, _LINK_WIDTH) for form in forms]
    failed = sum(not row.entry.ok for row in overview.rows)
    facts = labels("batch.facts", pairs=len(overview.rows), failed=failed)
    sheet.write_string(0, 0, labels["batch.title"], formats.title)
    sheet.write_string(1, 0, facts, formats.quiet)
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, head, formats.header)
    for at, row in enumerate(overview.rows, 1):
        values = _values(at, row.entry, labels)
        texts = [str(value) for value in values[: len(_WIDTHS)]]
        sheet.set_row(at + 2, row_height(texts, list(_WIDTHS.values())))
        for column, value in enumerate(values):
            write_value(sheet, (at + 2, column), value, formats.cell)
        for column, form in enumerate(forms, len(values)):
            if form in row.reports:
                sheet.write_url(at + 2, column, f"external:{row.reports[form]}", link, form)
            else:
                sheet.write_blank(at + 2, column, None, formats.cell)
    sheet.freeze_panes(3, 3)
    sheet.autofilter(2, 0, 2 + len(overview.rows), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _count_head(group: str, kind: str, labels: Labels) -> str:
    return labels("batch.count", group=labels[f"batch.{group}"], kind=labels[f"batch.kind.{kind}"])


def _values(at: int, entry: JournalEntry, labels: Labels) -> list[object]:
    """The cells of a pair, without the links; counts are numbers, empty if there are none."""
    outcome = entry.error if entry.verdict is None else entry.verdict.get(labels.language)
    state = labels["batch.done" if entry.ok else "batch.failed"]
    texts = [entry.old, entry.new, state, outcome or ""]
    cells = [cut_to_cell(visible(visible_line(text)), labels) for text in texts]
    counts = entry.counts
    return [
        at,
        *cells,
        *(
            None if counts is None else counts.get(group, {}).get(kind, 0)
            for group, kind in _COUNTS
        ),
    ]


def _alone(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    alone: Sequence[tuple[str, str]],
    labels: Labels,
    formats: Any,  # noqa: ANN401
) -> None:
    """List the files that were not compared, so that no input file is silently omitted."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    for line, (key, name) in enumerate(alone):
        sheet.write_string(line, 0, labels[key], formats.cell)
        sheet.write_string(line, 1, cut_to_cell(visible_line(name), labels), formats.cell)
