"""The parts of a Word package that hold text, found by their relationships."""

from dataclasses import dataclass

from plandiff.corpus.formats.office import OfficePackage
from plandiff.corpus.formats.word.xml import parse_part
from plandiff.corpus.formats.xml_parts import Element

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
