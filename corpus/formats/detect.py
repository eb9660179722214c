"""Detect the format of a file from its bytes; the suffix decides only between kinds of text.

>>> recognise(b"%PDF-1.7 ...", "plan.docx")
'pdf'
"""

from pathlib import PurePath
from typing import TYPE_CHECKING

from plandiff.corpus.errors import BrokenFileError, Phrase, UnknownFormatError
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import HTML_SUFFIXES, MARKDOWN_SUFFIXES
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    from plandiff.corpus.formats import packages
else:
    packages = LazyModule("plandiff.corpus.formats.packages")

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

_FOREIGN = (
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\0", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\xfd7zXZ\0", "xz"),
    (b"BZh91AY&SY", "bzip2"),
    (b"PK\x05\x06", "empty-zip"),
    (b"SQLite format 3\0", "database"),
    (b"ID3\x03", "sound"),
    (b"RIFF", "riff"),
)
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
PICTURES = frozenset(form for _, form in _PICTURES)
"""Picture formats, read as scanned pages."""
_OLE2_STREAMS = (
    ("WordDocument", "doc"),
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "wps"),
)
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}\?>\s*+)?(?:<!--.{0,2000}?-->\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:!doctype|/?[a-z][a-z0-9]*)\b[^<>]{0,500}>", re.IGNORECASE)
_MHTML = re.compile(
    rb"\s*+(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,20}?"
    rb"(?:Content-Type:\s*multipart/related|MIME-Version:\s*1\.0)",
    re.IGNORECASE,
)
_WORD_XML = (b"<?mso-application", b"<w:wordDocument", b"<pkg:package", b"<office:document")


_PACKAGES = frozenset(
    {".docx", ".docm", ".dotx", ".odt", ".xlsx", ".xlsm", ".ods", ".ofd", ".pptx"}
)
"""Suffixes of zip-based formats; errors name a damaged package by its suffix."""


def suffix_of(name: str) -> str:
    """The suffix in lower case: ``suffix_of("计划.DOCX")`` is ``'.docx'``."""
    return PurePath(name).suffix.lower()


def recognise(data: bytes, name: str) -> str:
    """Return the format: ``docx xlsx pptx ofd pdf html mhtml png jpeg tiff zip text``.

    Formats that LibreOffice converts are ``doc``, ``xls`` and so on.

    Raises UnknownFormatError for formats that are not documents, BrokenFileError for a document
    that is password-protected or truncated.
    """
    head = data[:4096]
    if data.startswith(ZIP):
        return _recognise_zip(data, name)
    if data.startswith(OLE2):
        return _recognise_ole2(data, name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, form in _PICTURES:
        if data.startswith(magic):
            return form
    for magic, what in _FOREIGN:
        if data.startswith(magic) and (b"\0" in head or not magic.isascii()):
            raise _foreign(name, what)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if _HTML_START.match(head):
        return "html"
    if head.lstrip().startswith(b"<?xml") and any(mark in head for mark in _WORD_XML):
        return "xml"
    return "mhtml" if _is_mhtml(head) else "text"


def text_format(text: str, name: str) -> str:
    """Return ``md``, ``html`` or ``txt`` for text whose first bytes identify no format.

    >>> text_format("<p>一、总体要求</p>", "plan.html"), text_format("一、总体要求", "plan.html")
    ('html', 'txt')
    """
    suffix = suffix_of(name)
    if suffix in HTML_SUFFIXES and _TAG.search(text[:20_000]):
        return "html"
    return "md" if suffix in MARKDOWN_SUFFIXES else "txt"


def _is_mhtml(head: bytes) -> bool:
    return _MHTML.match(head) is not None and b"multipart/related" in head.lower()


def _recognise_zip(data: bytes, name: str) -> str:
    suffix = suffix_of(name)
    package = packages.Package(data, name, suffix[1:] if suffix in _PACKAGES else "zip")
    members = package.members
    if "[Content_Types].xml" in members:
        types = package.read("[Content_Types].xml")
        if b"wordprocessingml" in types:
            return "docx"
        if b"spreadsheetml" in types:
            return "xlsx"
        if b"presentationml" in types:
            return "pptx"
    if any(member.casefold() == "ofd.xml" for member in members):
        return "ofd"
    if "mimetype" in members:
        kind = package.read("mimetype")
        if kind.startswith(b"application/vnd.oasis.opendocument.text"):
            package.refuse_bombs()
            return "odt"
        if kind.startswith(b"application/epub"):
            raise _foreign(name, "epub")
        if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            package.refuse_bombs()
            return "ods"
    if "word/document.xml" in members:
        raise BrokenFileError(name, "docx", Phrase("reason.no-list-of-parts"))
    if "xl/workbook.bin" in members:
        raise _foreign(name, "xlsb")
    if "[Content_Types].xml" in members:
        raise _foreign(name, "zip")
    return "zip"


def _recognise_ole2(data: bytes, name: str) -> str:
    for stream, what in _OLE2_STREAMS:
        if stream.encode("utf-16-le") not in data:
            continue
        if what == "encrypted":
            form = suffix_of(name)[1:] if suffix_of(name) in _PACKAGES else "docx"
            raise BrokenFileError(name, form, Phrase("reason.locked"))
        if what == "ppt":
            raise _foreign(name, what)
        own = suffix_of(name)[1:]
        return own if (own, what) in {("wps", "doc"), ("wps", "wps"), ("et", "xls")} else what
    if suffix_of(name) in {".doc", ".wps", ".dot", ".wpt", ".et", ".xls"}:
        return suffix_of(name)[1:]
    raise _foreign(name, "ole2")


def _foreign(name: str, what: str) -> UnknownFormatError:
    return UnknownFormatError(name, Phrase(f"file.{what}"))
