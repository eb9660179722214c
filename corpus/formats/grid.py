"""Tables that know rows, columns and merged cells, as lines: cells parted by tabs.

Every line of a table has the same columns, so that a value is found below its head.  Where the
head has several rows because groups of columns share a cell, they become one row, and the shared
cell is repeated for each of its columns:

    指标 | 单位 | 2025年      |      ->  指标 | 单位 | 2025年计划 | 2025年完成
         |      | 计划 | 完成 |
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plandiff.corpus.formats.paragraphs import heading_text
from plandiff.corpus.model import Line

_MOST_HEAD_ROWS = 4
_LAST = 1 << 20
"""Beyond every column."""
_VALUE = re.compile(r"[-+≥≤<>约]?\s*\d[\d,.]*\s*(?:%|‰)?")

Row = Mapping[int, str]
"""Texts of the cells by column, blank ones left out."""


class Merged(NamedTuple):
    """A cell that covers several rows or columns; both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def used_columns(rows: Iterable[Row]) -> tuple[int, ...]:
    """The columns in which any row has something, from left to right."""
    return tuple(sorted({column for row in rows for column in row}))


def table_lines(
    rows: Mapping[int, Row], merges: Sequence[Merged] = (), columns: Sequence[int] | None = None
) -> list[str]:
    r"""The rows of a table, given by their numbers, as lines; a row with one cell has no tabs.

    ``columns``: those that each line has; by default all that are used.

    >>> rows = {0: {0: "指标", 1: "2026年"}, 1: {1: "目标", 2: "责任"}, 2: {0: "班额", 1: "45"}}
    >>> table_lines(rows, [Merged(0, 0, 1, 0), Merged(0, 1, 0, 2)])
    ['指标\t2026年目标\t2026年责任', '班额\t45']
    >>> table_lines(rows)
    ['指标\t2026年', '目标\t责任', '班额\t45']
    """
    if columns is None:
        columns = used_columns(rows.values())
    first = next((number for number, row in rows.items() if len(row) > 1), None)
    head = () if first is None else _head_rows(rows, first, merges)
    lines = []
    for number, row in rows.items():
        if number == first and len(head) > 1:
            lines.append(_line(_joined_head(rows, head, merges), columns))
        elif number not in head or len(head) == 1:
            lines.append(_line(row, columns))
    return [line for line in lines if line]


def row_line(text: str) -> Line:
    """A line of a table as the reader of a format gives it."""
    return Line(text, whole=True, row="\t" in text)


def _line(row: Row, columns: Sequence[int]) -> str:
    if len(row) < 2:
        return "".join(row.values()).strip()
    return "\t".join(row.get(column, "") for column in columns).strip()


def _head_rows(rows: Mapping[int, Row], first: int, merges: Sequence[Merged]) -> tuple[int, ...]:
    """The rows of the head: several where a cell of its first row covers columns with own names."""
    starting = [merge for merge in merges if merge.top == first]
    groups = [merge for merge in starting if merge.right > merge.left]
    last = max((merge.bottom for merge in starting), default=first)
    head = tuple(
        number
        for number in range(first, min(max(last, first + 1), first + _MOST_HEAD_ROWS - 1) + 1)
        if number in rows
    )
    below = [rows[number] for number in head[1:]]
    if any(_VALUE.fullmatch(text.strip()) for row in below for text in row.values()):
        return (first,)  # a row of values with merged cells
    named = used_columns(below)
    names = (bisect_right(named, g.right) - bisect_left(named, g.left) for g in groups)
    return head if any(count > 1 for count in names) else (first,)


def _joined_head(
    rows: Mapping[int, Row], head: Sequence[int], merges: Sequence[Merged]
) -> dict[int, str]:
    """Each column's names from the top down, those of merged cells for each of their columns."""
    columns = used_columns(rows[number] for number in head)
    names: dict[int, list[str]] = {column: [] for column in columns}
    for number in head:
        covering = sorted({m.left: m.right for m in merges if m.top == number}.items())
        for column in columns:
            at = bisect_right(covering, (column, _LAST)) - 1
            inside = at >= 0 and column <= covering[at][1]
            if text := rows[number].get(covering[at][0] if inside else column):
                names[column].append(text)
    return {column: heading_text("\n".join(texts)) for column, texts in names.items() if texts}
