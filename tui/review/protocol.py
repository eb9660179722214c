"""What the app asks of a review store; who keeps the state where is the store's business.

The app names rows by their id in the comparison that was attached last.  Row ids change when the
plans are read again, so a store keys its state by content and finds the rows again in `attach`.

>>> from plandiff.tui.review.memory import MemoryStore
>>> from plandiff.comparison.engine import compare
>>> from plandiff.corpus.reading import read_plan
>>> from plandiff.corpus.samples import sample_paths
>>> store: ReviewStore = MemoryStore()
>>> store.attach(compare(*(read_plan(str(path)) for path in sample_paths())))
>>> store.set_mark("r3", Mark.REVIEWED)
>>> store.mark("r3")
<Mark.REVIEWED: 'reviewed'>
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from plandiff.comparison.model import Comparison, Side
from plandiff.comparison.options import Pin, PinKind
from plandiff.corpus.model import Plan
from plandiff.tui.review.troubles import Trouble


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


class About(StrEnum):
    """What a note is about."""

    CHANGE = "change"
    SECTION = "section"
    TARGET = "target"
    WHOLE = "whole"
    """The comparison as a whole."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of a reader on a change, a section, a target or the whole comparison."""

    id: int
    """Unique in the store and never used again."""
    row: str | None
    """Id of the row where it stands now; None where its place is gone from both plans."""
    text: str
    place: str = ""
    """The heading it was written at, in words: what is shown where the row is gone."""
    created: str = ""
    """ISO 8601 time; empty where the store keeps none."""
    author: str = ""
    own: bool = True
    """Whether the person at the screen wrote it."""
    edited: str = ""
    """ISO 8601 time of this version; the same as ``created`` where it was never edited."""
    about: About = About.CHANGE
    side: Side | None = None
    """For a section or a target: the side on which ``part`` stands."""
    part: str | None = None
    """Id of the section or target now; None where it is gone."""
    outdated: bool = False
    """What it was said of has changed since, or is gone; ``said_of`` tells what it was."""
    said_of: tuple[str, str] = ("", "")
    """The old and the new side's text when it was written."""

    @property
    def lost(self) -> bool:
        """Whether the place it was written at is gone from both plans."""
        return self.row is None and self.about is not About.WHOLE


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's mark on a change."""

    mark: Mark
    author: str
    when: str
    """ISO 8601 time."""
    own: bool = True
    """Whether it is the mark of the person at the screen."""
    outdated: bool = False
    """One of the two texts has changed since: the row no longer counts as reviewed."""
    said_of: tuple[str, str] = ("", "")
    """The old and the new side's text when the mark was made."""
    place: str = ""
    """Where it stood, in words."""
    anchor: str = ""
    """What it was said of, in the store's words: for `ReviewStore.dismiss`."""


@dataclass(frozen=True, slots=True)
class LostPin:
    """A decision about the alignment whose sections are gone."""

    id: str
    kind: PinKind
    place: str
    """Where the sections were, in words."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that two people marked differently."""

    row: str | None
    """Id of the row now; None where it has changed since or is gone."""
    place: str
    opinions: tuple[Opinion, ...]


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

    Calls that name a row, a section or a target which the attached comparison does not have raise
    KeyError.  Every call but `attach` and `close` is quick (about a millisecond): the app makes it
    from a key.
    `undo` and `redo` walk over everything that `set_mark`, `set_marks`, the note calls and the pin
    calls did; one call is one step.
    """

    def attach(self, comparison: Comparison) -> None:
        """Find the kept state again in this comparison; called at start and after each re-read."""

    def pins_for(self, old: Plan, new: Plan) -> tuple[Pin, ...]:
        """Decisions kept for these plans, by their section ids: to be asked before comparing."""

    def refresh(self) -> bool:
        """Take in what other windows wrote; called by a timer.

        Whether there was anything since the last call, also if another call has taken it in.
        """

    @property
    def trouble(self) -> Trouble | None:
        """Why actions are not being saved now, or what happened to the store; None: all is well."""

    def mark(self, row: str) -> Mark:
        """The mark of a row; `Mark.UNSEEN` where there is none.

        The own mark counts; where there is none, the latest of the others'.
        """

    def opinions(self, row: str) -> tuple[Opinion, ...]:
        """Everybody's marks on a row, outdated ones last; without those that were settled."""

    def outdated(self) -> Mapping[str, tuple[Opinion, ...]]:
        """Marks on an earlier text of a row, by row id, where no newer mark has taken their place.

        Such rows count as unseen.
        """

    def lost(self) -> tuple[Opinion, ...]:
        """Marks on rows that are gone from both plans."""

    def conflicts(self) -> tuple[Conflict, ...]:
        """Changes that two people marked differently, in row order."""

    def marks(self) -> Mapping[str, Mark]:
        """Marks by row id, without the unseen ones."""

    def set_mark(self, row: str, mark: Mark) -> None:
        """Mark one row; `Mark.UNSEEN` takes the mark away."""

    def set_marks(self, rows: tuple[str, ...], mark: Mark) -> None:
        """Mark several rows in one step: a whole chapter, or all rows that are shown."""

    def settle(self, row: str, mark: Mark) -> None:
        """Say which mark counts where people disagree; the others' marks give way to it.

        Whoever marks the row anew afterwards is heard again.
        """

    def dismiss(self, opinions: tuple[Opinion, ...]) -> None:
        """Let outdated or lost marks, also other people's, be as if they had not been made."""

    def notes(self, row: str | None = None) -> tuple[Note, ...]:
        """Notes of one row, or all of them: in row order, those without a place last."""

    def add_note(self, row: str, text: str) -> Note:
        """Write a note on a row."""

    def add_section_note(self, side: Side, section: str, text: str) -> Note:
        """Write a note on a section of one side."""

    def add_target_note(self, side: Side, target: str, text: str) -> Note:
        """Write a note on a target of one side; it holds for the target change it belongs to."""

    def add_general_note(self, text: str) -> Note:
        """Write a note on the comparison as a whole; its ``row`` is None."""

    def edit_note(self, note: int, text: str) -> None:
        """Put another text in a note; KeyError where there is no such note."""

    def move_note(self, note: int, row: str) -> None:
        """Put a note on a row, as it is now: a lost note elsewhere, an outdated one anew.

        KeyError where there is no such note or no such row.
        """

    def delete_note(self, note: int) -> None:
        """Drop a note; KeyError where there is no such note."""

    def pins(self) -> tuple[Pin, ...]:
        """Decisions about the alignment, by section ids of the attached comparison."""

    def lost_pins(self) -> tuple[LostPin, ...]:
        """Decisions whose sections are gone; they are kept, but have no effect."""

    def remove_lost_pin(self, pin: LostPin) -> None:
        """Drop such a decision; nothing happens where it is not there."""

    def add_pin(self, pin: Pin) -> None:
        """Keep a decision; those that contradict it are dropped (`plandiff.tui.review.pins.contradicts`)."""

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
