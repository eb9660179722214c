"""The parts of a Word package that hold text, found by their relationships."""

import posixpath
from dataclasses import dataclass

from plandiff.corpus.errors import BrokenFileError
from plandiff.corpus.formats.packages import list_members, read_member
from plandiff.corpus.formats.word.xml import Element, kind_of, parse_part

_ORDINARY_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Parts:
    """Root elements of the parts; None or empty where the document has none."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    headers: tuple[Element, ...]
    footers: tuple[Element, ...]


def open_parts(name: str, data: bytes) -> Parts:
    """The text parts of the package in ``data``.

    Raises BrokenFileError or TooLargeError.  Side parts that are missing are empty; relationships
    that point outside the package are never followed.
    """
    members = list_members(data, name)
    main = _main_part(name, data, members)
    related = _relationships(name, data, members, main)

    def parse(part: str) -> Element:
        return parse_part(name, part, read_member(data, name, part))

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


def _main_part(name: str, data: bytes, members: frozenset[str]) -> str:
    related = _relationships(name, data, members, "")
    for part in (*related.get("officeDocument", ()), _ORDINARY_MAIN):
        if part in members:
            return part
    raise BrokenFileError(name, "docx", "its main part is missing")


def _relationships(
    name: str, data: bytes, members: frozenset[str], source: str
) -> dict[str, tuple[str, ...]]:
    """Parts that ``source`` refers to, by the last word of the relationship's type."""
    folder, base = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    if part not in members:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for relation in parse_part(name, part, read_member(data, name, part)):
        if kind_of(relation) != "pr:Relationship" or relation.get("TargetMode") == "External":
            continue
        kind = (relation.get("Type") or "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
        if target[1:] in members:
            found[kind] = (*found.get(kind, ()), target[1:])
    return found
