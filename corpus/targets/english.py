"""The grammar of English targets: raise the rate from 81% to 85% by 2026, at least 20 schools.

Smaller than the Chinese one: a number counts where a comparator, a verb of commitment, a rate or
money stands with it, and no word of the past does.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.drafts import Draft
from plandiff.corpus.targets.english_phrases import last_deadline, subject_before, whole_behind
from plandiff.corpus.targets.english_special import find_special_drafts
from plandiff.corpus.targets.english_tense import REACH, YEAR, is_told
from plandiff.corpus.targets.tense import Clock

_MONEY = "$£€¥"
_COUNTED = frozenset(("times", "time", "hours", "hour", "minutes", "days", "day"))
_ONLY_SCALE = ("", "million", "billion", "thousand")


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    unit: str
    """Rate, currency or scale; a counted noun is read later."""
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words of a number may stand."""

    sentence: int
    begin: int
    """Behind the target in front, in the same sentence."""
    end: int


def find_drafts(text: str, clock: Clock, *, past_section: bool) -> list[Draft]:
    """The targets of one section of folded English text, in the order of the text."""
    if past_section:
        return []
    borders = (0, *(m.end() for m in words.SENTENCE_END.finditer(text)))
    drafts: list[Draft] = []
    baseline: tuple[int, int] | None = None
    for number in _find_numbers(text):
        if _starts_baseline(text, number):
            baseline = (number.start, number.end)
            continue
        place = _place_of(text, borders, number, drafts[-1].end if drafts else 0)
        draft = _draft(text, number, place, baseline)
        sentence = text[place.begin : place.end]
        if draft and not is_told(text[place.begin : number.start], sentence, clock):
            if draft.indicator is None and drafts and drafts[-1].start >= place.sentence:
                draft = replace(draft, indicator=drafts[-1].indicator)  # by 8% to $12 million
            drafts.append(draft)
        baseline = None
    taken = {position for draft in drafts for position in range(draft.start, draft.end)}
    drafts += (
        draft
        for draft in find_special_drafts(text, borders, clock)
        if taken.isdisjoint(range(draft.start, draft.end))
    )
    return sorted(drafts, key=lambda draft: draft.start)


def _place_of(text: str, borders: tuple[int, ...], number: _Number, floor: int) -> _Place:
    index = bisect_right(borders, number.start)
    sentence = max(borders[index - 1], number.start - REACH)
    limit = borders[index] - 1 if index < len(borders) else len(text)
    return _Place(sentence, max(sentence, floor), min(limit, number.start + REACH))


def _find_numbers(text: str) -> Iterator[_Number]:
    taken = 0
    for m in words.NUMBER.finditer(text):
        before = max(0, m.start() - 24)
        if (
            m.start() < taken
            or words.NOT_BEHIND.search(text, before, m.start())
            or words.MONTH_BEFORE.search(text, before, m.start())
        ):
            continue
        number = _with_range(text, _read_number(m))
        taken = number.end
        mere_year = not number.unit and YEAR.fullmatch(m["digits"] or "")
        if not mere_year and not words.NOT_BEFORE.match(text, number.end):
            yield number


def _read_number(m: re.Match[str]) -> _Number:
    rate, money = (m["rate"] or "").strip(), (m["money"] or "").strip()
    scale = (m["scale"] or "").strip().lower()
    unit = money or ("%" if rate.lower() in ("%", "percent", "per cent") else rate)
    unit = f"{words.SCALES.get(scale, scale)} {unit}".strip()
    if m["digits"]:
        return _Number(m.start(), m.end(), float(m["digits"].replace(",", "")), unit)
    if m["fraction"]:
        share = words.FRACTIONS[m["fraction"].lower().replace("-", " ")]
        return _Number(m.start(), m.end(), share, "%")
    word = m["word"].lower()
    return _Number(m.start(), m.end(), words.NUMBER_WORDS[word], "%" if word == "half" else unit)


def _with_range(text: str, low: _Number) -> _Number:
    """10-15, between 20 and 25, two to three; no range in from 81% to 85%."""
    behind = words.RANGE.match(text, low.end)
    if behind is None or YEAR.fullmatch(text[low.start : low.end]):
        return low
    printed = behind["upper"].lower().replace(",", "")
    upper = words.NUMBER_WORDS.get(printed) or (float(printed) if printed[0].isdigit() else None)
    before = text[max(0, low.start - 8) : low.start].lower()
    fits = before.endswith("between ") if " and " in behind[0] else not before.endswith("from ")
    if upper is None or upper <= low.value or not fits:
        return low
    tail = words.RATE_BEHIND.match(text, behind.end()) if not low.unit else None
    unit = "%" if tail else low.unit
    return _Number(low.start, tail.end() if tail else behind.end(), low.value, unit, upper)


def _starts_baseline(text: str, number: _Number) -> bool:
    """81% in from 81% to 85%."""
    behind = words.TO.match(text, number.end)
    return (
        words.FROM.search(text, max(0, number.start - 5), number.start) is not None
        and behind is not None
        and words.NUMBER.match(text, behind.end()) is not None
    )


