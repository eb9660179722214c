"""Whether an answer asks more or less than the requirement: numbers, dates, force, reach."""

from collections.abc import Iterator, Sequence

from plandiff.comparison.across import WORDS, any_word
from plandiff.comparison.across.coverage.acts import bare_items
from plandiff.comparison.across.coverage.model import Demand, Difference
from plandiff.comparison.force.grades import compare_grades
from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.force.reach import compare_reach
from plandiff.comparison.model import ForceKind
from plandiff.comparison.target_changes.classify import classify_pair
from plandiff.comparison.target_changes.deadlines import compare_deadlines
from plandiff.comparison.target_changes.features import Features
from plandiff.comparison.target_changes.pairing import Pair, pair_in_row
from plandiff.corpus.model import Relation, Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import read_number

_WHEN = re.compile(
    r"(?:到|至|截至|于|在)?(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|末)?(?:前|之前|以前)?|\"?十[二三四五]五\"?(?:期间|末)?)(?!起|开始)"
)
_SINCE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:起|开始)")
_MINUTES = {
    name: int(minutes) for name, _, minutes in (one.partition(">") for one in WORDS["MINUTES"])
}
_YEARLY = re.compile(
    rf"(?P<half>{any_word('HALF_YEARLY')})"
    rf"|每(?P<count>半|\d+|[一二两三四五六七八九十]+)?个?(?P<unit>{'|'.join(_MINUTES)})|{any_word('DAILY')}"
)
_ONLY_WHEN = re.compile(r"\A[^,]{,6}\Z|[内前后初末起中时]\Z")
"""A clause that only states a time: 每学期开学一个月内."""
_LIMIT = re.compile(
    rf"(半|\d+|[一二两三四五六七八九十]+)个?(?:工作)?({'|'.join(_MINUTES)})(?:左右)?(?:的?时间|的?努力|(?:之|以)?内)"
)
"""A time limit for an act."""
_WHENEVER = re.compile(any_word("VAGUE"))
_LEVEL_GROUP = re.compile(any_word("LEVEL_GROUPS"))
_SAME_UNITS = WORDS["SAME_UNITS"]
_NUMERAL = r"(\d[\d.,]*|[一二两三四五六七八九十百千半]+)[多余]?个?"
_FALLS = re.compile(any_word("FALLS"))
_SAME_ACT = 0.55
"""Least similarity of two clauses whose lists are compared."""
_WHOLE = re.compile(any_word("ALL_OF"))
_LARGER = re.compile(any_word("LARGER"))
_COVERS_ALL = re.compile(any_word("COVERS_ALL"))
_MAY = re.compile(any_word("MAY"))
_HEDGED = re.compile(any_word("HEDGED"))
_ALL = 100
_LESSER = tuple(tuple(pair.split(">")) for pair in WORDS["LESSER"])
_OWED = re.compile(any_word("OWED"))
_MEASURED = re.compile(any_word("GRADUAL"))
_GONE = 0.4
_ITEM = re.compile(r"、|以及|和|(?<!参)与|\"|及(?!时)")
_DIGITS = re.compile(r"\d[\d.,]*")
_GENERAL = re.compile(any_word("UNSPECIFIC"))
_LEVELS = re.compile(any_word("LEVELS"))
_BOUNDS = frozenset((Relation.AT_LEAST, Relation.EQUAL))
"""Relations with an order between numbers: 至少建设基地10个, 建设基地12个."""
_RATE = re.compile(any_word("RATES"))
_EACH = re.compile(any_word("EACH"))
_SOME = re.compile(any_word("SOME"))
_UP = {ForceKind.STRENGTHENED, ForceKind.WIDENED}


def compare_demand(
    pairs: Sequence[tuple[ClausePair, str, str]],
    targets: tuple[Sequence[Features], Sequence[Features]],
    years: tuple[int | None, int | None],
    texts: tuple[str, str] = ("", ""),
) -> tuple[Difference, ...]:
    """Return why the answer asks more or less, by weight: numbers, dates, force, reach.

    ``pairs``: clause pairs with their sentences.  ``targets``: those of both sides.  ``texts``:
    the requirement and the whole answer, folded.
    """
    found = [
        *_standards(*texts),
        *_numbers(targets, years, ",".join(pair.old.folded for pair, *_ in pairs), texts[1]),
        *(one for pair, old, new in pairs for one in _frequency(pair, old, (new, texts[1]))),
        *(difference for pair, *_ in pairs for difference in _limits(pair)),
        *(difference for pair, *_ in pairs for difference in _shares(pair)),
        *(difference for pair, old, new in pairs for difference in _dates(pair, old, new, years)),
        *(difference for pair, *_ in pairs for difference in _force(pair)),
        *_groups(*texts),
        *(difference for pair, *_ in pairs for difference in (*_reach(pair), *_items(pair))),
        *_dropped_numbers(targets, ",".join(pair.new.folded for pair, *_ in pairs)),
    ]
    return tuple(dict.fromkeys(found))


