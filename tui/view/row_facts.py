"""Facts of one row: the kinds by which the filter finds it, and the lines where a reader stops."""

from itertools import pairwise

from plandiff.comparison.model import Row, RowKind
from plandiff.tui.layout.geometry import Block, Line

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


_TOGETHER = 2
"""Changed lines this near to each other are one place: a single unchanged line parts nothing."""


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


def row_stops(row: Row, block: Block, page: int) -> list[int]:
    """Offsets in a row where a reader of changes should stop.

    The first changed line, and where changed lines begin again after unchanged ones, if that is
    more than half a page below the last stop: changed text is read on from its beginning, but no
    change further down is passed over.  A row that moved, was split, merged, added or removed is
    entered at its top.
    """
    changed = [
        offset
        for offset in range(block.height)
        if any(
            line is not None and line.sign(lambda sign: sign in "~+-=")
            for line in (block.left[offset], block.right[offset])
        )
    ]
    at_top = row.moved or row.kind is not RowKind.MODIFIED or not changed
    stops = [0 if at_top else changed[0]]
    for before, offset in pairwise(changed):
        if offset - before > _TOGETHER and offset - stops[-1] > max(page // 2, 4):
            stops.append(offset)
    return stops
