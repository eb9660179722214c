"""Layout types of a page: pieces of text, and the printed lines that they form.

Coordinates are in points (1/72 inch) from the lower left corner of the upright page.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from plandiff.corpus.text import lazy_re as re

HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026"
LABEL = re.compile(
    r"[（(]?[一二三四五六七八九十百零〇]{1,5}[)）、.．]|[壹貳贰參叁肆伍陸陆柒捌玖拾甲乙丙丁戊己]{1,3}、|[（(]\d{1,3}[)）]|\d{1,3}[、.．)）](?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]{1,5}[章节条篇部编款]|[①-⑳⑴-⒇]|附件|附录"
)
"""The number of a heading or list item at the start of a line."""
_CELL_GAP = 1.5
"""Ems; pieces further apart are separate table cells."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*[/._?&=#\x02-]\Z", re.IGNORECASE)
"""A web address that is broken at one of its own punctuation characters."""
_BESIDE_HAN = re.compile(rf"[{HAN}]")


class Box(Struct, frozen=True):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """The height of the horizontal centre line."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """Distance from bottom to top."""
        return self.top - self.bottom


class Piece(Struct, frozen=True):
    """Characters on one line without a large gap between them."""

    text: str
    box: Box
    size: float
    """Font size in points."""
    row: bool = False
    """Whether this is a row of a ruled table, with tabs between its columns."""
    parts: tuple["Piece", ...] = ()
    """The piece split at its small gaps; empty if it has none."""


class PrintedLine(Struct, frozen=True):
    """One printed line within one column of the page."""

    text: str
    box: Box
    size: float
    page: int
    """0-based."""
    column: int = 0
    """Number of the column, counted over all columns and bands of the document."""
    wide_gaps: bool = False
    """Whether there are gaps between pieces as wide as in a table."""
    pieces: tuple[Piece, ...] = ()
    """From left to right."""
    row: bool = False
    """Whether this is a table row, with tabs between its columns."""

    @property
    def widest_gap(self) -> float:
        """Maximum gap between pieces of one cell, in points."""
        return _CELL_GAP * self.size


class Page(Struct, frozen=True):
    """The pieces of one page and its size in points."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    slanted: tuple[str, ...] = ()
    """Slanted text: watermarks."""
    rules: tuple[Box, ...] = ()
    """Horizontal and vertical rules as thin boxes: table borders, underlines."""


def joined(left: str, right: str) -> str:
    """Join two parts of a wrapped text; insert a space only between non-Chinese words.

    >>> joined("提升美育", "质量"), joined("work", "plan")
    ('提升美育质量', 'work plan')
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left + right
    if left.endswith("\x02"):  # PDFium's code for a hyphen at a line end
        return left[:-1] + ("-" if _ADDRESS.search(left) else "") + right
    if _ADDRESS.search(left) and right[0].isascii() and not right[0].isspace():
        return left + right
    if _BESIDE_HAN.match(left[-1]) or _BESIDE_HAN.match(right[0]) or right[0] in "%‰℃)],.;:!?":
        return left + right
    return f"{left} {right}"


def make_lines(pieces: list[Piece], page: int, column: int = 0) -> list[PrintedLine]:
    """Group pieces into lines, sorted from the top down; pieces from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.box.middle, p.box.left)):
        if rows and _same_row(rows[-1][0].box, piece.box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_make_line(sorted(row, key=lambda p: p.box.left), page, column) for row in rows]


def _same_row(first: Box, second: Box) -> bool:
    shared = min(first.top, second.top) - max(first.bottom, second.bottom)
    return shared > 0.5 * min(first.height, second.height)


def _make_line(row: list[Piece], page: int, column: int) -> PrintedLine:
    size = max(row, key=lambda p: len(p.text)).size
    text = join_pieces(row, size)
    gaps = (after.box.left - before.box.right for before, after in itertools.pairwise(row))
    wide = any(gap > _CELL_GAP * size for gap in gaps)
    box = Box(
        left=row[0].box.left,
        bottom=min(p.box.bottom for p in row),
        right=max(p.box.right for p in row),
        top=max(p.box.top for p in row),
    )
    is_row = any(piece.row for piece in row)
    return PrintedLine(
        text.strip("\n \u3000") if is_row else text.strip(),
        box,
        size,
        page,
        column,
        wide or is_row,
        tuple(row),
        is_row and "\t" in text,
    )


def join_pieces(row: Sequence[Piece], size: float) -> str:
    """Join the text of pieces from left to right, with a tab at gaps as wide as between cells."""
    text = row[0].text
    for before, piece in itertools.pairwise(row):
        gap = piece.box.left - before.box.right
        if gap > _CELL_GAP * size:
            text = f"{text.rstrip()}\t{piece.text.lstrip()}"
        elif gap > 0.25 * size:
            text = joined(text, piece.text)
        else:
            text += piece.text
    return text


def cell_text(pieces: Iterable[Piece]) -> str:
    """Join the lines of a cell from the top down."""
    text = ""
    for line in make_lines(list(pieces), 0):
        text = joined(text, line.text.replace("\t", " "))
    return text


_BAND = 8.0
"""Height of a band in points; centres of pieces of a line are in one band or two adjacent ones."""


class Run(NamedTuple):
    """Adjacent characters in file order, as one piece and split at its gaps."""

    whole: Piece
    parts: tuple[Piece, ...]
    """The run split at its gaps; empty if it has none."""


def interleave(runs: Sequence[Run]) -> Iterator[Piece]:
    """Yield the pieces of a page; a run is split if another run is drawn inside one of its gaps."""
    bands: defaultdict[int, list[float]] = defaultdict(list)
    for run in runs:
        for piece in run.parts or (run.whole,):
            bands[_band(piece.box)].append((piece.box.left + piece.box.right) / 2)
    for places in bands.values():
        places.sort()
    # Sorted centres per band make this O(n log n); comparing all pairs of runs would be quadratic.
    for run in runs:
        near = [bands[_band(run.whole.box) + step] for step in (-1, 0, 1)]
        if any(_is_filled(gap, places) for gap in pairwise(run.parts) for places in near):
            yield from run.parts
        else:
            yield run.whole


def _band(box: Box) -> int:
    return int(box.middle // _BAND)


def _is_filled(gap: tuple[Piece, Piece], places: list[float]) -> bool:
    """Whether the centre of another run is between two parts of a run."""
    before, behind = gap
    return bisect_right(places, before.box.right) < bisect_left(places, behind.box.left)
