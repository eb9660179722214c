"""Facts of one row: the kinds by which the filter finds it, and the lines where a reader stops."""

from plandiff.comparison.model import Row, RowKind
from plandiff.tui.layout.geometry import Block, Line

KINDS = (
    "modified", "added", "removed", "moved", "split", "merged", "regrouped",
    "targets", "weakened", "strengthened", "narrowed", "widened", "tasks",
    "formal", "renumbered", "doubtful", "notes", "questioned", "conflict", "outdated", "since",
)  # fmt: skip
"""Kinds that the filter offers, in its order."""
STATES = frozenset({"questioned", "conflict", "outdated"})
"""Kinds that are what the readers said of a row."""


def kinds_of(row: Row, *, has_notes: bool) -> frozenset[str]:
    """The kinds by which the filter finds a row, but for its targets, force and tasks."""
    kinds = set()
    if row.kind is RowKind.MODIFIED and not row.substantive:
        kinds.add("formal")
    elif row.kind is not RowKind.UNCHANGED:
        kinds.add(row.kind.value)
    elif row.renumbered:
        kinds.add("renumbered")
    if row.moved:
        kinds.add("moved")
    if has_notes:
        kinds.add("notes")
    if row.doubtful:
        kinds.add("doubtful")
    return frozenset(kinds)


def target_stops(block: Block, sign: str) -> list[int]:
    """Offsets of the lines of a block where a changed target begins, on either side."""
    return [
        offset
        for offset, pair in enumerate(zip(block.left, block.right, strict=True))
        if any(begins(line, sign) for line in pair if line is not None)
    ]


def begins(line: Line, sign: str) -> bool:
    """Whether a range with this gutter sign begins in a line."""
    return any(
        own == sign and line.start <= start < max(line.end, line.start + 1)
        for start, _, own in line.paragraph.signs
    )
