"""Tables that know rows, columns and merged cells, as lines: cells parted by tabs.

Every line of a table has the same columns, so that a value is found below its head.  A merged cell
is printed once, at its left and upper end; the places that it covers are blank:

    指标 | 单位 | 2025年      |
         |      | 计划 | 完成 |
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plandiff.corpus.model import Line

MOST_COVERED = 64
"""Columns that one cell may cover; files can claim any number."""

Row = Mapping[int, str]
"""Texts of the cells by column, blank ones left out."""


class SpannedCell(NamedTuple):
    """A cell, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


class Spans:
    """Rows that come one after the other, placed below the cells that reach down into them."""

    def __init__(self) -> None:
        self._rows_left: dict[int, int] = {}
        """Of the cells above, by the columns that they cover."""

    def place(self, cells: Iterable[SpannedCell]) -> list[str]:
        """The texts of the next row by column, blank where a merged cell covers it.

        >>> spans = Spans()
        >>> spans.place([SpannedCell("普及", rows=2), SpannedCell("入园率"), SpannedCell("95")])
        ['普及', '入园率', '95']
        >>> spans.place([SpannedCell("巩固率"), SpannedCell("98")])
        ['', '巩固率', '98']
        """
        texts: list[str] = []
        below = {column: left - 1 for column, left in self._rows_left.items() if left > 1}
        for cell in cells:
            while self._rows_left.get(len(texts)):
                texts.append("")
            covered = range(len(texts), len(texts) + cell.columns)
            below |= dict.fromkeys(covered if cell.rows > 1 else (), cell.rows - 1)
            texts += [cell.text, *[""] * (cell.columns - 1)]
        self._rows_left = below
        return texts


def used_columns(rows: Iterable[Row]) -> tuple[int, ...]:
    """The columns in which any row has something, from left to right."""
    return tuple(sorted({column for row in rows for column in row}))


def table_lines(rows: Iterable[Row], columns: Sequence[int] | None = None) -> list[str]:
    r"""The rows of a table as lines; one for each row that holds anything.

    ``columns``: those that each line has; by default all that are used.

    >>> rows = [{0: "指标", 1: "2026年"}, {1: "目标", 2: "责任"}, {0: "班额", 1: "45"}]
    >>> table_lines(rows)
    ['指标\t2026年', '\t目标\t责任', '班额\t45']
    """
    rows = list(rows)
    places = used_columns(rows) if columns is None else columns
    texts = (row_text([row.get(column, "") for column in places]) for row in rows)
    return [text for text in texts if text]


def row_line(text: str) -> Line:
    """A line of a table as the reader of a format gives it."""
    return Line(text, whole=True, row="\t" in text)


def row_text(cells: Sequence[str]) -> str:
    r"""A row of cells, blank where merged cells cover it; one with a single cell has no tabs.

    >>> row_text(["", "巩固率", "98", ""]), row_text(["", "条件保障"])
    ('\t巩固率\t98', '条件保障')
    """
    filled = [text for text in cells if text.strip()]
    return "\t".join(cells).rstrip() if len(filled) > 1 else "".join(filled).strip()
