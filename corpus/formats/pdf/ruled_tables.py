"""Detect tables with cell borders; each row becomes one piece of the page.

Rules that touch form one grid.  Adjacent grid positions without a rule between them are one merged
cell, printed at its top left position (`plandiff.corpus.formats.grid`).  The wrapped lines of a
cell are joined, since its borders show where it ends.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.formats.grid import row_text
from plandiff.corpus.formats.pdf.layout import Box, Page, Piece, cell_text, make_lines
from plandiff.corpus.text import lazy_re as re

_APART = 4.0
"""Points; closer rules are one border.  Browsers draw separate borders for adjacent cells."""
_OPEN_SIDE = 8.0
"""Points by which rules extend past the outermost crossing rule if a side has no border."""
_PARTED = 0.6
"""Minimum share of a grid position's side that a rule covers to separate it from the next."""
_MOST_LINES = 250
"""Maximum rules of one direction on a page."""
_MOST_PLACES = 20_000
"""Maximum positions of a grid."""
_NUMBER = re.compile(r"[+-]?\d[\d.,:/-]*\s*[%％]?")
_LEVEL = 3.0
"""Points; maximum difference between the centres of cells on one line."""
_DEEPEST_SINGLE = 5
"""Maximum text lines per cell of a single-row table; with more it is framed columns of text."""


class _Grid(NamedTuple):
    """Positions of a table's borders: x from left to right, y from the bottom up."""

    across: tuple[float, ...]
    up: tuple[float, ...]
    level: tuple[Box, ...]
    """The horizontal rules."""
    upright: tuple[Box, ...]


def take_ruled_tables(page: Page) -> Page:
    """Replace the text of ruled tables by one piece per row, with tabs between the cells."""
    pieces = page.pieces
    for grid in _grids(page.rules):
        inside, outside = _divided(pieces, grid)
        rows = _rows(inside, grid)
        if rows:
            pieces = (*outside, *rows)
    return replace(page, pieces=pieces)


def _grids(rules: Sequence[Box]) -> Iterator[_Grid]:
    """Grids of touching rules with at least two columns."""
    level = _merged([r for r in rules if r.right - r.left >= r.height], turned=False)
    upright = _merged([_turned(r) for r in rules if r.right - r.left < r.height], turned=True)
    if not (level and upright) or max(len(level), len(upright)) > _MOST_LINES:
        return
    for lines, walls in _touching(level, upright):
        across = _places([w.left for w in walls], [x for r in lines for x in (r.left, r.right)])
        up = _places([r.bottom for r in lines], [y for w in walls for y in (w.bottom, w.top)])
        if len(across) > 2 and len(up) > 1 and len(across) * len(up) <= _MOST_PLACES:
            yield _Grid(across, up, tuple(lines), tuple(walls))


def _turned(box: Box) -> Box:
    return Box(box.bottom, box.left, box.top, box.right)


def _merged(rules: Sequence[Box], *, turned: bool) -> list[Box]:
    """Merge horizontal rules that meet at one height; ``turned`` swaps the axes back."""
    merged: list[Box] = []
    for _, at_height in _clustered(rules):
        middle = sum(rule.middle for rule in at_height) / len(at_height)
        line: Box | None = None
        for rule in sorted(at_height, key=lambda r: r.left):
            if line is not None and rule.left - line.right <= _APART:
                line = replace(line, right=max(line.right, rule.right))
            else:
                merged += [line] if line is not None else []
                line = Box(rule.left, middle, rule.right, middle)
        merged += [line] if line is not None else []
    return [_turned(line) for line in merged] if turned else merged


def _clustered(rules: Iterable[Box]) -> Iterator[tuple[float, list[Box]]]:
    """Group horizontal rules by height; close heights form one group."""
    group: list[Box] = []
    for rule in sorted(rules, key=lambda r: r.middle):
        if group and rule.middle - group[0].middle > _APART:
            yield group[0].middle, group
            group = []
        group.append(rule)
    if group:
        yield group[0].middle, group


def _touching(
    level: Sequence[Box], upright: Sequence[Box]
) -> Iterator[tuple[list[Box], list[Box]]]:
    """The horizontal and vertical rules of each component that crossings connect."""
    crossed: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(level):
        for k, wall in enumerate(upright, start=len(level)):
            if (
                line.left - _APART <= wall.left <= line.right + _APART
                and wall.bottom - _APART <= line.bottom <= wall.top + _APART
            ):
                crossed[i].append(k)
                crossed[k].append(i)
    lines = [*level, *upright]
    seen: set[int] = set()
    for start in sorted(crossed):
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            at = waiting.pop()
            group.append(at)
            waiting += (new := [k for k in crossed[at] if k not in seen])
            seen.update(new)
        yield (
            [lines[k] for k in sorted(group) if k < len(level)],
            [lines[k] for k in sorted(group) if k >= len(level)],
        )


def _places(lines: Iterable[float], ends: Sequence[float]) -> tuple[float, ...]:
    """Distinct positions of rules, and the ends of crossing rules that extend beyond them."""
    places: list[float] = []
    for place in sorted(lines):
        if not places or place - places[-1] > _APART:
            places.append(place)
    if min(ends) < places[0] - _OPEN_SIDE:
        places.insert(0, min(ends))
    if max(ends) > places[-1] + _OPEN_SIDE:
        places.append(max(ends))
    return tuple(places)


