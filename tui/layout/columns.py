"""Divides the width of the screen among outline, one or two panes, map of changes and margin."""

from enum import StrEnum

from msgspec import Struct


class Layout(StrEnum):
    """Arrangement of the panes, as selected by the reader."""

    AUTO = "auto"
    SPLIT = "split"
    UNIFIED = "unified"


SPLIT_FROM = 70
"""Cells from which two panes are shown; with fewer, Chinese prose is more readable in one pane."""
OUTLINE_FROM = 110
"""Screen width from which the outline opens automatically."""
_OUTLINE_LEAST = 40
MARGIN_FROM = 150
"""Screen width from which notes have a margin; with less they are shown below their text."""
_MARGIN = 30
_GUTTER = 4
_MAP = 2


class Columns(Struct, frozen=True):
    """Width of each part in cells; 0 if it is not shown."""

    outline: int
    left: int
    right: int
    map: int
    margin: int = 0
    """Column for notes to the right of the text."""

    @property
    def unified(self) -> bool:
        """Whether there is one pane for both plans."""
        return self.left == 0

    @property
    def text(self) -> int:
        """Cells of text per line, equal on both sides, without gutter and rule."""
        if self.unified:
            return max(self.right - _GUTTER - 1, 4)
        return max(min(self.left - _GUTTER - 1, self.right - _GUTTER), 4)


def columns(
    width: int, layout: Layout, *, outline: int, with_map: bool = True, with_margin: bool = False
) -> Columns:
    """Divide ``width`` cells; ``outline`` is the requested width of the outline, 0 to hide it.

    >>> columns(140, Layout.AUTO, outline=32)
    Columns(outline=32, left=53, right=53, map=2, margin=0)
    >>> columns(60, Layout.AUTO, outline=0).unified
    True
    """
    outline = min(outline, width // 3) if width >= _OUTLINE_LEAST else 0
    side = _MAP if with_map else 0
    margin = min(_MARGIN, width // 4) if with_margin else 0
    room = max(width - outline - side - margin, 8)
    split = layout is Layout.SPLIT or (layout is Layout.AUTO and room >= SPLIT_FROM)
    left = room // 2 if split else 0
    return Columns(outline, left, room - left, side, margin)
