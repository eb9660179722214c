"""Tracked changes written into the tree of the new document; the rest of it is not touched."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from plandiff.comparison.model import Edit, Op, Side
from plandiff.comparison.reports.word.word_pairing import (
    Alone,
    Links,
    Paired,
    PairedRows,
    PairedTables,
    Step,
    block_steps,
    row_steps,
)
from plandiff.comparison.reports.word.word_source import (
    FIELD_CODES,
    Block,
    Item,
    Leaf,
    Paragraph,
    SourceDocument,
    Table,
    TableRow,
    is_object,
    paragraphs_of,
    relation_ids,
)
from plandiff.corpus.formats.word.xml import attribute, child, kind_of, path, qualified
from plandiff.corpus.formats.xml_parts import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORD = qualified("")[1:-1]
_REVISIONS = tuple(
    qualified(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")
)
_WRAPPING = frozenset(
    {
        *("w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:bdo", "w:dir"),
        *("w:fldSimple", "w:ins", "w:moveTo"),
    }
)


@dataclass(slots=True)
class Signature:
    """Author and date of our revisions, and ids that no other element of the document has."""

    author: str
    date: str
    later_date: str
    next_id: int
    ours: set[str] = field(default_factory=set)

    def signed(self, element: Element) -> bool:
        """Whether the element is a revision of ours."""
        return attribute(element, "id") in self.ours

    def take_id(self) -> str:
        """An id that no other annotation has; it is one of ours from now on."""
        key = str(self.next_id)
        self.next_id += 1
        self.ours.add(key)
        return key

    def sign(self, element: Element) -> Element:
        """Give a revision element its id, author and date; the element itself."""
        element.set(qualified("id"), self.take_id())
        element.set(qualified("author"), self.author)
        element.set(qualified("date"), self.date)
        return element


def make(local: str) -> Element:
    """A new element of WordprocessingML."""
    return etree.Element(qualified(local), nsmap={"w": _WORD})


@dataclass(slots=True)
class Marker:
    """Marks one document; used once."""

    links: Links
    signature: Signature
    known_styles: frozenset[str]
    """Ids of the styles of the new document: others are left out of what is taken over."""
    list_ids: Mapping[str, str]
    """Ids of lists of the old document and of the same lists in the new one."""
    carry: Callable[[Element], bool] = lambda _: False
    """Takes the pictures that a copied object needs over into the new document, if it can."""
    shared: list[Element] = field(default_factory=list)
    """Other people's insertions of paragraph marks and rows that are new against the old
    document: one mark has room for one insertion, so theirs is ours too."""
    left_out: dict[int, int] = field(default_factory=dict)
    """How many objects of each paragraph of the old document could not be taken over."""
    shown: dict[int, Element] = field(default_factory=dict)
    """The paragraph that shows each one of the old document, by its number there."""

    def mark(self, old: SourceDocument, new: SourceDocument) -> None:
        """Write the way from ``old`` to ``new`` into the tree of ``new``."""
        body = child(new.root, "body")
        container = new.root if body is None else body
        self._blocks(old.blocks, new.blocks, container)
        _Fields(self).mark(new.paragraphs)
        part_adjoining_insertions(container, self.signature)

    def _blocks(self, old: Sequence[Block], new: Sequence[Block], container: Element) -> None:
        self._steps(block_steps(old, new, self.links), container)

    def _steps(self, steps: Sequence[Step], container: Element) -> None:
        """Each step; what the old document has alone is put before the next item of the new."""
        following: Element | None = None
        targets: list[Element | None] = []
        for step in reversed(steps):
            targets.append(following)
            first = _first_element(step)
            following = following if first is None else first
        last: Element | None = None
        for step, target in zip(steps, reversed(targets), strict=True):
            if isinstance(step, Alone) and step.side is Side.OLD:
                if isinstance(step.item, Table) and not step.item.rows:
                    continue
                element = self._deleted(step.item)
                _place(element, target, last, container)
                last = element
                continue
            self._in_new(step)
            last = _last_element(step)

    def _in_new(self, step: Step) -> None:
        if isinstance(step, Paired):
            self._paired(step)
        elif isinstance(step, PairedTables):
            self._steps(row_steps(step.old, step.new, self.links), step.new.element)
        elif isinstance(step, PairedRows):
            for old, new in zip(step.old.cells, step.new.cells, strict=True):
                self._blocks(old.blocks, new.blocks, new.element)
        else:
            self._inserted(step.item)

    # What the new document has alone

    def _inserted(self, item: Item) -> None:
        if isinstance(item, Paragraph):
            self._insert_leaves(item, 0, len(item.leaves), whole=True)
            self._insert_mark(item)
        elif isinstance(item, Table):
            for row in item.rows:
                self._inserted(row)
        else:
            self._insert_row(item)
            for cell in item.cells:
                for block in cell.blocks:
                    self._inserted(block)

    def _insert_mark(self, paragraph: Paragraph) -> None:
        marks = _mark_properties(paragraph.elements[-1])
        theirs = child(marks, "ins")
        if theirs is None:
            marks.insert(0, self.signature.sign(make("ins")))
        else:
            self.shared.append(theirs)

    def _insert_row(self, row: TableRow) -> None:
        properties = child(row.element, "trPr")
        theirs = child(properties, "ins")
        if theirs is None:
            _add_row_change(row.element, self.signature.sign(make("ins")))
        else:
            self.shared.append(theirs)

    def _insert_leaves(self, paragraph: Paragraph, start: int, end: int, *, whole: bool) -> None:
        """Mark leaves as inserted; codes of fields wait until the whole field is known."""
        leaves = paragraph.leaves
        if not whole:
            filled = [at for at in range(start, end) if leaves[at].text]
            start, end = (filled[0], filled[-1] + 1) if filled else (0, 0)
        begin = start
        for at in range(start, end + 1):
            if at == end or kind_of(leaves[at].element) in FIELD_CODES:
                self.insert_range(paragraph, begin, at)
                begin = at + 1

    def insert_range(self, paragraph: Paragraph, start: int, end: int) -> None:
        """Enclose leaves in insertions of ours, each joined to the one before it."""
        if start >= end:
            return
        _cut_run(paragraph, start)
        _cut_run(paragraph, end)
        for leaf in paragraph.leaves[start:end]:
            leaf.inserted = True
            self._enclose(leaf.host)

    def _enclose(self, host: Element) -> None:
        before, parent = host.getprevious(), host.getparent()
        if parent is not None and self._is_our_insertion(parent):
            return
        if before is not None and self._is_our_insertion(before):
            before.append(host)
            return
        insertion = self.signature.sign(make("ins"))
        host.addprevious(insertion)
        insertion.append(host)

    def _is_our_insertion(self, element: Element) -> bool:
        return kind_of(element) == "w:ins" and self.signature.signed(element)

    # What the old document has alone

    def _deleted(self, item: Item) -> Element:
        if isinstance(item, Paragraph):
            return self._deleted_paragraph(item)
        if isinstance(item, Table):
            table = make("tbl")
            table.extend(self._copied(item.element, "tblPr", "tblGrid"))
            table.extend(self._deleted(row) for row in item.rows)
            return table
        row = make("tr")
        row.extend(self._copied(item.element, "tblPrEx", "trPr"))
        _add_row_change(row, self.signature.sign(make("del")))
        for cell in item.cells:
            copied = make("tc")
            copied.extend(self._copied(cell.element, "tcPr"))
            copied.extend(self._deleted(block) for block in cell.blocks)
            row.append(copied)
        return row

    def _copied(self, element: Element, *names: str) -> Iterator[Element]:
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
            if node.tag in _REVISIONS or kind[2:] in dropped or not kind or unknown:
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
        element.extend(self._copied(paragraph.elements[-1], "pPr"))
        _mark_properties(element).insert(0, self.signature.sign(make("del")))
        element.extend(self._deletion(paragraph, 0, len(paragraph.text)))
        self.shown[paragraph.index] = element
        return element

    def _deletion(self, paragraph: Paragraph, start: int, end: int) -> list[Element]:
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
                run.extend(self._copied(leaf.run, "rPr"))
                deletion.append(run)
            run.append(content)
        return [self.signature.sign(deletion)] if len(deletion) else []

    def _deleted_content(self, leaf: Leaf, text: str) -> Element | None:
        if leaf.splits:
            content = make("delText")
            content.text = text
            content.set(_SPACE, "preserve")
            return content
        if is_object(leaf.text):
            copied = deepcopy(leaf.element)
            is_note = kind_of(leaf.element).endswith("Reference")
            if is_note or (any(relation_ids(copied)) and not self.carry(copied)):
                return None
            return copied
        return deepcopy(leaf.element)

    # What both documents have

    def _paired(self, step: Paired) -> None:
        """Edits in place: newlines are paragraph marks that were inserted or deleted."""
        for number, paragraph in enumerate(step.old):
            host = step.new[min(number, len(step.new) - 1)]
            self.shown[paragraph.index] = host.elements[0]
        if all(edit.op is Op.EQUAL for edit in step.edits):
            return
        old, new = _Reader(step.old), _Reader(step.new)
        for edit in step.edits:
            self._edited(edit, old, new)
        new.restore()

    def _edited(self, edit: Edit, old: "_Reader", new: "_Reader") -> None:
        for line, part in enumerate(edit.text.split("\n")):
            if line:
                self._mark_between(edit.op, old, new)
            if not part:
                continue
            if edit.op is Op.DELETE:
                self._delete(old, new, len(part))
            elif edit.op is Op.INSERT:
                start = _boundary(new.paragraph, new.at)
                end = _boundary(new.paragraph, new.at + len(part))
                self._insert_leaves(new.paragraph, start, end, whole=False)
            for reader in _readers(edit.op, old, new):
                reader.at += len(part)

    def _mark_between(self, op: Op, old: "_Reader", new: "_Reader") -> None:
        if op is Op.INSERT:
            self._insert_mark(new.paragraph)
        elif op is Op.DELETE:
            self._split(old.paragraph, new)
        for reader in _readers(op, old, new):
            reader.step()

    def _delete(self, old: "_Reader", new: "_Reader", size: int) -> None:
        deletion = self._deletion(old.paragraph, old.at, old.at + size)
        if deletion:
            self._put(deletion[0], new.paragraph, _boundary(new.paragraph, new.at))

    def _put(self, element: Element, paragraph: Paragraph, index: int) -> None:
        """Put an element before the leaf at ``index``, outside of wrappers that begin there."""
        leaves = paragraph.leaves
        if index < len(leaves):
            _cut_run(paragraph, index)
            _outermost(leaves[index].host).addprevious(element)
        elif not leaves:
            paragraph.elements[-1].append(element)
        else:
            node = leaves[-1].host
            while (parent := node.getparent()) is not None and kind_of(parent) in _WRAPPING:
                node = parent
            while (after := node.getnext()) is not None and self._is_our_deletion(after):
                node = after
            node.addnext(element)

    def _is_our_deletion(self, element: Element) -> bool:
        return kind_of(element) == "w:del" and self.signature.signed(element)

    def _split(self, old: Paragraph, new: "_Reader") -> None:
        """Put what stands before the reader's place into a paragraph whose mark is deleted."""
        index = _boundary(new.paragraph, new.at)
        marker = make("bookmarkEnd")
        self._put(marker, new.paragraph, index)
        host = next(a for a in marker.iterancestors() if kind_of(a) == "w:p")
        left = make("p")
        left.extend(self._copied(old.elements[-1], "pPr"))
        _mark_properties(left).insert(0, self.signature.sign(make("del")))
        _move_before(marker, host, left, self.signature)
        host.addprevious(left)
        self.shown[old.index] = left
        new.leave_behind(index)


