"""Two plans of one section each, and what became of their targets."""

from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import Row, TargetChange
from plandiff.comparison.target_changes import match_targets
from plandiff.corpus.model import Plan, Section, Source
from plandiff.corpus.targets.finding import find_targets


def plan_of(body: str) -> Plan:
    sections = (Section("s0", None, 0, None, None, "", body),)
    return Plan(Source("a", "txt", None, "", 0), "", 2024, None, sections, find_targets(sections))


def changes_of(old: str, new: str) -> tuple[TargetChange, ...]:
    before, after = plan_of(old), plan_of(new)
    row = Row("r0", RowKind.MODIFIED, before.sections, after.sections, (), ())
    return match_targets(before, after, (row,))


def change_of(old: str, new: str) -> TargetChange:
    """The only change there is."""
    (change,) = changes_of(old, new)
    return change
