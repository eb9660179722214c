"""Grammar of English targets: raise the rate from 81% to 85% by 2026, at least 20 schools.

A number is a target if its governing verb promises (will, is to, an imperative), or if no verb
governs it and it is a rate, a sum or a bound.  Reported numbers are not targets.
"""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_levels import find_levels
from plandiff.corpus.targets.english_naming import (
    Name,
    NumberPlace,
    name_of_count,
    name_of_share,
    with_owner,
)
from plandiff.corpus.targets.english_numbers import Quantity, find_quantities
from plandiff.corpus.targets.english_phrases import (
    Span,
    find_antecedent,
    find_deadline,
    holder_behind,
    predicate_behind,
)
from plandiff.corpus.targets.english_special import find_special_drafts
from plandiff.corpus.targets.english_tagging import Tag, Word, tag_words
from plandiff.corpus.targets.english_tense import REACH, Verdict, judge
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.targets.tense import Clock

_MOST_WORDS = 600
"""Maximum characters tagged on each side of a number; longer text is a list without full stops."""


class _Sentence(Struct, frozen=True):
    start: int
    end: int
    words: tuple[Word, ...]


class _Place(Struct, frozen=True):
    """A quantity in its sentence, with the limits set by the adjacent targets."""

    quantity: Quantity
    sentence: _Sentence
    floor: int
    """End of the previous target in the sentence, else the start of the sentence."""
    ceiling: int
    """Start of the next quantity in the sentence, else the end of the sentence."""
    baseline: Span | None


class _Sign(Struct, frozen=True):
    start: int
    end: int
    relation: Relation
    is_bound: bool


def find_drafts(
    text: str, clock: Clock, *, past_section: bool, planned: bool = False
) -> list[Draft]:
    """Return the targets of one section of folded English text, ordered by position.

    ``past_section``: a heading marks the section as a report, which has no targets.  ``planned``:
    the text is a cell below Target or Measure of success, so that ``36 nurses trained`` promises.
    """
    if past_section:
        return []
    borders = (0, *(m.end() for m in words.SENTENCE_END.finditer(text)))
    drafts, listed = find_levels(text, clock) if words.LEVEL.search(text) else ([], [])
    quantities = [q for q in find_quantities(text) if not _overlaps(q, listed)]
    for sentence, inside in _group(text, borders, quantities):
        drafts += _read_sentence(text, sentence, inside, clock, planned=planned)
    taken = {position for draft in drafts for position in range(draft.start, draft.end)}
    drafts += (
        draft
        for draft in find_special_drafts(text, borders, clock)
        if taken.isdisjoint(range(draft.start, draft.end))
    )
    return sorted(drafts, key=lambda draft: draft.start)


def _overlaps(quantity: Quantity, spans: Sequence[Span]) -> bool:
    return any(quantity.start < end and start < quantity.end for start, end in spans)


def _group(
    text: str, borders: tuple[int, ...], quantities: Sequence[Quantity]
) -> list[tuple[_Sentence, list[Quantity]]]:
    """Group the quantities by the sentence that contains them."""
    groups: dict[tuple[int, int], list[Quantity]] = {}
    for quantity in quantities:
        index = bisect_right(borders, quantity.start)
        end = borders[index] - 1 if index < len(borders) else len(text)
        start = max(borders[index - 1], quantity.start - _MOST_WORDS)
        key = next(reversed(groups), (-1, -1))
        if not (key[0] <= quantity.start < key[1]):
            key = (start, min(end, quantity.start + _MOST_WORDS))
        groups.setdefault(key, []).append(quantity)
    return [
        (_Sentence(start, end, tag_words(text, start, end)), inside)
        for (start, end), inside in groups.items()
    ]