_STYLE_KINDS = frozenset({"w:pStyle", "w:rStyle", "w:tblStyle"})


@dataclass(slots=True)
class _Reader:
    """Where a walk through joined paragraphs has come to."""

    paragraphs: Sequence[Paragraph]
    number: int = 0
    at: int = 0
    left: list[tuple[Paragraph, list[Leaf]]] = field(default_factory=list)
    """Leaves that have gone to a paragraph before, which are not the paragraph's for a while."""

    @property
    def paragraph(self) -> Paragraph:
        return self.paragraphs[self.number]

    def step(self) -> None:
        self.number += 1
        self.at = 0

    def leave_behind(self, index: int) -> None:
        self.left.append((self.paragraph, self.paragraph.leaves[:index]))
        del self.paragraph.leaves[:index]
        self.at = 0

    def restore(self) -> None:
        for paragraph, leaves in reversed(self.left):
            paragraph.leaves[:0] = leaves


def _readers(op: Op, old: _Reader, new: _Reader) -> tuple[_Reader, ...]:
    return {Op.EQUAL: (old, new), Op.DELETE: (old,), Op.INSERT: (new,)}[op]


def _boundary(paragraph: Paragraph, offset: int) -> int:
    """Index of the first leaf with text at ``offset``; a text that goes over it is cut in two."""
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
        element.set(_SPACE, "preserve")
    leaf.element.addnext(rest)
    paragraph.leaves.insert(index + 1, Leaf(leaf.text[size:], rest, leaf.run))
    leaf.text = leaf.text[:size]


