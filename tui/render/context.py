"""What all parts of the review screen draw with: palette, glyphs, words, the search in progress."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plandiff.corpus.locales import Words
from plandiff.tui.render.themes import Palette

if TYPE_CHECKING:  # what is shown before the first comparison needs no matches
    from plandiff.tui.view.search import Match


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters that the app adds to the text of the plans; each takes one cell."""

    moved: str = "↕"
    up: str = "▲"
    down: str = "▼"
    target: str = "#"
    force: str = "§"
    task: str = "&"
    form: str = "="
    note: str = "*"
    bar: str = "▌"
    thin: str = "▏"
    rule: str = "│"
    fold: str = "┄"
    arrow: str = "→"
    pair: str = "⇄"
    dot: str = "·"
    reviewed: str = "✓"
    accepted: str = "✔"
    questioned: str = "?"
    conflict: str = "!"
    outdated: str = "↻"
    thumb: str = "┃"
    shares: str = " ▁▂▃▄▅▆▇█"
    """From nothing to all, to fill one cell by a share."""

    bars: str = " ▏▎▍▌▋▊▉█"
    """From nothing to a whole cell, for the end of a bar."""
    old_bar: str = "▒"

    @property
    def findings(self) -> tuple[str, ...]:
        """Signs of the gutter's third column, what matters most first."""
        return (self.force, self.target, self.task)


UNICODE = Glyphs()
ASCII = Glyphs(
    moved="^",
    up="^",
    down="v",
    force="%",
    bar=">",
    thin=" ",
    rule="|",
    fold="-",
    arrow=">",
    pair="/",
    dot=".",
    reviewed="v",
    accepted="V",
    outdated="o",
    thumb="|",
    shares=" 123456789",
    bars=" #",
    old_bar="=",
)


def glyphs_for(ambiguous: int) -> Glyphs:
    """The characters to draw with where an ambiguous one takes so many cells."""
    return ASCII if ambiguous == 2 else UNICODE


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
class RenderContext:
    """Shared by the widgets of a screen, changed by the screen."""

    palette: Palette
    glyphs: Glyphs
    words: Words
    hide_form: bool = False
    """Whether differences of form are drawn as if there were none."""
    search: Search = field(default_factory=Search)
