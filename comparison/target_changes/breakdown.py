"""Targets that one plan states as a total and the other in parts.

新建幼儿园6所           新建公办园4所、民办园2所              the parts add up
城乡居民收入均增长8%     城镇增长8%,农村增长9%                 each has the value of the whole
新增学位900个,其中公办600个                                 whole and part in one plan
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Breakdown
from plandiff.comparison.target_changes.features import Features, bigrams, dice
from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets.vocabulary import ACTION_VERBS

_JOINT = re.compile(rf"(?:{re.any_of('BREAKDOWN_JOINT')})(?:{re.any_of('JOINT')})?\Z")
_NAMES = re.compile(rf"{re.any_of('BREAKDOWN_NAMES')}")
_SCHOOL = re.compile(rf"(?:{re.any_of('SCHOOL')})\Z")
_AMONG = re.compile(r"其中|包括|\([^()]*\Z")
_ENUMERATED = re.compile(r"[^;。!?\n()]{0,30}")
_DOES = re.compile(ACTION_VERBS)
_MOST_PARTS = 6
_MOST_CHECKED = 2304
"""Most pairs of targets of one row that are searched; larger rows are tables, not prose."""
_SAME_MEASURE, _SAME_NAME = 0.4, 0.6
_HEAD = 2
"""Number of final characters of a noun that name its kind."""
_SHORT_NOUN = 3
"""Up to this length the last character alone names the kind: 幼儿园, 图书馆."""
_NEAR = 40
"""Most characters between one part and the next."""
_SMALLEST = 3
"""Least sum: smaller ones add up by chance."""
_SHARES = ("%", "‰", "百分点", "倍", "番", "比", "ratio")


class Group(Struct, frozen=True):
    """A candidate whole with its parts, before classification."""

    side: Side
    whole: Features
    parts: tuple[Features, ...]
    total: float | None

    @property
    def members(self) -> Iterator[tuple[Side, int]]:
        """Side and order of every target in the group."""
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
        """The group as a value of the comparison."""
        return Breakdown(
            self.side, self.whole.target, tuple(part.target for part in self.parts), self.total
        )


def find_groups(old: Sequence[Features], new: Sequence[Features]) -> list[Group]:
    """Find wholes of one side with their parts on the other, among the targets of one row.

    No target is in two groups; of two overlapping groups of equal rank neither is taken, so that
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
        # Members of a rejected group are taken too, so that no lower rank decides a tie.
        taken |= members
    return groups


def _rank(group: Group) -> tuple[bool, bool, int]:
    """Sort key: joint groups first, then exact sums, then groups of more parts."""
    return (group.total is not None, group.total != group.whole.target.value, -len(group.parts))


def _joint_groups(side: Side, whole: Features, others: Sequence[Features]) -> Iterator[Group]:
    """Yield groups whose parts each repeat one name of 城镇、农村居民收入均增长8%."""
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
    """Whether ``one`` has a name of the list or a similar one: 农村牧区 for 农村."""
    if name in one.indicator:
        return True
    alike = dice(bigrams(name), one.indicator_pairs)
    return one.indicator.startswith(name[:2]) and alike >= _SAME_NAME


def _repeats(whole: Features, one: Features) -> bool:
    return _alike(whole, one) and dice(whole.indicator_pairs, one.indicator_pairs) >= _SAME_MEASURE


def _sum_groups(side: Side, whole: Features, others: Sequence[Features]) -> Iterator[Group]:
    """Yield groups of adjacent parts that add up to the whole or share its head noun."""
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
    """Whether ``part`` can be part of ``whole``: same unit, period and aspect, another name."""
    return (
        (whole.unit.name, whole.unit.per) == (part.unit.name, part.unit.per)
        and whole.aspect == part.aspect
        and whole.core != part.core
    )


def _may_add(one: Features) -> bool:
    return one.target.value is not None and one.target.upper is None


def _runs(features: Sequence[Features]) -> Iterator[list[Features]]:
    """Yield runs of targets that follow each other closely in one section."""
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
    """Whether every part may be a kind of the whole: an equal sum alone is not enough.

    教师500人 is no sum of 医生300人 and 农民200人; a whole without a name matches any parts.
    """
    if len(whole.core) < _HEAD or whole.core.endswith("学校"):
        return True
    letters = set(whole.core[-_HEAD:])
    return all(letters & set(part.core[-_HEAD:]) or whole.core in part.sentence for part in parts)


def _same_head(whole: Features, parts: Sequence[Features]) -> bool:
    """Whether all parts are kinds of the whole: 公办园, 民办园 of 幼儿园; 小学, 初中 of 学校."""
    if whole.core.endswith("学校"):
        return all(_SCHOOL.search(part.core) for part in parts)
    head = whole.core[-1:] if len(whole.core) <= _SHORT_NOUN else whole.core
    return len(whole.core) > 1 and all(part.core.endswith(head) for part in parts)


def parts_within(side: Side, features: Sequence[Features]) -> dict[int, Breakdown]:
    """Return breakdowns within one plan, by order of the part: 新增学位900个,其中公办600个."""
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
    """Whether the text between only names the next part (、民办), without a new act or bracket."""
    return _ENUMERATED.fullmatch(between) is not None and not _DOES.search(between)


def _is_part(whole: Features, one: Features) -> bool:
    value, part = whole.target.value, one.target.value
    same = (whole.unit.name, whole.unit.per) == (one.unit.name, one.unit.per)
    if not same or value is None or part is None or whole.unit.name in _SHARES:
        return False
    return part * one.unit.factor <= value * whole.unit.factor
