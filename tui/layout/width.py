"""How many cells text takes: the one width function of wrapping, padding and drawing.

East Asian ambiguous characters (``“ ” … — ① ±``) take one cell or two, as the terminal does.
Rich measures by itself when it pads and crops, so the two-cell mode is put into Rich as well.

>>> cell_width("达到“85%”")
9
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import rich.cells

_one_cell: Callable[..., int] = rich.cells.get_character_cell_size
_rich_single: Callable[[str], bool] = rich.cells._is_single_cell_widths  # noqa: SLF001 - see above

_COMPLEX = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u08ff\u0900-\u109f\u1100-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U0001f000-\U0010ffff]"
)


class _Widths(dict[str, int]):
    """Cells of one character, computed at the first asking."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self.ambiguous = ambiguous

    def __missing__(self, character: str) -> int:
        width = _one_cell(character)
        if width == 1 and self.ambiguous == 2 and unicodedata.east_asian_width(character) == "A":
            width = 2
        self[character] = width
        return width


_widths = _Widths(1)


def use_ambiguous_width(cells: int) -> None:
    """Let ambiguous characters take this many cells, here and in Rich."""
    global _widths  # noqa: PLW0603 - one terminal, one width function
    _widths = _Widths(cells)
    if cells == 2:

        def measured(character: str, _version: str = "auto") -> int:
            return _widths[character]

        rich.cells.get_character_cell_size = measured  # type: ignore[assignment]
        rich.cells._is_single_cell_widths = str.isascii  # noqa: SLF001
    else:
        rich.cells.get_character_cell_size = _one_cell  # type: ignore[assignment]
        rich.cells._is_single_cell_widths = _rich_single  # noqa: SLF001
    rich.cells.cached_cell_len.cache_clear()


def ambiguous_width() -> int:
    """Cells of an ambiguous character now."""
    return _widths.ambiguous


def character_widths(text: str) -> list[int]:
    """Cells of each character; a cluster's cells stand at its first character.

    >>> character_widths("a中")
    [1, 2]
    """
    if not _COMPLEX.search(text):
        return list(map(_widths.__getitem__, text))
    widths = []
    for cluster in _clusters(text):
        widths.append(_cluster_width(cluster))
        widths.extend([0] * (len(cluster) - 1))
    return widths


def cluster_insides(text: str) -> Iterable[int]:
    """Offsets that stand inside a grapheme cluster, where no line may break."""
    if not _COMPLEX.search(text):
        return ()
    insides: list[int] = []
    start = 0
    for cluster in _clusters(text):
        insides.extend(range(start + 1, start + len(cluster)))
        start += len(cluster)
    return insides


def cell_width(text: str) -> int:
    """Cells of a line of text."""
    return sum(character_widths(text))


def cut(text: str, width: int, tail: str = "…") -> str:
    """The text cut to so many cells, with a mark where something is missing.

    >>> cut("教育工作要点", 7)
    '教育工…'
    """
    if cell_width(text) <= width:
        return text
    room = width - cell_width(tail)
    taken = 0
    for index, cells in enumerate(character_widths(text)):
        taken += cells
        if taken > room:
            return text[:index] + tail if room > 0 else ""
    return text


def pad(text: str, width: int) -> str:
    """The text cut or filled with spaces to exactly so many cells."""
    text = cut(text, width)
    return text + " " * (width - cell_width(text))


def _clusters(text: str) -> Iterator[str]:
    """Grapheme clusters; the tables for it load only where a text has combining characters."""
    from wcwidth import iter_graphemes  # noqa: PLC0415 - see above

    return iter_graphemes(text)


def _cluster_width(cluster: str) -> int:
    if len(cluster) == 1:
        return _widths[cluster]
    return rich.cells.cell_len(cluster)
