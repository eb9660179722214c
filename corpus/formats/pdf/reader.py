"""Read a PDF into lines: read its pages, remove margins and watermarks, join paragraphs.

PDFium is not thread-safe and cannot be interrupted, so the rest of the program reads PDFs through
`plandiff.corpus.formats.pdf.sandbox`.
"""

import pypdfium2

from plandiff.corpus.errors import BrokenFileError, NoTextError, Phrase, TooLargeError
from plandiff.corpus.formats.limits import MAX_CHARACTERS, MAX_PAGES
from plandiff.corpus.formats.pdf.characters import read_page
from plandiff.corpus.formats.pdf.layout import Page
from plandiff.corpus.formats.pdf.paragraphs import pages_to_reading
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Finding

FAILURES = (pypdfium2.PdfiumError, ValueError, OSError, IndexError, KeyError, OverflowError)
"""Exceptions of pypdfium2 on damaged files; caught only in this package."""

PICTURE_PAGE = "picture-page"
"""Kind of a finding: the page is a picture, and its text was not read."""
SCANNED = Phrase("reason.scanned", command="pip install 'plandiff[ocr]'")
"""Reason why a scan has no text without the extra ``ocr``."""
_FEW = 30
"""Fewer characters on a page may be text that a scanner added to its picture."""
_COVERED, _COVERED_BLANK = 0.5, 0.05
"""Minimum picture share of a page's area to count as a scan: with few characters, with none."""


def read_pdf(name: str, data: bytes) -> Reading:
    """Read the paragraphs of a PDF.

    Headers, footers, page numbers and watermarks are in ``removed``.
    Raises BrokenFileError (damaged, locked), NoTextError (a scan) or TooLargeError.
    """
    document = open_pdf(name, data)
    try:
        pages, findings = _read_pages(name, document)
    finally:
        document.close()
    return pages_to_reading(pages, findings)


def _read_pages(name: str, document: pypdfium2.PdfDocument) -> tuple[list[Page], list[Finding]]:
    count = len(document)
    if count > MAX_PAGES:
        raise TooLargeError(
            name, Phrase("size.pages", count=count), Phrase("size.pages", count=MAX_PAGES)
        )
    pages, findings = _read_each_page(name, document, count)
    written = [page for page in pages if page.pieces]
    if not written:
        raise NoTextError(name, _why_empty(document, count))
    pictures = [page.number for page in pages if is_picture(document, page)]
    if all(page.number in pictures for page in written):  # only lines that the scanner added
        raise NoTextError(name, SCANNED)
    findings += [Finding(PICTURE_PAGE, None, str(number + 1)) for number in pictures]
    return pages, findings


def open_pdf(name: str, data: bytes) -> pypdfium2.PdfDocument:
    """Open the document, which the caller must close.  Raises BrokenFileError."""
    try:
        return pypdfium2.PdfDocument(data)
    except FAILURES as error:
        locked = "password" in str(error).lower()
        reason = Phrase("reason.locked" if locked else "reason.damaged")
        raise BrokenFileError(name, "pdf", reason) from error


def _read_each_page(
    name: str, document: pypdfium2.PdfDocument, count: int
) -> tuple[list[Page], list[Finding]]:
    """All pages that can be read; a finding for each that cannot."""
    pages: list[Page] = []
    findings: list[Finding] = []
    characters = 0
    for number in range(count):
        try:
            page = read_page(document, number)
        except FAILURES:
            findings.append(Finding("damaged-page", None, str(number + 1)))
            continue
        characters += sum(len(piece.text) for piece in page.pieces)
        if characters > MAX_CHARACTERS:
            limit = Phrase("size.characters", count=MAX_CHARACTERS)
            raise TooLargeError.beyond(name, limit)
        pages.append(page)
    if not pages:
        raise BrokenFileError(name, "pdf", Phrase("reason.no-page-readable"))
    return pages, findings


def _why_empty(document: pypdfium2.PdfDocument, count: int) -> Phrase:
    """The reason for missing text: a scan has pictures, a blank page has none."""
    for number in range(min(count, 5)):
        try:
            page = document[number]
            objects = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
            if next(iter(objects), None) is not None:
                return SCANNED
        except FAILURES:
            continue
    return Phrase("reason.blank-pages")


def is_picture(document: pypdfium2.PdfDocument, page: Page) -> bool:
    """Whether a page is a scanned picture with few characters or none."""
    characters = sum(len(piece.text) for piece in page.pieces)
    if characters >= _FEW:
        return False
    needed = _COVERED if characters else _COVERED_BLANK
    try:
        return _covered_by_pictures(document, page.number) >= needed
    except FAILURES:
        return False


def _covered_by_pictures(document: pypdfium2.PdfDocument, number: int) -> float:
    """The total area of a page's pictures, as a share of the page area."""
    page = document[number]
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        bounds = getattr(image, "get_bounds", None) or image.get_pos  # the name in pypdfium2 4
        left, bottom, right, top = bounds()
        area += abs(float((right - left) * (top - bottom)))
    return area / max(float(width * height), 1.0)
