"""From probabilities to links: a threshold, with a few texts held to one partner.

A bare heading above other sections and a section without any are an uneven pair: on the words of
the heading alone, each sounds like any section below the other.  Such pairs wait until the chapters
have found each other by what stands below them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.links import Link, divided, scored
from plandiff.comparison.alignment.scoring import Scores
from plandiff.comparison.alignment.sides import Outlook
from plandiff.comparison.alignment.weights import (
    CROSSING,
    HEADING_PHRASE,
    LEFT,
    LINKED,
    NEARLY_EMPTY,
    ONE_MOULD,
    PHRASE,
    ROOM,
    WIDEST,
)

Pair = tuple[int, int]
Node = tuple[int, int]
"""Side (0 old, 1 new) and place."""


def link_by_score(
    sides: tuple[Outlook, Outlook], scores: Scores, allowed: Collection[Pair] | None = None
) -> list[Link]:
    """Link what is more likely together than not, the surest first; uneven pairs are left out."""
    pairs = [pair for pair in _candidates(scores, allowed) if not _is_uneven(sides, pair)]
    return _link(_Company(sides), scores, pairs)


def link_uneven(
    sides: tuple[Outlook, Outlook],
    scores: Scores,
    links: Iterable[Link],
    allowed: Collection[Pair] | None = None,
) -> list[Link]:
    """Link bare headings that ``links`` leave alone with sections that have none below them.

    A section that has partners already takes a heading in only where those are below it: the
    section was divided into a chapter.  Where it has two or more there, it takes the heading in
    whatever that says.
    """
    company = _Company(sides)
    for link in links:
        company.add(link.pair)
    found = [
        scored(pair, scores.confidence(pair), scores.signals[pair])
        for pair in _candidates(scores, allowed)
        if _is_uneven(sides, pair)
        and _shares_heading(sides, pair)
        and company.divides(pair)
        and scores.probability[pair] > LINKED[company.linked_count(pair)]
        and company.add(pair)
    ]
    found += [
        divided(pair, share)
        for pair, share in company.divided()
        if (allowed is None or pair in allowed) and company.divides(pair) and company.add(pair)
    ]
    return found


def _candidates(scores: Scores, allowed: Collection[Pair] | None) -> list[Pair]:
    least = min(LINKED)
    return [
        pair
        for pair in scores.best_first()
        if scores.probability[pair] > least and (allowed is None or pair in allowed)
    ]


def _is_uneven(sides: tuple[Outlook, Outlook], pair: Pair) -> bool:
    """Whether one of the two is a bare heading above others, and nothing is below the other."""
    return any(
        _is_bare(sides[which], pair[which]) and not sides[1 - which].children[pair[1 - which]]
        for which in (0, 1)
    )


def _shares_heading(sides: tuple[Outlook, Outlook], pair: Pair) -> bool:
    """Whether a bare heading shares more with the other section than a few characters."""
    bare = 0 if _is_bare(sides[0], pair[0]) else 1
    heading = sides[bare].heading_grams[pair[bare]]
    shared = heading & sides[1 - bare].grams[pair[1 - bare]]
    return len(shared) >= min(HEADING_PHRASE, len(heading))


def _is_bare(side: Outlook, place: int) -> bool:
    return bool(side.children[place]) and not side.matter[place].body


def _link(company: "_Company", scores: Scores, pairs: Iterable[Pair]) -> list[Link]:
    linked: list[Link] = []
    for pair in pairs:
        probability, settled = scores.probability[pair], company.linked_count(pair)
        if probability <= LINKED[settled]:
            continue
        if settled and scores.signals[pair][signals.REST_MARGIN] < LEFT:
            continue
        if company.admits(pair) and company.add(pair):
            linked.append(scored(pair, scores.confidence(pair), scores.signals[pair]))
    return linked


class _Company:
    """Who may have more than one partner, and with whom.

    Parts of a split say different things.  Two sections of one mould (the same text for two towns)
    are rivals for a partner, never its parts; a repeated or nearly empty text has one partner.
    Two rows become one only where most of a section went over: a sentence that did is shown as a
    moved sentence.
    """

    def __init__(self, sides: tuple[Outlook, Outlook]) -> None:
        self._sides = sides
        self._groups = Groups()
        self._single = tuple(_single(side) for side in sides)
        self._partners: tuple[defaultdict[int, list[int]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )

    def linked_count(self, pair: Pair) -> int:
        """How many of the two have a partner already."""
        return sum(bool(self._partners[which][pair[which]]) for which in (0, 1))

    def admits(self, pair: Pair) -> bool:
        """Whether the two may be linked beside the links that they have."""
        if self.linked_count(pair) == 2 and self._groups.part(pair) and not self._mostly(pair):
            return False
        return all(self._admits(which, pair[which], pair[1 - which]) for which in (0, 1))

    def divides(self, pair: Pair) -> bool:
        """Whether a bare heading is alone, and all partners of the other section are below it."""
        headed = int(not _is_bare(self._sides[0], pair[0]))
        heading, divided = pair[headed], pair[1 - headed]
        return not self._partners[headed][heading] and all(
            heading in self._sides[headed].ancestors(part)
            for part in self._partners[1 - headed][divided]
        )

    def divided(self) -> list[tuple[Pair, float]]:
        """Sections and the unlinked bare headings below which they have two or more partners.

        With the share of the sections directly below the heading that are such partners.
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
        """Remember a link, unless its row were too wide to read; whether it was."""
        if not self._groups.join(pair):
            return False
        for which in (0, 1):
            self._partners[which][pair[which]].append(pair[1 - which])
        return True

    def _mostly(self, pair: Pair) -> bool:
        old, new = (side.grams[at] for side, at in zip(self._sides, pair, strict=True))
        return len(old & new) >= CROSSING * min(len(old), len(new))

    def _admits(self, which: int, place: int, newcomer: int) -> bool:
        partners = self._partners[which][place]
        if not partners:
            return True
        other = 1 - which
        if place in self._single[which] or newcomer in self._single[other]:
            return False
        mould = [at for at in partners if _are_of_one_mould(self._sides[other], newcomer, at)]
        if not mould:
            return self._adds(which, place, newcomer)
        room = len(self._sides[which].matter[place].masked)
        return all(_has_room(self._sides[other], newcomer, partner, room) for partner in mould)

    def _adds(self, which: int, place: int, newcomer: int) -> bool:
        """Whether the newcomer has a phrase of a section that none of its partners has.

        Chapters may have none: what stands below them went together.
        """
        here, there = self._sides[which], self._sides[1 - which]
        if here.children[place] or there.children[newcomer]:
            return True
        rest = here.grams[place].difference(
            *(there.grams[partner] for partner in self._partners[which][place])
        )
        least = max(1, min(PHRASE, len(there.grams[newcomer]) // 4))
        return len(rest & there.grams[newcomer]) >= least


def _are_of_one_mould(side: Outlook, one: int, other: int) -> bool:
    first, second = side.grams[one], side.grams[other]
    return len(first & second) > ONE_MOULD * max(len(first), len(second))


def _has_room(side: Outlook, one: int, other: int, room: int) -> bool:
    """Whether a text of so many characters may hold both of two sections."""
    return room >= ROOM * (len(side.matter[one].masked) + len(side.matter[other].masked))


def _single(side: Outlook) -> set[int]:
    """Places whose text is repeated or nearly empty."""
    times = Counter(matter.masked for matter in side.matter)
    return {
        place
        for place, matter in enumerate(side.matter)
        if times[matter.masked] > 1 or len(matter.masked) <= NEARLY_EMPTY
    }


class Groups:
    """Sections that are linked, directly or through others; none grows too wide to read."""

    def __init__(self) -> None:
        self._members: dict[Node, list[Node]] = {}

    def part(self, pair: Pair) -> bool:
        """Whether the two are in different groups."""
        one, other = (self._members.get((which, pair[which])) for which in (0, 1))
        return one is None or one is not other

    def join(self, pair: Pair) -> bool:
        """Unite two groups, unless the result were too wide; whether they are one now."""
        one, other = (0, pair[0]), (1, pair[1])
        mine, theirs = (self._members.get(node, [node]) for node in (one, other))
        if mine is theirs:
            return True
        united = mine + theirs
        if max(Counter(which for which, _ in united).values()) > WIDEST:
            return False
        self._members.update(dict.fromkeys(united, united))
        return True


def grouped(links: Iterable[Link]) -> list[list[Link]]:
    """Links that share sections, together; in the order of their first old place."""
    members: dict[Node, list[Link]] = {}
    for link in links:
        mine = members.get((0, link.old), [])
        theirs = members.get((1, link.new), [])
        large, small = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
        moving = [link] if large is small else [*small, link]
        large += moving
        for each in moving:
            members[0, each.old] = members[1, each.new] = large
    unique = {id(group): group for group in members.values()}
    groups = [sorted(group, key=lambda link: link.pair) for group in unique.values()]
    return sorted(groups, key=lambda group: group[0].pair)