def _standards(asked: str, given: str) -> Iterator[Difference]:
    """Yield a standard that the other side exchanges for a lesser one: 专职 becomes 兼任."""
    if _MAY.search(asked) and given and not _HEDGED.search(given):
        yield Difference(Demand.MORE, "可以", "")
    if (whole := _COVERS_ALL.search(given)) and not _WHOLE.search(asked):
        yield Difference(Demand.MORE, "", whole[0])
    for high, low in _LESSER:
        if high in asked and high not in given and low in given:
            yield Difference(Demand.LESS, high, low)
        elif high in given and high not in asked and low in asked:
            yield Difference(Demand.MORE, low, high)


def loses_measure(
    targets: tuple[Sequence[Features], Sequence[Features]], differences: Sequence[Difference]
) -> bool:
    """Whether a number, standard or group of the requirement is gone; frequencies do not count."""
    quotes = {one.target.quote for one in targets[0] if one.target.value != 1}
    return any(
        (not one.local and (one.superior in quotes or _BOUND.match(one.superior)))
        or (not one.superior and _SOME.fullmatch(one.local))
        or (one.superior, one.local) in _LESSER
        for one in differences
    )


def demand_of(differences: Sequence[Difference]) -> Demand:
    """Return the demand of the first difference, which decides."""
    return differences[0].demand if differences else Demand.SAME


def _numbers(
    targets: tuple[Sequence[Features], Sequence[Features]],
    years: tuple[int | None, int | None],
    answered: str,
    answer: str,
) -> Iterator[Difference]:
    """Yield raised or lowered targets, and numbers that only the answer has.

    ``answered``: the clauses of the requirement, ``answer``: the whole answer, folded.
    """
    asked, given = targets
    if _amounts(asked) == _amounts(given):
        return  # 每校1名,千人以上的2名 is 千人以上的2人,其他学校1人
    pairs = _paired(asked, given)
    for old, new in pairs:
        effect = classify_pair(old, new, "", years).effect or _by_value(old, new)
        if effect and not _is_share(old, new) and not _is_elsewhere(old, asked, answer):
            demand = Demand.MORE if effect == "more" else Demand.LESS
            yield Difference(demand, old.target.quote, new.target.quote)
    paired = {new.order for _, new in pairs}
    for new in given:
        if new.order not in paired and not any(_counts_same(old, new) for old in asked):
            yield Difference(_of_new_number(new, answered), "", new.target.quote)


def _is_elsewhere(old: Features, asked: Sequence[Features], answer: str) -> bool:
    """Whether one of several numbers of a requirement is in the answer, in another place."""
    several = sum(_counts_same(one, old) for one in asked) > 1
    found = _numbers_in(answer, old.target.unit) if several else ()
    return old.target.value in {read_number(number[1]) for number in found}


def _amounts(found: Sequence[Features]) -> list[tuple[float, str]]:
    """Return values with their units in ascending order, interchangeable units as one."""
    same = {unit: units for units in _SAME_UNITS for unit in units.split("|")}
    return sorted(
        (one.target.value, same.get(one.target.unit, one.target.unit))
        for one in found
        if one.target.value is not None
    )


def _of_new_number(new: Features, answered: str) -> Demand:
    """A new number asks more; a percentage of a duty for all asks less."""
    value = new.target.value
    part = new.target.unit == "%" and value is not None and value < _ALL
    if part and _OWED.search(answered) and not _MEASURED.search(answered):
        return Demand.LESS
    return Demand.MORE


def _by_value(old: Features, new: Features) -> str | None:
    """Compare two bounds in one unit whose scopes differ: 每户…, 户均…."""
    wanted, given = old.target, new.target
    relations = {wanted.relation, given.relation}
    if not _same_unit(wanted.unit, given.unit) or not (relations <= _BOUNDS or len(relations) == 1):
        return None
    if wanted.value is None or given.value is None or wanted.value == given.value:
        return None
    up = given.relation is not Relation.AT_MOST and not _FALLS.search(old.clause)
    return "more" if (given.value > wanted.value) is up else "less"


def _counts_same(one: Features, other: Features) -> bool:
    return one.unit.name == other.unit.name or _same_unit(one.target.unit, other.target.unit)


def _same_unit(one: str, other: str) -> bool:
    """Whether two units are interchangeable: 次/年 and 场/年."""
    (mine, _, per), (theirs, _, each) = one.partition("/"), other.partition("/")
    alike = any({mine, theirs} <= set(units.split("|")) for units in _SAME_UNITS)
    return per == each and (mine == theirs or alike)


