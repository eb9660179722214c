"""The redline as a copy of the new document with tracked changes.

Everything except the changed paragraphs is kept: styles, tables, headers, pictures, notes, other
authors' changes.  Before it is returned, the result is parsed again and resolved: accepting must
give the new document and rejecting the old one.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml import etree
from msgspec import Struct, field

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import Meter, Originals, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.office import dated, fixed_zip, revision_date
from plandiff.comparison.reports.shared.rows import format_notes, format_points
from plandiff.comparison.reports.shared.section_paths import section_paths_of
from plandiff.comparison.reports.shared.verdict import overview
from plandiff.comparison.reports.word.parts import comment_element
from plandiff.comparison.reports.word.word_edits import Deletions, Signature, make
from plandiff.comparison.reports.word.word_links import Links
from plandiff.comparison.reports.word.word_margins import mark_margins
from plandiff.comparison.reports.word.word_markup import Marker, track_moves
from plandiff.comparison.reports.word.word_resolution import canonical, find_fault
from plandiff.comparison.reports.word.word_source import (
    MAIN_PART,
    ObjectCharacters,
    SourceDocument,
    relation_ids,
    rename_relations,
)
from plandiff.corpus.errors import Phrase, RedlineError
from plandiff.corpus.formats.limits import MAX_FILE_BYTES
from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.word.xml import attribute, child, children, qualified
from plandiff.corpus.formats.xml_parts import Element
from plandiff.corpus.text.escape import visible_line

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES = "[Content_Types].xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def render(
    comparison: Comparison, originals: Originals, options: ReportOptions, meter: Meter
) -> bytes:
    """Return the new document with the differences from the old one as tracked changes.

    Raises `RedlineError` if the result does not resolve to both documents, and `BrokenFileError`
    or `TooLargeError` for documents that the reader of Word files rejects.
    """
    meter.begin(passes=1)
    options = dated(options, comparison)
    objects = ObjectCharacters()
    old = SourceDocument(originals.old, comparison.old.source.name, objects)
    new = SourceDocument(originals.new, comparison.new.source.name, objects)
    package = _Copy(originals.new, new)
    signature = Signature(
        visible_line(options.author) or "plandiff",
        revision_date(options),
        revision_date(options, minutes=5),
        package.free_id(),
    )
    shared = (signature, package.style_ids(), _list_ids(old, new))
    deletions = Deletions(*shared, package.carrier(old))
    marker = Marker(Links.of_comparison(comparison, old, new), signature, deletions)
    marker.mark(old, new)
    margins = mark_margins(
        (old, new), originals, objects, lambda: Deletions(*shared, carry=lambda _: False)
    )
    package.others = margins.marked
    tracked = track_moves(marker, comparison.rows) if options.native_moves else set()
    _Remarks(comparison, options, marker, package, margins.unmarked).write(new, tracked)
    data = package.data()
    _refuse_faults(data, package, originals, comparison, marker)
    meter.end_pass()
    return data


def reason_against_copy(originals: Originals, names: tuple[str, str]) -> Phrase | None:
    """The reason why the redline cannot be a copy of the new document; None if it can.

    A document with macros keeps them in parts that a ``.docx`` must not have.
    """
    for data, name in zip((originals.old, originals.new), names, strict=True):
        package = OfficePackage(data, name)
        main = package.main_part(MAIN_PART)
        if b"http://purl.oclc.org/ooxml/" in package.read(main):
            return Phrase("redline.strict", name=name)
        types = {
            node.get("PartName"): node.get("ContentType") for node in package.parse(_CONTENT_TYPES)
        }
        if data is originals.new and types.get(f"/{main}") != f"{_WORD_TYPE}.document.main+xml":
            return Phrase("redline.macros", name=name)
    return None


def _refuse_faults(
    data: bytes,
    package: "_Copy",
    originals: Originals,
    comparison: Comparison,
    marker: Marker,
) -> None:
    """Resolve the finished redline and compare it with both documents; all are read again."""
    objects = ObjectCharacters()
    insertions = package.document.root.iter(qualified("ins"))
    shared = {at for at, node in enumerate(insertions) if node in marker.shared}
    with zipfile.ZipFile(io.BytesIO(data)) as written:
        main = written.read(package.document.main)
    fault = find_fault(
        etree.fromstring(main, etree.XMLParser(huge_tree=True)),
        SourceDocument(originals.old, comparison.old.source.name, objects),
        SourceDocument(originals.new, comparison.new.source.name, objects),
        objects,
        digests=package.document.digests,
        ours=marker.signature.ours,
        shared=shared,
    )
    if fault is not None:
        raise RedlineError(accept=fault.accept, number=fault.number)


def _list_ids(old: SourceDocument, new: SourceDocument) -> dict[str, str]:
    """Maps list ids of the old document to lists of the new one with the same numbering."""
    lists = [_lists(document.package, document.main) for document in (old, new)]
    by_look: dict[object, str] = {}
    for key, look in lists[1].items():
        by_look.setdefault(look, key)
    return {
        key: key if lists[1].get(key) == look else by_look[look]
        for key, look in lists[0].items()
        if look in by_look
    }


def _lists(package: OfficePackage, main: str) -> dict[str, object]:
    parts = package.related(main).get("numbering", ())
    if not parts:
        return {}
    root = package.parse(parts[0])
    levels = {
        attribute(element, "abstractNumId"): tuple(map(canonical, children(element, "lvl")))
        for element in children(root, "abstractNum")
    }
    return {
        key: (levels.get(attribute(child(element, "abstractNumId"))), canonical(element)[1:])
        for element in children(root, "num")
        if (key := attribute(element, "numId")) is not None
    }


class _Part(NamedTuple):
    """A part that is added to the new document's package."""

    name: str
    content: bytes
    content_type: str
    kind: str
    """Last path segment of the relationship's type."""
    relation: str
    """Id of the relationship."""


