"""Assign each target of two plans to one change: pair, classify, sort in row order."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row, TargetChange, TargetChangeKind
from plandiff.comparison.target_changes.breakdown import Group, parts_within
from plandiff.comparison.target_changes.classify import classify_pair, classify_part
from plandiff.comparison.target_changes.features import Features, read_features
from plandiff.comparison.target_changes.pairing import Pair, pair_across, pair_in_row
from plandiff.corpus.model import Plan

RowPlaces = Mapping[tuple[Side, str], tuple[int, str]]
"""Index and id of the row of each section."""

_Order = tuple[int, int, bool, int]
_NOWHERE = (1 << 30, "")


def match_targets(old: Plan, new: Plan, rows: Sequence[Row]) -> tuple[TargetChange, ...]:
    """Return the changes of all targets; each target is in exactly one change.

    The only exception is a whole that the other plan states in parts: it has a change with each.

    ``rows`` contain every section of both plans once.  Targets are paired inside a row first, by
    indicator, scope and unit, then across rows; values decide the kind, not the pairing.
    The changes are in the order of the rows and, inside a row, of the text.
    Swapping the plans mirrors the changes.
    """
    before, after = read_features(old), read_features(new)
    places: RowPlaces = {
        (side, section.id): (index, row.id)
        for index, row in enumerate(rows)
        for side in Side
        for section in row.sections(side)
    }
    pairs, groups = _pair(before, after, places)
    years = (old.year, new.year)
    changes: list[tuple[_Order, TargetChange]] = []
    for a, b in pairs:
        index, row = _place(places, Side.NEW, b)
        changes.append(((index, b.order, True, 0), classify_pair(a, b, row, years)))
    for group in groups:
        for a, b in group.pairs:
            index, row = _place(places, Side.NEW, b)
            change = classify_part((a, b), row, group, years)
            changes.append(((index, b.order, True, a.order), change))
    used = {(Side.OLD, a.order) for a, _ in pairs} | {(Side.NEW, b.order) for _, b in pairs}
    used.update(member for group in groups for member in group.members)
    for side, features in ((Side.OLD, before), (Side.NEW, after)):
        changes += _alone(side, features, used, places)
    return tuple(change for _, change in sorted(changes, key=lambda item: item[0]))


def _alone(
    side: Side,
    features: Sequence[Features],
    used: Collection[tuple[Side, int]],
    places: RowPlaces,
) -> Iterator[tuple[_Order, TargetChange]]:
    """Yield the changes of unpaired targets; a part of a whole in its plan gets a breakdown."""
    within = parts_within(side, features)
    for one in features:
        if (side, one.order) in used:
            continue
        index, row = _place(places, side, one)
        old = side is Side.OLD
        change = TargetChange(
            TargetChangeKind.REMOVED if old else TargetChangeKind.ADDED,
            one.target if old else None,
            None if old else one.target,
            row,
            breakdown=within.get(one.order),
        )
        yield (index, one.order, not old, 0), change


def _place(places: RowPlaces, side: Side, one: Features) -> tuple[int, str]:
    return places.get((side, one.target.section), _NOWHERE)


def _pair(
    before: Sequence[Features], after: Sequence[Features], places: RowPlaces
) -> tuple[list[Pair], list[Group]]:
    """Return pairs and groups inside the rows, then pairs among the remaining targets."""
    groups: dict[int, tuple[list[Features], list[Features]]] = defaultdict(lambda: ([], []))
    for number, (side, features) in enumerate(((Side.OLD, before), (Side.NEW, after))):
        for one in features:
            groups[_place(places, side, one)[0]][number].append(one)
    pairs: list[Pair] = []
    parted: list[Group] = []
    for mine, theirs in groups.values():
        found, told_in_parts = pair_in_row(mine, theirs)
        pairs += found
        parted += told_in_parts
    used = {a.order for a, _ in pairs}, {b.order for _, b in pairs}
    for side, order in (member for group in parted for member in group.members):
        used[side is Side.NEW].add(order)
    left = [one for one in before if one.order not in used[0]]
    right = [one for one in after if one.order not in used[1]]
    return pairs + pair_across(before, after, left, right), parted
