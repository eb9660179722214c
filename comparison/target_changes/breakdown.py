"""Targets that one plan states as a whole and the other in parts.

新建幼儿园6所           新建公办园4所、民办园2所              the parts add up
城乡居民收入均增长8%     城镇增长8%,农村增长9%                 each has the value of the whole
新增学位900个,其中公办600个                                 a part beside its whole
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plandiff.comparison.model import Breakdown, Side
from plandiff.comparison.target_changes.features import Features, bigrams, dice
from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets.vocabulary import ACTION_VERBS

_JOINT = re.compile(rf"(?:均|都|各|分别)(?:{re.any_of('JOINT')})?\Z")
_NAMES = re.compile(rf"{re.any_of('BREAKDOWN_NAMES')}")
_SCHOOL = re.compile(rf"(?:{re.any_of('SCHOOL')})\Z")
_AMONG = re.compile(r"其中|包括|\([^()]*\Z")
_ENUMERATED = re.compile(r"[^;。!?\n()]{0,30}")
_DOES = re.compile(ACTION_VERBS)
_MOST_PARTS = 6
_MOST_CHECKED = 2304
"""Pairs of targets in one row that are looked at; rows with more are no prose."""
_SAME_MEASURE, _SAME_NAME = 0.4, 0.6
_HEAD = 2
"""Characters at the end of a noun that say what kind of thing it is."""
_SHORT_NOUN = 3
"""A noun so short is a kind by its last character: 幼儿园, 图书馆."""
_NEAR = 40
"""Characters between one part and the next."""
_SMALLEST = 3
"""Smaller sums add up by chance."""
_SHARES = ("%", "‰", "百分点", "倍", "番", "比", "ratio")


@dataclass(frozen=True)
class Group:
    """A whole and its parts before they are judged."""

    side: Side
    whole: Features
    parts: tuple[Features, ...]
    total: float | None

    @property
    def members(self) -> Iterator[tuple[Side, int]]:
        """Side and order of every target in it."""
        yield (self.side, self.whole.order)
        for part in self.parts:
            yield (self.side.other, part.order)

    @property
    def pairs(self) -> Iterator[tuple[Features, Features]]:
        """The whole with each part, old first."""
        for part in self.parts:
            yield (self.whole, part) if self.side is Side.OLD else (part, self.whole)

    @property
    def breakdown(self) -> Breakdown:
        """As the comparison tells it."""
        return Breakdown(
            self.side, self.whole.target, tuple(part.target for part in self.parts), self.total
        )


def find_groups(old: Sequence[Features], new: Sequence[Features]) -> list[Group]:
    """Wholes of one side with their parts on the other, among the targets of one row.

    No target is in two groups; where two groups are equally likely neither is taken, so that
    swapping the plans gives the same groups.
    """
    if len(old) * len(new) > _MOST_CHECKED:
        return []
    shared = {one.core for one in old} & {one.core for one in new}
    old, new = ([one for one in side if one.core not in shared] for side in (old, new))
    found = [
        group
        for side, wholes, parts in ((Side.OLD, old, new), (Side.NEW, new, old))
        for whole in wholes
        for group in (*_joint_groups(side, whole, parts), *_sum_groups(side, whole, parts))
    ]
    found.sort(key=_rank)
    groups: list[Group] = []
    taken: set[tuple[Side, int]] = set()
    for group in found:
        members = set(group.members)
        rivals = (
            other
            for other in found
            if other is not group
            and _rank(other) == _rank(group)
            and not members.isdisjoint(other.members)
        )
        if members.isdisjoint(taken) and next(rivals, None) is None:
            groups.append(group)
        taken |= members
    return groups


def _rank(group: Group) -> tuple[bool, bool, int]:
    """Joint ones first, then sums that are exact, then those of more parts."""
    return (group.total is not None, group.total != group.whole.target.value, -len(group.parts))


def _joint_groups(side: Side, whole: Features, others: Sequence[Features]) -> Iterator[Group]:
    """Parts that each repeat one name of 城镇、农村居民收入均增长8%."""
    joint = _JOINT.search(whole.left) or whole.quote.startswith("均")
    if not joint and "城乡" not in whole.indicator:
        return
    names = [name for name in _NAMES.split(whole.indicator) if len(name) > 1]
    if len(names) < 2:
        names = ["城镇", "农村"] if "城乡" in whole.indicator else []
    parts: list[Features] = []
    for name in names:
        named = [one for one in others if _is_called(one, name) and _repeats(whole, one)]
        if len(named) != 1 or _NAMES.search(named[0].indicator) or named[0] in parts:
            return
        parts += named
    if parts:
        yield Group(side, whole, tuple(parts), None)


def _is_called(one: Features, name: str) -> bool:
    """Whether ``one`` bears a name of the list, in other words perhaps: 农村牧区 for 农村."""
    if name in one.indicator:
        return True
    alike = dice(bigrams(name), one.indicator_pairs)
    return one.indicator.startswith(name[:2]) and alike >= _SAME_NAME


def _repeats(whole: Features, one: Features) -> bool:
    return _alike(whole, one) and dice(whole.indicator_pairs, one.indicator_pairs) >= _SAME_MEASURE


def _sum_groups(side: Side, whole: Features, others: Sequence[Features]) -> Iterator[Group]:
    """Parts that stand side by side and add up to the whole, or share its head noun."""
    value = whole.target.value
    if value is None or whole.target.upper is not None or whole.unit.name in _SHARES:
        return
    fitting = [one for one in others if _alike(whole, one) and _may_add(one)]
    for run in _runs(fitting):
        for length in range(len(run), 1, -1):
            for start in range(len(run) - length + 1):
                parts = tuple(run[start : start + length])
                total = _total(whole, parts)
                adds_up = total == value >= _SMALLEST and _are_kinds(whole, parts)
                if adds_up or (length == len(run) and _same_head(whole, run)):
                    yield Group(side, whole, parts, total)


def _alike(whole: Features, part: Features) -> bool:
    """Whether ``part`` can be counted into ``whole``: unit, period, aspect and direction."""
    return (
        (whole.unit.name, whole.unit.per) == (part.unit.name, part.unit.per)
        and whole.aspect == part.aspect
        and whole.core != part.core
    )


def _may_add(one: Features) -> bool:
    return one.target.value is not None and one.target.upper is None


def _runs(features: Sequence[Features]) -> Iterator[list[Features]]:
    """Targets that follow each other closely in one section."""
    run: list[Features] = []
    for one in features:
        if run and not _follows(run[-1], one):
            yield run[:_MOST_PARTS]
            run = []
        run.append(one)
    if run:
        yield run[:_MOST_PARTS]


def _follows(before: Features, one: Features) -> bool:
    return (
        before.order + 1 == one.order
        and before.target.section == one.target.section
        and one.target.span.start - before.target.span.end <= _NEAR
    )


def _total(whole: Features, parts: Sequence[Features]) -> float:
    total = sum((part.target.value or 0.0) * part.unit.factor for part in parts)
    return float(f"{total / whole.unit.factor:.9g}")


def _are_kinds(whole: Features, parts: Sequence[Features]) -> bool:
    """Whether every part may be a kind of the whole: a sum alone proves nothing.

    教师500人 is no sum of 医生300人 and 农民200人; a whole without a name may be anything.
    """
    if len(whole.core) < _HEAD or whole.core.endswith("学校"):
        return True
    letters = set(whole.core[-_HEAD:])
    return all(letters & set(part.core[-_HEAD:]) or whole.core in part.sentence for part in parts)


def _same_head(whole: Features, parts: Sequence[Features]) -> bool:
    """Whether all name kinds of one thing: 公办园 and 民办园 of 幼儿园, 小学 and 初中 of 学校."""
    if whole.core.endswith("学校"):
        return all(_SCHOOL.search(part.core) for part in parts)
    head = whole.core[-1:] if len(whole.core) <= _SHORT_NOUN else whole.core
    return len(whole.core) > 1 and all(part.core.endswith(head) for part in parts)


def parts_within(side: Side, features: Sequence[Features]) -> dict[int, Breakdown]:
    """By the order of the part: 600 in 新增学位900个,其中公办600个."""
    breakdowns: dict[int, Breakdown] = {}
    whole: Features | None = None
    parts: list[Features] = []
    for before, one in pairwise(features):
        if _follows(before, one) and _AMONG.search(one.between):
            whole, parts = before, []
        elif not (whole and _follows(before, one) and _goes_on(one.between)):
            whole = None
        if whole is None or not _is_part(whole, one):
            continue
        parts.append(one)
        told = tuple(part.target for part in parts)
        total = _total(whole, parts)
        for part in parts:
            breakdowns[part.order] = Breakdown(side, whole.target, told, total, within=True)
    return breakdowns


def _goes_on(between: str) -> bool:
    """Whether 、民办 only names the next part: nothing else is done and no bracket closes."""
    return _ENUMERATED.fullmatch(between) is not None and not _DOES.search(between)


def _is_part(whole: Features, one: Features) -> bool:
    value, part = whole.target.value, one.target.value
    same = (whole.unit.name, whole.unit.per) == (one.unit.name, one.unit.per)
    if not same or value is None or part is None or whole.unit.name in _SHARES:
        return False
    return part * one.unit.factor <= value * whole.unit.factor
