"""Characters of our own making; where ambiguous ones take two cells, plain ASCII in their place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of our own making on the screen; each takes one cell."""

    moved: str = "↕"
    up: str = "▲"
    down: str = "▼"
    target: str = "#"
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


UNICODE = Glyphs()
ASCII = Glyphs(
    moved="^",
    up="^",
    down="v",
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
)


def glyphs_for(ambiguous: int) -> Glyphs:
    """The characters to draw with where an ambiguous one takes so many cells."""
    return ASCII if ambiguous == 2 else UNICODE
