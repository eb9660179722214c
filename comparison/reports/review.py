"""What a reader did to a comparison, as values: the shell keeps it, reports print it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """One row or passage that was marked as reviewed."""

    row: str
    """Id of the row."""
    author: str = ""
    date: str = ""
    """ISO 8601, as the shell stored it."""
    kind: str = "reviewed"
    """``reviewed``, ``accepted`` or ``questioned``."""
    passage: str = ""
    """Id of the passage of the row that was marked by itself; empty: the whole row."""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """One note on a row; a row may bear several."""

    row: str
    text: str
    author: str = ""
    date: str = ""
    passage: str = ""
    """Id of the passage that it was written on; empty: the row, or what ``text`` says."""


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """What must be said of the review beside its rows: people disagree, a note on everything."""

    name: str
    """In the language of the report, as is the text."""
    text: str
    """One line for each place."""


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What a report needs so that what is written into it becomes a review."""

    review: str
    """A review without its marks and notes, as JSON: both plans' fingerprints."""
    anchors: Mapping[str, str]
    """By the id of each changed row what a mark or note on it is of, as JSON."""


@dataclass(frozen=True, slots=True)
class Review:
    """All marks and notes of a comparison, in the order in which they were made."""

    marks: tuple[ReviewMark, ...] = ()
    notes: tuple[ReviewNote, ...] = ()
    points: tuple[ReviewPoint, ...] = ()
    form: ReviewForm | None = None
    """For reports that can be reviewed themselves; None: they cannot."""

    @property
    def reviewed(self) -> frozenset[str]:
        """Ids of the rows that bear a mark as a whole."""
        return frozenset(mark.row for mark in self.marks if not mark.passage)

    def notes_of(self, row: str) -> tuple[ReviewNote, ...]:
        """The notes on one row."""
        return tuple(note for note in self.notes if note.row == row)
