"""What lies behind other widgets and is never in sight."""

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


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
