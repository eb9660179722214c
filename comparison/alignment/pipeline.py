"""Link two plans step by step: anchors, scores, links, chapters, pins."""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property

from msgspec import Struct

from plandiff.comparison.alignment.anchors import Anchors, find_anchors
from plandiff.comparison.alignment.chapters import link_chapters, link_unstructured
from plandiff.comparison.alignment.linking import link_by_score, link_uneven
from plandiff.comparison.alignment.links import Link, pinned, roots, same_text
from plandiff.comparison.alignment.pins import PlacedPins
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.scoring import Scores, score_candidates
from plandiff.comparison.alignment.weights import LearnedWeights

Pair = tuple[int, int]
Sides = tuple[PlanIndex, PlanIndex]


class Linked(Struct, frozen=True, dict=True):
    """All links, and the scores of other likely pairs."""

    links: list[Link]
    scores: Scores
    decided: tuple[Collection[int], Collection[int]] = ((), ())
    """Old and new places that any pin of the user refers to."""
    alone: tuple[Collection[int], Collection[int]] = ((), ())
    """Old and new places that the user pinned as having no partner."""

    @cached_property
    def _likely(self) -> tuple[dict[int, list[tuple[int, float]]], ...]:
        likely: tuple[defaultdict[int, list[tuple[int, float]]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )
        linked = {link.pair for link in self.links}
        for pair in self.scores.best_first():
            if pair not in linked:
                for which in (0, 1):
                    likely[which][pair[which]].append(
                        (pair[1 - which], self.scores.probability[pair])
                    )
        return likely

    def runners_up(self, which: int, place: int) -> list[tuple[int, float]]:
        """Return unlinked places of the other side by decreasing probability."""
        return self._likely[which].get(place, [])


def link_sections(sides: Sides, pins: PlacedPins, weights: LearnedWeights | None = None) -> Linked:
    """Link the sections of two plans; pins change only the places they refer to and their partners.

    ``weights`` replaces the shipped weights; sections freed by pins are scored with the shipped.
    """
    anchors = find_anchors(*sides)
    scores = score_candidates(sides, anchors, weights=weights)
    links = [same_text(pair, anchors.sameness[pair]) for pair in sorted(anchors.sameness)]
    links.append(roots(same=sides[0].texts[0].normalized == sides[1].texts[0].normalized))
    links += link_unstructured(sides)
    links += link_by_score(sides, scores)
    links += link_chapters(sides, links)
    links += link_uneven(sides, scores, links)
    linked = Linked(links, scores)
    return _with_pins(sides, linked, anchors, pins) if any(pins) else linked


def _with_pins(sides: Sides, linked: Linked, anchors: Anchors, pins: PlacedPins) -> Linked:
    """Undo links at the pinned places, and link the freed sections again."""
    touched = _with_partners(linked.links, pins.touched)
    kept = [link for link in linked.links if not _touches(link.pair, touched)]
    free = (_free(sides, 0, kept, pins), _free(sides, 1, kept, pins))
    scores = score_candidates(sides, _but_for(anchors, sides, free), pins.apart)
    allowed = {pair for pair in scores.probability if _touches(pair, touched)}
    links = [*kept, *(pinned(pair) for pair in pins.together)]
    links += [
        link
        for link in link_unstructured(sides)
        if _touches(link.pair, touched)
        and link.pair not in pins.apart
        and not _touches(link.pair, pins.closed)
    ]
    links += link_by_score(sides, scores, allowed)
    links += [
        link
        for link in link_chapters(sides, links, pins.closed)
        if _touches(link.pair, touched) and link.pair not in pins.apart
    ]
    links += link_uneven(sides, scores, links, allowed)
    return Linked(
        links, _merged(linked.scores, scores, touched), pins.touched, (pins.dropped, pins.new)
    )


def _with_partners(
    links: list[Link], touched: tuple[set[int], set[int]]
) -> tuple[set[int], set[int]]:
    """Return touched places and their partners, without the roots, which stay linked."""
    wider = (set(touched[0]), set(touched[1]))
    for link in links:
        if _touches(link.pair, touched):
            wider[0].add(link.old)
            wider[1].add(link.new)
    return wider[0] - {0}, wider[1] - {0}


def _touches(pair: Pair, touched: tuple[set[int], set[int]]) -> bool:
    return pair[0] in touched[0] or pair[1] in touched[1]


def _free(sides: Sides, which: int, kept: list[Link], pins: PlacedPins) -> set[int]:
    taken = {link.pair[which] for link in kept}
    return set(range(1, sides[which].size)) - taken - pins.closed[which]


def _but_for(anchors: Anchors, sides: Sides, free: tuple[set[int], set[int]]) -> Anchors:
    """Return anchors in which every place that is not free counts as taken."""
    others = Anchors(*sides)
    for which, partners in enumerate((others.forward, others.backward)):
        partners.update(
            {place: 0 for place in range(sides[which].size) if place not in free[which]}
        )
    for old, new in anchors.forward.items():
        if old not in free[0] and new not in free[1]:
            others.forward[old], others.backward[new] = new, old
    return others


def _merged(before: Scores, after: Scores, touched: tuple[set[int], set[int]]) -> Scores:
    """Return the scores of ``before``, with those at touched places replaced by ``after``."""
    chosen = {
        pair: scores
        for scores in (before, after)
        for pair in scores.probability
        if _touches(pair, touched) is (scores is after)
    }
    return Scores(
        {pair: scores.signals[pair] for pair, scores in chosen.items()},
        {pair: scores.probability[pair] for pair, scores in chosen.items()},
        before.calibration,
    )
