"""Rank all changes by consequence; each change is listed once.

Relaxations come first (targets lowered or dropped, duties weakened, deadlines put off, owners
changed, sections dropped), then stricter or new demands, then rewording, then form.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from msgspec import Struct

from plandiff.comparison.edits import Passage, RowKind, Side
from plandiff.comparison.model import (
    BoundClause,
    Comparison,
    ForceChange,
    ForceKind,
    Row,
    TargetChange,
    TargetChangeKind,
    TaskChange,
    TaskChangeKind,
)
from plandiff.corpus.model import Span, Target, Task


class Consequence(IntEnum):
    """Groups of changes; smaller numbers are more important."""

    TARGET_LOWERED = 0
    TARGET_EASED = 1
    """A bound is wider: less is asked although no value fell."""
    TARGET_REMOVED = 2
    FORCE_WEAKENED = 3
    FORCE_NARROWED = 4
    DEADLINE_LATER = 5
    """Put off, dropped, or no longer a date."""
    OWNER_CHANGED = 6
    TASK_REMOVED = 7
    SECTION_REMOVED = 8
    TARGET_CHANGED = 9
    TARGET_RAISED = 10
    TARGET_ADDED = 11
    FORCE_STRENGTHENED = 12
    FORCE_WIDENED = 13
    DEADLINE_EARLIER = 14
    """Brought forward, or set for the first time."""
    HELPERS_CHANGED = 15
    TASK_ADDED = 16
    SECTION_ADDED = 17
    SECTION_SPLIT = 18
    SECTION_MERGED = 19
    SECTION_REGROUPED = 20
    SECTION_MOVED = 21
    LIST_CHANGED = 22
    """A list in a clause has more or fewer items; the verdict counts it as rewording."""
    REWORDED = 23
    FORM = 24


class Ranked(Struct, frozen=True):
    """One change: its id in the JSON, its group, and its row."""

    id: str
    """``t3`` a target, ``f0`` force, ``k1`` a task, ``r4.2`` a passage, ``r4`` a row."""
    group: Consequence
    row: str


_TARGETS = {
    TargetChangeKind.LOWERED: Consequence.TARGET_LOWERED,
    TargetChangeKind.REMOVED: Consequence.TARGET_REMOVED,
    TargetChangeKind.CHANGED: Consequence.TARGET_CHANGED,
    TargetChangeKind.RAISED: Consequence.TARGET_RAISED,
    TargetChangeKind.ADDED: Consequence.TARGET_ADDED,
}
_FORCE = {
    ForceKind.WEAKENED: Consequence.FORCE_WEAKENED,
    ForceKind.NARROWED: Consequence.FORCE_NARROWED,
    ForceKind.STRENGTHENED: Consequence.FORCE_STRENGTHENED,
    ForceKind.WIDENED: Consequence.FORCE_WIDENED,
}
_ROWS = {
    RowKind.REMOVED: Consequence.SECTION_REMOVED,
    RowKind.ADDED: Consequence.SECTION_ADDED,
    RowKind.SPLIT: Consequence.SECTION_SPLIT,
    RowKind.MERGED: Consequence.SECTION_MERGED,
    RowKind.REGROUPED: Consequence.SECTION_REGROUPED,
}


def order_by_consequence(comparison: Comparison) -> tuple[Ranked, ...]:
    """Return every change of the comparison once, by its finest id, in a deterministic order.

    A passage is left out if a target, a duty or a task covers its change, and a row if its
    passages do, unless the row itself was added, dropped, moved, split or merged.  A target that
    was only reworded is left out if a duty covers its change, one that was only put off or
    brought forward if its task was too, and one whose words are a duty's: 每年举办, 适时举办.
    """
    place_of = {row.id: place for place, row in enumerate(comparison.rows)}
    covered = _CoveredPlaces()
    finer = [
        *_targets(comparison, covered),
        *_force(comparison, covered),
        *_tasks(comparison, covered),
    ]
    ranked = [*finer, *_rows(comparison.rows, covered, {item.row for item in finer})]
    ranked.sort(key=lambda item: (item.group, place_of[item.row]))
    return tuple(ranked)


def count_consequences(ranked: Iterable[Ranked]) -> Counter[Consequence]:
    """Count the changes of each group."""
    return Counter(item.group for item in ranked)


def group_of_target(change: TargetChange) -> Consequence | None:
    """Return the group of a target's change; None if it did not change."""
    if change.kind is TargetChangeKind.RAISED and change.effect == "less":
        return Consequence.TARGET_EASED
    if change.kind is TargetChangeKind.LOWERED and change.effect == "more":
        return Consequence.TARGET_RAISED
    if change.kind in (TargetChangeKind.CHANGED, TargetChangeKind.UNCHANGED):
        if change.relation == "loosened" and change.effect == "less":
            return Consequence.TARGET_EASED
        if change.deadline is not None:
            later = change.deadline == "later"
            return Consequence.DEADLINE_LATER if later else Consequence.DEADLINE_EARLIER
        if change.relation is not None:
            return Consequence.TARGET_CHANGED
    return _TARGETS.get(change.kind)


