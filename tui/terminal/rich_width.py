"""Keeps the text widths of Rich, by which Textual pads and crops, equal to ours.

Rich counts every ambiguous character as one cell and has no setting for it.  Only if the terminal
uses two, private parts of `rich.cells` are replaced; so pyproject.toml limits Rich's version in
both directions (checked by a test).
"""

import rich.cells

from plandiff.corpus.text import width

_REPLACED = ("get_character_cell_size", "_is_single_cell_widths")
_originals: dict[str, object] = {}
"""Rich's original functions, once they are replaced."""


def use_ambiguous_width(cells: int) -> None:
    """Set the width of ambiguous characters, 1 or 2 cells, in our layout and in Rich.

    Raises `AttributeError` for 2 cells if this release of Rich lacks one of the replaced parts.
    """
    width.use_ambiguous_width(cells)
    if cells == 2:
        for name in _REPLACED:
            _originals.setdefault(name, getattr(rich.cells, name))
        # Only for ASCII is the width known to be one cell without measuring each character.
        _replace({"get_character_cell_size": _measure, "_is_single_cell_widths": str.isascii})
    elif _originals:
        _replace(_originals)


def _measure(character: str, _unicode_version: str = "auto") -> int:
    return width.character_width(character)


def _replace(parts: dict[str, object]) -> None:
    for name, part in parts.items():
        setattr(rich.cells, name, part)
    rich.cells.cached_cell_len.cache_clear()