def _cut_run(paragraph: Paragraph, index: int) -> None:
    """Let the run of a leaf begin with it: what stands before it becomes a run of its own."""
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


def _outermost(node: Element) -> Element:
    """The element, or the outermost wrapper that begins with it."""
    parent = node.getparent()
    while parent is not None and _opens(node, parent):
        node, parent = parent, parent.getparent()
    return node


def _opens(node: Element, wrapper: Element) -> bool:
    before = node.getprevious()
    first = before is None or kind_of(before).endswith("Pr")
    return first and kind_of(wrapper) in _WRAPPING


def _emptied(element: Element) -> Element:
    """A copy of the element alone, with its attributes."""
    twin = deepcopy(element)
    del twin[:]
    return twin


def _move_before(marker: Element, host: Element, left: Element, signature: Signature) -> None:
    """Move what stands before ``marker`` in a paragraph to ``left``; wrappers are cut in two."""
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


def _first_element(step: Step) -> Element | None:
    """The element of the new document with which a step begins."""
    if isinstance(step, Alone):
        return _outer(step.item) if step.side is Side.NEW else None
    return _outer(step.new[0]) if isinstance(step, Paired) else _outer(step.new)


def _last_element(step: Step) -> Element | None:
    if isinstance(step, Alone):
        return _end(step.item)
    return _end(step.new[-1]) if isinstance(step, Paired) else _end(step.new)


