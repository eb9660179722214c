"""Terminal width of text in cells: the only width functions of the reports and the app.

The widths are those of wcwidth.  A grapheme cluster is measured as a whole: the family 👨‍👩‍👧 is
five characters and takes two cells.  East Asian ambiguous characters (``“ ” … — ① ±``) take one
or two cells, depending on the terminal; the default is one, see `use_ambiguous_width`.

>>> cell_width("达到“85%”"), cell_width("👨\u200d👩\u200d👧")
(9, 2)
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import wcwidth
else:
    wcwidth = LazyModule("wcwidth")

from plandiff.corpus.text import lazy_re as re

_RANGES = (
    ("\u4e00", "\u9fff", 2),
    (" ", "~", 1),
    ("\u3000", "\u3029", 2),
    ("\uff01", "\uff60", 2),
    ("\u2010", "\u2027", 1),
    ("\u2030", "\u205e", 1),
    ("\u2500", "\u257f", 1),
    ("\u2190", "\u21ff", 1),
    ("\u00a0", "\u00ac", 1),
    ("\u00ae", "\u02ff", 1),
    ("\u3400", "\u4dbf", 2),
)
"""First, last and width of the characters in nearly every plan.  wcwidth itself is imported for
other characters only: its import takes as long as the layout of a whole plan."""
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u08ff\u0900-\u109f\u1100-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U0001f000-\U0010ffff]"
)
"""Characters that can be part of a grapheme cluster; other texts are measured per character."""


class _Widths(dict[str, int]):
    """Width of each character in cells, computed on first use."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self.ambiguous = ambiguous

    def __missing__(self, character: str) -> int:
        for first, last, cells in _RANGES:
            if first <= character <= last and (cells == 2 or self.ambiguous == 1):
                break
        else:
            cells = _measured(character, self.ambiguous)
        self[character] = cells
        return cells


_widths = _Widths(1)


def use_ambiguous_width(cells: int) -> None:
    """Set the width of ambiguous characters for this process: 1 or 2 cells."""
    global _widths  # noqa: PLW0603 - one terminal, one width function
    _widths = _Widths(cells)


def ambiguous_width() -> int:
    """Current width of an ambiguous character in cells."""
    return _widths.ambiguous


def character_width(character: str) -> int:
    """Width of a single character in cells; 0 for control and combining characters."""
    return _widths[character]


def character_widths(text: str) -> list[int]:
    """Width of each character in cells; a cluster's width is at its first character.

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
    """Offsets inside grapheme clusters, where no line may break."""
    if not _COMPLEX.search(text):
        return ()
    insides: list[int] = []
    start = 0
    for cluster in _clusters(text):
        insides.extend(range(start + 1, start + len(cluster)))
        start += len(cluster)
    return insides


def cell_width(text: str) -> int:
    """Width of a line of text in cells."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _COMPLEX.search(text):
        return sum(map(_cluster_width, _clusters(text)))
    return sum(map(_widths.__getitem__, text))


def cut(text: str, width: int, tail: str = "…") -> str:
    """Truncate the text to ``width`` cells, ending with ``tail`` if anything is cut.

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
    """Truncate or pad the text with spaces to exactly ``width`` cells."""
    text = cut(text, width)
    return text + " " * (width - cell_width(text))


def _clusters(text: str) -> Iterator[str]:
    return wcwidth.iter_graphemes(text)


def _cluster_width(cluster: str) -> int:
    if len(cluster) == 1:
        return _widths[cluster]
    return _measured(cluster, _widths.ambiguous)


def _measured(text: str, ambiguous: int) -> int:
    """Width of a character or cluster by wcwidth, which returns -1 for control characters."""
    return max(wcwidth.wcswidth(text, ambiguous_width=ambiguous), 0)
