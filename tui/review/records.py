"""What a review consists of, as values that can be stored, mailed and merged.

Every record says who made it and when; of two versions of one record the later one counts, in
whatever order they arrive.  Nothing is ever taken out: what the reader takes back is a record that
says so, and a merge cannot bring it to life again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from plandiff.comparison.options import PinKind
from plandiff.tui.review.protocol import About, Mark

WITHDRAWN = "withdrawn"
"""A mark that was undone: as if its author had never said anything."""


@dataclass(frozen=True, slots=True)
class Place:
    """One side of what a mark or note was said of."""

    path: tuple[str, ...]
    """Headings from the chapter down to the parent."""
    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a mark or note was said of, found again by its content."""

    id: str
    """Digest of the folded texts and paths of both sides."""
    key: str
    """Digest of the folded texts alone."""
    about: About
    old: Place | None = None
    new: Place | None = None
    place: str = ""
    """Where it is, in words."""
    position: int = 0
    """Where it stood among its like, to part those with equal texts."""


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """What one person thinks of one change."""

    anchor: str
    by: str
    mark: str
    """A value of `Mark`, or `WITHDRAWN`."""
    when: str
    over: tuple[str, ...] = ()
    """Versions of marks, other people's too, that give way to this one: a settled conflict."""

    @property
    def key(self) -> tuple[str, str]:
        """One person has one mark on one change."""
        return (self.anchor, self.by)

    @property
    def version(self) -> str:
        """The name of this version."""
        return f"{self.when} {self.by}"

    @property
    def said(self) -> Mark | None:
        """The mark; None where it was withdrawn."""
        return None if self.mark == WITHDRAWN else Mark(self.mark)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """What one person made of a note.

    Whoever edits a note writes a version of their own, which names those that it was made from:
    two people who edit one note without knowing of each other both keep their words.
    """

    id: str
    anchor: str
    by: str
    """Who wrote this version."""
    text: str
    created: str
    when: str
    deleted: bool = False
    versions: tuple[str, ...] = ()
    """The versions that this one was made from."""

    @property
    def key(self) -> tuple[str, str]:
        """One person has one version of a note."""
        return (self.id, self.by)

    @property
    def version(self) -> str:
        """The name of this version."""
        return f"{self.when} {self.by}"


@dataclass(frozen=True, slots=True)
class PinRecord:
    """One decision about the alignment; the sides are section anchors."""

    kind: PinKind
    old: str | None
    new: str | None
    by: str
    when: str
    deleted: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What was decided."""
        return (self.kind.value, self.old or "", self.new or "")


Editable = MarkRecord | NoteRecord | PinRecord
Record = Anchor | Editable


@dataclass(frozen=True, slots=True)
class PlanFace:
    """By what a plan is known again."""

    name: str = ""
    path: str = ""
    """Absolute; empty for standard input and in what is exported."""
    sha256: str = ""
    sections: tuple[str, ...] = ()
    """Digests of its sections' folded texts, in document order."""


@dataclass(frozen=True, slots=True)
class Header:
    """One review: which two plans, how far, and when it was touched last."""

    id: str
    old: PlanFace
    new: PlanFace
    touched: str = ""
    reviewed: int = 0
    total: int = 0
    seen: tuple[str, ...] = ()
    """Ids of the anchors of all rows at the last look."""


@dataclass(slots=True)
class Records:
    """The records of one review."""

    anchors: dict[str, Anchor] = field(default_factory=dict)
    marks: dict[tuple[str, str], MarkRecord] = field(default_factory=dict)
    notes: dict[tuple[str, str], NoteRecord] = field(default_factory=dict)
    pins: dict[tuple[str, str, str], PinRecord] = field(default_factory=dict)

    def put(self, record: Record) -> None:
        """Take a record in, unless a later version is there already."""
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
        """Notes that stand: in their latest versions, by the time when they were begun.

        Of one note two versions stand where two people wrote them side by side.
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


def standing(marks: Iterable[MarkRecord]) -> list[MarkRecord]:
    """Of the marks on one change those that count, by time.

    Left out are the unseen and withdrawn ones, and those that another one was said to settle.
    """
    spoken = [mark for mark in marks if mark.mark != WITHDRAWN]
    if len(spoken) > 1:
        spoken.sort(key=lambda mark: (mark.when, mark.by))
    settled = {version for mark in spoken for version in mark.over}
    heard = (mark for mark in spoken if mark.mark != Mark.UNSEEN)
    return [mark for mark in heard if not settled or mark.version not in settled]


def disagree(marks: Iterable[MarkRecord]) -> bool:
    """Whether people said what cannot both be meant: to have read a change is no objection."""
    said = {mark.mark for mark in marks}
    return len(said) > 1 and said != {Mark.REVIEWED, Mark.ACCEPTED}


def merged(*parts: Records) -> Records:
    """All records of all parts; the order of the parts makes no difference."""
    whole = Records()
    for part in parts:
        for record in part.all():
            whole.put(record)
    return whole


def _rank(record: MarkRecord | NoteRecord | PinRecord) -> tuple[str, str]:
    return (record.when, repr(record))
