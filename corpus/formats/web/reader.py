"""Read an HTML page or web archive into lines: decode, parse, extract the content."""

from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from plandiff.corpus.errors import BrokenFileError, Phrase, TooLargeError
from plandiff.corpus.formats.encodings import Decoded, NotTextError, damage_findings, decode_as
from plandiff.corpus.formats.file_input import refuse_too_large
from plandiff.corpus.formats.limits import MAX_TEXT_BYTES
from plandiff.corpus.formats.reading_parts import Reading, without_false_wholes
from plandiff.corpus.formats.text import decode_text
from plandiff.corpus.formats.web.blocks import PageReader
from plandiff.corpus.formats.web.tree import Element, parse_html
from plandiff.corpus.text import lazy_re as re

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def decode_html(name: str, data: bytes, encoding: str | None) -> Decoded:
    """Decode a page; the encoding in its ``meta`` is used if the bytes are valid in it.

    Raises EncodingError, UnknownFormatError or TooLargeError.
    """
    declared = _CHARSET.search(data[:4096])
    if encoding is None and declared and len(data) <= MAX_TEXT_BYTES and data[:2] not in _BOMS:
        try:
            return decode_as(data, declared[1].decode("ascii", "replace"))
        except NotTextError:
            pass
    return decode_text(name, data, encoding)


def read_html(name: str, decoded: Decoded) -> Reading:
    """Extract the content of a page: headings with levels, list labels, tables as rows.

    Menus, footers and hidden text are in ``removed``.  Raises BrokenFileError, TooLargeError or
    NoTextError.
    """
    root = parse_html(name, decoded.text)
    try:
        page = PageReader(root)
    except MemoryError as error:
        raise TooLargeError(name, Phrase("size.page"), Phrase("size.memory-here")) from error
    return Reading(
        lines=without_false_wholes(tuple(page.lines)),
        removed=tuple(page.removed),
        findings=(*damage_findings(decoded), *page.findings),
        title=_title(root),
        attachments=page.attachments,
    )


def _title(root: Element) -> str | None:
    """Return the ``<title>`` of the page, or the title for shared links if the text has that one.

    Pages of articles often leave ``<title>`` empty or name a series in it.
    """
    title = " ".join((root.findtext(".//title") or "").split())
    shared = next(
        (m.get("content") for m in root.iter("meta") if m.get("property") == "og:title"), None
    )
    name = " ".join((shared or "").split())
    headings = ("".join(map(str, h.itertext())) for h in root.iter("h1", "h2"))
    if name and (not title or any(" ".join(text.split()) == name for text in headings)):
        return name
    return title or None


_FAILURES = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""Exceptions of the email package on damaged messages; caught only in this module."""


def read_archive(name: str, data: bytes) -> Reading:
    """Read the first HTML part of a web archive (MHTML).

    Raises BrokenFileError if there is none, and the errors of `read_html`.
    """
    try:
        found = _first_page(data)
    except _FAILURES as error:
        raise BrokenFileError(name, "mhtml", Phrase("reason.damaged-message")) from error
    if found is None:
        raise BrokenFileError(name, "mhtml", Phrase("reason.no-page"))
    page, charset = found
    refuse_too_large(name, page, MAX_TEXT_BYTES)
    return read_html(name, _decode(name, page, charset))


def _decode(name: str, page: bytes, charset: str | None) -> Decoded:
    try:
        return decode_as(page, charset) if charset else decode_html(name, page, None)
    except NotTextError:
        return decode_text(name, page, None)


def _first_page(data: bytes) -> tuple[bytes, str | None] | None:
    message = BytesParser(EmailMessage, policy=policy.compat32).parsebytes(data)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            return (content, part.get_content_charset()) if isinstance(content, bytes) else None
    return None
