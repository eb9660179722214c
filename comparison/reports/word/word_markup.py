"""Writes tracked changes into the tree of the new document; everything else is unchanged."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from plandiff.comparison.edits import Edit, Op, RowKind, Side
from plandiff.comparison.model import Row
from plandiff.comparison.reports.word.word_edits import (
    Deletions,
    Signature,
    add_row_change,
    begin_merge,
    boundary,
    cut_run,
    make,
    mark_properties,
    move_before,
    outermost,
    part_adjoining_insertions,
)
from plandiff.comparison.reports.word.word_links import Links
from plandiff.comparison.reports.word.word_pairing import (
    Alone,
    Paired,
    PairedRows,
    PairedTables,
    Step,
    block_steps,
    row_steps,
)
from plandiff.comparison.reports.word.word_source import (
    FIELD_CODES,
    WRAPPERS,
    Block,
    Item,
    Leaf,
    Paragraph,
    SourceDocument,
    Table,
    TableRow,
)
from plandiff.corpus.formats.word.xml import attribute, child, kind_of, qualified
from plandiff.corpus.formats.xml_parts import Element


class Marker(Struct):
    """Marks one document; an instance is used once."""

    links: Links
    signature: Signature
    deletions: Deletions
    gone: dict[int, Element] = field(default_factory=dict)
    """Body and cell paragraphs that only the old document has, by number."""
    come: dict[int, Element] = field(default_factory=dict)
    """The same for the new document."""
    shared: list[Element] = field(default_factory=list)
    """Other authors' insertions of paragraph marks and rows that are new against the old document:
    a mark can have only one insertion, so theirs counts as ours too."""

    def mark(self, old: SourceDocument, new: SourceDocument) -> None:
        """Write the differences from ``old`` to ``new`` into the tree of ``new``."""
        body = child(new.root, "body")
        container = new.root if body is None else body
        self._blocks(old.blocks, new.blocks, container)
        _Fields(self).mark(new.paragraphs)
        part_adjoining_insertions(container, self.signature)

    def _blocks(self, old: Sequence[Block], new: Sequence[Block], container: Element) -> None:
        self._steps(block_steps(old, new, self.links), container)

    def _steps(self, steps: Sequence[Step], container: Element) -> None:
        """Apply each step; content of the old document only goes before the next new item."""
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
                element = self.deletions.deleted(step.item)
                if isinstance(step.item, Paragraph):
                    self.gone[step.item.index] = element
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
            for at, (old, new) in enumerate(zip(step.old.cells, step.new.cells, strict=True)):
                if step.old.shape[at][-1] and not step.new.shape[at][-1]:
                    begin_merge(new.element)
                self._blocks(old.blocks, new.blocks, new.element)
        else:
            self._inserted(step.item)
            if isinstance(step.item, Paragraph):
                self.come[step.item.index] = step.item.elements[-1]

    # Content that only the new document has

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
        marks = mark_properties(paragraph.elements[-1])
        theirs = child(marks, "ins")
        if theirs is None:
            marks.insert(0, self.signature.sign(make("ins")))
        else:
            self.shared.append(theirs)

    def _insert_row(self, row: TableRow) -> None:
        properties = child(row.element, "trPr")
        theirs = child(properties, "ins")
        if theirs is None:
            add_row_change(row.element, self.signature.sign(make("ins")))
        else:
            self.shared.append(theirs)

    def _insert_leaves(self, paragraph: Paragraph, start: int, end: int, *, whole: bool) -> None:
        """Mark leaves as inserted; field codes are deferred until the whole field is known."""
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
        """Enclose leaves in insertions of ours, joining adjacent ones."""
        if start >= end:
            return
        cut_run(paragraph, start)
        cut_run(paragraph, end)
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

    # Content that both documents have

    def _paired(self, step: Paired) -> None:
        """Apply edits in place: newlines are inserted or deleted paragraph marks."""
        for number, paragraph in enumerate(step.old):
            host = step.new[min(number, len(step.new) - 1)]
            self.deletions.shown[paragraph.index] = host.elements[0]
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
                start = boundary(new.paragraph, new.at)
                end = boundary(new.paragraph, new.at + len(part))
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
        deletion = self.deletions.deletion(old.paragraph, old.at, old.at + size)
        if deletion:
            self._put(deletion[0], new.paragraph, boundary(new.paragraph, new.at))

    def _put(self, element: Element, paragraph: Paragraph, index: int) -> None:
        """Insert an element before the leaf at ``index``, outside of wrappers that begin there."""
        leaves = paragraph.leaves
        if index < len(leaves):
            cut_run(paragraph, index)
            outermost(leaves[index].host).addprevious(element)
        elif not leaves:
            paragraph.elements[-1].append(element)
        else:
            node = leaves[-1].host
            while (parent := node.getparent()) is not None and kind_of(parent) in WRAPPERS:
                node = parent
            while (after := node.getnext()) is not None and self._is_our_deletion(after):
                node = after
            node.addnext(element)

    def _is_our_deletion(self, element: Element) -> bool:
        return kind_of(element) == "w:del" and self.signature.signed(element)

    def _split(self, old: Paragraph, new: "_Reader") -> None:
        """Move the content before the reader's position to a paragraph with a deleted mark."""
        index = boundary(new.paragraph, new.at)
        marker = make("bookmarkEnd")
        self._put(marker, new.paragraph, index)
        host = next(a for a in marker.iterancestors() if kind_of(a) == "w:p")
        left = make("p")
        left.extend(self.deletions.copied(old.elements[-1], "pPr"))
        mark_properties(left).insert(0, self.signature.sign(make("del")))
        move_before(marker, host, left, self.signature)
        host.addprevious(left)
        self.deletions.shown[old.index] = left
        new.leave_behind(index)