def group_of_task(change: TaskChange) -> Consequence | None:
    """Return the group of a task's most important change; None if it did not change."""
    if change.kind is TaskChangeKind.REMOVED:
        return Consequence.TASK_REMOVED
    if change.kind is TaskChangeKind.ADDED:
        return Consequence.TASK_ADDED
    if change.deadline in ("later", "removed", "changed"):
        return Consequence.DEADLINE_LATER
    if change.lead:
        return Consequence.OWNER_CHANGED
    if change.deadline in ("earlier", "added"):
        return Consequence.DEADLINE_EARLIER
    return Consequence.HELPERS_CHANGED if change.helpers else None


def unit_of_change(
    comparison: Comparison, identity: str, rows: Mapping[str, Row] | None = None
) -> str:
    """Return the id of the changed passage or row that shows a change; ``identity``: `Ranked.id`.

    For a target, a duty or a task it is the first changed passage of its row with its text, else
    the row.  ``rows``: the rows by id, from callers that ask for many changes.  Raises KeyError for
    an id that the comparison does not have.
    """
    rows = {row.id: row for row in comparison.rows} if rows is None else rows
    if identity[:1] not in "tfk" or not identity[1:].isdecimal():
        row = rows[identity.partition(".")[0]]
        if identity not in (row.id, *(passage.id for passage in row.changed_passages)):
            raise KeyError(identity)
        return identity
    changes: dict[str, Sequence[TargetChange | ForceChange | TaskChange]] = {
        "t": comparison.targets, "f": comparison.force, "k": comparison.tasks,
    }  # fmt: skip
    of_kind, number = changes[identity[0]], int(identity[1:])
    if number >= len(of_kind):
        raise KeyError(identity)
    found = of_kind[number]
    covered = _CoveredPlaces()
    covered.add(found)
    return next((p.id for p in rows[found.row].changed_passages if covered.covers(p)), found.row)


class _CoveredPlaces:
    """Places of both plans whose change is covered by a target, a duty or a task."""

    def __init__(self) -> None:
        self._spans: dict[tuple[Side, str], list[Span]] = {}

    def add(self, change: TargetChange | ForceChange | TaskChange) -> None:
        for side in Side:
            match change:
                case TargetChange():
                    stated: Target | BoundClause | Task | None = change.target(side)
                case ForceChange():
                    stated = change.clause(side)
                case TaskChange():
                    stated = change.task(side)
            if stated is not None:
                self._spans.setdefault((side, stated.section), []).append(stated.span)

    def covers(self, passage: Passage) -> bool:
        """Whether one of the places overlaps the passage."""
        return any(
            span.start < place.end and place.start < span.end
            for side in Side
            for place in passage.places(side)
            for span in self._spans.get((side, place.section), ())
        )


