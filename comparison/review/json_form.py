"""Reviews as JSON (``plandiff.review/1``), for export, mail, git and merging.

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

Keys and lists have a fixed order and each field has its own line, so that git diffs are readable.
A file may have been edited by hand, mailed, or merged by git, so msgspec checks every field.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.records import (
    WITHDRAWN,
    Anchor,
    Count,
    FileName,
    Header,
    MarkRecord,
    NoteRecord,
    PinRecord,
    PlanFingerprint,
    Records,
    Text,
)
from plandiff.corpus.errors import Phrase
from plandiff.corpus.text.escape import escape_json

SCHEMA = "plandiff.review/1"
_FAMILY = "plandiff.review/"

Data = dict[str, Any]
Review = tuple[Header, Records]
_T = TypeVar("_T")

_MARKS = {*Mark, WITHDRAWN}
_EXPECTED = {"str": "text", "int": "number", "bool": "flag", "array": "list", "object": "object"}
"""Type names in msgspec's messages, mapped to the phrases ``record.*``."""


class NewerSchemaError(ValueError):
    """The file was written by a later plandiff."""


class NotAReviewError(ValueError):
    """The file is not a review."""


class MalformedError(ValueError):
    """A field is missing or has a wrong value; ``reason`` names the field and the error."""

    def __init__(self, reason: Phrase) -> None:
        self.reason = reason
        super().__init__(reason)


class _Plan(Struct, frozen=True):
    """A `PlanFingerprint` in JSON: its section digests are one string, one line in git."""

    name: FileName = ""
    sha256: Text = ""
    path: FileName = ""
    sections: Text = ""

    def fingerprint(self) -> PlanFingerprint:
        return PlanFingerprint(self.name, self.path, self.sha256, tuple(self.sections.split()))


class _Item(Anchor, frozen=True):
    """An anchor with its marks and notes, which omit the anchor id and are checked with it."""

    marks: tuple[Data, ...] = ()
    notes: tuple[Data, ...] = ()


class _Review(Struct, frozen=True):
    id: Text
    old: _Plan = field(default_factory=_Plan)
    new: _Plan = field(default_factory=_Plan)
    touched: Text = ""
    reviewed: Count = 0
    total: Count = 0
    items: tuple[_Item, ...] = ()
    pins: tuple[PinRecord, ...] = ()


class _Document(Struct, frozen=True):
    reviews: tuple[_Review, ...] = ()


def to_json(reviews: Iterable[Review]) -> bytes:
    r"""Encode reviews; the same reviews always give the same bytes.

    Invalid UTF-8 bytes of a file name are written as ``\udcXX`` escapes of JSON.
    """
    ordered = sorted(reviews, key=lambda review: review[0].id)
    document = {"schema": SCHEMA, "reviews": [_review(*review) for review in ordered]}
    # msgspec writes neither lone surrogates nor an indent of one space.
    return (escape_json(json.dumps(document, ensure_ascii=False, indent=1)) + "\n").encode()


def from_json(data: bytes) -> tuple[Review, ...]:
    """Read reviews.

    Raises `NotAReviewError` for other files, `NewerSchemaError` for a later schema, and
    `MalformedError` for a damaged review.
    """
    try:
        # msgspec refuses the escapes of file names that are no UTF-8.
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if _FAMILY.encode() in data[:200]:
            raise MalformedError(_no_json(error)) from error
        raise NotAReviewError("not JSON") from error
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(schema, str) or not schema.startswith(_FAMILY):
        raise NotAReviewError("no review")
    if schema != SCHEMA:
        raise NewerSchemaError(schema)
    found = checked(document, _Document)
    return tuple(_read_review(review, f"reviews[{at}]") for at, review in enumerate(found.reviews))


def blank_review(header: Header, anchors: Mapping[str, Anchor]) -> tuple[str, dict[str, str]]:
    """Return an empty review and its anchors by id, each as JSON, for a page or a form."""
    data = _review(header, Records())
    return _line(data), {name: _line(_fields(anchor)) for name, anchor in anchors.items()}


def _line(data: Data) -> str:
    return escape_json(json.dumps(data, ensure_ascii=False))


