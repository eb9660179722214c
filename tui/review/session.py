"""One reader at work on one comparison: which review it is, what it says, and what is done to it.

`plandiff.tui.review.kept` turns the app's wishes into records; here they are written, undone, and laid over
the comparison at hand.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin
from plandiff.corpus.model import Plan
from plandiff.tui.mirroring import mirror_pin
from plandiff.tui.review.anchors import face_of, shortened
from plandiff.tui.review.attachment import Attachment, Spot
from plandiff.tui.review.history import Edition, Entry, History, current
from plandiff.tui.review.keeping import Keeper
from plandiff.tui.review.pairing import Pairing, begin_review, continue_review
from plandiff.tui.review.pins import pins_here
from plandiff.tui.review.protocol import Progress, Step, StepKind
from plandiff.tui.review.records import (
    Anchor,
    Editable,
    Header,
    MarkRecord,
    PinRecord,
    PlanFace,
    Record,
    Records,
)
from plandiff.tui.review.view import ReviewView

Finder = Callable[[Iterable[Header], PlanFace, PlanFace], Pairing | None]


class Session:
    """State of one reader: ``paths`` of the plans as they were opened, empty for standard input."""

    def __init__(
        self, keeper: Keeper, person: str, *, paths: tuple[str, str], find: Finder
    ) -> None:
        self.keeper = keeper
        self.person = person
        self.flipped = False
        """The review was made with the sides exchanged."""
        self.pins: dict[PinRecord, Pin | None] = {}
        """Live pins by section ids of the review's sides."""
        self._paths = paths
        self._find = find
        self._view: ReviewView | None = None
        self._kept = False
        """The review stands in the storage; one is begun with the first action."""
        self._stored: Header | None = None
        self._history = History()
        self._changed_rows: frozenset[str] = frozenset()
        self.version = 0
        """Goes up with everything that is said, here or in another window."""
        self._told = 0
        """The version up to which `news` told of other windows."""
        self._foreign = 0
        """The version at which another window wrote last."""

    @property
    def records(self) -> Records:
        """Everything that was said in this review."""
        return self.keeper.records

    @property
    def view(self) -> ReviewView:
        """The review laid over the comparison; what others wrote is taken in first."""
        self.refresh()
        if self._view is None:
            raise LookupError("no comparison is attached")
        return self._view

    def attach(self, comparison: Comparison) -> None:
        """Lay the review over this comparison, and remember which rows it has."""
        self.settle(comparison.old, comparison.new)
        header = self._header()
        attachment = Attachment(comparison, flipped=self.flipped)
        self._view = ReviewView(self.records, attachment, header.seen, self.person)
        self.version += 1
        self._changed_rows = frozenset(row.id for row in comparison.rows if row.changed)
        self._find_pins()
        self.keeper.header = replace(header, seen=self._view.seen())
        counted = self._counted(header.touched)
        if self._kept and counted != self._stored:
            self.keeper.put(counted, ())
            self._stored = counted

    def settle(self, old: Plan, new: Plan) -> None:
        """Find out which review these two plans belong to, and read it."""
        faces = (face_of(old), face_of(new))
        pairing = None
        if self.keeper.header is not None:
            pairing = continue_review(self.keeper.header, *faces, flipped=self.flipped)
        if pairing is None:
            pairing = self._look_up(*faces)
            self.keeper.take(pairing.header)
        self.flipped = pairing.flipped
        first, second = reversed(faces) if self.flipped else faces
        header = pairing.header
        self.keeper.header = replace(
            header,
            old=replace(first, path=header.old.path),
            new=replace(second, path=header.new.path),
        )

    def _look_up(self, old: PlanFace, new: PlanFace) -> Pairing:
        headers = self.keeper.headers()
        old, new = (
            replace(face, path=path) for face, path in zip((old, new), self._paths, strict=True)
        )
        found = self._find(headers, old, new)
        self._kept = found is not None
        self._stored = found.header if found else None
        if found is None:
            return Pairing(begin_review(headers, old, new), flipped=False)
        sides = (new, old) if found.flipped else (old, new)
        paths = [face.path for face in sides]
        header = replace(
            found.header,
            old=replace(found.header.old, path=paths[0]),
            new=replace(found.header.new, path=paths[1]),
        )
        return Pairing(header, found.flipped)

    def news(self) -> bool:
        """Take in what other windows wrote; whether there was anything since the last call."""
        self.keeper.save_late()
        self.refresh()
        before, self._told = self._told, self._foreign
        return self._foreign > before

    def refresh(self) -> None:
        """Take in what other windows wrote."""
        if self._view is None or not self.keeper.pull():
            return
        self._kept = True
        self.version += 1
        self._foreign = self.version
        attachment = self._view.attachment
        self._view = ReviewView(self.records, attachment, self._header().seen, self.person)
        self._find_pins()

    def progress(self) -> Progress:
        """Changed rows that bear a mark, of all changed rows."""
        marked = self._changed_rows & self.view.marks.keys()
        return Progress(len(marked), len(self._changed_rows))

    def stamped(self, record: Editable) -> Editable:
        """The record as the latest version of what it speaks of."""
        now = current(self.records, record)
        return replace(record, when=self.keeper.stamp(now.when if now else ""))

    def act(
        self,
        kind: StepKind,
        anchors: Iterable[tuple[Anchor, Spot]],
        *records: Editable,
        before: Editable | None = None,
    ) -> None:
        """Write records, with what they were said of, as one step of the history.

        ``before`` is what undo goes back to where it is not the same person's last word.
        """
        if not records:
            return
        editions = tuple(
            Edition(before or current(self.records, record), record) for record in records
        )
        new_anchors = [self._keep(anchor, spot) for anchor, spot in anchors]
        where = next((r.anchor for r in records if not isinstance(r, PinRecord)), None)
        self._history.add(Entry(kind, where, editions))
        self._write([*(anchor for anchor in new_anchors if anchor is not None), *records])

    def undo(self) -> Step | None:
        """Take the last step back; None where there is none."""
        self.refresh()
        return self._walked(self._history.undo(self.records, self.keeper.stamp))

    def redo(self) -> Step | None:
        """Take the step again that was undone last; None where there is none."""
        self.refresh()
        return self._walked(self._history.redo(self.records, self.keeper.stamp))

    def seen_pins(self) -> tuple[Pin, ...]:
        """Pins that have their sections, as the comparison at hand lies."""
        found = (pin for pin in self.pins.values() if pin is not None)
        return tuple(mirror_pin(pin) if self.flipped else pin for pin in found)

    def pins_for(self, old: Plan, new: Plan) -> tuple[Pin, ...]:
        """Pins by the section ids of these plans, before they are compared."""
        self.settle(old, new)
        self.pins = pins_here(self.records, *((new, old) if self.flipped else (old, new)))
        return self.seen_pins()

    def _walked(self, entry: Entry | None) -> Step | None:
        if entry is None:
            return None
        self._write([edition.after for edition in entry.editions])
        return Step(entry.kind, self.view.spot(entry.anchor).row)

    def _keep(self, anchor: Anchor, spot: Spot) -> Anchor | None:
        """Take an anchor in; gives it back where it has to be written."""
        kept = shortened(anchor)
        is_new = anchor.id not in self.records.anchors
        self.records.put(kept)
        if self._view is not None:
            self._view.settle(kept, spot)
        return kept if is_new else None

    def _write(self, records: Sequence[Record]) -> None:
        self.version += 1
        for record in records:
            self.records.put(record)
        if self._view is not None:
            self._view.said(record for record in records if isinstance(record, MarkRecord))
        if any(isinstance(record, PinRecord) for record in records):
            self._find_pins()
        self.keeper.put(self._counted(self.keeper.stamp()), records)
        self._kept = True

    def _counted(self, touched: str) -> Header:
        done = len(self._changed_rows & self._view.marks.keys()) if self._view else 0
        total = len(self._changed_rows)
        return replace(self._header(), touched=touched, reviewed=done, total=total)

    def _header(self) -> Header:
        if self.keeper.header is None:
            raise LookupError("no comparison is attached")
        return self.keeper.header

    def _find_pins(self) -> None:
        if self._view is not None:
            seen = self._view.attachment.comparison
            sides = (seen.new, seen.old) if self.flipped else (seen.old, seen.new)
            self.pins = pins_here(self.records, *sides)
