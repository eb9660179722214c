"""The session of one reader on one comparison: the review, its records and its history.

`plandiff.comparison.review.store` turns the app's calls into records; this module writes them,
undoes them, and applies them to the attached comparison.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror_pin
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin
from plandiff.comparison.review.anchors import (
    Pairing,
    begin_review,
    continue_review,
    fingerprint_of,
    section_digests,
    shortened,
)
from plandiff.comparison.review.attachment import AnchorLocation, Attachment
from plandiff.comparison.review.marks import Mark, Progress, Step, StepKind
from plandiff.comparison.review.pins import pins_here
from plandiff.comparison.review.records import (
    WITHDRAWN,
    Anchor,
    Editable,
    Header,
    MarkRecord,
    NoteRecord,
    PinRecord,
    PlanFingerprint,
    Record,
    Records,
)
from plandiff.comparison.review.storage import WriteBuffer
from plandiff.comparison.review.view import ReviewView
from plandiff.corpus.model import Plan


class Edition(Struct, frozen=True):
    """One record before and after a step; ``before`` is None if there was no record."""

    before: Editable | None
    after: Editable


class Entry(Struct, frozen=True):
    """One step of the history."""

    kind: StepKind
    anchor: str | None
    """Anchor id of the step's place, which can be located after the rows have changed."""
    editions: tuple[Edition, ...]


