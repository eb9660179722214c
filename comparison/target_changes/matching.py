"""Each target of two plans in exactly one change: pair, then judge, then put in the rows' order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from comparison.model import Row, Side, TargetChange, TargetChangeKind
from comparison.target_changes.features import Features, read_features
from comparison.target_changes.judging import judge
from comparison.target_changes.pairing import Pair, pair_across, pair_in_row
from corpus.model import Plan

Places = Mapping[tuple[Side, str], tuple[int, str]]
"""Index and id of the row of each section."""

_NOWHERE = (1 << 30, "")


def match_targets(old: Plan, new: Plan, rows: Sequence[Row]) -> tuple[TargetChange, ...]:
    """What became of every target; old and new ones stand in exactly one change each.

    ``rows`` hold every section of both plans once.  Pairs are looked for inside a row first, by
    indicator, scope and unit, then across rows; values decide the kind, never the pairing.
    The order follows the rows and, inside a row, the text.  Swapping the plans mirrors the changes.
    """
    before, after = read_features(old), read_features(new)
    places: Places = {
        (side, section.id): (index, row.id)
        for index, row in enumerate(rows)
        for side in Side
        for section in row.sections(side)
    }
    pairs = _pair(before, after, places)
    years = (old.year, new.year)
    changes: list[tuple[tuple[int, int, bool], TargetChange]] = []
    for a, b in pairs:
        index, row = _place(places, Side.NEW, b)
        changes.append(((index, b.order, True), judge(a, b, row, years)))
    for side, features in ((Side.OLD, before), (Side.NEW, after)):
        used = {(a if side is Side.OLD else b).order for a, b in pairs}
        for one in features:
            if one.order not in used:
                index, row = _place(places, side, one)
                changes.append(((index, one.order, side is Side.NEW), _alone(one, side, row)))
    return tuple(change for _, change in sorted(changes, key=lambda item: item[0]))


def _place(places: Places, side: Side, one: Features) -> tuple[int, str]:
    return places.get((side, one.target.section), _NOWHERE)


def _alone(one: Features, side: Side, row: str) -> TargetChange:
    if side is Side.OLD:
        return TargetChange(TargetChangeKind.REMOVED, one.target, None, row)
    return TargetChange(TargetChangeKind.ADDED, None, one.target, row)


def _pair(before: Sequence[Features], after: Sequence[Features], places: Places) -> list[Pair]:
    """Pairs inside the rows, then among what is left."""
    groups: dict[int, tuple[list[Features], list[Features]]] = defaultdict(lambda: ([], []))
    for number, (side, features) in enumerate(((Side.OLD, before), (Side.NEW, after))):
        for one in features:
            groups[_place(places, side, one)[0]][number].append(one)
    pairs = [pair for mine, theirs in groups.values() for pair in pair_in_row(mine, theirs)]
    used = {a.order for a, _ in pairs}, {b.order for _, b in pairs}
    left = [one for one in before if one.order not in used[0]]
    right = [one for one in after if one.order not in used[1]]
    return pairs + pair_across(before, after, left, right)