def _paired(asked: Sequence[Features], given: Sequence[Features]) -> list[Pair]:
    """Pair targets of the same thing; equally many of one unit are paired in their order.

    低年级2小时,其他年级3小时 is answered by 一、二年级2小时,三年级以上2.5小时.
    """
    pairs, _ = pair_in_row(asked, given)
    found = list(pairs)
    taken = {old.order for old, _ in pairs}, {new.order for _, new in pairs}
    for old in asked:
        mine = [one for one in asked if _counts_same(one, old) and one.order not in taken[0]]
        others = [one for one in given if _counts_same(one, old) and one.order not in taken[1]]
        if len(mine) == len(others) and old.order not in taken[0]:
            found.append((old, others[mine.index(old)]))
    return found


def _dropped_numbers(
    targets: tuple[Sequence[Features], Sequence[Features]], answer: str
) -> Iterator[Difference]:
    """Yield numbers that the answer lacks; full coverage counts as a hundred per cent."""
    asked, given = targets
    kept = {old.order for old, _ in _paired(asked, given)}
    for old in asked:
        if old.order in kept or any(_counts_same(one, old) for one in given):
            continue
        if whole := _WHOLE.search(answer) if old.target.unit == "%" else None:
            if (old.target.value or 0) < 100:
                yield Difference(Demand.MORE, old.target.quote, whole[0])
        elif old.target.value is None and _YEARLY.search(answer):
            continue  # 每年举办 is kept by 每年11月举办
        elif number := next(_numbers_in(answer, old.target.unit), None):
            yield from _by_number(old, number)
        else:
            yield Difference(Demand.LESS, old.target.quote, "")


def _numbers_in(answer: str, unit: str) -> Iterator[re.Match[str]]:
    """Find the numbers with this unit in a text, even if they are no targets: 两小时."""
    bare = unit.partition("/")[0]
    alike = (units for units in _SAME_UNITS if bare in units.split("|"))
    counted = next(alike, re.escape(bare))
    return re.finditer(rf"{_NUMERAL}(?:{counted})", answer) if bare else iter(())


def _by_number(old: Features, number: re.Match[str]) -> Iterator[Difference]:
    """Compare a number in the answer's text with a target."""
    value, wanted = read_number(number[1]), old.target.value
    if value is None or wanted is None or value == wanted:
        return
    up = old.target.relation is not Relation.AT_MOST and not _FALLS.search(old.clause)
    more = (value > wanted) is up
    yield Difference(Demand.MORE if more else Demand.LESS, old.target.quote, number[0])


def _is_share(old: Features, new: Features) -> bool:
    """Whether a total of the superior level was replaced by the lower level's share of it.

    Rates, times and amounts for each unit are standards, which are not shared out.
    """
    smaller = (new.target.value or 0) < (old.target.value or 0)
    words = f"{old.clause}{old.indicator}{old.target.scope or ''}"
    return smaller and not (_RATE.search(old.target.unit) or _EACH.search(words))


def _frequency(pair: ClausePair, asked: str, answers: Sequence[str]) -> Iterator[Difference]:
    """Yield differences of frequencies, of the clauses or of the only one of a whole answer.

    ``answers``: the sentence up to the answer's clause, and the answer.
    """
    old, new = (_YEARLY.search(clause.folded) for clause in (pair.old, pair.new))
    if old and not new and len(_YEARLY.findall(asked)) == 1:
        sentence, answer = answers
        when = ",".join(filter(_ONLY_WHEN.search, sentence.split(",")))
        only = (found for text in (when, answer) if len(found := [*_YEARLY.finditer(text)]) == 1)
        new = next(only, [None])[0]
    vague = _WHENEVER.search(pair.new.folded)
    if old and new:
        before, after = _interval(old), _interval(new)
        if before != after:
            yield Difference(Demand.MORE if after < before else Demand.LESS, old[0], new[0])
    elif old and vague:
        yield Difference(Demand.LESS, old[0], vague[0])
    elif new and (vague := _WHENEVER.search(pair.old.folded)):
        yield Difference(Demand.MORE, vague[0], new[0])


def _interval(frequency: re.Match[str]) -> float:
    """Return the minutes between two occurrences."""
    if frequency["half"]:
        return _MINUTES["年"] / 2
    number = read_number(frequency["count"]) if frequency["count"] else 1
    return (number or 1) * _MINUTES[frequency["unit"] or "天"]


