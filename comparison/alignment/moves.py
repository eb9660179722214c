"""Which rows moved: those outside the heaviest chain of rows that keep the order.

Nothing is called moved on weak grounds: telling a reader that a section moved when it did not costs
more trust than silence.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment.order import heaviest_chain
from plandiff.comparison.alignment.weights import MOVE


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matched row stands on both sides, and how much it weighs."""

    old: int
    new: int
    weight: int
    """What it costs to call the row moved."""
    confidence: float
    likeness: float
    """How much of the wording is the same, 0 to 1."""
    text: int
    """Characters of the shorter side."""
    links: tuple[tuple[int, int], ...]
    """All pairs of places that the row links; old and new above are the weightiest."""
    bare: bool
    """Nothing but a heading above other sections."""
    children: tuple[int, ...]
    """Indices of the rows of its children."""


def find_moved_blocks(rows: Sequence[Standing], *, related: bool) -> list[list[int]]:
    """Indices of the rows that moved, consecutive ones together; rows come in old order.

    Two plans that are not ``related`` have no common order: only what says the same can have moved.
    """
    chain = heaviest_chain([row.new for row in rows], [row.weight for row in rows])
    kept = set(chain)
    outside = _without_left_headings(rows, _out_of_order(rows, chain))
    blocks = _consecutive(rows, sorted(outside), kept)
    surest = MOVE.surest if related else MOVE.surest_if_unrelated
    return [block for block in blocks if _is_sure(rows, block, surest)]


def _out_of_order(rows: Sequence[Standing], chain: list[int]) -> set[int]:
    """Rows outside the chain of which no link fits between the chain's rows."""
    kept = set(chain)
    old, new = [rows[at].old for at in chain], [rows[at].new for at in chain]
    return {
        at
        for at, row in enumerate(rows)
        if at not in kept
        and all(bisect(old, here) != bisect(new, there) for here, there in row.links)
    }


def _without_left_headings(rows: Sequence[Standing], outside: set[int]) -> set[int]:
    """A bare heading moved only if at least half of what stands under it did."""
    return {at for at in outside if not rows[at].bare or _led_away(rows[at].children, outside)}


def _led_away(children: Sequence[int], outside: set[int]) -> bool:
    gone = sum(child in outside for child in children)
    return gone > 0 and 2 * gone >= len(children)


def _consecutive(rows: Sequence[Standing], moved: list[int], kept: set[int]) -> list[list[int]]:
    """Moved rows with no row between them that kept its place, on either side."""
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


def _is_sure(rows: Sequence[Standing], block: list[int], surest: float) -> bool:
    return any(
        rows[at].confidence >= surest
        and rows[at].likeness >= MOVE.least_likeness
        and rows[at].text >= MOVE.least_text
        for at in block
    )
