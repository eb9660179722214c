"""Read scans: PDFs with scanned pages, and picture files.

Recognition takes seconds per page, so it runs in a subprocess with limits and reports its progress
page by page; the result is stored in the user's cache, keyed by content.
"""

import importlib.util
import io
import struct
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from plandiff.corpus import plan_cache
from plandiff.corpus.background import Limits, report_progress
from plandiff.corpus.errors import BrokenFileError, NoTextError, Phrase, TooLargeError
from plandiff.corpus.formats.limits import (
    MAX_PICTURE_PIXELS,
    MAX_SCANNED_PAGES,
    SCAN_MEMORY_BYTES,
    SCAN_SECONDS,
)
from plandiff.corpus.formats.pdf.layout import Page
from plandiff.corpus.formats.pdf.paragraphs import pages_to_reading
from plandiff.corpus.formats.pdf.sandbox import read_in_subprocess
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.scan.engine import Engine, Picture, rapid_engine
from plandiff.corpus.formats.scan.pages import scanned_page
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Finding

if TYPE_CHECKING:
    from PIL import Image, ImageSequence

    from plandiff.corpus.formats.pdf import characters
    from plandiff.corpus.formats.pdf import reader as pdf
else:
    characters = LazyModule("plandiff.corpus.formats.pdf.characters")
    pdf = LazyModule("plandiff.corpus.formats.pdf.reader")
    Image = LazyModule("PIL.Image")  # comes with the extra
    ImageSequence = LazyModule("PIL.ImageSequence")

_DAMAGED_PICTURE = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    EOFError, struct.error,
)  # fmt: skip
"""What Pillow raises for damaged pictures: each of its readers fails in its own way."""
_DPI = 300.0
_USUAL_DPI = 200.0
"""Resolution of a picture that states none."""
_LONGEST_SIDE = 5000.0
"""Maximum pixels of a page's longer side; an A4 page has 3508 at 300 dpi."""


def can_recognise() -> bool:
    """Whether the extra is installed, checked without importing it."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read_scan(name: str, form: str, data: bytes, *, cache: bool = False) -> Reading:
    """Recognise the text of a scanned PDF or a picture of format ``form``.

    The findings list the recognised pages and the doubtful characters.  Raises NoTextError, which
    names the extra if it is missing, BrokenFileError for a damaged file, and TooLargeError.
    """
    if not can_recognise():
        raise NoTextError(name, pdf.SCANNED)
    limits = Limits(SCAN_SECONDS, SCAN_MEMORY_BYTES, 2.0 * SCAN_SECONDS)

    def read() -> Reading:
        return read_in_subprocess(
            limits, recognise_scan, name, form, data, on_progress=report_progress
        )

    return plan_cache.cached("", data, ("scan", form), read, Reading) if cache else read()


def recognise_scan(
    name: str, form: str, data: bytes, start: Callable[[], Engine] = rapid_engine
) -> Reading:
    """Like `read_scan`, but in this process; ``start`` creates the engine."""
    try:
        engine = start()
    except (ImportError, OSError) as error:
        raise NoTextError(name, pdf.SCANNED) from error
    pages: list[Page] = []
    findings: list[Finding] = []
    recognised: list[int] = []
    for page, total in _pages(name, form, data, findings):
        if isinstance(page, Picture):
            number = len(pages)
            scanned = scanned_page(engine(page), number, page.points)
            recognised.append(number + 1)
            findings += scanned.findings
            pages.append(scanned.page)
        else:
            pages.append(replace(page, number=len(pages)))
        report_progress(len(pages), total)
    if not any(page.pieces for page in pages):
        raise NoTextError(name, Phrase("reason.blank-pages"))
    findings.insert(0, Finding("recognised-page", None, _ranges(recognised)))
    return pages_to_reading(pages, findings)


def _pages(
    name: str, form: str, data: bytes, findings: list[Finding]
) -> Iterator[tuple[Page | Picture, int]]:
    """Yield each page, as text or as a picture, with the page count."""
    source = _pdf_pages(name, data, findings) if form == "pdf" else _frames(name, form, data)
    for page, total in source:
        if total > MAX_SCANNED_PAGES:
            limit = Phrase("size.pages", count=MAX_SCANNED_PAGES)
            raise TooLargeError(name, Phrase("size.pages", count=total), limit)
        yield page, total


def _pdf_pages(
    name: str, data: bytes, findings: list[Finding]
) -> Iterator[tuple[Page | Picture, int]]:
    document = pdf.open_pdf(name, data)
    try:
        for number in range(len(document)):
            try:
                page = characters.read_page(document, number)
                found = _rendered(document, number) if pdf.is_picture(document, page) else page
            except pdf.FAILURES:
                findings.append(Finding("damaged-page", None, str(number + 1)))
                continue
            yield found, len(document)
    finally:
        document.close()


def _rendered(document: Any, number: int) -> Picture:  # noqa: ANN401 - pypdfium2 has no types
    page = document[number]
    try:
        longest = max(*page.get_size(), 1.0)
        scale = min(_DPI / 72, _LONGEST_SIDE / longest)
        bitmap = page.render(scale=scale, grayscale=True)
        pixels = _without_gaps(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        return Picture(bitmap.width, bitmap.height, pixels, 1 / scale)
    finally:
        page.close()


def _without_gaps(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    if stride == width:
        return pixels[: width * height]
    return b"".join(pixels[row * stride : row * stride + width] for row in range(height))


def _frames(name: str, form: str, data: bytes) -> Iterator[tuple[Picture, int]]:
    """The pages of a picture file; a TIFF can have several."""
    try:
        # Pillow warns on standard error of what the text or the error shows anyway.
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=[form.upper()]) as image,
        ):
            total = getattr(image, "n_frames", 1)
            for frame in ImageSequence.Iterator(image):
                if frame.width * frame.height > MAX_PICTURE_PIXELS:
                    limit = Phrase("size.pixels", count=MAX_PICTURE_PIXELS)
                    raise TooLargeError.beyond(name, limit)
                dpi = _resolution(frame.info.get("dpi"))
                grey = frame.convert("L")
                yield Picture(grey.width, grey.height, grey.tobytes(), 72 / dpi), total
    except (*_DAMAGED_PICTURE, Image.DecompressionBombError) as error:
        raise BrokenFileError(name, form, Phrase("reason.damaged")) from error


def _resolution(stated: object) -> float:
    """Dots per inch if the picture states a plausible number, else the default."""
    match stated:
        case (int() | float() as dpi, _) if 50 <= dpi <= 1200:
            return float(dpi)
    return _USUAL_DPI


def _ranges(numbers: list[int]) -> str:
    """Format numbers as ranges.

    >>> _ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)
