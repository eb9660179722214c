"""The kinds by which the filter finds a row."""

from plandiff.comparison.model import Row, RowKind

DOUBTFUL = 0.7
"""Matches less certain than this are offered for a second look."""
KINDS = (
    "modified", "added", "removed", "moved", "split", "merged", "regrouped",
    "targets", "form", "renumbered", "doubtful", "notes", "questioned", "conflict", "outdated",
)  # fmt: skip
"""Kinds that the filter offers, in its order."""
STATES = frozenset({"questioned", "conflict", "outdated"})
"""Kinds that are what the readers said of a row."""


def kinds_of(row: Row, has_targets: bool, has_notes: bool) -> frozenset[str]:
    """Every kind by which the filter finds a row."""
    kinds = set()
    if row.kind is RowKind.MODIFIED and not row.substantive:
        kinds.add("form")
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
    if row.old and row.new and row.confidence < DOUBTFUL:
        kinds.add("doubtful")
    return frozenset(kinds)