def _read_sentence(
    text: str, sentence: _Sentence, quantities: list[Quantity], clock: Clock, *, planned: bool
) -> list[Draft]:
    """The drafts of one sentence; baselines and earlier values join the draft of their value."""
    drafts: list[Draft] = []
    baseline: Span | None = None
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if _starts_baseline(text, quantity, following):
            baseline = (quantity.start, quantity.end)
            continue
        floor = drafts[-1].end if drafts else sentence.start
        ceiling = following.start if following else sentence.end
        place = _Place(quantity, sentence, floor, ceiling, baseline)
        baseline = None
        if _is_previous_value(text, place):
            if drafts and _follows_value(text, drafts[-1], quantity):
                drafts[-1] = replace(drafts[-1], baseline=(quantity.start, quantity.end))
            continue
        draft = _draft(text, place, clock, planned=planned)
        if drafts and not quantity.is_word and words.OF_THEM.match(text, quantity.end):
            draft = _part_of(text, place, drafts[-1])
        elif draft and drafts and (draft.indicator is None or _shares_name(text, place, draft)):
            draft = _with_name_of(text, draft, drafts[-1], place)
        drafts += [draft] if draft else []
    return drafts


def _shares_name(text: str, place: _Place, draft: Draft) -> bool:
    """Whether a level continues the previous target: for boys and from 30% to 24% for girls."""
    start = place.baseline[0] if place.baseline else draft.start
    between = [w for w in place.sentence.words if place.floor <= w.start < start]
    verbs = (Tag.VERB, Tag.MODAL, Tag.INFINITIVE, Tag.PARTICIPLE, Tag.PAST, Tag.COPULA)
    if any(word.tag in verbs or word.lower in (":", "(") for word in between):
        return False
    is_change = place.baseline is not None or text.startswith(("to ", "by "), draft.start)
    nouns = [word for word in between if word.tag is Tag.NOUN]
    leads = not between or between[0].tag in (Tag.PREPOSITION, Tag.DATE)
    is_of = text.startswith(" of ", draft.end)
    return (is_change and (leads or not nouns)) or (not nouns and not is_of and not leads)


def _with_name_of(text: str, draft: Draft, last: Draft, place: _Place) -> Draft:
    """Name a target after the previous one: by 8% to $12 million.  Its own holder may follow it."""
    of = holder_behind(text, place.sentence.words, draft.end, place.ceiling)
    return replace(
        draft, indicator=last.indicator, of=of or last.of, whole=None if of else last.whole
    )


def _part_of(text: str, place: _Place, last: Draft) -> Draft:
    """A target that is a part of the previous one: 120 of them in the north."""
    sign = _read_sign(text, place.quantity, place.floor)
    pointer = words.OF_THEM.match(text, place.quantity.end)
    start = pointer.end() if pointer else place.quantity.end
    of = holder_behind(text, place.sentence.words, start, place.ceiling)
    name = Name(last.indicator, of or last.of)
    return _make(text, place, sign, name, place.quantity.unit or last.unit)


def _starts_baseline(text: str, quantity: Quantity, following: Quantity | None) -> bool:
    """Whether a quantity is a baseline before a value: 81% in from 81% to 85%."""
    before = max(0, quantity.start - 40)
    behind = words.TO.match(text, quantity.end)
    return (
        words.FROM.search(text, before, quantity.start) is not None
        and behind is not None
        and following is not None
        and following.start == behind.end()
    )


def _is_previous_value(text: str, place: _Place) -> bool:
    """Whether a quantity is an earlier value: 5.6 in below 5.2 per cent, down from 5.6 per cent."""
    quantity, begin = place.quantity, max(place.floor, place.quantity.start - 70)
    named = words.BASELINE_NAMED.search(text, begin, quantity.start)
    previous = words.PREVIOUS_VALUE.search(text, begin, quantity.start)
    if previous and words.LEVEL_OF_VALUE.search(previous[0]) and not named:
        previous = None  # "a rate of 80%" is no earlier value, "the 2023 figure of 80%" is
    behind = words.BEHIND_PREVIOUS.match(text, quantity.end, place.ceiling)
    return previous is not None or behind is not None


def _follows_value(text: str, draft: Draft, quantity: Quantity) -> bool:
    return words.CHANGE_FROM.fullmatch(text, draft.end, quantity.start) is not None


