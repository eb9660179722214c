"""Gather positioned characters into runs on one line; used for PDF and OFD."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from plandiff.corpus.formats.pdf.layout import HAN, Box, Piece, Run
from plandiff.corpus.formats.reading_parts import paired
from plandiff.corpus.text import lazy_re as re

_GAP = 0.2
"""Ems; in a gap of this width inside a run a character of another font may be drawn."""
_WALL_GAP = 0.5
"""Points: minimum gap between characters of two cells, and tolerance of a border's position."""
_AUTOMATIC_SPACE = re.compile(rf"(?<=[{HAN}])\x03+|\x03+(?=[{HAN}])")
_GENERATED_SPACE = "\x03"

Corners = tuple[float, float, float, float]
"""Left, bottom, right, top; a plain tuple for speed, since each character has one."""


class Gatherer:
    """Builds runs from characters in file order."""

    def __init__(self, walls: Sequence[Box] = ()) -> None:
        """``walls``: vertical rules, sorted from left to right, at which runs are split."""
        self.runs: list[Run] = []
        self._walls = walls
        self._wall_places = [wall.left for wall in walls]
        self._codes: list[int] = []
        self._gaps: list[tuple[int, float, float]] = []
        """For each gap: index of the character after it, left and right edge."""
        self._left = self._bottom = self._right = self._top = 0.0
        self._size = 1.0

    @property
    def last(self) -> tuple[str, float]:
        """The last character of the open run (``''`` if none) and the run's right edge."""
        return (chr(self._codes[-1]) if self._codes else ""), self._right

    def follows(self, corners: Corners) -> bool:
        """Whether a character directly follows the last one on the same line."""
        if not self._codes:
            return False
        left, bottom, right, top = corners
        height = max(top - bottom, self._top - self._bottom)
        level = abs(bottom + top - self._bottom - self._top) < height
        size = max(self._size, top - bottom, right - left)
        near = level and -0.5 * size <= left - self._right <= 1.2 * size
        return near and not (self._walls and self._is_parted(left, (bottom + top) / 2))

    def _is_parted(self, left: float, middle: float) -> bool:
        """Whether a wall separates the open run from a character whose left edge is ``left``."""
        if left - self._right < _WALL_GAP:
            return False
        first = bisect_left(self._wall_places, self._right - _WALL_GAP)
        end = bisect_right(self._wall_places, left + _WALL_GAP)
        return any(wall.bottom <= middle <= wall.top for wall in self._walls[first:end])

    def begin(self, code: int, corners: Corners, size: float) -> None:
        """Close the open run and start one with a character of font size ``size`` (points)."""
        self.close()
        self._left, self._bottom, self._right, self._top = corners
        self._size = max(size, 0.6 * (self._top - self._bottom), 0.1)
        self._codes.append(code)

    def add(self, code: int, corners: Corners) -> None:
        """Append a character to the open run."""
        left, bottom, right, top = corners
        if left - self._right > _GAP * self._size:
            self._gaps.append((len(self._codes), self._right, left))
        self._left, self._bottom = min(self._left, left), min(self._bottom, bottom)
        self._right, self._top = max(self._right, right), max(self._top, top)
        self._codes.append(code)

    def add_generated(self, code: int) -> None:
        """Record a space that PDFium generated; a generated line end closes the run."""
        if code in {10, 13}:
            self.close()
        elif self._codes:
            self._codes.append(ord(_GENERATED_SPACE))

    def close(self) -> None:
        """Append the open run to ``runs``."""
        whole = self._piece(self._codes, self._left, self._right)
        if whole is not None:
            parts = tuple(self._parts()) if self._gaps else ()
            self.runs.append(Run(replace(whole, parts=parts) if parts else whole, parts))
        self._codes, self._gaps = [], []

    def _parts(self) -> Iterator[Piece]:
        start, left = 0, self._left
        for index, right, following in (*self._gaps, (len(self._codes), self._right, 0.0)):
            part = self._piece(self._codes[start:index], left, right)
            if part is not None:
                yield part
            start, left = index, following

    def _piece(self, codes: list[int], left: float, right: float) -> Piece | None:
        text = text_of(codes)
        box = Box(left, self._bottom, right, self._top)
        return Piece(text, box, _visible_size(self._size, box, len(text))) if text.strip() else None


def _visible_size(size: float, box: Box, characters: int) -> float:
    """Font size in points after scaling; some files use size 1 and scale by a matrix.

    It is estimated from the box; also from its width, because the box of a single 一 can be flat.
    """
    seen = max(box.height, (box.right - box.left) / characters, 0.1)
    return size if 0.6 * seen <= size <= 1.6 * seen else seen


def text_of(codes: list[int]) -> str:
    """Codes to text: combine surrogates, drop NUL and generated spaces next to Chinese."""
    text = "".join(chr(code) for code in codes if 0 < code < 0x110000 and code not in {10, 13})
    return _AUTOMATIC_SPACE.sub("", paired(text)).replace(_GENERATED_SPACE, " ")
