"""Values that a review store returns to the app: marks, notes, pins and progress."""

from datetime import UTC, datetime
from enum import StrEnum

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.options import PinKind


class Mark(StrEnum):
    """The reader's mark on a row or a passage."""

    UNSEEN = "unseen"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    QUESTIONED = "questioned"


class StepKind(StrEnum):
    """The kind of record that a step of the history changed."""

    MARK = "mark"
    NOTE = "note"
    PIN = "pin"
    """The app recomputes the comparison after such a step."""


class About(StrEnum):
    """The kind of place that a note is about."""

    CHANGE = "change"
    """A whole row."""
    PASSAGE = "passage"
    """One changed passage of a row."""
    SECTION = "section"
    TARGET = "target"
    WHOLE = "whole"
    """The comparison as a whole."""


class Note(Struct, frozen=True):
    """A remark of a reader on a change, a section, a target or the whole comparison."""

    id: int
    """Unique in the store and never used again."""
    row: str | None
    """Id of the note's row; None if its place is in neither plan any more."""
    text: str
    place: str = ""
    """The heading it was written at; shown if the row no longer exists."""
    created: str = ""
    """ISO 8601 time; empty if the store has none."""
    author: str = ""
    own: bool = True
    """Whether the person at the screen wrote it."""
    edited: str = ""
    """ISO 8601 time of this version; equal to ``created`` if it was never edited."""
    about: About = About.CHANGE
    side: Side | None = None
    """For a section or a target: the side of ``part``."""
    part: str | None = None
    """Current id of the passage, section or target; None if it no longer exists."""
    outdated: bool = False
    """The text has changed or was removed since; ``said_of`` has the earlier text."""
    said_of: tuple[str, str] = ("", "")
    """The old and the new side's text when it was written."""

    @property
    def lost(self) -> bool:
        """Whether the place it was written at is in neither plan any more."""
        return self.row is None and self.about is not About.WHOLE


class Opinion(Struct, frozen=True):
    """One person's mark on a row or a passage."""

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
    """Its place, as text for the reader."""
    anchor: str = ""
    """The anchor id in the store: for `ReviewStore.dismiss`."""


class LostPin(Struct, frozen=True):
    """A pin whose sections no longer exist."""

    id: str
    kind: PinKind
    place: str
    """The place of its sections, as text for the reader."""


class Conflict(Struct, frozen=True):
    """A change that two people marked differently."""

    row: str | None
    """Current id of the row; None if it has changed since or no longer exists."""
    place: str
    opinions: tuple[Opinion, ...]
    part: str | None = None
    """Id of the passage; None if the conflict is about the whole row."""

    @property
    def unit(self) -> str | None:
        """Id of the passage or row."""
        return self.part or self.row


class Progress(Struct, frozen=True):
    """Progress of the review: changed rows, and those that are reviewed or accepted.

    A questioned row is not done.  A row in which only the labels differ counts as changed.
    """

    reviewed: int
    total: int
    places: int = 0
    """The same count of changed passages; a changed row without any counts as one."""
    all_places: int = 0


class Step(Struct, frozen=True):
    """One step of undo or redo: the place that the app shows, and the kind of record changed."""

    kind: StepKind
    row: str | None
    part: str | None = None
    """Id of the passage; None for a whole row."""


def local_time(stamp: str) -> str:
    """Convert a stamp (UTC) to local time, to the minute; other texts are cut to that length.

    >>> local_time("2031-03-01")
    '2031-03-01'
    """
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return stamp[:16].replace("T", " ")
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
