"""Find the sections of the other plan that the sentences and paragraphs of a section come from.

Each part competes over all parts of the other plan; the evidence is the section of its best match,
its cosine, and its margin over the best part of any other section.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from plandiff.comparison.alignment.candidate_index import (
    CandidateIndex,
    Index,
    TokenSet,
    margin_over,
)
from plandiff.comparison.alignment.plan_index import IdfWeights, PlanIndex

Pair = tuple[int, int]
Near = Mapping[int, float]
"""Parts or sections of the other side with their cosines, best first."""


class SentenceEvidence(Struct, frozen=True):
    """Shares of a section's text whose sentences point to a section of the other plan."""

    forward: dict[Pair, float]
    """By (old, new) place: share of the old section."""
    backward: dict[Pair, float]
    """By (old, new) place: share of the new section."""

    def shares(self, pair: Pair) -> tuple[float, float]:
        """Return the smaller and the larger of the two shares."""
        both = (self.forward.get(pair, 0.0), self.backward.get(pair, 0.0))
        return min(both), max(both)


class Parts(Struct, frozen=True):
    """The sentences or the paragraphs of the free sections of one side."""

    index: Index
    section: list[int]
    """Place of the section of each part."""


Sides = tuple[Parts, Parts]


def cut_parts(index: CandidateIndex) -> tuple[Sides, Sides]:
    """Return the sentences and the paragraphs of the free sections of both sides."""
    (old, old_paragraphs), (new, new_paragraphs) = (
        _parts(side, free, index.idf) for side, free in zip(index.sides, index.free, strict=True)
    )
    return (old, new), (old_paragraphs, new_paragraphs)


def _parts(side: PlanIndex, places: Iterable[int], idf: IdfWeights) -> Sides:
    token_sets: tuple[list[TokenSet], list[TokenSet]] = ([], [])
    section: tuple[list[int], list[int]] = ([], [])
    for place in places:
        known: dict[int, TokenSet] = {}  # most paragraphs are one sentence
        for which, cut in enumerate(side.parts(place)):
            for found in cut:
                tokens = known.get(id(found)) or TokenSet(found, idf.weight_of(found))
                known[id(found)] = tokens
                token_sets[which].append(tokens)
                section[which].append(place)
    sentences, paragraphs = (
        Parts(Index.of(sets), of) for sets, of in zip(token_sets, section, strict=True)
    )
    return sentences, paragraphs


def gather_sentence_evidence(index: CandidateIndex, sentences: Sides) -> SentenceEvidence:
    """Match the sentences of the free sections of each side with those of the other."""
    old, new = sentences
    return SentenceEvidence(
        forward=_shares(_nearest(old, new, index.idf), old, new),
        backward={
            (place, partner): share
            for (partner, place), share in _shares(_nearest(new, old, index.idf), new, old).items()
        },
    )


def paragraph_margins(
    index: CandidateIndex, paragraphs: Sides, near: tuple[Mapping[int, Near], Mapping[int, Near]]
) -> dict[Pair, float]:
    """Return the margin of the best paragraph of two sections, by (old, new) place of the sections.

    A paragraph has a margin if it is nearer to its partner than to the paragraphs of all other
    sections, and its partner likewise; the smaller of both margins counts.  A section that took in
    one paragraph of another may share little with it as a whole: the paragraph alone is evidence.

    ``near``: the sections nearest to each section; those that have a partner already are rivals as
    a whole.  Without them, if nearly all have one, any two of the rest would have no rival.
    """
    old, new = paragraphs
    forward, backward = (
        _nearest(old, new, index.idf),
        _nearest(new, old, index.idf),
    )
    taken = tuple(
        {
            place: next((cos for at, cos in found.items() if at in index.taken[1 - which]), 0.0)
            for place, found in near[which].items()
        }
        for which in (0, 1)
    )
    rivals = (_best_by_section(forward, new.section), _best_by_section(backward, old.section))
    cosines = {(p, q): cosine for p, near in enumerate(forward) for q, cosine in near.items()}
    cosines |= {(p, q): cosine for q, near in enumerate(backward) for p, cosine in near.items()}
    best: dict[Pair, float] = {}
    for (p, q), cosine in cosines.items():
        pair = old.section[p], new.section[q]
        rival = max(
            _best_besides(rivals[0][p], pair[1]),
            _best_besides(rivals[1][q], pair[0]),
            taken[0][pair[0]],
            taken[1][pair[1]],
        )
        margin = margin_over(rival, cosine)
        if margin > best.get(pair, 0.0):
            best[pair] = margin
    return best


def _nearest(here: Parts, there: Parts, idf: IdfWeights) -> list[Near]:
    """Return for each part the nearest ones of the other side.

    Each text is looked up once: a phrase that a plan repeats a thousand times has many places.
    """
    known: dict[frozenset[str], Near] = {}
    found: list[Near] = []
    for tokens in here.index.token_sets:
        words = frozenset(tokens.grams)
        near = known.get(words)
        if near is None:
            near = known[words] = there.index.nearest(tokens, idf)
        found.append(near)
    return found


def _shares(nearest: Sequence[Near], here: Parts, there: Parts) -> dict[Pair, float]:
    credit: defaultdict[Pair, float] = defaultdict(float)
    total: defaultdict[int, int] = defaultdict(int)
    ranked = _best_by_section(nearest, there.section)
    for tokens, place, best in zip(here.index.token_sets, here.section, ranked, strict=True):
        total[place] += tokens.weight
        if best:
            (partner, score), rival = best[0], best[1][1] if len(best) > 1 else 0.0
            credit[place, partner] += tokens.weight * (score - rival)
    return {pair: weight / total[pair[0]] for pair, weight in credit.items()}


def _best_by_section(
    nearest: Sequence[Near], section: Sequence[int]
) -> list[list[tuple[int, float]]]:
    """Return for each part the best two sections of the other side, with their best cosines."""
    known: dict[int, list[tuple[int, float]]] = {}
    ranked = []
    for near in nearest:
        if id(near) not in known:
            best: dict[int, float] = {}
            for part, cosine in near.items():
                best.setdefault(section[part], cosine)
                if len(best) == 2:
                    break
            known[id(near)] = list(best.items())
        ranked.append(known[id(near)])
    return ranked


def _best_besides(ranked: Iterable[tuple[int, float]], section: int) -> float:
    """Return the best cosine of a section other than this one; 0 if there is none."""
    return next((cosine for place, cosine in ranked if place != section), 0.0)
