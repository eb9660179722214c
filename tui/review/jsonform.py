"""Reviews as JSON, ``plandiff.review/1``: what is exported, mailed, put in git and merged.

.. code-block:: json

    {"schema": "plandiff.review/1",
     "reviews": [{
       "id": "…", "old": {"name": "…", "sha256": "…", "sections": "…"}, "new": {},
       "touched": "…", "reviewed": 12, "total": 58,
       "items": [{"about": "change", "place": "（二）…", "old": {"path": [], "text": "…"},
                  "new": {"path": [], "text": "…"},
                  "marks": [{"by": "…", "mark": "reviewed", "when": "…"}],
                  "notes": [{"id": "…", "by": "…", "text": "…", "created": "…", "when": "…"}]}],
       "pins": [{"kind": "together", "old": "…", "new": "…", "by": "…", "when": "…"}]}]}

Keys and lists stand in an order of their own, one field a line, so that git shows what changed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from plandiff.tui.review import encoding
from plandiff.tui.review.records import Header, Records

SCHEMA = "plandiff.review/1"
_FAMILY = "plandiff.review/"

Review = tuple[Header, Records]


class NewerSchemaError(ValueError):
    """The file was written by a later plandiff."""


class NotAReviewError(ValueError):
    """The file is something else."""


def to_json(reviews: Iterable[Review]) -> bytes:
    """Write reviews; the same reviews always give the same bytes."""
    ordered = sorted(reviews, key=lambda review: review[0].id)
    document = {"schema": SCHEMA, "reviews": [_review(*review) for review in ordered]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def from_json(data: bytes) -> tuple[Review, ...]:
    """Read reviews.

    Raises `NotAReviewError` for other files, `NewerSchemaError` for a later schema, and
    `plandiff.tui.review.encoding.MalformedError` or another ValueError for a damaged review.
    """
    try:
        document = json.loads(data.decode("utf-8-sig", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        if _FAMILY.encode() in data[:200]:
            raise encoding.MalformedError(str(error)) from error
        raise NotAReviewError("not JSON") from error
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(schema, str) or not schema.startswith(_FAMILY):
        raise NotAReviewError("no review")
    if schema != SCHEMA:
        raise NewerSchemaError(schema)
    return tuple(_read_review(review) for review in encoding.objects(document, "reviews"))


def _review(header: Header, records: Records) -> dict[str, Any]:
    anchors = sorted(records.anchors.values(), key=lambda a: (a.about.value, a.position, a.id))
    said = _said_of_each(records)
    return {
        "id": header.id,
        "old": encoding.face_to_data(header.old, with_path=False),
        "new": encoding.face_to_data(header.new, with_path=False),
        "touched": header.touched,
        "reviewed": header.reviewed,
        "total": header.total,
        "items": [encoding.anchor_to_data(anchor) | said[anchor.id] for anchor in anchors],
        "pins": [encoding.pin_to_data(records.pins[key]) for key in sorted(records.pins)],
    }


def _said_of_each(records: Records) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Marks by author and notes by time, under the anchor they belong to."""
    said: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for key in sorted(records.marks):
        mark = records.marks[key]
        said[mark.anchor].setdefault("marks", []).append(encoding.mark_to_data(mark))
    for note in sorted(records.notes.values(), key=lambda note: (note.created, note.key)):
        said[note.anchor].setdefault("notes", []).append(encoding.note_to_data(note))
    return said


def _read_review(data: encoding.Data) -> Review:
    records = Records()
    for item in encoding.objects(data, "items"):
        anchor = encoding.anchor_from_data(item)
        records.put(anchor)
        for mark in encoding.objects(item, "marks"):
            records.put(encoding.mark_from_data(mark, anchor.id))
        for note in encoding.objects(item, "notes"):
            records.put(encoding.note_from_data(note, anchor.id))
    for pin in encoding.objects(data, "pins"):
        records.put(encoding.pin_from_data(pin))
    return encoding.header_from_data(data), records
