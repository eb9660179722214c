"""Reads every finished report back, so that a file which no program could open is never written.

Each format is checked by a parser that is independent of the code which wrote it, and none of the
checks builds a tree of the whole document in memory.
"""

import codecs
import io
import json
import posixpath
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from plandiff.corpus.errors import Phrase, UnreadableReportError
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:  # a report needs the parsers of its own format
    import csv
    import zipfile
    from xml.parsers import expat

    from lxml import etree

    from plandiff.comparison.reports.shared import page_verification
    from plandiff.corpus.formats import xml_parts
else:
    csv = LazyModule("csv")
    etree = LazyModule("lxml.etree")
    expat = LazyModule("xml.parsers.expat")
    page_verification = LazyModule("plandiff.comparison.reports.shared.page_verification")
    zipfile = LazyModule("zipfile")
    xml_parts = LazyModule("plandiff.corpus.formats.xml_parts")

_CELL_LIMIT = 32_767
"""Characters of a cell beyond which Excel calls a workbook damaged."""
_SHEET_NAME_LIMIT = 31
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")
"""Control characters that no text report may contain; escape begins a colour."""
_CONTENT_TYPES = "[Content_Types].xml"


class FaultError(Exception):
    """What is wrong with a report: the key of a phrase of the area ``errors``."""

    def __init__(self, key: str, place: str = "") -> None:
        super().__init__(key)
        self.phrase = Phrase(f"unreadable-report.{key}", place=place)


def verified(data: bytes, form: str, *, template: bool = False, source: bytes = b"") -> bytes:
    """Return ``data`` unchanged after reading it back as ``form`` (``docx``, ``csv`` …).

    ``template``: the report was laid out by the user's template, whose markup is not judged.
    ``source``: a package from which parts were copied; the copied ones are not judged either.
    Raises `UnreadableReportError`.

    >>> verified(b'{"schema": "plandiff.plan/1"}', "json")
    b'{"schema": "plandiff.plan/1"}'
    >>> verified(b'{"schema": ', "json")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    plandiff.corpus.errors.UnreadableReportError: ...
    """
    try:
        if form in {"docx", "xlsx"}:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                _check_package(package, source)
                if form == "xlsx":
                    _check_book(package)
                elif not source:
                    _check_word(package)
        elif not template:
            _TEXTS.get(form, _check_text)(data)
    except FaultError as error:
        raise UnreadableReportError(form=form, reason=error.phrase) from error
    except _failures() as error:
        raise UnreadableReportError(
            form=form, reason=Phrase("unreadable-report.damaged")
        ) from error
    return data


def _failures() -> tuple[type[Exception], ...]:
    """The errors of parsers; those of decoding and of JSON are `ValueError`."""
    return zipfile.BadZipFile, expat.ExpatError, csv.Error, etree.LxmlError, ValueError, KeyError


# Texts


def _check_text(data: bytes) -> None:
    found = _CONTROL.search(data.decode("utf-8"))
    if found is not None:
        raise FaultError("control", f"U+{ord(found[0]):04X}")


def check_json(data: bytes) -> None:
    """Raise `ValueError` if the data are no JSON."""
    try:
        # Raw is checked but not built, which takes a tenth of the time and no memory.
        msgspec.json.decode(data, type=msgspec.Raw)
    except msgspec.DecodeError:
        json.loads(data)  # accepts escaped lone surrogates, which msgspec does not
    codecs.decode(data, "utf-8")


