"""Find moved rows: those outside the heaviest increasing subsequence of rows.

A row is reported as moved only on strong evidence: a false move costs more trust than a missed
one.
"""

from bisect import bisect
from collections.abc import Sequence

from msgspec import Struct

from plandiff.comparison.alignment.weights import MOVE
from plandiff.comparison.subsequences import heaviest_increasing_subsequence


class RowPosition(Struct, frozen=True):
    """The position of a matched row on both sides, and its weight."""

    old: int
    new: int
    weight: int
    """Cost of reporting the row as moved."""
    confidence: float
    likeness: float
    """Share of the wording that is the same, 0 to 1."""
    text: int
    """Characters of the shorter side."""
    links: tuple[tuple[int, int], ...]
    """All pairs of places that the row links; old and new above are the weightiest."""
    bare: bool
    """Whether it is only a heading above other sections."""
    children: tuple[int, ...]
    """Indices of the rows of its children."""


def find_moved_blocks(rows: Sequence[RowPosition], *, related: bool) -> list[list[int]]:
    """Return indices of the rows that moved, in blocks of consecutive ones; rows are in old order.

    Two plans that are not ``related`` have no common order: only rows with the same text can move.
    """
    in_order = heaviest_increasing_subsequence(
        [row.new for row in rows], [row.weight for row in rows]
    )
    kept = set(in_order)
    outside = _without_left_headings(rows, _out_of_order(rows, in_order))
    blocks = _consecutive(rows, sorted(outside), kept)
    surest = MOVE.surest if related else MOVE.surest_if_unrelated
    return [block for block in blocks if _is_sure(rows, block, surest)]


def _out_of_order(rows: Sequence[RowPosition], in_order: list[int]) -> set[int]:
    """Return rows out of order of which no link fits between the rows that are in order."""
    kept = set(in_order)
    old, new = [rows[at].old for at in in_order], [rows[at].new for at in in_order]
    return {
        at
        for at, row in enumerate(rows)
        if at not in kept
        and all(bisect(old, here) != bisect(new, there) for here, there in row.links)
    }


def _without_left_headings(rows: Sequence[RowPosition], outside: set[int]) -> set[int]:
    """Drop bare headings, unless at least half of the sections below them moved."""
    return {at for at in outside if not rows[at].bare or _led_away(rows[at].children, outside)}


def _led_away(children: Sequence[int], outside: set[int]) -> bool:
    gone = sum(child in outside for child in children)
    return gone > 0 and 2 * gone >= len(children)


def _consecutive(rows: Sequence[RowPosition], moved: list[int], kept: set[int]) -> list[list[int]]:
    """Group moved rows with no row between them that kept its place, on either side."""
    # Two moved rows are neighbours if equally many kept rows come before them, on each side.
    by_new = sorted(range(len(rows)), key=lambda at: rows[at].new)
    kept_before_new, count = {}, 0
    for at in by_new:
        kept_before_new[at] = count
        count += at in kept
    kept_before_old, count = {}, 0
    for at in range(len(rows)):
        kept_before_old[at] = count
        count += at in kept
    blocks: list[list[int]] = []
    for at in moved:
        last = blocks[-1][-1] if blocks else None
        if (
            last is not None
            and kept_before_old[last] == kept_before_old[at]
            and kept_before_new[last] == kept_before_new[at]
            and rows[last].new < rows[at].new
        ):
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _is_sure(rows: Sequence[RowPosition], block: list[int], surest: float) -> bool:
    return any(
        rows[at].confidence >= surest
        and rows[at].likeness >= MOVE.least_likeness
        and rows[at].text >= MOVE.least_text
        for at in block
    )
