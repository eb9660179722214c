"""Which rows of a redline stay in place: those that come in the same order in both plans.

Only such rows can be shown as one text with insertions and deletions; all others are deleted at
their old place and inserted at their new one, or else "reject all" would not give back the old
plan in its order.
"""

from collections.abc import Mapping

from plandiff.comparison.model import Comparison, Op, Row, Side
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

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


def rows_in_place(comparison: Comparison) -> tuple[Row, ...]:
    """The heaviest sequence of rows whose old and new places both grow, in that order."""
    at = {side: positions(comparison, side) for side in Side}
    found = [
        (new, old, row)
        for row in comparison.rows
        if (old := _run(row, Side.OLD, at[Side.OLD])) is not None
        and (new := _run(row, Side.NEW, at[Side.NEW])) is not None
    ]
    found.sort(key=lambda entry: entry[:2])
    kept = heaviest_increasing_subsequence(
        [old for _, old, _ in found], [_weight(row) for _, _, row in found]
    )
    return tuple(found[index][2] for index in kept)
