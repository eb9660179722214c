"""What the change from one target to the other is: its kind, its delta, what it asks."""

from comparison.model import TargetChange, TargetChangeKind
from comparison.target_changes.deadlines import compare_deadlines
from comparison.target_changes.features import Features
from corpus.model import Relation
from corpus.targets.vocabulary import LESS_IS_BETTER

_LEAST = {Relation.ABOUT: 0, Relation.EQUAL: 1, Relation.AT_LEAST: 2, Relation.MORE_THAN: 3}
_MOST = {Relation.ABOUT: 0, Relation.EQUAL: 1, Relation.AT_MOST: 2, Relation.LESS_THAN: 3}
_DIGITS = 9


def judge(
    old: Features, new: Features, row: str, years: tuple[int | None, int | None]
) -> TargetChange:
    """The change between two targets that are the same commitment; ``years`` of the two plans."""
    kind = _kind(old, new)
    relation = _relation(old.target.relation, new.target.relation)
    deadline = compare_deadlines((old.target.deadline, years[0]), (new.target.deadline, years[1]))
    ordered = kind in (TargetChangeKind.RAISED, TargetChangeKind.LOWERED)
    return TargetChange(
        kind=kind,
        old=old.target,
        new=new.target,
        row=row,
        delta=_delta(old, new) if ordered else None,
        deadline=deadline,
        relation=relation,
        effect=_effect(old, new, kind, relation or "", deadline or ""),
    )


def _ends(one: Features) -> tuple[float, float] | None:
    """Lower and upper end in base units."""
    value = one.target.value
    if value is None:
        return None
    upper = one.target.upper if one.target.upper is not None else value
    return _round(value * one.unit.factor), _round(upper * one.unit.factor)


def _round(value: float) -> float:
    """Without the noise of binary fractions, so that 0.364亿 is 3640万."""
    return float(f"{value:.{_DIGITS}g}")


def _kind(old: Features, new: Features) -> TargetChangeKind:
    same_unit = (old.unit.name, old.unit.per) == (new.unit.name, new.unit.per)
    mine, theirs = _ends(old), _ends(new)
    if not same_unit or old.aspect != new.aspect:
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
    """New minus old in the unit of the new target, of the end that changed."""
    mine, theirs = _ends(old), _ends(new)
    if mine is None or theirs is None:
        return None
    end = 0 if mine[0] != theirs[0] else 1
    return _round((theirs[end] - mine[end]) / new.unit.factor)


def _relation(old: Relation, new: Relation) -> str | None:
    """``tightened`` from 达到 to 不低于, from 左右 to 达到; None where the two bind other sides."""
    for strictness in (_LEAST, _MOST):
        if old in strictness and new in strictness and old is not new:
            return "tightened" if strictness[new] > strictness[old] else "loosened"
    return None


def _more_is_asked_upwards(one: Features) -> bool:
    """Whether a higher number asks more; not so of 辍学率, 控制在, 不超过, 降到."""
    relation = one.target.relation
    if relation in (Relation.AT_MOST, Relation.LESS_THAN):
        return False
    if relation in (Relation.AT_LEAST, Relation.MORE_THAN) or one.aspect == "fall":
        return True
    if one.falls_to:
        return False
    return not any(word in one.indicator for word in LESS_IS_BETTER)


def _effect(
    old: Features, new: Features, kind: TargetChangeKind, relation: str, deadline: str
) -> str | None:
    """``more`` or ``less`` is asked, where all that changed says the same."""
    signs = set()
    upwards = _more_is_asked_upwards(old)
    if upwards != _more_is_asked_upwards(new):
        return None
    if kind in (TargetChangeKind.RAISED, TargetChangeKind.LOWERED):
        signs.add((kind is TargetChangeKind.RAISED) is upwards)
    elif kind is TargetChangeKind.CHANGED and not relation:
        return None
    if relation:
        signs.add(relation == "tightened")
    if deadline:
        signs.add(deadline == "earlier")
    if len(signs) != 1:
        return None
    return "more" if signs.pop() else "less"
