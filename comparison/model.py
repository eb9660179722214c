"""What differs between two plans: one frozen result that every screen and report reads."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

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
"""Kind of the notice on text that reading removed from both plans and that is not the same."""


class Side(StrEnum):
    """Which of the two plans."""

    OLD = "old"
    NEW = "new"

    @property
    def other(self) -> "Side":
        """The other plan."""
        return Side.OLD if self is Side.NEW else Side.NEW

    @property
    def op(self) -> "Op":
        """How text of this plan alone is marked: deleted in the old one, inserted in the new."""
        return Op.DELETE if self is Side.OLD else Op.INSERT


class RowKind(StrEnum):
    """What became of the sections of a row; that it moved is told apart."""

    UNCHANGED = "unchanged"
    MODIFIED = "modified"
    ADDED = "added"
    REMOVED = "removed"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"


class Op(StrEnum):
    """One step from the old text to the new one."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"

    @property
    def side(self) -> Side:
        """The plan that the text is from; the new one for what both have."""
        return Side.OLD if self is Op.DELETE else Side.NEW


class EditNature(StrEnum):
    """Why a reader may pass over an edit, or must not."""

    SUBSTANCE = "substance"
    FORM = "form"
    """Punctuation, width, white space, simplified/traditional form, quote style."""
    REORDERED = "reordered"
    """A list item that stands elsewhere in the same list."""
    MOVED = "moved"
    """A sentence that stands in another section: ``Edit.section`` and its row ``Edit.link``."""
    IGNORED = "ignored"
    """Covered by an ignore rule of the user."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One run of text; equal and delete joined give the old text, equal and insert the new."""

    op: Op
    text: str
    nature: EditNature = EditNature.SUBSTANCE
    core: tuple[Span, ...] = ()
    """Characters of ``text`` that really differ from the edit it stands against (second level);
    empty: all of them."""
    link: str | None = None
    """Id of the row that holds the other end of a moved sentence; it may be the edit's own."""
    section: str | None = None
    """Id of the section of the other plan where that end stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``end`` of a section's ``text``."""

    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences, list items or headings of one row that correspond to each other.

    The text of a side is the text of its places joined by newlines; equal and delete edits joined
    give the old text, equal and insert edits the new one.
    """

    id: str
    """``r3.1``: the id of the row, and a number within it."""
    kind: RowKind
    old: tuple[Place, ...]
    new: tuple[Place, ...]
    edits: tuple[Edit, ...]
    moved: bool = False
    """It changed its order within the row, or it is one half of a sentence that left its row."""
    other: str | None = None
    """Id of the other half, which is in another row."""
    substantive: bool = False
    kept: float = 0.0
    """Share of the shorter side's characters (without white space) that both sides have."""

    @property
    def changed(self) -> bool:
        """Whether a reader who looks for changes should stop here."""
        return self.kind is not RowKind.UNCHANGED or self.moved

    def places(self, side: Side) -> tuple[Place, ...]:
        """The places of one side."""
        return self.old if side is Side.OLD else self.new

    def text(self, side: Side) -> str:
        """The text of one side: its places' texts joined by newlines; empty where it has none."""
        return "".join(edit.text for edit in self.edits if edit.op is not side.other.op)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section of the other plan that might have been the partner."""

    section: str
    score: float
    side: Side = Side.NEW
    """The plan that ``section`` belongs to."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a match: a word of the report's vocabulary and its weight, 0 to 1."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """What alignment says of one row, before its words are compared.

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
    """For sections without a partner or with a doubtful one: (section id, runner-up)."""
    pinned: bool = False
    """A decision of the reader names one of its sections: together, apart, new or dropped."""


@dataclass(frozen=True, slots=True)
class Row:
    """Sections that belong side by side."""

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
        """The sections of one side."""
        return self.old if side is Side.OLD else self.new

    @property
    def doubtful(self) -> bool:
        """Whether the match may be wrong and a reader must be told; a pinned one never is."""
        return bool(self.old and self.new) and not self.pinned and self.confidence < DOUBTFUL

    @property
    def side(self) -> Side:
        """The plan that a row is named by: the new one unless it has no section of the row."""
        return Side.NEW if self.new else Side.OLD

    def text(self, side: Side) -> str:
        """The text of one side: its sections' texts joined by newlines."""
        return "\n".join(section.text for section in self.sections(side))

    @property
    def changed(self) -> bool:
        """Whether a reader who looks for changes should stop here."""
        return self.kind is not RowKind.UNCHANGED or self.moved

    @property
    def changed_passages(self) -> tuple[Passage, ...]:
        """The passages where a reader of changes stops; none in a row that only moved."""
        return tuple(passage for passage in self.passages if passage.changed)


