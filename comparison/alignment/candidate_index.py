"""Candidates: which sections of the other plan share rare wording, and how far the best leads.

`CandidateIndex` holds the texts of both sides as sets of grams, with their indexes; all signals
read it.
Cosine over grams weighted by rarity, from an inverted index.  Its height says little (a rewritten
section matches its own at 0.1); its lead over the runner-up, in both directions, says most.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from plandiff.comparison.alignment.plan_index import IdfWeights, PlanIndex

_READ_PER_GRAM = 6
"""Entries of the index read for a text, times its grams; rare grams come first, so that the cost
stays linear in the number of texts."""
_KEPT = 8
"""Candidates kept for one text."""
_NOISE = 0.02
"""Cosine that any two texts of a kind have; below it a lead means nothing."""


Pair = tuple[int, int]
_ACCOUNTED_FOR = 0.8
"""What a rival weighs whose own partner explains all that it says."""


@dataclass(frozen=True, slots=True)
class TokenSet:
    """A text as a set of grams and its weight."""

    grams: set[str]
    weight: int


class Index:
    """Texts of one side, found by the grams that they share with a text of the other side."""

    def __init__(self, token_sets: Sequence[TokenSet], postings: Mapping[str, list[int]]) -> None:
        self.token_sets = token_sets
        self._roots = [math.sqrt(tokens.weight) for tokens in token_sets]
        self._postings = postings

    @classmethod
    def of(cls, token_sets: Sequence[TokenSet]) -> "Index":
        """Index bags that have no postings yet."""
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for place, tokens in enumerate(token_sets):
            for gram in tokens.grams:
                postings[gram].append(place)
        return cls(token_sets, postings)

    def nearest(self, tokens: TokenSet, idf: IdfWeights) -> dict[int, float]:
        """Cosine of the texts that come nearest, best first; ties in the order of places."""
        grams, postings = tokens.grams, self._postings
        lists = [(gram, postings[gram]) for gram in grams if gram in postings]
        budget = _READ_PER_GRAM * len(grams)
        if sum([len(places) for _, places in lists]) <= budget:
            best = self._best(_add_up(lists, idf), _KEPT + 1)
        else:
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
        return nsmallest(
            count, [(-weight / roots[place], place) for place, weight in shared.items()]
        )


def _add_up(lists: Iterable[tuple[str, list[int]]], idf: IdfWeights) -> dict[int, int]:
    shared: defaultdict[int, int] = defaultdict(int)
    weight_of = idf.weight
    for gram, places in lists:
        weight = weight_of[gram]
        for place in places:
            shared[place] += weight
    return shared


def _rarest(lists: Iterable[tuple[str, list[int]]], budget: int) -> list[tuple[str, list[int]]]:
    chosen: list[tuple[str, list[int]]] = []
    for gram, places in sorted(lists, key=lambda item: (len(item[1]), item[0])):
        budget -= len(places)
        if budget < 0 and chosen:
            break
        chosen.append((gram, places))
    return chosen


def margin(similar: Mapping[int, float], place: int, score: float) -> float:
    """Share of the best other one and this one that this one holds: half is a tie, 1 no rival.

    ``similar`` holds the best places first.
    """
    rival = next((value for other, value in similar.items() if other != place), 0.0)
    return margin_over(rival, score)


def margin_over(rival: float, score: float) -> float:
    """Share of the rival's cosine and this one that this one holds: half is a tie, 1 no rival."""
    return score / (score + rival + _NOISE) if score else 0.0


@dataclass(frozen=True, slots=True)
class CandidateIndex:
    """Both sides, their bags and indexes by side (0 old, 1 new) and place."""

    sides: tuple[PlanIndex, PlanIndex]
    idf: IdfWeights
    token_sets: tuple[list[TokenSet], list[TokenSet]]
    indexes: tuple[Index, Index]
    free: tuple[list[int], list[int]]
    """Places whose partner is to be found; the others are rivals only."""
    taken: tuple[Collection[int], Collection[int]]
    """Places that have a partner already, and the roots."""

    def nearest(self, which: int, tokens: TokenSet) -> dict[int, float]:
        """Cosine of the sections of the *other* side nearest to a bag of this side, best first."""
        if not tokens.weight:
            return {}
        other = 1 - which
        near = self.indexes[other].nearest(tokens, self.idf)
        for place in near:
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
        if id(found) not in known:  # sections that say the same share their grams
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
