"""Marks, notes, pins and progress as the app shows them: values that a review store returns."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from plandiff.comparison.model import Side
from plandiff.comparison.options import PinKind


class Mark(StrEnum):
    """What the reader thinks of a row or a passage."""

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
    """A whole row."""
    PASSAGE = "passage"
    """One changed passage of a row."""
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
    """Id of the passage, section or target now; None where it is gone."""
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
    part: str | None = None
    """Id of the passage; None where it is about the whole row."""

    @property
    def unit(self) -> str | None:
        """Id of the passage or row."""
        return self.part or self.row


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the work is done: changed rows, and those that are reviewed or accepted.

    A row that is questioned is not done.  A row of which only the labels differ counts as changed.
    """

    reviewed: int
    total: int
    places: int = 0
    """The same of changed passages; a row that changed without one counts as one."""
    all_places: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step that undo or redo took: where the app should look, and what it must do again."""

    kind: StepKind
    row: str | None
    part: str | None = None
    """Id of the passage; None for a whole row."""


def local_time(stamp: str) -> str:
    """A stamp (UTC) in the reader's time zone, to the minute; other texts are cut there.

    >>> local_time("2031-03-01")
    '2031-03-01'
    """
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return stamp[:16].replace("T", " ")
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
