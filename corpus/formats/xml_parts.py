"""XML parts of packages (.docx .xlsx .pptx .ofd): parsed without entities, addressed by local name.

The vocabularies of these formats come in several namespaces (transitional and strict Office Open
XML, three spellings of the one of OFD) that mean the same, so only local names are compared.
"""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from plandiff.corpus.errors import BrokenFileError, Phrase

Element = etree._Element  # noqa: SLF001 - lxml publishes its element type under this name only


def parse_xml(name: str, form: str, part: str, data: bytes) -> Element:
    """The root element of an XML part of the file ``name``, which is a ``form``.

    Raises BrokenFileError for XML that is damaged, nested too deeply, or declares a document type:
    no program that writes these formats does, and entity bombs need one.
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
    """The elements with these local names, each as it ends and emptied when the next is asked for.

    For parts that may hold millions of elements; the named ones must not contain each other.
    Raises what `parse_xml` raises.
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
            # UTF-16 hides the declaration from the search above.
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
    """The children with one of these local names, in order; none of no element."""
    if element is not None:
        yield from (child for child in element if local_name(child) in names)


def first_named(element: Element | None, *path: str) -> Element | None:
    """The element at the end of a path of first children, by local names."""
    for name in path:
        element = next(children_named(element, name), None)
    return element


def descendants_named(element: Element, *names: str) -> Iterator[Element]:
    """All elements below (or at) ``element`` with one of these local names, in document order."""
    return (below for below in element.iter() if local_name(below) in names)


def attribute_named(element: Element, name: str) -> str | None:
    """The attribute with that local name, in whatever namespace."""
    value = element.get(name)
    if value is not None:
        return value
    return next((str(v) for key, v in element.items() if str(key).rpartition("}")[2] == name), None)