def _draft(text: str, place: _Place, clock: Clock, *, planned: bool) -> Draft | None:
    quantity, sentence = place.quantity, place.sentence
    verdict = judge(text, sentence.words, quantity.start, quantity.end, clock, planned=planned)
    if verdict is Verdict.REPORTED:
        return None
    sign = _read_sign(text, quantity, place.floor)
    name = _name(text, place, sign, verdict)
    if name is None:
        return None
    unit = f"{quantity.unit} {name.unit}".strip()
    stop = max(sign.end, name.end)
    unit, stop = _with_period(text, place, unit, stop, sign.start)
    return _make(text, place, replace(sign, end=stop), name, unit)


def _name(text: str, place: _Place, sign: _Sign, verdict: Verdict) -> Name | None:
    """The indicator of the number; None if the plan does not set this quantity."""
    quantity, sentence = place.quantity, place.sentence
    until = place.baseline[0] if place.baseline else sign.start
    here = NumberPlace(text, sentence.words, place.floor, until, quantity, sign.end)
    if not quantity.is_bare or quantity.is_share:
        share = with_owner(_with_predicate(name_of_share(here), here), here)
        return share if share.phrase or verdict is Verdict.PROMISED else None
    is_loose = verdict is Verdict.LOOSE and not _is_due(text, place)
    if not sign.is_bound and (is_loose or (quantity.is_word and not _is_counted(text, place))):
        return None
    count = None if _is_known(text, place, sign) else name_of_count(here)
    return with_owner(_with_deed(count, here), here) if count else None


def _with_predicate(name: Name, place: NumberPlace) -> Name:
    """Extend the name of a share by its predicate: seniors will graduate."""
    phrase = name.phrase
    if phrase is None or place.quantity.is_money or phrase[0] < place.stop:
        return name
    end = (name.whole or phrase)[1]
    stop = predicate_behind(place.sentence, end + 1, len(place.text))
    return name if stop is None else replace(name, whole=(phrase[0], stop))


def _with_deed(name: Name, place: NumberPlace) -> Name:
    """Extend the name of a count that opens its sentence by what it will do: live in care."""
    lead = place.text[place.begin : place.until].strip(" -*")
    if name.phrase is None or lead or name.phrase[0] < place.stop:
        return name
    behind = [word for word in place.sentence if word.start >= name.phrase[1]][:2]
    tags = [word.tag for word in behind]
    does = tags == [Tag.MODAL, Tag.PARTICIPLE] and behind[1].lower not in ("be", "have")
    return _with_predicate(name, place) if does and name.whole is None else name


def _is_known(text: str, place: _Place, sign: _Sign) -> bool:
    """Whether the counted things already exist: the three main crops, one of 12 cities."""
    if text.endswith(".0", 0, place.quantity.end):
        return True  # Version 3.0
    lone = sign.start == place.quantity.start and not sign.is_bound
    if _is_done_to_all(place, sign):
        return False
    if lone and text.endswith(" of ", 0, sign.start):
        return True
    if words.ADDRESS.match(text, place.quantity.end + 1):
        return True
    return words.REFERRED.search(text, place.floor, sign.start) is not None


def _is_done_to_all(place: _Place, sign: _Sign) -> bool:
    """Whether the number is the object of a verb with "all": Train all 8 mathematics teachers."""
    before = [word for word in place.sentence.words if place.floor <= word.start < sign.start][-2:]
    acts = (Tag.VERB, Tag.PARTICIPLE)
    return len(before) > 1 and before[0].tag in acts and before[1].lower == "all"