def _check_csv(data: bytes) -> None:
    """Every line has as many cells as the head."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    width = len(next(rows))
    for number, row in enumerate(rows, start=2):
        if len(row) != width:
            raise FaultError("cells", str(number))


def _check_page(data: bytes) -> None:
    page_verification.check_page(data)


# Packages of Word and Excel


def _check_package(package: "zipfile.ZipFile", source: bytes) -> None:
    """Every part is intact and well-formed, has a type, and every relationship leads to a part."""
    names = package.namelist()
    copied = _checksums(source)
    types, suffixes = _content_types(package)
    if len(set(names)) != len(names):
        raise FaultError("damaged")
    for info in package.infolist():
        name = info.filename
        if name.endswith("/") or copied.get(name) == (info.CRC, info.file_size):
            continue
        if name.endswith((".xml", ".rels", ".vml")):
            with package.open(info) as stream:
                expat.ParserCreate().ParseFile(stream)
        else:
            package.read(info)  # raises if the checksum differs
        suffix = name.rpartition(".")[2].lower()
        if name != _CONTENT_TYPES and f"/{name}" not in types and suffix not in suffixes:
            raise FaultError("no-type", name)
        if name.endswith(".rels"):
            _check_relations(package, name, set(names))


def _checksums(source: bytes) -> dict[str, tuple[int, int]]:
    if not source:
        return {}
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {one.filename: (one.CRC, one.file_size) for one in package.infolist()}


def _content_types(package: "zipfile.ZipFile") -> tuple[set[str], set[str]]:
    root = etree.fromstring(package.read(_CONTENT_TYPES))
    parts = {node.get("PartName") or "" for node in root}
    return parts, {(node.get("Extension") or "").lower() for node in root} - {""}


def _check_relations(package: "zipfile.ZipFile", name: str, parts: set[str]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in etree.fromstring(package.read(name)):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
        if relation.get("TargetMode") != "External" and target[1:] not in parts:
            raise FaultError("no-part", target)


def _elements(package: "zipfile.ZipFile", part: str, *names: str) -> "Iterator[xml_parts.Element]":
    """The elements of a part with these local names, at their ends; each is emptied afterwards."""
    with package.open(part) as stream:
        tags = [f"{{*}}{name}" for name in names]
        for _, element in etree.iterparse(stream, tag=tags, huge_tree=True):
            yield element
            element.clear()


def _check_word(package: "zipfile.ZipFile") -> None:
    """Every cell ends in a paragraph, without which Word repairs the file; comments are there."""
    used: set[str] = set()
    for element in _elements(package, "word/document.xml", "tc", "commentReference"):
        if xml_parts.local_name(element) == "commentReference":
            used.add(xml_parts.attribute_named(element, "id") or "")
        elif not len(element) or xml_parts.local_name(element[-1]) != "p":
            raise FaultError("cell-end")
    part = "word/comments.xml"
    comments = _elements(package, part, "comment") if part in package.namelist() else ()
    known = {xml_parts.attribute_named(comment, "id") or "" for comment in comments}
    if not used <= known:
        raise FaultError("comment", min(used - known))


def _check_book(package: "zipfile.ZipFile") -> None:
    """Names of sheets, lengths of texts and numbers of shared texts are those that Excel takes."""
    names = [
        (sheet.get("name") or "").casefold()
        for sheet in _elements(package, "xl/workbook.xml", "sheet")
    ]
    if not names or len(set(names)) < len(names) or max(map(len, names)) > _SHEET_NAME_LIMIT:
        raise FaultError("sheet-name", max(names, key=len, default=""))
    texts = 0
    if "xl/sharedStrings.xml" in package.namelist():
        for shared in _elements(package, "xl/sharedStrings.xml", "si"):
            texts += 1
            if sum(len(piece) for piece in shared.itertext()) > _CELL_LIMIT:
                raise FaultError("long-cell", str(texts))
    for part in package.namelist():
        if not part.startswith("xl/worksheets/sheet"):
            continue
        for cell in _elements(package, part, "c"):
            if cell.get("t") == "s" and not int(cell[0].text or "") < texts:
                raise FaultError("no-text", cell.get("r") or "")


_TEXTS: dict[str, Callable[[bytes], None]] = {
    "json": check_json,
    "csv": _check_csv,
    "html": _check_page,
}
