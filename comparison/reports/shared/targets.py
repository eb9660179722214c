"""Changed targets as lines of a table, with amounts in the style of the report's language."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Breakdown, Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.duties import format_force_of_target
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.section_paths import SectionPaths, section_paths_of
from plandiff.comparison.reports.shared.selection import changed_targets, selected_targets
from plandiff.comparison.target_changes.features import is_set_above
from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation, Target
from plandiff.corpus.targets.vocabulary import FALLS, RATES_OF_CHANGE, RISES
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import tidy_number

_ENGLISH = (
    r"(?:increas|ris|rais|grow|expand|add|gain|up|fall|declin|decreas|reduc|cut|lower|down|drop)"
    r"[a-z]*"
)
_CHINESE = re.compile(
    rf"\s*((?:同比|年均|每年|每年均)?(?:{RISES}|{FALLS}|翻))(?<!至)(?!.{{0,2}}[到至为])"
)
_RATES = tuple(RATES_OF_CHANGE.values())
_BY = re.compile(rf"\s*({_ENGLISH}(?: \w+)?? by)\b", re.IGNORECASE)


def verb_of_change(target: Target) -> str:
    """The printed verb if the target's value is a difference; empty if it is a level.

    ``增长9%`` → ``增长``; ``提高到85%`` → empty, since 85% is the final level.
    Also empty if the name contains the verb: 地区生产总值增长率.
    """
    if target.name != target.indicator and target.name.endswith(_RATES):
        return ""
    found = _CHINESE.match(target.quote) or _BY.match(target.quote)
    return visible_line(found[1] if found else target.change or "")


_RISE = re.compile(f"(?:{RISES})$")
_PERIODS = {"同比": "year-on-year", "年均": "yearly", "每年": "yearly", "每年均": "yearly"}


def format_change(verb: str, value: str, labels: Labels) -> str:
    """The change in the report's language: ``年均增长9%``, ``up 9% a year``.

    Chinese reports keep the printed verb; others state its direction.
    """
    if verb.isascii() or labels.language == "zh":
        between = " " if verb.isascii() else ""
        return f"{verb}{between}{value}"
    if verb.endswith("翻"):
        return labels("change.doubled", value=value)
    said = labels("change.up" if _RISE.search(verb) else "change.down", value=value)
    period = next((key for word, key in _PERIODS.items() if verb.startswith(word)), None)
    return labels(f"change.{period}", said=said) if period else said


_SIGNS = {"$": "$", "US$": "US$", "£": "£", "€": "€", "¥": "¥"}
WITHOUT_UNIT = frozenset(("比", "ratio", "rank"))
"""Units of ratios (15:1) and ranks, which are not printed after a number."""


def is_told_as_printed(target: Target) -> bool:
    """Whether the plan's own words say more than a number with a unit: 15:1, 进入前1%, 保4争3."""
    return target.unit in WITHOUT_UNIT or (
        target.unit in {"位", "%"} and any(mark in target.quote for mark in "前争")
    )


def with_unit(amount: str, unit: str) -> str:
    """The amount with its unit, separated by a space only if the unit is in Latin letters.

    >>> with_unit("6", "所"), with_unit("20", "schools"), with_unit("3.2", "million $")
    ('6所', '20 schools', '$3.2 million')
    """
    words = unit.split()
    if words and words[-1] in _SIGNS:
        return with_unit(_SIGNS[words[-1]] + amount, " ".join(words[:-1]))
    latin = unit[:1].isascii() and unit[:1].isalpha()
    return f"{amount} {unit}" if latin else f"{amount}{unit}"


SIGNS: Mapping[str, str] = {
    "raised": "▲",
    "lowered": "▼",
    "changed": "◆",
    "unchanged": "◇",
    "added": "＋",
    "removed": "－",
}
"""One sign per kind, so that no kind is identified by colour alone."""

_ALONE = {TargetChangeKind.ADDED: 1, TargetChangeKind.REMOVED: 2}
"""Sort rank of targets in one plan only, after the targets of both."""


