"""Widgets and a base of widgets that draw whole lines: no border, no padding, no tint."""

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

# Textual takes the styles of a widget from the first base that is a widget: this one must be none.
if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


class PlainLines(_Base):
    """Base of a widget whose lines are drawn by its ``paint_line``, without Textual's styling.

    Textual takes each line through its styles, which costs more than drawing it.  A line is drawn
    again after a `refresh` that covers it, and when size, scroll offset or focus have changed.
    """

    _painted: dict[int, Strip] | None = None
    """Lines on the screen that need not be drawn again."""
    _painted_for: object = None
    _line_cells = 0
    """Width of the lines that are being drawn: to ask Textual for it costs as much as a line."""

    def paint_line(self, y: int) -> Strip:
        """Draw the line with this number, counted from the top of the widget."""
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
"""Pieces of text, each with the name of its style in the palette."""


@dataclass
class BarPointed(Message):
    """A piece of a bar was clicked."""

    bar: "Bar"
    pieces: tuple[str, str]
    """Its text, and that of the piece before it."""


class Bar(PlainLines, Widget):
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

    def on_click(self, event: events.Click) -> None:
        """Hand on which piece was clicked."""
        event.stop()
        self.post_message(BarPointed(self, self.piece_at(event.x)))

    def piece_at(self, x: int) -> tuple[str, str]:
        """The pieces at a cell and before it, without blanks at their ends; empty where none is."""
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
