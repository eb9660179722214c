"""Grammar of English targets: raise the rate from 81% to 85% by 2026, at least 20 schools.

A number is a target if its governing verb promises (will, is to, an imperative), or if no verb
governs it and it is a rate, a sum or a bound.  Reported numbers are not targets.
"""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_levels import find_levels, has_levels
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
    counted_behind,
    find_antecedent,
    holder_behind,
    predicate_behind,
    purpose_behind,
)
from plandiff.corpus.targets.english_special import find_special_drafts
from plandiff.corpus.targets.english_tagging import Tag, Word, tag_words
from plandiff.corpus.targets.english_tense import (
    Place,
    Sentence,
    Sign,
    Verdict,
    find_deadline,
    is_counted,
    is_due,
    is_known,
    is_of_partners,
    judge,
    object_of_deed,
    read_sign,
)
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.targets.tense import Clock

_MOST_WORDS = 600
"""Maximum characters tagged on each side of a number; longer text is a list without full stops."""


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
    drafts, listed = find_levels(text, clock) if has_levels(text) else ([], [])
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
) -> list[tuple[Sentence, list[Quantity]]]:
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
        (Sentence(start, end, tag_words(text, start, end)), inside)
        for (start, end), inside in groups.items()
    ]


def _read_sentence(
    text: str, sentence: Sentence, quantities: list[Quantity], clock: Clock, *, planned: bool
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
        place = Place(quantity, sentence, floor, ceiling, baseline)
        baseline = None
        if _is_previous_value(text, place):
            if drafts and _follows_value(text, drafts[-1], quantity):
                drafts[-1] = replace(drafts[-1], baseline=(quantity.start, quantity.end))
            continue
        draft = _draft(text, place, clock, planned=planned)
        if drafts and not quantity.is_word and _is_part(text, place):
            draft = _part_of(text, place, drafts[-1])
        elif draft and drafts and (draft.indicator is None or _shares_name(text, place, draft)):
            draft = _with_name_of(text, draft, drafts[-1], place)
        drafts += [draft] if draft else []
    return drafts


def _shares_name(text: str, place: Place, draft: Draft) -> bool:
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


def _with_name_of(text: str, draft: Draft, last: Draft, place: Place) -> Draft:
    """Name a target after the previous one: by 8% to $12 million.  Its own holder may follow it."""
    of = holder_behind(text, place.sentence.words, draft.end, place.ceiling)
    return replace(
        draft, indicator=last.indicator, of=of or last.of, whole=None if of else last.whole
    )


def _is_part(text: str, place: Place) -> bool:
    """Whether a number is a part of the previous target: 120 of them, of which at least 120."""
    start = read_sign(text, place.quantity, place.floor).start
    end = place.quantity.end
    before = words.OF_WHICH.search(text, place.floor, start)
    counts = place.quantity.is_bare and counted_behind(place.sentence.words, end, place.ceiling)
    if before and before[0].endswith("including ") and counts:
        return False  # 20 schools, including 3 new nurseries
    return bool(before or words.OF_THEM.match(text, end))


def _part_of(text: str, place: Place, last: Draft) -> Draft:
    """A target that is a part of the previous one: 120 of them in the north."""
    sign = read_sign(text, place.quantity, place.floor)
    pointer = words.OF_THEM.match(text, place.quantity.end)
    start = pointer.end() if pointer else place.quantity.end
    of = holder_behind(text, place.sentence.words, start, place.ceiling)
    if of is None and (purpose := purpose_behind(text, place.sentence.words, start)):
        of = purpose.whole if purpose.whole[1] <= place.ceiling else None
    counted = counted_behind(place.sentence.words, start, place.ceiling)
    name = Name(last.indicator, of or counted or last.of)
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


def _is_previous_value(text: str, place: Place) -> bool:
    """Whether a quantity is an earlier value: 5.6 in below 5.2 per cent, down from 5.6 per cent."""
    quantity, begin = place.quantity, max(place.floor, place.quantity.start - 70)
    named = words.BASELINE_NAMED.search(text, begin, quantity.start)
    previous = words.PREVIOUS_VALUE.search(text, begin, quantity.start)
    if previous and words.LEVEL_OF_VALUE.search(previous[0]) and not named:
        previous = None  # "a rate of 80%" is no earlier value, "the 2023 figure of 80%" is
    behind = words.BEHIND_PREVIOUS.match(text, quantity.end, place.ceiling)
    return previous is not None or behind is not None


def _follows_value(text: str, draft: Draft, quantity: Quantity) -> bool:
    late = draft.deadline and draft.deadline[0] >= draft.end
    start = draft.deadline[1] if draft.deadline and late else draft.end
    return words.CHANGE_FROM.fullmatch(text, start, quantity.start) is not None


def _draft(text: str, place: Place, clock: Clock, *, planned: bool) -> Draft | None:
    quantity, sentence = place.quantity, place.sentence
    verdict = judge(text, sentence.words, quantity.start, quantity.end, clock, planned=planned)
    if verdict is Verdict.REPORTED:
        return None
    sign = read_sign(text, quantity, place.floor)
    name = _name(text, place, sign, verdict)
    if name is None:
        return None
    unit = f"{quantity.unit} {name.unit}".strip()
    stop = max(sign.end, name.end)
    unit, stop = _with_period(text, place, unit, stop, sign.start)
    return _make(text, place, replace(sign, end=stop), name, unit)


def _name(text: str, place: Place, sign: Sign, verdict: Verdict) -> Name | None:
    """The indicator of the number; None if the plan does not set this quantity."""
    quantity, sentence = place.quantity, place.sentence
    until = place.baseline[0] if place.baseline else sign.start
    floor = _own_words(sentence.words, place.floor, quantity.start)
    here = NumberPlace(text, sentence.words, floor, until, quantity, sign.end)
    if not quantity.is_bare or quantity.is_share:
        share = with_owner(_with_predicate(name_of_share(here), here), here)
        return share if share.phrase or verdict is Verdict.PROMISED else None
    is_loose = verdict is Verdict.LOOSE and not is_due(text, place)
    if not sign.is_bound and (is_loose or (quantity.is_word and not is_counted(text, place))):
        return None
    known = is_known(text, place, sign) or is_of_partners(text, place, sign)
    count = None if known else name_of_count(here)
    if count and count.of is None and text.endswith(" of ", 0, sign.start):
        count = replace(count, of=object_of_deed(place, sign))
    return with_owner(_with_deed(count, here), here) if count else None


def _own_words(sentence: Sequence[Word], floor: int, until: int) -> int:
    """Start of the words of a number that shares the verb of the previous one, else ``floor``.

    heat pumps in Panels will be fitted to 16 homes and heat pumps to 12 schools.
    """
    between = [word for word in sentence if floor <= word.start < until]
    earlier = [word for word in sentence if word.end <= floor]
    if len(between) < 4 or len(earlier) < 2 or between[-1].tag is not Tag.PREPOSITION:
        return floor
    joints = [i for i, word in enumerate(between[:-1]) if word.tag is not Tag.NOUN]
    shares = earlier[-1].tag is Tag.NUMBER and earlier[-2].lower == between[-1].lower
    one = len(joints) == 1 and between[joints[0]].tag is Tag.CONJUNCTION
    joined = one and 0 < joints[0] < len(between) - 2
    return between[joints[0] + 1].start if shares and joined else floor


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


def _make(text: str, place: Place, sign: Sign, name: Name, unit: str) -> Draft:
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


def _with_period(text: str, place: Place, unit: str, stop: int, start: int) -> tuple[str, int]:
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
