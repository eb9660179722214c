"""Turn probabilities into links: a threshold, and texts that are limited to one partner.

A bare heading above other sections and a section without children are an uneven pair: by the words
of the heading alone, each resembles any section below the other.  Such pairs are linked last, after
the chapters have been linked by the sections below them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.links import Link, divided, scored
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.scoring import Scores
from plandiff.comparison.alignment.weights import (
    BRIDGE_OVERLAP,
    HEADING_PHRASE,
    LINK_THRESHOLD_BY_DEGREE,
    MAX_ROW_WIDTH,
    MERGE_LENGTH_RATIO,
    MIN_RESIDUAL_MARGIN,
    MIN_SHARED_GRAMS,
    NEAR_DUPLICATE,
    NEARLY_EMPTY,
)

Pair = tuple[int, int]
Node = tuple[int, int]
"""Side (0 old, 1 new) and place."""


def link_by_score(
    sides: tuple[PlanIndex, PlanIndex], scores: Scores, allowed: Collection[Pair] | None = None
) -> list[Link]:
    """Link pairs above the threshold, the most probable first; uneven pairs are skipped."""
    pairs = [pair for pair in _candidates(scores, allowed) if not _is_uneven(sides, pair)]
    return _link(_LinkConstraints(sides), scores, pairs)


def link_uneven(
    sides: tuple[PlanIndex, PlanIndex],
    scores: Scores,
    links: Iterable[Link],
    allowed: Collection[Pair] | None = None,
) -> list[Link]:
    """Link bare headings without a partner in ``links`` to sections that have no children.

    A section with partners may be linked to the heading only if those are below it: the section was
    divided into a chapter.  If two or more of its partners are below the heading, the two are
    linked whatever the wording of the heading.
    """
    constraints = _LinkConstraints(sides)
    for link in links:
        constraints.add(link.pair)
    found = [
        scored(pair, scores.confidence(pair), scores.signals[pair])
        for pair in _candidates(scores, allowed)
        if _is_uneven(sides, pair)
        and _shares_heading(sides, pair)
        and constraints.is_subdivision(pair)
        and scores.probability[pair] > LINK_THRESHOLD_BY_DEGREE[constraints.linked_count(pair)]
        and constraints.add(pair)
    ]
    found += [
        divided(pair, share)
        for pair, share in constraints.divided()
        if (allowed is None or pair in allowed)
        and constraints.is_subdivision(pair)
        and constraints.add(pair)
    ]
    return found


def _candidates(scores: Scores, allowed: Collection[Pair] | None) -> list[Pair]:
    least = min(LINK_THRESHOLD_BY_DEGREE)
    return [
        pair
        for pair in scores.best_first()
        if scores.probability[pair] > least and (allowed is None or pair in allowed)
    ]


def _is_uneven(sides: tuple[PlanIndex, PlanIndex], pair: Pair) -> bool:
    """Whether one of the two is a bare heading above others, and nothing is below the other."""
    return any(
        _is_bare(sides[which], pair[which]) and not sides[1 - which].children[pair[1 - which]]
        for which in (0, 1)
    )


def _shares_heading(sides: tuple[PlanIndex, PlanIndex], pair: Pair) -> bool:
    """Whether a bare heading shares a phrase (`HEADING_PHRASE` grams) with the other section."""
    bare = 0 if _is_bare(sides[0], pair[0]) else 1
    heading = sides[bare].heading_grams[pair[bare]]
    shared = heading & sides[1 - bare].grams[pair[1 - bare]]
    return len(shared) >= min(HEADING_PHRASE, len(heading))


def _is_bare(side: PlanIndex, place: int) -> bool:
    return bool(side.children[place]) and not side.texts[place].body


def _link(constraints: "_LinkConstraints", scores: Scores, pairs: Iterable[Pair]) -> list[Link]:
    linked: list[Link] = []
    for pair in pairs:
        probability, linked_count = scores.probability[pair], constraints.linked_count(pair)
        if probability <= LINK_THRESHOLD_BY_DEGREE[linked_count]:
            continue
        if linked_count and scores.signals[pair][signals.RESIDUAL_MARGIN] < MIN_RESIDUAL_MARGIN:
            continue
        if constraints.allows(pair) and constraints.add(pair):
            linked.append(scored(pair, scores.confidence(pair), scores.signals[pair]))
    return linked


class _LinkConstraints:
    """Rules for sections with more than one partner.

    Parts of a split have different texts.  Two sections made from one template (the same text for
    two towns) are rivals for a partner, never its parts; a repeated or nearly empty text has one
    partner.  Two rows are merged only if most of a section is in both; a single sentence is shown
    as a moved sentence.
    """

    def __init__(self, sides: tuple[PlanIndex, PlanIndex]) -> None:
        self._sides = sides
        self._groups = UnionFind()
        self._single = tuple(_single(side) for side in sides)
        self._partners: tuple[defaultdict[int, list[int]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )

    def linked_count(self, pair: Pair) -> int:
        """Return how many of the two have a partner already."""
        return sum(bool(self._partners[which][pair[which]]) for which in (0, 1))

    def allows(self, pair: Pair) -> bool:
        """Whether the two may be linked in addition to their existing links."""
        if (
            self.linked_count(pair) == 2
            and self._groups.are_separate(pair)
            and not self._mostly(pair)
        ):
            return False
        return all(self._allows(which, pair[which], pair[1 - which]) for which in (0, 1))

    def is_subdivision(self, pair: Pair) -> bool:
        """Whether the bare heading has no partner, and all partners of the section are below it."""
        headed = int(not _is_bare(self._sides[0], pair[0]))
        heading, divided = pair[headed], pair[1 - headed]
        return not self._partners[headed][heading] and all(
            heading in self._sides[headed].ancestors(part)
            for part in self._partners[1 - headed][divided]
        )

    def divided(self) -> list[tuple[Pair, float]]:
        """Return pairs of a section and an unlinked bare heading above two or more of its partners.

        Each has the share of the sections directly below the heading that are its partners.
        """
        found: list[tuple[Pair, float]] = []
        for which, side in enumerate(self._sides):
            there = self._sides[1 - which]
            for place, partners in self._partners[which].items():
                if len(partners) < 2 or side.children[place]:
                    continue
                parents = {there.parent[partner] for partner in partners}
                heading = min(parents)
                if len(parents) > 1 or not heading or not _is_bare(there, heading):
                    continue
                if not self._partners[1 - which][heading]:
                    pair = (place, heading) if which == 0 else (heading, place)
                    found.append((pair, len(partners) / len(there.children[heading])))
        return sorted(found)

    def add(self, pair: Pair) -> bool:
        """Record a link and return True, or return False if its row would be too wide to read."""
        if not self._groups.union(pair):
            return False
        for which in (0, 1):
            self._partners[which][pair[which]].append(pair[1 - which])
        return True

    def _mostly(self, pair: Pair) -> bool:
        old, new = (side.grams[at] for side, at in zip(self._sides, pair, strict=True))
        return len(old & new) >= BRIDGE_OVERLAP * min(len(old), len(new))

    def _allows(self, which: int, place: int, newcomer: int) -> bool:
        partners = self._partners[which][place]
        if not partners:
            return True
        other = 1 - which
        if place in self._single[which] or newcomer in self._single[other]:
            return False
        duplicates = [
            at for at in partners if _are_near_duplicates(self._sides[other], newcomer, at)
        ]
        if not duplicates:
            return self._adds(which, place, newcomer)
        room = len(self._sides[which].texts[place].number_masked)
        return all(
            _fits_both(self._sides[other], newcomer, partner, room) for partner in duplicates
        )

    def _adds(self, which: int, place: int, newcomer: int) -> bool:
        """Whether the newcomer shares a phrase with the section that no existing partner has.

        Chapters need none: they are linked by the sections below them.
        """
        here, there = self._sides[which], self._sides[1 - which]
        if here.children[place] or there.children[newcomer]:
            return True
        # The grams that no partner explains yet; the newcomer must explain some of them.
        rest = here.grams[place].difference(
            *(there.grams[partner] for partner in self._partners[which][place])
        )
        least = max(1, min(MIN_SHARED_GRAMS, len(there.grams[newcomer]) // 4))
        return len(rest & there.grams[newcomer]) >= least


def _are_near_duplicates(side: PlanIndex, one: int, other: int) -> bool:
    first, second = side.grams[one], side.grams[other]
    return len(first & second) > NEAR_DUPLICATE * max(len(first), len(second))


def _fits_both(side: PlanIndex, one: int, other: int, room: int) -> bool:
    """Whether a text of ``room`` characters may contain both sections."""
    return room >= MERGE_LENGTH_RATIO * (
        len(side.texts[one].number_masked) + len(side.texts[other].number_masked)
    )


def _single(side: PlanIndex) -> set[int]:
    """Places whose text is repeated or nearly empty."""
    times = Counter(text.number_masked for text in side.texts)
    return {
        place
        for place, text in enumerate(side.texts)
        if times[text.number_masked] > 1 or len(text.number_masked) <= NEARLY_EMPTY
    }


class UnionFind:
    """Union-find over linked sections; a group is limited to `MAX_ROW_WIDTH` sections a side."""

    def __init__(self) -> None:
        self._members: dict[Node, list[Node]] = {}

    def are_separate(self, pair: Pair) -> bool:
        """Whether the two are in different groups."""
        one, other = (self._members.get((which, pair[which])) for which in (0, 1))
        return one is None or one is not other

    def union(self, pair: Pair) -> bool:
        """Unite two groups unless the result is too wide; return whether they are one group now."""
        one, other = (0, pair[0]), (1, pair[1])
        mine, theirs = (self._members.get(node, [node]) for node in (one, other))
        if mine is theirs:
            return True
        united = mine + theirs
        if max(Counter(which for which, _ in united).values()) > MAX_ROW_WIDTH:
            return False
        self._members.update(dict.fromkeys(united, united))
        return True


def connected_components(links: Iterable[Link]) -> list[list[Link]]:
    """Group links that share sections; groups are in the order of their first old place."""
    members: dict[Node, list[Link]] = {}
    for link in links:
        mine = members.get((0, link.old), [])
        theirs = members.get((1, link.new), [])
        # Merge the smaller group into the larger one, so that each link moves O(log n) times.
        large, small = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
        moving = [link] if large is small else [*small, link]
        large += moving
        for each in moving:
            members[0, each.old] = members[1, each.new] = large
    unique = {id(group): group for group in members.values()}
    groups = [sorted(group, key=lambda link: link.pair) for group in unique.values()]
    return sorted(groups, key=lambda group: group[0].pair)
