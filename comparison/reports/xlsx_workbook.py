"""The comparison as an Excel workbook: summary, targets, sections.

Marked words are rich text that is readable in black and white; filters and frozen panes are set;
no text of a plan can become a formula, a link or a number.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from msgspec import Struct

from plandiff.comparison.model import Comparison, TargetChangeKind
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.marks import Mark, Piece, is_removed_text
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at, dated
from plandiff.comparison.reports.shared.rows import records
from plandiff.comparison.reports.shared.table_cells import (
    INTERNAL,
    Cell,
    plain_text,
    row_cells,
    target_cells,
)
from plandiff.comparison.reports.shared.target_chart import (
    TargetChart,
    chart_rows,
    office_chart,
    office_height,
)
from plandiff.comparison.reports.shared.targets import (
    TargetLine,
    all_target_lines,
    target_lists,
)
from plandiff.comparison.reports.summary.items import Group
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width

_LIMIT = 32_767
"""Maximum number of characters in one Excel cell."""
_MAX_RUNS = 400
"""Maximum rich text runs in one cell; with more Excel is slow, so the cell is plain text."""

_LINE_POINTS = 14.5
_MOST_POINTS = 409
"""Maximum row height in Excel, in points."""

_TARGET_WIDTHS = (
    ("kind", 9), ("indicator", 26), ("scope", 8), ("old-value", 10), ("new-value", 10),
    ("unit", 8), ("delta", 9), ("delta-unit", 8), ("old-quote", 14), ("new-quote", 14),
    ("old-deadline", 9), ("new-deadline", 9), ("remarks", 16), ("old-place", 22),
    ("new-place", 22), ("row", 7),
)  # fmt: skip
_ROW_WIDTHS = (
    ("row", 7), ("kind", 11), ("old-place", 22), ("new-place", 22), ("old-text", 58),
    ("new-text", 58), ("substantive", 8), ("confidence", 8), ("doubtful", 6), ("reason", 26),
    ("reviewed", 6), ("notes", 22),
)  # fmt: skip
_SUMMARY_WIDTHS = (12, 36, 16, 16, 16, 22, 34)
"""Column widths of the summary sheet, chosen for the table of targets."""
_WIDE = sum(_SUMMARY_WIDTHS[1:])
_PIXELS = 7
"""Pixels per unit of column width."""


def _columns(
    widths: Sequence[tuple[str, int]], options: ReportOptions
) -> list[tuple[int, str, int]]:
    """The visible columns: index among the cells, name, width."""
    return [
        (at, name, width)
        for at, (name, width) in enumerate(widths)
        if options.details or name not in INTERNAL
    ]


class _Formats(Struct, frozen=True):
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
    """Create the formats in an xlsxwriter workbook."""
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
    """Cut text to fit into a cell, with a note on the omission."""
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
    """Write a cell of rich text; plain text if there are no marks or too many."""
    text = plain_text(pieces, labels)
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
    """Write a number as a number and any other value as text, at ``place`` (row, column)."""
    if isinstance(value, int | float):
        sheet.write_number(*place, value, cell)
    else:
        sheet.write_string(*place, "" if value is None else str(value), cell)


class _Table(Struct, frozen=True):
    """A sheet of columns with a head, filters and a frozen first row."""

    sheet: Any
    columns: Sequence[tuple[int, str, int]]
    formats: _Formats
    labels: Labels

    def head(self) -> None:
        """Write the heads, and set the column widths and the print setup."""
        for index, (_, name, width) in enumerate(self.columns):
            self.sheet.set_column(index, index, width)
            self.sheet.write_string(0, index, self.labels[f"column.{name}"], self.formats.header)
        self.sheet.freeze_panes(1, 2)
        _print_setup(self.sheet)
        self.sheet.repeat_rows(0)

    def row(self, line: int, values: Sequence[Cell], marked: Mapping[str, Sequence[Piece]]) -> None:
        """Write one row; ``marked``: marked pieces by column name."""
        texts = ["" if values[at] is None else str(values[at]) for at, _, _ in self.columns]
        widths = [width for _, _, width in self.columns]
        self.sheet.set_row(line, row_height(texts, widths))
        for column, (at, name, _) in enumerate(self.columns):
            place = (line, column)
            if name in marked:
                _write_marked(self.sheet, place, marked[name], self.formats, self.labels)
            else:
                write_value(self.sheet, place, values[at], self.formats.cell)

    def end(self, last: int) -> None:
        """Set the filters over all rows."""
        self.sheet.autofilter(0, 0, last, len(self.columns) - 1)


def _print_setup(sheet: Any) -> None:  # noqa: ANN401
    """Set up printing: landscape A4, fitted to the page width, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.fit_to_pages(1, 0)


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Height of a row of wrapped cells in points; not all programs compute it themselves."""
    lines = max(
        sum(-(-max(cell_width(part), 1) // max(width - 2, 1)) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(lines * _LINE_POINTS + 2, _MOST_POINTS)


class _SummarySheet(Struct):
    """Writes the first sheet from top to bottom; ``line`` is the next free row."""

    book: Any
    sheet: Any
    digest: Summary
    formats: _Formats
    labels: Labels
    line: int = 0

    def write(self) -> None:
        """Write verdict, chart and changed targets, then the other groups."""
        for column, width in enumerate(_SUMMARY_WIDTHS):
            self.sheet.set_column(column, column, width)
        _print_setup(self.sheet)
        self.sheet.write_string(0, 0, self.digest.title, self.formats.title)
        self.line = 2
        for fact in self.digest.head:
            self.wide(fact.text, fact.label)
        if self.digest.chart:
            self.charts(self.digest.chart)
        if self.digest.both:
            self.targets(self.digest.both)
        for kind in (TargetChangeKind.ADDED, TargetChangeKind.REMOVED):
            self.alone(kind)
        for group in self.digest.groups:
            if group.key not in {"added", "removed", "reworded"}:
                self.group(group)  # the sheet of sections lists the other groups in full

    def wide(self, text: str, label: str = "") -> None:
        """Write a row with a label and a text that spans all other columns."""
        last = len(_SUMMARY_WIDTHS) - 1
        if label:
            self.sheet.write_string(self.line, 0, label, self.formats.label)
        self.sheet.merge_range(self.line, 1, self.line, last, "", self.formats.cell)
        self.sheet.write_string(self.line, 1, cut_to_cell(text, self.labels), self.formats.cell)
        self.sheet.set_row(self.line, row_height([text], [_WIDE]))
        self.line += 1

    def heading(self, text: str) -> None:
        """Write a title with an empty row above it."""
        self.sheet.write_string(self.line + 1, 0, text, self.formats.heading)
        self.line += 2

    def charts(self, chart: TargetChart) -> None:
        """Insert the panels side by side; their cells are in a hidden sheet."""
        cells = self.book.add_worksheet(self.labels["sheet.chart"])
        cells.hide()
        self.heading(chart.title)
        top, height = 0, max(office_height(panel) for panel in chart.panels)
        half = sum(_SUMMARY_WIDTHS) * _PIXELS // 2
        for at, panel in enumerate(chart.panels):
            for line, values in enumerate((("", *chart.names), *chart_rows(panel)), top):
                cells.write_row(line, 0, values)
            drawn = office_chart(self.book, cells.get_name(), top + 1, panel, chart.names)
            drawn.show_hidden_data()
            drawn.set_size({"width": half - 10, "height": height})
            self.sheet.insert_chart(self.line, 0, drawn, {"x_offset": at * half})
            top += len(panel.bars) + 2
        for line in range(self.line, self.line + -(-height // 20) + 1):
            self.sheet.set_row(line, 15)  # 20 pixels, so that the rows end below the chart
        self.line += -(-height // 20) + 1
        if chart.rest:
            self.wide(chart.rest)

    def targets(self, lines: Sequence[TargetLine]) -> None:
        """Write the changed targets of both plans."""
        self.heading(self.labels("group.targets", count=len(self.digest.targets)))
        years = dict(zip(("old", "new"), self.digest.years or (), strict=False))
        names = ("kind", "indicator", "old", "new", "delta", "deadline", "place")
        for column, name in enumerate(names):
            head = years.get(name) or self.labels[f"column.{name}"]
            self.sheet.write_string(self.line, column, head, self.formats.header)
        for target in lines:
            self.line += 1
            scope = self.labels("target.scope", scope=target.scope) if target.scope else ""
            notes = dict.fromkeys(note for note in (target.deadline, *target.more_notes) if note)
            values = (
                f"{target.sign} {target.direction}",
                target.indicator + scope,
                target.old,
                target.new,
                target.delta,
                "\n".join(notes),
                target.place,
            )
            self.sheet.set_row(self.line, row_height(values, _SUMMARY_WIDTHS))
            for column, value in enumerate(values):
                text = cut_to_cell(value, self.labels)
                self.sheet.write_string(self.line, column, text, self.formats.cell)
        self.line += 1

    def alone(self, kind: TargetChangeKind) -> None:
        """Write the targets that only one plan has, one row per section."""
        lists = target_lists(self.digest.targets, kind, self.labels)
        if lists:
            count = sum(line.kind is kind for line in self.digest.targets)
            self.heading(self.labels(f"targets.{kind.value}", count=count))
        for found in lists:
            place = self.labels("detail.label", label=found.place) if found.place else ""
            self.wide(place + found.said)

    def group(self, group: Group) -> None:
        """Write the items of a group with their labelled details."""
        self.heading(group.title)
        for item in group.items:
            said = [
                f"{d.label}  {plain_text(d.pieces, self.labels)}" for d in item.details if d.label
            ]
            self.wide("\n".join([item.title, *said]))


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the workbook as bytes; the same comparison gives the same bytes."""
    labels = labels_for(options.language)
    meter.begin(passes=2)
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    book.set_properties(
        {"author": visible_line(options.author), "created": created_at(dated(options, comparison))}
    )
    formats = make_formats(book)
    summary, targets, sections = (
        book.add_worksheet(labels[f"sheet.{name}"]) for name in ("summary", "targets", "sections")
    )
    digest = make_summary(comparison, options, meter)
    _SummarySheet(book, summary, digest, formats, labels).write()
    table = _Table(targets, _columns(_TARGET_WIDTHS, options), formats, labels)
    table.head()
    line = 0
    for line, target in enumerate(all_target_lines(comparison, options, labels), 1):
        table.row(line, target_cells(target, labels), {})
    table.end(line)
    table = _Table(sections, _columns(_ROW_WIDTHS, options), formats, labels)
    table.head()
    line = 0
    for line, record in enumerate(meter.each(records(comparison, options, labels)), 1):
        marked = {"old-text": record.old, "new-text": record.new}
        table.row(line, row_cells(record, labels), marked)
    table.end(line)
    book.close()
    meter.end_pass()
    return data.getvalue()