class TargetLine(Struct, frozen=True):
    """One changed target in words; control characters in all texts are escaped."""

    kind: TargetChangeKind
    sign: str
    direction: str
    indicator: str
    scope: str
    old: str
    """The old value in words; empty for a new target."""
    new: str
    delta: str
    deadline: str
    notes: tuple[str, ...]
    """Other changes: deadline, strictness, more or less asked than the direction suggests."""
    old_place: str
    new_place: str
    change: TargetChange

    @property
    def values(self) -> tuple[str, ...]:
        """The old and the new value; a single value if they are equal or one is missing."""
        return tuple(dict.fromkeys(value for value in (self.old, self.new) if value))

    @property
    def place(self) -> str:
        """The place of the target, in the new plan if it is there."""
        return self.new_place or self.old_place

    @property
    def more_notes(self) -> tuple[str, ...]:
        """The notes without what the deadline column already shows."""
        return tuple(n for n in self.notes if not self.deadline or self.deadline not in n)


def plain_number(value: float) -> str:
    """Format a number without an exponent or a superfluous fraction.

    >>> plain_number(3640.0), plain_number(99.5)
    ('3640', '99.5')
    """
    exact = tidy_number(value)
    return "" if exact is None else f"{exact:.10f}".rstrip("0").rstrip(".")


def format_value(target: Target, labels: Labels) -> str:
    """``81%以上``, ``每学期2次``, ``增长9%``; the plan's own words if it is not a number."""
    odd = target.value is None or round(target.value, 2) != target.value
    if target.value is None or odd or is_told_as_printed(target):
        return visible_line(target.quote)  # masked, a comparison, or 三分之二以上
    unit, _, per = visible_line(target.unit).partition("/")
    if target.upper is not None:
        amount = labels(
            "value.range", low=plain_number(target.value), high=plain_number(target.upper)
        )
    else:
        amount = plain_number(target.value)
    said = labels(f"value.{target.relation.name}", value=with_unit(amount, unit))
    verb = verb_of_change(target)
    if verb:
        said = format_change(verb, said, labels)
    if per and per.isascii() is (labels.language == "zh"):
        return f"{said}/{per}"  # no mixed languages: 每term, per 学期
    return labels("value.per", value=said, per=per) if per else said


def format_delta(change: TargetChange, labels: Labels) -> str:
    """``+4个百分点``, ``-220万元``; empty if the values cannot be subtracted."""
    if change.delta is None or change.new is None or not tidy_number(change.delta):
        return ""
    unit = visible_line(change.delta_unit or change.new.unit)
    point = labels["unit.point"] if unit in {"%", "％", "pp"} else unit
    sign = "+" if change.delta > 0 else "-"
    if unit in WITHOUT_UNIT:
        amount = plain_number(round(abs(change.delta), 2))
        return f"{sign}{amount}" if amount != "0" else ""
    return sign + with_unit(plain_number(abs(change.delta)), point)


def format_breakdown(breakdown: Breakdown, labels: Labels) -> str:
    """A whole that the other plan states in parts: ``原“学校6所”分列为小学4所、初中2所``."""

    def told(target: Target) -> str:
        name = visible_line(target.name) or labels["target.unnamed"]
        return labels("breakdown.told", name=name, value=format_value(target, labels))

    if breakdown.within:
        return labels("breakdown.within", whole=told(breakdown.whole))
    values = {
        "whole": told(breakdown.whole),
        "parts": labels["breakdown.comma"].join(map(told, breakdown.parts)),
    }
    if breakdown.total is None:
        return labels(f"breakdown.joint.{breakdown.side.value}", **values)
    unit = visible_line(breakdown.whole.unit).partition("/")[0]
    total = with_unit(plain_number(breakdown.total), unit)
    return labels(f"breakdown.sum.{breakdown.side.value}", total=total, **values)


