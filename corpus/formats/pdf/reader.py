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

_FAILURES = (pypdfium2.PdfiumError, ValueError, OSError, IndexError, KeyError, OverflowError)
"""What pypdfium2 raises on damaged files; caught here only."""


def read_pdf(name: str, data: bytes) -> Reading:
    """The paragraphs of a PDF.

    Headers, footers, page numbers and watermarks are in ``removed``.
    Raises BrokenFileError (damaged, locked), NoTextError (a scan) or TooLargeError.
    """
    pages, findings = _read_pages(name, data)
    return pages_to_reading(pages, findings)


def _read_pages(name: str, data: bytes) -> tuple[list[Page], list[Finding]]:
    document = _open(name, data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise TooLargeError(
                name, Phrase("size.pages", count=count), Phrase("size.pages", count=MAX_PAGES)
            )
        pages, findings = _read_each_page(name, document, count)
        if not any(page.pieces for page in pages):
            raise NoTextError(name, _why_empty(document, count))
    finally:
        document.close()
    return pages, findings


def _open(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except _FAILURES as error:
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
        except _FAILURES:
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
                return Phrase("reason.scanned")
        except _FAILURES:
            continue
    return Phrase("reason.blank-pages")
