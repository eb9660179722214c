"""What the app asks of a review store; who keeps the state where is the store's business.

The app names rows by their id in the comparison that was attached last.  Row ids change when the
plans are read again, so a store keys its state by content and finds the rows again in `attach`.

>>> from tui.review.memory import MemoryStore
>>> store: ReviewStore = MemoryStore()
>>> store.set_mark("r3", Mark.REVIEWED)
>>> store.mark("r3")
<Mark.REVIEWED: 'reviewed'>
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from comparison.model import Comparison
from comparison.options import Pin


class Mark(StrEnum):
    """What the reader thinks of a row."""

    UNSEEN = "unseen"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    QUESTIONED = "questioned"


class StepKind(StrEnum):
    """What a step of the history touched."""

    MARK = "mark"
    NOTE = "note"
    PIN = "pin"
    """The app compares again after such a step."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the reader on one row."""

    id: int
    """Unique in the store and never used again."""
    row: str | None
    """Id of the row where it stands now; None where its place is gone from both plans."""
    text: str
    place: str = ""
    """The heading it was written at, in words: what is shown where the row is gone."""
    created: str = ""
    """ISO 8601 time; empty where the store keeps none."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the work is done: changed rows, and those with a mark other than unseen."""

    reviewed: int
    total: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step that undo or redo took: where the app should look, and what it must do again."""

    kind: StepKind
    row: str | None


@runtime_checkable
class ReviewStore(Protocol):
    """Marks, notes and pins of one pair of plans, with a history.

    Every call but `attach` and `close` is quick (under a millisecond): the app makes it from a key.
    `undo` and `redo` walk over everything that `set_mark`, `set_marks`, the note calls and the pin
    calls did; one call is one step.
    """

    def attach(self, comparison: Comparison) -> None:
        """Find the kept state again in this comparison; called at start and after each re-read."""

    def mark(self, row: str) -> Mark:
        """The mark of a row; `Mark.UNSEEN` where there is none."""

    def marks(self) -> Mapping[str, Mark]:
        """Marks by row id, without the unseen ones."""

    def set_mark(self, row: str, mark: Mark) -> None:
        """Mark one row; `Mark.UNSEEN` takes the mark away."""

    def set_marks(self, rows: tuple[str, ...], mark: Mark) -> None:
        """Mark several rows in one step: a whole chapter, or all rows that are shown."""

    def notes(self, row: str | None = None) -> tuple[Note, ...]:
        """Notes of one row, or all of them: in row order, those without a place last."""

    def add_note(self, row: str, text: str) -> Note:
        """Write a note on a row."""

    def edit_note(self, note: int, text: str) -> None:
        """Put another text in a note; KeyError where there is no such note."""

    def delete_note(self, note: int) -> None:
        """Drop a note; KeyError where there is no such note."""

    def pins(self) -> tuple[Pin, ...]:
        """Decisions about the alignment, by section ids of the attached comparison."""

    def add_pin(self, pin: Pin) -> None:
        """Keep a decision; one that speaks of the same section is replaced."""

    def remove_pin(self, pin: Pin) -> None:
        """Drop a decision; nothing happens where it is not there."""

    def undo(self) -> Step | None:
        """Take the last step back; None where there is none."""

    def redo(self) -> Step | None:
        """Take the step again that was undone last; None where there is none."""

    def progress(self) -> Progress:
        """Changed rows that are marked, of all changed rows of the attached comparison."""

    def close(self) -> None:
        """Write everything out; the store is not used afterwards."""
