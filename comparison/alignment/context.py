"""What the likely links around a pair say of it: parents and children, order, what is left over.

Parents and children: whether those of two sections belong together.  Order: between two neighbours
of the order that the links keep are the sections whose partners are still to be found; where one
section is left on each side of a gap, the two most likely belong together.  Rest: a second part of
a split never leads its row, the first part does; what tells it from a section that merely sounds
alike is that it leads in what is left once the matter of the best partner is taken out.
"""

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.first_look import FirstLook
from plandiff.comparison.alignment.sides import Outlook
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.alignment.similarity import Bag, Ground, lead
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

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


class Gaps:
    """Where a pair would stand among the links that keep the order, its own links left out."""

    def __init__(self, old: Half, new: Half) -> None:
        self._ends = (old.side.size, new.side.size)
        linked = [
            (place, partner, surety)
            for place, (partner, surety) in sorted(old.best.items())
            if place and partner and new.best.get(partner, (0, 0.0))[0] == place
        ]
        kept = heaviest_increasing_subsequence(
            [partner for _, partner, _ in linked],
            [round(1000 * surety) for _, _, surety in linked],
        )
        self._old = [linked[at][0] for at in kept]
        self._new = [linked[at][1] for at in kept]

    def closeness(self, pair: Pair) -> float:
        """1 where a gap has room for nothing but the two, less in a wider one, 0 across gaps."""
        after = bisect(self._old, pair[0])
        before = after - 1
        while before >= 0 and self._own(before, pair):
            before -= 1
        while after < len(self._old) and self._own(after, pair):
            after += 1
        start = (self._old[before], self._new[before]) if before >= 0 else (0, 0)
        end = (self._old[after], self._new[after]) if after < len(self._old) else self._ends
        if not start[1] < pair[1] < end[1]:
            return 0.0
        return 1 / math.sqrt((end[0] - start[0] - 1) * (end[1] - start[1] - 1))

    def _own(self, at: int, pair: Pair) -> bool:
        return self._old[at] == pair[0] or self._new[at] == pair[1]


class Rests:
    """The rests of the sections that have a best partner."""

    def __init__(
        self, ground: Ground, look: FirstLook, partners: tuple[Mapping[int, int], Mapping[int, int]]
    ) -> None:
        self._ground, self._look, self._partners = ground, look, partners
        self._rests: tuple[dict[int, Bag], dict[int, Bag]] = ({}, {})
        self._near: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})

    def signals(self, pair: Pair) -> Signals:
        """Lesser lead over the rivals, measured in the rest where the other one is not the best."""
        leads = (self._lead(0, pair[0], pair[1]), self._lead(1, pair[1], pair[0]))
        return {signals.REST_MARGIN: min(leads)}

    def _lead(self, which: int, place: int, other: int) -> float:
        pair = (place, other) if which == 0 else (other, place)
        best = self._partners[which].get(place, other)
        if best == other:
            cosine = self._look.signals[pair][signals.WORDING] ** 2
            return lead(self._look.near[which][place], other, cosine)
        if place not in self._rests[which]:
            self._take_out(which, place, best)
        rest, text = self._rests[which][place], self._ground.bags[1 - which][other]
        shared = self._ground.rarity.mass(rest.grams & text.grams)
        cosine = shared / math.sqrt(rest.mass * text.mass) if shared else 0.0
        return lead(self._near[which][place], other, cosine)

    def _take_out(self, which: int, place: int, best: int) -> None:
        ground = self._ground
        grams = ground.bags[which][place].grams - ground.bags[1 - which][best].grams
        rest = Bag(grams, ground.rarity.mass(grams))
        near = ground.nearest(which, rest)
        near.pop(best, None)
        self._rests[which][place], self._near[which][place] = rest, near
