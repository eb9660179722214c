"""First pass over the candidates: signals from text alone."""

import math
from collections.abc import Collection, Mapping

from msgspec import Struct

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.candidate_index import CandidateIndex, margin
from plandiff.comparison.alignment.part_evidence import (
    cut_parts,
    gather_sentence_evidence,
    paragraph_margins,
)
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.retrospective import chapter_roles, differ
from plandiff.comparison.alignment.signals import (
    Headings,
    Signals,
    containment_signals,
)
from plandiff.comparison.alignment.weights import NEARLY_EMPTY, TINY

Pair = tuple[int, int]
Near = Mapping[int, Mapping[int, float]]
"""Maps a place to the nearest places of the other side with their cosines, best first."""


class TextFeatures(Struct, frozen=True):
    """Candidates with their text signals, and the nearest sections of each section."""

    near: tuple[Near, Near]
    signals: dict[Pair, Signals]


def text_features(index: CandidateIndex, apart: Collection[Pair]) -> TextFeatures:
    """Find candidates among the free places and compute their text signals.

    Excluded as candidates and rivals are pairs in ``apart``, pairs of a review and a plan, and
    pairs of a tiny and a long text.
    """
    forward, backward = (
        {place: index.nearest(which, index.token_sets[which][place]) for place in index.free[which]}
        for which in (0, 1)
    )
    for old, new in apart:
        forward.get(old, {}).pop(new, None)
        backward.get(new, {}).pop(old, None)
    _part_accounts_from_plans(index, forward, backward)
    _part_tiny_from_long(index, forward, backward)
    sentences, paragraphs = cut_parts(index)
    evidence = gather_sentence_evidence(index, sentences)
    margins_of = paragraph_margins(index, paragraphs, (forward, backward))
    headings = Headings(index.sides, index.idf)
    cosines = {
        (old, new): forward[old].get(new) or backward[new][old]
        for old, new in _candidates(forward, backward)
    }
    contained = containment_signals(index.token_sets, cosines)
    found: dict[Pair, Signals] = {}
    for pair, cosine in cosines.items():
        old, new = pair
        margins = (margin(forward[old], new, cosine), margin(backward[new], old, cosine))
        less, more = evidence.shares(pair)
        found[pair] = {
            signals.WORDING: math.sqrt(cosine),
            signals.MARGIN: min(margins),
            signals.BEST_MARGIN: max(margins),
            signals.SENTENCES: more,
            signals.SENTENCES_BOTH: less,
            signals.PARAGRAPHS: margins_of.get(pair, 0.0),
            **headings.signals(pair),
            **contained[pair],
        }
    return TextFeatures((forward, backward), found)


def _part_accounts_from_plans(
    index: CandidateIndex,
    forward: dict[int, dict[int, float]],
    backward: dict[int, dict[int, float]],
) -> None:
    kinds = chapter_roles(index.sides)
    if not any(kinds):
        return
    for old, near in forward.items():
        for new in [new for new in near if differ(kinds, old, new)]:
            del near[new]
    for new, near in backward.items():
        for old in [old for old in near if differ(kinds, old, new)]:
            del near[old]


def _part_tiny_from_long(
    index: CandidateIndex,
    forward: dict[int, dict[int, float]],
    backward: dict[int, dict[int, float]],
) -> None:
    """Drop pairs of a tiny text (up to `TINY`) and a long one with a different heading."""
    for which, found in enumerate((forward, backward)):
        here, there = index.sides[which], index.sides[1 - which]
        for place, near in found.items():
            for other in [other for other in near if _is_nothing_beside(here, place, there, other)]:
                del near[other]


def _is_nothing_beside(here: PlanIndex, place: int, there: PlanIndex, other: int) -> bool:
    """Whether one of two sections is tiny, and the other long with a different heading."""
    sizes = len(here.texts[place].number_masked), len(there.texts[other].number_masked)
    if min(sizes) > TINY or max(sizes) <= NEARLY_EMPTY:
        return False
    short, at = (here, place) if sizes[0] < sizes[1] else (there, other)
    long, beside = (there, other) if short is here else (here, place)
    return not short.children[at] and short.heading_grams[at] != long.heading_grams[beside]


def _candidates(forward: Near, backward: Near) -> list[Pair]:
    pairs = {(old, new) for old, near in forward.items() for new in near if new in backward}
    pairs |= {(old, new) for new, near in backward.items() for old in near if old in forward}
    return sorted(pairs)
