"""Base class and widgets that draw whole lines, without border, padding or tint."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import two_ends

# Textual takes styles from the first base that is a widget, so this one must not be a widget.
if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


class PlainLines(_Base):
    """Base of widgets that draw their lines in ``paint_line``, without Textual's styling.

    Textual applies styles to each line, which costs more than drawing it.  A line is drawn again
    after a `refresh` that covers it, and when size, scroll offset or focus have changed.
    """

    _painted: dict[int, Strip] | None = None
    """Cache of drawn lines, by line of the screen."""
    _painted_for: object = None
    _line_cells = 0
    """Cached width of the lines: asking Textual for it costs as much as drawing a line."""

    def paint_line(self, y: int) -> Strip:
        """Draw line ``y``, counted from the top of the widget."""
        raise NotImplementedError

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw the lines of these regions again, all lines without a region."""
        if repaint and self._painted is not None:
            if not regions:
                self._painted.clear()
            for region in regions:
                for y in region.line_range:
                    self._painted.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region of the widget, cut to its columns."""
        size = self.size
        self._line_cells = size.width
        state = (size, self.scroll_offset, self.has_focus)
        if self._painted is None or state != self._painted_for:
            self._painted, self._painted_for = {}, state
        painted = self._painted
        for y in crop.line_range:
            if y not in painted:
                painted[y] = self.paint_line(y)
        strips = [painted[y] for y in crop.line_range]
        for line_filter in self.get_line_filters():
            background = self.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


Parts = Sequence[tuple[str, str]]
"""Pieces of text, each with its style name in the palette."""


@dataclass
class BarPointed(Message):
    """A piece of a bar was clicked."""

    bar: "Bar"
    pieces: tuple[str, str]
    """Text of the clicked piece, and of the piece before it."""


class Bar(PlainLines, Widget):
    """Bar with text at both edges; the right text takes precedence when space is short."""

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
        """The text of the bar."""
        return "".join(text for text, _ in (*self._left, *self._right))

    def on_click(self, event: events.Click) -> None:
        """Post a message with the clicked piece."""
        event.stop()
        self.post_message(BarPointed(self, self.piece_at(event.x)))

    def piece_at(self, x: int) -> tuple[str, str]:
        """Return the piece at a cell and the piece before it, stripped; empty if there is none."""
        before, at = "", 0
        for segment in self.paint_line(0):
            at += segment.cell_length
            if at > x:
                return segment.text.strip(), before
            before = segment.text.strip() or before
        return "", before

    def render_line(self, y: int) -> Strip:
        """The one line of the bar."""
        return self.paint_line(y)

    def paint_line(self, y: int) -> Strip:
        """The one line of the bar."""
        palette = self.looks.palette
        base = palette.panel if self.panel else palette.base

        def styled(parts: Parts) -> list[tuple[str, Style]]:
            return [(text, base + palette.styles.get(name, Style())) for text, name in parts]

        if y > 0:
            return Strip.blank(self.size.width, base)
        return two_ends(styled(self._left), styled(self._right), self.size.width, base)


class Backdrop(Widget):
    """A container that its children cover completely.

    Textual paints containers line by line below their children, and cuts each of those lines at
    the edges of the children.  Using one strip for all lines costs this only once, because Textual
    caches the cuts in the strip.
    """

    _behind: Strip | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the same empty strip for every line."""
        if self._behind is None or self._behind.cell_length != crop.width:
            self._behind = Strip.blank(crop.width, Style())
        return [self._behind] * crop.height


class Body(Backdrop):
    """Container of outline, panes and map, side by side."""

    DEFAULT_CSS = "Body { height: 1fr; layout: horizontal; overflow: hidden hidden; }"