def _targets(comparison: Comparison, covered: _CoveredPlaces) -> Iterator[Ranked]:
    for place, change in enumerate(comparison.targets):
        group = group_of_target(change)
        if group is None or (group is Consequence.TARGET_CHANGED and _is_duty(change, comparison)):
            continue
        if group in _DEADLINES and _is_task(change, comparison):
            continue
        if _is_force_word(change, comparison):
            continue
        covered.add(change)
        yield Ranked(f"t{place}", group, change.row)


_DEADLINES = (Consequence.DEADLINE_LATER, Consequence.DEADLINE_EARLIER)


def _is_duty(target: TargetChange, comparison: Comparison) -> bool:
    """Whether a change of force covers a reworded target: 完成30座公厕改造, 力争建成公厕30座."""
    return target.force is not None and any(
        duty.kind is target.force
        and all(_is_within(target.target(side), duty.clause(side)) for side in Side)
        for duty in comparison.force
    )


def _is_force_word(target: TargetChange, comparison: Comparison) -> bool:
    """Whether a target of one plan is the word of a changed duty: 每年举办一次, 适时举办."""
    stated = target.old if target.new is None else target.new if target.old is None else None
    side = Side.OLD if target.new is None else Side.NEW
    return stated is not None and any(
        clause.section == stated.section
        and clause.mark.start < stated.span.end
        and stated.span.start < clause.mark.end
        for clause in (duty.clause(side) for duty in comparison.force if not duty.listed)
    )


def _is_task(target: TargetChange, comparison: Comparison) -> bool:
    """Whether the task of a target changes its deadline alike: 修缮校舍12栋(完成时限:9月)."""
    return any(
        task.deadline == target.deadline
        and all(_is_work(target.target(side), task.task(side)) for side in Side)
        for task in comparison.tasks
    )


def _is_work(target: Target | None, task: Task | None) -> bool:
    return (
        target is not None
        and task is not None
        and target.section == task.section
        and target.quote in task.task
    )


def _is_within(target: Target | None, clause: BoundClause) -> bool:
    return (
        target is not None
        and target.section == clause.section
        and clause.span.start <= target.span.start < clause.span.end
    )


def _force(comparison: Comparison, covered: _CoveredPlaces) -> Iterator[Ranked]:
    for place, change in enumerate(comparison.force):
        covered.add(change)
        group = Consequence.LIST_CHANGED if change.listed else _FORCE[change.kind]
        yield Ranked(f"f{place}", group, change.row)


def _tasks(comparison: Comparison, covered: _CoveredPlaces) -> Iterator[Ranked]:
    for place, change in enumerate(comparison.tasks):
        group = group_of_task(change)
        if group is None:
            continue
        covered.add(change)
        yield Ranked(f"k{place}", group, change.row)


def _rows(rows: Iterable[Row], covered: _CoveredPlaces, finer: set[str]) -> Iterator[Ranked]:
    for row in rows:
        group = _ROWS.get(row.kind)
        if group is None and row.moved:
            group = Consequence.SECTION_MOVED
        if group is not None:
            yield Ranked(row.id, group, row.id)
        if row.kind in (RowKind.ADDED, RowKind.REMOVED):
            continue
        passages = list(_passages(row, covered))
        yield from passages
        if group is None and not passages and row.id not in finer and _differs(row):
            group = Consequence.REWORDED if row.substantive else Consequence.FORM
            yield Ranked(row.id, group, row.id)


def _passages(row: Row, covered: _CoveredPlaces) -> Iterator[Ranked]:
    """Yield changed passages not covered by finer changes; of a moved one only the new half."""
    for passage in row.passages:
        halved = passage.other is not None and not passage.new
        if not passage.changed or halved or covered.covers(passage):
            continue
        group = Consequence.REWORDED if passage.substantive else Consequence.FORM
        yield Ranked(passage.id, group, row.id)


def _differs(row: Row) -> bool:
    return row.kind is not RowKind.UNCHANGED or row.renumbered
