"""Painting for widgets that draw whole lines themselves: no border, no padding, no tint.

Textual takes each line through its styles, which costs more than drawing it.  What has none of
them needs only what this keeps: lines that did not change since, and the filters of the terminal.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from rich.style import Style
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import two_ends


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


Parts = Sequence[tuple[str, str]]
"""Pieces of text, each with the name of its style in the palette."""


class Bar(Widget):
    """Text at the left and at the right edge; what is at the right stays when room is short."""

    DEFAULT_CSS = "Bar { height: 1; }"
    ALLOW_SELECT = False

    def __init__(self, looks: RenderContext, *, panel: bool = True, **options: str) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.looks = looks
        self.panel = panel
        self._left: Parts = ()
        self._right: Parts = ()

    def put(self, left: Parts, right: Parts = ()) -> None:
        """Show these pieces."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    @property
    def text(self) -> str:
        """All that the bar shows."""
        return "".join(text for text, _ in (*self._left, *self._right))

    def render_line(self, y: int) -> Strip:
        """The one line of the bar."""
        palette = self.looks.palette
        base = palette.panel if self.panel else palette.base

        def styled(parts: Parts) -> list[tuple[str, Style]]:
            return [(text, base + palette.styles.get(name, Style())) for text, name in parts]

        if y > 0:
            return Strip.blank(self.size.width, base)
        return two_ends(styled(self._left), styled(self._right), self.size.width, base)


class Backdrop(Widget):
    """A container whose children leave no cell of it free.

    Textual paints containers line by line beneath their children, and cuts each of those lines at
    every edge above it.  One strip for all lines costs this once: Textual keeps what it makes of a
    strip with the strip.
    """

    _behind: Strip | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The same empty strip for every line."""
        if self._behind is None or self._behind.cell_length != crop.width:
            self._behind = Strip.blank(crop.width, Style())
        return [self._behind] * crop.height


class Body(Backdrop):
    """Outline, panes and map side by side."""

    DEFAULT_CSS = "Body { height: 1fr; layout: horizontal; overflow: hidden hidden; }"