def checked(data: object, kind: type[_T], where: str = "") -> _T:
    """Convert plain data to a value of ``kind``; ``where`` is its path in the document.

    Raises `MalformedError`, which names the field.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise MalformedError(_reason(str(error), where)) from error
    except (ValueError, RecursionError) as error:  # a key that contains a lone surrogate
        raise MalformedError(Phrase("record.unreadable")) from error


def note_from(data: object, anchor: str, where: str = "") -> NoteRecord:
    """Decode the output of `note_to`."""
    whole = {"created": "", **data, "anchor": anchor} if isinstance(data, dict) else data
    return checked(whole, NoteRecord, where)


def note_to(note: NoteRecord) -> Data:
    """Encode a note as a dictionary, without its anchor."""
    return _fields(note, without="anchor")


def fingerprint_from(data: object) -> PlanFingerprint:
    """Decode the output of `fingerprint_to`."""
    return checked(data, _Plan).fingerprint()


def fingerprint_to(plan: PlanFingerprint, *, with_path: bool) -> Data:
    """Encode a plan's fingerprint as a dictionary; exported files omit the path."""
    path = {"path": plan.path} if with_path else {}
    return {"name": plan.name, "sha256": plan.sha256, **path, "sections": " ".join(plan.sections)}


def _reason(message: str, where: str) -> Phrase:
    """Convert an error message of msgspec to a translatable phrase.

    >>> _reason("Expected `int`, got `str` - at `$.total`", "").facts
    {'field': 'total'}
    >>> _reason("Object missing required field `id` - at `$.notes[2]`", "reviews[0]").facts
    {'field': 'reviews[0].notes[2].id'}
    """
    what, _, path = message.partition(" - at ")
    name = f"{where}.{path.strip('`').removeprefix('$').removeprefix('.')}".strip(".") or "$"
    if missing := re.search("missing required field `(.+)`", what):
        return Phrase("record.missing", field=f"{name}.{missing[1]}".removeprefix("$."))
    if invalid := re.search("Invalid enum value '(.*)'", what):
        return Phrase("record.choice", field=name, value=invalid[1])
    if "matching regex" in what:
        return Phrase("record.half-character", field=name)
    expected = re.match(r"Expected `(\w+)", what)
    if expected and expected[1] in _EXPECTED:
        return Phrase(f"record.{_EXPECTED[expected[1]]}", field=name)
    return Phrase("record.unreadable")


def _no_json(error: Exception) -> Phrase:
    if isinstance(error, json.JSONDecodeError):
        return Phrase("record.json", line=error.lineno, column=error.colno)
    return Phrase("record.unreadable")


def _fields(record: object, without: str = "") -> Data:
    """Return the fields of a record in their order; empty ones are left out."""
    data: Data = msgspec.to_builtins(record)
    return {
        name: value
        for name, value in data.items()
        if name != without and value is not None and value is not False and value != ()
    }


def _review(header: Header, records: Records) -> Data:
    anchors = sorted(records.anchors.values(), key=lambda a: (a.about.value, a.position, a.id))
    on_anchor = _marks_and_notes(records)
    return {
        "id": header.id,
        "old": fingerprint_to(header.old, with_path=False),
        "new": fingerprint_to(header.new, with_path=False),
        "touched": header.touched,
        "reviewed": header.reviewed,
        "total": header.total,
        "items": [_fields(anchor) | on_anchor[anchor.id] for anchor in anchors],
        "pins": [_fields(records.pins[key]) for key in sorted(records.pins)],
    }


def _marks_and_notes(records: Records) -> dict[str, dict[str, list[Data]]]:
    """Group marks (by author) and notes (by time) under their anchors."""
    found: dict[str, dict[str, list[Data]]] = defaultdict(dict)
    for key in sorted(records.marks):
        mark = records.marks[key]
        found[mark.anchor].setdefault("marks", []).append(_fields(mark, without="anchor"))
    for note in sorted(records.notes.values(), key=lambda note: (note.created, note.key)):
        found[note.anchor].setdefault("notes", []).append(note_to(note))
    return found


def _read_review(data: _Review, where: str) -> Review:
    records = Records()
    for at, item in enumerate(data.items):
        records.put(
            Anchor(item.id, item.key, item.about, item.place, item.position, item.old, item.new)
        )
        inside = f"{where}.items[{at}]"
        for number, mark in enumerate(item.marks):
            records.put(_mark_from(mark, item.id, f"{inside}.marks[{number}]"))
        for number, note in enumerate(item.notes):
            records.put(note_from(note, item.id, f"{inside}.notes[{number}]"))
    for pin in data.pins:
        records.put(pin)
    old, new = data.old.fingerprint(), data.new.fingerprint()
    return Header(data.id, old, new, data.touched, data.reviewed, data.total), records


def _mark_from(data: Data, anchor: str, where: str) -> MarkRecord:
    record = checked({**data, "anchor": anchor}, MarkRecord, where)
    if record.mark not in _MARKS:
        raise MalformedError(Phrase("record.choice", field=f"{where}.mark", value=record.mark))
    return record
