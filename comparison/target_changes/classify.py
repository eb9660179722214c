"""Classify the change between two paired targets: its kind, delta and effect."""

from functools import lru_cache

from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.model import TargetChange, TargetChangeKind
from plandiff.comparison.target_changes.breakdown import Group
from plandiff.comparison.target_changes.counting import same_measure
from plandiff.comparison.target_changes.deadlines import compare_deadlines
from plandiff.comparison.target_changes.features import Features
from plandiff.comparison.target_changes.identity import Identity, compare_identity
from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.packs import LESS, pack_words
from plandiff.corpus.targets.vocabulary import LESS_IS_BETTER

_LEAST = {Relation.ABOUT: 0, Relation.EQUAL: 1, Relation.AT_LEAST: 2, Relation.MORE_THAN: 3}
_MOST = {Relation.ABOUT: 0, Relation.EQUAL: 1, Relation.AT_MOST: 2, Relation.LESS_THAN: 3}
_DIGITS = 9
_PERCENT = ("%", "百分点")
_ALLOWANCE = re.compile(
    rf"{re.any_of('ALLOWANCE')}",
    re.IGNORECASE,
)
"""Indicators of which a change has no effect: neither more nor less is asked."""
_PRICES = re.compile(
    rf"{re.any_of('PRICES')}|consumer price",
    re.IGNORECASE,
)
_CLOSE = 0.03


def classify_pair(
    old: Features,
    new: Features,
    row: str,
    years: tuple[int | None, int | None],
    *,
    is_part: bool = False,
) -> TargetChange:
    """Return the change between two paired targets; ``years`` are those of the two plans.

    Only equal scopes are ordered: 投资 of the district and of one town is ``changed``.
    ``is_part``: one is named in the list of the other, as 城镇 in 城镇、农村居民收入.
    """
    same_thing = compare_identity(old, new) is Identity.SAME
    kind = _kind(old, new) if same_thing or is_part else TargetChangeKind.CHANGED
    bounds = () if old.is_set_above or new.is_set_above else (old, new)
    relation = _relation(*(one.target.relation for one in bounds)) if bounds else None
    deadline = compare_deadlines((old.target.deadline, years[0]), (new.target.deadline, years[1]))
    ordered = kind in (TargetChangeKind.RAISED, TargetChangeKind.LOWERED)
    return TargetChange(
        kind=kind,
        old=old.target,
        new=new.target,
        row=row,
        delta=_delta(old, new) if ordered else None,
        delta_unit=_delta_unit(old, new)[0] if ordered else None,
        deadline=deadline,
        relation=relation,
        effect=_effect(old, new, kind, relation or "", deadline or ""),
    )


def classify_part(
    pair: tuple[Features, Features], row: str, group: Group, years: tuple[int | None, int | None]
) -> TargetChange:
    """Return the change between a whole and one of its parts in ``group``.

    A part that adds up is not ordered against the whole; the sum is, and determines the effect.
    """
    change = replace(classify_pair(*pair, row, years, is_part=True), breakdown=group.breakdown)
    if group.total is None:
        return change
    effect, upwards = None, _more_is_asked_upwards(group.whole)
    if (whole := group.whole.target.value) is not None and group.total != whole:
        rises = (group.total > whole) is (group.side is Side.OLD)
        effect = "more" if rises is upwards else "less"
    kind = TargetChangeKind.CHANGED
    return replace(change, kind=kind, delta=None, delta_unit=None, relation=None, effect=effect)


def _ends(one: Features) -> tuple[float, float] | None:
    """Return lower and upper end in base units; None without a value."""
    value = one.target.value
    if value is None:
        return None
    upper = one.target.upper if one.target.upper is not None else value
    return _round(value * one.unit.factor), _round(upper * one.unit.factor)


def _round(value: float) -> float:
    """Round away binary floating-point noise, so that 0.364亿 equals 3640万."""
    return float(f"{value:.{_DIGITS}g}")


def _is_none(one: Features) -> bool:
    """Whether the value is a bare 0, which needs no unit: 事故发生率为0."""
    return one.target.value == 0 and not one.target.unit


def _kind(old: Features, new: Features) -> TargetChangeKind:
    same_unit = _is_none(old) or _is_none(new)
    same_level = not old.levels or not new.levels or old.levels & new.levels
    mine, theirs = _ends(old), _ends(new)
    same_unit = same_unit or (old.unit.name, old.unit.per) == (new.unit.name, new.unit.per)
    if old.unit.name == new.unit.name and not (old.unit.per and new.unit.per):
        same_unit = same_unit or mine == theirs  # 20元 and 每月20元: the period is left out
    comparable = same_measure(old.counting, new.counting)
    if not same_unit or not same_level or not comparable or old.aspect != new.aspect:
        return TargetChangeKind.CHANGED
    if mine is None or theirs is None:
        same = (
            mine == theirs
            and old.target.masked == new.target.masked
            and old.target.relation == new.target.relation
        )
        return TargetChangeKind.UNCHANGED if same else TargetChangeKind.CHANGED
    if mine == theirs:
        same = old.target.relation == new.target.relation
        return TargetChangeKind.UNCHANGED if same else TargetChangeKind.CHANGED
    if mine[0] <= theirs[0] and mine[1] <= theirs[1]:
        return TargetChangeKind.RAISED
    if mine[0] >= theirs[0] and mine[1] >= theirs[1]:
        return TargetChangeKind.LOWERED
    return TargetChangeKind.CHANGED


