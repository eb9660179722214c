"""Characters of a PDF page with their places, gathered into pieces; all of PDFium's raw interface.

PDFium inserts spaces and line ends that are not in the file; line ends are made anew from places,
and spaces beside Chinese characters (the quarter gap before a number) are dropped.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from plandiff.corpus.formats.pdf.interleaving import Run, interleave
from plandiff.corpus.formats.pdf.layout import HAN, Box, Page, Piece

_GAP = 0.2
"""Of the font size: where a run leaves that much out, a sign of another font may stand."""
_ASKEW = 0.05
"""Radians off the axes from which text is a watermark."""
_AUTOMATIC_SPACE = re.compile(rf"(?<=[{HAN}])\x03+|\x03+(?=[{HAN}])")
_GENERATED_SPACE = "\x03"


_Corners = tuple[float, float, float, float]
"""Left, bottom, right, top; a bare tuple, since there is one for each character."""


class _Gatherer:
    """Builds runs from characters in the order of the file."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._codes: list[int] = []
        self._gaps: list[tuple[int, float, float]] = []
        """Index of the character behind a gap, and where the gap begins and ends."""
        self._left = self._bottom = self._right = self._top = 0.0
        self._size = 1.0

    def follows(self, corners: _Corners) -> bool:
        """Whether a character stands right after the last one, on the same line."""
        if not self._codes:
            return False
        left, bottom, right, top = corners
        height = max(top - bottom, self._top - self._bottom)
        level = abs(bottom + top - self._bottom - self._top) < height
        size = max(self._size, top - bottom, right - left)
        return level and -0.5 * size <= left - self._right <= 1.2 * size

    def begin(self, code: int, corners: _Corners, size: float) -> None:
        """Begin a piece with a character of that font size."""
        self.close()
        self._left, self._bottom, self._right, self._top = corners
        self._size = max(size, 0.6 * (self._top - self._bottom), 0.1)
        self._codes.append(code)

    def add(self, code: int, corners: _Corners) -> None:
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
            self.runs.append(Run(whole, tuple(self._parts()) if self._gaps else ()))
        self._codes, self._gaps = [], []

    def _parts(self) -> Iterator[Piece]:
        start, left = 0, self._left
        for index, right, following in (*self._gaps, (len(self._codes), self._right, 0.0)):
            part = self._piece(self._codes[start:index], left, right)
            if part is not None:
                yield part
            start, left = index, following

    def _piece(self, codes: list[int], left: float, right: float) -> Piece | None:
        text = _text_of(codes)
        box = Box(left, self._bottom, right, self._top)
        return Piece(text, box, _visible_size(self._size, box, len(text))) if text.strip() else None


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """The text of one page.

    Raises what pypdfium2 raises for a damaged page.
    """
    page = document[number]
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        if page.get_rotation() in {90, 270}:
            width, height = height, width
        return _gather(text_page, number, (width, height, _direction(text_page)))
    finally:
        text_page.close()
        page.close()


def _gather(text_page: pypdfium2.PdfTextPage, number: int, shape: tuple[float, float, int]) -> Page:
    gatherer = _Gatherer()
    slanted: list[int] = []
    rectangle = pdfium.FS_RECTF()
    raw = text_page.raw
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in {10, 13, 32} and pdfium.FPDFText_IsGenerated(raw, index) == 1:
            gatherer.add_generated(code)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, rectangle):
            continue
        corners = _upright(rectangle, shape)
        if gatherer.follows(corners):
            gatherer.add(code, corners)
        elif _is_askew(text_page, index):
            slanted.append(code)
        else:
            gatherer.begin(code, corners, pdfium.FPDFText_GetFontSize(raw, index))
    gatherer.close()
    pieces = tuple(interleave(gatherer.runs))
    watermark = _text_of(slanted).strip()
    width, height = shape[:2] if shape[2] % 2 == 0 else (shape[1], shape[0])
    return Page(number, width, height, pieces, (watermark,) if watermark else ())


def _direction(text_page: pypdfium2.PdfTextPage) -> int:
    """Quarter turns clockwise of most of the text, whatever the page says of its own turn."""
    count = text_page.count_chars()
    sample = range(0, count, max(1, count // 50))
    angles = [pdfium.FPDFText_GetCharAngle(text_page.raw, index) for index in sample]
    turns = Counter(round(max(angle, 0.0) / (math.pi / 2)) % 4 for angle in angles)
    return max(sorted(turns), key=lambda turn: turns[turn], default=0)


def _is_askew(text_page: pypdfium2.PdfTextPage, index: int) -> bool:
    angle = pdfium.FPDFText_GetCharAngle(text_page, index)
    off = angle % (math.pi / 2)
    return bool(angle > 0 and _ASKEW < off < math.pi / 2 - _ASKEW)


def _visible_size(size: float, box: Box, characters: int) -> float:
    """Font size after scaling: files with a size of 1 scale by a matrix.

    The box tells; its width too, since that of a lone 一 is flat in some fonts.
    """
    seen = max(box.height, (box.right - box.left) / characters, 0.1)
    return size if 0.6 * seen <= size <= 1.6 * seen else seen


def _upright(rectangle: pdfium.FS_RECTF, shape: tuple[float, float, int]) -> _Corners:
    """The corners with the text upright."""
    left, right = rectangle.left, rectangle.right
    bottom, top = rectangle.bottom, rectangle.top
    left, right = (left, right) if left <= right else (right, left)
    bottom, top = (bottom, top) if bottom <= top else (top, bottom)
    width, height, turn = shape
    if turn == 1:
        return (height - top, left, height - bottom, right)
    if turn == 2:
        return (width - right, height - top, width - left, height - bottom)
    if turn == 3:
        return (bottom, width - right, top, width - left)
    return (left, bottom, right, top)


def _text_of(codes: list[int]) -> str:
    """Codes as text: surrogates paired, NUL dropped, made-up spaces beside Chinese dropped."""
    text = "".join(chr(code) for code in codes if 0 < code < 0x110000 and code not in {10, 13})
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _AUTOMATIC_SPACE.sub("", text).replace(_GENERATED_SPACE, " ")
