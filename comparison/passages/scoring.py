"""Score how likely two units of a row correspond, by wording, margins and context.

The likelihood is a logistic regression over a few signals.  A cosine by itself is weak evidence;
its margin over the runner-up, in both directions, is the strongest.  A first pass uses the texts
alone; its likelihoods provide the second pass with the order of the units and with competing
partners.  Units that have an identical partner are neither candidates nor rivals.

The weights are in `learned`.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from plandiff.comparison.alignment.candidate_index import Index, TokenSet, margin_over
from plandiff.comparison.alignment.plan_index import IdfWeights
from plandiff.comparison.passages.learned import BY_ALL, BY_TEXT
from plandiff.comparison.passages.units import Unit
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

Pair = tuple[int, int]
Signals = dict[str, float]
Ranked = list[tuple[float, int]]
"""(value, place) of the partners of a unit, best first."""


class PassageWeights(Struct, frozen=True):
    """Weights of the signals of both passes, and of ``bias``."""

    by_text: Mapping[str, float]
    """Weights for text alone; the resulting likely pairs define the order and the rivals."""
    by_all: Mapping[str, float]
    """Weights for text and context."""


SHIPPED = PassageWeights(BY_TEXT, BY_ALL)
FAR_BEHIND = 0.33
"""Share of the smaller of both units' best cosines below which a pair is no candidate."""
PLAUSIBLE = 0.08
"""Likelihood by text alone below which the context is not considered."""
RARE = 2
"""Largest number of units of one side that hold a rare gram."""
ENOUGH_RARE = 6
"""Number of shared rare grams at which the signal saturates."""
OWN = 0.5
"""Likelihood by text alone from which another candidate counts as a part of the same unit."""
ORDERED = 0.3
"""Likelihood by text alone from which mutual best pairs define the order."""
LINKED = (0.3, 0.45, 0.75)
"""Likelihood from which two units are linked: if none of the two has a partner yet, if one
has, and if both have (such a link joins two passages into one)."""
LINKED_WHERE_LONG = 0.25
"""Replaces the first of these if both units are long: short ones share phrases by chance."""
LONG = 14
"""Characters without marks from which a unit counts as long."""
LEAD_OF_ONE = 0.5
LEAD_OF_BOTH = 0.25
"""Shares of the other sentences of two paragraphs that must be linked to each other for their
first sentences to be partners: of the paragraph with the larger share, and of the other."""
WIDEST = 8
"""Largest number of units on one side of a passage; a wider one is unreadable."""
LITTLE_KEPT = 0.25
"""Kept share of the shorter side up to which a passage is shown as deleted and inserted."""
Sides = tuple[Sequence[Unit], Sequence[Unit]]


class Nearest:
    """Candidate pairs with their cosines, and the candidates of each unit, best first."""

    def __init__(
        self, cosines: Mapping[Pair, float], weights: tuple[Mapping[int, int], Mapping[int, int]]
    ) -> None:
        self.cosines = cosines
        self.weights = weights
        """Weight of the grams of each unit, by side and place."""
        self.ranked = _rank(cosines)

    def pairs(self) -> Iterator[tuple[Pair, float]]:
        """Yield pairs and cosines, without those far below the best ones of both units."""
        old, new = self.ranked
        for (a, b), cosine in self.cosines.items():
            if cosine >= FAR_BEHIND * min(old[a][0][0], new[b][0][0]):
                yield (a, b), cosine

    def runner_up(self, which: int, place: int, partner: int) -> float:
        """Return the cosine of the best candidate of a unit other than ``partner``."""
        return best_besides(self.ranked[which][place], partner)


def _rank(values: Mapping[Pair, float]) -> tuple[dict[int, Ranked], dict[int, Ranked]]:
    """Rank the partners of each unit, by side and place, best first; ties in order of places."""
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
    """Return the best value of a partner other than this one; 0 if there is none."""
    for value, place in ranked[:2]:
        if place != partner:
            return value
    return 0.0


class _Gap(Struct, frozen=True):
    """Units between two neighbours of the order, on both sides; ends exclusive."""

    start: Pair
    end: Pair

    def closeness(self, pair: Pair) -> float:
        """Return 1 if the gap has room for only this pair, less if it is wider, 0 outside."""
        (low_a, low_b), (high_a, high_b) = self.start, self.end
        if not (low_a < pair[0] < high_a and low_b < pair[1] < high_b):
            return 0.0
        return 1 / math.sqrt((high_a - low_a - 1) * (high_b - low_b - 1))