class _Copy(Struct):
    """The package of the new document, with some parts replaced and comments added."""

    original: bytes
    document: SourceDocument
    comments: list[Element] = field(default_factory=list)
    added: list[_Part] = field(default_factory=list)
    others: Mapping[str, Element] = field(default_factory=dict)
    """Root elements of other changed parts, by part name."""

    def free_id(self) -> int:
        """An id greater than the ids of all annotations."""
        roots = [self.document.root]
        for kind in ("comments", "header", "footer"):
            roots += [self.document.package.parse(part) for part in self._related(kind)]
        found = (
            int(value)
            for root in roots
            for node in root.iter()
            if (value := node.get(qualified("id"))) is not None and value.isdecimal()
        )
        return max((number for number in found if number < 2**30), default=0) + 1

    def style_ids(self) -> frozenset[str]:
        """The ids of the document's styles."""
        found = (
            attribute(style, "styleId")
            for part in self._related("styles")
            for style in children(self.document.package.parse(part), "style")
        )
        return frozenset(key for key in found if key is not None)

    def _related(self, kind: str) -> tuple[str, ...]:
        return self.document.package.related(self.document.main).get(kind, ())

    def carrier(self, old: SourceDocument) -> Callable[[Element], bool]:
        """A function that redirects a copied object's pictures from ``old`` to this package.

        It copies the pictures, and returns False if the object needs any other part.
        """
        targets = old.package.targets(old.main)
        present = {digest: key for key, digest in self.document.digests.items()}

        def carry(copied: Element) -> bool:
            needed = set(relation_ids(copied))
            if any(targets.get(key, ("", ""))[0] != "image" for key in needed):
                return False
            keys = {}
            for key in sorted(needed):
                digest = old.digests[key]
                if digest not in present:
                    present[digest] = self._add_picture(old, targets[key][1])
                    self.document.digests[present[digest]] = digest
                keys[key] = present[digest]
            rename_relations(copied, keys)
            return True

        return carry

    def _add_picture(self, old: SourceDocument, part: str) -> str:
        folder = posixpath.dirname(self.document.main)
        stem = f"plandiff{len(self.added) + 1}"
        name = f"{folder}/media/{stem}{posixpath.splitext(part)[1]}"
        kind = _content_type(old.package, part)
        self.added.append(_Part(name, old.package.read(part, MAX_FILE_BYTES), kind, "image", stem))
        return stem

    def data(self) -> bytes:
        """The whole package."""
        parts = {self.document.main: _xml(self.document.root)}
        parts |= {name: _xml(root) for name, root in self.others.items()}
        if self.comments:
            parts |= self._with_comments()
        if self.added:
            parts |= self._with_added()
        return fixed_zip(self.original, parts)

    def _with_comments(self) -> Mapping[str, bytes]:
        """The changed comments part if the document has one; otherwise a new part is added."""
        if present := self._related("comments"):
            root = self.document.package.parse(present[0])
            root.extend(self.comments)
            return {present[0]: _xml(root)}
        root = etree.Element(qualified("comments"), nsmap={"w": qualified("")[1:-1]})
        root.extend(self.comments)
        name = f"{posixpath.dirname(self.document.main)}/comments.xml"
        kind = f"{_WORD_TYPE}.comments+xml"
        self.added.append(_Part(name, _xml(root), kind, "comments", "plandiffComments"))
        return {}

    def _with_added(self) -> Mapping[str, bytes]:
        """The added parts, with their content types and their relationships to the main part."""
        package, folder = self.document.package, posixpath.dirname(self.document.main)
        relations = f"{folder}/_rels/{posixpath.basename(self.document.main)}.rels"
        types = package.parse(_CONTENT_TYPES)
        links = (
            package.parse(relations)
            if relations in package.members
            else etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        )
        for part in self.added:
            override = {"PartName": f"/{part.name}", "ContentType": part.content_type}
            etree.SubElement(types, f"{{{_TYPES}}}Override", override)
            link = {
                "Id": part.relation,
                "Type": f"{_OFFICE}/{part.kind}",
                "Target": posixpath.relpath(part.name, folder),
            }
            etree.SubElement(links, f"{{{_RELATIONS}}}Relationship", link)
        parts = {part.name: part.content for part in self.added}
        return {_CONTENT_TYPES: _xml(types), relations: _xml(links), **parts}


