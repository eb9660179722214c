"""The grammar of English targets: raise the rate from 81% to 85% by 2026, at least 20 schools.

Smaller than the Chinese one: a number counts where a comparator, a verb of commitment, a rate or
money stands with it, and no word of the past does.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.model import Relation
from corpus.targets import english_words as words
from corpus.targets.drafts import Draft
from corpus.targets.tense import Clock

_REACH = 200
"""Characters on either side that can say something about a number."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONEY = "$£€¥"
_COUNTED = frozenset(("times", "time", "hours", "hour", "minutes", "days"))
_ONLY_SCALE = ("", "million", "billion", "thousand")


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    unit: str
    """Rate, currency or scale; a counted noun is read later."""


def find_drafts(text: str, clock: Clock, *, past_section: bool) -> list[Draft]:
    """The targets of one section of folded English text, in the order of the text."""
    if past_section:
        return []
    borders = (0, *(m.end() for m in words.SENTENCE_END.finditer(text)))
    drafts: list[Draft] = []
    baseline: tuple[int, int] | None = None
    floor = 0
    for number in _find_numbers(text):
        if _starts_baseline(text, number):
            baseline = (number.start, number.end)
            continue
        index = bisect_right(borders, number.start)
        limit = borders[index] - 1 if index < len(borders) else len(text)
        begin = max(borders[index - 1], floor, number.start - _REACH)
        end = min(limit, number.start + _REACH)
        draft = _draft(text, number, (begin, end), baseline)
        if draft and not _is_told(text[begin : number.start], text[begin:end], clock):
            if draft.indicator is None and drafts and drafts[-1].start >= borders[index - 1]:
                draft = replace(draft, indicator=drafts[-1].indicator)  # by 8% to $12 million
            drafts.append(draft)
            floor = draft.end
        baseline = None
    drafts += _ratio_drafts(text, borders, clock)
    return sorted(drafts, key=lambda draft: draft.start)


def _ratio_drafts(text: str, borders: tuple[int, ...], clock: Clock) -> Iterator[Draft]:
    """15:1 where the sentence speaks of a ratio in front of it."""
    for m in words.RATIO.finditer(text):
        begin = max(borders[bisect_right(borders, m.start()) - 1], m.start() - _REACH)
        before = text[begin : m.start()]
        if "ratio" not in before.lower() or _is_told(before, before + m[0], clock):
            continue
        most, least = m["most"] is not None, m["least"] is not None
        yield Draft(
            start=m.start(),
            end=m.end(),
            indicator=_subject(text, begin, m.start()),
            relation=Relation.AT_MOST if most else Relation.AT_LEAST if least else Relation.EQUAL,
            value=round(float(m["above"]) / (float(m["below"]) or 1.0), 6),
            unit="ratio",
            deadline=_last(words.DEADLINE, text, begin, min(len(text), m.end() + 40)),
        )


def _find_numbers(text: str) -> Iterator[_Number]:
    for m in words.NUMBER.finditer(text):
        before = max(0, m.start() - 12)
        if (
            words.NOT_BEHIND.search(text, before, m.start())
            or words.MONTH_BEFORE.search(text, before, m.start())
            or words.NOT_BEFORE.match(text, m.end())
        ):
            continue
        rate, money = (m["rate"] or "").strip(), (m["money"] or "").strip()
        scale = (m["scale"] or "").strip().lower()
        unit = money or ("%" if rate.lower() in ("%", "percent", "per cent") else rate)
        unit = f"{words.SCALES.get(scale, scale)} {unit}".strip()
        if m["digits"]:
            if not unit and _YEAR.fullmatch(m["digits"]):
                continue
            yield _Number(m.start(), m.end(), float(m["digits"].replace(",", "")), unit)
        elif m["fraction"]:
            share = words.FRACTIONS[m["fraction"].lower().replace("-", " ")]
            yield _Number(m.start(), m.end(), share, "%")
        else:
            word = m["word"].lower()
            value = words.NUMBER_WORDS[word]
            yield _Number(m.start(), m.end(), value, "%" if word == "half" else unit)


