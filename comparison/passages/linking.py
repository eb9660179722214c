"""Link the units of a row that correspond, and group them into passages."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from plandiff.comparison.alignment.plan_index import IdfWeights
from plandiff.comparison.passages.scoring import (
    LEAD_OF_BOTH,
    LEAD_OF_ONE,
    LINKED,
    LINKED_WHERE_LONG,
    LONG,
    SHIPPED,
    WIDEST,
    Pair,
    PassageWeights,
    score_units,
)
from plandiff.comparison.passages.units import Unit
from plandiff.comparison.words.formatting import essence

Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of the old and new units of one passage, each side ascending."""


def group_units(
    old: Sequence[Unit],
    new: Sequence[Unit],
    idf: IdfWeights,
    headings: Iterable[Pair],
    weights: PassageWeights = SHIPPED,
) -> list[Group]:
    """Return groups of units that correspond; units in no group have no partner in the row.

    ``headings`` are the places of pairs of headings of linked sections.
    """
    same, free = same_units(old, new)
    scores = score_units((old, new), free, idf, dict.fromkeys(same, 1.0), weights)
    links = _Links()
    for a, b in same:
        links.add(a, b)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    for (a, b), score in ranked:
        linked = links.linked(a, b)
        needed = LINKED[linked] if linked else _needed(old[a], new[b])
        if score >= needed and links.has_room(a, b) and not (linked == 2 and links.cross(a, b)):
            links.add(a, b)
    # Enclosed pairs: both neighbours of the two are linked to each other, so position decides.
    for (a, b), _ in ranked:
        if not links.linked(a, b) and links.together(a - 1, b - 1) and links.together(a + 1, b + 1):
            links.add(a, b)
    for a, b in headings:
        if not links.linked(a, b):
            links.add(a, b)
    _link_leads(old, new, links)
    return links.groups()


def _needed(old: Unit, new: Unit) -> float:
    """Return the likelihood from which two units without a partner are linked."""
    return LINKED_WHERE_LONG if min(len(old.exact), len(new.exact)) >= LONG else LINKED[0]


def _link_leads(old: Sequence[Unit], new: Sequence[Unit], links: "_Links") -> None:
    """Link the first sentences of paragraphs whose other sentences are linked to each other.

    A lead announces the text after it: 加快提升城市管理能力。 and 坚持以精细化服务管理好城市。
    hardly share a word, but the sentences after them do.
    """
    paragraphs = _paragraphs(old), _paragraphs(new)
    of_new = {b: at for at, places in enumerate(paragraphs[1]) for b in places}
    shares: dict[Pair, tuple[float, float]] = {}
    for at, places in enumerate(paragraphs[0]):
        partners = {a: links.partners(a) for a in places}
        for to in {of_new[b] for a in places for b in partners[a] if b in of_new}:
            arrived = {b for a in places for b in partners[a] if of_new.get(b) == to}
            left = sum(1 for a in places if arrived & partners[a])
            shares[at, to] = left / (len(places) - 1), len(arrived) / (len(paragraphs[1][to]) - 1)
    for at, to in sorted(shares, key=lambda pair: (-sum(shares[pair]), pair)):
        a, b = paragraphs[0][at][0], paragraphs[1][to][0]
        if max(shares[at, to]) < LEAD_OF_ONE or min(shares[at, to]) < LEAD_OF_BOTH:
            continue
        if not links.linked(a, b) and not old[a].grams.isdisjoint(new[b].grams):
            links.add(a, b)


def _paragraphs(units: Sequence[Unit]) -> list[range]:
    """Return the places of the units of each line that holds two or more."""
    starts = [at for at, unit in enumerate(units) if unit.opening]
    found = [range(*span) for span in pairwise([*starts, len(units)])]
    return [places for places in found if len(places) > 1]


