"""Links derived from the outlines: chapters, and a plan without any sections.

Two chapters are linked if their sections are linked to each other; similar headings add evidence.

A plan that is one undivided text is the partner of every section that it holds word for word:

    old: 计划 (everything in one paragraph)     new: 计划   一、校车   二、食堂

The row is a split (or a merge), its words are compared as a whole, and additions and omissions are
visible.  Without these links the whole text would be removed, and every section added.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.links import Link, strongest
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.section_text import grams
from plandiff.comparison.alignment.weights import CHAPTER, CONTAINMENT
from plandiff.comparison.model import Evidence

Pair = tuple[int, int]


_RUN = 6
"""Length in characters of a substring that two texts rarely share by chance."""


def link_chapters(
    sides: tuple[PlanIndex, PlanIndex],
    links: Iterable[Link],
    closed: tuple[Collection[int], Collection[int]] = ((), ()),
) -> list[Link]:
    """Link chapters that have no partner yet, one to one, the best scores first."""
    links = list(links)
    used_old = {link.old for link in links}.union(closed[0])
    used_new = {link.new for link in links}.union(closed[1])
    together, totals = _together(sides, links)
    scores = {}
    for pair, shared in together.items():
        if pair[0] in used_old or pair[1] in used_new:
            continue
        weight = totals[0][pair[0]] + totals[1][pair[1]]
        children = 2 * shared / weight if weight else 0.0  # 0 if the children have no words
        heading = _heading_likeness(sides, pair)
        if children + CHAPTER.heading * heading >= CHAPTER.linked:
            scores[pair] = (children, heading)
    return _one_to_one(scores)


def _one_to_one(scores: dict[Pair, tuple[float, float]]) -> list[Link]:
    found: list[Link] = []
    used: tuple[set[int], set[int]] = (set(), set())
    worth = {pair: sum(both) for pair, both in scores.items()}
    for pair in sorted(scores, key=lambda pair: (-worth[pair], pair)):
        if pair[0] in used[0] or pair[1] in used[1]:
            continue
        used[0].add(pair[0])
        used[1].add(pair[1])
        children, heading = scores[pair]
        evidence = strongest([(signals.CHILDREN, children), (signals.HEADING, heading)])
        confidence = min(0.98, 0.5 + 0.5 * max(children, heading))
        found.append(Link(*pair, round(confidence, 4), evidence, heading))
    return found


def _together(
    sides: tuple[PlanIndex, PlanIndex], links: Iterable[Link]
) -> tuple[dict[Pair, float], tuple[list[float], list[float]]]:
    """Sum the weight of links below each pair of chapters, and of sections below each chapter."""
    # The square root keeps one long section from outweighing all others of a chapter.
    weights = tuple([math.sqrt(len(text.number_masked)) for text in side.texts] for side in sides)
    together: defaultdict[Pair, float] = defaultdict(float)
    for link in links:
        weight = min(weights[0][link.old], weights[1][link.new])
        for old in sides[0].ancestors(link.old):
            for new in sides[1].ancestors(link.new):
                together[old, new] += weight
    totals: tuple[list[float], list[float]] = ([0.0] * sides[0].size, [0.0] * sides[1].size)
    for side, total, weight_of in zip(sides, totals, weights, strict=True):
        for place in range(1, side.size):
            for ancestor in side.ancestors(place):
                total[ancestor] += weight_of[place]
    return together, totals


def _heading_likeness(sides: tuple[PlanIndex, PlanIndex], pair: Pair) -> float:
    """Dice coefficient of the grams of the two headings."""
    old, new = (grams(side.texts[at].heading) for side, at in zip(sides, pair, strict=True))
    return 2 * len(old & new) / (len(old) + len(new)) if old and new else 0.0


def link_unstructured(sides: tuple[PlanIndex, PlanIndex]) -> list[Link]:
    """Link the only section of a plan with sections of the other; empty for other plans."""
    if sides[0].size == 1:
        return [_link(0, place, share) for place, share in _held(sides[0], sides[1])]
    if sides[1].size == 1:
        return [_link(place, 0, share) for place, share in _held(sides[1], sides[0])]
    return []


def _link(old: int, new: int, share: float) -> Link:
    return Link(old, new, round(share, 4), (Evidence(signals.SENTENCES, round(share, 3)),), share)


def _held(whole: PlanIndex, cut: PlanIndex) -> list[tuple[int, float]]:
    """Return sections of ``cut`` whose text is in ``whole``, with the share that is found there.

    A bare heading has at least the share of any section below it.
    """
    text = _runs(whole.texts[0].number_masked)
    held: dict[int, float] = {}
    for place in range(cut.size - 1, 0, -1):
        below = [held[child] for child in cut.children[place] if child in held]
        runs = _runs(cut.texts[place].number_masked)
        share = len(runs & text) / len(runs) if runs else 0.0
        if below and not cut.texts[place].body:
            share = max(share, *below)
        if share >= CONTAINMENT:
            held[place] = share
    return sorted(held.items())


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}
