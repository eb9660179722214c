"""Read the positioned characters of a PDF page into pieces; wraps PDFium's raw text interface.

PDFium inserts spaces and line ends that are not in the file.  Line ends are recomputed from
positions, and spaces next to Chinese characters (the quarter-em gap before a number) are dropped.
"""

import math
from collections import Counter
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from plandiff.corpus.formats.pdf.gathering import Corners, Gatherer, text_of
from plandiff.corpus.formats.pdf.layout import Box, Page, interleave
from plandiff.corpus.formats.pdf.ruled_tables import walls_of
from plandiff.corpus.formats.pdf.rules import read_rules

_ASKEW = 0.05
"""Radians; text at a larger angle to the axes is a watermark."""


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Read the text and rules of page ``number`` (0-based).

    Raises the errors of pypdfium2 for a damaged page.
    """
    page = document[number]
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        if page.get_rotation() in {90, 270}:
            width, height = height, width
        shape = (width, height, _direction(text_page))
        rules = [_upright_box(rule, shape) for rule in read_rules(page)]
        return _gather(text_page, number, shape, rules)
    finally:
        text_page.close()
        page.close()


def _gather(
    text_page: pypdfium2.PdfTextPage,
    number: int,
    shape: tuple[float, float, int],
    rules: Sequence[Box],
) -> Page:
    gatherer = Gatherer(walls_of(rules))
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
            gatherer.begin(code, corners, _font_size(text_page, index))
    gatherer.close()
    pieces = tuple(interleave(gatherer.runs))
    watermark = text_of(slanted).strip()
    width, height = shape[:2] if shape[2] % 2 == 0 else (shape[1], shape[0])
    slanted_texts = (watermark,) if watermark else ()
    return Page(number, width, height, pieces, slanted_texts, tuple(rules))


def _font_size(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """Font size of a character in points, after the scaling of its text matrix."""
    size = float(pdfium.FPDFText_GetFontSize(text_page.raw, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    return size


def _direction(text_page: pypdfium2.PdfTextPage) -> int:
    """Quarter turns clockwise of most of the text, independent of the page's own rotation."""
    count = text_page.count_chars()
    sample = range(0, count, max(1, count // 50))
    angles = [pdfium.FPDFText_GetCharAngle(text_page.raw, index) for index in sample]
    turns = Counter(round(max(angle, 0.0) / (math.pi / 2)) % 4 for angle in angles)
    return max(sorted(turns), key=lambda turn: turns[turn], default=0)


def _is_askew(text_page: pypdfium2.PdfTextPage, index: int) -> bool:
    angle = pdfium.FPDFText_GetCharAngle(text_page, index)
    off = angle % (math.pi / 2)
    return bool(angle > 0 and _ASKEW < off < math.pi / 2 - _ASKEW)


def _upright_box(box: Box, shape: tuple[float, float, int]) -> Box:
    return Box(*_upright(pdfium.FS_RECTF(box.left, box.top, box.right, box.bottom), shape))


def _upright(rectangle: pdfium.FS_RECTF, shape: tuple[float, float, int]) -> Corners:
    """The corners after rotating the page so that its text is upright."""
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
