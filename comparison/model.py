"""The data model of a comparison: one frozen result that every screen and report reads."""

from collections import Counter
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from plandiff.comparison.edits import Edit, Passage, RowKind, Side
from plandiff.comparison.thresholds import DOUBTFUL
from plandiff.corpus.model import (
    REMOVED_CONTENT,
    REMOVED_SHARE,
    Plan,
    Section,
    Span,
    Target,
    Task,
)

REMOVED_DIFFERS = "removed-differs"
"""Kind of the notice on text removed from both plans while reading that differs."""


class Candidate(Struct, frozen=True):
    """A runner-up: a section of the other plan that might be the match."""

    section: str
    score: float
    side: Side = Side.NEW
    """The plan that ``section`` belongs to."""


class Evidence(Struct, frozen=True):
    """One reason for a match: a term of the reports' vocabulary and its weight, 0 to 1."""

    name: str
    weight: float


class Match(Struct, frozen=True):
    """The alignment of one row, before its words are compared.

    ``old`` and ``new`` hold section ids in document order; one of them is empty for a section
    that was added or removed.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    moved: bool = False
    block: int | None = None
    """Number of the moved block; consecutive sections that moved together share it."""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[tuple[str, Candidate], ...] = ()
    """For sections without a match or with a doubtful one: (section id, runner-up)."""
    pinned: bool = False
    """A pin of the reader applies to one of its sections: together, apart, new or dropped."""


class Row(Struct, frozen=True):
    """Matched sections, shown side by side."""

    id: str
    kind: RowKind
    old: tuple[Section, ...]
    new: tuple[Section, ...]
    links: tuple[tuple[str, str], ...]
    edits: tuple[Edit, ...]
    moved: bool = False
    block: int | None = None
    renumbered: bool = False
    substantive: bool = False
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[tuple[str, Candidate], ...] = ()
    pinned: bool = False
    passages: tuple[Passage, ...] = ()
    """In the order of the new plan; none in an unchanged row."""

    def sections(self, side: Side) -> tuple[Section, ...]:
        """Return the sections of one side."""
        return self.old if side is Side.OLD else self.new

    @property
    def doubtful(self) -> bool:
        """Whether the match may be wrong and must be flagged; a pinned one never is."""
        return bool(self.old and self.new) and not self.pinned and self.confidence < DOUBTFUL

    @property
    def side(self) -> Side:
        """The plan that gives the row its name: the new one unless it has no section in the row."""
        return Side.NEW if self.new else Side.OLD

    def text(self, side: Side) -> str:
        """Return the text of one side: its sections' texts joined by newlines."""
        return "\n".join(section.text for section in self.sections(side))

    @property
    def changed(self) -> bool:
        """Whether a reader who looks for changes should stop here."""
        return self.kind is not RowKind.UNCHANGED or self.moved

    @property
    def changed_passages(self) -> tuple[Passage, ...]:
        """The changed passages; empty in a row that only moved."""
        return tuple(passage for passage in self.passages if passage.changed)


class ForceKind(StrEnum):
    """The kind of change of a clause's binding force."""

    WEAKENED = "weakened"
    STRENGTHENED = "strengthened"
    NARROWED = "narrowed"
    """It covers fewer persons, objects, acts, places or cases."""
    WIDENED = "widened"


class BoundClause(Struct, frozen=True):
    """One side of a change of force."""

    section: str
    """Id of the section."""
    span: Span
    """Span of ``quote`` in the section's text."""
    quote: str
    word: str
    """The word of force as printed, or the words of reach that differ; may be empty."""
    grade: int
    """5 must, 4 firm, 3 effort, 2 promotion, 1 leave."""
    mark: Span
    """Span of ``word``, or of a hedge apart from it, in the section's text; empty if in neither."""


class ForceChange(Struct, frozen=True):
    """A clause of both plans whose binding force differs."""

    kind: ForceKind
    row: str
    old: BoundClause
    new: BoundClause
    passage: str | None = None
    """Id of the passage; None if the clauses are in different ones."""
    listed: bool = False
    """Whether only the length of a list changed: of little consequence."""

    def clause(self, side: Side) -> BoundClause:
        """Return the clause of one side."""
        return self.old if side is Side.OLD else self.new


class TargetChangeKind(StrEnum):
    """The kind of change of a target."""

    RAISED = "raised"
    LOWERED = "lowered"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Breakdown(Struct, frozen=True):
    """A target that is a whole, its parts, and their sum.

    Old 新建幼儿园6所, new 新建公办园4所、民办园2所: the whole is in the old plan.
    Old 城乡收入均增长8%, new 城镇增长8%, 农村增长9%: each part has the value of the whole.
    新增学位900个, 其中公办600个: whole and part are in one plan.
    """

    side: Side
    """The plan of the whole."""
    whole: Target
    parts: tuple[Target, ...]
    total: float | None = None
    """Sum of the parts in the whole's unit; None if the parts are not additive."""
    within: bool = False
    """The parts are in the same plan as the whole."""


