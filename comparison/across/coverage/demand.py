"""Whether an answer asks more or less than the requirement: numbers, dates, force, reach."""

import re
from collections.abc import Iterator, Sequence

from plandiff.comparison.across.coverage.model import Demand, Difference
from plandiff.comparison.force.grades import compare_grades
from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.force.reach import compare_reach
from plandiff.comparison.model import ForceKind
from plandiff.comparison.target_changes.classify import classify_pair
from plandiff.comparison.target_changes.deadlines import compare_deadlines
from plandiff.comparison.target_changes.features import Features
from plandiff.comparison.target_changes.pairing import pair_in_row
from plandiff.corpus.model import Span

_WHEN = re.compile(
    r"(?:到|至|截至|于|在)?(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|末)?(?:前|之前|以前)?|\"?十[二三四五]五\"?(?:期间|末)?)(?!起|开始)"
)
_YEARLY = re.compile(r"每(学期|季度?|月|周|学年|[一二两三四五]?年)")
_PERIODS = {
    "周": 1, "月": 4, "季": 13, "季度": 13, "学期": 26, "年": 52, "学年": 52, "一年": 52,
    "两年": 104, "二年": 104, "三年": 156, "四年": 208, "五年": 260,
}  # fmt: skip
_WHENEVER = re.compile(r"适时|不定期|视情|根据需要|有条件时")
_LEVEL_GROUP = re.compile(r"大学|高校|高等|本科|院校|[省市县区]|幼儿园|教学点|部门|各级")
"""What a lower level leaves out because it does not have it."""
_UP = {ForceKind.STRENGTHENED, ForceKind.WIDENED}


def compare_demand(
    pairs: Sequence[tuple[ClausePair, str, str]],
    targets: tuple[Sequence[Features], Sequence[Features]],
    years: tuple[int | None, int | None],
) -> tuple[Difference, ...]:
    """Why the answer asks more or less; what counts most comes first: numbers, dates, force, reach.

    ``pairs``: clauses and the sentences that hold them.  ``targets``: those of both sides.
    """
    found = [
        *_numbers(targets, years),
        *(difference for pair, *_ in pairs for difference in _frequency(pair)),
        *(difference for pair, old, new in pairs for difference in _dates(pair, old, new, years)),
        *(difference for pair, *_ in pairs for difference in _force(pair)),
        *(difference for pair, *_ in pairs for difference in _reach(pair)),
    ]
    return tuple(found)


def demand_of(differences: Sequence[Difference]) -> Demand:
    """What the differences come to: the first one decides."""
    return differences[0].demand if differences else Demand.SAME


def _numbers(
    targets: tuple[Sequence[Features], Sequence[Features]], years: tuple[int | None, int | None]
) -> Iterator[Difference]:
    """Targets that were raised or lowered; counts where there was none."""
    asked, said = targets
    pairs, _ = pair_in_row(asked, said)
    for old, new in pairs:
        change = classify_pair(old, new, "", years)
        if change.effect and not _is_share(old, new):
            demand = Demand.MORE if change.effect == "more" else Demand.LESS
            yield Difference(demand, old.target.quote, new.target.quote)
    paired = {new.order for _, new in pairs}
    for new in said:
        if new.order not in paired and not any(o.unit.name == new.unit.name for o in asked):
            yield Difference(Demand.MORE, "", new.target.quote)


def _is_share(old: Features, new: Features) -> bool:
    """Whether a total of the superior level became the lower level's share of it."""
    if old.target.unit in ("%", "百分点"):
        return False
    smaller = (new.target.value or 0) < (old.target.value or 0)
    local = re.search(r"每|至少|不少于|不低于|人均|生均", old.target.quote + (old.target.scope or ""))
    return smaller and not local


def _frequency(pair: ClausePair) -> Iterator[Difference]:
    old, new = (_YEARLY.search(clause.folded) for clause in (pair.old, pair.new))
    vague = _WHENEVER.search(pair.new.folded)
    if old and new:
        before, after = _PERIODS.get(old[1], 0), _PERIODS.get(new[1], 0)
        if before != after and before and after:
            yield Difference(Demand.MORE if after < before else Demand.LESS, old[0], new[0])
    elif old and vague:
        yield Difference(Demand.LESS, old[0], vague[0])
    elif new and (vague := _WHENEVER.search(pair.old.folded)):
        yield Difference(Demand.MORE, vague[0], new[0])


def _dates(
    pair: ClausePair, old: str, new: str, years: tuple[int | None, int | None]
) -> Iterator[Difference]:
    """Dates of the clauses, or of the clause that dates them."""
    before, after = (_date(c.folded) or _date(text) for c, text in ((pair.old, old), (pair.new, new)))
    found = compare_deadlines((before, years[0]), (after, years[1]))
    if found and before and after:
        yield Difference(Demand.MORE if found == "earlier" else Demand.LESS, before, after)


def _date(folded: str) -> str | None:
    found = _WHEN.search(folded)
    return found[0] if found else None


def _force(pair: ClausePair) -> Iterator[Difference]:
    kind = compare_grades(pair)
    if kind:
        demand = Demand.MORE if kind in _UP else Demand.LESS
        yield Difference(demand, pair.old.clause.word, pair.new.clause.word)


def _reach(pair: ClausePair) -> Iterator[Difference]:
    """Items and words of reach; a group that the lower level does not have is no less."""
    change = compare_reach(pair)
    if change is None:
        return
    old, new = _words(pair.old, change.old), _words(pair.new, change.new)
    if _LEVEL_GROUP.search(old or new):
        return
    yield Difference(Demand.MORE if change.kind in _UP else Demand.LESS, old, new)


def _words(clause: PlacedClause, span: Span | None) -> str:
    return clause.section.text[span.start : span.end] if span else ""
