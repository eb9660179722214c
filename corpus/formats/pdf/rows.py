"""Rows of tables on a page: their cells placed in columns, blank where a merged cell covers them.

    类别   指标            数值                      ->  类别 | 指标 | 数值 |
                           2025年完成  2026年目标        |      | 2025年完成 | 2026年目标
    普及   毛入园率（%）   93.5        95                普及 | 毛入园率（%） | 93.5 | 95
           巩固率（%）     98.2        98.8              | 巩固率（%） | 98.2 | 98.8

The columns are those of the rows with the most cells.  Cells that nearly touch are apart where
other rows have the gap between two columns there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest
from statistics import median
from typing import NamedTuple

from plandiff.corpus.formats.pdf.layout import Piece, PrintedLine, join_pieces, joined

_WRAPPED = 0.85
"""Of the usual distance between the lines of a table: the lines of one cell are nearer."""
_SMALLEST = 0.1
"""Distance in points; files can put lines on top of each other."""
_SAME_TABLE = 1.1
"""Of the usual distance: lines further apart are not of one cell."""
_MOST_LINES = 40
"""Of one row, and columns of one table below: nobody prints more."""
_MOST_COLUMNS = 100
_MOST_WRAPPED = 4
"""Further lines of a single cell."""
_CLOSES = re.compile(r"[^（()]*[）)]")
_FEWEST_FULL = 2
"""Rows that must have all columns: a single one proves none."""


class _Column(NamedTuple):
    """Left and right edge of what the full rows have in a column."""

    left: float
    right: float


def align_rows(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, those of tables with a tab between each two columns and marked as rows."""
    aligned: list[PrintedLine] = []
    for ruled, group in groupby(lines, lambda line: any(piece.row for piece in line.pieces)):
        for run in [list(group)] if ruled else _runs(group):
            columns = [] if ruled else _columns([line for line in run if line.wide_gaps])
            aligned += _rows(run, columns) if columns else run
    return aligned


