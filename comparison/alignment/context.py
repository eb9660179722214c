"""Context signals of a pair from the likely links around it: parents, children, order, residuals.

Parents and children: whether those of two sections are linked to each other.  Order: links that
keep the order leave gaps between them; if each side of a gap holds one section without a partner,
the two most likely belong together.  Residuals: the second part of a split never has the best
cosine of its row, the first part does.  It differs from a section that is merely similar in having
a margin in the residual text: the grams that remain without those of the best partner.
"""

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.candidate_index import CandidateIndex, TokenSet, margin
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.alignment.text_features import TextFeatures
from plandiff.comparison.subsequences import heaviest_increasing_subsequence

Pair = tuple[int, int]

_USUAL = 0.35
"""Usual share of linked text below two chapters; only a share above it is evidence for them."""
_NOTHING = 1e-9


class SideLinks(Struct, frozen=True):
    """The links seen from one side: the partner of each place, and its confidence."""

    side: PlanIndex
    weights: Sequence[int]
    best: Mapping[int, tuple[int, float]]


class ContextSupport:
    """Support for a pair from the pairs around it, its own link excluded."""

    def __init__(self, old: SideLinks, new: SideLinks) -> None:
        self._coherence = (_ParentCoherence(old, new.side), _ParentCoherence(new, old.side))

    def parents(self, pair: Pair) -> float:
        """Return by how much the parents' other children are linked more often than by chance."""
        old, new = pair
        forward, backward = self._coherence[0].lift(old, new), self._coherence[1].lift(new, old)
        return (forward + backward) / 2

    def children(self, pair: Pair) -> float:
        """Return the share of text below the two that is linked to each other, less the usual.

        0 if neither has children; if only one has children, the linked share is 0.
        """
        below = self._coherence[0].below[pair[0]] + self._coherence[1].below[pair[1]]
        if not below:
            return 0.0
        return self._coherence[0].together[pair] * 2 / below - _USUAL


class _ParentCoherence:
    """How the linked children of each parent are distributed over the parents of the other side.

    Children without a partner are ignored: otherwise a revision that adds many sections would make
    all parents look unrelated.
    """

    def __init__(self, links_here: SideLinks, other: PlanIndex) -> None:
        self._links, self._other = links_here, other
        self._going: defaultdict[Pair, float] = defaultdict(float)
        self._leaving: defaultdict[int, float] = defaultdict(float)
        self._coming: defaultdict[int, float] = defaultdict(float)
        for place in links_here.best:
            weight, target = self._link(place)
            parent = links_here.side.parent[place]
            self._going[parent, target] += weight
            self._leaving[parent] += weight
            self._coming[target] += weight
        self._all = sum(self._leaving.values())
        self._usual = self._all / max(
            1, sum(partner > 0 for partner, _ in links_here.best.values())
        )
        self.below, self.together = _below(links_here, other)

    def lift(self, place: int, partner: int) -> float:
        """Return the share of siblings of ``place`` linked to siblings of ``partner``, less chance.

        The expected share is added as one pseudo-sibling, because few links prove little.
        """
        parent, target = self._links.side.parent[place], self._other.parent[partner]
        own, home = self._link(place) if place in self._links.best else (0.0, target)
        own_there = own if home == target else 0.0
        # The pair's own link is subtracted everywhere: it must not support itself.
        everything, leaving = self._all - own, self._leaving[parent] - own
        if everything <= _NOTHING:
            return 0.0
        chance = (self._coming[target] - own_there) / everything
        going = self._going[parent, target] - own_there
        return (going + self._usual * chance) / (leaving + self._usual) - chance

    def _link(self, place: int) -> tuple[float, int]:
        """Return the weight of a place's link, and the parent of its partner."""
        partner, surety = self._links.best[place]
        if not (place and partner):
            return 0.0, 0
        return math.sqrt(self._links.weights[place]) * surety, self._other.parent[partner]


def _below(links_here: SideLinks, other: PlanIndex) -> tuple[list[float], defaultdict[Pair, float]]:
    """Sum the weight of all sections below each section, and of those linked below another one."""
    below = [0.0] * links_here.side.size
    together: defaultdict[Pair, float] = defaultdict(float)
    for place in range(1, links_here.side.size):
        weight = math.sqrt(links_here.weights[place])
        partner = links_here.best.get(place)
        there = other.ancestors(partner[0]) if partner else []
        for ancestor in links_here.side.ancestors(place):
            below[ancestor] += weight
            for over in there:
                together[ancestor, over] += weight
    return below, together


class Gaps:
    """The gaps between the links that keep the order; a pair's own links are excluded."""

    def __init__(self, old: SideLinks, new: SideLinks) -> None:
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
        """Return 1 if a gap has room for only these two, less if it is wider, 0 across gaps."""
        # Links of the pair's own sections are skipped on both sides of the gap.
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


class ResidualTexts:
    """Residual texts: the grams of a section without those of its best partner."""

    def __init__(
        self,
        index: CandidateIndex,
        features: TextFeatures,
        partners: tuple[Mapping[int, int], Mapping[int, int]],
    ) -> None:
        self._index, self._features, self._partners = index, features, partners
        self._residuals: tuple[dict[int, TokenSet], dict[int, TokenSet]] = ({}, {})
        self._near: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})

    def signals(self, pair: Pair) -> Signals:
        """Return the smaller margin of both sides, in the residual if the other is not the best."""
        margins = (self._margin(0, pair[0], pair[1]), self._margin(1, pair[1], pair[0]))
        return {signals.RESIDUAL_MARGIN: min(margins)}

    def _margin(self, which: int, place: int, other: int) -> float:
        pair = (place, other) if which == 0 else (other, place)
        best = self._partners[which].get(place, other)
        if best == other:
            cosine = self._features.signals[pair][signals.WORDING] ** 2
            return margin(self._features.near[which][place], other, cosine)
        if place not in self._residuals[which]:
            self._take_out(which, place, best)
        rest, text = self._residuals[which][place], self._index.token_sets[1 - which][other]
        shared = self._index.idf.weight_of(rest.grams & text.grams)
        cosine = shared / math.sqrt(rest.weight * text.weight) if shared else 0.0
        return margin(self._near[which][place], other, cosine)

    def _take_out(self, which: int, place: int, best: int) -> None:
        index = self._index
        grams = index.token_sets[which][place].grams - index.token_sets[1 - which][best].grams
        rest = TokenSet(grams, index.idf.weight_of(grams))
        near = index.nearest(which, rest)
        near.pop(best, None)
        self._residuals[which][place], self._near[which][place] = rest, near