class History:
    """The undo stack and the redo stack."""

    def __init__(self) -> None:
        self._past: list[Entry] = []
        self._future: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Push a step and clear the redo stack."""
        self._past.append(entry)
        self._future.clear()

    def undo(self, records: Records, stamp: Callable[[str], str]) -> Entry | None:
        """Return the reverse of the last step; the caller writes its ``after`` records."""
        return _walk(self._past, self._future, records, stamp)

    def redo(self, records: Records, stamp: Callable[[str], str]) -> Entry | None:
        """Return the step that was undone last; the caller writes its ``after`` records."""
        return _walk(self._future, self._past, records, stamp)


def _walk(
    source: list[Entry],
    target: list[Entry],
    records: Records,
    stamp: Callable[[str], str],
) -> Entry | None:
    if not source:
        return None
    entry = source.pop()
    editions = _turned(entry.editions, records, stamp)
    turned = Entry(entry.kind, entry.anchor, editions)
    target.append(turned)
    return turned


def _turned(
    editions: Sequence[Edition], records: Records, stamp: Callable[[str], str]
) -> tuple[Edition, ...]:
    turned: list[Edition] = []
    for edition in reversed(editions):
        now = current(records, edition.after)
        if now is not None and _unstamped(now) == _unstamped(edition.after):
            turned.append(Edition(now, _again(edition.before, now, stamp(now.when))))
    return tuple(turned)


def _unstamped(record: Editable) -> Editable:
    if isinstance(record, NoteRecord):
        return replace(record, when="", versions=())
    return replace(record, when="")


def current(records: Records, record: Editable) -> Editable | None:
    """Return the stored version of a record, if any."""
    match record:
        case MarkRecord():
            return records.marks.get(record.key)
        case NoteRecord():
            return records.notes.get(record.key)
        case PinRecord():
            return records.pins.get(record.key)


def _again(before: Editable | None, after: Editable, when: str) -> Editable:
    """Return the earlier content as a new version; a record that did not exist is withdrawn."""
    match before, after:
        case (None, MarkRecord()):
            return replace(after, mark=WITHDRAWN, when=when)
        case (None, NoteRecord()):
            versions = (*after.versions, after.version)
            return replace(after, deleted=True, when=when, versions=versions)
        case (None, PinRecord()):
            return replace(after, deleted=True, when=when)
        case (NoteRecord(), NoteRecord()):
            versions = (*after.versions, after.version)
            back = replace(after, text=before.text, deleted=before.deleted, anchor=before.anchor)
            return replace(back, when=when, versions=versions)
        case _:
            return replace(before or after, when=when)


Finder = Callable[[Iterable[Header], PlanFingerprint, PlanFingerprint], Pairing | None]


class Session:
    """State of one reader; ``paths`` are the plans' paths as opened, empty for standard input."""

    def __init__(
        self, buffer: WriteBuffer, person: str, *, paths: tuple[str, str], find: Finder
    ) -> None:
        self.buffer = buffer
        self.person = person
        self.flipped = False
        """The review was made with the sides exchanged."""
        self.pins: dict[PinRecord, Pin | None] = {}
        """Live pins by section ids of the review's sides."""
        self._paths = paths
        self._find = find
        self._view: ReviewView | None = None
        self._kept = False
        """Whether the storage has the review; the first action creates it."""
        self._stored: Header | None = None
        self.earlier: frozenset[str] = frozenset()
        """Section digests of both plans at the previous opening of this review."""
        self._history = History()
        self._changed_rows: frozenset[str] = frozenset()
        self._places: frozenset[str] = frozenset()
        """Ids of the changed passages, and of the changed rows without any."""
        self.version = 0
        """Incremented by every change of the records, in this window or another."""
        self._told = 0
        """The version up to which `news` has reported changes by other windows."""
        self._foreign = 0
        """The version of the last change by another window."""

    @property
    def records(self) -> Records:
        """All records of this review."""
        return self.buffer.records

    @property
    def view(self) -> ReviewView:
        """The review applied to the comparison, after loading changes by other windows."""
        self.refresh()
        if self._view is None:
            raise LookupError("no comparison is attached")
        return self._view

    def attach(self, comparison: Comparison) -> None:
        """Apply the review to this comparison, and store which rows it has."""
        self.settle(comparison.old, comparison.new)
        header = self._header()
        attachment = Attachment(comparison, flipped=self.flipped)
        self._view = ReviewView(self.records, attachment, header.seen, self.person)
        self.version += 1
        changed = [row for row in comparison.rows if row.changed or row.renumbered]
        self._changed_rows = frozenset(row.id for row in changed)
        self._places = frozenset(
            own for row in changed for own in (attachment.parts(row.id) or (row.id,))
        )
        self._find_pins()
        self.buffer.header = replace(header, seen=self._view.seen())
        counted = self._counted(header.touched)
        if self._kept and counted != self._stored:
            self.buffer.put(counted, ())
            self._stored = counted

    def settle(self, old: Plan, new: Plan) -> None:
        """Determine the review of these two plans, and load it."""
        fingerprints = (fingerprint_of(old), fingerprint_of(new))
        pairing = None
        if self.buffer.header is not None:
            pairing = continue_review(self.buffer.header, *fingerprints, flipped=self.flipped)
        if pairing is None:
            pairing = self._look_up(*fingerprints)
            self.buffer.take(pairing.header)
            if self._stored is not None:
                self.earlier = frozenset((*self._stored.old.sections, *self._stored.new.sections))
        self.flipped = pairing.flipped
        first, second = reversed(fingerprints) if self.flipped else fingerprints
        header = pairing.header
        self.buffer.header = replace(
            header,
            old=replace(first, path=header.old.path),
            new=replace(second, path=header.new.path),
        )

    def _look_up(self, old: PlanFingerprint, new: PlanFingerprint) -> Pairing:
        headers = self.buffer.headers()
        old, new = (
            replace(fingerprint, path=path)
            for fingerprint, path in zip((old, new), self._paths, strict=True)
        )
        found = self._find(headers, old, new)
        self._kept = found is not None
        self._stored = found.header if found else None
        if found is None:
            return Pairing(begin_review(headers, old, new), flipped=False)
        sides = (new, old) if found.flipped else (old, new)
        paths = [fingerprint.path for fingerprint in sides]
        header = replace(
            found.header,
            old=replace(found.header.old, path=paths[0]),
            new=replace(found.header.new, path=paths[1]),
        )
        return Pairing(header, found.flipped)

    def rows_since(self, comparison: Comparison) -> frozenset[str]:
        """Return ids of rows with a section text that neither plan had at the previous opening."""
        found = set()
        for side in Side if self.earlier else ():
            plan = comparison.plan(side)
            for section, own in zip(plan.sections, section_digests(plan), strict=True):
                row = comparison.row_of.get((side, section.id))
                if own not in self.earlier and row is not None:
                    found.add(row.id)
        return frozenset(found)

    def news(self) -> bool:
        """Load changes by other windows; returns whether there were any since the last call."""
        self.buffer.save_late()
        self.refresh()
        before, self._told = self._told, self._foreign
        return self._foreign > before

    def refresh(self) -> None:
        """Load changes by other windows."""
        if self._view is None or not self.buffer.pull():
            return
        self._kept = True
        self.version += 1
        self._foreign = self.version
        attachment = self._view.attachment
        self._view = ReviewView(self.records, attachment, self._header().seen, self.person)
        self._find_pins()

    def progress(self) -> Progress:
        """Count the changed rows and passages, and those reviewed or accepted."""
        done = _done(self.view.marks)
        return Progress(
            len(self._changed_rows & done),
            len(self._changed_rows),
            len(self._places & done),
            len(self._places),
        )

    def stamped(self, record: Editable) -> Editable:
        """Return the record with a new stamp, later than its stored version."""
        now = current(self.records, record)
        return replace(record, when=self.buffer.stamp(now.when if now else ""))

    def act(
        self,
        kind: StepKind,
        anchors: Iterable[tuple[Anchor, AnchorLocation]],
        *records: Editable,
        before: Editable | None = None,
    ) -> None:
        """Write records and their anchors as one step of the history.

        ``before`` is the state that undo restores, if it is not the stored version.
        """
        if not records:
            return
        editions = tuple(
            Edition(before or current(self.records, record), record) for record in records
        )
        new_anchors = [self._keep(anchor, location) for anchor, location in anchors]
        where = next((r.anchor for r in records if not isinstance(r, PinRecord)), None)
        self._history.add(Entry(kind, where, editions))
        self._write([*(anchor for anchor in new_anchors if anchor is not None), *records])

    def undo(self) -> Step | None:
        """Undo the last step; returns None if there is none."""
        self.refresh()
        return self._walked(self._history.undo(self.records, self.buffer.stamp))

    def redo(self) -> Step | None:
        """Redo the step that was undone last; returns None if there is none."""
        self.refresh()
        return self._walked(self._history.redo(self.records, self.buffer.stamp))

    def seen_pins(self) -> tuple[Pin, ...]:
        """Return the pins whose sections exist, by the sides of the attached comparison."""
        found = (pin for pin in self.pins.values() if pin is not None)
        return tuple(mirror_pin(pin) if self.flipped else pin for pin in found)

    def pins_for(self, old: Plan, new: Plan) -> tuple[Pin, ...]:
        """Return the pins by section ids of these plans, before they are compared."""
        self.settle(old, new)
        self.pins = pins_here(self.records, *((new, old) if self.flipped else (old, new)))
        return self.seen_pins()

    def _walked(self, entry: Entry | None) -> Step | None:
        if entry is None:
            return None
        self._write([edition.after for edition in entry.editions])
        location = self.view.location(entry.anchor)
        on_part = location.part in self.view.attachment.passages.rows
        return Step(entry.kind, location.row, location.part if on_part else None)

    def _keep(self, anchor: Anchor, location: AnchorLocation) -> Anchor | None:
        """Add an anchor; returns it if it must be written, else None."""
        kept = shortened(anchor)
        is_new = anchor.id not in self.records.anchors
        self.records.put(kept)
        if self._view is not None:
            self._view.settle(kept, location)
        return kept if is_new else None

    def _write(self, records: Sequence[Record]) -> None:
        self.version += 1
        for record in records:
            self.records.put(record)
        if self._view is not None:
            self._view.said(record for record in records if isinstance(record, MarkRecord))
        if any(isinstance(record, PinRecord) for record in records):
            self._find_pins()
        self.buffer.put(self._counted(self.buffer.stamp()), records)
        self._kept = True

    def _counted(self, touched: str) -> Header:
        done = len(self._changed_rows & _done(self._view.marks)) if self._view else 0
        total = len(self._changed_rows)
        return replace(self._header(), touched=touched, reviewed=done, total=total)

    def _header(self) -> Header:
        if self.buffer.header is None:
            raise LookupError("no comparison is attached")
        return self.buffer.header

    def _find_pins(self) -> None:
        if self._view is not None:
            seen = self._view.attachment.comparison
            sides = (seen.new, seen.old) if self.flipped else (seen.old, seen.new)
            self.pins = pins_here(self.records, *sides)


def _done(marks: Mapping[str, Mark]) -> set[str]:
    """Return the ids of rows and passages that have a mark other than questioned."""
    return {unit for unit, mark in marks.items() if mark is not Mark.QUESTIONED}
