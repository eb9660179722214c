"""The review of one pair of plans: its marks, notes, pins and history, saved after each action.

>>> from plandiff.comparison.engine import compare
>>> from plandiff.corpus.reading import read_plan
>>> from plandiff.corpus.samples import sample_paths
>>> store = MemoryStore()
>>> store.attach(compare(*(read_plan(str(path)) for path in sample_paths())))
>>> store.set_mark("r3", Mark.REVIEWED)
>>> store.mark("r3")
<Mark.REVIEWED: 'reviewed'>
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import uuid4

from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror_pin, mirror_pin_kind
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin
from plandiff.comparison.review.anchors import WHOLE, digest, find_review
from plandiff.comparison.review.attachment import AnchorLocation
from plandiff.comparison.review.marks import (
    Conflict,
    LostPin,
    Mark,
    Note,
    Opinion,
    Progress,
    Step,
    StepKind,
)
from plandiff.comparison.review.pins import contradicts, words_of
from plandiff.comparison.review.problems import StoreProblem
from plandiff.comparison.review.records import Anchor, Editable, MarkRecord, NoteRecord, PinRecord
from plandiff.comparison.review.session import Finder, Session
from plandiff.comparison.review.storage import NoStorage, Storage, WriteBuffer
from plandiff.corpus.model import Plan


class ReviewStore:
    """Marks, notes and pins of one pair of plans, with a history.

    Rows, changed passages, sections and targets are identified by their ids in the comparison
    attached last; a *unit* is a row (``r3``) or a changed passage of one (``r3.1``).
    These ids change when the plans are read again, so the state is keyed by content, which `attach`
    locates.  Calls with an id that the comparison does not have raise KeyError.

    Every call except `attach` and `close` takes about a millisecond, so that the app can call it
    on a key press.  `undo` and `redo` cover marks, notes and pins; one call is one step.

    ``person`` comes from `plandiff.comparison.review.anchors.this_person`; ``paths`` are the
    absolute paths of the two plans, empty for standard input; ``find`` selects the stored
    review that belongs to them.
    """

    def __init__(
        self,
        storage: Storage,
        person: str,
        *,
        paths: tuple[str, str] = ("", ""),
        find: Finder = find_review,
    ) -> None:
        self._session = Session(WriteBuffer(storage), person, paths=paths, find=find)
        self._numbers: dict[tuple[str, str], int] = {}
        """Numbers of the notes in this session, by note key."""
        self._noted: tuple[int, dict[str | None, tuple[Note, ...]]] = (-1, {})
        """Cache: the version of the review, and its notes by row id."""

    def attach(self, comparison: Comparison) -> None:
        """Locate the stored state in this comparison; called at start and after each re-read."""
        self._session.attach(comparison)

    def pins_for(self, old: Plan, new: Plan) -> tuple[Pin, ...]:
        """Return the pins stored for these plans, by section ids; called before comparing."""
        return self._session.pins_for(old, new)

    def rows_since(self, comparison: Comparison) -> frozenset[str]:
        """Return ids of rows with a section that is new since the review was opened last.

        Empty for a new review.
        """
        return self._session.rows_since(comparison)

    def refresh(self) -> bool:
        """Load changes by other windows; called by a timer.

        Returns whether there were any since the last call, even if another method loaded them.
        """
        return self._session.news()

    @property
    def trouble(self) -> StoreProblem | None:
        """Why actions are not saved, or what was done with the store; None if all is well."""
        return self._session.buffer.trouble

    def close(self) -> None:
        """Write all pending records and close; the store must not be used afterwards."""
        self._session.buffer.close()

    def mark(self, unit: str) -> Mark:
        """Return the user's own mark of a unit, else the latest of others, else `Mark.UNSEEN`.

        A row has a mark if it was marked as a whole, or if each of its passages was.
        """
        return self._session.view.marks.get(unit, Mark.UNSEEN)

    def says(self, unit: str, mark: Mark) -> bool:
        """Whether the user's own mark of the whole unit is this one."""
        return self._session.view.is_said(unit, mark)

    def marks(self) -> Mapping[str, Mark]:
        """Marks by unit id; unseen units are left out."""
        return MappingProxyType(self._session.view.marks)

    def marked_passages(self) -> tuple[str, ...]:
        """Return ids of the passages with a mark of their own, not only that of their row."""
        return self._session.view.marked_passages()

    def opinions(self, unit: str) -> tuple[Opinion, ...]:
        """Return all people's marks on a unit, outdated ones last; overridden ones are left out.

        Marks on a row count for its passages, but not the other way round.
        """
        return self._session.view.opinions(unit)

    def outdated(self) -> Mapping[str, tuple[Opinion, ...]]:
        """Return marks on an earlier text of a unit, by unit id, that no newer mark replaces.

        Such units count as unseen.
        """
        return self._session.view.outdated()

    def lost(self) -> tuple[Opinion, ...]:
        """Return the marks on rows that are in neither plan any more."""
        return self._session.view.lost()

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the changes that people marked differently, in row order."""
        return self._session.view.conflicts()

    def set_mark(self, unit: str, mark: Mark) -> None:
        """Mark one unit; `Mark.UNSEEN` removes the mark."""
        self.set_marks((unit,), mark)

    def set_marks(self, units: tuple[str, ...], mark: Mark) -> None:
        """Mark units in one step; units that already have this mark of the user are skipped."""
        view = self._session.view
        past = view.outdated() if mark is Mark.UNSEEN else {}
        anchors: list[tuple[Anchor, AnchorLocation]] = []
        marks: list[Editable] = []
        for unit in dict.fromkeys(units):
            anchor = view.anchor_of(unit)
            if not view.is_said(unit, mark) or unit in past:
                anchors.append((anchor, view.attachment.unit_location(unit)))
                record = MarkRecord(anchor.id, self._session.person, mark.value, "")
                marks.append(self._session.stamped(record))
        self._session.act(StepKind.MARK, anchors, *marks)

    def settle(self, unit: str, mark: Mark) -> None:
        """Resolve a conflict: this mark overrides the other people's marks.

        A mark that another person sets on the unit afterwards is in force again.
        """
        session = self._session
        anchor = session.view.anchor_of(unit)
        over = session.view.versions_at(session.view.anchors_at(unit))
        record = MarkRecord(anchor.id, session.person, mark.value, "", over)
        location = session.view.attachment.unit_location(unit)
        session.act(StepKind.MARK, ((anchor, location),), session.stamped(record))

    def dismiss(self, opinions: tuple[Opinion, ...]) -> None:
        """Withdraw outdated or lost marks, also other people's."""
        session = self._session
        view = session.view
        records = [
            MarkRecord(anchor, session.person, Mark.UNSEEN.value, "", view.versions_at((anchor,)))
            for anchor in dict.fromkeys(opinion.anchor for opinion in opinions)
        ]
        session.act(StepKind.MARK, (), *map(session.stamped, records))

    def progress(self) -> Progress:
        """Count the changed rows and passages of the attached comparison, and the marked ones."""
        return self._session.progress()

    def notes(self, row: str | None = None) -> tuple[Note, ...]:
        """Return the notes of one row and its passages, or all, in row order; lost ones last."""
        view = self._session.view
        if self._noted[0] != self._session.version:
            order = view.attachment.row_index
            notes = sorted(
                (view.note(r, self._number(r)) for r in view.records.live_notes()),
                key=lambda note: order.get(note.row or "", len(order)),
            )
            self._noted = (self._session.version, _by_row(notes))
        return self._noted[1].get(row, ())

    def add_note(self, unit: str, text: str) -> Note:
        """Add a note on a row or a passage."""
        view = self._session.view
        return self._write_note(view.anchor_of(unit), view.attachment.unit_location(unit), text)

    def add_section_note(self, side: Side, section: str, text: str) -> Note:
        """Add a note on a section of one side."""
        attachment = self._session.view.attachment
        anchor = attachment.section_anchor(side, section)
        row = attachment.comparison.row_of[side, section].id
        return self._write_note(
            anchor, AnchorLocation(row, exact=True, side=side, part=section), text
        )

    def add_target_note(self, side: Side, target: str, text: str) -> Note:
        """Add a note on a target of one side; it is attached to the target's change."""
        attachment = self._session.view.attachment
        change, anchor = attachment.target_anchor(side, target)
        location = AnchorLocation(change.row, exact=True, side=side, part=target)
        return self._write_note(anchor, location, text)

    def add_general_note(self, text: str) -> Note:
        """Add a note on the comparison as a whole; its ``row`` is None."""
        return self._write_note(WHOLE, AnchorLocation(None, exact=True), text)

    def edit_note(self, note: int, text: str) -> None:
        """Replace the text of a note; raises KeyError for an unknown note."""
        self._change_note(note, lambda old: replace(old, text=text))

    def delete_note(self, note: int) -> None:
        """Delete a note; raises KeyError for an unknown note."""
        self._change_note(note, lambda old: replace(old, deleted=True))

    def move_note(self, note: int, unit: str) -> None:
        """Attach a note to a unit's current text, for example a lost or an outdated note.

        Raises KeyError for an unknown note or unit.
        """
        view = self._session.view
        anchor = view.anchor_of(unit)
        self._change_note(
            note,
            lambda old: replace(old, anchor=anchor.id),
            (anchor, view.attachment.unit_location(unit)),
        )

    def pins(self) -> tuple[Pin, ...]:
        """Return the pins, by section ids of the attached comparison."""
        self._session.refresh()
        return self._session.seen_pins()

    def lost_pins(self) -> tuple[LostPin, ...]:
        """Return the pins whose sections no longer exist; they are stored, but have no effect."""
        session = self._session
        return tuple(
            LostPin(
                digest(*record.key),
                mirror_pin_kind(record.kind) if session.flipped else record.kind,
                words_of(record, session.records),
            )
            for record, pin in session.pins.items()
            if pin is None
        )

    def remove_lost_pin(self, pin: LostPin) -> None:
        """Remove a lost pin; does nothing if there is no such pin."""
        session = self._session
        session.refresh()
        gone = [
            record
            for record, here in session.pins.items()
            if here is None and digest(*record.key) == pin.id
        ]
        session.act(StepKind.PIN, (), *self._taken_back(gone))

    def add_pin(self, pin: Pin) -> None:
        """Add a pin and remove those that contradict it.

        See `plandiff.comparison.review.pins.contradicts`.
        """
        if pin in self.pins():
            return
        session = self._session
        anchors: list[tuple[Anchor, AnchorLocation]] = []
        ends: list[str | None] = []
        for side, section in ((Side.OLD, pin.old), (Side.NEW, pin.new)):
            ends.append(None)
            if section is not None:
                anchor = session.view.attachment.section_anchor(side, section)
                row = session.view.attachment.comparison.row_of[side, section].id
                anchors.append((anchor, AnchorLocation(row, exact=True, side=side, part=section)))
                ends[-1] = anchor.id
        kept = mirror_pin(pin) if session.flipped else pin
        old, new = reversed(ends) if session.flipped else ends
        record = PinRecord(kept.kind, session.person, "", old, new)
        dropped = self._pins_where(lambda other: contradicts(kept, other))
        session.act(StepKind.PIN, anchors, *dropped, session.stamped(record))

    def remove_pin(self, pin: Pin) -> None:
        """Remove a pin; does nothing if there is no such pin."""
        self._session.refresh()
        kept = mirror_pin(pin) if self._session.flipped else pin
        self._session.act(StepKind.PIN, (), *self._pins_where(lambda other: other == kept))

    def undo(self) -> Step | None:
        """Undo the last step; returns None if there is none."""
        return self._session.undo()

    def redo(self) -> Step | None:
        """Redo the step that was undone last; returns None if there is none."""
        return self._session.redo()

    def _write_note(self, anchor: Anchor, location: AnchorLocation, text: str) -> Note:
        session = self._session
        record = NoteRecord(uuid4().hex[:20], anchor.id, session.person, text, "", "")
        stamped = session.stamped(record)
        record = replace(record, created=stamped.when, when=stamped.when)
        session.act(StepKind.NOTE, ((anchor, location),), record)
        return session.view.note(record, self._number(record))

    def _change_note(
        self,
        number: int,
        change: Callable[[NoteRecord], NoteRecord],
        *anchors: tuple[Anchor, AnchorLocation],
    ) -> None:
        session = self._session
        session.refresh()
        live = {self._number(note): note for note in session.records.live_notes()}
        before = live[number]
        versions = (*before.versions, before.version)
        after = replace(change(before), by=session.person, versions=versions)
        if before.by != session.person and after.key in session.records.notes:
            # the user's own version is kept next to the other person's
            after = replace(after, id=digest(before.version))
        self._numbers[after.key] = number
        session.act(StepKind.NOTE, anchors, session.stamped(after), before=before)

    def _pins_where(self, meant: Callable[[Pin], bool]) -> list[Editable]:
        """Return the selected pins, each as a withdrawal record."""
        pins = self._session.pins.items()
        return self._taken_back([r for r, here in pins if here is not None and meant(here)])

    def _taken_back(self, pins: list[PinRecord]) -> list[Editable]:
        session = self._session
        return [session.stamped(replace(r, deleted=True, by=session.person)) for r in pins]

    def _number(self, note: NoteRecord) -> int:
        """Return the session number of a note; edits by other people do not change it."""
        if note.key not in self._numbers:
            live = {known.key for known in self._session.records.live_notes()}
            left = (
                number
                for key, number in self._numbers.items()
                if key[0] == note.id and key not in live
            )
            self._numbers[note.key] = next(left, None) or max(self._numbers.values(), default=0) + 1
        return self._numbers[note.key]


class MemoryStore(ReviewStore):
    """A store that saves nothing: for tests, and if no file can be used."""

    def __init__(self, person: str = "me#000000") -> None:
        super().__init__(NoStorage(), person)


def _by_row(notes: list[Note]) -> dict[str | None, tuple[Note, ...]]:
    """Group notes by row id; the key None has all of them."""
    found: dict[str | None, list[Note]] = defaultdict(list)
    for note in notes:
        found[None].append(note)
        if note.row is not None:
            found[note.row].append(note)
    return {row: tuple(on_row) for row, on_row in found.items()}