def _limits(pair: ClausePair) -> Iterator[Difference]:
    """Yield differences of time limits: 半年内 asks more than 一年内."""
    old, new = (_LIMIT.search(clause.folded) for clause in (pair.old, pair.new))
    if old is None or new is None:
        return
    before, after = _minutes(old), _minutes(new)
    if before != after:
        yield Difference(Demand.MORE if after < before else Demand.LESS, old[0], new[0])


def _minutes(limit: re.Match[str]) -> float:
    return (read_number(limit[1]) or 0) * _MINUTES[limit[2]]


_BOUND = re.compile(
    r"不(?:少|低)于[^,;。]{0,12}?(?:一半|[一二三四五六七八九十]分之[一二三四五六七八九十])"
)


def _shares(pair: ClausePair) -> Iterator[Difference]:
    """Yield a share in words (不少于班级数的一半) if the answer has neither share nor number."""
    asked, given = _BOUND.search(pair.old.folded), pair.new.folded
    if asked and not (re.search(r"\d|半|分之|全部|所有", given)):
        yield Difference(Demand.LESS, asked[0], "")


def _dates(
    pair: ClausePair, old: str, new: str, years: tuple[int | None, int | None]
) -> Iterator[Difference]:
    """Yield differences of end and start dates, of the clauses or of a clause that dates them."""
    for pattern in (_WHEN, _SINCE):
        before, after = (
            _date(pattern, c.folded) or _date(pattern, text)
            for c, text in ((pair.old, old), (pair.new, new))
        )
        if before is None or after is None:
            continue
        # After 到 the plan's own year is a deadline, not only the planned year.
        found = compare_deadlines((f"到{before}", years[0]), (f"到{after}", years[1]))
        if found:
            yield Difference(Demand.MORE if found == "earlier" else Demand.LESS, before, after)


def _date(pattern: re.Pattern[str], folded: str) -> str | None:
    """Return the last date of a text, which is that of its last clause."""
    found = [match[0] for match in pattern.finditer(folded)]
    return found[-1] if found else None


def _force(pair: ClausePair) -> Iterator[Difference]:
    kind = compare_grades(pair)
    if kind:
        demand = Demand.MORE if kind in _UP else Demand.LESS
        yield Difference(demand, pair.old.clause.word, pair.new.clause.word)


def _reach(pair: ClausePair) -> Iterator[Difference]:
    """Yield differences of items and reach; groups missing at the lower level are ignored."""
    change = compare_reach(pair)
    if change is None:
        return
    old, new = _words(pair.old, change.old), _words(pair.new, change.new)
    if _LEVEL_GROUP.search(old or new):
        return
    yield Difference(Demand.MORE if change.kind in _UP else Demand.LESS, old, new)


def _items(pair: ClausePair) -> Iterator[Difference]:
    """Yield list items that only one side has, if the other side has no extra items."""
    if pair.similarity < _SAME_ACT:
        return
    asked = pair.old.folded
    if _OWED.match(pair.new.folded) and (owed := _OWED.search(asked)):
        # 要建立… answers 文化部门、文联要建立…: an earlier sentence names the actor.
        asked = asked[owed.start() :]
    first, *rest = bare_items(_ITEM.split(asked))
    # 音乐(舞蹈) contains 开好音乐: the verb before a list may differ.
    items = rest if first[-2:] in pair.new.folded and len(rest) > 1 else [first, *rest]
    gone = list(_lacking(items, pair.new.folded))
    come = list(_lacking(_ITEM.split(pair.new.folded), pair.old.folded))
    if come and not gone:
        yield Difference(Demand.MORE, "", "、".join(come))
    elif (
        gone
        and not come
        and not _GENERAL.search(pair.new.folded)
        and not all(map(_LEVEL_GROUP.search, gone))
    ):
        yield Difference(Demand.LESS, "、".join(gone), "")


def _lacking(pieces: Sequence[str], other: str) -> Iterator[str]:
    """Yield list items of which the other clause has few character bigrams."""
    for piece in pieces if len(pieces) > 1 else ():
        item = _DIGITS.sub("", _LEVELS.sub("", piece)).strip("()等的 ")
        pairs = {item[at : at + 2] for at in range(len(item) - 1)}
        if pairs and sum(pair in other for pair in pairs) < _GONE * len(pairs):
            yield piece.strip("()等 ")


def _groups(asked: str, given: str) -> Iterator[Difference]:
    """Yield a restriction to some of those whom the other side asks: 乡镇中心小学以上学校."""
    old, new = (_SOME.search(text) for text in (asked, given))
    if new and not old and not _LARGER.search(asked):
        yield Difference(Demand.LESS, "", new[0])
    elif old and not new:
        yield Difference(Demand.MORE, old[0], "")


def _words(clause: PlacedClause, span: Span | None) -> str:
    return clause.section.text[span.start : span.end] if span else ""
