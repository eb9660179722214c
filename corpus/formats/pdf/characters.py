"""Characters of a PDF page with their places, gathered into pieces; all of PDFium's raw interface.

PDFium inserts spaces and line ends that are not in the file; line ends are made anew from places,
and spaces beside Chinese characters (the quarter gap before a number) are dropped.
"""

import math
import re

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.formats.pdf.layout import HAN, Box, Page, Piece

_ASKEW = 0.05
"""Radians off the axes from which text is a watermark."""
_AUTOMATIC_SPACE = re.compile(rf"(?<=[{HAN}])\x03+|\x03+(?=[{HAN}])")
_GENERATED_SPACE = "\x03"


class _Gatherer:
    """Builds pieces from characters in the order of the file."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._codes: list[int] = []
        self._box: Box | None = None
        self._size = 1.0

    def add(self, code: int, box: Box, size: float) -> None:
        """Add a character; one that does not stand right after the last begins a piece."""
        if self._box is not None and not self._follows(box, size):
            self.close()
        if self._box is None:
            self._box, self._size = box, size
        else:
            self._box = Box(
                min(self._box.left, box.left),
                min(self._box.bottom, box.bottom),
                max(self._box.right, box.right),
                max(self._box.top, box.top),
            )
        self._codes.append(code)

    def add_generated(self, code: int) -> None:
        """Note a space that PDFium made up; its line ends end the piece."""
        if code in {10, 13}:
            self.close()
        elif self._box is not None:
            self._codes.append(ord(_GENERATED_SPACE))

    def close(self) -> None:
        """End the piece."""
        text = _text_of(self._codes)
        if text.strip() and self._box is not None:
            self.pieces.append(
                Piece(text, self._box, _visible_size(self._size, self._box, len(text)))
            )
        self._codes, self._box = [], None

    def _follows(self, box: Box, size: float) -> bool:
        assert self._box is not None  # noqa: S101 - the only caller has looked
        gap = box.left - self._box.right
        level = abs(box.middle - self._box.middle) < 0.5 * max(box.height, self._box.height)
        return level and -0.5 * size <= gap <= 1.2 * max(size, self._size)


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """The text of one page.

    Raises what pypdfium2 raises for a damaged page.
    """
    page = document[number]
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        turn = page.get_rotation()
        return _gather(text_page, number, (width, height, turn))
    finally:
        text_page.close()
        page.close()


def _gather(text_page: pypdfium2.PdfTextPage, number: int, shape: tuple[float, float, int]) -> Page:
    width, height, turn = shape
    gatherer = _Gatherer()
    slanted: list[int] = []
    rectangle = pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in {10, 13, 32} and pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            gatherer.add_generated(code)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle):
            continue
        if _is_askew(text_page, index):
            slanted.append(code)
            continue
        box = _upright(rectangle, (width, height, turn))
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        gatherer.add(code, box, max(size, 0.6 * box.height, 0.1))
    gatherer.close()
    watermark = _text_of(slanted).strip()
    return Page(number, width, height, tuple(gatherer.pieces), (watermark,) if watermark else ())


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


def _upright(rectangle: pdfium.FS_RECTF, shape: tuple[float, float, int]) -> Box:
    """The box on the page as shown; files store it before the page is turned."""
    width, height, turn = shape
    left, right = sorted((rectangle.left, rectangle.right))
    bottom, top = sorted((rectangle.bottom, rectangle.top))
    if turn == 90:
        return Box(bottom, height - right, top, height - left)
    if turn == 180:
        return Box(width - right, height - top, width - left, height - bottom)
    if turn == 270:
        return Box(width - top, left, width - bottom, right)
    return Box(left, bottom, right, top)


def _text_of(codes: list[int]) -> str:
    """Codes as text: surrogates paired, NUL dropped, made-up spaces beside Chinese dropped."""
    text = "".join(chr(code) for code in codes if 0 < code < 0x110000 and code not in {10, 13})
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _AUTOMATIC_SPACE.sub("", text).replace(_GENERATED_SPACE, " ")
