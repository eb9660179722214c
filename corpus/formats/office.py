"""Packages of Office Open XML (.docx .xlsx .pptx): parts found by their relationships."""

import posixpath

from plandiff.corpus.errors import BrokenFileError, Phrase
from plandiff.corpus.formats.packages import Package
from plandiff.corpus.formats.xml_parts import Element, attribute_named, local_name, parse_xml

Related = dict[str, tuple[str, ...]]
"""Names of parts by the last word of the relationship's type: ``styles``, ``footer`` …."""


class OfficePackage(Package):
    """A package whose parts refer to each other; nothing outside of it is ever followed."""

    def parse(self, part: str) -> Element:
        """The root element of a part.  Raises BrokenFileError or TooLargeError."""
        return parse_xml(self.name, self.form, part, self.read(part))

    def main_part(self, usual: str) -> str:
        """The part that the package itself refers to, else the one with the usual name.

        Raises BrokenFileError where neither is there.
        """
        for part in (*self.related("").get("officeDocument", ()), usual):
            if part in self.members:
                return part
        raise BrokenFileError(self.name, self.form, Phrase("reason.no-main-part"))

    def related(self, source: str) -> Related:
        """Parts that ``source`` refers to (``''``: the package), by kind and in their order."""
        found: Related = {}
        for kind, target in self.targets(source).values():
            found[kind] = (*found.get(kind, ()), target)
        return found

    def targets(self, source: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relationship of ``source``, by its id; missing parts left out."""
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