def _deadline(change: TargetChange, labels: Labels) -> tuple[str, str]:
    """The deadline column, and a note if the deadline moved."""
    old = visible_line((change.old.deadline if change.old else None) or "")
    new = visible_line((change.new.deadline if change.new else None) or "")
    if not change.deadline:  # the old plan's deadline does not apply to the new plan's target
        return new if change.new else old, ""
    none = labels["none"]
    values = {"old": old or none, "new": new or none}
    return (
        labels("deadline.column", **values),
        labels(f"deadline.{change.deadline}", **values),
    )


def _notes(change: TargetChange, moved_deadline: str, labels: Labels) -> tuple[str, ...]:
    notes = [format_breakdown(change.breakdown, labels)] if change.breakdown else []
    notes += [moved_deadline] if moved_deadline else []
    if change.old and change.new and is_set_above(change.old) is not is_set_above(change.new):
        notes.append(labels["set-above.new" if is_set_above(change.new) else "set-above.old"])
    if remark := _remark_on_bound(change):
        notes.append(labels[f"relation.{remark}"])
    unexpected = {("raised", "less"), ("lowered", "more")}
    if (change.kind.value, change.effect or "") in unexpected and not _is_rank(change):
        notes.append(labels[f"effect.{change.effect}"])
    if change.force and change.old and change.new:
        modalities = change.old.modality, change.new.modality
        notes.append(format_force_of_target(change.force, *modalities, labels))
    return tuple(notes)


def _remark_on_bound(change: TargetChange) -> str | None:
    """A note on a changed qualifier of an equal number: 6% and 6%左右, 4% and 4%以内.

    None if the numbers differ, which is more significant, or if the bound asks for nothing.
    """
    is_ordered = change.kind in _OF_RANK.values()
    is_bound = change.effect or change.kind is TargetChangeKind.UNCHANGED
    if not change.relation or is_ordered or not is_bound:
        return None
    if change.new and change.new.relation is Relation.ABOUT:
        return "rounded"
    return "exact" if change.old and change.old.relation is Relation.ABOUT else change.relation


def _is_rank(change: TargetChange) -> bool:
    """Whether the values are ranks, where lower is better: 前10名."""
    sides = [target for target in (change.old, change.new) if target is not None]
    return all(is_told_as_printed(t) and t.unit not in WITHOUT_UNIT for t in sides)


_OF_RANK = {"more": TargetChangeKind.RAISED, "less": TargetChangeKind.LOWERED}


def _place(target: Target | None, places: SectionPaths) -> str:
    return visible_line(places.path(places.section(target.section))) if target else ""


def _direction(change: TargetChange, labels: Labels) -> str:
    """The kind in one word; for an unchanged value, what else changed."""
    if change.kind in _OF_RANK.values() and change.effect and _is_rank(change):
        return labels[f"target.rank.{change.effect}"]
    if change.kind is not TargetChangeKind.UNCHANGED:
        return labels[f"target.{change.kind.value}"]
    if change.deadline:
        return labels["target.rescheduled"]
    return labels["target.rephrased" if change.relation or change.force else "target.unchanged"]


def _same_name(old: str, new: str) -> bool:
    """Whether two names are equivalent: 同比 adds nothing to the growth of a year."""
    return old.replace("同比", "") == new.replace("同比", "")


def _part_of_joint(change: TargetChange) -> Target | None:
    """The row's one of 城镇居民收入 and 农村居民收入, if a plan states them jointly."""
    breakdown = change.breakdown
    if breakdown is None or breakdown.within or breakdown.total is not None:
        return None
    return change.target(breakdown.side.other)


def _is_in_unit(target: Target) -> bool:
    """Whether the unit already states the scope: 每个学生 and 1项/学生."""
    per = target.unit.partition("/")[2]
    return bool(per) and bool(target.scope) and (target.scope or "").endswith(per)


