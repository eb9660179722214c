"""The options of a report, the review that it prints, and the meter of finished rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct, field


class ReviewMark(Struct, frozen=True):
    """One row or passage that was marked as reviewed."""

    row: str
    """Id of the row."""
    author: str = ""
    date: str = ""
    """ISO 8601, as stored by the shell."""
    kind: str = "reviewed"
    """``reviewed``, ``accepted`` or ``questioned``."""
    passage: str = ""
    """Id of the marked passage of the row; empty: the whole row."""


class ReviewNote(Struct, frozen=True):
    """One note on a row; a row may have several."""

    row: str
    text: str
    author: str = ""
    date: str = ""
    passage: str = ""
    """Id of the passage that the note is on; empty: the row, or the place that ``text`` names."""


class ReviewPoint(Struct, frozen=True):
    """A remark on the review that belongs to no single row: a disagreement, or a general note."""

    name: str
    """Title; it and the text are in the language of the report."""
    text: str
    """One line per place."""


class ReviewForm(Struct, frozen=True):
    """The data with which a report turns a reader's input into a review."""

    review: str
    """An empty review as JSON: the fingerprints of both plans, without marks and notes."""
    anchors: Mapping[str, str]
    """The anchor, as JSON, of each changed row and passage, by its id."""


class Review(Struct, frozen=True):
    """All marks and notes of a comparison, in order of creation."""

    marks: tuple[ReviewMark, ...] = ()
    notes: tuple[ReviewNote, ...] = ()
    points: tuple[ReviewPoint, ...] = ()
    form: ReviewForm | None = None
    """Set for reports that a reader can review in place; otherwise None."""

    @property
    def reviewed(self) -> frozenset[str]:
        """Ids of the rows that are marked as a whole."""
        return frozenset(mark.row for mark in self.marks if not mark.passage)

    def notes_of(self, row: str) -> tuple[ReviewNote, ...]:
        """The notes on one row."""
        return tuple(note for note in self.notes if note.row == row)


class Preset(StrEnum):
    """The layout of the comparison table, by regional convention."""

    CN = "cn"
    """序号 | 章节 | 修订前 | 修订后 | 修订类型 | 说明."""
    TW = "tw"
    """修正條文 | 現行條文 | 說明: the new text is first."""
    JP = "jp"
    """改正後 | 改正前 | 備考: the new text is first."""


class Show(StrEnum):
    """The values of ``only``."""

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
    """Clauses whose binding force or scope changed."""
    TASKS = "tasks"
    """Changed owners and deadlines of tasks."""


WITHOUT_ROWS = frozenset({Show.TARGETS, Show.FORCE, Show.TASKS})
"""Values of ``only`` that select no rows."""


FIXED_DATE = "2000-01-01T00:00:00Z"
"""Date of documents and revisions when none is given, so that the same input gives the same
bytes."""


DEFAULT_BUDGET, LEAST_BUDGET = 20_000, 2_000
"""Characters of a prompt, by default and at least; the head may take half of the least budget."""


class Originals(Struct, frozen=True):
    """The bytes of both Word documents, for the redline that is a copy of the new one."""

    old: bytes
    new: bytes


class ReportOptions(Struct, frozen=True):
    """Options of a report; none of them changes the comparison itself."""

    language: str = "zh"
    """``zh`` or ``en``."""
    table: bool = False
    """True: ``docx`` is a comparison table; otherwise a redline with tracked changes."""
    only: frozenset[Show] = frozenset()
    """Kinds to show; empty: the report's default."""
    reviewed: bool | None = None
    """True: reviewed rows only; False: unreviewed rows only."""
    review: Review = field(default_factory=Review)
    context: int | None = None
    """Characters of unchanged text kept on each side of a changed place; None: the report's
    default; -1: all of it."""
    width: int = 80
    """Columns of the text report, in terminal cells."""
    color: bool = False
    """Whether the text report may contain ANSI styles."""
    author: str = "plandiff"
    """Author of tracked changes and comments."""
    date: str = FIXED_DATE
    """Date of tracked changes, comments and document properties, ISO 8601 with a final Z; the
    default is replaced by the new plan's year if that is known."""
    preset: Preset = Preset.CN
    originals: Originals | None = None
    """The source documents if both plans are Word documents: the ``docx`` redline is then a copy
    of the new one.  Without them the redline is typeset from the text."""
    native_moves: bool = False
    """Tracked moves as ``w:moveFrom``/``w:moveTo`` instead of deletion, insertion and comment."""
    template: str | None = None
    """Source text of a Jinja2 template that replaces the built-in html, md or text report."""
    top: int | None = None
    """Maximum number of changes, the most important ones; for reports with a summary."""
    short: bool = False
    """The short form of ``md``, for a pull request, and of ``text``, for a screen or two."""
    details: bool = False
    """``xlsx`` with the ids of rows, and the confidence and reason of each match."""
    consult: bool = False
    """``docx`` as a form in which colleagues comment on each change."""
    csv_rows: bool = False
    """True: ``csv`` lists rows; otherwise target changes."""
    budget: int = DEFAULT_BUDGET
    """Maximum number of characters of ``prompt``."""


Progress = Callable[[int, int], None]
"""Called with the number of finished rows and the total; a report that iterates over its rows twice
counts each twice.  The first call has 0 finished rows, the last call all of them, and the number
never decreases."""

Item = TypeVar("Item")


class Meter:
    """Counts the finished rows of one report and reports progress at most once per percent.

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
        """Set how many passes over the rows the report makes; called before the first row."""
        self._total = self._rows * passes
        self._tell()

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items; each counts as a finished row when the next one is requested."""
        limit = self._rows * (self._passes + 1)
        for item in items:
            yield item
            self._done = min(self._done + 1, limit)
            self._tell()

    def end_pass(self) -> None:
        """Count the remaining rows of the pass, which needed no work, as finished."""
        self._passes += 1
        self._done = min(self._rows * self._passes, self._total)
        self._tell()

    def _tell(self) -> None:
        share = self._done * 100 // self._total
        if self._listener is not None and share > self._told:
            self._told = share
            self._listener(self._done, self._total)
