"""Selects the items to show: filtered rows, folded runs, and pointers at old places of moves.

Pure functions: take a comparison and the display options, return a sequence of items.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.model import Plan


class ItemKind(StrEnum):
    """Kind of an item."""

    ROW = "row"
    FOLD = "fold"
    """A run of hidden rows, shown as one line."""
    GHOST = "ghost"
    """The place that a row moved away from; one line that points to the row."""


class Item(Struct, frozen=True):
    """A unit of layout that occupies the same lines in both panes."""

    kind: ItemKind
    first: int
    """Index of the row, or of the first row of the run."""
    last: int
    """Index of the last row; equal to ``first`` for a single row."""
    side: Side | None = None
    """For a ghost: the side whose text was here."""


class Folding(Struct, frozen=True):
    """Options for folding unchanged rows."""

    folded: bool = False
    context: int = 1
    """Unchanged rows that stay visible before and after a change."""
    turned: frozenset[int] = frozenset()
    """Runs, by the index of their first row, that the reader toggled individually."""


class Run(Struct, frozen=True):
    """Rows that are folded or unfolded together."""

    first: int
    last: int
    hidden: bool
    """Folded even if unchanged rows are not: hidden by a filter, or already reviewed."""


def items_of(
    rows: Sequence[Row],
    shown: Callable[[Row], bool] | None,
    folding: Folding,
    ghosts: dict[int, list[Item]],
    is_quiet: Callable[[Row], bool] = lambda row: not row.changed,
    *,
    is_done: Callable[[Row], bool] = lambda _row: False,
) -> tuple[Item, ...]:
    """Return the items in order; ``shown`` is the filter, None if there is none."""
    runs = runs_of(rows, shown, folding, is_quiet, is_done)
    folds = {run.first: run for run in runs if _shut(run, folding)}
    items: list[Item] = []
    index = 0
    while index < len(rows):
        run = folds.get(index)
        if run is not None:
            items.append(Item(ItemKind.FOLD, run.first, run.last))
        else:
            items.append(Item(ItemKind.ROW, index, index))
        last = index if run is None else run.last
        for place in range(index, last + 1):
            items.extend(g for g in ghosts.get(place, ()) if shown is None or shown(rows[g.first]))
        index = last + 1
    return tuple(items)


def runs_of(
    rows: Sequence[Row],
    shown: Callable[[Row], bool] | None,
    folding: Folding,
    is_quiet: Callable[[Row], bool],
    is_done: Callable[[Row], bool],
) -> Iterator[Run]:
    """Yield foldable runs: rows hidden by the filter; without a filter, unchanged and done rows.

    ``folding.context`` unchanged rows stay visible next to a change.  Done rows are folded without
    context, and joined with adjacent unchanged rows if those are folded.
    """
    if shown is not None:
        for first, last in _stretches([not shown(row) for row in rows]):
            yield Run(first, last, hidden=True)
        return
    quiet = [is_quiet(row) for row in rows]
    done = [is_done(row) for row in rows]
    inside = [False] * len(rows)
    for first, last in _stretches(quiet):
        start = first + (folding.context if first > 0 and not done[first - 1] else 0)
        is_end = last == len(rows) - 1 or done[last + 1]
        end = last - (0 if is_end else folding.context)
        if end - start >= 1:
            inside[start : end + 1] = [True] * (end - start + 1)
    if folding.folded:
        both = [own or reviewed for own, reviewed in zip(inside, done, strict=True)]
        yield from (Run(first, last, hidden=False) for first, last in _stretches(both))
        return
    yield from (Run(first, last, hidden=False) for first, last in _stretches(inside))
    yield from (Run(first, last, hidden=True) for first, last in _stretches(done))


def _shut(run: Run, folding: Folding) -> bool:
    return (run.hidden or folding.folded) != (run.first in folding.turned)


def _stretches(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index - 1
            start = None


def unfolded(
    fold: Item, ghosts: Mapping[int, Sequence[Item]], shown: Callable[[int], bool]
) -> list[Item]:
    """Return the rows of a fold, each followed by its pointers that lead to a shown row."""
    items: list[Item] = []
    for row in range(fold.first, fold.last + 1):
        items.append(Item(ItemKind.ROW, row, row))
        items += [own for own in ghosts.get(row, ()) if shown(own.first)]
    return items


def ghosts_of(comparison: Comparison) -> dict[int, list[Item]]:
    """Return pointers to moved rows, by the index of the row that each pointer follows.

    A moved row appears once, at its place in one plan; the pointer is at its place in the other.
    Rows of one moved block share a pointer, which leads to the first of them.
    """
    index_of = {row.id: index for index, row in enumerate(comparison.rows)}
    ghosts: dict[int, list[Item]] = defaultdict(list)
    blocks: set[int] = set()
    for index, row in enumerate(comparison.rows):
        if not row.moved or not row.old or not row.new:
            continue
        if row.block is not None and row.block in blocks:
            continue
        blocks |= {row.block} if row.block is not None else set()
        # The row is shown near one of its two places; the pointer goes to the farther one.
        homes = {side: _home(comparison, row, side, index_of) for side in Side}
        side = max(Side, key=lambda s: abs(homes[s] - index))
        if abs(homes[side] - index) > 1:
            ghosts[homes[side]].append(Item(ItemKind.GHOST, index, index, side))
    return ghosts


def _home(comparison: Comparison, row: Row, side: Side, index_of: dict[str, int]) -> int:
    """Return the index of the row of the nearest preceding section that did not move."""
    plan: Plan = comparison.plan(side)
    place = int(row.sections(side)[0].id[1:]) - 1
    while place >= 0:
        before = comparison.row_of.get((side, plan.sections[place].id))
        if before is not None and not before.moved:
            return index_of[before.id]
        place -= 1
    return 0
