"""Read a file into a Document: load the bytes, detect the format, call its reader."""

import hashlib
import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from plandiff.corpus.errors import InputError, NoTextError, NotFoundError, Phrase, TooLargeError
from plandiff.corpus.formats.detect import PICTURES, recognise, text_format
from plandiff.corpus.formats.encodings import Decoded
from plandiff.corpus.formats.file_input import read_bytes, refuse_too_large
from plandiff.corpus.formats.limits import MAX_ARCHIVE_DEPTH
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import SEPARATOR, Location, locate
from plandiff.corpus.model import Document, Source

if TYPE_CHECKING:  # a cached plan needs no reader
    from plandiff.corpus.formats import archives, converter, markdown
    from plandiff.corpus.formats import text as plain_text
    from plandiff.corpus.formats.ofd import reader as ofd
    from plandiff.corpus.formats.pdf import sandbox as pdf
    from plandiff.corpus.formats.scan import reader as scan
    from plandiff.corpus.formats.sheet import reader as sheet
    from plandiff.corpus.formats.slides import reader as slides
    from plandiff.corpus.formats.web import reader as web
    from plandiff.corpus.formats.word import reader as word
else:
    archives = LazyModule("plandiff.corpus.formats.archives")
    converter = LazyModule("plandiff.corpus.formats.converter")
    markdown = LazyModule("plandiff.corpus.formats.markdown")
    plain_text = LazyModule("plandiff.corpus.formats.text")
    ofd = LazyModule("plandiff.corpus.formats.ofd.reader")
    pdf = LazyModule("plandiff.corpus.formats.pdf.sandbox")
    scan = LazyModule("plandiff.corpus.formats.scan.reader")
    sheet = LazyModule("plandiff.corpus.formats.sheet.reader")
    slides = LazyModule("plandiff.corpus.formats.slides.reader")
    web = LazyModule("plandiff.corpus.formats.web.reader")
    word = LazyModule("plandiff.corpus.formats.word.reader")

CONVERTED = frozenset({"doc", "wps", "dot", "wpt", "odt", "rtf", "xml"})
"""Formats that LibreOffice converts to docx first."""
CONVERTED_SHEETS = frozenset({"et", "xls", "ods"})
"""Formats that LibreOffice converts to xlsx first."""


def state_of_converter(name: str, content: bytes) -> tuple[object, ...] | None:
    """The state of LibreOffice if it converts this document, else None: part of a cache key."""
    try:
        form = recognise(content, name)
    except InputError:  # reading the document raises the same error
        return None
    return converter.converter_state() if form in CONVERTED | CONVERTED_SHEETS else None


def read_document(
    path: str,
    *,
    encoding: str | None = None,
    original: bool = False,
    data: bytes | None = None,
    cache: bool = False,
) -> Document:
    """Read the document at ``path``: its lines in reading order and the text that was left out.

    ``path`` ``-`` is standard input, ``archive.zip::plan.docx`` a plan in an archive.  ``data``
    replaces the file's bytes (``path`` is then only a name).  ``encoding`` overrides detection for
    text and HTML; ``original`` rejects tracked changes instead of accepting them; ``cache``
    stores the recognised text of scans in the user's cache.  Raises only subclasses of InputError.
    """
    opened = _open(path, data)
    form, used_encoding, reading = _read(opened, encoding, original, cache)
    _refuse_useless(opened.name, reading)
    source = Source(
        name=opened.shown,
        format=form,
        encoding=used_encoding,
        sha256=hashlib.sha256(opened.content).hexdigest(),
        characters=_count(reading),
    )
    return Document(
        source,
        reading.lines,
        reading.removed,
        reading.findings,
        reading.title,
        reading.attachments,
    )


