"""A page to lines: its encoding, its tree, its content."""

from plandiff.corpus.errors import Phrase, TooLargeError
from plandiff.corpus.formats.encodings import Decoded, NotTextError, damage_findings, decode_as
from plandiff.corpus.formats.limits import MAX_TEXT_BYTES
from plandiff.corpus.formats.paragraphs import without_false_wholes
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.text import decode_text
from plandiff.corpus.formats.web.blocks import PageReader
from plandiff.corpus.formats.web.tree import Element, parse_html
from plandiff.corpus.text import lazy_re as re

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def decode_html(name: str, data: bytes, encoding: str | None) -> Decoded:
    """The text of a page; what its ``meta`` says counts where the bytes agree with it.

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
    """The content of a page: headings with levels, list labels, tables as rows.

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
    title = " ".join((root.findtext(".//title") or "").split())
    return title or None
