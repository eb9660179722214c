"""Open an OFD package: documents with their pages, templates, annotations, attachments.

Programs spell locations differently (``/Doc_0/a.xml``, ``../a.xml``, backslashes, other letter
case), so a location is resolved in several ways.
"""

import posixpath
from collections.abc import Iterator

from msgspec import Struct, field

from plandiff.corpus.errors import BrokenFileError, Phrase, TooLargeError
from plandiff.corpus.formats.limits import MAX_OFD_BYTES, MAX_PAGES, MAX_XML_BYTES, megabytes
from plandiff.corpus.formats.packages import Package
from plandiff.corpus.formats.xml_parts import (
    Element,
    children_named,
    descendants_named,
    first_named,
    parse_xml,
)

FORM = "ofd"
ROOT = "OFD.xml"


class OfdPackage(Package):
    """A package whose parts refer to each other by locations."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, name, FORM)
        self._folded = {member.casefold(): member for member in sorted(self.members)}
        self._unpacked = 0

    def find(self, location: str | None, source: str) -> str | None:
        """Resolve ``location`` in the part ``source`` to a member name; None if there is none."""
        plain = (location or "").strip().replace("\\", "/")
        if not plain:
            return None
        beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), plain))
        for path in (beside, posixpath.normpath(posixpath.join("/", plain))):
            if (member := self._folded.get(path.lstrip("/").casefold())) is not None:
                return member
        return None

    def parse(self, part: str) -> Element:
        """Parse a part into its root element; `MAX_OFD_BYTES` limits the total over all calls.

        A page can be referenced any number of times, so the package size is no limit.
        Raises BrokenFileError or TooLargeError.
        """
        data = self.read(part, MAX_XML_BYTES)
        self._unpacked += len(data)
        if self._unpacked > MAX_OFD_BYTES:
            unpacked = Phrase("size.unpacked", size=megabytes(self._unpacked))
            raise TooLargeError(self.name, unpacked, megabytes(MAX_OFD_BYTES))
        return parse_xml(self.name, FORM, part, data)


class OfdDocument(Struct):
    """One document of a package, as its ``Document.xml`` describes it."""

    part: str
    box: str
    """Default physical box of its pages, as written in the file."""
    pages: list[tuple[str, str | None]]
    """Id and part of each page in order; the part is None if it is missing."""
    templates: dict[str, str]
    """Parts of page templates by id."""
    resources: list[str]
    """Resource parts, which define composite objects."""
    annotations: str | None
    attachments: list[str] = field(default_factory=list)
    """Names of attached files."""


def open_documents(package: OfdPackage) -> tuple[list[OfdDocument], str | None]:
    """Return the documents of a package and the stated title of the first one.

    Raises BrokenFileError if there is no document, TooLargeError for too many pages.
    """
    root = package.find(ROOT, "")
    if root is None:
        raise BrokenFileError(package.name, FORM, Phrase("reason.no-main-part"))
    documents = []
    title = None
    for body in children_named(package.parse(root), "DocBody"):
        stated = first_named(body, "DocInfo", "Title")
        title = title or (None if stated is None else (stated.text or "").strip() or None)
        location = first_named(body, "DocRoot")
        part = package.find(None if location is None else location.text, root)
        if part is not None:
            documents.append(_open_document(package, part))
    pages = sum(len(document.pages) for document in documents)
    if pages > MAX_PAGES:
        limit = Phrase("size.pages", count=MAX_PAGES)
        raise TooLargeError(package.name, Phrase("size.pages", count=pages), limit)
    if not pages:
        raise BrokenFileError(package.name, FORM, Phrase("reason.no-main-part"))
    return documents, title


def _open_document(package: OfdPackage, part: str) -> OfdDocument:
    root = package.parse(part)
    common = first_named(root, "CommonData")
    pages = children_named(first_named(root, "Pages"), "Page")
    templates = (
        (template.get("ID") or "", package.find(template.get("BaseLoc"), part))
        for template in children_named(common, "TemplatePage")
    )
    resources = (
        package.find(resource.text, part)
        for resource in children_named(common, "PublicRes", "DocumentRes")
    )
    annotations = first_named(root, "Annotations")
    return OfdDocument(
        part=part,
        box=_text(first_named(common, "PageArea", "PhysicalBox")),
        pages=[(p.get("ID") or "", package.find(p.get("BaseLoc"), part)) for p in pages],
        templates={id_: found for id_, found in templates if found is not None},
        resources=[found for found in resources if found is not None],
        annotations=package.find(_text(annotations), part),
        attachments=list(_attachments(package, root, part)),
    )


def _attachments(package: OfdPackage, root: Element, part: str) -> Iterator[str]:
    listed = package.find(_text(first_named(root, "Attachments")), part)
    if listed is not None:
        for attachment in descendants_named(package.parse(listed), "Attachment"):
            yield (attachment.get("Name") or attachment.get("ID") or "").strip()


def annotation_parts(package: OfdPackage, document: OfdDocument) -> Iterator[str]:
    """The parts with the annotations of the document's pages."""
    listed = document.annotations
    if listed is None:
        return
    for location in descendants_named(package.parse(listed), "FileLoc"):
        part = package.find(location.text, listed)
        if part is not None:
            yield part


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()
