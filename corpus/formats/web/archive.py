"""Web archives (.mht, .mhtml): the page inside a MIME message, its pictures left alone."""

from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from plandiff.corpus.errors import BrokenFileError
from plandiff.corpus.formats.encodings import Decoded, NotTextError, decode_as
from plandiff.corpus.formats.intake import refuse_too_large
from plandiff.corpus.formats.limits import MAX_TEXT_BYTES
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.text import decode_text
from plandiff.corpus.formats.web.reader import decode_html, read_html

_FAILURES = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""What the email package raises on damaged messages; caught here only."""


def read_archive(name: str, data: bytes) -> Reading:
    """The lines of the first HTML part.

    Raises BrokenFileError where there is none, and what `read_html` raises.
    """
    try:
        found = _first_page(data)
    except _FAILURES as error:
        raise BrokenFileError(name, "mhtml", "the message is damaged") from error
    if found is None:
        raise BrokenFileError(name, "mhtml", "it holds no page")
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
