"""What the old document has alone, copied into the new one as deletions."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from plandiff.comparison.reports.word.word_edits import (
    REVISIONS,
    SPACE,
    Signature,
    add_row_change,
    make,
    mark_properties,
)
from plandiff.comparison.reports.word.word_source import (
    Item,
    Leaf,
    Paragraph,
    Table,
    is_object,
    relation_ids,
)
from plandiff.corpus.formats.word.xml import attribute, child, kind_of, qualified
from plandiff.corpus.formats.xml_parts import Element

_STYLE_KINDS = frozenset({"w:pStyle", "w:rStyle", "w:tblStyle"})


@dataclass(slots=True)
class Deletions:
    """Copies paragraphs, rows and runs of the old document; used for one redline."""

    signature: Signature
    known_styles: frozenset[str]
    """Ids of the styles of the new document: others are left out of what is taken over."""
    list_ids: Mapping[str, str]
    """Ids of lists of the old document and of the same lists in the new one."""
    carry: Callable[[Element], bool]
    """Takes the pictures that a copied object needs over into the new document, if it can."""
    left_out: dict[int, int] = field(default_factory=dict)
    """How many objects of each paragraph of the old document could not be taken over."""
    shown: dict[int, Element] = field(default_factory=dict)
    """The paragraph that shows each one of the old document, by its number there."""
    whole: dict[int, Element] = field(default_factory=dict)
    """Those of them that were deleted with their mark."""

    def deleted(self, item: Item) -> Element:
        """A paragraph, table or row as a new element in which all is deleted."""
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
        """Copies of those children that name properties."""
        for name in names:
            found = child(element, name)
            if found is not None:
                yield self._without_foreign(deepcopy(found))

    def _without_foreign(self, copied: Element) -> Element:
        """Properties without what only the old document knows: changes, styles, lists."""
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
        """The characters of an old paragraph as a deletion; empty where nothing can be shown."""
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
