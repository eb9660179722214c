"""What the other units of a row say of a pair: their order, and who else wants the two.

Both read the likelihoods of a first look at the texts.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment.similarity import margin_over
from plandiff.comparison.passages.weights import ORDERED, OWN
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

Pair = tuple[int, int]
Signals = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Gap:
    """Units between two neighbours of the order, on both sides; ends exclusive."""

    start: Pair
    end: Pair

    def closeness(self, pair: Pair) -> float:
        """1 where the gap has room for this pair only, less in a wider one, 0 outside."""
        inside = zip(self.start, pair, self.end, strict=True)
        if not all(low < at < high for low, at, high in inside):
            return 0.0
        room = (high - low - 1 for low, high in zip(self.start, self.end, strict=True))
        return 1 / math.sqrt(math.prod(room))


class Order:
    """The order that the likely pairs of the first look keep."""

    def __init__(self, first: Mapping[Pair, float], sizes: Pair) -> None:
        self._first = first
        self._end = sizes
        best: tuple[dict[int, tuple[float, int]], dict[int, tuple[float, int]]] = ({}, {})
        for (a, b), score in sorted(first.items()):
            best[0][a] = max(best[0].get(a, (0.0, 0)), (score, -b))
            best[1][b] = max(best[1].get(b, (0.0, 0)), (score, -a))
        linked = [
            ((a, -b), score)
            for a, (score, b) in sorted(best[0].items())
            if score > ORDERED and -best[1][-b][1] == a
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

    def __init__(
        self, near: Sequence[Mapping[int, Mapping[int, float]]], first: Mapping[Pair, float]
    ) -> None:
        self._near = near
        self._first = first
        self._best: tuple[dict[int, list[tuple[float, int]]], ...] = ({}, {})
        for pair, score in first.items():
            for which in (0, 1):
                best = self._best[which].setdefault(pair[which], [])
                best.append((score, pair[1 - which]))
                best.sort(reverse=True)
                del best[2:]

    def signals(self, pair: Pair, cosine: float) -> Signals:
        """Signals of a pair; ``cosine`` is its own."""
        wanted = [self._wanted(which, pair[which], pair[1 - which]) for which in (0, 1)]
        rival = max(self._rival(which, pair) for which in (0, 1))
        a, b = pair
        beside = ((a, b + 1), (a, b - 1), (a + 1, b), (a - 1, b))
        return {
            "free_margin": margin_over(rival, cosine),
            "wanted": max(wanted),
            "both_wanted": min(wanted),
            "adjacent": max([self._first.get(near, 0.0) for near in beside]),
        }

    def _wanted(self, which: int, place: int, besides: int) -> float:
        """Likelihood of the best partner of a unit, one apart."""
        best = self._best[which].get(place, ())
        return next((score for score, partner in best if partner != besides), 0.0)

    def _rival(self, which: int, pair: Pair) -> float:
        """Cosine of the best other candidate of one unit, less where it has a partner."""
        place, partner = pair[which], pair[1 - which]
        strongest = 0.0
        for other, cosine in self._near[which][place].items():
            if cosine <= strongest:
                break  # the rest is farther
            own = self._first.get((place, other) if which == 0 else (other, place), 0.0)
            if other != partner and own < OWN:
                free = 1 - self._wanted(1 - which, other, place)
                strongest = max(strongest, cosine * free)
        return strongest
