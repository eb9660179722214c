"""Rendering context of the review screen: palette, glyphs, words, the search in progress."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plandiff.corpus.locales import Words
from plandiff.tui.render.themes import Palette

if TYPE_CHECKING:  # the first paint needs no matches
    from plandiff.tui.view.search import Match


class Glyphs(Struct, frozen=True):
    """Characters that the app draws beside the text of the plans; each takes one cell."""

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
    """Nine levels from empty to full, for a share in one cell."""

    bars: str = " ▏▎▍▌▋▊▉█"
    """Nine widths from empty to full, for the end of a bar."""
    old_bar: str = "▒"

    @property
    def findings(self) -> tuple[str, ...]:
        """Signs of the gutter's third column, most important first."""
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
    """Return the glyphs for terminals in which ambiguous characters take ``ambiguous`` cells."""
    return ASCII if ambiguous == 2 else UNICODE


class Search(Struct):
    """The search in progress."""

    text: str = ""
    pattern: re.Pattern[str] | None = None
    matches: tuple[Match, ...] = ()
    index: int | None = None
    """Index of the current match; None: none is selected."""

    @property
    def now(self) -> Match | None:
        """The current match; None if there is none."""
        return self.matches[self.index] if self.index is not None and self.matches else None


class RenderContext(Struct):
    """State for rendering that the widgets of a screen share and the screen changes."""

    palette: Palette
    glyphs: Glyphs
    words: Words
    hide_form: bool = False
    """Whether differences in form only are not drawn."""
    search: Search = field(default_factory=Search)
