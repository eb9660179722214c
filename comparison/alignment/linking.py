"""From probabilities to links: a threshold, with a few texts held to one partner."""

from collections import Counter
from collections.abc import Collection, Iterable

from comparison.alignment.links import Link, scored
from comparison.alignment.scoring import Scores
from comparison.alignment.sides import Outlook
from comparison.alignment.weights import LINKED, WIDEST

Pair = tuple[int, int]
Node = tuple[int, int]
"""Side (0 old, 1 new) and place."""

_NEARLY_EMPTY = 8
"""Characters up to which a text is too short to be split or merged."""


def link_by_score(
    sides: tuple[Outlook, Outlook], scores: Scores, allowed: Collection[Pair] | None = None
) -> list[Link]:
    """Link what is more likely together than not, the surest first."""
    single = tuple(_single(side) for side in sides)
    groups = Groups()
    linked: list[Link] = []
    for pair in scores.best_first():
        probability = scores.probability[pair]
        if probability <= LINKED:
            break
        if allowed is not None and pair not in allowed:
            continue
        nodes = [(which, place) for which, place in enumerate(pair)]
        if any(
            place in single[which] and groups.size((which, place)) > 1 for which, place in nodes
        ):
            continue
        if groups.join(nodes[0], nodes[1]):
            linked.append(scored(pair, probability, scores.signals[pair]))
    return linked


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

    def size(self, node: Node) -> int:
        """Number of sections in the group of this one."""
        return len(self._members.get(node, (node,)))

    def join(self, one: Node, other: Node) -> bool:
        """Unite two groups, unless the result were too wide; whether they are one now."""
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
        united = [*mine, *(theirs if theirs is not mine else ()), link]
        for each in united:
            members[0, each.old] = members[1, each.new] = united
    unique = {id(group): sorted(group, key=lambda link: link.pair) for group in members.values()}
    return sorted(unique.values(), key=lambda group: group[0].pair)