def _draft(
    text: str, number: _Number, place: _Place, baseline: tuple[int, int] | None
) -> Draft | None:
    begin, end = place.begin, place.end
    start, stop, relation, bound = _read_sign(text, number, begin)
    unit, indicator = number.unit, None
    until = baseline[0] if baseline else start
    if unit in _ONLY_SCALE:
        counted = _counted_noun(text, stop, end)
        if counted is None:
            return _level(text, number, place, baseline)
        if not (bound or _is_committed(text, place, number.start)):
            return None
        noun = text[slice(*counted)].rsplit(maxsplit=1)[-1].lower()
        unit = f"{unit} {noun}".strip()
        measured = whole_behind(text, counted[1], end, "of") if noun in words.MEASURES else None
        if noun in words.DURATIONS and not measured:  # over five years
            return None
        indicator = measured or _name_of_count(text, (begin, until), counted)
        stop = counted[1] if noun in _COUNTED and counted[0] >= stop else stop
    else:
        indicator = _name_of_share(text, (begin, until), stop, end, money=_is_money(unit))
    per = words.PER.match(text, number.end, min(end, number.end + 40))
    if per and "%" not in unit:
        unit, stop = f"{unit}/{per['per'].lower()}", max(stop, per.end())
    elif unit and "%" not in unit and (each := words.PER_BEFORE.search(text, begin, start)):
        unit = f"{unit}/{each['per'].lower()}"
    modality = words.MODALITY.search(text, begin, number.start)
    return Draft(
        start=start,
        end=stop,
        indicator=indicator,
        relation=Relation.RANGE if number.upper is not None else relation,
        value=number.value,
        upper=number.upper,
        unit=unit,
        deadline=last_deadline(text, begin, end),
        modality=modality[0] if modality else None,
        baseline=baseline,
    )


def _level(
    text: str, number: _Number, place: _Place, baseline: tuple[int, int] | None
) -> Draft | None:
    """A number that something is brought to, whose noun stands in front of it."""
    if not words.TO_LEVEL.search(text, place.begin, number.start):
        return None
    start, stop, relation, _ = _read_sign(text, number, place.begin)
    indicator = subject_before(text, place.begin, baseline[0] if baseline else start)
    if indicator is None or not words.ENDS_PHRASE.match(text, stop):
        return None
    return Draft(
        start=start,
        end=stop,
        indicator=indicator,
        relation=relation,
        value=number.value,
        unit=number.unit,
        deadline=last_deadline(text, place.begin, place.end),
        baseline=baseline,
    )


def _is_money(unit: str) -> bool:
    return any(sign in unit for sign in _MONEY)


def _is_committed(text: str, place: _Place, start: int) -> bool:
    """Whether a verb governs the count: Build two kindergartens with 450 places."""
    if words.COMMITMENT.search(text, place.begin, start):
        return True
    joined = words.JOINED.fullmatch(text, place.begin, start)
    return bool(joined) and words.COMMITMENT.search(text, place.sentence, start) is not None


def _counted_noun(text: str, start: int, end: int) -> tuple[int, int] | None:
    """New teachers in 120 new teachers; schools in 5 schools; … 8 more."""
    if nouns := words.NOUNS.match(text, start, end):
        return (start + 1, nouns.end())
    before = None
    if words.MORE.match(text, start, end):
        before = words.COUNTED_BEFORE.search(text, max(0, start - REACH), start)
    return before.span(1) if before else None


def _name_of_count(text: str, before: tuple[int, int], counted: tuple[int, int]) -> tuple[int, int]:
    """What is counted, or what the count is a measure of: training in 30 hours of training."""
    noun = text[slice(*counted)].rsplit(maxsplit=1)[-1].lower()
    subject = subject_before(text, *before)
    if noun in words.MEASURES:
        return subject or counted
    said_of = words.SAID_OF.search(text, *before) or words.CHANGE.match(text, *before)
    if said_of and subject and not words.PRONOUN.fullmatch(text, *subject):
        return subject
    return counted


def _name_of_share(
    text: str, before: tuple[int, int], start: int, end: int, *, money: bool
) -> tuple[int, int] | None:
    """What a rate or a sum is of: in front of it, or behind of, in, on, for."""
    if money and (named := words.SUM_OF.search(text, *before)):
        return named.span("noun")
    whole = whole_behind(text, start, end)
    nobody = words.NOBODY.search(text, *before)
    subject = None if nobody else subject_before(text, *before)
    if subject and whole and text.startswith(" of ", start) and _is_verb(text, subject, before[1]):
        subject = None  # Fill 98% of posts
    if nobody or (not whole and not subject):
        nouns = words.NOUNS.match(text, start, end)
        spent = words.COMMITMENT.search(text, *before)
        return (start + 1, nouns.end()) if nouns else spent.span() if spent else None
    if money or (subject and words.MERE_CHANGE.fullmatch(text, *subject)):
        return whole or subject
    return subject or whole


def _is_verb(text: str, subject: tuple[int, int], end: int) -> bool:
    """Whether a single word begins the clause and nothing parts it from the number behind."""
    begin, stop = subject
    opens = (
        not text[:begin].rstrip() or text[:begin].rstrip()[-1] in ".,;:\n" or text[begin].isupper()
    )
    joined = text[:begin].endswith((" and ", " or "))
    return " " not in text[begin:stop] and text[stop:end].isspace() and (opens or joined)


def _read_sign(text: str, number: _Number, begin: int) -> tuple[int, int, Relation, bool]:
    """Start and end of the quote, its relation, and whether a word says that a bound is meant."""
    start, stop, relation, bound = number.start, number.end, Relation.EQUAL, False
    for kind, pattern in words.BOUNDS:
        if left := pattern.search(text, max(begin, start - 22), start):
            start, relation, bound = left.start(), kind, kind is not Relation.EQUAL
            break
    if relation is Relation.MORE_THAN and words.NOBODY.search(text, begin, start):
        relation = Relation.AT_MOST  # no school has more than 5%
    if behind := words.BOUND_BEHIND.match(text, stop):
        relation = Relation.AT_LEAST if behind["least"] else Relation.AT_MOST
        stop, bound = behind.end(), True
    return start, stop, relation, bound
