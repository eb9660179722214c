"""An editable view of a Word document: paragraphs, tables and the pieces of text in them.

As in the reader of Word files, other authors' tracked changes are accepted.  Each piece refers to
its element, so that changes found in the text can be written into the source document.
"""

import hashlib
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from plandiff.corpus.formats.limits import MAX_FILE_BYTES
from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.word.blocks import blocks_of
from plandiff.corpus.formats.word.inline import marked_change
from plandiff.corpus.formats.word.xml import (
    attribute,
    child,
    kind_of,
    number,
    parse_part,
    path,
)
from plandiff.corpus.formats.xml_parts import Element
from plandiff.corpus.text import lazy_re as re

MAIN_PART = "word/document.xml"
"""The usual name of the main part of a Word package."""
LINE_BREAK = "\v"
_BREAKS = {None: LINE_BREAK, "textWrapping": LINE_BREAK, "page": "\f", "column": "\x0e"}
_CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:cr": LINE_BREAK,
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
    "w:footnoteReference": "\U000f0000",
    "w:endnoteReference": "\U000f0001",
}
"""Text equivalents of elements inside a run; none is a newline, which means a paragraph mark."""
_FIRST_OBJECT = 0xF0002
_LAST_OBJECT = 0xFFFFD
_OBJECT = re.compile(f"[\U000f0000-{chr(_LAST_OBJECT)}]+")
_OBJECTS = frozenset({"w:drawing", "w:pict", "w:object", "w:ruby", "w:sym", "mc:AlternateContent"})
FIELD_CODES = frozenset({"w:fldChar", "w:instrText"})
WRAPPERS = frozenset(
    {
        *("w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:bdo", "w:dir"),
        *("w:fldSimple", "w:ins", "w:moveTo"),
    }
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHANCE = frozenset({"id", "name", "paraId", "textId", "anchorId", "editId", "spid", "gfxdata"})
"""Attributes that may differ between two copies of one picture."""


class Leaf(Struct):
    """One piece of a paragraph: text, or an element that counts as one character or none."""

    text: str
    element: Element
    run: Element | None
    """The enclosing ``w:r``; None for a formula, which is a sibling of the runs."""
    inserted: bool = False
    """Whether it has been marked as inserted."""

    @property
    def host(self) -> Element:
        """The element that a tracked change has to enclose."""
        return self.element if self.run is None else self.run

    @property
    def splits(self) -> bool:
        """Whether the text can be cut into two elements."""
        return kind_of(self.element) == "w:t"


class Paragraph(Struct):
    """One paragraph of the accepted view."""

    elements: list[Element]
    """Its ``w:p`` elements: several if the marks between them are deleted."""
    leaves: list[Leaf]
    index: int = 0
    """Number of the paragraph in the document."""

    @property
    def text(self) -> str:
        """Its text, with one private-use character per object."""
        return "".join(leaf.text for leaf in self.leaves)


class Cell(Struct, frozen=True):
    """One cell of a table row."""

    element: Element
    blocks: "tuple[Block, ...]"


class TableRow(Struct, frozen=True):
    """One row of a table."""

    element: Element
    cells: tuple[Cell, ...]
    shape: tuple[tuple[int, int, str | None], ...]
    """For each cell its first column, number of columns and vertical merge."""


class Table(Struct, frozen=True):
    """A table; ``rows`` excludes rows with a tracked deletion, and may be empty."""

    element: Element
    rows: tuple[TableRow, ...]


Block = Paragraph | Table
Item = Paragraph | Table | TableRow


class ObjectCharacters(Struct):
    """Assigns private-use characters to pictures, shapes and formulas; equal objects share one."""

    known: dict[bytes, str] = field(default_factory=dict)

    def character(self, element: Element, digests: Mapping[str, str]) -> str:
        """The character of an object; ``digests``: content digest by relationship id."""
        key = hashlib.sha256("\0".join(_fingerprint(element, digests)).encode()).digest()
        code = min(_FIRST_OBJECT + len(self.known), _LAST_OBJECT)
        return self.known.setdefault(key, chr(code))


def is_object(character: str) -> bool:
    """Whether a character of a paragraph's text represents an object or a note reference."""
    return "\U000f0000" <= character <= chr(_LAST_OBJECT)


def without_objects(text: str) -> str:
    """The text without the characters of objects and note references."""
    return _OBJECT.sub("", text)


def _fingerprint(element: Element, digests: Mapping[str, str]) -> Iterator[str]:
    for node in element.iter():
        yield kind_of(node) or str(node.tag)
        for key, value in sorted((str(k), str(v)) for k, v in node.attrib.items()):
            space, _, local = key.rpartition("}")
            if _RELATIONS in space:
                yield f"{local}={digests.get(value, value)}"
            elif local not in _CHANCE and not local.startswith("rsid"):
                yield f"{local}={value}"
        yield node.text or ""


def relation_ids(element: Element) -> Iterator[str]:
    """The ids of the relationships that an object uses: pictures, embedded files."""
    for node in element.iter():
        for key, value in node.attrib.items():
            if str(key).startswith(f"{{{_RELATIONS}}}"):
                yield str(value)


def rename_relations(element: Element, keys: Mapping[str, str]) -> None:
    """Replace the relationship ids of an object by those in ``keys``."""
    for node in element.iter():
        for key, value in node.attrib.items():
            if str(key).startswith(f"{{{_RELATIONS}}}"):
                node.set(key, keys.get(str(value), str(value)))


class SourceDocument:
    """The main part of a Word package, or another part, as a tree that can be edited.

    Raises `BrokenFileError` or `TooLargeError` for files that the reader of Word files rejects.
    """

    def __init__(
        self, data: bytes, name: str, objects: ObjectCharacters, part: str | None = None
    ) -> None:
        self.package = OfficePackage(data, name)
        self.main = part or self.package.main_part(MAIN_PART)
        self.root = parse_part(name, self.main, self.package.read(self.main))
        self.digests = {
            key: hashlib.sha256(self.package.read(part, MAX_FILE_BYTES)).hexdigest()
            for key, (kind, part) in self.package.targets(self.main).items()
            if kind in {"image", "chart", "oleObject", "package", "diagramData"}
        }
        self.blocks = read_blocks(self.root, objects, self.digests)
        self.paragraphs = list(paragraphs_of(self.blocks))
        for index, paragraph in enumerate(self.paragraphs):
            paragraph.index = index


def read_blocks(
    root: Element, objects: ObjectCharacters, digests: Mapping[str, str]
) -> tuple[Block, ...]:
    """The paragraphs and tables below ``w:body``, in order."""
    body = child(root, "body")
    return tuple(_Walk(objects, digests).blocks(root if body is None else body))


def paragraphs_of(items: "tuple[Item, ...] | list[Item]") -> Iterator[Paragraph]:
    """All paragraphs of blocks or rows in order, including those in tables."""
    for item in items:
        if isinstance(item, Paragraph):
            yield item
        elif isinstance(item, Table):
            yield from paragraphs_of(item.rows)
        else:
            for cell in item.cells:
                yield from paragraphs_of(cell.blocks)


class _Walk(Struct, frozen=True):
    objects: ObjectCharacters
    digests: Mapping[str, str]

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The paragraphs and tables below ``parent``; paragraphs with deleted marks are joined."""
        open_paragraph: Paragraph | None = None
        for element in _opened(parent):
            if kind_of(element) == "w:tbl":
                if open_paragraph is not None:
                    yield open_paragraph
                    open_paragraph = None
                yield Table(element, tuple(self._rows(element)))
                continue
            leaves = list(self._leaves(element))
            if open_paragraph is None:
                open_paragraph = Paragraph([element], leaves)
            else:
                open_paragraph.elements.append(element)
                open_paragraph.leaves.extend(leaves)
            if marked_change(child(element, "pPr")) != "del":
                yield open_paragraph
                open_paragraph = None
        if open_paragraph is not None:
            yield open_paragraph

    def _rows(self, table: Element) -> Iterator[TableRow]:
        rows = [row for row in _inside(table, "w:tr") if path(row, "trPr", "del") is None]
        shapes = [_row_cells(row) for row in rows]
        for row, shape, below in zip(rows, shapes, [*shapes[1:], ()], strict=True):
            cells = tuple(Cell(cell, tuple(self.blocks(cell))) for cell in _inside(row, "w:tc"))
            yield TableRow(row, cells, _shape(shape, below))

    def _leaves(self, parent: Element) -> Iterator[Leaf]:
        for element in parent:
            kind = kind_of(element)
            if kind == "w:r":
                yield from self._run_leaves(element)
            elif kind in WRAPPERS:
                yield from self._leaves(element)
            elif kind in {"m:oMath", "m:oMathPara", "mc:AlternateContent"}:
                yield Leaf(self.objects.character(element, self.digests), element, None)

    def _run_leaves(self, run: Element) -> Iterator[Leaf]:
        for element in run:
            kind = kind_of(element)
            if kind == "w:t":
                # Word shows a newline inside a text element as a space.
                yield Leaf((element.text or "").replace("\n", " "), element, run)
            elif kind == "w:br":
                yield Leaf(_BREAKS.get(attribute(element, "type"), LINE_BREAK), element, run)
            elif kind in _OBJECTS:
                yield Leaf(self.objects.character(element, self.digests), element, run)
            elif kind != "w:rPr":
                yield Leaf(_CHARACTERS.get(kind, ""), element, run)


def _opened(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, including those inside content controls."""
    for block in blocks_of(parent):
        if kind_of(block) == "w:sdt":
            content = child(block, "sdtContent")
            if content is not None:
                yield from _opened(content)
        else:
            yield block


def _inside(parent: Element, kind: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, including those inside content controls."""
    for element in parent:
        if kind_of(element) == kind:
            yield element
        elif kind_of(element) in {"w:sdt", "w:sdtContent", "w:customXml"}:
            yield from _inside(element, kind)


_CellShape = tuple[int, int, str | None]
"""First column of a cell, number of columns, and vertical merge."""


def _row_cells(row: Element) -> tuple[_CellShape, ...]:
    at = number(path(row, "trPr", "gridBefore")) or 0
    cells: list[_CellShape] = []
    for cell in _inside(row, "w:tc"):
        properties = child(cell, "tcPr")
        columns = number(child(properties, "gridSpan")) or 1
        cells.append((at, columns, _vertical_merge(properties)))
        at += columns
    return tuple(cells)


def _shape(row: tuple[_CellShape, ...], below: tuple[_CellShape, ...]) -> tuple[_CellShape, ...]:
    """The cells of a row; a merge that the row below does not continue is dropped."""
    goes_on = {start for start, _, merge in below if merge == "continue"}
    return tuple(
        (start, columns, None if merge == "restart" and start not in goes_on else merge)
        for start, columns, merge in row
    )


def _vertical_merge(properties: Element | None) -> str | None:
    merge = child(properties, "vMerge")
    return None if merge is None else attribute(merge) or "continue"
