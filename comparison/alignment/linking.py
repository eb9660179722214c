"""From probabilities to links: a threshold, with a few texts held to one partner."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from comparison.alignment import signals
from comparison.alignment.links import Link, scored
from comparison.alignment.scoring import Scores
from comparison.alignment.sides import Outlook
from comparison.alignment.weights import LEFT, LINKED, ONE_MOULD, ROOM, WIDEST

Pair = tuple[int, int]
Node = tuple[int, int]
"""Side (0 old, 1 new) and place."""

_NEARLY_EMPTY = 8
"""Characters up to which a text is too short to be split or merged."""


def link_by_score(
    sides: tuple[Outlook, Outlook], scores: Scores, allowed: Collection[Pair] | None = None
) -> list[Link]:
    """Link what is more likely together than not, the surest first."""
    groups = Groups()
    company = _Company(sides)
    linked: list[Link] = []
    for pair in scores.best_first():
        probability, settled = scores.probability[pair], company.settled(pair)
        if probability <= LINKED[settled]:
            continue
        if settled and scores.signals[pair][signals.REST_MARGIN] < LEFT:
            continue
        if (allowed is None or pair in allowed) and company.admits(pair) and groups.join(pair):
            company.add(pair)
            linked.append(scored(pair, probability, scores.signals[pair]))
    return linked


class _Company:
    """Who may have more than one partner, and with whom.

    Parts of a split say different things.  Two sections of one mould (the same text for two towns)
    are rivals for a partner, never its parts; a repeated or nearly empty text has one partner.
    """

    def __init__(self, sides: tuple[Outlook, Outlook]) -> None:
        self._sides = sides
        self._single = tuple(_single(side) for side in sides)
        self._partners: tuple[defaultdict[int, list[int]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )

    def settled(self, pair: Pair) -> int:
        """How many of the two have a partner already."""
        return sum(bool(self._partners[which][pair[which]]) for which in (0, 1))

    def admits(self, pair: Pair) -> bool:
        """Whether the two may be linked beside the links that they have."""
        return all(self._admits(which, pair[which], pair[1 - which]) for which in (0, 1))

    def add(self, pair: Pair) -> None:
        """Remember a link."""
        for which in (0, 1):
            self._partners[which][pair[which]].append(pair[1 - which])

    def _admits(self, which: int, place: int, newcomer: int) -> bool:
        partners = self._partners[which][place]
        if not partners:
            return True
        other = 1 - which
        if place in self._single[which] or newcomer in self._single[other]:
            return False
        room = len(self._sides[which].matter[place].masked)
        return not any(_rivals(self._sides[other], newcomer, partner, room) for partner in partners)


def _rivals(side: Outlook, one: int, other: int, room: int) -> bool:
    """Whether two sections of one plan are of one mould, and a text has no room for both."""
    first, second = side.grams[one], side.grams[other]
    if len(first & second) <= ONE_MOULD * max(len(first), len(second)):
        return False
    return room < ROOM * (len(side.matter[one].masked) + len(side.matter[other].masked))


def _single(side: Outlook) -> set[int]:
    """Places whose text is repeated or nearly empty."""
    times = Counter(matter.masked for matter in side.matter)
    return {
        place
        for place, matter in enumerate(side.matter)
        if times[matter.masked] > 1 or len(matter.masked) <= _NEARLY_EMPTY
    }


class Groups:
    """Sections that are linked, directly or through others; none grows too wide to read."""

    def __init__(self) -> None:
        self._members: dict[Node, list[Node]] = {}

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