def _content_type(package: OfficePackage, part: str) -> str:
    """The content type of a part, by its name or by its suffix."""
    suffix = posixpath.splitext(part)[1][1:].lower()
    by_suffix = ""
    for node in package.parse(_CONTENT_TYPES):
        if node.get("PartName") == f"/{part}":
            return node.get("ContentType") or ""
        if (node.get("Extension") or "").lower() == suffix:
            by_suffix = node.get("ContentType") or ""
    return by_suffix or f"image/{suffix}"


def _xml(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class _Remarks(Struct, frozen=True):
    """Comments: the overview, the other end of moves, notes, and changes that are not marked."""

    comparison: Comparison
    options: ReportOptions
    marker: Marker
    package: _Copy
    unmarked: int
    """Number of headers and footers that differ and are not marked."""

    def write(self, new: SourceDocument, tracked: set[str]) -> None:
        """Write all comments into the document; rows that are ``tracked`` moves need none."""
        labels = labels_for(self.options.language)
        self._comment(None, [overview(self.comparison, self.options)])
        for row in self.comparison.rows:
            ends = {side: self._paragraph(row, side, new) for side in Side}
            if row.moved and row.id not in tracked:
                self._moved(row, ends, labels)
            texts = list(format_notes(row, self.options, labels))
            if any(section.parent is None for section in (*row.old, *row.new)):
                texts += format_points(self.options)
            self._comment(ends[row.side], texts)
        if self.unmarked:
            self._comment(None, [labels("comment.margins", count=self.unmarked)])
        for index, count in self.marker.deletions.left_out.items():
            self._comment(
                self.marker.deletions.shown.get(index), [labels("comment.left-out", count=count)]
            )

    def _moved(self, row: Row, ends: Mapping[Side, Element | None], labels: Labels) -> None:
        """Comment on each end of a move with the place of the other; rows in place get none."""
        places = section_paths_of(self.comparison)
        gone, come = ends[Side.OLD], ends[Side.NEW]
        if gone is None or come is None or gone is come:
            return
        for side, key in ((Side.OLD, "comment.moved-to"), (Side.NEW, "comment.moved-from")):
            other = side.other
            text = labels(key, place=places[other].paths(row.sections(other)))
            self._comment(ends[side], [text])

    def _paragraph(self, row: Row, side: Side, new: SourceDocument) -> Element | None:
        """The first paragraph of a row; for the old side, the one that shows it in the copy."""
        places = self.marker.links.places[side]
        found = (i for section in row.sections(side) for i in places[section.id] if i >= 0)
        index = next(found, None)
        if index is None:
            return None
        if side is Side.OLD:
            return self.marker.deletions.shown.get(index)
        return new.paragraphs[index].elements[0]

    def _comment(self, paragraph: Element | None, texts: list[str]) -> None:
        if texts and paragraph is None:
            paragraph = next(self.package.document.root.iter(qualified("p")))
        for text in texts:
            if paragraph is not None:
                self._add(paragraph, text)

    def _add(self, paragraph: Element, text: str) -> None:
        signature = self.marker.signature
        key = signature.take_id()
        start, end, reference, run = map(
            make, ("commentRangeStart", "commentRangeEnd", "commentReference", "r")
        )
        for mark in (start, end, reference):
            mark.set(qualified("id"), key)
        run.append(reference)
        paragraph.insert(0 if child(paragraph, "pPr") is None else 1, start)
        paragraph.extend((end, run))
        self.package.comments.append(
            comment_element(int(key), text, signature.author, signature.date)
        )
