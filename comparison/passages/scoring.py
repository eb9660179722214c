"""How likely two units of a row correspond, by their wording, their margins and their order.

The likelihood is a logistic regression over few signals.  The height of a cosine says little; its
lead over the runner-up, in both directions, says most.  A first look uses the texts alone; its
best pairs tell the second look which order the units keep.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.containment import containment_signals
from plandiff.comparison.alignment.sides import Rarity
from plandiff.comparison.alignment.similarity import Bag, Index, lead
from plandiff.comparison.passages.units import Unit
from plandiff.comparison.passages.weights import BY_ALL, BY_TEXT, ORDERED
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

Pair = tuple[int, int]
Signals = dict[str, float]
Sides = tuple[Sequence[Unit], Sequence[Unit]]


def score_units(
    sides: Sides,
    free: tuple[Sequence[int], Sequence[int]],
    rarity: Rarity,
    sure: Mapping[Pair, float],
) -> dict[Pair, float]:
    """Likelihood of each candidate pair of free places of both sides.

    ``sure`` pairs are linked already; they tell the order, and their units are rivals only.
    """
    if not free[0] or not free[1]:
        return {}
    found = _text_signals(sides, free, rarity)
    first = {pair: likelihood(BY_TEXT, values) for pair, values in found.items()} | dict(sure)
    order = _Order(first, (len(sides[0]), len(sides[1])))
    for pair, values in found.items():
        values.update(order.signals(pair))
    return {pair: likelihood(BY_ALL, values) for pair, values in found.items()}


def likelihood(weights: Mapping[str, float], values: Signals) -> float:
    """Logistic regression: 0 to 1."""
    total = sum(weight * values.get(name, 1.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _text_signals(
    sides: Sides, free: tuple[Sequence[int], Sequence[int]], rarity: Rarity
) -> dict[Pair, Signals]:
    old, new = sides
    bags = tuple([Bag(unit.grams, rarity.mass(unit.grams)) for unit in side] for side in (old, new))
    cosines, forward, backward = _cosines((bags[0], bags[1]), free, rarity)
    contained = containment_signals((bags[0], bags[1]), cosines)
    found: dict[Pair, Signals] = {}
    both_free = set(free[0]), set(free[1])
    for pair, cosine in cosines.items():
        a, b = pair
        if a not in both_free[0] or b not in both_free[1]:
            continue
        leads = lead(forward[a], b, cosine), lead(backward[b], a, cosine)
        masses = max(bags[0][a].mass, 1), max(bags[1][b].mass, 1)
        found[pair] = {
            "wording": math.sqrt(cosine),
            "margin": min(leads),
            "best_margin": max(leads),
            "share": cosine * math.sqrt(max(masses) / min(masses)),
            "share_margin": contained[pair][signals.BEST_SHARE_LEAD],
            "heading": float(old[a].heading != new[b].heading),
            "place": abs((a + 0.5) / len(old) - (b + 0.5) / len(new)),
        }
    return found


Near = dict[int, dict[int, float]]


def _cosines(
    bags: tuple[Sequence[Bag], Sequence[Bag]],
    free: tuple[Sequence[int], Sequence[int]],
    rarity: Rarity,
) -> tuple[dict[Pair, float], Near, Near]:
    """Cosines of candidate pairs; and by place those of its candidates, best first."""
    cosines: dict[Pair, float] = {}
    old_index, new_index = Index.of(bags[0]), Index.of(bags[1])
    for a in free[0]:
        near = new_index.nearest(bags[0][a], rarity)
        cosines |= {(a, b): score for b, score in near.items()}
    for b in free[1]:
        for a, score in old_index.nearest(bags[1][b], rarity).items():
            cosines.setdefault((a, b), score)
    forward: Near = {}
    backward: Near = {}
    for (a, b), score in sorted(cosines.items(), key=lambda item: (-item[1], item[0])):
        forward.setdefault(a, {})[b] = score
        backward.setdefault(b, {})[a] = score
    return dict(sorted(cosines.items())), forward, backward


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


class _Order:
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
        """What the neighbours of a pair say of it."""
        closeness = self._gap(pair).closeness(pair)
        a, b = pair
        beside = max(self._first.get(near, 0.0) for near in ((a - 1, b - 1), (a + 1, b + 1)))
        return {"gap": closeness, "in_order": float(closeness > 0), "beside": beside}

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