def _line(change: TargetChange, places: Mapping[Side, SectionPaths], labels: Labels) -> TargetLine:
    shown = change.new or change.old
    if shown is None:
        raise ValueError(f"a target change of row {change.row} names no target")
    deadline, moved_deadline = _deadline(change, labels)
    both = change.old is not None and change.new is not None
    part = _part_of_joint(change)
    renamed = both and not part and change.old and not _same_name(change.old.name, shown.name)
    name = visible_line((part or shown).name) or labels["target.unnamed"]
    ranked = _OF_RANK.get(change.effect or "") if _is_rank(change) else None
    sign = SIGNS[(ranked if ranked and change.delta is not None else change.kind).value]
    return TargetLine(
        kind=change.kind,
        sign=sign,
        direction=_direction(change, labels),
        indicator=labels("target.renamed", old=visible_line(change.old.name), new=name)
        if renamed and change.old
        else name,
        scope="" if _is_in_unit(shown) else visible_line(shown.scope or ""),
        old=format_value(change.old, labels) if change.old else "",
        new=format_value(change.new, labels) if change.new else "",
        delta=format_delta(change, labels),
        deadline=deadline,
        notes=_notes(change, moved_deadline, labels),
        old_place=_place(change.old, places[Side.OLD]),
        new_place=_place(change.new, places[Side.NEW]),
        change=change,
    )


def target_lines(
    comparison: Comparison, options: ReportOptions, labels: Labels
) -> tuple[TargetLine, ...]:
    """The changed targets: those of both plans, then the new ones, then the dropped ones.

    Each group is in the order of the plans, which state main targets first; growth and amount of
    one indicator are adjacent.
    """
    places = section_paths_of(comparison)
    lines = [_line(change, places, labels) for change in changed_targets(comparison, options)]
    ordered = by_indicator(comparison, lines)
    sections = {section.id: at for at, section in enumerate(comparison.old.sections)}

    def order(line: TargetLine) -> tuple[int, int]:
        # The comparison lists dropped targets in the order of its rows, i.e. of the new plan.
        gone = line.change.old if line.kind is TargetChangeKind.REMOVED else None
        return _ALONE.get(line.kind, 0), sections[gone.section] if gone else 0

    return tuple(sorted(ordered, key=order))


def by_indicator(comparison: Comparison, lines: Sequence[TargetLine]) -> tuple[TargetLine, ...]:
    """The lines in the order of the comparison, growth and amount of one indicator adjacent.

    地区生产总值增长率 and 地区生产总值 are one indicator.
    """
    places = {change: at for at, change in enumerate(comparison.targets)}
    ordered = sorted(lines, key=lambda line: places[line.change])
    first: dict[str, int] = {}
    for at, line in enumerate(ordered):
        first.setdefault(_without_rate(line), at)
    return tuple(sorted(ordered, key=lambda line: first[_without_rate(line)]))


def _without_rate(line: TargetLine) -> str:
    shown = line.change.new or line.change.old
    name = shown.name if shown else ""
    return next((name.removesuffix(rate) for rate in _RATES if name.endswith(rate)), name)


class TargetList(Struct, frozen=True):
    """Targets of one section that only one plan has, as a sentence."""

    place: str
    row: str
    said: str


def target_lists(
    lines: Iterable[TargetLine], kind: TargetChangeKind, labels: Labels
) -> tuple[TargetList, ...]:
    """The new or the dropped targets by section: ``学位900个（年内）；班级3个。``."""
    alone = (line for line in lines if line.kind is kind)
    return tuple(
        TargetList(place, first.change.row, labels("targets.sentence", items=items))
        for place, group in groupby(alone, key=lambda line: line.place)
        if (first := (listed := list(group))[0])
        and (items := labels["targets.semicolon"].join(_item(line, labels) for line in listed))
    )


def _item(line: TargetLine, labels: Labels) -> str:
    scope = labels("target.scope", scope=line.scope) if line.scope else ""
    said = [*([line.deadline] if line.deadline else []), *line.more_notes]
    more = labels("target.scope", scope=labels["targets.comma"].join(said)) if said else ""
    value = line.new or line.old
    return labels("targets.item", name=line.indicator + scope, value=value) + more


def all_target_lines(
    comparison: Comparison, options: ReportOptions, labels: Labels
) -> tuple[TargetLine, ...]:
    """The selected targets, including unchanged ones, in the order of the comparison."""
    places = section_paths_of(comparison)
    return tuple(_line(change, places, labels) for change in selected_targets(comparison, options))