class TargetChange(Struct, frozen=True):
    """A target of the old plan, of the new one, or one of each."""

    kind: TargetChangeKind
    old: Target | None
    new: Target | None
    row: str
    """Id of its row (the new target's row if there is one)."""
    delta: float | None = None
    """New value minus old value, in ``delta_unit``."""
    deadline: str | None = None
    """``earlier``, ``later`` or None."""
    relation: str | None = None
    """``tightened``, ``loosened`` or None."""
    effect: str | None = None
    """``more`` or ``less`` is asked of the responsible body; None if undetermined."""
    delta_unit: str | None = None
    """The larger of the two units, ``pp`` for two percentages; None without a delta."""
    breakdown: Breakdown | None = None
    """The parts of a total, or the total of a part."""
    force: ForceKind | None = None
    """Change of the binding force of its clause."""

    @property
    def side(self) -> Side:
        """The plan that gives the change its name: the new one unless it has no such target."""
        return Side.NEW if self.new is not None else Side.OLD

    def target(self, side: Side) -> Target | None:
        """Return the target of one side."""
        return self.old if side is Side.OLD else self.new


class TaskChangeKind(StrEnum):
    """The kind of change of a task."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class TaskChange(Struct, frozen=True):
    """A task of the old plan, of the new one, or one of each, with owner and deadline changes."""

    kind: TaskChangeKind
    old: Task | None
    new: Task | None
    row: str
    """Id of its row (the new task's row if there is one)."""
    lead: str | None = None
    """``changed`` if the lead body changed, else None."""
    helpers: str | None = None
    """``changed`` if the cooperating bodies changed, else None."""
    deadline: str | None = None
    """``earlier``, ``later``, ``added``, ``removed``, ``changed`` or None."""

    @property
    def side(self) -> Side:
        """The plan that gives the change its name: the new one unless it has no such task."""
        return Side.NEW if self.new is not None else Side.OLD

    def task(self, side: Side) -> Task | None:
        """Return the task of one side."""
        return self.old if side is Side.OLD else self.new


class Replacement(Struct, frozen=True):
    """A recurring change of wording: the same replacement in several rows."""

    old: str
    new: str
    count: int
    rows: tuple[str, ...]


class Notice(Struct, frozen=True):
    """A notice on the comparison itself: a limit that was reached, an active ignore rule."""

    kind: str
    text: str
    """In English; reports in other languages build the text from kind and facts."""
    row: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """Names and values in the sentence: counts, rules."""

    @property
    def differs(self) -> bool:
        """Whether it reports a difference between the plans that no row shows."""
        return self.kind == REMOVED_DIFFERS


def removed_differs(old: str, new: str) -> Notice:
    """Return the notice on a piece removed from both plans, with texts ``old`` and ``new``."""
    text = f"removed text differs: {old!r} and {new!r}"
    return Notice(REMOVED_DIFFERS, text, facts=(("old", old), ("new", new)))


class Comparison(Struct, frozen=True, dict=True):
    """The complete result of comparing two plans."""

    old: Plan
    new: Plan
    rows: tuple[Row, ...]
    targets: tuple[TargetChange, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    notices: tuple[Notice, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    force: tuple[ForceChange, ...] = ()
    """In the order of the rows."""

    @cached_property
    def row_of(self) -> dict[tuple[Side, str], Row]:
        """The row of each section, by side and section id."""
        return {
            (side, section.id): row
            for row in self.rows
            for side in Side
            for section in row.sections(side)
        }

    def plan(self, side: Side) -> Plan:
        """Return the plan of one side."""
        return self.old if side is Side.OLD else self.new

    @property
    def row_counts(self) -> Counter[str]:
        """Number of rows by kind, and of ``moved`` and ``renumbered`` rows if there are any."""
        counts = Counter(row.kind.value for row in self.rows)
        counts.update("moved" for row in self.rows if row.moved)
        counts.update("renumbered" for row in self.rows if row.renumbered)
        return counts

    @property
    def target_counts(self) -> Counter[str]:
        """Number of target changes by kind."""
        return Counter(change.kind.value for change in self.targets)

    @property
    def task_counts(self) -> Counter[str]:
        """Number of task changes by kind."""
        return Counter(change.kind.value for change in self.tasks)

    @property
    def force_counts(self) -> Counter[str]:
        """Number of changes of binding force by kind."""
        return Counter(change.kind.value for change in self.force)

    @property
    def removal_doubts(self) -> int:
        """Number of removed pieces that may be content, or that differ between the plans."""
        findings = (*self.old.findings, *self.new.findings)
        doubtful = sum(finding.kind in (REMOVED_CONTENT, REMOVED_SHARE) for finding in findings)
        return doubtful + sum(notice.differs for notice in self.notices)

    @property
    def differs_in_substance(self) -> bool:
        """Whether ``--exit-code`` returns 1."""
        return (
            any(row.moved or row.substantive for row in self.rows)
            or any(change.kind is not TargetChangeKind.UNCHANGED for change in self.targets)
            or any(change.kind is not TaskChangeKind.UNCHANGED for change in self.tasks)
            or bool(self.force)
            or any(notice.differs for notice in self.notices)
        )
