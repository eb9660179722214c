"""The signals of one candidate pair, each a number that grows with similarity."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from plandiff.comparison.alignment.candidate_index import TokenSet, margin
from plandiff.comparison.alignment.plan_index import IdfWeights, PlanIndex

Pair = tuple[int, int]
TokenSets = tuple[Sequence[TokenSet], Sequence[TokenSet]]

WORDING = "wording"
"""Shown to users as similarity of two texts; it has no weight, only its margins have."""
MARGIN = "margin"
BEST_MARGIN = "best_margin"
SHARE_LEAD = "share_lead"
BEST_SHARE_LEAD = "best_share_lead"
SHARED = "shared"
"""Share of the longer text's gram weight that the shorter one also has."""
SENTENCES = "sentences"
SENTENCES_BOTH = "sentences_both"
PARAGRAPHS = "paragraphs"
"""Margin of the paragraph that the two share best."""
HEADING = "heading"
HEADING_IN_TEXT = "heading_in_text"
HEADED = "headed"
PARENT = "parent"
ORDER = "order"
CHILDREN = "children"
RESIDUAL_MARGIN = "rest_margin"

Signals = dict[str, float]
"""Signals by name; every candidate has the same names."""


class Headings:
    """Compares headings with headings and with texts."""

    def __init__(self, sides: tuple[PlanIndex, PlanIndex], idf: IdfWeights) -> None:
        self._sides, self._idf = sides, idf
        self._weights = tuple(list(map(idf.weight_of, side.heading_grams)) for side in sides)

    def signals(self, pair: Pair) -> Signals:
        """Return similarity of the headings, share of one in the other text, whether both exist."""
        old, new = (side.heading_grams[at] for side, at in zip(self._sides, pair, strict=True))
        old_weight, new_weight = self._weights[0][pair[0]], self._weights[1][pair[1]]
        shared = self._idf.weight_of(old & new) if old and new else 0
        return {
            HEADING: shared / math.sqrt(old_weight * new_weight) if shared else 0.0,
            HEADING_IN_TEXT: max(
                self._share(old, old_weight, self._sides[1].grams[pair[1]]),
                self._share(new, new_weight, self._sides[0].grams[pair[0]]),
            ),
            HEADED: float(bool(old_weight and new_weight)),
        }

    def _share(self, heading: set[str], weight: int, text: set[str]) -> float:
        return self._idf.weight_of(heading & text) / weight if weight else 0.0


def containment_signals(
    token_sets: TokenSets, cosines: Mapping[Pair, float]
) -> dict[Pair, Signals]:
    """Return how much of one section is in another, and the margin over all other candidates.

    A section that took in another one, or that was divided, is far longer than its partner: their
    cosine is low, and any short section on the same subject has a similar one.  The share of the
    *shorter* text that the longer one holds stays high.

    The cosine is the shared weight over the geometric mean of both weights, so the shares follow
    from it without reading the texts again.
    """
    shares: tuple[dict[Pair, float], dict[Pair, float]] = ({}, {})
    rows: tuple[defaultdict[int, list[tuple[float, int]]], ...] = (
        defaultdict(list),
        defaultdict(list),
    )
    for pair, cosine in cosines.items():
        weights = [max(token_sets[which][pair[which]].weight, 1) for which in (0, 1)]
        for which in (0, 1):
            # shared / own weight, since cosine = shared / sqrt(own weight * other weight)
            share = cosine * math.sqrt(weights[1 - which] / weights[which])
            shares[which][pair] = share
            rows[which][pair[which]].append((-share, pair[1 - which]))
    ranked = tuple(
        {place: {other: -share for share, other in sorted(row)} for place, row in side.items()}
        for side in rows
    )
    found: dict[Pair, Signals] = {}
    for pair in cosines:
        both = [shares[which][pair] for which in (0, 1)]
        margins = [
            margin(ranked[which][pair[which]], pair[1 - which], both[which]) for which in (0, 1)
        ]
        found[pair] = {
            SHARE_LEAD: min(margins),
            BEST_SHARE_LEAD: max(margins),
            SHARED: min(both),
        }
    return found