def _starts_baseline(text: str, number: _Number) -> bool:
    """81% in from 81% to 85%."""
    behind = words.TO.match(text, number.end)
    return (
        words.FROM.search(text, max(0, number.start - 5), number.start) is not None
        and behind is not None
        and words.NUMBER.match(text, behind.end()) is not None
    )


def _is_told(before: str, sentence: str, clock: Clock) -> bool:
    if words.FUTURE.search(sentence):
        return False
    if words.PAST.search(sentence):
        return True
    years = [int(year) for year in _YEAR.findall(before)]
    return bool(years) and clock.year is not None and max(years) < clock.year


def _draft(
    text: str, number: _Number, bounds: tuple[int, int], baseline: tuple[int, int] | None
) -> Draft | None:
    begin, end = bounds
    start, stop, relation, bound = _read_sign(text, number, begin)
    unit, indicator = number.unit, None
    if unit in _ONLY_SCALE:
        counted = _counted_noun(text, stop, end)
        if counted is None or not (bound or words.COMMITMENT.search(text, begin, start)):
            return None
        noun = text[slice(*counted)].rsplit(maxsplit=1)[-1].lower()
        unit, indicator = f"{unit} {noun}".strip(), counted
        stop = counted[1] if noun in _COUNTED and counted[0] >= stop else stop
    else:
        until = baseline[0] if baseline else start
        indicator = _whole(text, stop, end) if any(c in unit for c in _MONEY) else None
        indicator = indicator or _subject(text, begin, until) or _whole(text, stop, end)
    per = words.PER.match(text, number.end, min(end, number.end + 40))
    if per and "%" not in unit:
        unit, stop = f"{unit}/{per['per'].lower()}", max(stop, per.end())
    modality = words.MODALITY.search(text, begin, number.start)
    return Draft(
        start=start,
        end=stop,
        indicator=indicator,
        relation=relation,
        value=number.value,
        unit=unit,
        deadline=_last(words.DEADLINE, text, begin, end),
        modality=modality[0] if modality else None,
        baseline=baseline,
    )


def _counted_noun(text: str, start: int, end: int) -> tuple[int, int] | None:
    """New teachers in 120 new teachers; schools in 5 schools; … 8 more."""
    if nouns := words.NOUNS.match(text, start, end):
        return (start + 1, nouns.end())
    before = None
    if words.MORE.match(text, start, end):
        before = words.COUNTED_BEFORE.search(text, max(0, start - _REACH), start)
    return before.span(1) if before else None


def _read_sign(text: str, number: _Number, begin: int) -> tuple[int, int, Relation, bool]:
    """Start and end of the quote, its relation, and whether a word says that a bound is meant."""
    start, stop, relation, bound = number.start, number.end, Relation.EQUAL, False
    for kind, pattern in words.BOUNDS:
        if left := pattern.search(text, max(begin, start - 22), start):
            start, relation, bound = left.start(), kind, kind is not Relation.EQUAL
            break
    if behind := words.BOUND_BEHIND.match(text, stop):
        relation = Relation.AT_LEAST if behind["least"] else Relation.AT_MOST
        stop, bound = behind.end(), True
    return start, stop, relation, bound


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int] | None:
    span = None
    for m in pattern.finditer(text, start, end):
        span = m.span()
    return span


def _subject(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The noun phrase in front of a rate: the enrolment rate in Raise the enrolment rate from."""
    begin = max(begin, end - 80)
    comma = max(text.rfind(mark, begin, end) for mark in ",:")
    begin = comma + 1 if comma >= begin else begin
    if lead := words.LEAD.match(text, begin, end):
        begin = lead.end()
    if tail := words.TAIL.search(text, begin, end):
        end = tail.start()
    while begin < end and not text[begin].isalpha():
        begin += 1
    if article := words.ARTICLE.match(text, begin, end):
        begin = article.end()
    while begin < end and not text[end - 1].isalnum():
        end -= 1
    if words.BARE_VERB.match(text, begin, end):  # Allocate 20% of the budget
        return None
    return (begin, end) if begin < end else None


def _whole(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What follows of, in, on or for: schools in 85% of schools."""
    found = words.WHOLE.match(text, start, end)
    return found.span("noun") if found else None