def _delta(old: Features, new: Features) -> float | None:
    """Return new minus old, of the end that changed, in the unit of ``_delta_unit``."""
    mine, theirs = _ends(old), _ends(new)
    if mine is None or theirs is None:
        return None
    end = 0 if mine[0] != theirs[0] else 1
    return _round((theirs[end] - mine[end]) / _delta_unit(old, new)[1])


def _delta_unit(old: Features, new: Features) -> tuple[str, float]:
    """Return the larger of the two units and its factor: 亿元 for 3640万元 and 0.4亿元.

    Percentages differ by points, written as ``pp`` in every language.
    """
    one, other = sorted((old, new), key=lambda side: (-side.unit.factor, side.target.unit))
    larger = one if one.target.unit else other
    if larger.unit.name in _PERCENT:
        return "pp", larger.unit.factor
    return larger.target.unit, larger.unit.factor


def _relation(old: Relation, new: Relation) -> str | None:
    """Return ``tightened`` from 达到 to 不低于, or 左右 to 达到; None for opposite bounds."""
    for strictness in (_LEAST, _MOST):
        if old in strictness and new in strictness and old is not new:
            return "tightened" if strictness[new] > strictness[old] else "loosened"
    return None


def _more_is_asked_upwards(*sides: Features) -> bool | None:
    """Whether a higher number asks more; false for 辍学率, 控制在, 不超过, 降到.

    A bound on one side decides for both.  None if the sides disagree; for quotas, deficits and
    allowances, which are granted, not delivered; and for prices without a bound, which are
    forecasts.
    """
    if any(_ALLOWANCE.search(one.of + one.indicator) for one in sides):
        return None
    bounds = {_way_of_bound(one) for one in sides} - {None}
    if not bounds and any(_PRICES.search(one.indicator) for one in sides):
        return None
    ways = bounds or {_way_of_noun(one) for one in sides}
    return ways.pop() if len(ways) == 1 else None


def _way_of_bound(one: Features) -> bool | None:
    relation = one.target.relation
    if relation in (Relation.AT_MOST, Relation.LESS_THAN):
        return False
    asks_more = one.aspect == "fall" or one.counting.is_taken
    if relation in (Relation.AT_LEAST, Relation.MORE_THAN) or asks_more:
        return True
    return None


def _way_of_noun(one: Features) -> bool:
    is_rank = one.target.unit == "位" and "争" in one.quote  # 保4争3
    if one.falls_to or is_rank:
        return False
    return not _less_is_better(one.indicator, pack_words(LESS))


@lru_cache(maxsize=1 << 12)
def _less_is_better(indicator: str, more: tuple[str, ...]) -> bool:
    """Whether an indicator is to go down; ``more``: words that packs add."""
    return any(word in indicator for word in (*LESS_IS_BETTER, *more))


def _is_close(old: Features, new: Features) -> bool:
    """Whether 左右 may cover the difference: 94%以上 against 95%左右, not 20%左右 against 16%."""
    mine, theirs = _ends(old), _ends(new)
    about = Relation.ABOUT in (old.target.relation, new.target.relation)
    if mine is None or theirs is None or not about:
        return False
    return abs(theirs[0] - mine[0]) <= _CLOSE * max(abs(theirs[0]), abs(mine[0]))


def _effect(
    old: Features, new: Features, kind: TargetChangeKind, relation: str, deadline: str
) -> str | None:
    """Return ``more`` or ``less`` (is asked), if all changed aspects agree; else None."""
    signs = set()
    upwards = _more_is_asked_upwards(old, new)
    if upwards is None:
        return None
    ordered = kind in (TargetChangeKind.RAISED, TargetChangeKind.LOWERED)
    if ordered:
        signs.add((kind is TargetChangeKind.RAISED) is upwards)
    elif kind is TargetChangeKind.CHANGED and (not relation or _ends(old) != _ends(new)):
        return None  # the numbers have no order, so that 不低于 alone is no evidence
    if relation and (not ordered or _is_close(old, new)):
        signs.add(relation == "tightened")
    if deadline:
        signs.add(deadline == "earlier")
    if len(signs) != 1:
        return None
    return "more" if signs.pop() else "less"
