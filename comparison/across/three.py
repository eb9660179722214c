"""A draft against last year's plan and the superior plan: the origin of each clause.

align the draft with each -> join both alignments by clause -> find requirements of the superior
plan that the draft lacks (coverage) -> join the targets of all three
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from plandiff.comparison.across.coverage import Likeness, Quote, cover
from plandiff.comparison.edits import Passage, Place, RowKind
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.passages.units import cut_units
from plandiff.corpus.model import Plan, Target

_LEAST_KEPT = 0.3
"""Least share of the shorter clause in common, so that one clause comes from the other."""


class Origin(StrEnum):
    """The origin of a clause of the draft."""

    LAST = "last"
    PARENT = "parent"
    BOTH = "both"
    NEW = "new"


class Clause(Struct, frozen=True):
    """A sentence, list item or heading of the draft, with its counterparts."""

    place: Place
    last: tuple[Place, ...]
    parent: tuple[Place, ...]

    @property
    def origin(self) -> Origin:
        """The plans that contain the clause."""
        if self.last:
            return Origin.BOTH if self.parent else Origin.LAST
        return Origin.PARENT if self.parent else Origin.NEW


class JoinedTarget(Struct, frozen=True):
    """One target in those of the three plans that state it."""

    last: Target | None
    parent: Target | None
    draft: Target | None


class ThreeWay(Struct, frozen=True):
    """The result of `three_way`."""

    last: Plan
    parent: Plan
    draft: Plan
    clauses: tuple[Clause, ...]
    """Each sentence, list item and heading of the draft, in order."""
    missing: tuple[Quote, ...]
    """Requirements of the superior plan for the lower level that the draft lacks, in order."""
    dropped: tuple[Quote, ...]
    """Sentences, list items and headings of last year's plan that no clause comes from."""
    targets: tuple[JoinedTarget, ...]
    """Targets of the draft first, then those that it lacks."""

    @property
    def counts(self) -> Counter[str]:
        """Clauses by origin, and how many are missing and dropped."""
        found = Counter(clause.origin.value for clause in self.clauses)
        found["missing"] = len(self.missing)
        found["dropped"] = len(self.dropped)
        return found


def three_way(last: Plan, parent: Plan, draft: Plan) -> ThreeWay:
    """Return the origin of each clause of a draft, missing requirements, and all targets."""
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
    """Map each clause of the new plan to its source clauses in the old one."""
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
    """Return the old places of a passage; for a moved one, those of its other half."""
    if passage.other and passage.new:
        return passages[passage.other].old
    return passage.old if passage.kept >= _LEAST_KEPT else ()


def _add_answer(
    sources: dict[Place, list[Place]], requirement: Place, answer: Place, draft: Plan
) -> None:
    """Add a requirement as source of the draft's clauses that answer it, unless it is one already.

    ``answer`` may be a part of a clause, or span several.
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
    """Yield the targets of the draft with their counterparts, then those of the other plans."""
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
    """Map ids of new targets to the old targets that they are paired with."""
    return {
        change.new.id: change.old
        for change in comparison.targets
        if change.old is not None and change.new is not None and change.breakdown is None
    }
