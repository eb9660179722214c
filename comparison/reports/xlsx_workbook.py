"""The comparison as an Excel workbook: summary, targets, sections.

Marked words are rich text that can be read in black and white; filters and frozen panes are set;
no text of a plan can become a formula, a link or a number.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.marks import Mark, Piece, is_removed_text
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at, dated
from plandiff.comparison.reports.shared.rows import Record, records
from plandiff.comparison.reports.shared.table_cells import (
    ROW_COLUMNS,
    TARGET_COLUMNS,
    plain_text,
    row_cells,
    target_cells,
)
from plandiff.comparison.reports.shared.targets import all_target_lines
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width

_LIMIT = 32_767
"""Characters that Excel takes in one cell."""
_MAX_RUNS = 400
"""Rich text runs in one cell; beyond it Excel grows slow and the cell is plain."""

_LINE_POINTS = 14.5
_MOST_POINTS = 409
"""The highest row that Excel draws."""

_TARGET_WIDTHS = (10, 26, 12, 11, 11, 9, 9, 22, 22, 12, 12, 18, 34, 34, 7)
_ROW_WIDTHS = (7, 14, 28, 28, 60, 60, 10, 8, 8, 26, 8, 26)


@dataclass(frozen=True, slots=True)
class _Formats:
    """The cell and run formats of the workbook."""

    title: Any
    header: Any
    label: Any
    heading: Any
    cell: Any
    deleted: Any
    inserted: Any
    quiet: Any


def make_formats(book: Any) -> _Formats:  # noqa: ANN401 - xlsxwriter has no types
    """The formats of a workbook of xlsxwriter."""
    base = {"font_name": "宋体", "font_size": 10.5}
    wrapped = base | {"text_wrap": True, "valign": "top"}
    header = wrapped | {"bold": True, "bg_color": "#D9E2F3", "border": 1, "font_name": "黑体"}
    return _Formats(
        title=book.add_format(base | {"bold": True, "font_size": 16, "font_name": "黑体"}),
        header=book.add_format(header | {"valign": "vcenter", "align": "center"}),
        label=book.add_format(wrapped | {"bold": True}),
        heading=book.add_format(base | {"bold": True, "font_name": "黑体"}),
        cell=book.add_format(wrapped | {"border": 1, "border_color": "#BFBFBF"}),
        deleted=book.add_format(base | {"font_strikeout": True, "font_color": "#C00000"}),
        inserted=book.add_format(base | {"bold": True, "underline": 1, "font_color": "#1F5C1F"}),
        quiet=book.add_format(base),
    )


def cut_to_cell(text: str, labels: Labels) -> str:
    """Text that fits into a cell; what is missing is said."""
    if len(text) <= _LIMIT:
        return text
    note = labels("cell.cut", count=len(text) - _LIMIT + 100)
    return text[: _LIMIT - 100] + note


def _run_format(mark: Mark, formats: _Formats) -> Any:  # noqa: ANN401 - xlsxwriter has no types
    if not mark.is_change:
        return formats.quiet
    return formats.deleted if is_removed_text(mark) else formats.inserted


def _write_marked(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    place: tuple[int, int],
    pieces: Sequence[Piece],
    formats: _Formats,
    labels: Labels,
) -> None:
    """A cell of rich text; plain where there is nothing to mark or too much."""
    text = plain_text(pieces)
    marked = any(piece.mark.is_change for piece in pieces)
    if not marked or not 2 <= len(pieces) <= _MAX_RUNS or len(text) > _LIMIT:
        whole = formats.cell
        sheet.write_string(*place, cut_to_cell(text, labels), whole)
        return
    runs: list[Any] = []
    for piece in pieces:
        runs += [_run_format(piece.mark, formats), piece.text]
    sheet.write_rich_string(*place, *runs, formats.cell)


def write_value(sheet: Any, place: tuple[int, int], value: object, cell: Any) -> None:  # noqa: ANN401
    """Write a number as one and all else as text, into a place (row, column)."""
    if isinstance(value, int | float):
        sheet.write_number(*place, value, cell)
    else:
        sheet.write_string(*place, "" if value is None else str(value), cell)


def _table_sheet(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    columns: Iterable[str],
    widths: Iterable[int],
    formats: _Formats,
    labels: Labels,
) -> None:
    """Header, widths, frozen first row, and how the sheet is printed."""
    for index, (name, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, labels[f"column.{name}"], formats.header)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Points that a row of wrapped cells needs; programs do not always work it out themselves."""
    lines = max(
        sum(-(-max(cell_width(part), 1) // max(width - 2, 1)) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(lines * _LINE_POINTS + 2, _MOST_POINTS)


def _summary_sheet(sheet: Any, digest: Summary, formats: _Formats) -> None:  # noqa: ANN401
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 100)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, digest.title, formats.title)
    line = 2
    for fact in digest.head:
        sheet.write_string(line, 0, fact.label, formats.label)
        sheet.write_string(line, 1, fact.text, formats.cell)
        sheet.set_row(line, row_height([fact.text], [100]))
        line += 1
    for group in digest.groups:
        if group.key in {"added", "removed", "reworded"}:
            continue  # the sheet of sections lists them with their words
        line += 1
        sheet.write_string(line, 0, group.title, formats.heading)
        for item in group.items:
            said = [
                f"{detail.label}  {plain_text(detail.pieces)}"
                for detail in item.details
                if detail.label
            ]
            line += 1
            text = "\n".join([item.title, *said])[:_LIMIT]
            sheet.write_string(line, 1, text, formats.cell)
            sheet.set_row(line, row_height([text], [100]))
        line += 1


def _row(sheet: Any, line: int, record: Record, formats: _Formats, labels: Labels) -> None:  # noqa: ANN401
    values = row_cells(record, labels)
    sheet.set_row(line, row_height([str(value) for value in values], _ROW_WIDTHS))
    for column, value in enumerate(values):
        name = ROW_COLUMNS[column]
        if name in {"old-text", "new-text"}:
            pieces = record.old if name == "old-text" else record.new
            _write_marked(sheet, (line, column), pieces, formats, labels)
        else:
            write_value(sheet, (line, column), value, formats.cell)


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The workbook; the same comparison gives the same bytes."""
    labels = labels_for(options.language)
    meter.begin(passes=2)
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    book.set_properties(
        {"author": visible_line(options.author), "created": created_at(dated(options, comparison))}
    )
    formats = make_formats(book)
    _summary_sheet(
        book.add_worksheet(labels["sheet.summary"]),
        make_summary(comparison, options, meter),
        formats,
    )
    targets = book.add_worksheet(labels["sheet.targets"])
    _table_sheet(targets, TARGET_COLUMNS, _TARGET_WIDTHS, formats, labels)
    line = 0
    for line, target in enumerate(all_target_lines(comparison, options, labels), 1):
        values = target_cells(target, labels)
        texts = ["" if value is None else str(value) for value in values]
        targets.set_row(line, row_height(texts, _TARGET_WIDTHS))
        for column, value in enumerate(values):
            write_value(targets, (line, column), value, formats.cell)
    targets.autofilter(0, 0, line, len(TARGET_COLUMNS) - 1)
    sections = book.add_worksheet(labels["sheet.sections"])
    _table_sheet(sections, ROW_COLUMNS, _ROW_WIDTHS, formats, labels)
    line = 0
    for line, record in enumerate(meter.each(records(comparison, options, labels)), 1):
        _row(sections, line, record, formats, labels)
    sections.autofilter(0, 0, line, len(ROW_COLUMNS) - 1)
    book.close()
    meter.end_pass()
    return data.getvalue()
