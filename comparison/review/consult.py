"""A filled form for comments (征求意见表) as a review: each comment is a note on its change."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from plandiff.comparison.review.anchors import digest
from plandiff.comparison.review.json_form import (
    SCHEMA,
    MalformedError,
    NotAReviewError,
    Review,
    from_json,
)
from plandiff.corpus.errors import InputError, Phrase
from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.xml_parts import (
    Element,
    attribute_named,
    children_named,
    descendants_named,
    local_name,
)

_MAIN = "word/document.xml"
_FORM = "{urn:plandiff:consult}form"
_BOOKMARK = "pd_"
_UNDATED = "2000-01-01T00:00:00.000000Z"


def is_form(data: bytes) -> bool:
    """Whether the bytes are a ZIP package, as every Word document is."""
    return data[:4] == b"PK\x03\x04" and zipfile.is_zipfile(io.BytesIO(data))


def review_of_form(data: bytes, name: str) -> tuple[Review, ...]:
    """Read the comments in a filled form as notes; empty cells are skipped.

    The author is read from the form, else from the file name.  The same file gives the same notes.
    Raises `NotAReviewError` for another document and `MalformedError` for a damaged one.
    """
    try:
        package = OfficePackage(data, name)
        main = package.main_part(_MAIN)
        form = _form(package, main)
        tables = list(descendants_named(package.parse(main), "tbl"))
        stamp = _saved(package)
    except InputError as error:
        raise NotAReviewError("no form") from error
    if form is None:
        raise NotAReviewError("no form")
    try:
        found = json.loads(form)
        review = {**found["review"]}
        anchors = {anchor["id"]: {**anchor} for anchor in found["anchors"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedError(Phrase("record.unreadable")) from error
    who = _who(tables) or PurePath(name).stem
    by = f"{who}#{digest(who)[:6]}"
    items = [
        anchors[anchor] | {"notes": [_note(anchor, by, text, stamp)]}
        for anchor, text in _comments(tables)
        if anchor in anchors and text
    ]
    whole = {"schema": SCHEMA, "reviews": [review | {"touched": stamp, "items": items}]}
    return from_json(json.dumps(whole).encode())


def _note(anchor: str, by: str, text: str, stamp: str) -> dict[str, Any]:
    identity = digest(anchor, by)
    return {"id": identity, "by": by, "text": text, "created": stamp, "when": stamp}


def _form(package: OfficePackage, main: str) -> str | None:
    """Return the text of the custom part that describes the form's review."""
    for part in package.related(main).get("customXml", ()):
        root = package.parse(part)
        if root.tag == _FORM:
            return "".join(str(text) for text in root.itertext())
    return None


def _comments(tables: list[Element]) -> Iterator[tuple[str, str]]:
    """Yield the anchor of each table row and the text of its last cell."""
    for table in tables:
        for row in descendants_named(table, "tr"):
            cells = list(children_named(row, "tc"))
            for mark in descendants_named(row, "bookmarkStart"):
                anchor = attribute_named(mark, "name") or ""
                if anchor.startswith(_BOOKMARK) and cells:
                    yield anchor.removeprefix(_BOOKMARK), _text(cells[-1])


def _who(tables: list[Element]) -> str:
    """Unit and name from the first table: its second and fourth cell."""
    cells = list(descendants_named(tables[0], "tc")) if tables else []
    written = [_text(cells[at]).strip() for at in (1, 3) if at < len(cells)]
    return " ".join(" ".join(text.split()) for text in written if text).replace("#", " ")


def _text(cell: Element) -> str:
    """Return the text of a cell, one line for each paragraph; tracked deletions are skipped."""
    lines = []
    for paragraph in descendants_named(cell, "p"):
        words = []
        for element in paragraph.iter():
            name = local_name(element)
            if name == "t":
                words.append(element.text or "")
            elif name in {"br", "cr"}:
                words.append("\n")
            elif name == "tab":
                words.append("\t")
        lines.append("".join(words))
    return "\n".join(lines).strip()


def _saved(package: OfficePackage) -> str:
    """Return the time of the last save, in the format of review stamps."""
    for part in package.related("").get("core-properties", ()):
        for element in package.parse(part).iter():
            if local_name(element) == "modified":
                with suppress(ValueError):
                    when = datetime.strptime(str(element.text).strip(), "%Y-%m-%dT%H:%M:%S%z")
                    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return _UNDATED