class _Reader(Struct):
    """The position of a walk through joined paragraphs."""

    paragraphs: Sequence[Paragraph]
    number: int = 0
    at: int = 0
    left: list[tuple[Paragraph, list[Leaf]]] = field(default_factory=list)
    """Leaves moved to a preceding paragraph, temporarily detached from their own."""

    @property
    def paragraph(self) -> Paragraph:
        return self.paragraphs[self.number]

    def step(self) -> None:
        """Go to the start of the next paragraph."""
        self.number += 1
        self.at = 0

    def leave_behind(self, index: int) -> None:
        """Detach the leaves before ``index`` from the current paragraph until `restore`."""
        self.left.append((self.paragraph, self.paragraph.leaves[:index]))
        del self.paragraph.leaves[:index]
        self.at = 0

    def restore(self) -> None:
        """Give all detached leaves back to their paragraphs."""
        for paragraph, leaves in reversed(self.left):
            paragraph.leaves[:0] = leaves


def _readers(op: Op, old: _Reader, new: _Reader) -> tuple[_Reader, ...]:
    return {Op.EQUAL: (old, new), Op.DELETE: (old,), Op.INSERT: (new,)}[op]


def _first_element(step: Step) -> Element | None:
    """The first element of a step in the new document; None if it has none."""
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
    """The first element of an item, or the content control whose first child it is."""
    return outermost(item.elements[0] if isinstance(item, Paragraph) else item.element)


def _place(
    element: Element, target: Element | None, last: Element | None, container: Element
) -> None:
    if target is not None:
        target.addprevious(element)
    elif last is not None:
        last.addnext(element)
    else:
        container.append(element)


def track_moves(marker: Marker, rows: Iterable[Row]) -> set[str]:
    """Track sections that moved without a change as moves; returns the ids of their rows.

    Each paragraph is a separate move.  A row with a paragraph that is not completely deleted at
    the old place and inserted at the new one is left unchanged.
    """
    tracked: set[str] = set()
    for row in rows:
        if not row.moved or row.kind is not RowKind.UNCHANGED:
            continue
        old, new = (marker.links.own_paragraphs(row, side) for side in Side)
        ends = [(marker.gone.get(i), marker.come.get(j)) for i, j in zip(old, new, strict=False)]
        pairs = [(a, b) for a, b in ends if a is not None and b is not None]
        marked = all(marker.signature.signed_mark(p) for pair in pairs for p in pair)
        if len(old) == len(new) == len(pairs) > 0 and marked:
            tracked.add(row.id)
            for number, pair in enumerate(pairs, start=1):
                for kind, paragraph in zip(("moveFrom", "moveTo"), pair, strict=True):
                    _track_move(paragraph, kind, f"{row.id}.{number}", marker.signature)
    return tracked


def _track_move(paragraph: Element, kind: str, name: str, signature: Signature) -> None:
    for node in list(paragraph.iter(qualified("ins"), qualified("del"))):
        if signature.signed(node):
            node.tag = qualified(kind)
    for text in paragraph.iter(qualified("delText")):  # Word requires plain text in a move
        if kind == "moveFrom":
            text.tag = qualified("t")
    start, end = signature.sign(make(f"{kind}RangeStart")), make(f"{kind}RangeEnd")
    start.set(qualified("name"), name)
    end.set(qualified("id"), attribute(start, "id") or "")
    paragraph.insert(0 if child(paragraph, "pPr") is None else 1, start)
    paragraph.append(end)


class _Fields(Struct, frozen=True):
    """Marks field codes as inserted only if the whole field is: half a field would hide text."""

    marker: Marker

    def mark(self, paragraphs: Iterable[Paragraph]) -> None:
        """Mark the codes of all fields in ``paragraphs`` whose content is inserted."""
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
