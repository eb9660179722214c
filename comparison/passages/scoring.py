"""How likely two units of a row correspond, by their wording, their margins and their context.

The likelihood is a logistic regression over few signals.  The height of a cosine says little; its
lead over the runner-up, in both directions, says most.  A first look uses the texts alone; its
likelihoods tell the second look which order the units keep, and which of them are wanted elsewhere.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.containment import containment_signals
from plandiff.comparison.alignment.sides import Rarity
from plandiff.comparison.alignment.similarity import Bag, Index, lead
from plandiff.comparison.passages.context import Order, Pair, Rivals, Signals
from plandiff.comparison.passages.units import Unit
from plandiff.comparison.passages.weights import BY_ALL, BY_TEXT, ENOUGH_RARE, RARE

Sides = tuple[Sequence[Unit], Sequence[Unit]]
Near = dict[int, dict[int, float]]
"""By place, the cosines of its candidates, best first."""


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
    bags = tuple([Bag(unit.grams, rarity.mass(unit.grams)) for unit in side] for side in sides)
    near = _cosines((bags[0], bags[1]), free, rarity)
    found = _text_signals(sides, (bags[0], bags[1]), free, near)
    first = {pair: likelihood(BY_TEXT, values) for pair, values in found.items()} | dict(sure)
    order = Order(first, (len(sides[0]), len(sides[1])))
    rivals = Rivals(near[1:], first)
    for pair, values in found.items():
        values.update(order.signals(pair))
        values.update(rivals.signals(pair, near[0][pair]))
    return {pair: likelihood(BY_ALL, values) for pair, values in found.items()}


def likelihood(weights: Mapping[str, float], values: Signals) -> float:
    """Logistic regression: 0 to 1."""
    total = sum(weight * values.get(name, 1.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _text_signals(
    sides: Sides,
    bags: tuple[Sequence[Bag], Sequence[Bag]],
    free: tuple[Sequence[int], Sequence[int]],
    near: tuple[dict[Pair, float], Near, Near],
) -> dict[Pair, Signals]:
    old, new = sides
    cosines, forward, backward = near
    contained = containment_signals(bags, cosines)
    rare = _rare_grams(old), _rare_grams(new)
    both_free = set(free[0]), set(free[1])
    found: dict[Pair, Signals] = {}
    for pair, cosine in cosines.items():
        a, b = pair
        if a not in both_free[0] or b not in both_free[1]:
            continue
        leads = lead(forward[a], b, cosine), lead(backward[b], a, cosine)
        masses = max(bags[0][a].mass, 1), max(bags[1][b].mass, 1)
        found[pair] = {
            "wording": math.sqrt(cosine),
            "margin": min(leads),
            "share": cosine * math.sqrt(max(masses) / min(masses)),
            "share_margin": contained[pair][signals.BEST_SHARE_LEAD],
            "heading": float(old[a].heading != new[b].heading),
            "place": abs((a + 0.5) / len(old) - (b + 0.5) / len(new)),
            "rare_grams": min(len(rare[0][a] & rare[1][b]) / ENOUGH_RARE, 1.0),
            "length_ratio": abs(math.log(len(old[a].text) / len(new[b].text))),
        }
    return found


def _rare_grams(units: Sequence[Unit]) -> list[set[str]]:
    """The grams of each unit that hardly any other unit of its side has."""
    holders = Counter(gram for unit in units for gram in unit.grams)
    return [{gram for gram in unit.grams if holders[gram] <= RARE} for unit in units]


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
