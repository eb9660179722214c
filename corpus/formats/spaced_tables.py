"""Tables in plain text whose columns are held apart by blanks or tabs.

    指标名称            2025年完成    2026年目标
    参保率（%）         95.8          96.5          ->  参保率（%） | 95.8 | 96.5

A table is three lines and more, one below the other, two of them with all cells, three at least.
A cell that fills its column up to a single blank is cut where the others have a border.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import width
from plandiff.corpus.formats.grid import row_line, row_text
from plandiff.corpus.model import Line
from plandiff.corpus.text import lazy_re as re

_GAP = re.compile(r"[ \u00a0\u3000]{2,}|[ \u3000]*\t[ \u3000]*|\u3000")
_NO_ROW = re.compile(r"[。；;！？]\s*\Z|[.．·…]{3}")
"""The end of a sentence, or the dots of a table of contents."""
_FEWEST_LINES = 3
_FEWEST_CELLS = 3
_FEWEST_FULL = 2
"""Lines that must have all cells; merged cells are missing in the others."""
_LONGEST_CELL = 40
_LONGEST_LINE = 400
_SLACK = 2
"""Columns of the screen by which cells of one column may begin apart."""


class _Cell(NamedTuple):
    """Words of a line and the column of the screen where they begin."""

    text: str
    start: int


def read_spaced_tables(texts: Sequence[str]) -> list[Line]:
    """The lines of a text, those of tables as rows."""
    lines: list[Line] = []
    at = 0
    while at < len(texts):
        end = at
        while end < len(texts) and _may_be_row(texts[end]):
            end += 1
        rows = _rows(texts[at:end])
        lines += map(row_line, rows) if rows else map(Line, texts[at:end])
        lines += map(Line, texts[end : end + 1])
        at = end + 1
    return lines


def _may_be_row(text: str) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    stripped = text.strip()
    return _GAP.search(stripped) is not None and _NO_ROW.search(stripped) is None


def _rows(texts: Sequence[str]) -> list[str]:
    """The rows of a table; none where the lines are no table."""
    if len(texts) < _FEWEST_LINES:
        return []
    cells = [list(_cells(text)) for text in texts]
    most = max(map(len, cells))
    full = [[cell.start for cell in row] for row in cells if len(row) == most]
    long = any(len(cell.text) > _LONGEST_CELL for row in cells for cell in row)
    if most < _FEWEST_CELLS or len(full) < _FEWEST_FULL or long or _is_contents(cells):
        return []
    if all("\t" in text for text in texts):
        return [row_text([cell.strip() for cell in text.split("\t")]) for text in texts]
    starts = [Counter(column).most_common(1)[0][0] for column in zip(*full, strict=True)]
    placed = [_placed(row, starts) for row in cells]
    return [row_text(row) for row in placed if row] if all(placed) else []


def _is_contents(cells: Sequence[Sequence[_Cell]]) -> bool:
    """Whether the lines end with page numbers: a table of contents."""
    last = [row[-1].text for row in cells]
    pages = [int(text) for text in last if text.isdecimal() and len(text) < 5]
    return len(pages) == len(last) and pages == sorted(pages)


def _cells(text: str) -> Iterator[_Cell]:
    begin = len(text) - len(text.lstrip())
    stripped = text.rstrip()
    at = begin
    for gap in (*_GAP.finditer(stripped, begin), None):
        end = gap.start() if gap else len(stripped)
        yield _Cell(text[at:end], width(text[:at].expandtabs()))
        at = gap.end() if gap else end


def _placed(row: Sequence[_Cell], starts: Sequence[int]) -> list[str]:
    """The words of a line by column; none where two cells are in one column."""
    if len(row) == len(starts):
        return [cell.text for cell in row]
    texts = [""] * len(starts)
    for cell in (part for whole in row for part in _cut(whole, starts)):
        column = sum(start <= cell.start + _SLACK for start in starts) - 1
        if column < 0 or texts[column]:
            return []
        texts[column] = cell.text
    return texts


def _cut(cell: _Cell, starts: Sequence[int]) -> Iterator[_Cell]:
    """A cell parted at single blanks where another column begins."""
    begin = 0
    for blank in re.finditer(r"(?<=\S) (?=\S)", cell.text):
        if cell.start + width(cell.text[: blank.end()]) in starts:
            yield _Cell(cell.text[begin : blank.start()], cell.start + width(cell.text[:begin]))
            begin = blank.end()
    yield _Cell(cell.text[begin:], cell.start + width(cell.text[:begin]))
