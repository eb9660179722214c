"""Notes beside the lines that they are about, in a column of their own."""

from textual.strip import Strip
from textual.widget import Widget

from plandiff.corpus.text.width import pad
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import parts_strip
from plandiff.tui.view.beside import margin_lines
from plandiff.tui.view.model import View
from plandiff.tui.widgets.lines import PlainLines


class Margin(PlainLines, Widget):
    """Follows the new plan's pane."""

    DEFAULT_CSS = "Margin { height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, looks: RenderContext) -> None:
        super().__init__(id="margin")
        self.looks = looks
        self.view: View | None = None
        self.top = 0
        self._lines: dict[int, tuple[str, bool]] = {}

    def show(self, view: View | None) -> None:
        """Draw the notes of this view from now on."""
        self.view = view
        self._set()

    def move_to(self, top: int) -> None:
        """Another line is at the top of the pane."""
        if top != self.top:
            self.top = top
            self._set()

    def on_resize(self) -> None:
        """Another width: other lines."""
        self._set()

    def render_line(self, y: int) -> Strip:
        """One line."""
        return self.paint_line(y)

    def paint_line(self, y: int) -> Strip:
        """A rule, the sign of a note at its first line, and a line of it."""
        palette, glyphs, width = self.looks.palette, self.looks.glyphs, self.size.width
        text, first = self._lines.get(self.top + y, ("", False))
        parts = [
            (glyphs.rule, palette.style("muted")),
            (f"{glyphs.note if first else ' '} ", palette.style("accent")),
            (pad(text, max(width - 3, 0)), palette.base),
        ]
        return parts_strip(parts, width, palette.base)

    def _set(self) -> None:
        self._lines = (
            margin_lines(self.view, self.top, self.size.height, self.size.width - 4)
            if self.view is not None and self.display
            else {}
        )
        self.refresh()
