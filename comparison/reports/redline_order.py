"""Which rows of a redline stay in place: a chain that both plans keep in their own order.

Only such rows can be shown as one text with insertions and deletions; all others are deleted at
their old place and inserted at their new one, or else "reject all" would not give back the old
plan in its order.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from plandiff.comparison.model import Comparison, Op, Row, Side

_STAYS = 1_000_000
"""Weight of a row that the alignment did not call moved: no moved row outweighs it."""


def positions(comparison: Comparison, side: Side) -> Mapping[str, int]:
    """The place of each section in its plan."""
    return {section.id: i for i, section in enumerate(comparison.plan(side).sections)}


def _run(row: Row, side: Side, at: Mapping[str, int]) -> int | None:
    """Where the row's sections begin, if they stand one after the other in the plan."""
    places = [at[section.id] for section in row.sections(side)]
    consecutive = bool(places) and places == list(range(places[0], places[0] + len(places)))
    return places[0] if consecutive else None


def _weight(row: Row) -> int:
    same = sum(len(edit.text) for edit in row.edits if edit.op is Op.EQUAL)
    return 1 + same + (0 if row.moved else _STAYS)


def _best_before(chain: Sequence[tuple[int, int, int]], start: int) -> int:
    """Index of the last entry of the frontier whose old place is smaller than ``start``."""
    return bisect_left(chain, (start,)) - 1


def rows_in_place(comparison: Comparison) -> tuple[Row, ...]:
    """The heaviest chain of rows whose old and new places both grow, in that order.

    The frontier holds (old place, total weight, index of the row) with both growing; an entry that
    a later row beats at a smaller old place is dropped (Jacobson and Vo 1992), O(n log n) lookups.
    """
    at = {side: positions(comparison, side) for side in Side}
    found = [
        (new, old, row)
        for row in comparison.rows
        if (old := _run(row, Side.OLD, at[Side.OLD])) is not None
        and (new := _run(row, Side.NEW, at[Side.NEW])) is not None
    ]
    found.sort(key=lambda entry: entry[:2])
    frontier: list[tuple[int, int, int]] = []
    before: list[int | None] = []
    for index, (_, old, row) in enumerate(found):
        place = _best_before(frontier, old)
        total = _weight(row) + (frontier[place][1] if place >= 0 else 0)
        before.append(frontier[place][2] if place >= 0 else None)
        beaten = place + 1
        while beaten < len(frontier) and frontier[beaten][1] <= total:
            del frontier[beaten]
        frontier.insert(place + 1, (old, total, index))
    chain: list[Row] = []
    at_row = frontier[-1][2] if frontier else None
    while at_row is not None:
        chain.append(found[at_row][2])
        at_row = before[at_row]
    return tuple(reversed(chain))
