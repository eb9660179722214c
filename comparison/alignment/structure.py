"""What the surroundings say: whether parents and children of two sections belong together."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment.sides import Outlook

Pair = tuple[int, int]

_USUAL = 0.35
"""Share of the matter below two chapters from which on it speaks for them."""
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Half:
    """One side's view of the links: to whom each place goes, and how surely."""

    side: Outlook
    masses: Sequence[int]
    best: Mapping[int, tuple[int, float]]


class Surroundings:
    """Support for a pair from the pairs around it, its own link left out."""

    def __init__(self, old: Half, new: Half) -> None:
        self._kin = (_Kinship(old, new.side), _Kinship(new, old.side))

    def parents(self, pair: Pair) -> float:
        """How much more the parents' other children belong together than chance would have it."""
        old, new = pair
        forward, backward = self._kin[0].lift(old, new), self._kin[1].lift(new, old)
        return (forward + backward) / 2

    def children(self, pair: Pair) -> float:
        """Share of what stands below the two that went together, less what is usual.

        0 where neither has children; a pair of which one has none counts as nothing together.
        """
        below = self._kin[0].below[pair[0]] + self._kin[1].below[pair[1]]
        if not below:
            return 0.0
        return self._kin[0].together[pair] * 2 / below - _USUAL


class _Kinship:
    """Of each parent's children that have a partner, how much goes to which parent over there.

    Children without a partner say nothing: a revision that adds much would make all parents
    strangers to each other.
    """

    def __init__(self, half: Half, other: Outlook) -> None:
        self._half, self._other = half, other
        self._going: defaultdict[Pair, float] = defaultdict(float)
        self._leaving: defaultdict[int, float] = defaultdict(float)
        self._coming: defaultdict[int, float] = defaultdict(float)
        for place in half.best:
            weight, target = self._link(place)
            parent = half.side.parent[place]
            self._going[parent, target] += weight
            self._leaving[parent] += weight
            self._coming[target] += weight
        self._all = sum(self._leaving.values())
        self._usual = self._all / max(1, sum(partner > 0 for partner, _ in half.best.values()))
        self.below, self.together = _below(half, other)

    def lift(self, place: int, partner: int) -> float:
        """Share of the siblings of ``place`` that go to siblings of ``partner``, less chance.

        What chance would have it counts as much as one more sibling: few links prove little.
        """
        parent, target = self._half.side.parent[place], self._other.parent[partner]
        own, home = self._link(place) if place in self._half.best else (0.0, target)
        own_there = own if home == target else 0.0
        everything, leaving = self._all - own, self._leaving[parent] - own
        if everything <= _NOTHING:
            return 0.0
        chance = (self._coming[target] - own_there) / everything
        going = self._going[parent, target] - own_there
        return (going + self._usual * chance) / (leaving + self._usual) - chance

    def _link(self, place: int) -> tuple[float, int]:
        """Weight of the link of a place that has a partner, and the partner's parent."""
        partner, surety = self._half.best[place]
        if not (place and partner):
            return 0.0, 0
        return math.sqrt(self._half.masses[place]) * surety, self._other.parent[partner]


def _below(half: Half, other: Outlook) -> tuple[list[float], defaultdict[Pair, float]]:
    """Weight of all sections below each section, and of those that go below another one."""
    below = [0.0] * half.side.size
    together: defaultdict[Pair, float] = defaultdict(float)
    for place in range(1, half.side.size):
        weight = math.sqrt(half.masses[place])
        partner = half.best.get(place)
        there = other.ancestors(partner[0]) if partner else []
        for ancestor in half.side.ancestors(place):
            below[ancestor] += weight
            for over in there:
                together[ancestor, over] += weight
    return below, together
