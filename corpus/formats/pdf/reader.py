"""A PDF to lines: open it, read its pages, set margins and watermarks aside, join paragraphs.

PDFium must not be entered by two threads and cannot be interrupted; the rest of the program reads
PDFs through `plandiff.corpus.formats.pdf.sandbox`.
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
"""What pypdfium2 raises on damaged files; caught here only."""

PICTURE_PAGE = "picture-page"
"""Kind of a finding: a page is a picture, whose text is not read."""
SCANNED = Phrase("reason.scanned", command="pip install 'plandiff[ocr]'")
"""Why a scan has no text, as long as nothing recognises it."""
_FEW = 30
"""Characters of a page, fewer than which may be what a scanner adds to its pictures."""
_COVERED, _COVERED_BLANK = 0.5, 0.05
"""Shares of a page that pictures cover: beside a few characters, and without any."""


def read_pdf(name: str, data: bytes) -> Reading:
    """The paragraphs of a PDF.

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
    if all(page.number in pictures for page in written):  # a scanner's own line on each page
        raise NoTextError(name, SCANNED)
    findings += [Finding(PICTURE_PAGE, None, str(number + 1)) for number in pictures]
    return pages, findings


def open_pdf(name: str, data: bytes) -> pypdfium2.PdfDocument:
    """The document, which the caller closes; raises BrokenFileError."""
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
    """Why there is no text: a scan is told from a blank page by its pictures."""
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
    """Whether a page that was read is a picture of a page, with few characters or none."""
    characters = sum(len(piece.text) for piece in page.pieces)
    if characters >= _FEW:
        return False
    needed = _COVERED if characters else _COVERED_BLANK
    try:
        return _covered_by_pictures(document, page.number) >= needed
    except FAILURES:
        return False


def _covered_by_pictures(document: pypdfium2.PdfDocument, number: int) -> float:
    """The area of all pictures of a page, as a share of the page's."""
    page = document[number]
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        bounds = getattr(image, "get_bounds", None) or image.get_pos  # its name in pypdfium2 4
        left, bottom, right, top = bounds()
        area += abs(float((right - left) * (top - bottom)))
    return area / max(float(width * height), 1.0)
