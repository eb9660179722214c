"""What all parts of the review screen draw with: palette, glyphs, words, the search in progress."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plandiff.tui.drawing.glyphs import Glyphs
from plandiff.tui.i18n import Words
from plandiff.tui.themes import Palette

if TYPE_CHECKING:  # what is shown before the first comparison needs no matches
    from plandiff.tui.search import Match


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
