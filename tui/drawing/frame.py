"""The empty frame of the review, as strips: what is on the screen before any plan was read."""

from rich.style import Style
from textual.strip import Strip

from plandiff.tui.drawing.looks import Looks
from plandiff.tui.drawing.names import both_names
from plandiff.tui.drawing.strips import parts_strip, two_ends
from plandiff.tui.layout.columns import Columns
from plandiff.tui.layout.width import cell_width

_BARS = 3
"""Header, titles and status line; the footer is the fourth."""


def name_parts(names: tuple[str, str], looks: Looks, room: int) -> list[tuple[str, str]]:
    """The names of both plans in so many cells, each piece with the name of its style."""
    pair = f" {looks.glyphs.pair} "
    old, new = both_names(*names, max(room - cell_width(pair) - 2, 2))
    return [(" ", ""), (old, "strong"), (pair, "muted"), (new, "strong"), (" ", "")]


def frame_strips(
    size: tuple[int, int], shared: Columns, names: tuple[str, str], looks: Looks
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


def _ruled(width: int, shared: Columns, looks: Looks) -> Strip:
    """An empty line with a rule at the right edge of the outline and of the left pane."""
    palette = looks.palette
    rule = (looks.glyphs.rule, palette.style("muted"))
    parts: list[tuple[str, Style]] = []
    for part in (shared.outline, shared.left):
        if part:
            parts += [(" " * (part - 1), palette.base), rule]
    return parts_strip(parts, width, palette.base)
