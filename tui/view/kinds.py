"""The kinds by which the filter finds a row."""

from plandiff.comparison.model import Row, RowKind

KINDS = (
    "modified", "added", "removed", "moved", "split", "merged", "regrouped",
    "targets", "formal", "renumbered", "doubtful", "notes", "questioned", "conflict", "outdated",
)  # fmt: skip
"""Kinds that the filter offers, in its order."""
STATES = frozenset({"questioned", "conflict", "outdated"})
"""Kinds that are what the readers said of a row."""


def kinds_of(row: Row, has_targets: bool, has_notes: bool) -> frozenset[str]:
    """Every kind by which the filter finds a row."""
    kinds = set()
    if row.kind is RowKind.MODIFIED and not row.substantive:
        kinds.add("formal")
    elif row.kind is not RowKind.UNCHANGED:
        kinds.add(row.kind.value)
    elif row.renumbered:
        kinds.add("renumbered")
    if row.moved:
        kinds.add("moved")
    if has_targets:
        kinds.add("targets")
    if has_notes:
        kinds.add("notes")
    if row.doubtful:
        kinds.add("doubtful")
    return frozenset(kinds)
