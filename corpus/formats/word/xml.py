"""Parse the XML parts of a Word document without entities; address elements by short names."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.xml_parts import Element, parse_xml

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _WORD.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_PREFIXES = {
    _WORD: "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
}
_ON = frozenset({"1", "true", "on"})


def qualified(local: str) -> str:
    """The qualified name of a ``w:`` attribute or element."""
    return f"{{{_WORD}}}{local}"


_VAL = qualified("val")
_KINDS: dict[str, str] = {}


def kind_of(element: Element) -> str:
    """The prefixed name: ``w:p``, ``mc:Choice``, ``m:t`` …; ``''`` for comments and others."""
    tag: Any = element.tag
    kind = _KINDS.get(tag)
    if kind is None:
        if not isinstance(tag, str):
            return ""
        space, _, local = tag[1:].rpartition("}")
        prefix = _PREFIXES.get(space)
        kind = f"{prefix}:{local}" if prefix else ""
        if len(_KINDS) < 1000:
            _KINDS[tag] = kind
    return kind


def parse_part(name: str, part: str, data: bytes) -> Element:
    """Parse a part, mapping strict namespaces to transitional ones; errors as in `parse_xml`."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return parse_xml(name, "docx", part, data)


def child(element: Element | None, local: str) -> Element | None:
    """The first ``w:`` child with that name, or None."""
    return None if element is None else next(element.iterchildren(qualified(local)), None)


def path(element: Element | None, *locals_: str) -> Element | None:
    """Follow a path of first ``w:`` children; None if one is missing."""
    for local in locals_:
        element = child(element, local)
    return element


def children(element: Element, local: str) -> Iterator[Element]:
    """The ``w:`` children with that name."""
    return element.iterchildren(qualified(local))


def attribute(element: Element | None, local: str = "val") -> str | None:
    """A ``w:`` attribute; None if the element or attribute is missing."""
    if element is None:
        return None
    return element.get(_VAL if local == "val" else qualified(local))


def number(element: Element | None, local: str = "val") -> int | None:
    """A ``w:`` attribute as an integer; None if it is missing or invalid."""
    value = attribute(element, local)
    if value is None or len(value) > 9:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def switch(element: Element | None) -> bool | None:
    """An on/off property: True for ``<w:x/>``, False for ``<w:x w:val="0"/>``, None if absent."""
    if element is None:
        return None
    value = attribute(element)
    return value is None or value in _ON


_ORDINARY_MAIN = "word/document.xml"


class Parts(Struct, frozen=True):
    """Root elements of the parts; None or empty if the document lacks a part."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    headers: tuple[Element, ...]
    footers: tuple[Element, ...]


def open_parts(name: str, data: bytes) -> Parts:
    """Parse the text parts of the package in ``data``.

    Raises BrokenFileError or TooLargeError.  External relationships are never followed.
    """
    package = OfficePackage(data, name)
    main = package.main_part(_ORDINARY_MAIN)
    related = package.related(main)

    def parse(part: str) -> Element:
        return parse_part(name, part, package.read(part))

    def only(kind: str) -> Element | None:
        found = related.get(kind, ())
        return parse(found[0]) if found else None

    return Parts(
        body=parse(main),
        styles=only("styles"),
        numbering=only("numbering"),
        footnotes=only("footnotes"),
        endnotes=only("endnotes"),
        headers=tuple(parse(part) for part in related.get("header", ())),
        footers=tuple(parse(part) for part in related.get("footer", ())),
    )