class _Links:
    """Links between units, and the groups that the links form."""

    def __init__(self) -> None:
        self._group: dict[tuple[int, int], set[tuple[int, int]]] = {}
        """Maps side (0, 1) and place to all members of the group."""

    def linked(self, old: int, new: int) -> int:
        """Return how many of the two units have a partner."""
        return ((0, old) in self._group) + ((1, new) in self._group)

    def has_room(self, old: int, new: int) -> bool:
        """Whether the passage would still be narrow enough to read with this link."""
        members = self._members(old, new)
        return max(sum(side == which for side, _ in members) for which in (0, 1)) <= WIDEST

    def together(self, old: int, new: int) -> bool:
        """Whether the two are in one group."""
        return (1, new) in self._group.get((0, old), ())

    def cross(self, old: int, new: int) -> bool:
        """Whether the partners of two units that both have some are in the other order.

        As one passage they would be compared in order, which pairs what does not correspond.
        """
        news = self.partners(old)
        olds = {place for side, place in self._group[1, new] if side == 0}
        return all((a - old) * (new - b) < 0 for a in olds for b in news)

    def partners(self, old: int) -> set[int]:
        """Return the places of the new units that are in the group of an old one."""
        return {place for side, place in self._group.get((0, old), ()) if side == 1}

    def add(self, old: int, new: int) -> None:
        """Link two units."""
        members = self._members(old, new)
        for member in members:
            self._group[member] = members

    def groups(self) -> list[Group]:
        """Return all groups in the order of their first old units."""
        found = {id(members): members for members in self._group.values()}
        return sorted((_places(members, 0), _places(members, 1)) for members in found.values())

    def _members(self, old: int, new: int) -> set[tuple[int, int]]:
        old_group = self._group.get((0, old), {(0, old)})
        return old_group | self._group.get((1, new), {(1, new)})


def _places(members: Iterable[tuple[int, int]], side: int) -> tuple[int, ...]:
    return tuple(sorted(place for which, place in members if which == side))


def same_units(
    old: Sequence[Unit], new: Sequence[Unit]
) -> tuple[list[Pair], tuple[list[int], list[int]]]:
    """Pair units that differ in form and numbers only; return the pairs, and the places left.

    One to one; repeated ones in order.

    Units with equal numbers are paired first: 一班30人 and 二班40人 each keep their own partner.
    """
    pairs: list[Pair] = []
    free = (set(range(len(old))), set(range(len(new))))
    for keys in (
        tuple([unit.exact for unit in side] for side in (old, new)),
        tuple([unit.key for unit in side] for side in (old, new)),
    ):
        for pair in _pair_in_order(keys[0], keys[1], free):
            pairs.append(pair)
            free[0].discard(pair[0])
            free[1].discard(pair[1])
    return sorted(pairs), (sorted(free[0]), sorted(free[1]))


def _pair_in_order(
    old: Sequence[str], new: Sequence[str], free: tuple[set[int], set[int]]
) -> list[Pair]:
    places: Mapping[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for which, keys in enumerate((old, new)):
        for place in sorted(free[which]):
            places[keys[place]][which].append(place)
    return [pair for a, b in places.values() for pair in zip(a, b, strict=False)]


def group_by_offset(old: Sequence[Unit], new: Sequence[Unit]) -> list[Group]:
    """Group the units of two texts that differ in form only by their character offsets.

    Returns one group of all units if the counts of characters do not agree.
    """
    old_ends, new_ends = (
        list(accumulate(len(essence(unit.text)) for unit in side)) for side in (old, new)
    )
    if old_ends[-1] != new_ends[-1]:
        return [(tuple(range(len(old))), tuple(range(len(new))))]
    return list(_cut_at_common_ends(old_ends, new_ends))


def _cut_at_common_ends(old: Sequence[int], new: Sequence[int]) -> Iterator[Group]:
    """Yield groups between ends that both sides have; ``old`` and ``new`` are ascending."""
    a = b = 0
    for end in sorted(set(old) & set(new)):
        last_a, last_b = bisect_right(old, end), bisect_right(new, end)
        yield tuple(range(a, last_a)), tuple(range(b, last_b))
        a, b = last_a, last_b
