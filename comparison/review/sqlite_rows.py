"""The tables of the review store, and records as their rows."""

import json
from collections.abc import Sequence
from typing import Any

from plandiff.comparison.options import PinKind
from plandiff.comparison.review import json_form
from plandiff.comparison.review.marks import About
from plandiff.comparison.review.records import (
    Anchor,
    Header,
    MarkRecord,
    NoteRecord,
    PinRecord,
    Place,
    PlanFingerprint,
    Record,
)

VERSION = 3
"""Written as ``user_version``; a store with a higher one is left alone."""

TABLES = ("anchor", "mark", "note", "pin")
"""Every table that holds records; each has a column ``review`` and a column ``stamp``."""

SCHEMA = """
CREATE TABLE review (
  id TEXT PRIMARY KEY, old TEXT NOT NULL, new TEXT NOT NULL, touched TEXT NOT NULL,
  reviewed INTEGER NOT NULL, total INTEGER NOT NULL, seen TEXT NOT NULL
);
CREATE TABLE anchor (
  review TEXT NOT NULL, id TEXT NOT NULL, stamp TEXT NOT NULL, key TEXT NOT NULL,
  about TEXT NOT NULL, place TEXT NOT NULL, position INTEGER NOT NULL,
  old_path TEXT, old_text TEXT, new_path TEXT, new_text TEXT,
  PRIMARY KEY (review, id)
);
CREATE TABLE mark (
  review TEXT NOT NULL, anchor TEXT NOT NULL, author TEXT NOT NULL, stamp TEXT NOT NULL,
  mark TEXT NOT NULL, settled TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (review, anchor, author)
) WITHOUT ROWID;
CREATE TABLE note (
  review TEXT NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL, stamp TEXT NOT NULL,
  anchor TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (review, id, author)
);
CREATE TABLE pin (
  review TEXT NOT NULL, kind TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
  author TEXT NOT NULL, stamp TEXT NOT NULL, deleted INTEGER NOT NULL,
  PRIMARY KEY (review, kind, old, new)
) WITHOUT ROWID;
"""

UPGRADES = {
    1: "ALTER TABLE mark ADD COLUMN settled TEXT NOT NULL DEFAULT '[]'",
    2: "SELECT 1",  # the same tables; earlier programs do not know anchors of passages
}
"""What makes the tables of a version those of the next."""
READABLE = frozenset({2, VERSION})
"""Versions whose tables can be read as they are, where nothing may be written."""

_ANCHOR_COLUMNS = (
    "review", "id", "stamp", "key", "about", "place", "position",
    "old_path", "old_text", "new_path", "new_text",
)  # fmt: skip
_GAP = "\x1f"
_ABOUT = {about.value: about for about in About}

Row = Sequence[Any]


def header_to_row(header: Header) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Columns and values of a header."""
    fingerprints = (_fingerprint(header.old), _fingerprint(header.new))
    counts = (header.reviewed, header.total)
    return (
        ("id", "old", "new", "touched", "reviewed", "total", "seen"),
        (header.id, *fingerprints, header.touched, *counts, " ".join(header.seen)),
    )


def header_from_row(row: Row) -> Header:
    """Read a row of the table ``review``."""
    identity, old, new, touched, reviewed, total, seen = row
    first, second = (json_form.fingerprint_from(json.loads(plan)) for plan in (old, new))
    return Header(identity, first, second, touched, reviewed, total, tuple(seen.split()))


def record_to_row(
    review: str, record: Record
) -> tuple[str, tuple[str, ...], tuple[object, ...], tuple[str, ...]]:
    """Table, columns, values and primary key of a record."""
    match record:
        case Anchor():
            columns: tuple[str, ...] = _ANCHOR_COLUMNS
            about = (record.key, record.about.value, record.place, record.position)
            sides = (*_place_to_row(record.old), *_place_to_row(record.new))
            return "anchor", columns, (review, record.id, "", *about, *sides), columns[:2]
        case MarkRecord():
            columns = ("review", "anchor", "author", "stamp", "mark", "settled")
            values = (review, record.anchor, record.by, record.when, record.mark)
            return "mark", columns, (*values, json.dumps(record.over)), columns[:3]
        case NoteRecord():
            columns = ("review", "id", "author", "stamp", "anchor", "data")
            data = _json(json_form.note_to(record))
            version = (record.id, record.by, record.when)
            return "note", columns, (review, *version, record.anchor, data), columns[:3]
        case PinRecord():
            columns = ("review", "kind", "old", "new", "author", "stamp", "deleted")
            ends = (record.old or "", record.new or "")
            values_of_pin = (review, record.kind.value, *ends, record.by, record.when)
            return "pin", columns, (*values_of_pin, int(record.deleted)), columns[:4]


def record_from_row(table: str, row: Row) -> Record:
    """Read a row of one of the `TABLES`."""
    if table == "anchor":
        return _anchor_from_row(row)
    if table == "mark":
        # A store of version 1 that can only be read has no sixth column.
        has_over = len(row) > 5 and row[5] != "[]"
        over = json_form.checked(json.loads(row[5]), tuple[str, ...]) if has_over else ()
        return MarkRecord(anchor=row[1], by=row[2], when=row[3], mark=row[4], over=over)
    if table == "note":
        return json_form.note_from(json.loads(row[5]), row[4])
    _, kind, old, new, author, stamp, deleted = row
    return PinRecord(PinKind(kind), author, stamp, old or None, new or None, bool(deleted))


def _anchor_from_row(row: Row) -> Anchor:
    _, identity, _, key, about, place, position, *sides = row
    old, new = _place_from_row(*sides[:2]), _place_from_row(*sides[2:])
    return Anchor(identity, key, _ABOUT[about], place, position, old, new)


def _place_to_row(place: Place | None) -> tuple[str | None, str | None]:
    return (None, None) if place is None else (_GAP.join(place.path), place.text)


def _place_from_row(path: str | None, text: str | None) -> Place | None:
    if text is None:
        return None
    return Place(tuple(path.split(_GAP)) if path else (), text)


def _fingerprint(fingerprint: PlanFingerprint) -> str:
    return _json(json_form.fingerprint_to(fingerprint, with_path=True))


def _json(data: dict[str, Any]) -> str:
    r"""The data as JSON that UTF-8 can hold: bytes of a file name become ``\udcXX`` escapes."""
    return encodable(json.dumps(data, ensure_ascii=False))


def encodable(text: str) -> str:
    r"""The text with lone surrogates spelled out: SQLite holds UTF-8 only.

    >>> encodable("a\udcb9")
    'a\\udcb9'
    """
    return text.encode("utf-8", "backslashreplace").decode()
