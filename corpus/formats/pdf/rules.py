"""Read the rules drawn on a page, such as table borders; wraps PDFium's interface for shapes."""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from plandiff.corpus.formats.pdf.layout import Box

_MOST_PATHS = 4000
"""Maximum paths of a page; a page with more is a drawing without table borders."""
_MOST_POINTS = 2000
"""Maximum points of a path."""
_THICKEST = 3.0
"""Points; a rectangle of at most this thickness is a rule."""
_SHORTEST = 5.0
"""Points; minimum length of a rule."""
_DEEPEST = 4
"""Maximum depth of nested forms."""

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_rules(page: pypdfium2.PdfPage) -> list[Box]:
    """Return the horizontal and vertical rules of a page as thin boxes; none for a drawing.

    Programs draw a border as a stroked line, a thin filled rectangle, or the four sides of a
    stroked rectangle.  A filled area that is not thin is a background and ignored.
    """
    rules: list[Box] = []
    for count, (shape, matrix) in enumerate(_paths(page)):
        if count >= _MOST_PATHS:
            return []
        rules += [rule for rule in _rules_of(shape, matrix) if _is_line(rule)]
    return rules


def _paths(page: pypdfium2.PdfPage) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    """The paths of a page and of its nested forms, with their transformation matrices."""
    raw = page.raw
    objects = (
        (pdfium.FPDFPage_GetObject(raw, index), _SAME, 0)
        for index in range(pdfium.FPDFPage_CountObjects(raw))
    )
    yield from _paths_in(objects)


def _paths_in(
    objects: Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix, int]],
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    for shape, matrix, depth in objects:
        kind = pdfium.FPDFPageObj_GetType(shape)
        inner = _times(_matrix_of(shape), matrix)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield shape, inner
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths_in(
                (pdfium.FPDFFormObj_GetObject(shape, index), inner, depth + 1)
                for index in range(pdfium.FPDFFormObj_CountObjects(shape))
            )


def _matrix_of(shape: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, matrix):
        return _SAME
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix product that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _rules_of(shape: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Box]:
    """The rules of each subpath: the subpath itself if it is thin, else its stroked sides."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(shape, fill, stroke) or not (fill.value or stroke.value):
        return
    for part in _parts(shape, matrix):
        whole = _around(part)
        if min(whole.right - whole.left, whole.height) <= _THICKEST:
            yield whole
        elif stroke.value:
            yield from (_around(side) for side in pairwise(part))


Point = tuple[float, float]


def _parts(shape: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each subpath in page points; subpaths with curves are skipped."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[Point] = []
    straight = True
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if straight and len(part) > 1:
                yield part
            part, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        part.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            part.append(part[0])
    if straight and len(part) > 1:
        yield part


def _around(points: Sequence[Point]) -> Box:
    across, up = zip(*points, strict=True)
    return Box(min(across), min(up), max(across), max(up))


def _is_line(box: Box) -> bool:
    wide = box.right - box.left
    return min(wide, box.height) <= _THICKEST and max(wide, box.height) >= _SHORTEST