def _divided(pieces: Sequence[Piece], grid: _Grid) -> tuple[list[Piece], list[Piece]]:
    """Pieces with their centre inside the grid, and the other pieces."""
    inside: list[Piece] = []
    outside: list[Piece] = []
    for piece in pieces:
        middle = (piece.box.left + piece.box.right) / 2
        is_in = (
            grid.across[0] < middle < grid.across[-1]
            and grid.up[0] < piece.box.middle < grid.up[-1]
            and not piece.row
        )
        (inside if is_in else outside).append(piece)
    return inside, outside


def _rows(pieces: Sequence[Piece], grid: _Grid) -> list[Piece]:
    """The rows of a table from the top down; empty if no row has two cells with text."""
    heads = _heads(grid)
    cells: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in pieces:
        row = bisect_right(grid.up, piece.box.middle) - 1
        column = bisect_right(grid.across, (piece.box.left + piece.box.right) / 2) - 1
        cells[heads[row, column]].append(piece)
    texts = {place: cell_text(inside) for place, inside in cells.items()}
    used = sorted({column for _, column in cells})
    if len(used) < 2 or all(sum(row == r for row, _ in texts) < 2 for r, _ in texts):
        return []
    if len(grid.up) == 2 and any(
        len(make_lines(inside, 0)) > _DEEPEST_SINGLE for inside in cells.values()
    ):
        return []
    rows = []
    for row in sorted({row for row, _ in texts}, reverse=True):
        box = Box(grid.across[0], grid.up[row], grid.across[-1], grid.up[row + 1])
        band = {column: cells[row, column] for column in used if (row, column) in cells}
        for part, top, bottom in _rows_in(band, box):
            text = row_text([cell_text(part.get(column, ())) for column in used])
            size = min(piece.size for inside in part.values() for piece in inside)
            place = Box(box.left, bottom, box.right, top)
            rows.append(Piece(text, place, size, row=True))
    return rows


def _rows_in(
    band: Mapping[int, list[Piece]], box: Box
) -> Iterator[tuple[Mapping[int, list[Piece]], float, float]]:
    """The rows between two borders, mostly one, each with its top and bottom.

    There are several if a column has a number on each of several lines: cells do not wrap that way.
    """
    anchors = max((_number_heights(inside) for inside in band.values()), key=len, default=[])
    if len(anchors) < 2:
        yield band, box.top, box.bottom
        return
    ends = [(a + b) / 2 for a, b in pairwise(anchors)]
    top = max(piece.box.middle for inside in band.values() for piece in inside)
    if top - anchors[0] < _LEVEL:  # cells start at the top of their rows and may wrap below
        ends = [height + _LEVEL for height in anchors[1:]]
    borders = [box.top, *ends, box.bottom]
    for upper, lower in pairwise(borders):
        part = {
            column: found
            for column, inside in band.items()
            if (found := [p for p in inside if lower <= p.box.middle < upper])
        }
        if part:
            yield part, upper, lower


def _number_heights(pieces: list[Piece]) -> list[float]:
    """The centres of a cell's lines that consist only of a number, from the top down."""
    lines = make_lines(pieces, 0)
    return [line.box.middle for line in lines if _NUMBER.fullmatch(line.text.strip())]


def _heads(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Map each grid position to the top left position of its (merged) cell."""
    rows, columns = len(grid.up) - 1, len(grid.across) - 1
    heads: dict[tuple[int, int], tuple[int, int]] = {}
    # From the top row down, since rows are counted upwards and heads are copied from above.
    for row in range(rows - 1, -1, -1):
        for column in range(columns):
            above, left = (row + 1, column), (row, column - 1)
            if column and not _is_parted_across(grid, row, column):
                heads[row, column] = heads[left]
            elif row < rows - 1 and not _is_parted_above(grid, row, column):
                heads[row, column] = heads[above]
            else:
                heads[row, column] = (row, column)
    return heads


def _is_parted_across(grid: _Grid, row: int, column: int) -> bool:
    """Whether a vertical rule is at the left side of a grid position."""
    bottom, top = grid.up[row], grid.up[row + 1]
    return any(
        abs(wall.left - grid.across[column]) <= _APART
        and min(top, wall.top) - max(bottom, wall.bottom) >= _PARTED * (top - bottom)
        for wall in grid.upright
    )


def _is_parted_above(grid: _Grid, row: int, column: int) -> bool:
    """Whether a horizontal rule is above a grid position."""
    left, right = grid.across[column], grid.across[column + 1]
    return any(
        abs(line.bottom - grid.up[row + 1]) <= _APART
        and min(right, line.right) - max(left, line.left) >= _PARTED * (right - left)
        for line in grid.level
    )


def walls_of(rules: Iterable[Box]) -> list[Box]:
    """The vertical rules from left to right; no word crosses one."""
    return sorted((r for r in rules if r.right - r.left < r.height), key=lambda r: r.left)
