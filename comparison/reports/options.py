"""The options of a report, the review that it prints, and the meter of finished rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar


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
    """By the id of each changed row and passage what a mark or note on it is of, as JSON."""


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


class Preset(StrEnum):
    """The form of the comparison table, by the custom of the place."""

    CN = "cn"
    """序号 | 章节 | 修订前 | 修订后 | 修订类型 | 说明."""
    TW = "tw"
    """修正條文 | 現行條文 | 說明: the new text stands first."""
    JP = "jp"
    """改正後 | 改正前 | 備考: the new text stands first."""


class Show(StrEnum):
    """What ``only`` may name."""

    TARGETS = "targets"
    MODIFIED = "modified"
    ADDED = "added"
    REMOVED = "removed"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    FORMAL = "formal"
    """Rows that differ in form only: punctuation, width, white space, traditional forms."""
    UNCHANGED = "unchanged"
    FORCE = "force"
    """Clauses that bind more, less or something else."""
    TASKS = "tasks"
    """Changed owners and deadlines of tasks."""


WITHOUT_ROWS = frozenset({Show.TARGETS, Show.FORCE, Show.TASKS})
"""What ``only`` may name without asking for rows."""


FIXED_DATE = "2000-01-01T00:00:00Z"
"""Date of documents and revisions when none is given, so that the same input gives the same
bytes."""


DEFAULT_BUDGET, LEAST_BUDGET = 20_000, 2_000
"""Characters of a prompt; the head alone may take half of the least."""


@dataclass(frozen=True, slots=True)
class Originals:
    """The bytes of both Word documents, for the redline that is a copy of the new one."""

    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Switches of a report; none of them changes what was computed."""

    language: str = "zh"
    """``zh`` or ``en``."""
    table: bool = False
    """``docx`` as a comparison table; otherwise as a redline with tracked changes."""
    only: frozenset[Show] = frozenset()
    """Kinds to show; empty: what the report shows by itself."""
    reviewed: bool | None = None
    """True: reviewed rows only; False: unreviewed rows only."""
    review: Review = field(default_factory=Review)
    context: int | None = None
    """Characters of unchanged text kept on each side of a changed place; None: the report's own
    measure; -1: all of it."""
    width: int = 80
    """Columns of the text report, in terminal cells."""
    color: bool = False
    """Whether the text report may hold ANSI styles."""
    author: str = "plandiff"
    """Author of tracked changes and comments."""
    date: str = FIXED_DATE
    """Date of tracked changes, comments and document properties, ISO 8601 with a final Z; left
    as it is, the new plan's year takes its place where that is known."""
    preset: Preset = Preset.CN
    originals: Originals | None = None
    """What the plans were read from where both are Word documents: the ``docx`` redline is then a
    copy of the new one.  Without it the redline is set anew from the text."""
    native_moves: bool = False
    """Tracked moves as ``w:moveFrom``/``w:moveTo`` instead of deletion, insertion and comment."""
    template: str | None = None
    """Source text of a Jinja2 template that takes the place of the built-in html, md or text."""
    top: int | None = None
    """Only that many changes, those that matter most; for reports with a summary."""
    short: bool = False
    """The short form of ``md``, for a pull request, and of ``text``, for a screen or two."""
    details: bool = False
    """``xlsx`` with the ids of rows, and how sure each match is and why."""
    consult: bool = False
    """``docx`` as a form in which colleagues write what they think of each change."""
    csv_rows: bool = False
    """``csv`` lists rows; otherwise target changes."""
    budget: int = DEFAULT_BUDGET
    """Most characters of ``prompt``."""


Progress = Callable[[int, int], None]
"""Called with the number of finished rows and the total; a report that passes over its rows twice
counts each twice.  The first call has 0 finished rows, the last one all, and none has fewer than
the one before."""

Item = TypeVar("Item")


class Meter:
    """Counts the finished rows of one report and reports them at most once a per cent.

    >>> calls: list[tuple[int, int]] = []
    >>> meter = Meter(4, lambda done, total: calls.append((done, total)))
    >>> meter.begin(passes=1)
    >>> list(meter.each("甲乙丙"))
    ['甲', '乙', '丙']
    >>> meter.end_pass()
    >>> calls
    [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    """

    def __init__(self, rows: int, listener: Progress | None = None) -> None:
        self._rows = max(rows, 1)
        self._listener = listener
        self._total = self._rows
        self._done = 0
        self._passes = 0
        self._told = -1

    def begin(self, passes: int) -> None:
        """Say how often the report goes over the rows, before the first of them."""
        self._total = self._rows * passes
        self._tell()

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items; each counts as a row once the next one is asked for."""
        limit = self._rows * (self._passes + 1)
        for item in items:
            yield item
            self._done = min(self._done + 1, limit)
            self._tell()

    def end_pass(self) -> None:
        """Count the rows that needed no work as done."""
        self._passes += 1
        self._done = min(self._rows * self._passes, self._total)
        self._tell()

    def _tell(self) -> None:
        share = self._done * 100 // self._total
        if self._listener is not None and share > self._told:
            self._told = share
            self._listener(self._done, self._total)
