"""Accepts and rejects tracked changes, and verifies that a redline resolves to both documents.

Implemented from the file format and independently of the code that writes the changes, so that it
detects errors there.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy

from msgspec import Struct

from plandiff.comparison.reports.word.word_source import (
    Block,
    Leaf,
    ObjectCharacters,
    Paragraph,
    SourceDocument,
    read_blocks,
    without_objects,
)
from plandiff.corpus.formats.word.xml import child, kind_of, qualified
from plandiff.corpus.formats.xml_parts import Element

_INSERTED = frozenset({"w:ins", "w:moveTo"})
_DELETED = frozenset({"w:del", "w:moveFrom"})

REVISIONS = ("ins", "del", "moveTo", "moveFrom")
"""Names of the elements that mark their content or their owner as a revision."""
IsOurs = Callable[[Element], bool]


def resolve(root: Element, is_ours: IsOurs, *, accept: bool) -> None:
    """Accept or reject, in place, the revisions below ``root`` for which ``is_ours`` is true.

    A paragraph whose mark is removed is joined to the next one; before a table or at an end, where
    there is none, it is removed if it is empty.
    """
    gone = _DELETED if accept else _INSERTED
    for change in [node for node in root.iter(*map(qualified, REVISIONS)) if is_ours(node)]:
        parent = change.getparent()
        if parent is None:
            continue
        if kind_of(parent) == "w:trPr":
            _resolve_row(change, vanishes=kind_of(change) in gone)
        elif kind_of(parent) == "w:rPr":
            parent.remove(change)
            if kind_of(change) in gone:
                parent.set("joins", "1")
        elif kind_of(change) in gone:
            parent.remove(change)
        else:
            _unwrap(change)
    _join_paragraphs(root)


def _resolve_row(change: Element, *, vanishes: bool) -> None:
    row = next(node for node in change.iterancestors() if kind_of(node) == "w:tr")
    table = next(node for node in change.iterancestors() if kind_of(node) == "w:tbl")
    properties = change.getparent()
    if properties is not None:
        properties.remove(change)
    parent = row.getparent()
    if vanishes and parent is not None:
        parent.remove(row)
        above = table.getparent()
        if above is not None and next(table.iter(qualified("tr")), None) is None:
            above.remove(table)


def _unwrap(change: Element) -> None:
    for text in change.iter(qualified("delText")):
        text.tag = qualified("t")
    for node in list(change):
        change.addprevious(node)
    parent = change.getparent()
    if parent is not None:
        parent.remove(change)


def _join_paragraphs(root: Element) -> None:
    for mark in [node for node in root.iter(qualified("rPr")) if node.get("joins")]:
        del mark.attrib["joins"]
        paragraph = next(node for node in mark.iterancestors() if kind_of(node) == "w:p")
        content = [node for node in paragraph if kind_of(node) != "w:pPr"]
        following = paragraph.getnext()
        while following is not None and kind_of(following) not in {"w:p", "w:tbl", "w:sdt"}:
            following = following.getnext()
        parent = paragraph.getparent()
        if following is not None and kind_of(following) == "w:p":
            place = 1 if child(following, "pPr") is not None else 0
            following[place:place] = content
        elif any(map(_shows, paragraph.iter(qualified("r")))):
            continue
        if parent is not None:
            parent.remove(paragraph)


def _shows(run: Element) -> bool:
    """Whether any content of a run is visible once all changes are accepted."""
    deleted = any(kind_of(node) in _DELETED for node in run.iterancestors())
    return not deleted and any(
        kind_of(node) not in {"w:rPr", "w:fldChar", "w:instrText"} for node in run
    )


Shape = tuple[object, ...]
"""Paragraphs as values, tables as tuples of rows, rows as their shape and cells."""


def shape_of(blocks: tuple[Block, ...], show: Callable[[Paragraph], object]) -> Shape:
    """The structure of a document, with each paragraph converted by ``show``."""
    found: list[object] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(show(block))
        elif block.rows:
            found.append(
                tuple(
                    (row.shape, tuple(shape_of(cell.blocks, show) for cell in row.cells))
                    for row in block.rows
                )
            )
    return tuple(found)


def plain(paragraph: Paragraph) -> str:
    """The text of a paragraph without pictures and note references."""
    return without_objects(paragraph.text)


def formatted(paragraph: Paragraph) -> tuple[object, ...]:
    """The text of a paragraph with the formatting of each run, cuts between equal runs ignored."""
    pieces: list[tuple[object, str]] = []
    for leaf in paragraph.leaves:
        look = _look(leaf)
        if pieces and pieces[-1][0] == look:
            pieces[-1] = (look, pieces[-1][1] + leaf.text)
        else:
            pieces.append((look, leaf.text))
    marks = tuple(canonical(child(element, "pPr")) for element in paragraph.elements)
    return (marks, *pieces)


def _look(leaf: Leaf) -> object:
    around = [
        _attributes(node)
        for node in leaf.element.iterancestors()
        if kind_of(node) in _INSERTED or kind_of(node) == "w:hyperlink"
    ]
    return canonical(child(leaf.run, "rPr")), *around


def _attributes(node: Element) -> tuple[object, ...]:
    names = sorted((str(key), str(value)) for key, value in node.attrib.items())
    return (kind_of(node), *(item for item in names if item[0] != qualified("id")))


def canonical(properties: Element | None) -> tuple[object, ...]:
    """Properties as a comparable value; elements without content and attributes are omitted."""
    if properties is None:
        return ()
    return tuple(
        (str(node.tag), _attributes(node), canonical(node))
        for node in properties
        if len(node) or node.attrib or kind_of(node) not in {"w:rPr", "w:pPr", "w:trPr"}
    )


class Fault(Struct, frozen=True):
    """The first place where a redline does not resolve to one of the documents."""

    accept: bool
    """True if accepting failed, False if rejecting did."""
    number: int
    """1-based number of the block in the body."""


def find_fault(
    redline: Element,
    old: SourceDocument,
    new: SourceDocument,
    objects: ObjectCharacters,
    *,
    digests: Mapping[str, str],
    ours: set[str],
    shared: set[int],
) -> Fault | None:
    """The first difference between the resolved redline and its source documents; None if equal.

    ``old`` and ``new`` must be freshly parsed.  Accepting our revisions must give the new document
    with its formatting and other authors' revisions; rejecting them must give the paragraphs and
    tables of the old one, with other authors' revisions accepted.  ``shared``: indices among all
    ``w:ins`` of others' insertions that also count as ours, because a paragraph mark can have only
    one.  ``digests``: the content digest of each relationship of the redline.
    """
    for accept in (True, False):
        tree = deepcopy(redline)
        _drop_comments(tree, ours)
        revisions = {node for node in tree.iter(*map(qualified, REVISIONS)) if _has_id(node, ours)}
        if not accept:
            insertions = enumerate(tree.iter(qualified("ins")))
            revisions |= {node for at, node in insertions if at in shared}
        resolve(tree, revisions.__contains__, accept=accept)
        show = formatted if accept else plain
        blocks = read_blocks(tree, objects, digests)
        found = shape_of(blocks, show)
        wanted = shape_of((new if accept else old).blocks, show)
        if found != wanted:
            return Fault(accept, first_difference(found, wanted))
    return None


def _drop_comments(root: Element, ours: set[str]) -> None:
    names = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for node in list(root.iter(*map(qualified, names))):
        parent = node.getparent()
        if not _has_id(node, ours) or parent is None:
            continue
        above = parent.getparent()
        if kind_of(node) == "w:commentReference" and above is not None:
            above.remove(parent)
        else:
            parent.remove(node)


def _has_id(node: Element, ids: set[str]) -> bool:
    return node.get(qualified("id")) in ids


def first_difference(found: Sequence[object], wanted: Sequence[object]) -> int:
    """The 1-based position where two sequences begin to differ."""
    pairs = enumerate(zip(found, wanted, strict=False), start=1)
    return next((at for at, (a, b) in pairs if a != b), min(len(found), len(wanted)) + 1)
