"""Read zip packages: members by name within limits, parts of Office files by relationship."""

import io
import posixpath
import zipfile
import zlib

from plandiff.corpus.errors import BrokenFileError, Phrase, TooLargeError
from plandiff.corpus.formats.limits import (
    MAX_XML_BYTES,
    MAX_ZIP_BYTES,
    MAX_ZIP_MEMBERS,
    MAX_ZIP_RATIO,
    megabytes,
)
from plandiff.corpus.formats.xml_parts import Element, attribute_named, local_name, parse_xml
from plandiff.corpus.text import lazy_re as re

_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,  # a member is encrypted
    OverflowError,
)
"""Exceptions of zipfile on damaged input; caught only in this module."""
_SMALL = 1024 * 1024
"""Bytes; a smaller unpacked part is harmless at any compression ratio."""


class Package:
    """A zip package in memory, with its member names and their bytes.

    Raises BrokenFileError for a damaged package, TooLargeError if its unpacked size is too large.
    """

    def __init__(self, data: bytes, name: str, form: str = "docx") -> None:
        self.name = name
        self.form = form
        """Format of the package as named in errors."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAILURES as error:
            raise BrokenFileError(name, form, Phrase("reason.damaged-zip")) from error
        self.entries = self._zip.infolist()
        if len(self.entries) > MAX_ZIP_MEMBERS:
            raise TooLargeError(name, _parts(len(self.entries)), _parts(MAX_ZIP_MEMBERS))
        size = sum(entry.file_size for entry in self.entries)
        if size > MAX_ZIP_BYTES:
            unpacked = Phrase("size.unpacked", size=megabytes(size))
            raise TooLargeError(name, unpacked, megabytes(MAX_ZIP_BYTES))
        self.members = frozenset(entry.filename for entry in self.entries)

    def read(self, member: str | zipfile.ZipInfo, limit: int = MAX_XML_BYTES) -> bytes:
        """Return the unpacked bytes of one member, at most ``limit``.

        Raises BrokenFileError or TooLargeError.  The size in the zip directory is not trusted:
        reading stops at the limit.
        """
        try:
            info = self._zip.getinfo(member) if isinstance(member, str) else member
            _refuse_bomb(self.name, info, limit)
            with self._zip.open(info) as stream:
                content = stream.read(limit + 1)
        except _FAILURES as error:
            shown = _shown(member if isinstance(member, str) else member.filename)
            reason = Phrase("reason.damaged-part", part=shown)
            raise BrokenFileError(self.name, self.form, reason) from error
        if len(content) > limit:
            raise TooLargeError(self.name, Phrase("size.part-over"), megabytes(limit))
        return content

    def refuse_bombs(self) -> None:
        """Raise TooLargeError if an XML part is too large unpacked: LibreOffice would unpack it."""
        for entry in self.entries:
            if entry.filename.endswith((".xml", ".rdf")):
                _refuse_bomb(self.name, entry)


def _refuse_bomb(name: str, info: zipfile.ZipInfo, limit: int = MAX_XML_BYTES) -> None:
    unpacked = Phrase("size.part", size=megabytes(info.file_size))
    if info.file_size > limit:
        raise TooLargeError(name, unpacked, megabytes(limit))
    if info.file_size > max(_SMALL, MAX_ZIP_RATIO * info.compress_size):
        raise TooLargeError(name, unpacked, Phrase("size.ratio", count=MAX_ZIP_RATIO))


def _parts(count: int) -> Phrase:
    return Phrase("size.parts", count=count)


def _shown(member: str) -> str:
    return re.sub(r"[^\w./\[\]-]", "?", member[:60])


Related = dict[str, tuple[str, ...]]
"""Part names by the last path segment of the relationship type: ``styles``, ``footer`` …."""


class OfficePackage(Package):
    """A package with relationships between parts; external targets are never followed."""

    def parse(self, part: str) -> Element:
        """Parse a part into its root element.  Raises BrokenFileError or TooLargeError."""
        return parse_xml(self.name, self.form, part, self.read(part))

    def main_part(self, usual: str) -> str:
        """The main part by the package's relationships, else the part named ``usual``.

        Raises BrokenFileError if neither exists.
        """
        for part in (*self.related("").get("officeDocument", ()), usual):
            if part in self.members:
                return part
        raise BrokenFileError(self.name, self.form, Phrase("reason.no-main-part"))

    def related(self, source: str) -> Related:
        """Parts related to ``source`` (``''``: the package) by kind, in file order."""
        found: Related = {}
        for kind, target in self.targets(source).values():
            found[kind] = (*found.get(kind, ()), target)
        return found

    def targets(self, source: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relationship of ``source`` by id, without missing parts."""
        folder, base = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if part not in self.members:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for place, relation in enumerate(self.parse(part)):
            if local_name(relation) != "Relationship" or relation.get("TargetMode") == "External":
                continue
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            if target[1:] in self.members:
                found[attribute_named(relation, "Id") or f"#{place}"] = (kind, target[1:])
        return found
