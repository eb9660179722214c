"""Rows of tables: lines whose cells are separated by tabs or bars, and multi-row headers.

A merged cell is printed once, at its upper left; the other cells that it covers are blank:

    类别 | 指标 | 数值       |            ->  类别, 指标, 数值 2025年完成, 数值 2026年目标
         |      | 2025年完成 | 2026年目标
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.table_cells import Cell, cells_of_lines

MOST_HEAD_ROWS = 3
_VALUE = re.compile(
    r"(?!20\d\d ?(?:年|\Z)|\d{1,2}(?:-\d{1,2})?(?:月|季度))"
    r"[-+≥≤<>约]? ?\d[\d,.]* ?(?:%|‰|[^\W\d_]{1,4})?"
)
_UNIT = r"[^\s\d()、,;:]{1,8}"
_CAPTION = re.compile(rf"(?:^|[(\s])(?:计量)?单位 ?: ?(?P<unit>{_UNIT})[)\s]*\Z")


class Head(NamedTuple):
    """The header of one column of a table."""

    text: str
    cells: tuple[Cell, ...]
    """Its cells from top to bottom, including merged cells shared with other columns."""


class Row(NamedTuple):
    """A line of a table."""

    cells: list[Cell]
    start: int
    end: int


def find_rows(text: str) -> Iterator[Row | None]:
    """Yield one item per line: its cells, or None if the line is not a row.

    >>> [row and row.cells for row in find_rows("指标" + chr(9) + "目标" + chr(10) + "说明")]
    [[(0, 2), (3, 5)], None]
    """
    start = 0
    for line, cells in zip(text.split("\n"), cells_of_lines(text), strict=True):
        yield Row(cells, start, start + len(line)) if cells else None
        start += len(line) + 1


def find_caption_unit(text: str, line: Cell) -> str:
    """The unit that a line above a table states for all its numbers; '' if there is none.

    >>> find_caption_unit("附表(单位:万元)", (0, 10))
    '万元'
    """
    found = _CAPTION.search(text[slice(*line)])
    return found["unit"] if found else ""


def is_value(cell: str) -> bool:
    """Whether a cell contains a number, with or without unit, other than a year or a month."""
    return _VALUE.fullmatch(cell) is not None


def single_heads(text: str, cells: Sequence[Cell]) -> list[Head]:
    """The headers of the columns if the header is one row."""
    return [Head(text[slice(*cell)], (cell,) if cell[0] < cell[1] else ()) for cell in cells]


def count_head_rows(text: str, rows: Sequence[Row]) -> int:
    """Number of header rows at the top of a table; each further row fills gaps of the one above."""
    count = 1
    while count < min(len(rows), MOST_HEAD_ROWS) and _goes_on(text, rows[count - 1], rows[count]):
        count += 1
    return count


def _goes_on(text: str, above: Row, below: Row) -> bool:
    """Whether a row names the columns below a merged cell of the row above."""
    names = [text[slice(*cell)] for cell in below.cells]
    if any(map(is_value, names)):
        return False
    filled = [index for index, name in enumerate(names) if name]
    beside = [i for i in filled if i >= len(above.cells) or _is_blank(above.cells[i])]
    return bool(beside) and len(filled) < len(_filled(above) | set(filled))


def _filled(row: Row) -> set[int]:
    return {index for index, cell in enumerate(row.cells) if not _is_blank(cell)}


def _is_blank(cell: Cell) -> bool:
    return cell[0] == cell[1]


def join_heads(text: str, rows: Sequence[Row]) -> list[Head]:
    """The headers of the columns if the header is these rows."""
    width = max(len(row.cells) for row in rows)
    named: list[list[Cell]] = [[] for _ in range(width)]
    for place, row in enumerate(rows):
        below = set().union(*map(_filled, rows[place + 1 :]))
        merged: Cell | None = None
        for column, cells in enumerate(named):
            own = row.cells[column] if column < len(row.cells) else (0, 0)
            merged = merged if _is_blank(own) else own
            # A blank cell above a name belongs to the merged cell on its left.
            if merged and (not _is_blank(own) or column in below):
                cells.append(merged)
    return [Head("".join(text[slice(*c)] for c in cells), tuple(cells)) for cells in named]
