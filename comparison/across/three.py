"""A draft beside last year's plan and the superior plan: from which of them each clause comes.

align the draft with each -> join both alignments clause by clause -> ask coverage what the superior
plan asks and the draft lacks -> join the targets of all three
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from plandiff.comparison.across.coverage import Likeness, Quote, cover
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, Passage, Place, RowKind
from plandiff.comparison.passages.units import cut_units
from plandiff.corpus.model import Plan, Target

_LEAST_KEPT = 0.3
"""Share of the shorter clause that both must have, so that one comes from the other."""


class Origin(StrEnum):
    """Where a clause of the draft comes from."""

    LAST = "last"
    PARENT = "parent"
    BOTH = "both"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, list item or heading of the draft, with its counterparts."""

    place: Place
    last: tuple[Place, ...]
    parent: tuple[Place, ...]

    @property
    def origin(self) -> Origin:
        """Which of the two plans have it."""
        if self.last:
            return Origin.BOTH if self.parent else Origin.LAST
        return Origin.PARENT if self.parent else Origin.NEW


@dataclass(frozen=True, slots=True)
class JoinedTarget:
    """One target of the three plans, where they state it."""

    last: Target | None
    parent: Target | None
    draft: Target | None


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """The whole answer."""

    last: Plan
    parent: Plan
    draft: Plan
    clauses: tuple[Clause, ...]
    """Every sentence, list item and heading of the draft once, in order."""
    missing: tuple[Quote, ...]
    """What the superior plan asks of the lower level and the draft lacks, in its order."""
    dropped: tuple[Quote, ...]
    """Sentences, list items and headings of last year's plan that no clause comes from."""
    targets: tuple[JoinedTarget, ...]
    """Those of the draft first, then those that it lacks."""

    @property
    def counts(self) -> Counter[str]:
        """Clauses by origin, and how many are missing and dropped."""
        found = Counter(clause.origin.value for clause in self.clauses)
        found["missing"] = len(self.missing)
        found["dropped"] = len(self.dropped)
        return found


def three_way(last: Plan, parent: Plan, draft: Plan) -> ThreeWay:
    """Where each clause of a draft comes from, what it lacks, and the targets of all three."""
    from_last, from_parent = compare(last, draft), compare(parent, draft)
    coverage = cover(parent, [draft])
    sources = _sources(from_last), _sources(from_parent)
    for requirement, answer in zip(coverage.requirements, coverage.answers_of(0), strict=True):
        if answer.likeness in (Likeness.COPIED, Likeness.REWORDED):
            for quote in answer.quotes:
                _add_answer(sources[1], requirement.quote.place, quote.place, draft)
    clauses = tuple(
        Clause(place, *(tuple(source.get(place, ())) for source in sources))
        for place in _places(draft)
    )
    kept = {place for clause in clauses for place in clause.last}
    return ThreeWay(
        last=last,
        parent=parent,
        draft=draft,
        clauses=clauses,
        missing=tuple(
            requirement.quote
            for at, requirement in enumerate(coverage.requirements)
            if coverage.is_gap(at, 0)
        ),
        dropped=tuple(
            Quote(unit.place, unit.text)
            for unit in cut_units(last.sections)
            if unit.place not in kept
        ),
        targets=tuple(_targets(from_last, from_parent)),
    )


def _places(plan: Plan) -> Iterator[Place]:
    return (unit.place for unit in cut_units(plan.sections))


def _sources(comparison: Comparison) -> dict[Place, list[Place]]:
    """For each clause of the new plan the clauses of the old one that it comes from."""
    passages = {passage.id: passage for row in comparison.rows for passage in row.passages}
    found: defaultdict[Place, list[Place]] = defaultdict(list)
    for row in comparison.rows:
        if row.kind is RowKind.UNCHANGED:
            for old, new in zip(cut_units(row.old), cut_units(row.new), strict=True):
                found[new.place].append(old.place)
        for passage in row.passages:
            old_places = _origins(passage, passages)
            for place in passage.new:
                found[place] += old_places
    return found


def _origins(passage: Passage, passages: Mapping[str, Passage]) -> tuple[Place, ...]:
    """The old places of a passage; of one that left its row those of its other half."""
    if passage.other and passage.new:
        return passages[passage.other].old
    return passage.old if passage.kept >= _LEAST_KEPT else ()


def _add_answer(
    sources: dict[Place, list[Place]], requirement: Place, answer: Place, draft: Plan
) -> None:
    """Add a requirement to the clauses of the draft that answer it, unless a part of it is there.

    ``answer`` may be a part of a clause, or go over several.
    """
    section = next(section for section in draft.sections if section.id == answer.section)
    for unit in cut_units([section]):
        known = sources.setdefault(unit.place, [])
        if _overlap(unit.place, answer) and not any(_overlap(p, requirement) for p in known):
            known.append(requirement)


def _overlap(one: Place, other: Place) -> bool:
    same = one.section == other.section
    return same and one.start < other.end and other.start < one.end


def _targets(from_last: Comparison, from_parent: Comparison) -> Iterator[JoinedTarget]:
    """The targets of the draft with their counterparts, then those that only the others have."""
    last, parent = _counterparts(from_last), _counterparts(from_parent)
    for target in from_last.new.targets:
        yield JoinedTarget(last.get(target.id), parent.get(target.id), target)
    between = _counterparts(compare(from_parent.old, from_last.old))
    used = {target.id for target in parent.values()}
    taken = {target.id for target in last.values()}
    for target in from_last.old.targets:
        if target.id not in taken:
            other = between.get(target.id)
            other = None if other is None or other.id in used else other
            used |= {other.id} if other else set()
            yield JoinedTarget(target, other, None)
    for target in from_parent.old.targets:
        if target.id not in used:
            yield JoinedTarget(None, target, None)


def _counterparts(comparison: Comparison) -> dict[str, Target]:
    """Old targets by the ids of the new ones that they are of the same thing as."""
    return {
        change.new.id: change.old
        for change in comparison.targets
        if change.old is not None and change.new is not None and change.breakdown is None
    }