class Order:
    """The order of the likely pairs of the first pass (heaviest increasing subsequence)."""

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
        """Return how closely the order encloses the pair, as signal ``gap``."""
        return {"gap": self._gap(pair).closeness(pair)}

    def _gap(self, pair: Pair) -> _Gap:
        """Return the gap that a pair is in, ignoring its own links."""
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
    """Rivals for the units of a pair.

    A unit that has a likely partner elsewhere is a weak rival: its cosine is scaled down.  A likely
    partner of the same unit is no rival: both may be parts of it.
    """

    def __init__(self, near: Nearest, first: Mapping[Pair, float]) -> None:
        self._near = near
        self._first = first
        self._likely = _rank(first)

    def signals(self, pair: Pair) -> Signals:
        """Return the rival signals of a candidate pair."""
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
        """Return the likelihood of the best partner of a unit other than ``partner``."""
        return best_besides(self._likely[which].get(place, ()), partner)

    def _rival(self, which: int, place: int, partner: int) -> float:
        """Return the cosine of a unit's best other candidate, reduced if that has a partner."""
        strongest = 0.0
        for cosine, other in self._near.ranked[which][place]:
            if cosine <= strongest:
                break  # the rest have lower cosines
            own = self._first.get((place, other) if which == 0 else (other, place), 0.0)
            if other != partner and own < OWN:
                free = 1 - self._wanted(1 - which, other, place)
                strongest = max(strongest, cosine * free)
        return strongest


def score_units(
    sides: Sides,
    free: tuple[Sequence[int], Sequence[int]],
    idf: IdfWeights,
    sure: Mapping[Pair, float],
    weights: PassageWeights = SHIPPED,
) -> dict[Pair, float]:
    """Return the likelihood of each candidate pair of free places of both sides.

    ``sure`` maps pairs that are linked already to 1; they help to define the order.
    """
    if not free[0] or not free[1]:
        return {}
    near, found = text_signals(sides, free, idf)
    scores = {pair: likelihood(weights.by_text, values) for pair, values in found.items()}
    # Second pass: the likely pairs of the first pass, and the sure ones, are the context.
    add_context(sides, near, found, scores, sure)
    return {
        pair: likelihood(weights.by_all, found[pair]) if score >= PLAUSIBLE else score
        for pair, score in scores.items()
    }


def add_context(
    sides: Sides,
    near: Nearest,
    found: Mapping[Pair, Signals],
    scores: Mapping[Pair, float],
    sure: Mapping[Pair, float],
) -> None:
    """Add the signals of the context to those of the plausible pairs in ``found``.

    ``scores``: the likelihood of each pair by text alone.
    """
    first = {**scores, **sure}
    order = Order(first, (len(sides[0]), len(sides[1])))
    rivals = Rivals(near, first)
    for pair, score in scores.items():
        if score >= PLAUSIBLE:
            found[pair].update(order.signals(pair))
            found[pair].update(rivals.signals(pair))


def likelihood(weights: Mapping[str, float], values: Signals) -> float:
    """Return the logistic function of the weighted signals, 0 to 1."""
    total = weights["bias"]
    for name, value in values.items():
        if name in weights:
            total += weights[name] * value
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _nearest(sides: Sides, free: tuple[Sequence[int], Sequence[int]], idf: IdfWeights) -> Nearest:
    """Find candidates of both sides, looked up from the side that has more units."""
    which = 0 if len(free[0]) >= len(free[1]) else 1
    token_sets = tuple(
        [TokenSet(unit.grams, idf.weight_of(unit.grams)) for unit in map(side.__getitem__, places)]
        for side, places in zip(sides, free, strict=True)
    )
    index = Index.of(token_sets[1 - which])
    cosines: dict[Pair, float] = {}
    for place, tokens in zip(free[which], token_sets[which], strict=True):
        for at, cosine in index.nearest(tokens, idf).items():
            other = free[1 - which][at]
            cosines[(place, other) if which == 0 else (other, place)] = cosine
    weights = tuple(
        {place: max(tokens.weight, 1) for place, tokens in zip(places, side, strict=True)}
        for places, side in zip(free, token_sets, strict=True)
    )
    return Nearest(cosines, (weights[0], weights[1]))


def text_signals(
    sides: Sides, free: tuple[Sequence[int], Sequence[int]], idf: IdfWeights
) -> tuple[Nearest, dict[Pair, Signals]]:
    """Return the candidates among the free places of both sides, and their signals of text."""
    near = _nearest(sides, free, idf)
    old, new = sides
    rare = _rare_grams(old), _rare_grams(new)
    root = math.sqrt
    found: dict[Pair, Signals] = {}
    for (a, b), cosine in near.pairs():
        one, other = near.weights[0][a], near.weights[1][b]
        rival = max(near.runner_up(0, a, b), near.runner_up(1, b, a))
        found[a, b] = {
            "wording": root(cosine),
            "margin": margin_over(rival, cosine),
            "share": cosine * root(one / other if one > other else other / one),
            "heading": float(old[a].heading != new[b].heading),
            "place": abs((a + 0.5) / len(old) - (b + 0.5) / len(new)),
            "rare_grams": min(len(rare[0][a] & rare[1][b]) / ENOUGH_RARE, 1.0),
            "length_ratio": abs(math.log(len(old[a].text) / len(new[b].text))),
        }
    return near, found


def _rare_grams(units: Sequence[Unit]) -> list[set[str]]:
    """Return the grams of each unit that at most `RARE` units of its side have."""
    holders = Counter(chain.from_iterable([unit.grams for unit in units]))
    rare = {gram for gram, count in holders.items() if count <= RARE}
    return [unit.grams & rare for unit in units]
