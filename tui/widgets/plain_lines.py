"""Painting for widgets that draw whole lines themselves: no border, no padding, no tint.

Textual takes each line through its styles, which costs more than drawing it.  What has none of
them needs only what this keeps: lines that did not change since, and the filters of the terminal.
"""

from collections.abc import Callable
from typing import Protocol, cast

from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Painted(Protocol):
    """A widget that draws a line for the screen."""

    paint_line: Callable[[int], Strip]


class PlainLines(StylesCache):
    """Takes the place of a widget's styles cache; the widget has ``paint_line``."""

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """The lines of a region of the widget."""
        width = widget.size.width
        if width != self._width:
            self.clear()
            self._width = width
        paint = cast("Painted", widget).paint_line
        kept, dirty = self._cache, self._dirty_lines
        strips = []
        for y in crop.line_range:
            if y in dirty or y not in kept:
                kept[y] = paint(y)
            strips.append(kept[y])
        dirty.difference_update(crop.line_range)
        for line_filter in widget.get_line_filters():
            background = widget.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips
