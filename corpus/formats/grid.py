"""Turn tables with rows, columns and merged cells into lines with tabs between the cells.

All lines of a table have the same columns, so a value is below its column head.  A merged cell
is printed once, at its top left position; the other positions it covers are blank:

    指标 | 单位 | 2025年      |
         |      | 计划 | 完成 |
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plandiff.corpus.model import Line

MOST_COVERED = 64
"""Maximum column span of a cell; files can claim any number."""

Row = Mapping[int, str]
"""Text of each cell by 0-based column, without blank cells."""


class SpannedCell(NamedTuple):
    """A cell and its column and row span."""

    text: str
    columns: int = 1
    rows: int = 1


class Spans:
    """Places the cells of consecutive rows, skipping columns covered by cells from rows above."""

    def __init__(self) -> None:
        self._rows_left: dict[int, int] = {}
        """By column: the number of further rows that a cell from above covers."""

    def place(self, cells: Iterable[SpannedCell]) -> list[str]:
        """Return the texts of the next row, one per column; ``''`` where a merged cell covers it.

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
    """The columns in which at least one row has text, from left to right."""
    return tuple(sorted({column for row in rows for column in row}))


def table_lines(rows: Iterable[Row], columns: Sequence[int] | None = None) -> list[str]:
    r"""The rows of a table as lines; blank rows are skipped.

    ``columns``: the columns of each line; by default `used_columns`.

    >>> rows = [{0: "指标", 1: "2026年"}, {1: "目标", 2: "责任"}, {0: "班额", 1: "45"}]
    >>> table_lines(rows)
    ['指标\t2026年', '\t目标\t责任', '班额\t45']
    """
    rows = list(rows)
    places = used_columns(rows) if columns is None else columns
    texts = (row_text([row.get(column, "") for column in places]) for row in rows)
    return [text for text in texts if text]


def row_line(text: str) -> Line:
    """The `Line` of a table row."""
    return Line(text, whole=True, row="\t" in text)


def row_text(cells: Sequence[str]) -> str:
    r"""Join a row of cells with tabs; a single cell has no tabs, blanks keep their position.

    >>> row_text(["", "巩固率", "98", ""]), row_text(["", "条件保障"])
    ('\t巩固率\t98', '条件保障')
    """
    filled = [text for text in cells if text.strip()]
    return "\t".join(cells).rstrip() if len(filled) > 1 else "".join(filled).strip()
