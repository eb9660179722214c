"""The tables of the review store, and records as their rows."""

import json
from collections.abc import Sequence
from typing import Any

from plandiff.comparison.options import PinKind
from plandiff.tui.review import encoding
from plandiff.tui.review.protocol import About
from plandiff.tui.review.records import (
    Anchor,
    Header,
    MarkRecord,
    NoteRecord,
    PinRecord,
    Place,
    PlanFace,
    Record,
)

VERSION = 2
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

UPGRADES = {1: "ALTER TABLE mark ADD COLUMN settled TEXT NOT NULL DEFAULT '[]'"}
"""What makes the tables of a version those of the next."""

_ANCHOR_COLUMNS = (
    "review", "id", "stamp", "key", "about", "place", "position",
    "old_path", "old_text", "new_path", "new_text",
)  # fmt: skip
_GAP = "\x1f"
_ABOUT = {about.value: about for about in About}

Row = Sequence[Any]


def header_to_row(header: Header) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Columns and values of a header."""
    faces = (_face(header.old), _face(header.new))
    counts = (header.reviewed, header.total)
    return (
        ("id", "old", "new", "touched", "reviewed", "total", "seen"),
        (header.id, *faces, header.touched, *counts, " ".join(header.seen)),
    )


def header_from_row(row: Row) -> Header:
    """Read a row of the table ``review``."""
    identity, old, new, touched, reviewed, total, seen = row
    first, second = (encoding.face_from_data(json.loads(face)) for face in (old, new))
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
            data = _json(encoding.note_to_data(record))
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
        over = tuple(json.loads(row[5])) if len(row) > 5 and row[5] != "[]" else ()
        return MarkRecord(anchor=row[1], by=row[2], when=row[3], mark=row[4], over=over)
    if table == "note":
        return encoding.note_from_data(json.loads(row[5]), row[4])
    _, kind, old, new, author, stamp, deleted = row
    return PinRecord(PinKind(kind), old or None, new or None, author, stamp, bool(deleted))


def _anchor_from_row(row: Row) -> Anchor:
    _, identity, _, key, about, place, position, *sides = row
    old, new = _place_from_row(*sides[:2]), _place_from_row(*sides[2:])
    return Anchor(identity, key, _ABOUT[about], old, new, place, position)


def _place_to_row(place: Place | None) -> tuple[str | None, str | None]:
    return (None, None) if place is None else (_GAP.join(place.path), place.text)


def _place_from_row(path: str | None, text: str | None) -> Place | None:
    if text is None:
        return None
    return Place(tuple(path.split(_GAP)) if path else (), text)


def _face(face: PlanFace) -> str:
    return _json(encoding.face_to_data(face, with_path=True))


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