def _make(text: str, place: _Place, sign: _Sign, name: Name, unit: str) -> Draft:
    """Assemble the draft, with antecedent, deadline and modal verb."""
    quantity, sentence = place.quantity, place.sentence
    quote = (sign.start, sign.end)
    modality = words.MODALITY.search(text, sentence.start, quantity.start)
    return Draft(
        start=sign.start,
        end=sign.end,
        indicator=(name.phrase and find_antecedent(text, name.phrase)) or name.phrase,
        relation=Relation.RANGE if quantity.upper is not None else sign.relation,
        value=quantity.value,
        upper=quantity.upper,
        unit=unit,
        scope=name.scope,
        deadline=find_deadline(
            text, (sentence.start, sentence.end), quote, (place.floor, place.ceiling)
        ),
        modality=modality[0] if modality else None,
        baseline=place.baseline,
        of=name.of,
        whole=name.whole,
    )


def _is_due(text: str, place: _Place) -> bool:
    """Whether a count without a verb has a deadline: 12 new playgrounds by 2026."""
    near = (max(place.sentence.start, place.quantity.start - REACH), place.sentence.end)
    found = words.DEADLINE.search(text, *near)
    return found is not None and found[0].lower().startswith(("by ", "before ", "until "))


def _is_counted(text: str, place: _Place) -> bool:
    """Whether a number word is a count: hold two drills, but not on one single policy, Two Systems.

    It is one after a verb, at the start of the sentence, or when joined to a previous target.
    """
    quantity, sentence = place.quantity, place.sentence
    if text[quantity.start].isupper() and text[sentence.start : quantity.start].strip(" -*"):
        return False
    before = [word for word in sentence.words if word.start < quantity.start]
    while before and before[-1].tag in (Tag.ADVERB, Tag.DATE):
        before.pop()
    if not before or before[-1].tag in (Tag.VERB, Tag.PARTICIPLE):
        return True
    joins = before[-1].tag in (Tag.CONJUNCTION, Tag.MARK) and before[-1].lower not in "\"'("
    return joins and place.floor > sentence.start


def _with_period(text: str, place: _Place, unit: str, stop: int, start: int) -> tuple[str, int]:
    """The unit with its period, and the end of the quote: 20 yuan per month."""
    quantity = place.quantity
    if quantity.is_rate:
        return unit, stop
    end = min(place.sentence.end, place.ceiling, quantity.end + 48)
    if per := words.PER.match(text, quantity.end, end):
        period = (per["per"] or per["often"]).lower()
        return f"{unit}/{words.ADVERB_PERIODS.get(period, period)}", max(stop, per.end())
    each = words.PER_BEFORE.search(text, place.floor, start)
    each = each or words.PERIOD_ADJECTIVE.search(text, place.floor, start)
    period = each["per"].lower() if unit and each else ""
    return (f"{unit}/{words.ADVERB_PERIODS.get(period, period)}" if period else unit), stop


def _read_sign(text: str, quantity: Quantity, floor: int) -> _Sign:
    """Read start and end of the quote, its relation, and whether it is a bound.

    The quote ``by an average of 30 yuan`` begins at ``by``.
    """
    start, relation, is_bound = quantity.start, Relation.EQUAL, False
    if neutral := words.NEUTRAL.search(text, max(floor, start - 40), start):
        start = neutral.start()
    for kind, pattern in words.BOUNDS:
        if left := pattern.search(text, max(floor, start - 24), start):
            start, relation, is_bound = left.start(), kind, kind is not Relation.EQUAL
            break
    if relation is Relation.EQUAL and words.CEILING.search(text, floor, quantity.start):
        relation = Relation.AT_MOST
    if change := words.CHANGE_OF.search(text, max(floor, start - 40), start):
        start = change.start()
    if step := words.STEP.search(text, max(floor, start - 4), start):
        start = step.start()
    if relation is Relation.MORE_THAN and words.NOBODY.search(text, floor, start):
        relation = Relation.AT_MOST  # no school has more than 5%
    stop = quantity.end
    if plus := words.PLUS.match(text, stop):
        return _Sign(start, plus.end(), Relation.AT_LEAST, is_bound=True)
    if behind := words.BOUND_BEHIND.match(text, stop):
        relation = Relation.AT_LEAST if behind["least"] else Relation.AT_MOST
        return _Sign(start, behind.end(), relation, is_bound=True)
    return _Sign(start, stop, relation, is_bound)
