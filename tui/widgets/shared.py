"""What all parts of the review screen draw with: palette, glyphs, words, the search in progress."""

import re
from dataclasses import dataclass, field

from tui.drawing_signs import Glyphs
from tui.i18n import Words
from tui.search import Match
from tui.themes import Palette


@dataclass(slots=True)
class Search:
    """The search in progress."""

    text: str = ""
    pattern: re.Pattern[str] | None = None
    matches: tuple[Match, ...] = ()
    index: int | None = None
    """The match that the reader is at."""

    @property
    def now(self) -> Match | None:
        """The match that the reader is at."""
        return self.matches[self.index] if self.index is not None and self.matches else None


@dataclass(slots=True)
class Looks:
    """Shared by the widgets of a screen, changed by the screen."""

    palette: Palette
    glyphs: Glyphs
    words: Words
    search: Search = field(default_factory=Search)
