"""Which rows are on the screen: filters, folded runs, and pointers at the old place of moves.

Pure: a comparison and what the reader asked for in, a sequence of items out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plandiff.comparison.model import Comparison, Row, Side
from plandiff.corpus.model import Plan


class ItemKind(StrEnum):
    """What an item shows."""

    ROW = "row"
    FOLD = "fold"
    """Rows that are not shown; takes one line."""
    GHOST = "ghost"
    """The place that a row moved away from; takes one line and points at the row."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes lines in both panes."""

    kind: ItemKind
    first: int
    """Index of the row, or of the first row of the run."""
    last: int
    """Index of the last row; the same for one row."""
    side: Side | None = None
    """Of a ghost: the side whose text stood here."""


@dataclass(frozen=True, slots=True)
class Folding:
    """How unchanged rows are folded."""

    folded: bool = False
    context: int = 1
    """Unchanged rows that stay before and after a change."""
    turned: frozenset[int] = frozenset()
    """Runs (by the index of their first row) that the reader turned the other way."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that are folded or unfolded together."""

    first: int
    last: int
    hidden: bool
    """Shut whether or not unchanged rows are folded: kept away by a filter, or done."""


def items_of(
    rows: Sequence[Row],
    shown: Callable[[Row], bool] | None,
    folding: Folding,
    ghosts: dict[int, list[Item]],
    is_quiet: Callable[[Row], bool] = lambda row: not row.changed,
    *,
    is_done: Callable[[Row], bool] = lambda _row: False,
) -> tuple[Item, ...]:
    """The items in order; ``shown`` None means that no filter is on."""
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
    """Runs that can be folded: rows hidden by the filter; else unchanged rows, and those done.

    Unchanged rows keep some in sight beside a change; of rows that are done all are folded, with
    the unchanged ones next to them where those are folded.
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
    """The rows of a fold, each with the pointers behind it that lead to a row that is shown."""
    items: list[Item] = []
    for row in range(fold.first, fold.last + 1):
        items.append(Item(ItemKind.ROW, row, row))
        items += [own for own in ghosts.get(row, ()) if shown(own.first)]
    return items


def ghosts_of(comparison: Comparison) -> dict[int, list[Item]]:
    """Where moved rows stood before, by the index of the row behind which the pointer goes.

    A moved row appears once, at its place in one plan; the pointer goes to its place in the
    other.  Rows of one moved block share a pointer, which leads to the first of them.
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
        homes = {side: _home(comparison, row, side, index_of) for side in Side}
        side = max(Side, key=lambda s: abs(homes[s] - index))
        if abs(homes[side] - index) > 1:
            ghosts[homes[side]].append(Item(ItemKind.GHOST, index, index, side))
    return ghosts


def _home(comparison: Comparison, row: Row, side: Side, index_of: dict[str, int]) -> int:
    """Index of the row of the nearest section before this one that did not move."""
    plan: Plan = comparison.plan(side)
    place = int(row.sections(side)[0].id[1:]) - 1
    while place >= 0:
        before = comparison.row_of.get((side, plan.sections[place].id))
        if before is not None and not before.moved:
            return index_of[before.id]
        place -= 1
    return 0
