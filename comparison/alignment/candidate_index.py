"""Candidates: sections of the other plan that share rare grams, and the margin of the best one.

`CandidateIndex` holds the texts of both sides as sets of grams with their inverted indexes; all
signals read it.  The cosine over idf-weighted grams says little by its value (a rewritten section
matches its own at 0.1); its margin over the runner-up, in both directions, is the best evidence.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

from msgspec import Struct

from plandiff.comparison.alignment.plan_index import IdfWeights, PlanIndex, postings_of

_READ_PER_GRAM = 6
"""Postings read for a text, as a multiple of its grams; rare grams come first.  The limit keeps
the cost linear in the number of texts."""
_KEPT = 8
"""Candidates kept for one text."""
_SORTED = 150
"""Number of texts up to which they are sorted to find the best ones."""
_NOISE = 0.02
"""Cosine that any two texts of one genre have; below it a margin means nothing."""


Pair = tuple[int, int]
_ACCOUNTED_FOR = 0.8
"""Factor on the cosine of a rival that has a partner already, so that it competes less."""


class TokenSet(Struct, frozen=True):
    """A text as a set of grams and its weight."""

    grams: set[str]
    weight: int


class Index:
    """Inverted index of one side: finds its texts by the grams they share with another text."""

    def __init__(
        self, token_sets: Sequence[TokenSet], postings: Mapping[str, Sequence[int]]
    ) -> None:
        self.token_sets = token_sets
        self._roots = [math.sqrt(tokens.weight) for tokens in token_sets]
        self._postings = postings

    @classmethod
    def of(cls, token_sets: Sequence[TokenSet]) -> "Index":
        """Build the postings of token sets and index them."""
        return cls(token_sets, postings_of(tokens.grams for tokens in token_sets))

    def nearest(self, tokens: TokenSet, idf: IdfWeights) -> dict[int, float]:
        """Return the cosines of the nearest texts by place, best first; ties in order of place."""
        grams, postings = tokens.grams, self._postings
        lists = [(gram, postings[gram]) for gram in grams if gram in postings]
        budget = _READ_PER_GRAM * len(grams)
        if sum([len(places) for _, places in lists]) <= budget:
            best = self._best(_add_up(lists, idf), _KEPT + 1)
        else:
            # Preselect by the rarest grams within the budget, then compute exact sums for the best.
            shared = _add_up(_rarest(lists, budget), idf)
            token_sets, weight_of = self.token_sets, idf.weight.__getitem__
            exact = {
                place: sum(map(weight_of, grams & token_sets[place].grams))
                for _, place in self._best(shared, 2 * _KEPT)
            }
            best = self._best(exact, _KEPT + 1)
        root = math.sqrt(tokens.weight)
        return {place: -negative / root for negative, place in best}

    def _best(self, shared: Mapping[int, int], count: int) -> list[tuple[float, int]]:
        roots = self._roots
        found = [(-weight / roots[place], place) for place, weight in shared.items()]
        # Up to some length a whole sort takes less time than a heap.
        return sorted(found)[:count] if len(found) <= _SORTED else nsmallest(count, found)


def _add_up(lists: Iterable[tuple[str, Sequence[int]]], idf: IdfWeights) -> dict[int, int]:
    shared: defaultdict[int, int] = defaultdict(int)
    weight_of = idf.weight
    for gram, places in lists:
        weight = weight_of[gram]
        for place in places:
            shared[place] += weight
    return shared


def _rarest(
    lists: Iterable[tuple[str, Sequence[int]]], budget: int
) -> list[tuple[str, Sequence[int]]]:
    chosen: list[tuple[str, Sequence[int]]] = []
    for gram, places in sorted(lists, key=lambda item: (len(item[1]), item[0])):
        budget -= len(places)
        if budget < 0 and chosen:
            break
        chosen.append((gram, places))
    return chosen


def margin(similar: Mapping[int, float], place: int, score: float) -> float:
    """Return the margin of a score over its best rival, 0 to 1: half is a tie, 1 no rival.

    ``similar`` maps places to cosines, best first; ``place`` is the place that has ``score``.
    """
    for other, rival in similar.items():
        if other != place:
            return margin_over(rival, score)
    return margin_over(0.0, score)


def margin_over(rival: float, score: float) -> float:
    """Return score / (score + rival + noise), 0 to 1: half is a tie, 1 no rival."""
    return score / (score + rival + _NOISE) if score else 0.0


class CandidateIndex(Struct, frozen=True):
    """Both sides with their token sets and indexes, by side (0 old, 1 new) and place."""

    sides: tuple[PlanIndex, PlanIndex]
    idf: IdfWeights
    token_sets: tuple[list[TokenSet], list[TokenSet]]
    indexes: tuple[Index, Index]
    free: tuple[list[int], list[int]]
    """Places that need a partner; the others are rivals only."""
    taken: tuple[Collection[int], Collection[int]]
    """Places that have a partner already, and the roots."""

    def nearest(self, which: int, tokens: TokenSet) -> dict[int, float]:
        """Return cosines of the *other* side's sections nearest to a token set, best first."""
        if not tokens.weight:
            return {}
        other = 1 - which
        near = self.indexes[other].nearest(tokens, self.idf)
        for place in near:  # places with a partner stay as rivals, but weaker ones
            if place in self.taken[other]:
                near[place] *= _ACCOUNTED_FOR
        return dict(sorted(near.items(), key=lambda item: (-item[1], item[0])))


def build_index(
    sides: tuple[PlanIndex, PlanIndex], taken: tuple[Collection[int], Collection[int]]
) -> CandidateIndex:
    """Weigh and index both sides; ``taken`` are the places that have a partner already."""
    idf = IdfWeights.of(*sides)
    known: dict[int, TokenSet] = {}
    for found in chain(*(side.grams for side in sides)):
        if id(found) not in known:  # sections with the same text share their set of grams
            known[id(found)] = TokenSet(found, idf.weight_of(found))
    old, new = ([known[id(found)] for found in side.grams] for side in sides)
    free_old, free_new = (
        [place for place in range(1, side.size) if place not in used]
        for side, used in zip(sides, taken, strict=True)
    )
    return CandidateIndex(
        sides=sides,
        idf=idf,
        token_sets=(old, new),
        indexes=(Index(old, sides[0].postings), Index(new, sides[1].postings)),
        free=(free_old, free_new),
        taken=taken,
    )
