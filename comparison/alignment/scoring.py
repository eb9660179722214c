"""Candidates and their probability of belonging together.

Two looks: the first by text alone, the second with what the first says about the surroundings.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from comparison.alignment import signals
from comparison.alignment.anchors import Anchors
from comparison.alignment.sentence_evidence import gather_sentence_evidence
from comparison.alignment.sides import Outlook, Rarity
from comparison.alignment.signals import Headings, Signals
from comparison.alignment.similarity import Bag, Index, lead
from comparison.alignment.structure import Half, Surroundings
from comparison.alignment.weights import BIAS, BY_ALL, BY_TEXT, LINKED

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """Signals and probability of every candidate pair, by places."""

    signals: dict[Pair, Signals]
    probability: dict[Pair, float]

    def best_first(self) -> list[Pair]:
        """Pairs by falling probability; ties in the order of places."""
        return sorted(self.probability, key=lambda pair: (-self.probability[pair], pair))


def score_candidates(
    sides: tuple[Outlook, Outlook], anchors: Anchors, apart: Collection[Pair] = ()
) -> Scores:
    """Score the pairs of sections without an anchor that share rare wording.

    Pairs in ``apart`` are no candidates and no rivals.
    """
    rarity = Rarity(*sides)
    taken = (anchors.forward, anchors.backward)
    free = tuple(
        [place for place in range(1, side.size) if place not in used]
        for side, used in zip(sides, taken, strict=True)
    )
    masses = tuple([rarity.mass(found) for found in side.grams] for side in sides)
    found = _text_signals(sides, (free[0], free[1]), (masses[0], masses[1]), rarity, apart)
    by_text = {pair: _probability(BY_TEXT, values) for pair, values in found.items()}
    around = _surroundings(sides, (masses[0], masses[1]), anchors, by_text)
    for pair, values in found.items():
        values[signals.PARENT] = around.parents(pair)
        values[signals.ORDER] = around.neighbours(pair)
    return Scores(found, {pair: _probability(BY_ALL, values) for pair, values in found.items()})


def _probability(weights: Mapping[str, float], values: Signals) -> float:
    exponent = weights[BIAS] + sum(
        weight * values[name] for name, weight in weights.items() if name != BIAS
    )
    return 1 / (1 + math.exp(-exponent))


def _text_signals(
    sides: tuple[Outlook, Outlook],
    free: tuple[list[int], list[int]],
    masses: tuple[list[int], list[int]],
    rarity: Rarity,
    apart: Collection[Pair],
) -> dict[Pair, Signals]:
    forward, backward = (
        _nearest(sides[here], sides[1 - here], free[here], (masses[here], masses[1 - here]), rarity)
        for here in (0, 1)
    )
    for old, new in apart:
        forward.get(old, {}).pop(new, None)
        backward.get(new, {}).pop(old, None)
    evidence = gather_sentence_evidence(sides, free, rarity)
    headings = Headings(sides, rarity)
    found: dict[Pair, Signals] = {}
    for pair in _candidates(forward, backward):
        old, new = pair
        cosine = forward[old].get(new) or backward[new][old]
        leads = (lead(forward[old], new, cosine), lead(backward[new], old, cosine))
        less, more = evidence.shares(pair)
        found[pair] = {
            signals.WORDING: math.sqrt(cosine),
            signals.MARGIN: min(leads),
            signals.BEST_MARGIN: max(leads),
            signals.SENTENCES: more,
            signals.SENTENCES_BOTH: less,
            **headings.signals(pair),
        }
    return found


def _nearest(
    here: Outlook,
    there: Outlook,
    free: Iterable[int],
    masses: tuple[list[int], list[int]],
    rarity: Rarity,
) -> dict[int, dict[int, float]]:
    """For each free place the nearest sections of the other side, anchored rivals among them."""
    bags = [Bag(found, mass) for found, mass in zip(there.grams, masses[1], strict=True)]
    index = Index(bags, there.postings)
    return {
        place: index.nearest(Bag(here.grams[place], masses[0][place]), rarity) for place in free
    }


def _candidates(
    forward: Mapping[int, Mapping[int, float]], backward: Mapping[int, Mapping[int, float]]
) -> list[Pair]:
    pairs = {(old, new) for old, near in forward.items() for new in near if new in backward}
    pairs |= {(old, new) for new, near in backward.items() for old in near if old in forward}
    return sorted(pairs)


def _surroundings(
    sides: tuple[Outlook, Outlook],
    masses: tuple[list[int], list[int]],
    anchors: Anchors,
    probability: Mapping[Pair, float],
) -> Surroundings:
    best: tuple[dict[int, tuple[int, float]], dict[int, tuple[int, float]]] = (
        {old: (new, 1.0) for old, new in anchors.forward.items()},
        {new: (old, 1.0) for new, old in anchors.backward.items()},
    )
    for pair in sorted(probability, key=lambda pair: (-probability[pair], pair)):
        if probability[pair] > LINKED:
            best[0].setdefault(pair[0], (pair[1], probability[pair]))
            best[1].setdefault(pair[1], (pair[0], probability[pair]))
    return Surroundings(
        *(Half(side, mass, some) for side, mass, some in zip(sides, masses, best, strict=True))
    )
