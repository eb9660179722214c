"""Parse XML parts of packages (.docx .xlsx .pptx .ofd) without entities; address by local name.

Each of these formats has several equivalent namespaces (transitional and strict Office Open XML,
three spellings for OFD), so only local names are compared.
"""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from plandiff.corpus.errors import BrokenFileError, Phrase

Element = etree._Element  # noqa: SLF001 - lxml publishes its element type under this name only


def parse_xml(name: str, form: str, part: str, data: bytes) -> Element:
    """Parse an XML part of the file ``name`` of format ``form``; return the root element.

    Raises BrokenFileError for XML that is damaged, nested too deeply, or has a DOCTYPE: programs
    that write these formats never emit one, and entity bombs need it.
    """
    if b"<!DOCTYPE" in data:
        raise BrokenFileError(name, form, Phrase("reason.document-type", part=part))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise BrokenFileError(name, form, Phrase("reason.damaged-xml", part=part)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenFileError(name, form, Phrase("reason.document-type", part=part))
    return root


def iterate_xml(name: str, form: str, part: str, data: bytes, *names: str) -> Iterator[Element]:
    """Yield the elements with these local names at their end tags; each is cleared afterwards.

    For parts with millions of elements; the named elements must not be nested in each other.
    Raises the errors of `parse_xml`.
    """
    if b"<!DOCTYPE" in data:
        raise BrokenFileError(name, form, Phrase("reason.document-type", part=part))
    walk = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=[f"{{*}}{local}" for local in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    checked = False
    try:
        for _, element in walk:
            # In UTF-16 the byte search above does not find the declaration.
            if not checked and element.getroottree().docinfo.internalDTD is not None:
                raise BrokenFileError(name, form, Phrase("reason.document-type", part=part))
            checked = True
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise BrokenFileError(name, form, Phrase("reason.damaged-xml", part=part)) from error


def local_name(element: Element) -> str:
    """``Page`` for ``ofd:Page`` in any namespace; ``''`` for a comment."""
    tag: Any = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children_named(element: Element | None, *names: str) -> Iterator[Element]:
    """The children with one of these local names, in order; none if ``element`` is None."""
    if element is not None:
        yield from (child for child in element if local_name(child) in names)


def first_named(element: Element | None, *path: str) -> Element | None:
    """Follow a path of local names, taking the first match at each step; None if one is missing."""
    for name in path:
        element = next(children_named(element, name), None)
    return element


def descendants_named(element: Element, *names: str) -> Iterator[Element]:
    """``element`` and its descendants with one of these local names, in document order."""
    return (below for below in element.iter() if local_name(below) in names)


def attribute_named(element: Element, name: str) -> str | None:
    """The value of the attribute with that local name in any namespace, or None."""
    value = element.get(name)
    if value is not None:
        return value
    return next((str(v) for key, v in element.items() if str(key).rpartition("}")[2] == name), None)
