"""Operations on the tree of a Word document: cutting runs and paragraphs, signing, deletions.

Content that only the old document has is copied into the new one as deletions.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy

from lxml import etree
from msgspec import Struct, field

from plandiff.comparison.reports.word.word_source import (
    WRAPPERS,
    Item,
    Leaf,
    Paragraph,
    Table,
    is_object,
    relation_ids,
)
from plandiff.corpus.formats.word.xml import attribute, child, kind_of, path, qualified
from plandiff.corpus.formats.xml_parts import Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORD = qualified("")[1:-1]
REVISIONS = tuple(
    qualified(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")
)


class Signature(Struct):
    """Author and date of our revisions, and a source of unique ids."""

    author: str
    date: str
    later_date: str
    next_id: int
    ours: set[str] = field(default_factory=set)

    def signed(self, element: Element) -> bool:
        """Whether the element is a revision of ours."""
        return attribute(element, "id") in self.ours

    def signed_mark(self, paragraph: Element) -> bool:
        """Whether the mark of a paragraph has a revision of ours."""
        marks = path(paragraph, "pPr", "rPr")
        return marks is not None and any(map(self.signed, marks))

    def take_id(self) -> str:
        """Return an id that no other annotation has, and record it as ours."""
        key = str(self.next_id)
        self.next_id += 1
        self.ours.add(key)
        return key

    def sign(self, element: Element) -> Element:
        """Set the id, author and date of a revision element; returns the element."""
        element.set(qualified("id"), self.take_id())
        element.set(qualified("author"), self.author)
        element.set(qualified("date"), self.date)
        return element


def make(local: str) -> Element:
    """A new element of WordprocessingML."""
    return etree.Element(qualified(local), nsmap={"w": _WORD})


def boundary(paragraph: Paragraph, offset: int) -> int:
    """Index of the first leaf with text at ``offset``; a leaf that spans it is cut in two."""
    at = 0
    for index, leaf in enumerate(paragraph.leaves):
        if leaf.text and at >= offset:
            return index
        if at < offset < at + len(leaf.text):
            _cut_text(paragraph, index, offset - at)
            return index + 1
        at += len(leaf.text)
    return len(paragraph.leaves)


def _cut_text(paragraph: Paragraph, index: int, size: int) -> None:
    leaf = paragraph.leaves[index]
    rest = make("t")
    rest.text, leaf.element.text = leaf.text[size:], leaf.text[:size]
    for element in (leaf.element, rest):
        element.set(SPACE, "preserve")
    leaf.element.addnext(rest)
    paragraph.leaves.insert(index + 1, Leaf(leaf.text[size:], rest, leaf.run))
    leaf.text = leaf.text[:size]


def cut_run(paragraph: Paragraph, index: int) -> None:
    """Split the run of a leaf before it, so that the leaf is the first one of its run."""
    leaves = paragraph.leaves
    if not 0 < index < len(leaves) or leaves[index].run is None:
        return
    run = leaves[index].run
    if run is None or leaves[index - 1].run is not run:
        return
    properties = child(run, "rPr")
    before = _emptied(run)
    if properties is not None:
        before.append(deepcopy(properties))
    for node in list(run):
        if node is leaves[index].element:
            break
        if node is not properties:
            before.append(node)
    for leaf in leaves[:index]:
        if leaf.run is run:
            leaf.run = before
    run.addprevious(before)


def outermost(node: Element) -> Element:
    """The element, or the outermost wrapper whose first child it is."""
    parent = node.getparent()
    while parent is not None and _opens(node, parent):
        node, parent = parent, parent.getparent()
    return node


def _opens(node: Element, wrapper: Element) -> bool:
    before = node.getprevious()
    first = before is None or kind_of(before).endswith("Pr")
    return first and kind_of(wrapper) in WRAPPERS


def _emptied(element: Element) -> Element:
    """A copy of the element with its attributes, without its children."""
    twin = deepcopy(element)
    del twin[:]
    return twin


def move_before(marker: Element, host: Element, left: Element, signature: Signature) -> None:
    """Move the content before ``marker`` in a paragraph to ``left``; wrappers are cut in two."""
    while (parent := marker.getparent()) is not None and parent is not host:
        twin = _emptied(parent)
        if twin.get(qualified("id")) is not None and kind_of(parent) in {"w:ins", "w:moveTo"}:
            twin.set(qualified("id"), str(signature.next_id))
            signature.next_id += 1
        for node in list(parent):
            if node is marker:
                break
            twin.append(deepcopy(node) if kind_of(node).endswith("Pr") else node)
        parent.addprevious(twin)
        parent.addprevious(marker)
    for node in list(host):
        if node is marker:
            break
        if kind_of(node) != "w:pPr":
            left.append(node)
    host.remove(marker)


def mark_properties(paragraph: Element) -> Element:
    """The properties of the paragraph mark, created if missing."""
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    marks = child(properties, "rPr")
    if marks is None:
        marks = make("rPr")
        after = next((c for c in properties if kind_of(c) in {"w:sectPr", "w:pPrChange"}), None)
        if after is None:
            properties.append(marks)
        else:
            after.addprevious(marks)
    return marks


def begin_merge(cell: Element) -> None:
    """Let a cell begin a vertical merge, which has no effect until a row below continues it.

    The deleted rows below thus belong to the cell again when their deletion is rejected: Word
    cannot track the merge itself.
    """
    properties = child(cell, "tcPr")
    if properties is None:
        properties = make("tcPr")
        cell.insert(0, properties)
    if child(properties, "vMerge") is None:
        merge = make("vMerge")
        merge.set(qualified("val"), "restart")
        before = {"w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge"}
        properties.insert(sum(kind_of(one) in before for one in properties), merge)


def add_row_change(row: Element, change: Element) -> None:
    """Add a revision to the properties of a row, at the position that the schema requires."""
    properties = child(row, "trPr")
    if properties is None:
        properties = make("trPr")
        exceptions = child(row, "tblPrEx")
        if exceptions is None:
            row.insert(0, properties)
        else:
            exceptions.addnext(properties)
    after = child(properties, "trPrChange")
    if after is None:
        properties.append(change)
    else:
        after.addprevious(change)


def part_adjoining_insertions(container: Element, signature: Signature) -> None:
    """Give insertions at the end of a paragraph and the start of the next dates minutes apart.

    LibreOffice joins two such insertions into one that includes the kept mark, unless their dates
    are more than a minute apart.
    """
    late = False
    before: Element | None = None
    for paragraph in container.iter(qualified("p")):
        late = not late and before is not None and _adjoin(before, paragraph, signature)
        if late:
            for node in paragraph.iter(*REVISIONS):
                if attribute(node, "id") in signature.ours:
                    node.set(qualified("date"), signature.later_date)
        before = paragraph


def _adjoin(before: Element, paragraph: Element, signature: Signature) -> bool:
    if before.getnext() is not paragraph or path(before, "pPr", "rPr", "ins") is not None:
        return False
    runs = [[c for c in p if kind_of(c) != "w:pPr"] for p in (before, paragraph)]
    return all(runs) and all(
        kind_of(node) == "w:ins" and attribute(node, "id") in signature.ours
        for node in (runs[0][-1], runs[1][0])
    )


_STYLE_KINDS = frozenset({"w:pStyle", "w:rStyle", "w:tblStyle"})


class Deletions(Struct):
    """Copies paragraphs, rows and runs of the old document; one instance per redline."""

    signature: Signature
    known_styles: frozenset[str]
    """Style ids of the new document: references to other styles are removed from copies."""
    list_ids: Mapping[str, str]
    """Maps list ids of the old document to ids of the same lists in the new one."""
    carry: Callable[[Element], bool]
    """Copies the pictures that an object needs into the new document; False if it cannot."""
    left_out: dict[int, int] = field(default_factory=dict)
    """Number of objects that could not be copied, by paragraph number of the old document."""
    shown: dict[int, Element] = field(default_factory=dict)
    """The paragraph that shows an old one, by the old one's number."""
    whole: dict[int, Element] = field(default_factory=dict)
    """The subset of ``shown`` that was deleted with its paragraph mark."""

    def deleted(self, item: Item) -> Element:
        """A paragraph, table or row as a new element with all content deleted."""
        if isinstance(item, Paragraph):
            return self._deleted_paragraph(item)
        if isinstance(item, Table):
            table = make("tbl")
            table.extend(self.copied(item.element, "tblPr", "tblGrid"))
            table.extend(self.deleted(row) for row in item.rows)
            return table
        row = make("tr")
        row.extend(self.copied(item.element, "tblPrEx", "trPr"))
        add_row_change(row, self.signature.sign(make("del")))
        for cell in item.cells:
            copied = make("tc")
            copied.extend(self.copied(cell.element, "tcPr"))
            copied.extend(self.deleted(block) for block in cell.blocks)
            row.append(copied)
        return row

    def copied(self, element: Element, *names: str) -> Iterator[Element]:
        """Copies of the children with these names, cleaned as properties."""
        for name in names:
            found = child(element, name)
            if found is not None:
                yield self._without_foreign(deepcopy(found))

    def _without_foreign(self, copied: Element) -> Element:
        """Properties without references valid only in the old document: changes, styles, lists."""
        dropped = {"trPrChange", "tblPrChange", "tcPrChange", "sectPr", "cellIns", "cellDel"}
        for node in list(copied.iter()):
            kind = kind_of(node)
            parent = node.getparent()
            if node is copied or parent is None:
                continue
            key = attribute(node)
            unknown = kind in _STYLE_KINDS and key not in self.known_styles
            if node.tag in REVISIONS or kind[2:] in dropped or not kind or unknown:
                parent.remove(node)
            elif kind == "w:numId" and key != "0":
                known = self.list_ids.get(key or "")
                if known is None:
                    parent.remove(node)
                else:
                    node.set(qualified("val"), known)
        return copied

    def _deleted_paragraph(self, paragraph: Paragraph) -> Element:
        element = make("p")
        element.extend(self.copied(paragraph.elements[-1], "pPr"))
        mark_properties(element).insert(0, self.signature.sign(make("del")))
        element.extend(self.deletion(paragraph, 0, len(paragraph.text)))
        self.shown[paragraph.index] = self.whole[paragraph.index] = element
        return element

    def deletion(self, paragraph: Paragraph, start: int, end: int) -> list[Element]:
        """The characters of an old paragraph as a deletion; empty if nothing can be shown."""
        deletion = make("del")
        run: Element | None = None
        source: Element | None = None
        at = 0
        for leaf in paragraph.leaves:
            text = leaf.text[max(start - at, 0) : max(end - at, 0)]
            at += len(leaf.text)
            if not text:
                continue
            content = self._deleted_content(leaf, text)
            if content is None:
                self.left_out[paragraph.index] = self.left_out.get(paragraph.index, 0) + 1
                continue
            if leaf.run is None:
                deletion.append(content)
                run = None
                continue
            if run is None or leaf.run is not source:
                run, source = make("r"), leaf.run
                run.extend(self.copied(leaf.run, "rPr"))
                deletion.append(run)
            run.append(content)
        return [self.signature.sign(deletion)] if len(deletion) else []

    def _deleted_content(self, leaf: Leaf, text: str) -> Element | None:
        if leaf.splits:
            content = make("delText")
            content.text = text
            content.set(SPACE, "preserve")
            return content
        if is_object(leaf.text):
            copied = deepcopy(leaf.element)
            is_note = kind_of(leaf.element).endswith("Reference")
            if is_note or (any(relation_ids(copied)) and not self.carry(copied)):
                return None
            return copied
        return deepcopy(leaf.element)
