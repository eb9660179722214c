"""Detect two-column pages and return lines in reading order."""

from collections.abc import Iterable, Sequence

from plandiff.corpus.formats.pdf.layout import Page, Piece, PrintedLine, make_lines

_FEWEST_LINES = 8
_FILLED = 0.85
"""Share of the column width that a full line of prose fills; table cells fill less."""
_FULL_LINES = 0.25
"""Minimum share of full lines in a column of prose; the rest are headings and last lines."""
_MOST_PARTED = 0.3
"""Maximum share of lines with wide gaps in a column of prose; in a table most lines have them."""
_MARGIN = 0.08
"""Share of the page height at top and bottom where headers and footers may cross the gutter."""


def all_lines(pages: Iterable[Page]) -> list[PrintedLine]:
    """Return the lines of all pages; on two-column pages the left column comes before the right.

    Lines across the gutter split the page into bands, which are read from the top down.  A page
    with too few lines to decide uses the columns of the previous page.
    """
    lines: list[PrintedLine] = []
    gutter: float | None = None
    for page in pages:
        found = _find_gutter([piece for piece in page.pieces if _inside(page, piece)])
        if found is not None:
            gutter = found
        elif gutter is not None and not _may_have(page.pieces, gutter):
            gutter = None
        lines.extend(_lines_of(page, gutter, lines[-1].column + 1 if lines else 0))
    return lines


def _lines_of(page: Page, gutter: float | None, column: int) -> list[PrintedLine]:
    if gutter is None:
        return make_lines(list(page.pieces), page.number, column)
    lines: list[PrintedLine] = []
    for band in _bands(page, gutter):
        for side in band:
            lines.extend(make_lines(side, page.number, column))
            column += 1
    return lines


def _inside(page: Page, piece: Piece) -> bool:
    return _MARGIN * page.height < piece.box.middle < (1 - _MARGIN) * page.height


def _may_have(pieces: Sequence[Piece], gutter: float) -> bool:
    """Whether few pieces cross the gutter and both sides have pieces."""
    left = sum(p.box.right <= gutter for p in pieces)
    right = sum(p.box.left >= gutter for p in pieces)
    return min(left, right) >= 1 and left + right >= 0.8 * len(pieces)


def _bands(page: Page, gutter: float) -> list[list[list[Piece]]]:
    """Groups of pieces from the top down: ``[across]`` or ``[left, right]``."""
    bands: list[list[list[Piece]]] = []
    for piece in sorted(page.pieces, key=lambda p: (-p.box.middle, p.box.left)):
        across = piece.box.left < gutter < piece.box.right
        if not bands or (len(bands[-1]) == 1) != across:
            bands.append([[]] if across else [[], []])
        bands[-1][0 if across or piece.box.right <= gutter else 1].append(piece)
    return bands


def _find_gutter(pieces: list[Piece]) -> float | None:
    """Find the x of a gap between two columns of prose; None without clear evidence."""
    if len(pieces) < 2 * _FEWEST_LINES:
        return None
    left = min(p.box.left for p in pieces)
    right = max(p.box.right for p in pieces)
    middle = (left + right) / 2
    best: tuple[int, float] = (len(pieces) // 4 + 1, 0.0)
    # Sample the middle third of the text width; at most a quarter of the pieces may cross.
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
        if sum(line.wide_gaps for line in lines) > _MOST_PARTED * len(lines):
            return False
        full = sum(line.box.right - line.box.left >= _FILLED * width for line in lines)
        if full < _FULL_LINES * len(lines):
            return False
    return True