class ForceKind(StrEnum):
    """What became of the binding force of a clause."""

    WEAKENED = "weakened"
    STRENGTHENED = "strengthened"
    NARROWED = "narrowed"
    """It covers fewer persons, objects, acts, places or cases."""
    WIDENED = "widened"


@dataclass(frozen=True, slots=True)
class BoundClause:
    """One side of a change of force."""

    section: str
    """Id of the section."""
    span: Span
    """Place of ``quote`` in the section's text."""
    quote: str
    word: str
    """The word of force as printed, or the words of reach that differ; may be empty."""
    grade: int
    """5 must, 4 firm, 3 effort, 2 promotion, 1 leave."""
    mark: Span
    """Place of ``word`` in the section's text; of an empty one where it would be."""


@dataclass(frozen=True, slots=True)
class ForceChange:
    """A clause that both plans have and that binds otherwise."""

    kind: ForceKind
    row: str
    old: BoundClause
    new: BoundClause
    passage: str | None = None
    """Id of the passage; None where the clauses are of different ones."""
    listed: bool = False
    """Whether a list in it is longer or shorter and nothing else says so: of little consequence."""

    def clause(self, side: Side) -> BoundClause:
        """The clause of one side."""
        return self.old if side is Side.OLD else self.new


class TargetChangeKind(StrEnum):
    """What became of a target."""

    RAISED = "raised"
    LOWERED = "lowered"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A target of one plan that is told in parts, and what the parts come to.

    Old 新建幼儿园6所, new 新建公办园4所、民办园2所: the whole stands in the old plan.
    Old 城乡收入均增长8%, new 城镇增长8%, 农村增长9%: each part has the value of the whole.
    新增学位900个, 其中公办600个: whole and part stand in one plan.
    """

    side: Side
    """The plan of the whole."""
    whole: Target
    parts: tuple[Target, ...]
    total: float | None = None
    """Sum of the parts in the whole's unit; None where they do not add up to it."""
    within: bool = False
    """The parts stand beside the whole, in the same plan."""


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target of the old plan, of the new one, or one of each."""

    kind: TargetChangeKind
    old: Target | None
    new: Target | None
    row: str
    """Id of the row where it stands (the new target's row where there is one)."""
    delta: float | None = None
    """New value minus old value, in ``delta_unit``."""
    deadline: str | None = None
    """``earlier``, ``later`` or None."""
    relation: str | None = None
    """``tightened``, ``loosened`` or None."""
    effect: str | None = None
    """``more`` or ``less`` is asked of the one who must deliver; None where it cannot be told."""
    delta_unit: str | None = None
    """The larger of the two units, ``pp`` of two percentages; None without a delta."""
    breakdown: Breakdown | None = None
    """What parts a total has become, or which total a part belongs to."""
    force: ForceKind | None = None
    """What became of the binding force of its clause."""

    @property
    def side(self) -> Side:
        """The plan that a change is named by: the new one unless it has no such target."""
        return Side.NEW if self.new is not None else Side.OLD

    def target(self, side: Side) -> Target | None:
        """The target of one side."""
        return self.old if side is Side.OLD else self.new


class TaskChangeKind(StrEnum):
    """What became of a task."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task of the old plan, of the new one, or one of each: who does it and until when."""

    kind: TaskChangeKind
    old: Task | None
    new: Task | None
    row: str
    """Id of the row where it stands (the new task's row where there is one)."""
    lead: str | None = None
    """``changed`` where somebody else leads."""
    helpers: str | None = None
    """``changed`` where others cooperate."""
    deadline: str | None = None
    """``earlier``, ``later``, ``added``, ``removed``, ``changed`` or None."""

    @property
    def side(self) -> Side:
        """The plan that a change is named by: the new one unless it has no such task."""
        return Side.NEW if self.new is not None else Side.OLD

    def task(self, side: Side) -> Task | None:
        """The task of one side."""
        return self.old if side is Side.OLD else self.new


@dataclass(frozen=True, slots=True)
class Replacement:
    """A wording changed throughout: the same replacement in several rows."""

    old: str
    new: str
    count: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be said of the comparison itself: a guard that acted, an ignore rule in force."""

    kind: str
    text: str
    """In English; reports in other languages word the kind with its facts."""
    row: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value of what the sentence states: counts, rules."""

    @property
    def differs(self) -> bool:
        """Whether it states a difference between the plans that no row shows."""
        return self.kind == REMOVED_DIFFERS


def removed_differs(old: str, new: str) -> Notice:
    """The notice on a piece that both plans removed and that reads ``old`` and ``new``."""
    text = f"removed text differs: {old!r} and {new!r}"
    return Notice(REMOVED_DIFFERS, text, facts=(("old", old), ("new", new)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole answer."""

    old: Plan
    new: Plan
    rows: tuple[Row, ...]
    targets: tuple[TargetChange, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    notices: tuple[Notice, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    force: tuple[ForceChange, ...] = ()
    """In the order of the rows."""
    row_of: dict[tuple[Side, str], Row] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """The row of each section, by side and section id."""

    def __post_init__(self) -> None:
        for row in self.rows:
            self.row_of.update({(Side.OLD, section.id): row for section in row.old})
            self.row_of.update({(Side.NEW, section.id): row for section in row.new})

    def plan(self, side: Side) -> Plan:
        """The plan of one side."""
        return self.old if side is Side.OLD else self.new

    @property
    def row_counts(self) -> Counter[str]:
        """Rows by kind, and ``moved`` and ``renumbered`` beside them where there are any."""
        counts = Counter(row.kind.value for row in self.rows)
        counts.update("moved" for row in self.rows if row.moved)
        counts.update("renumbered" for row in self.rows if row.renumbered)
        return counts

    @property
    def target_counts(self) -> Counter[str]:
        """Target changes by kind."""
        return Counter(change.kind.value for change in self.targets)

    @property
    def task_counts(self) -> Counter[str]:
        """Task changes by kind."""
        return Counter(change.kind.value for change in self.tasks)

    @property
    def force_counts(self) -> Counter[str]:
        """Changes of binding force by kind."""
        return Counter(change.kind.value for change in self.force)

    @property
    def removal_doubts(self) -> int:
        """How many pieces that reading removed may be text of the plans, or differ between them."""
        findings = (*self.old.findings, *self.new.findings)
        doubtful = sum(finding.kind in (REMOVED_CONTENT, REMOVED_SHARE) for finding in findings)
        return doubtful + sum(notice.differs for notice in self.notices)

    @property
    def differs_in_substance(self) -> bool:
        """Whether ``--exit-code`` answers 1."""
        return (
            any(row.moved or row.substantive for row in self.rows)
            or any(change.kind is not TargetChangeKind.UNCHANGED for change in self.targets)
            or any(change.kind is not TaskChangeKind.UNCHANGED for change in self.tasks)
            or bool(self.force)
            or any(notice.differs for notice in self.notices)
        )
