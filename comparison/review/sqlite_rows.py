"""Conversion of review records to rows of the SQLite store, and back."""

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
from plandiff.comparison.review.sqlite_opening import encodable

_ANCHOR_COLUMNS = (
    "review", "id", "stamp", "key", "about", "place", "position",
    "old_path", "old_text", "new_path", "new_text",
)  # fmt: skip
_GAP = "\x1f"
_ABOUT = {about.value: about for about in About}

Row = Sequence[Any]


def header_to_row(header: Header) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Return columns and values of a header."""
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
    """Return table, columns, values and primary key of a record."""
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
        # A read-only store of version 1 has no sixth column.
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
    r"""Encode data as JSON; invalid UTF-8 bytes of a file name become ``\udcXX`` escapes."""
    return encodable(json.dumps(data, ensure_ascii=False))
