"""Characters with their places gathered into runs that stand side by side, whatever drew them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plandiff.corpus.formats.pdf.layout import HAN, Box, Piece, Run
from plandiff.corpus.formats.reading_parts import paired
from plandiff.corpus.text import lazy_re as re

_GAP = 0.2
"""Of the font size: where a run leaves that much out, a sign of another font may stand."""
_WALL_GAP = 0.5
"""Points between the characters of two cells, at least, and by which a border may be off."""
_AUTOMATIC_SPACE = re.compile(rf"(?<=[{HAN}])\x03+|\x03+(?=[{HAN}])")
_GENERATED_SPACE = "\x03"

Corners = tuple[float, float, float, float]
"""Left, bottom, right, top; a bare tuple, since there is one for each character."""


class Gatherer:
    """Builds runs from characters in the order of the file."""

    def __init__(self, walls: Sequence[Box] = ()) -> None:
        """``walls``: vertical lines from left to right that no run goes through."""
        self.runs: list[Run] = []
        self._walls = walls
        self._wall_places = [wall.left for wall in walls]
        self._codes: list[int] = []
        self._gaps: list[tuple[int, float, float]] = []
        """Index of the character behind a gap, and where the gap begins and ends."""
        self._left = self._bottom = self._right = self._top = 0.0
        self._size = 1.0

    @property
    def last(self) -> tuple[str, float]:
        """The last character of the open run and where the run ends."""
        return (chr(self._codes[-1]) if self._codes else ""), self._right

    def follows(self, corners: Corners) -> bool:
        """Whether a character stands right after the last one, on the same line."""
        if not self._codes:
            return False
        left, bottom, right, top = corners
        height = max(top - bottom, self._top - self._bottom)
        level = abs(bottom + top - self._bottom - self._top) < height
        size = max(self._size, top - bottom, right - left)
        near = level and -0.5 * size <= left - self._right <= 1.2 * size
        return near and not (self._walls and self._is_parted(left, (bottom + top) / 2))

    def _is_parted(self, left: float, middle: float) -> bool:
        """Whether a wall is between the open run and a character that begins at ``left``."""
        if left - self._right < _WALL_GAP:
            return False
        first = bisect_left(self._wall_places, self._right - _WALL_GAP)
        end = bisect_right(self._wall_places, left + _WALL_GAP)
        return any(wall.bottom <= middle <= wall.top for wall in self._walls[first:end])

    def begin(self, code: int, corners: Corners, size: float) -> None:
        """Begin a piece with a character of that font size."""
        self.close()
        self._left, self._bottom, self._right, self._top = corners
        self._size = max(size, 0.6 * (self._top - self._bottom), 0.1)
        self._codes.append(code)

    def add(self, code: int, corners: Corners) -> None:
        """Add a character that follows."""
        left, bottom, right, top = corners
        if left - self._right > _GAP * self._size:
            self._gaps.append((len(self._codes), self._right, left))
        self._left, self._bottom = min(self._left, left), min(self._bottom, bottom)
        self._right, self._top = max(self._right, right), max(self._top, top)
        self._codes.append(code)

    def add_generated(self, code: int) -> None:
        """Note a space that PDFium made up; its line ends end the piece."""
        if code in {10, 13}:
            self.close()
        elif self._codes:
            self._codes.append(ord(_GENERATED_SPACE))

    def close(self) -> None:
        """End the run."""
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
    """Font size after scaling: files with a size of 1 scale by a matrix.

    The box tells; its width too, since that of a lone 一 is flat in some fonts.
    """
    seen = max(box.height, (box.right - box.left) / characters, 0.1)
    return size if 0.6 * seen <= size <= 1.6 * seen else seen


def text_of(codes: list[int]) -> str:
    """Codes as text: surrogates paired, NUL dropped, made-up spaces beside Chinese dropped."""
    text = "".join(chr(code) for code in codes if 0 < code < 0x110000 and code not in {10, 13})
    return _AUTOMATIC_SPACE.sub("", paired(text)).replace(_GENERATED_SPACE, " ")
