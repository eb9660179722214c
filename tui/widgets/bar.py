"""A line of the screen's frame: header, titles, status, footer."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from plandiff.tui.drawing.looks import Looks
from plandiff.tui.drawing.strips import two_ends

Parts = Sequence[tuple[str, str]]
"""Pieces of text, each with the name of its style in the palette."""


class Bar(Widget):
    """Text at the left and at the right edge; what is at the right stays when room is short."""

    DEFAULT_CSS = "Bar { height: 1; }"
    ALLOW_SELECT = False

    def __init__(self, looks: Looks, *, panel: bool = True, **options: str) -> None:
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
