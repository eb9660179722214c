"""Keeps the widths that Rich measures, by which Textual pads and crops, equal to ours.

Rich gives every ambiguous character one cell and has no setting for it.  Where the terminal gives
two, private parts of `rich.cells` are replaced, and nowhere else; so pyproject.toml pins Rich on
both sides (a test holds it).
"""

import rich.cells

from plandiff.corpus.text import width

_REPLACED = ("get_character_cell_size", "_is_single_cell_widths")
_originals: dict[str, object] = {}
"""What Rich came with, once it was replaced."""


def use_ambiguous_width(cells: int) -> None:
    """Let ambiguous characters take this many cells, 1 or 2, in our layout and in Rich.

    Raises `AttributeError` for 2 cells if this release of Rich lacks one of the replaced parts.
    """
    width.use_ambiguous_width(cells)
    if cells == 2:
        for name in _REPLACED:
            _originals.setdefault(name, getattr(rich.cells, name))
        # Only ASCII is known to take one cell a character without asking for each.
        _replace({"get_character_cell_size": _measure, "_is_single_cell_widths": str.isascii})
    elif _originals:
        _replace(_originals)


def _measure(character: str, _unicode_version: str = "auto") -> int:
    return width.character_width(character)


def _replace(parts: dict[str, object]) -> None:
    for name, part in parts.items():
        setattr(rich.cells, name, part)
    rich.cells.cached_cell_len.cache_clear()
