"""Lines as strips: the last step before the terminal, where every style and cell is settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.render.themes import Palette

if TYPE_CHECKING:  # bars are drawn with this before there is a line of a plan
    from plandiff.tui.layout.geometry import Line, Paint

GUTTER = 4
"""Cells in front of the text: place bar, sign, target sign, review mark."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """What stands in front of a line; each is a character and the name of its style."""

    bar: tuple[str, str] = (" ", "muted")
    sign: tuple[str, str] = (" ", "muted")
    target: tuple[str, str] = (" ", "muted")
    mark: tuple[str, str] = (" ", "muted")

    def segments(self, palette: Palette) -> list[Segment]:
        """Four cells."""
        parts = (self.bar, self.sign, self.target, self.mark)
        if all(character == " " for character, _ in parts):
            return [Segment(" " * GUTTER, palette.base)]
        return [Segment(character, palette.style(name)) for character, name in parts]


def line_segments(
    line: Line, palette: Palette, found: Sequence[Paint] = (), at: tuple[int, int] | None = None
) -> list[Segment]:
    """The text of a line in its styles, with matches of the search laid over it.

    ``at`` is the line's place (column of its first character, row): it lets the mouse select text.
    """
    text = line.text
    paints = [*line.paragraph.paints, *found]
    start, end = line.start, line.start + len(text)
    inside = [paint for paint in paints if paint[0] < end and paint[1] > start]
    edges = {start, end}
    for first, last, _ in inside:
        edges.update((max(first, start), min(last, end)))
    ordered = sorted(edges)
    segments = []
    for left, right in pairwise(ordered):
        names = tuple(name for first, last, name in inside if first <= left and last >= right)
        style = palette.style(*names)
        if at is not None:
            style += Style.from_meta({"offset": (at[0] + left - start, at[1])})
        segments.append(Segment(visible_line(text[left - start : right - start]), style))
    return segments


def fill(segments: Iterable[Segment], width: int, style: Style) -> Strip:
    """A strip of exactly so many cells: filled up, or cut at a whole character."""
    return Strip(filled(segments, width, style), width)


def filled(segments: Iterable[Segment], width: int, style: Style) -> list[Segment]:
    """Segments of exactly so many cells, as `fill` makes a strip of them."""
    kept: list[Segment] = []
    used = 0
    for segment in segments:
        cells = cell_width(segment.text)
        if used + cells > width:
            kept.append(Segment(cut(segment.text, width - used, ""), segment.style))
            used += cell_width(kept[-1].text)
            break
        kept.append(segment)
        used += cells
    if used < width:
        kept.append(Segment(" " * (width - used), style))
    return kept


def parts_strip(parts: Iterable[tuple[str, Style]], width: int, style: Style) -> Strip:
    """Pieces of text with their styles as a strip; the text is made safe here."""
    return fill([Segment(visible_line(text), own) for text, own in parts if text], width, style)


def two_ends(
    left: Sequence[tuple[str, Style]], right: Sequence[tuple[str, Style]], width: int, style: Style
) -> Strip:
    """Pieces at the left and at the right edge of a bar; the right ones win."""
    right_cells = sum(cell_width(visible_line(text)) for text, _ in right)
    if right_cells >= width:
        return parts_strip(left, width, style)
    room = width - right_cells
    pieces: list[tuple[str, Style]] = []
    used = 0
    for text, own in left:
        shown = cut(visible_line(text), room - used)
        pieces.append((shown, own))
        used += cell_width(shown)
        if shown != visible_line(text):
            break
    gap = (" " * (room - used), style)
    return parts_strip([*pieces, gap, *right], width, style)
