"""Which section of the other plan a section's sentences come from.

Each sentence competes over all sentences of the other plan; what counts is the section that its
best match stands in, how near it is, and how far it leads the best sentence of any other section.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plandiff.comparison.alignment.ground import Ground
from plandiff.comparison.alignment.sides import Outlook, Rarity
from plandiff.comparison.alignment.similarity import Bag, Index
from plandiff.comparison.alignment.texts import grams

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """Shares of a section's matter whose sentences point to a section of the other plan."""

    forward: dict[Pair, float]
    """By (old, new) place: share of the old section."""
    backward: dict[Pair, float]
    """By (old, new) place: share of the new section."""

    def shares(self, pair: Pair) -> tuple[float, float]:
        """Smaller and larger of the two shares."""
        both = (self.forward.get(pair, 0.0), self.backward.get(pair, 0.0))
        return min(both), max(both)


@dataclass(frozen=True, slots=True)
class _Sentences:
    index: Index
    section: list[int]


def gather_sentence_evidence(ground: Ground) -> SentenceEvidence:
    """Follow the sentences of the free sections of each side to those of the other."""
    old, new = (
        _sentences(side, free, ground.rarity)
        for side, free in zip(ground.sides, ground.free, strict=True)
    )
    backward = _shares(new, old, ground.rarity)
    return SentenceEvidence(
        forward=_shares(old, new, ground.rarity),
        backward={(place, partner): share for (partner, place), share in backward.items()},
    )


def _sentences(side: Outlook, places: Iterable[int], rarity: Rarity) -> _Sentences:
    bags, section = [], []
    for place in places:
        for sentence in side.sentences(place):
            found = grams(sentence)
            if found:
                bags.append(Bag(found, rarity.mass(found)))
                section.append(place)
    return _Sentences(Index.of(bags), section)


def _shares(here: _Sentences, there: _Sentences, rarity: Rarity) -> dict[Pair, float]:
    credit: defaultdict[Pair, float] = defaultdict(float)
    total: defaultdict[int, int] = defaultdict(int)
    known: dict[frozenset[str], list[tuple[int, float]]] = {}
    """Looked up once: a phrase that a plan repeats a thousand times has a thousand places."""
    for bag, place in zip(here.index.bags, here.section, strict=True):
        total[place] += bag.mass
        words = frozenset(bag.grams)
        best = known.get(words)
        if best is None:
            best = known[words] = _by_section(there.index.nearest(bag, rarity), there.section)
        if best:
            (partner, score), rival = best[0], best[1][1] if len(best) > 1 else 0.0
            credit[place, partner] += bag.mass * (score - rival)
    return {pair: mass / total[pair[0]] for pair, mass in credit.items()}


def _by_section(nearest: Mapping[int, float], section: list[int]) -> list[tuple[int, float]]:
    best: dict[int, float] = {}
    for sentence, score in nearest.items():
        best.setdefault(section[sentence], score)
    return list(best.items())
