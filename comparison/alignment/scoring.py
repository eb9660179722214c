"""Score candidate pairs with the probability that they correspond.

There are two passes: the first uses text alone, the second adds context from the links that the
first finds likely, and takes into account sections that have a better partner already.
"""

import math
from collections.abc import Collection, Mapping

from msgspec import Struct

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.anchors import Anchors
from plandiff.comparison.alignment.candidate_index import CandidateIndex, build_index
from plandiff.comparison.alignment.context import ContextSupport, Gaps, ResidualTexts, SideLinks
from plandiff.comparison.alignment.learned import BY_ALL, BY_TEXT, CALIBRATION
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.alignment.text_features import TextFeatures, text_features
from plandiff.comparison.alignment.weights import BIAS, CONTEXT_THRESHOLD, LearnedWeights

Pair = tuple[int, int]
Best = dict[int, tuple[int, float]]
"""Best partner of each place and its probability."""

LOGIT = "logit"
_CERTAIN = 1e-9
"""Probabilities are clamped this far from 0 and 1, where a logit is infinite."""


class Scores(Struct, frozen=True):
    """Signals and probability of every candidate pair, by places."""

    signals: dict[Pair, Signals]
    probability: dict[Pair, float]
    calibration: Mapping[str, float]

    def confidence(self, pair: Pair) -> float:
        """Return the calibrated probability: the share of links with this score that are right."""
        return calibrated(self.calibration, self.probability[pair])

    def best_first(self) -> list[Pair]:
        """Return pairs by decreasing probability; ties in the order of places."""
        return _best_first(self.probability)


def score_candidates(
    sides: tuple[PlanIndex, PlanIndex],
    anchors: Anchors,
    apart: Collection[Pair] = (),
    weights: LearnedWeights | None = None,
) -> Scores:
    """Score the pairs of sections without an anchor that share rare grams.

    Pairs in ``apart`` are neither candidates nor rivals.  ``weights`` replaces the shipped weights.
    """
    weights = weights or LearnedWeights(BY_TEXT, BY_ALL, CALIBRATION)
    index = build_index(sides, (anchors.forward, anchors.backward))
    features = text_features(index, apart)
    by_text = {
        pair: probability(weights.by_text, values) for pair, values in features.signals.items()
    }
    add_context_features(index, features, anchors, by_text)
    return Scores(
        features.signals,
        {pair: probability(weights.by_all, values) for pair, values in features.signals.items()},
        weights.calibration,
    )


def probability(weights: Mapping[str, float], values: Signals) -> float:
    """Return the logistic function of the weighted signals."""
    terms = [weight * values[name] for name, weight in weights.items() if name != BIAS]
    return 1 / (1 + math.exp(-weights[BIAS] - sum(terms)))


def logit(chance: float) -> float:
    """Return the logarithm of the odds of a probability."""
    chance = min(max(chance, _CERTAIN), 1 - _CERTAIN)
    return math.log(chance / (1 - chance))


def calibrated(calibration: Mapping[str, float], chance: float) -> float:
    """Correct a probability by how often links of that probability were right."""
    return probability(calibration, {LOGIT: logit(chance)})


def add_context_features(
    index: CandidateIndex, features: TextFeatures, anchors: Anchors, by_text: Mapping[Pair, float]
) -> None:
    """Add the signals that depend on likely links to those of the first pass."""
    likely = _likely_links(by_text)
    partners = tuple({place: partner for place, (partner, _) in best.items()} for best in likely)
    residuals = ResidualTexts(index, features, (partners[0], partners[1]))
    side_links = _side_links(index, anchors, likely)
    around, gaps = ContextSupport(*side_links), Gaps(*side_links)
    for pair, values in features.signals.items():
        values.update(residuals.signals(pair))
        values[signals.PARENT] = around.parents(pair)
        values[signals.ORDER] = gaps.closeness(pair)
        values[signals.CHILDREN] = around.children(pair)


def _best_first(scores: Mapping[Pair, float]) -> list[Pair]:
    return sorted(scores, key=lambda pair: (-scores[pair], pair))


def _likely_links(by_text: Mapping[Pair, float]) -> tuple[Best, Best]:
    best: tuple[Best, Best] = ({}, {})
    for pair in _best_first(by_text):
        if by_text[pair] > CONTEXT_THRESHOLD:
            best[0].setdefault(pair[0], (pair[1], by_text[pair]))
            best[1].setdefault(pair[1], (pair[0], by_text[pair]))
    return best


def _side_links(
    index: CandidateIndex, anchors: Anchors, likely: tuple[Best, Best]
) -> tuple[SideLinks, SideLinks]:
    old, new = (
        SideLinks(
            side,
            [tokens.weight for tokens in index.token_sets[which]],
            {place: (partner, 1.0) for place, partner in anchored.items()} | likely[which],
        )
        for which, (side, anchored) in enumerate(
            zip(index.sides, (anchors.forward, anchors.backward), strict=True)
        )
    )
    return old, new
