"""What became of the force of targets that were paired."""

from collections.abc import Iterable
from dataclasses import replace

from plandiff.comparison.force.grades import compare_grades
from plandiff.comparison.force.pairing import ClausePair, PlacedClause, placed_clauses
from plandiff.comparison.model import ForceKind, Side, TargetChange
from plandiff.corpus.force import Mode
from plandiff.corpus.model import Plan, Target

_SAME = 1.0
"""Similarity of the clauses of two targets: that they are one was decided by the targets."""


def add_target_force(
    old: Plan, new: Plan, changes: Iterable[TargetChange]
) -> tuple[TargetChange, ...]:
    """The changes with ``force``: 必须完成120人 that becomes 鼓励完成120人 is weakened."""
    clauses = {Side.OLD: _ClausesOf(old), Side.NEW: _ClausesOf(new)}
    return tuple(replace(change, force=_force(change, clauses)) for change in changes)


class _ClausesOf:
    """The clauses of a plan's sections, read where a target needs them."""

    def __init__(self, plan: Plan) -> None:
        self._sections = {section.id: section for section in plan.sections}
        self._read: dict[str, tuple[PlacedClause, ...]] = {}

    def of(self, target: Target) -> PlacedClause | None:
        """The clause that holds the target's quote."""
        section = target.section
        if section not in self._read:
            self._read[section] = placed_clauses(self._sections[section])
        holding = (
            clause
            for clause in self._read[section]
            if clause.span.start <= target.span.start < clause.span.end
        )
        return next(holding, None)


def _force(change: TargetChange, clauses: dict[Side, _ClausesOf]) -> ForceKind | None:
    if change.old is None or change.new is None:
        return None
    old, new = clauses[Side.OLD].of(change.old), clauses[Side.NEW].of(change.new)
    if old is None or new is None or Mode.CARRIED in (old.clause.mode, new.clause.mode):
        return None
    return compare_grades(ClausePair(old, new, _SAME))