def _end(item: Item) -> Element:
    return item.elements[-1] if isinstance(item, Paragraph) else item.element


def _outer(item: Item) -> Element:
    """The first element of an item, or the content control that begins with it."""
    return _outermost(item.elements[0] if isinstance(item, Paragraph) else item.element)


def _place(
    element: Element, target: Element | None, last: Element | None, container: Element
) -> None:
    if target is not None:
        target.addprevious(element)
    elif last is not None:
        last.addnext(element)
    else:
        container.append(element)


def _mark_properties(paragraph: Element) -> Element:
    """The properties of the paragraph mark, made where there are none."""
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


def _add_row_change(row: Element, change: Element) -> None:
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


@dataclass(frozen=True, slots=True)
class _Fields:
    """Codes of fields are inserted where all of the field is: half a field would hide text."""

    marker: Marker

    def mark(self, paragraphs: Iterable[Paragraph]) -> None:
        found = [(p, leaf) for p in paragraphs for leaf in p.leaves]
        starts: list[int] = []
        for at, (_, leaf) in enumerate(found):
            turn = attribute(leaf.element, "fldCharType")
            if turn == "begin":
                starts.append(at)
            elif turn == "end" and starts:
                self._field(found[starts.pop() : at + 1])

    def _field(self, found: Sequence[tuple[Paragraph, Leaf]]) -> None:
        filled = [leaf.inserted for _, leaf in found if leaf.text]
        new = all(filled) if filled else all(_is_new(p) for p, _ in found)
        if not new:
            return
        for paragraph, leaf in found:
            if not leaf.inserted:
                at = next(i for i, other in enumerate(paragraph.leaves) if other is leaf)
                self.marker.insert_range(paragraph, at, at + 1)


def _is_new(paragraph: Paragraph) -> bool:
    filled = [leaf.inserted for leaf in paragraph.leaves if leaf.text]
    return bool(filled) and all(filled)


def part_adjoining_insertions(container: Element, signature: Signature) -> None:
    """Date insertions that end one paragraph and begin the next some minutes apart.

    LibreOffice joins two such insertions into one that takes the kept mark with it, unless their
    dates are more than a minute apart.
    """
    late = False
    before: Element | None = None
    for paragraph in container.iter(qualified("p")):
        late = not late and before is not None and _adjoin(before, paragraph, signature)
        if late:
            for node in paragraph.iter(*_REVISIONS):
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


def touched_paragraphs(paragraphs: Iterable[Item], signature: Signature) -> int:
    """How many paragraphs bear a change of ours."""
    return sum(
        any(
            attribute(node, "id") in signature.ours
            for element in paragraph.elements
            for node in element.iter(*_REVISIONS)
        )
        for paragraph in paragraphs_of(list(paragraphs))
    )
