"""How many terminal cells text takes: the one width function of the reports and the app.

The widths are those of wcwidth.  A grapheme cluster is measured as a whole: the family 👨‍👩‍👧 is
five characters and takes two cells.  East Asian ambiguous characters (``“ ” … — ① ±``) take one
cell or two, as the terminal does; one is assumed until `use_ambiguous_width` says otherwise.

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
"""First, last and width of the characters that nearly every plan is made of.  wcwidth itself is
imported for other characters only: that takes as long as laying a whole plan out."""
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u08ff\u0900-\u109f\u1100-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U0001f000-\U0010ffff]"
)
"""Characters that may join a grapheme cluster; a text without them is measured one by one."""


class _Widths(dict[str, int]):
    """Cells of one character, measured when it is first met."""

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
    """Let ambiguous characters take this many cells, 1 or 2, in this process."""
    global _widths  # noqa: PLW0603 - one terminal, one width function
    _widths = _Widths(cells)


def ambiguous_width() -> int:
    """Cells of an ambiguous character now."""
    return _widths.ambiguous


def character_width(character: str) -> int:
    """Cells of one character by itself; 0 for control and combining characters."""
    return _widths[character]


def character_widths(text: str) -> list[int]:
    """Cells of each character; those of a cluster are counted at its first character.

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
    """Offsets inside a grapheme cluster, where no line may break."""
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
    if text.isascii() and text.isprintable():
        return len(text)
    if _COMPLEX.search(text):
        return sum(map(_cluster_width, _clusters(text)))
    return sum(map(_widths.__getitem__, text))


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
    return wcwidth.iter_graphemes(text)


def _cluster_width(cluster: str) -> int:
    if len(cluster) == 1:
        return _widths[cluster]
    return _measured(cluster, _widths.ambiguous)


def _measured(text: str, ambiguous: int) -> int:
    """Cells of a character or cluster by wcwidth, which gives -1 for control characters."""
    return max(wcwidth.wcswidth(text, ambiguous_width=ambiguous), 0)
