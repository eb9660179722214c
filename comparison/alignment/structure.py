"""What the surroundings say: whether parents and neighbours of two sections belong together."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comparison.alignment.sides import Outlook

Pair = tuple[int, int]

_USUAL = 0.35
"""Share of the matter below two chapters from which on it speaks for them."""


@dataclass(frozen=True, slots=True)
class Half:
    """One side's view of the links: to whom each place goes, and how surely."""

    side: Outlook
    masses: Sequence[int]
    best: Mapping[int, tuple[int, float]]


class Surroundings:
    """Support for a pair from the pairs around it, its own link left out."""

    def __init__(self, old: Half, new: Half) -> None:
        self._halves = (old, new)
        self._kin = (_Kinship(old, new.side), _Kinship(new, old.side))

    def parents(self, pair: Pair) -> float:
        """How much more the parents' other children belong together than chance would have it."""
        old, new = pair
        forward = self._kin[0].lift(old, new, self._kin[1])
        backward = self._kin[1].lift(new, old, self._kin[0])
        return (forward + backward) / 2

    def children(self, pair: Pair) -> float:
        """Share of what stands below the two that went together, less what is usual.

        0 where neither has children; a pair of which one has none counts as nothing together.
        """
        below = self._kin[0].below[pair[0]] + self._kin[1].below[pair[1]]
        if not below:
            return 0.0
        return self._kin[0].together[pair] * 2 / below - _USUAL

    def neighbours(self, pair: Pair) -> float:
        """Share of the two direct neighbours (the one before, the one after) that are a pair."""
        return sum(self._beside(pair, step) for step in (-1, 1)) / 2

    def _beside(self, pair: Pair, step: int) -> bool:
        """Whether the next two, or one and the next of the other (parts of a split), are linked."""
        here, there = pair[0] + step, pair[1] + step
        old, new = self._halves
        return (
            (here in (0, old.side.size) and there in (0, new.side.size))
            or self._linked(here, there)
            or self._linked(pair[0], there)
            or self._linked(here, pair[1])
        )

    def _linked(self, old: int, new: int) -> bool:
        return _goes(self._halves[0], old, new) or _goes(self._halves[1], new, old)


def _goes(half: Half, place: int, partner: int) -> bool:
    return place in half.best and half.best[place][0] == partner


class _Kinship:
    """Of each parent's children, how much goes to which parent of the other side."""

    def __init__(self, half: Half, other: Outlook) -> None:
        self._half, self._other = half, other
        self._going: defaultdict[Pair, float] = defaultdict(float)
        self.total: defaultdict[int, float] = defaultdict(float)
        for place in range(1, half.side.size):
            parent, weight = half.side.parent[place], math.sqrt(half.masses[place])
            self.total[parent] += weight
            if place in half.best:
                partner, surety = half.best[place]
                self._going[parent, other.parent[partner]] += weight * surety
        self.everything = sum(self.total.values()) or 1.0
        self.below, self.together = _below(half, other)

    def lift(self, place: int, partner: int, back: "_Kinship") -> float:
        """Share of the siblings of ``place`` that go to siblings of ``partner``, less chance."""
        parent, other = self._half.side.parent[place], self._other.parent[partner]
        own = math.sqrt(self._half.masses[place])
        rest = self.total[parent] - own
        if rest <= 1e-9:
            return 0.0
        going = self._going[parent, other]
        if place in self._half.best:
            target, surety = self._half.best[place]
            if self._other.parent[target] == other:
                going -= own * surety
        return going / rest - back.total[other] / back.everything


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
