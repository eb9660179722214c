"""A coverage as an Excel workbook: results by plan, requirements, chapters, additions."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from plandiff.comparison.across.coverage.model import Coverage
from plandiff.comparison.reports.coverage.table import CoverageTable, Line
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at
from plandiff.comparison.reports.xlsx_workbook import (
    cut_to_cell,
    make_formats,
    row_height,
    write_value,
)
from plandiff.corpus.text.escape import visible_line

_MOST_ANSWERS = 6
"""Up to this many plans, answers are quoted; with more, cells contain only the status."""

Value = str | int | float | None


def render_xlsx(coverage: Coverage, options: ReportOptions) -> bytes:
    """Return the workbook as bytes; the same coverage gives the same bytes."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    author = visible_line(options.author)
    book.set_properties({"author": author, "created": created_at(options)})
    _Book(book, CoverageTable(coverage, options.language)).write()
    book.close()
    return data.getvalue()


class _Book:
    """The sheets of one workbook."""

    def __init__(self, book: Any, table: CoverageTable) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._book, self._table, self._words = book, table, table.words
        self._formats = make_formats(book)
        border = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
        font = {"font_name": "宋体", "font_size": 10.5}
        self._gap = book.add_format(border | font | {"bg_color": "#FBE4D5", "bold": True})
        self._percent = book.add_format(border | font | {"num_format": "0%"})

    def write(self) -> None:
        """Write all sheets; the matrix has its gaps highlighted and filters set."""
        self._standings()
        self._matrix()
        self._chapters()
        self._additions()

    def _standings(self) -> None:
        names = (
            "rank",
            "plan",
            "share",
            "covered",
            "partly",
            "gaps",
            "more",
            "less",
            "copied-share",
            "additions",
        )
        rows = [
            (rank, one.name, one.share, one.covered, one.partly, one.gaps, one.more, one.less,
             one.copied_share, one.additions)
            for rank, one in enumerate(self._table.standings, 1)
        ]  # fmt: skip
        head = [self._words[f"coverage.column.{name}"] for name in names]
        self._sheet(
            "coverage.part.standings",
            head,
            (6, 44, 10, 9, 10, 9, 11, 11, 12, 11),
            rows,
            shares=(2, 8),
        )

    def _matrix(self) -> None:
        names = ("number", "requirement", "addressee", "place")
        several = len(self._table.names) > 1
        quoted = len(self._table.names) <= _MOST_ANSWERS
        head = [self._words[f"coverage.column.{name}"] for name in names]
        head += [self._words["coverage.column.spread"]] if several else []
        head += self._table.names if quoted else self._table.short_names
        width = 56 if quoted else 14
        widths = (6, 56, 12, 26, *((40,) if several else ()), *(width for _ in self._table.names))
        rows = [self._line(line, quoted=quoted) for line in self._table.lines]
        marked = {
            (row, (5 if several else 4) + column)
            for row, line in enumerate(self._table.lines)
            for column, cell in enumerate(line.cells)
            if cell.gap
        }
        self._sheet("coverage.part.matrix", head, widths, rows, marked=marked)

    def _line(self, line: Line, *, quoted: bool) -> tuple[Value, ...]:
        return (
            line.number,
            line.quote,
            line.addressee,
            line.place,
            *((self._table.spread(line),) if len(line.cells) > 1 else ()),
            *(
                "\n".join([cell.brief, *cell.quotes]) if quoted else cell.brief
                for cell in line.cells
            ),
        )

    def _chapters(self) -> None:
        head = [
            self._words["coverage.column.chapter"],
            self._words["coverage.column.count"],
            *self._table.short_names,
        ]
        rows = [(one.name, one.requirements, *one.copied) for one in self._table.chapters]
        widths = (40, 10, *(16 for _ in self._table.names))
        shares = range(2, len(head))
        self._sheet("coverage.part.chapters", head, widths, rows, shares=shares)

    def _additions(self) -> None:
        head = [self._words[f"coverage.column.{name}"] for name in ("plan", "added", "place")]
        rows = [
            (self._table.names[one.local], one.quote, one.place) for one in self._table.additions
        ]
        self._sheet("coverage.part.additions", head, (36, 80, 40), rows)

    def _sheet(
        self,
        title: str,
        head: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[Value]],
        *,
        shares: Iterable[int] = (),
        marked: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Write one table; ``shares``: percentage columns, ``marked``: cells as (row, column)."""
        sheet = self._book.add_worksheet(self._words[title])
        percentages, gaps = set(shares), set(marked)
        for column, (name, width) in enumerate(zip(head, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, cut_to_cell(name, self._words), self._formats.header)
        sheet.set_row(0, row_height(head, widths))
        line = 0
        for line, values in enumerate(rows, 1):
            texts = ["" if value is None else str(value) for value in values]
            sheet.set_row(line, row_height(texts, widths))
            for column, value in enumerate(values):
                shape = self._percent if column in percentages else self._formats.cell
                shape = self._gap if (line - 1, column) in gaps else shape
                cut = cut_to_cell(value, self._words) if isinstance(value, str) else value
                write_value(sheet, (line, column), cut, shape)
        sheet.autofilter(0, 0, line, len(head) - 1)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
