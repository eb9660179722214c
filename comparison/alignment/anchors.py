"""Anchors: sections whose text is the same on both sides, exactly or except for numbers.

A text that occurs once on each side is an anchor.  Repeated texts are paired one to one: nearly
empty ones, such as （略）, by their printed labels; then next to pairs found already, then under
parents that are paired, then in their order.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct, field

from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.weights import NEARLY_EMPTY


class Sameness(Enum):
    """Why two texts were paired without scoring."""

    IDENTICAL = "identical"
    NUMBERS = "numbers"
    REPEATED = "repeated"


class Anchors(Struct):
    """Pairs of places found so far; roots are paired from the start."""

    old: PlanIndex
    new: PlanIndex
    forward: dict[int, int] = field(default_factory=lambda: {0: 0})
    backward: dict[int, int] = field(default_factory=lambda: {0: 0})
    sameness: dict[tuple[int, int], Sameness] = field(default_factory=dict)

    def pair(self, old: int, new: int, sameness: Sameness) -> None:
        """Make two places partners."""
        self.forward[old] = new
        self.backward[new] = old
        self.sameness[old, new] = sameness

    def free(self, old: int, new: int) -> bool:
        """Whether neither place has a partner."""
        return old not in self.forward and new not in self.backward


def find_anchors(old: PlanIndex, new: PlanIndex) -> Anchors:
    """Pair the sections with the same text, at most one partner each."""
    anchors = Anchors(old, new)
    for sameness, keys in (
        (Sameness.IDENTICAL, _keys(old, new, masked=False)),
        (Sameness.NUMBERS, _keys(old, new, masked=True)),
    ):
        _pair_by_label(anchors, keys)
        _pair_unique(anchors, keys, sameness)
        _pair_neighbours(anchors, keys)
        _pair_siblings(anchors, keys)
        _pair_in_order(anchors, _groups(anchors, keys))
    return anchors


_Keys = tuple[Sequence[str], Sequence[str]]


def _keys(old: PlanIndex, new: PlanIndex, *, masked: bool) -> _Keys:
    old_keys, new_keys = (
        [text.number_masked if masked else text.normalized for text in side.texts]
        for side in (old, new)
    )
    return old_keys, new_keys


def _groups(anchors: Anchors, keys: _Keys) -> list[tuple[list[int], list[int]]]:
    """Group places without a partner by shared key; groups are in the order of the old plan."""
    groups: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, key in enumerate(keys[0]):
        if place not in anchors.forward:
            groups[key][0].append(place)
    for place, key in enumerate(keys[1]):
        if place not in anchors.backward and key in groups:
            groups[key][1].append(place)
    return [(old, new) for old, new in groups.values() if new]


def _pair_by_label(anchors: Anchors, keys: _Keys) -> None:
    """Pair repeated, nearly empty texts that have the same labels.

    Longer repeated texts are distinguished by their neighbours, because labels shift.
    """
    for old, new in _groups(anchors, keys):
        if len(old) == len(new) == 1 or len(keys[0][old[0]]) > NEARLY_EMPTY:
            continue
        at_label: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place in new:
            at_label[anchors.new.labels(place)].append(place)
        for place in old:
            labels = anchors.old.labels(place)
            if labels[0] and at_label[labels]:
                anchors.pair(place, at_label[labels].pop(0), Sameness.REPEATED)


def _pair_unique(anchors: Anchors, keys: _Keys, sameness: Sameness) -> None:
    for old, new in _groups(anchors, keys):
        if len(old) == len(new) == 1:
            anchors.pair(old[0], new[0], sameness)


def _pair_neighbours(anchors: Anchors, keys: _Keys) -> None:
    waiting = deque(sorted(anchors.forward.items()))
    while waiting:
        old, new = waiting.popleft()
        for step in (1, -1):
            here, there = old + step, new + step
            if (
                0 < here < len(keys[0])
                and 0 < there < len(keys[1])
                and keys[0][here] == keys[1][there]
                and anchors.free(here, there)
            ):
                anchors.pair(here, there, Sameness.REPEATED)
                waiting.append((here, there))


def _pair_siblings(anchors: Anchors, keys: _Keys) -> None:
    for old, new in _groups(anchors, keys):
        under: defaultdict[int, list[int]] = defaultdict(list)
        for place in new:
            under[anchors.new.parent[place]].append(place)
        for place in old:
            parent = anchors.forward.get(anchors.old.parent[place])
            if parent is not None and under[parent]:
                anchors.pair(place, under[parent].pop(0), Sameness.REPEATED)


def _pair_in_order(anchors: Anchors, groups: Iterable[tuple[list[int], list[int]]]) -> None:
    for old, new in groups:
        for pair in zip(old, new, strict=False):
            anchors.pair(*pair, Sameness.REPEATED)
