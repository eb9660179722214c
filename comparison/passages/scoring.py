"""How likely two units of a row correspond, by their wording, their margins and their context.

The likelihood is a logistic regression over few signals.  The height of a cosine says little; its
lead over the runner-up, in both directions, says most.  A first look uses the texts alone; its
likelihoods tell the second look which order the units keep, and which of them are wanted elsewhere.
Units that have an identical partner are no candidates, and no rivals either.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from plandiff.comparison.alignment.sides import Rarity
from plandiff.comparison.alignment.similarity import Bag, Index, margin_over
from plandiff.comparison.passages.context import Nearest, Order, Pair, Rivals, Signals
from plandiff.comparison.passages.units import Unit
from plandiff.comparison.passages.weights import BY_ALL, BY_TEXT, ENOUGH_RARE, PLAUSIBLE, RARE

Sides = tuple[Sequence[Unit], Sequence[Unit]]


def score_units(
    sides: Sides,
    free: tuple[Sequence[int], Sequence[int]],
    rarity: Rarity,
    sure: Mapping[Pair, float],
) -> dict[Pair, float]:
    """Likelihood of each candidate pair of free places of both sides.

    ``sure`` pairs are linked already; they tell the order.
    """
    if not free[0] or not free[1]:
        return {}
    near = _nearest(sides, free, rarity)
    found = _text_signals(sides, near)
    scores = {pair: likelihood(BY_TEXT, values) for pair, values in found.items()}
    first = {**scores, **sure}
    order = Order(first, (len(sides[0]), len(sides[1])))
    rivals = Rivals(near, first)
    for pair, score in scores.items():
        if score >= PLAUSIBLE:
            values = {**found[pair], **order.signals(pair), **rivals.signals(pair)}
            scores[pair] = likelihood(BY_ALL, values)
    return scores


def likelihood(weights: Mapping[str, float], values: Signals) -> float:
    """Logistic regression: 0 to 1."""
    total = weights["bias"]
    for name, value in values.items():
        if name in weights:
            total += weights[name] * value
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _nearest(sides: Sides, free: tuple[Sequence[int], Sequence[int]], rarity: Rarity) -> Nearest:
    """Candidates of both sides, looked up from the side that has more units."""
    which = 0 if len(free[0]) >= len(free[1]) else 1
    bags = tuple(
        [Bag(unit.grams, rarity.mass(unit.grams)) for unit in map(side.__getitem__, places)]
        for side, places in zip(sides, free, strict=True)
    )
    index = Index.of(bags[1 - which])
    cosines: dict[Pair, float] = {}
    for place, bag in zip(free[which], bags[which], strict=True):
        for at, cosine in index.nearest(bag, rarity).items():
            other = free[1 - which][at]
            cosines[(place, other) if which == 0 else (other, place)] = cosine
    masses = tuple(
        {place: max(bag.mass, 1) for place, bag in zip(places, side, strict=True)}
        for places, side in zip(free, bags, strict=True)
    )
    return Nearest(cosines, (masses[0], masses[1]))


def _text_signals(sides: Sides, near: Nearest) -> dict[Pair, Signals]:
    old, new = sides
    rare = _rare_grams(old), _rare_grams(new)
    root = math.sqrt
    found: dict[Pair, Signals] = {}
    for (a, b), cosine in near.pairs():
        one, other = near.masses[0][a], near.masses[1][b]
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
    return found


def _rare_grams(units: Sequence[Unit]) -> list[set[str]]:
    """The grams of each unit that hardly any other unit of its side has."""
    holders = Counter(chain.from_iterable([unit.grams for unit in units]))
    rare = {gram for gram, count in holders.items() if count <= RARE}
    return [unit.grams & rare for unit in units]
