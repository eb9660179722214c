"""The records of a review, as values that can be stored, mailed and merged.

The order of the fields is their order in the JSON form, and their types are checked there.

Every record has an author and a timestamp; of two versions of one record the later one wins,
regardless of the order in which they arrive.  Records are never deleted: a withdrawal is a record
of its own, so that a merge cannot restore what was withdrawn.
"""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct, field

from plandiff.comparison.options import PinKind
from plandiff.comparison.review.marks import About, Mark

Text = Annotated[str, Meta(pattern="^[^\ud800-\udfff]*\\Z")]
"""Text that UTF-8 can hold."""
FileName = Annotated[str, Meta(pattern="^[^\ud800-\udc7f\udd00-\udfff]*\\Z")]
"""Text that may contain U+DC80 to U+DCFF, which `os.fsdecode` returns for invalid UTF-8."""
Count = Annotated[int, Meta(ge=0, le=10**9)]
"""No plan has so many sections; a larger number means a damaged or malicious file."""

WITHDRAWN = "withdrawn"
"""A mark that was undone: its author has no mark on the change."""


class Place(Struct, frozen=True):
    """The text that a mark or note is about, on one side."""

    path: tuple[Text, ...]
    """Headings from the chapter down to the parent."""
    text: Text


class Anchor(Struct, frozen=True):
    """The text that a mark or note is about; located in a later comparison by its content."""

    id: Text
    """Digest of the folded texts and paths of both sides."""
    key: Text
    """Digest of the folded texts alone."""
    about: About
    place: Text = ""
    """The section's label and heading, for the reader."""
    position: Count = 0
    """Index among the anchors of its kind, which separates those with equal texts."""
    old: Place | None = None
    new: Place | None = None


class MarkRecord(Struct, frozen=True):
    """One person's mark on one change."""

    anchor: Text
    by: Text
    mark: Text
    """A value of `Mark`, or `WITHDRAWN`."""
    when: Text
    over: tuple[Text, ...] = ()
    """Versions of marks, also other people's, that this one overrides: a settled conflict."""

    @property
    def key(self) -> tuple[str, str]:
        """Primary key: one mark for each person and change."""
        return (self.anchor, self.by)

    @property
    def version(self) -> str:
        """The name of this version."""
        return f"{self.when} {self.by}"

    @property
    def said(self) -> Mark | None:
        """The mark; None where it was withdrawn."""
        return None if self.mark == WITHDRAWN else Mark(self.mark)


class NoteRecord(Struct, frozen=True):
    """One person's version of a note.

    Each person who edits a note writes a version of their own, which lists the versions that it
    was made from.  If two people edit one note concurrently, both texts are kept.
    """

    id: Text
    anchor: Text
    by: Text
    """Who wrote this version."""
    text: Text
    created: Text
    when: Text
    deleted: bool = False
    versions: tuple[Text, ...] = ()
    """The versions that this one was made from."""

    @property
    def key(self) -> tuple[str, str]:
        """Primary key: one version for each person and note."""
        return (self.id, self.by)

    @property
    def version(self) -> str:
        """The name of this version."""
        return f"{self.when} {self.by}"


class PinRecord(Struct, frozen=True):
    """One decision about the alignment; the sides are section anchors."""

    kind: PinKind
    by: Text
    when: Text
    old: Text | None = None
    new: Text | None = None
    deleted: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Primary key: the kind of the decision and its two section anchors."""
        return (self.kind.value, self.old or "", self.new or "")


Editable = MarkRecord | NoteRecord | PinRecord
Record = Anchor | Editable


class PlanFingerprint(Struct, frozen=True):
    """The data by which a plan is recognised: its name, hash and section digests."""

    name: str = ""
    path: str = ""
    """Absolute path; empty for standard input and in exported files."""
    sha256: str = ""
    sections: tuple[str, ...] = ()
    """Digests of its sections' folded texts, in document order."""


class Header(Struct, frozen=True):
    """One review: its two plans, its progress and the time of its last change."""

    id: str
    old: PlanFingerprint
    new: PlanFingerprint
    touched: str = ""
    reviewed: int = 0
    total: int = 0
    seen: tuple[str, ...] = ()
    """Anchor ids of all rows when the review was last attached to a comparison."""


class Records(Struct):
    """The records of one review."""

    anchors: dict[str, Anchor] = field(default_factory=dict)
    marks: dict[tuple[str, str], MarkRecord] = field(default_factory=dict)
    notes: dict[tuple[str, str], NoteRecord] = field(default_factory=dict)
    pins: dict[tuple[str, str, str], PinRecord] = field(default_factory=dict)

    def put(self, record: Record) -> None:
        """Add a record, unless a later version is present."""
        match record:
            case Anchor():
                self.anchors.setdefault(record.id, record)
            case MarkRecord():
                old_mark = self.marks.get(record.key)
                if old_mark is None or _rank(record) > _rank(old_mark):
                    self.marks[record.key] = record
            case NoteRecord():
                old_note = self.notes.get(record.key)
                if old_note is None or _rank(record) > _rank(old_note):
                    self.notes[record.key] = record
            case PinRecord():
                old_pin = self.pins.get(record.key)
                if old_pin is None or _rank(record) > _rank(old_pin):
                    self.pins[record.key] = record

    def live_notes(self) -> tuple[NoteRecord, ...]:
        """Return the latest versions of all notes not withdrawn, ordered by creation time.

        A note has two live versions if two people edited it concurrently.
        """
        replaced = {version for note in self.notes.values() for version in note.versions}
        live = {
            (note.id, note.text): note
            for note in sorted(self.notes.values(), key=_rank)
            if note.version not in replaced and not note.deleted
        }
        return tuple(sorted(live.values(), key=lambda note: (note.created, note.id, note.by)))

    def all(self) -> Iterable[Record]:
        """Every record, anchors first."""
        yield from self.anchors.values()
        yield from self.marks.values()
        yield from self.notes.values()
        yield from self.pins.values()


def effective_marks(marks: Iterable[MarkRecord]) -> list[MarkRecord]:
    """Filter the marks on one change to those in force, ordered by time.

    Unseen and withdrawn marks are left out, and those that another mark overrides.
    """
    spoken = [mark for mark in marks if mark.mark != WITHDRAWN]
    if len(spoken) > 1:
        spoken.sort(key=lambda mark: (mark.when, mark.by))
    settled = {version for mark in spoken for version in mark.over}
    heard = (mark for mark in spoken if mark.mark != Mark.UNSEEN)
    return [mark for mark in heard if not settled or mark.version not in settled]


def disagree(marks: Iterable[MarkRecord]) -> bool:
    """Whether marks contradict each other; ``reviewed`` contradicts no other mark."""
    said = {mark.mark for mark in marks}
    return len(said) > 1 and said != {Mark.REVIEWED, Mark.ACCEPTED}


def merged(*parts: Records) -> Records:
    """Merge all records of all parts; the result does not depend on the order of the parts."""
    whole = Records()
    for part in parts:
        for record in part.all():
            whole.put(record)
    return whole


def _rank(record: MarkRecord | NoteRecord | PinRecord) -> tuple[str, str]:
    return (record.when, repr(record))
