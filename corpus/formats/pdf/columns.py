"""Whether a page is set in two columns, and its lines in the order of reading."""

from statistics import median

from corpus.formats.pdf.layout import Page, Piece, PrintedLine, make_lines

_FEWEST_LINES = 8
_FILLED = 0.75
"""Share of its column that a middling line of prose fills; cells of a table fill less."""


def lines_in_order(page: Page, first_column: int) -> list[PrintedLine]:
    """The lines of a page; left column before right where there is a gutter.

    Lines across the gutter part the page into bands that are read one after the other.
    """
    pieces = list(page.pieces)
    gutter = _find_gutter(pieces)
    if gutter is None:
        return make_lines(pieces, page.number, first_column)
    lines: list[PrintedLine] = []
    column = first_column
    for band in _bands(pieces, gutter):
        for side in band:
            lines.extend(make_lines(side, page.number, column))
            column += 1
    return lines


def _bands(pieces: list[Piece], gutter: float) -> list[list[list[Piece]]]:
    """Groups of pieces from the top down: ``[across]`` or ``[left, right]``."""
    bands: list[list[list[Piece]]] = []
    for piece in sorted(pieces, key=lambda p: -p.box.middle):
        across = piece.box.left < gutter < piece.box.right
        if not bands or (len(bands[-1]) == 1) != across:
            bands.append([[]] if across else [[], []])
        bands[-1][0 if across or piece.box.right <= gutter else 1].append(piece)
    return bands


def _find_gutter(pieces: list[Piece]) -> float | None:
    """A height-long gap that parts two columns of prose; None where evidence is thin."""
    if len(pieces) < 2 * _FEWEST_LINES:
        return None
    left = min(p.box.left for p in pieces)
    right = max(p.box.right for p in pieces)
    middle = (left + right) / 2
    best: tuple[int, float] = (len(pieces) // 4 + 1, 0.0)
    for step in range(-10, 11):
        at = middle + step * (right - left) / 60
        crossing = sum(p.box.left < at < p.box.right for p in pieces)
        best = min(best, (crossing, at), key=lambda c: (c[0], abs(c[1] - middle)))
    gutter = best[1]
    return gutter if gutter and _both_sides_are_prose(pieces, gutter, (left, right)) else None


def _both_sides_are_prose(pieces: list[Piece], gutter: float, edges: tuple[float, float]) -> bool:
    sides = (
        ([p for p in pieces if p.box.right <= gutter], gutter - edges[0]),
        ([p for p in pieces if p.box.left >= gutter], edges[1] - gutter),
    )
    for side, width in sides:
        lines = make_lines(side, 0)
        if len(lines) < _FEWEST_LINES:
            return False
        if median(line.box.right - line.box.left for line in lines) < _FILLED * width:
            return False
    return True
