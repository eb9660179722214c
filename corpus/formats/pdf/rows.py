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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest
from statistics import median
from typing import NamedTuple

from plandiff.corpus.formats.pdf.layout import Piece, PrintedLine, join_pieces, joined

_WRAPPED = 0.85
"""Of the usual distance between the lines of a table: the lines of one cell are nearer."""
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
    for (wide, _, _), group in groupby(lines, key=lambda p: (p.wide_gaps, p.page, p.column)):
        run = list(group)
        columns = _columns(run) if wide else []
        aligned += _rows(run, columns) if columns else run
    return aligned


def _rows(run: Sequence[PrintedLine], columns: Sequence[_Column]) -> list[PrintedLine]:
    """The lines of a table as rows; further lines of wrapped cells go on their row."""
    usual = median(a.box.middle - b.box.middle for a, b in pairwise(run))
    rows: list[PrintedLine] = []
    last = run[0]
    for line in run:
        row = _aligned(line, columns)
        near = last.box.middle - line.box.middle < _WRAPPED * usual
        if rows and _goes_on(rows[-1].text.split("\t"), row.text.split("\t"), near=near):
            rows[-1] = replace(rows[-1], text=_joined_rows(rows[-1].text, row.text))
        else:
            rows.append(row)
        last = line
    return rows


def _goes_on(above: Sequence[str], below: Sequence[str], *, near: bool) -> bool:
    """Whether the cells of a line go on those of the line above, by place or by a bracket."""
    if below[0] or len(below) > len(above):
        return False
    pairs = [(a, b) for a, b in zip(above, below, strict=False) if b]
    opened = any(_is_open(a) and _CLOSES.match(b) for a, b in pairs)
    return all(a for a, _ in pairs) and (near or opened)


def _is_open(text: str) -> bool:
    return max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))


def _joined_rows(above: str, below: str) -> str:
    pairs = zip_longest(above.split("\t"), below.split("\t"), fillvalue="")
    return "\t".join(joined(a, b) for a, b in pairs).rstrip()


def _columns(run: Sequence[PrintedLine]) -> list[_Column]:
    """The columns of a run of lines with wide gaps; none where they are no table."""
    cells = [list(_cells(line)) for line in run]
    most = max(map(len, cells))
    full = [row for row in cells if len(row) == most]
    if len(full) < _FEWEST_FULL:
        return []
    columns = [
        _Column(
            min(cell[0].box.left for cell in column), max(cell[-1].box.right for cell in column)
        )
        for column in zip(*full, strict=True)
    ]
    return columns if all(a.right < b.left for a, b in pairwise(columns)) else []


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