def read_content(path: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the plan at ``path``, unpacked from its archives.

    Passed to `read_document` as ``path`` and ``data``, they give the same document, so a plan can
    be read in a process without access to the file.  Raises a subclass of InputError.
    """
    opened = _open(path, None)
    return opened.name, opened.content


class _Opened(NamedTuple):
    """A plan's bytes and names."""

    name: str
    """Name in errors: the path, and the member's path inside an archive."""
    shown: str
    """Name without folders."""
    content: bytes
    form: str


def _open(path: str, data: bytes | None) -> _Opened:
    """The plan at ``path``, unpacked from its archives."""
    file, member = locate(path) if data is None else Location(path)
    content = read_bytes(file) if data is None else refuse_too_large(path, data)
    shown = os.path.basename(file) or file  # noqa: PTH119 - '-' and odd names stay as they are
    opened = _opened(file, shown, content)
    for _ in range(MAX_ARCHIVE_DEPTH):
        if opened.form != "zip":
            break
        inside, content, member = archives.take_plan(opened.name, opened.content, member)
        base = posixpath.basename(inside)
        opened = _opened(opened.name + SEPARATOR + inside, opened.shown + SEPARATOR + base, content)
    if member:
        raise NotFoundError(path)
    if opened.form == "zip":
        raise TooLargeError.beyond(path, Phrase("size.archives", count=MAX_ARCHIVE_DEPTH))
    return opened


def _opened(name: str, shown: str, content: bytes) -> _Opened:
    if not content:
        raise NoTextError(name, Phrase("reason.empty"))
    return _Opened(name, shown, content, recognise(content, name))


def _read(
    opened: _Opened, encoding: str | None, original: bool, cache: bool
) -> tuple[str, str | None, Reading]:
    """Format, encoding (None if the format specifies its own) and the reading."""
    name, _, content, form = opened
    if form == "text":
        decoded = plain_text.decode_text(name, content, encoding)
        form = text_format(decoded.text, name)
        return (form, decoded.encoding, _read_decoded(form, name, decoded))
    if form == "html":
        decoded = web.decode_html(name, content, encoding)
        return (form, decoded.encoding, _read_decoded(form, name, decoded))
    if form == "pdf":
        return (form, None, _read_pdf(name, content, cache))
    if form in PICTURES:
        return (form, None, scan.read_scan(name, form, content, cache=cache))
    return (form, None, _read_carrying_encoding(form, name, content, original))


def _read_decoded(form: str, name: str, decoded: Decoded) -> Reading:
    if form == "html":
        return web.read_html(name, decoded)
    plain_text.refuse_too_long(name, len(decoded.text))
    if form == "md":
        return markdown.read_markdown(decoded)
    return plain_text.read_text(decoded)


def _read_pdf(name: str, content: bytes, cache: bool) -> Reading:
    """The text of a PDF; scanned pages are recognised if the extra ``ocr`` is installed."""
    try:
        reading = pdf.read_pdf_in_subprocess(name, content)
    except NoTextError as error:
        reason = error.facts["reason"]
        if not isinstance(reason, Phrase) or reason.key != "reason.scanned":
            raise
        return scan.read_scan(name, "pdf", content, cache=cache)
    pictures = any(finding.kind == "picture-page" for finding in reading.findings)
    if pictures and scan.can_recognise():
        return scan.read_scan(name, "pdf", content, cache=cache)
    return reading


def _read_carrying_encoding(form: str, name: str, content: bytes, original: bool) -> Reading:
    """Read a format that specifies its own encoding."""
    if form == "mhtml":
        return web.read_archive(name, content)
    if form == "ofd":
        return ofd.read_ofd(name, content)
    if form == "pptx":
        return slides.read_presentation(name, content)
    if form == "xlsx" or form in CONVERTED_SHEETS:
        return _read_sheets(form, name, content)
    if form in CONVERTED:
        content = converter.convert_to_docx(name, content, form)
    return word.read_word(name, content, original=original)


def _read_sheets(form: str, name: str, content: bytes) -> Reading:
    if form in CONVERTED_SHEETS:
        content = converter.convert_to_xlsx(name, content, form)
    return sheet.read_workbook(name, content)


def _refuse_useless(name: str, reading: Reading) -> None:
    if not any(c.isprintable() and c != " " for line in reading.lines for c in line.text):
        raise NoTextError(name, Phrase("reason.blank"))
    plain_text.refuse_too_long(name, _count(reading))


def _count(reading: Reading) -> int:
    if reading.characters is not None:
        return reading.characters
    return sum(len(line.text) for line in reading.lines)
