"""Keeps Rich's own measuring, which pads and crops what Textual draws, in step with ours.

Rich gives every ambiguous character one cell and has no setting for it; where the terminal gives
two, our widths are put into Rich.
"""

from collections.abc import Callable

import rich.cells

from plandiff.corpus.text import width

_one_cell: Callable[..., int] = rich.cells.get_character_cell_size
_rich_single: Callable[[str], bool] = rich.cells._is_single_cell_widths  # noqa: SLF001 - see above


def use_ambiguous_width(cells: int) -> None:
    """Let ambiguous characters take this many cells, 1 or 2, in our layout and in Rich."""
    width.use_ambiguous_width(cells)
    if cells == 2:

        def measured(character: str, _version: str = "auto") -> int:
            return width.character_width(character)

        rich.cells.get_character_cell_size = measured  # type: ignore[assignment]
        rich.cells._is_single_cell_widths = str.isascii  # noqa: SLF001
    else:
        rich.cells.get_character_cell_size = _one_cell  # type: ignore[assignment]
        rich.cells._is_single_cell_widths = _rich_single  # noqa: SLF001
    rich.cells.cached_cell_len.cache_clear()
