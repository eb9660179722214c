"""Tracked changes in headers and footers, each of which is a separate part of the package.

Headers are matched by section and kind (first page, even pages, others).  A header whose marks
would not resolve to both documents stays unmarked and is counted.
"""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct, field

from plandiff.comparison.reports.options import Originals
from plandiff.comparison.reports.word.word_edits import Deletions
from plandiff.comparison.reports.word.word_links import Links
from plandiff.comparison.reports.word.word_markup import Marker
from plandiff.comparison.reports.word.word_resolution import find_fault, plain, shape_of
from plandiff.comparison.reports.word.word_source import (
    ObjectCharacters,
    SourceDocument,
    relation_ids,
)
from plandiff.corpus.formats.word.xml import attribute, kind_of, qualified
from plandiff.corpus.formats.xml_parts import Element

_REFERENCES = {"w:headerReference": "header", "w:footerReference": "footer"}
_Two = tuple[SourceDocument, SourceDocument]
_Key = tuple[int, str, str]
"""Number of the section, header or footer, and kind of pages."""


class Margins(Struct):
    """The result for the headers and footers."""

    marked: dict[str, Element] = field(default_factory=dict)
    """Root elements of the marked parts, by their names in the new document."""
    unmarked: int = 0
    """Number of parts that differ and stay unmarked."""


def mark_margins(
    documents: _Two,
    originals: Originals,
    objects: ObjectCharacters,
    deletions: Callable[[], Deletions],
) -> Margins:
    """Mark the headers and footers that both documents have and that differ.

    ``deletions`` makes the copier of deleted text for one part; pictures are not copied.
    """
    found = Margins()
    old, new = (dict(_references(document)) for document in documents)
    pairs: dict[str, set[str | None]] = {}
    for key, part in new.items():
        pairs.setdefault(part, set()).add(old.get(key))
    for part, others in pairs.items():
        earlier = sorted(other for other in others if other is not None)
        readings = [partial(_read, documents, originals, objects, (o, part)) for o in earlier]
        if earlier and not any(_differ(*read()) for read in readings):
            continue
        # A part used in place of several old ones could resolve to only one of them.
        root = (
            _marked(readings[0], objects, deletions()) if len(others) == len(earlier) == 1 else None
        )
        if root is None:
            found.unmarked += 1
        else:
            found.marked[part] = root
    # A header that only the old document has is counted as well.
    gone = {part for key, part in old.items() if key not in new}
    found.unmarked += len(gone - {part for key, part in old.items() if key in new})
    return found


def _differ(before: SourceDocument, after: SourceDocument) -> bool:
    return shape_of(before.blocks, plain) != shape_of(after.blocks, plain)


def _references(document: SourceDocument) -> Iterator[tuple[_Key, str]]:
    targets = document.package.targets(document.main)
    for number, section in enumerate(document.root.iter(qualified("sectPr"))):
        for reference in section:
            kind = _REFERENCES.get(kind_of(reference))
            if kind is not None:
                for relation in relation_ids(reference):
                    pages = attribute(reference, "type") or "default"
                    if relation in targets:
                        yield (number, kind, pages), targets[relation][1]


def _read(
    documents: _Two, originals: Originals, objects: ObjectCharacters, parts: tuple[str, str]
) -> _Two:
    """Read the same part of both documents again."""
    old, new = (document.package.name for document in documents)
    return (
        SourceDocument(originals.old, old, objects, parts[0]),
        SourceDocument(originals.new, new, objects, parts[1]),
    )


def _marked(
    read: Callable[[], _Two], objects: ObjectCharacters, deletions: Deletions
) -> Element | None:
    """The root of the new part with changes that resolve to both parts; None if that fails."""
    before, after = read()
    marker = Marker(Links.of_texts(before, after), deletions.signature, deletions)
    marker.mark(before, after)
    insertions = enumerate(after.root.iter(qualified("ins")))
    fault = find_fault(
        after.root,
        *read(),
        objects,
        digests=after.digests,
        ours=deletions.signature.ours,
        shared={at for at, node in insertions if node in marker.shared},
    )
    return after.root if fault is None and not deletions.left_out else None