def _runs(lines: Iterable[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Lines with wide gaps one below the other, and few without right below them."""
    run: list[PrintedLine] = []
    for line in lines:
        after = [not before.wide_gaps for before in run[-_MOST_WRAPPED:]]
        same = run and (line.page, line.column) == (run[-1].page, run[-1].column)
        if run and not (same and (line.wide_gaps or (run[0].wide_gaps and not all(after)))):
            yield run
            run = []
        run.append(line)
    yield run


def _rows(run: Sequence[PrintedLine], columns: Sequence[_Column]) -> list[PrintedLine]:
    """The lines of a table as rows; further lines of wrapped cells go on their row."""
    wide = [line.box.middle for line in run if line.wide_gaps]
    usual = max(median(above - below for above, below in pairwise(wide)), _SMALLEST)
    rows: list[PrintedLine] = []
    table = _Row([], {}, columns)
    last = run[0]
    for line in run:
        row = _aligned(line, columns)
        distance = last.box.middle - line.box.middle
        wrapped = table.is_filled_above(line) and distance < _SAME_TABLE * usual
        joins = rows and rows[-1].row and len(table.lines) < _MOST_LINES
        if joins and (wrapped or _goes_on(rows[-1], row, distance / usual)):
            rows[-1] = replace(rows[-1], text=_joined_rows(rows[-1].text, row.text))
        else:
            rows.append(row if line.wide_gaps else line)
            table = _Row([], {}, columns)
        table.add(line)
        last = line
    return rows


class _Row(NamedTuple):
    """The lines of a row so far, and where the last of each of its cells ends, by column."""

    lines: list[PrintedLine]
    ends: dict[int, float]
    columns: Sequence[_Column]

    def add(self, line: PrintedLine) -> None:
        """Take a line as the last of its cells."""
        self.lines.append(line)
        for piece in line.pieces:
            self.ends[_column_of(piece, self.columns)] = piece.box.right

    def is_filled_above(self, line: PrintedLine) -> bool:
        """Whether every cell of a line is below one that had no room for another character."""
        return all(
            self.ends.get(number, 0.0) + 1.3 * line.size > self._limit(number)
            for number in {_column_of(piece, self.columns) for piece in line.pieces}
        )

    def _limit(self, number: int) -> float:
        beside = self.columns[number + 1 : number + 2]
        return beside[0].left if beside else self.columns[number].right


def _goes_on(above: PrintedLine, below: PrintedLine, distance: float) -> bool:
    """Whether the cells of a line go on those of the row above, by place or by a bracket.

    ``distance``: between them, in the usual one of the table.
    """
    earlier, later = above.text.split("\t"), below.text.split("\t")
    if later[0] or len(later) > len(earlier) or not below.wide_gaps:
        return False
    pairs = [(a, b) for a, b in zip(earlier, later, strict=False) if b]
    opened = any(_is_open(a) and _CLOSES.match(b) for a, b in pairs)
    return all(a for a, _ in pairs) and (distance < _WRAPPED or opened)


def _is_open(text: str) -> bool:
    return max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))


def _joined_rows(above: str, below: str) -> str:
    pairs = zip_longest(above.split("\t"), below.split("\t"), fillvalue="")
    return "\t".join(joined(a, b) for a, b in pairs).rstrip()


def _columns(run: Sequence[PrintedLine]) -> list[_Column]:
    """The columns of a run of lines with wide gaps; none where they are no table."""
    cells = [list(_cells(line)) for line in run]
    most = max(map(len, cells), default=0)
    full = [row for row in cells if len(row) == most]
    if len(full) < _FEWEST_FULL:
        return _columns_by_place(cells, most)
    columns = [
        _Column(
            min(cell[0].box.left for cell in column), max(cell[-1].box.right for cell in column)
        )
        for column in zip(*full, strict=True)
    ]
    return columns if all(a.right < b.left for a, b in pairwise(columns)) else []


def _columns_by_place(rows: Sequence[Sequence[Sequence[Piece]]], most: int) -> list[_Column]:
    """The columns that the cells are in, from the narrowest cell on; none if not ``most``.

    A cell that reaches into two columns is merged of them.
    """
    columns: list[_Column] = []
    spans = sorted(
        (cell[-1].box.right - cell[0].box.left, cell[0].box.left, cell[-1].box.right)
        for row in rows
        for cell in row
    )
    for _, left, right in spans:
        if len(columns) > _MOST_COLUMNS:
            return []
        reached = [c for c in columns if left < c.right and c.left < right]
        if len(reached) < 2:
            columns = [c for c in columns if c not in reached]
            edges = [*reached, _Column(left, right)]
            columns.append(_Column(min(e.left for e in edges), max(e.right for e in edges)))
    return sorted(columns) if len(columns) == most > 1 and len(rows) >= _FEWEST_FULL else []


def _cells(line: PrintedLine) -> Iterator[list[Piece]]:
    """The pieces of a line, those together that no wide gap parts."""
    cell: list[Piece] = []
    for piece in line.pieces:
        if cell and piece.box.left - cell[-1].box.right > line.widest_gap:
            yield cell
            cell = []
        cell.append(piece)
    yield cell


def _aligned(line: PrintedLine, columns: Sequence[_Column]) -> PrintedLine:
    """The line as a row of these columns."""
    placed: dict[int, list[Piece]] = defaultdict(list)
    for piece in line.pieces:
        placed[_column_of(piece, columns)].append(piece)
    texts = (join_pieces(placed[n], line.size) if n in placed else "" for n in range(len(columns)))
    text = "\t".join(text.strip() for text in texts).rstrip()
    return replace(line, text=text, row="\t" in text)


def _column_of(piece: Piece, columns: Sequence[_Column]) -> int:
    """The first column that a piece reaches into, or the one on its left.

    A name across several columns is the merged cell at the first of them.
    """
    box = piece.box
    for number, column in enumerate(columns):
        if box.left < column.right and column.left < box.right:
            return number
    return max((n for n, column in enumerate(columns) if column.left <= box.left), default=0)
