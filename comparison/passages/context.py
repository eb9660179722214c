"""What the other units of a row say of a pair: their order, and who else wants the two.

Both read the likelihoods of a first look at the texts.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment.similarity import margin_over
from plandiff.comparison.passages.weights import FAR_BEHIND, ORDERED, OWN
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

Pair = tuple[int, int]
Signals = dict[str, float]
Ranked = list[tuple[float, int]]
"""Values of the partners of a unit and their places, best first."""


class Nearest:
    """Candidate pairs with their cosines, and the candidates of each unit, best first."""

    def __init__(
        self, cosines: Mapping[Pair, float], masses: tuple[Mapping[int, int], Mapping[int, int]]
    ) -> None:
        self.cosines = cosines
        self.masses = masses
        """Weight of the grams of each unit, by side and place."""
        self.ranked = _rank(cosines)

    def pairs(self) -> Iterator[tuple[Pair, float]]:
        """Pairs and cosines, without those that come far behind the best ones of both units."""
        old, new = self.ranked
        for (a, b), cosine in self.cosines.items():
            if cosine >= FAR_BEHIND * min(old[a][0][0], new[b][0][0]):
                yield (a, b), cosine

    def runner_up(self, which: int, place: int, partner: int) -> float:
        """Cosine of the best candidate of a unit besides one."""
        return best_besides(self.ranked[which][place], partner)


def _rank(values: Mapping[Pair, float]) -> tuple[dict[int, Ranked], dict[int, Ranked]]:
    """By side and place, the partners of each unit, best first; ties in the order of places."""
    ranked: tuple[dict[int, Ranked], dict[int, Ranked]] = ({}, {})
    for (a, b), value in values.items():
        ranked[0].setdefault(a, []).append((-value, b))
        ranked[1].setdefault(b, []).append((-value, a))
    for side in ranked:
        for place, partners in side.items():
            partners.sort()
            side[place] = [(-value, partner) for value, partner in partners]
    return ranked


def best_besides(ranked: Sequence[tuple[float, int]], partner: int) -> float:
    """The best value of a partner other than this one; 0 where there is none."""
    for value, place in ranked[:2]:
        if place != partner:
            return value
    return 0.0


@dataclass(frozen=True, slots=True)
class _Gap:
    """Units between two neighbours of the order, on both sides; ends exclusive."""

    start: Pair
    end: Pair

    def closeness(self, pair: Pair) -> float:
        """1 where the gap has room for this pair only, less in a wider one, 0 outside."""
        (low_a, low_b), (high_a, high_b) = self.start, self.end
        if not (low_a < pair[0] < high_a and low_b < pair[1] < high_b):
            return 0.0
        return 1 / math.sqrt((high_a - low_a - 1) * (high_b - low_b - 1))


class Order:
    """The order that the likely pairs of the first look keep."""

    def __init__(self, first: Mapping[Pair, float], sizes: Pair) -> None:
        self._end = sizes
        ranked = _rank({pair: score for pair, score in first.items() if score > ORDERED})
        linked = [
            ((a, best[0][1]), best[0][0])
            for a, best in sorted(ranked[0].items())
            if ranked[1][best[0][1]][0][1] == a
        ]
        kept = heaviest_increasing_subsequence(
            [pair[1] for pair, _ in linked], [round(1000 * score) for _, score in linked]
        )
        self._chain = [linked[at][0] for at in kept]

    def signals(self, pair: Pair) -> Signals:
        """How much the order leaves these two to each other."""
        return {"gap": self._gap(pair).closeness(pair)}

    def _gap(self, pair: Pair) -> _Gap:
        """The gap that a pair is in, its own links left out."""
        after = bisect_left(self._chain, (pair[0] + 1, -1))
        before = after - 1
        while before >= 0 and self._own(before, pair):
            before -= 1
        while after < len(self._chain) and self._own(after, pair):
            after += 1
        return _Gap(
            self._chain[before] if before >= 0 else (-1, -1),
            self._chain[after] if after < len(self._chain) else self._end,
        )

    def _own(self, at: int, pair: Pair) -> bool:
        return self._chain[at][0] == pair[0] or self._chain[at][1] == pair[1]


class Rivals:
    """Who else would have the units of a pair.

    A unit that has a likely partner elsewhere is no rival: what stands beside a taken unit has the
    rest to itself.  A partner of the same unit is none either: both may be parts of it.
    """

    def __init__(self, near: Nearest, first: Mapping[Pair, float]) -> None:
        self._near = near
        self._first = first
        self._likely = _rank(first)

    def signals(self, pair: Pair) -> Signals:
        """Signals of a candidate pair."""
        a, b = pair
        wanted = self._wanted(0, a, b), self._wanted(1, b, a)
        rival = max(self._rival(0, a, b), self._rival(1, b, a))
        likely = self._first.get
        return {
            "free_margin": margin_over(rival, self._near.cosines[pair]),
            "wanted": max(wanted),
            "both_wanted": min(wanted),
            "adjacent": max(
                likely((a, b + 1), 0.0),
                likely((a, b - 1), 0.0),
                likely((a + 1, b), 0.0),
                likely((a - 1, b), 0.0),
            ),
        }

    def _wanted(self, which: int, place: int, partner: int) -> float:
        """Likelihood of the best partner of a unit besides one."""
        return best_besides(self._likely[which].get(place, ()), partner)

    def _rival(self, which: int, place: int, partner: int) -> float:
        """Cosine of the best other candidate of a unit, less where that one has a partner."""
        strongest = 0.0
        for cosine, other in self._near.ranked[which][place]:
            if cosine <= strongest:
                break  # the rest is farther
            own = self._first.get((place, other) if which == 0 else (other, place), 0.0)
            if other != partner and own < OWN:
                free = 1 - self._wanted(1 - which, other, place)
                strongest = max(strongest, cosine * free)
        return strongest
