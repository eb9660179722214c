"""What is on the screen at once: the frame with the names of the plans.

The review itself takes as long to load as an empty Textual app, and nothing in it can be used
before there is something to review; so it is loaded behind this.
"""

from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from plandiff.tui.drawing.frame import frame_strips
from plandiff.tui.drawing.looks import Looks
from plandiff.tui.layout.columns import OUTLINE_FROM, Layout, columns
from plandiff.tui.settings import Settings


class Opening(Screen[None]):
    """Draws itself, without a widget: there is nothing to lay out and nothing to style."""

    def __init__(self, names: tuple[str, str], settings: Settings, looks: Looks) -> None:
        super().__init__()
        self.names = names
        self.settings = settings
        self.looks = looks

    def render_lines(self, crop: Region) -> list[Strip]:
        """The frame as it will be around the plans."""
        width, height = self.size
        settings = self.settings
        outline = settings.outline_width if settings.outline and width >= OUTLINE_FROM else 0
        shared = columns(width, Layout(settings.layout), outline=outline)
        return frame_strips((width, height), shared, self.names, self.looks)[crop.y : crop.bottom]
