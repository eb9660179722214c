"""Converts lines to strips, with final styles and widths; the last step before the terminal.

The frame of the screen is made here too, because it is drawn before any plan is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.layout.columns import Columns
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.themes import Palette

if TYPE_CHECKING:  # the bars of the first paint need no geometry
    from plandiff.tui.layout.geometry import Line, Paint

GUTTER = 4
"""Cells before the text: cursor bar, row sign, target sign, review mark."""


class Gutter(Struct, frozen=True):
    """The signs before a line; each is a character with the name of its style."""

    bar: tuple[str, str] = (" ", "muted")
    sign: tuple[str, str] = (" ", "muted")
    target: tuple[str, str] = (" ", "muted")
    mark: tuple[str, str] = (" ", "muted")

    def segments(self, palette: Palette) -> list[Segment]:
        """Return the four cells of the gutter; neighbouring blanks are one segment."""
        segments: list[Segment] = []
        blanks = 0
        for character, name in (self.bar, self.sign, self.target, self.mark):
            if character == " ":
                blanks += 1
                continue
            if blanks:
                segments.append(Segment(" " * blanks, palette.base))
                blanks = 0
            segments.append(Segment(character, palette.style(name)))
        if blanks:
            segments.append(Segment(" " * blanks, palette.base))
        return segments


def line_segments(
    line: Line,
    palette: Palette,
    found: Sequence[Paint] = (),
    at: tuple[int, int] | None = None,
    *,
    under: Sequence[Paint] = (),
) -> list[Segment]:
    """Return the text of a line in its styles, with search matches painted on top.

    ``at`` is the position of its first character (column, row), for selection with the mouse.
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
    """Return a strip of exactly ``width`` cells: padded, or cut at a whole character."""
    return Strip(filled(segments, width, style), width)


def filled(segments: Iterable[Segment], width: int, style: Style) -> list[Segment]:
    """Return segments of exactly ``width`` cells, padded or cut as by `fill`."""
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


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Join neighbours of one style: the terminal is sent a style for each segment."""
    kept: list[Segment] = []
    for segment in segments:
        if kept and kept[-1].style is segment.style:
            kept[-1] = Segment(kept[-1].text + segment.text, segment.style)
        else:
            kept.append(segment)
    return kept


def parts_strip(parts: Iterable[tuple[str, Style]], width: int, style: Style) -> Strip:
    """Return pieces of styled text as a strip; control characters are replaced."""
    return fill([Segment(visible_line(text), own) for text, own in parts if text], width, style)


def two_ends(
    left: Sequence[tuple[str, Style]], right: Sequence[tuple[str, Style]], width: int, style: Style
) -> Strip:
    """Place pieces at both edges of a bar; the right ones take precedence."""
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
"""Characters that stay visible before the first one that differs."""


def both_names(old: str, new: str, cells: int) -> tuple[str, str]:
    """Fit two names into ``cells`` in total; each has half, plus what the other leaves unused.

    >>> both_names("关于印发要点的通知（征求意见稿）.docx", "关于印发要点的通知（定稿）.docx", 32)
    ('…知（征求意见稿…', '…知（定稿）.docx')
    """
    half = cells // 2
    for_old = max(half, cells - cell_width(new))
    for_new = max(cells - half, cells - cell_width(old))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return _cut_around(old, for_old, same), _cut_around(new, for_new, same)


def _cut_around(name: str, cells: int, place: int) -> str:
    """Cut a name to ``cells``, with the character at ``place`` visible."""
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
    """Return the names of both plans in ``room`` cells, as pieces with style names."""
    pair = f" {looks.glyphs.pair} "
    old, new = both_names(*names, max(room - cell_width(pair) - 2, 2))
    return [(" ", ""), (old, "strong"), (pair, "muted"), (new, "strong"), (" ", "")]


def frame_strips(
    size: tuple[int, int], shared: Columns, names: tuple[str, str], looks: RenderContext
) -> list[Strip]:
    """Draw all lines of the initial screen: names, rules between the parts, the current work."""
    width, height = size
    palette = looks.palette
    header = [
        (text, palette.panel + palette.styles.get(name, Style()))
        for text, name in name_parts(names, looks, width)
    ]
    busy = [(f" {looks.words('busy.reading')}", palette.style("accent"))]
    empty = _ruled(width, shared, looks)
    return [
        two_ends(header, (), width, palette.panel),
        *[empty] * max(height - _BARS, 0),
        parts_strip(busy, width, palette.base),
        Strip.blank(width, palette.panel),
    ][:height]


def _ruled(width: int, shared: Columns, looks: RenderContext) -> Strip:
    """Return an empty line with rules at the right edges of the outline and the left pane."""
    palette = looks.palette
    rule = (looks.glyphs.rule, palette.style("muted"))
    parts: list[tuple[str, Style]] = []
    for part in (shared.outline, shared.left):
        if part:
            parts += [(" " * (part - 1), palette.base), rule]
    return parts_strip(parts, width, palette.base)
