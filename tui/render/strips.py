"""Lines as strips: the last step before the terminal, where every style and cell is settled.

The frame of the screen is made here too: it is drawn before any plan was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.layout.columns import Columns
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.themes import Palette

if TYPE_CHECKING:  # bars are drawn with this before there is a line of a plan
    from plandiff.tui.layout.geometry import Line, Paint

GUTTER = 4
"""Cells in front of the text: place bar, sign, target sign, review mark."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """The signs before a line; each is a character and the name of its style."""

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
    line: Line,
    palette: Palette,
    found: Sequence[Paint] = (),
    at: tuple[int, int] | None = None,
    *,
    under: Sequence[Paint] = (),
) -> list[Segment]:
    """The text of a line in its styles, with matches of the search laid over it.

    ``at`` is the line's place (column of its first character, row): it lets the mouse select text.
    """
    text = line.text
    paints = [*under, *line.paragraph.paints, *found]
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


_BEFORE = 2
"""Characters that stay in front of the first one that differs."""


def both_names(old: str, new: str, cells: int) -> tuple[str, str]:
    """Both names in so many cells together; each has half of them, and what the other leaves.

    >>> both_names("关于印发要点的通知（征求意见稿）.docx", "关于印发要点的通知（定稿）.docx", 32)
    ('…知（征求意见稿…', '…知（定稿）.docx')
    """
    half = cells // 2
    for_old = max(half, cells - cell_width(new))
    for_new = max(cells - half, cells - cell_width(old))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return _cut_around(old, for_old, same), _cut_around(new, for_new, same)


def _cut_around(name: str, cells: int, place: int) -> str:
    """The name cut to so many cells, with the character at ``place`` in sight."""
    head = cut(name, cells)
    if head == name or place < len(head) - 1 - _BEFORE:
        return head
    start = max(place - _BEFORE, 0)
    while start > 0 and cell_width(name[start - 1 :]) < cells:
        start -= 1
    return "…" + cut(name[start:], max(cells - 1, 0)) if start else head


_BARS = 3
"""Header, titles and status line; the footer is the fourth."""


def name_parts(names: tuple[str, str], looks: RenderContext, room: int) -> list[tuple[str, str]]:
    """The names of both plans in so many cells, each piece with the name of its style."""
    pair = f" {looks.glyphs.pair} "
    old, new = both_names(*names, max(room - cell_width(pair) - 2, 2))
    return [(" ", ""), (old, "strong"), (pair, "muted"), (new, "strong"), (" ", "")]


def frame_strips(
    size: tuple[int, int], shared: Columns, names: tuple[str, str], looks: RenderContext
) -> list[Strip]:
    """Every line of the screen: names, the rules between the parts, what is being done."""
    width, height = size
    palette = looks.palette
    header = [
        (text, palette.panel + palette.styles.get(name, Style()))
        for text, name in name_parts(names, looks, width)
    ]
    told = [(f" {looks.words('busy.reading')}", palette.style("accent"))]
    empty = _ruled(width, shared, looks)
    return [
        two_ends(header, (), width, palette.panel),
        *[empty] * max(height - _BARS, 0),
        parts_strip(told, width, palette.base),
        Strip.blank(width, palette.panel),
    ][:height]


def _ruled(width: int, shared: Columns, looks: RenderContext) -> Strip:
    """An empty line with a rule at the right edge of the outline and of the left pane."""
    palette = looks.palette
    rule = (looks.glyphs.rule, palette.style("muted"))
    parts: list[tuple[str, Style]] = []
    for part in (shared.outline, shared.left):
        if part:
            parts += [(" " * (part - 1), palette.base), rule]
    return parts_strip(parts, width, palette.base)
