"""Which section of the other plan the sentences and paragraphs of a section come from.

Each part competes over all parts of the other plan; what counts is the section of its best match,
how near it is, and how far it leads the best part of any other section.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.alignment.sides import Outlook, Rarity
from plandiff.comparison.alignment.similarity import Bag, Ground, Index, margin_over
from plandiff.comparison.alignment.texts import grams

Pair = tuple[int, int]
Near = Mapping[int, float]
"""Parts or sections of the other side with their cosines, best first."""


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
class _Parts:
    """The parts of the free sections of one side."""

    index: Index
    section: list[int]
    """Place of the section of each part."""


def gather_sentence_evidence(ground: Ground) -> SentenceEvidence:
    """Follow the sentences of the free sections of each side to those of the other."""
    old, new = _both_sides(ground, Outlook.sentences)
    return SentenceEvidence(
        forward=_shares(_nearest(old, new, ground.rarity), old, new),
        backward={
            (place, partner): share
            for (partner, place), share in _shares(
                _nearest(new, old, ground.rarity), new, old
            ).items()
        },
    )


def paragraph_margins(
    ground: Ground, near: tuple[Mapping[int, Near], Mapping[int, Near]]
) -> dict[Pair, float]:
    """How far the best paragraph of two sections leads, by (old, new) place of the sections.

    A paragraph leads where it is nearer to its partner than to the paragraphs of all other
    sections, and its partner likewise; the lesser of both leads counts.  A section that took in one
    paragraph of another one may share little with it as a whole: what the paragraph says is enough.

    ``near``: the sections nearest to each section; those that have a partner already are rivals as
    a whole.  Where nearly all have one, any two of the rest would lead without a rival.
    """
    old, new = _both_sides(ground, Outlook.paragraphs)
    forward, backward = (
        _nearest(old, new, ground.rarity),
        _nearest(new, old, ground.rarity),
    )
    taken = tuple(
        {
            place: next((cos for at, cos in found.items() if at in ground.taken[1 - which]), 0.0)
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


def _both_sides(ground: Ground, cut: Callable[[Outlook, int], list[str]]) -> tuple[_Parts, _Parts]:
    old, new = (
        _parts(side, free, ground.rarity, cut)
        for side, free in zip(ground.sides, ground.free, strict=True)
    )
    return old, new


def _parts(
    side: Outlook, places: Iterable[int], rarity: Rarity, cut: Callable[[Outlook, int], list[str]]
) -> _Parts:
    bags, section = [], []
    for place in places:
        for part in cut(side, place):
            found = grams(part)
            if found:
                bags.append(Bag(found, rarity.mass(found)))
                section.append(place)
    return _Parts(Index.of(bags), section)


def _nearest(here: _Parts, there: _Parts, rarity: Rarity) -> list[Near]:
    """For each part the nearest ones of the other side.

    Each text is looked up once: a phrase that a plan repeats a thousand times has many places.
    """
    known: dict[frozenset[str], Near] = {}
    found: list[Near] = []
    for bag in here.index.bags:
        words = frozenset(bag.grams)
        near = known.get(words)
        if near is None:
            near = known[words] = there.index.nearest(bag, rarity)
        found.append(near)
    return found


def _shares(nearest: Sequence[Near], here: _Parts, there: _Parts) -> dict[Pair, float]:
    credit: defaultdict[Pair, float] = defaultdict(float)
    total: defaultdict[int, int] = defaultdict(int)
    ranked = _best_by_section(nearest, there.section)
    for bag, place, best in zip(here.index.bags, here.section, ranked, strict=True):
        total[place] += bag.mass
        if best:
            (partner, score), rival = best[0], best[1][1] if len(best) > 1 else 0.0
            credit[place, partner] += bag.mass * (score - rival)
    return {pair: mass / total[pair[0]] for pair, mass in credit.items()}


def _best_by_section(
    nearest: Sequence[Near], section: Sequence[int]
) -> list[list[tuple[int, float]]]:
    """For each part the best two sections of the other side, with their best cosines."""
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
    """The best cosine of a section other than this one; 0 where there is none."""
    return next((cosine for place, cosine in ranked if place != section), 0.0)
