"""Find the noun phrase that an English number belongs to."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus.targets import english_vocabulary as lists
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_numbers import Quantity
from plandiff.corpus.targets.english_phrases import (
    NounPhrase,
    Span,
    counted_behind,
    doer_before,
    holder_behind,
    lead_in,
    phrase_before,
    place_of_clause,
    purpose_behind,
    whole_behind,
)
from plandiff.corpus.targets.english_tagging import Tag, Word

_SAID_OF = frozenset((Tag.MODAL, Tag.COPULA))
_ACTS = frozenset((Tag.VERB, Tag.INFINITIVE, Tag.PARTICIPLE))
_JOINTS = frozenset(("to", "by", "at", "below", "above", "from", "under", "within"))
_DEEDS = frozenset(lists.DELIVER) - words.MOVING - words.SAYING - lists.LEVELS - words.SHARING
"""Verbs whose object is not a level of their subject."""
_NEAR, _FAR = 60, 120
"""Characters searched after a number: for the counted noun, and for its qualifier."""


class NumberPlace(Struct, frozen=True):
    """A quantity in its tagged sentence."""

    text: str
    sentence: Sequence[Word]
    begin: int
    """Start of its own words: the end of the previous target, or the start of the sentence."""
    until: int
    """Start of its quote or of its baseline."""
    quantity: Quantity
    stop: int
    """End of the quantity, including a following ``or more``."""

    def between(self, start: int) -> list[Word]:
        """Return the words from ``start`` to the quote."""
        return [word for word in self.sentence if start <= word.start < self.until]

    def subject(self) -> NounPhrase | None:
        """The noun phrase before the number; None for a pronoun."""
        found = phrase_before(self.text, self.sentence, self.begin, self.until)
        return None if found and words.PRONOUN.fullmatch(self.text, *found.whole) else found

    def whole(self) -> NounPhrase | None:
        """The noun phrase after "of", "in" or "for" that follows the quantity."""
        return whole_behind(self.text, self.sentence, self.stop, self.stop + _FAR)

    def counted(self) -> Span | None:
        """The nouns directly after the quantity."""
        return counted_behind(self.sentence, self.stop, self.stop + _NEAR)


_BOUNDS = frozenset({"between", "above", "below", "under"})


class Name(Struct, frozen=True):
    """The name of a number: spans of the text, and the unit."""

    phrase: Span | None
    of: Span | None = None
    whole: Span | None = None
    """The phrase with its qualifier, as printed."""
    scope: Span | None = None
    unit: str = ""
    """The head noun of what is counted."""
    end: int = 0
    """End of the quote if it is after the number, else 0."""


def _named(
    phrase: NounPhrase | None, scope: Span | None = None, unit: str = "", end: int = 0
) -> Name:
    if phrase is None:
        return Name(None, scope=scope, unit=unit, end=end)
    whole = phrase.whole if phrase.of else None
    return Name(phrase.core, phrase.of, whole, scope, unit, end)


def with_owner(name: Name, place: NumberPlace) -> Name:
    """Add the lead-in or the subject of the sentence as the owner of a name that has none."""
    if name.phrase is None or name.of:
        return name
    doer = None if _is_subject(place) else doer_before(place.text, place.sentence, place.until)
    for owner in (
        lead_in(place.text, place.sentence, place.until),
        doer or place_of_clause(place.sentence, place.until),
    ):
        printed = name.whole or name.phrase
        if owner and not (owner[0] < printed[1] and printed[0] < owner[1]):
            return replace(name, of=owner)
    return name


def _is_subject(place: NumberPlace) -> bool:
    """Whether the number and its noun are the subject: 1,800 homes will be licensed."""
    behind = [word for word in place.sentence if word.start >= place.stop]
    first = next((word for word in behind if word.tag is not Tag.NOUN), None)
    return first is not None and first.tag is Tag.MODAL


def name_of_count(place: NumberPlace) -> Name | None:
    """Name a number that has neither rate nor currency; None if it is not a count.

    ``120 new teachers`` is named teachers; ``30 hours of training`` is training in hours.
    """
    counted = place.counted()
    if counted is None:
        return _name_of_level(place)
    noun = place.text[slice(*counted)].rsplit(maxsplit=1)[-1].lower()
    if noun in words.MEASURES:
        return _name_of_measure(place, counted, noun)
    scope = _scope(place)
    subject = place.subject()
    if subject and "\t" in place.text[subject.whole[1] : place.until]:
        subject = None  # the counted noun is in the same cell; the words belong to another cell
    if subject and _is_given_to(place, subject):
        return Name(counted, subject.whole, scope=scope, unit=noun)
    if subject and _is_said_of(place, subject):
        return _named(subject, scope, noun)
    qualifier = _qualifier_behind(place, counted)
    company = _whole_with(place, counted) if qualifier is None else None
    whole = (counted[0], qualifier[1]) if qualifier else company
    return Name(counted, qualifier, whole, scope, noun)


def _whole_with(place: NumberPlace, counted: Span) -> Span | None:
    """The counted things with what they come with: pupils with a business mentor."""
    found = whole_behind(place.text, place.sentence, counted[1], counted[1] + _FAR, ("with",))
    return (counted[0], found.whole[1]) if found else None


def _name_of_measure(place: NumberPlace, counted: Span, noun: str) -> Name | None:
    """Name a measure: grain output of 650 million tons, 30 hours of training."""
    text, start = place.text, place.quantity.start
    measured = whole_behind(text, place.sentence, counted[1], counted[1] + _FAR, ("of",))
    subject = place.subject()
    is_level = words.LEVEL_BEFORE.search(text, max(0, start - 40), start)
    if noun in words.DURATIONS and not measured and not (subject and is_level):
        return None  # over five years
    end = counted[1] if noun in words.COUNTED_UNITS else 0
    gerund = words.OF_GERUND.match(text, counted[1])
    if measured is None and gerund:
        return Name(gerund.span("gerund"), scope=_scope(place), unit=noun, end=end)
    named = _named(measured or subject, None, noun, end)
    if measured is None and subject and not subject.of:
        stay = whole_behind(text, place.sentence, counted[1], counted[1] + _FAR, ("in", "at"))
        first = text[slice(*stay.whole)].split(maxsplit=1)[0].lower() if stay else "time"
        if stay and first not in words.CIRCUMSTANCES:  # no more than 6 weeks in bed and breakfast
            named = replace(named, of=stay.whole, whole=None)
    return named if named.phrase else Name(counted, unit=noun, end=end)


def _name_of_level(place: NumberPlace) -> Name | None:
    """Name the level that a bare number sets: enrolment in Increase enrolment to 1,200 by 2026."""
    text, start, stop = place.text, place.quantity.start, place.stop
    if words.MORE.match(text, stop) or words.MORE_BEFORE.search(text, max(0, start - 40), start):
        earlier = words.COUNTED_BEFORE.search(text, max(0, place.begin - _FAR), start)
        if earlier:
            return Name(earlier.span(1), unit=earlier[1].rsplit(maxsplit=1)[-1].lower())
    if existing := words.OF_TOTAL.search(text, place.begin, place.until):
        noun = existing["noun"].rsplit(maxsplit=1)[-1].lower()
        return Name(existing.span("noun"), unit=noun)
    subject = place.subject()
    if not words.ENDS_PHRASE.match(text, stop) or words.TO_ONE.match(text, stop):
        return None
    if subject is None:  # "to 2,400" after "by 200" has the name of the previous target
        goes_on = not _opens_sentence(place) and text.endswith(" to ", 0, start)
        return Name(None) if goes_on else None
    said = any(
        word.tag in _SAID_OF
        or word.tag in _ACTS
        or word.lower in ("by", "to", "of", ":", "under", "below", "above", "within")
        for word in place.sentence
        if subject.whole[1] <= word.start < stop
    )
    return _named(subject) if said else None


def _is_given_to(place: NumberPlace, subject: NounPhrase) -> bool:
    """Whether the number counts the recipients of ``subject``: place coaches in 14 schools.

    False for levels: raise capacity to 300 places, class sizes will be kept at 30 pupils.
    """
    between = [word for word in place.between(subject.whole[1]) if word.tag is not Tag.DATE]
    joins = between and between[-1].lower in ("in", "at", "to", "for", "across", "on")
    if not joins and not place.text.startswith("to ", place.until):
        return False
    own = place.between(place.begin)
    if own and own[0].start == subject.whole[0] == place.begin:
        own = place.between(place.sentence[0].start)  # heat pumps to 12 schools: an earlier verb
    verbs = [word.lower for word in own if word.tag in _ACTS]
    bases = {lists.base_form(verb) for verb in verbs} - {"be", "to", "been"}
    return bool(bases) and bases.isdisjoint(lists.CHANGES | words.MOVING | words.SAYING)


def _is_said_of(place: NumberPlace, subject: NounPhrase) -> bool:
    """Whether the number is the value of the subject before it: class sizes will not exceed 30."""
    between = place.between(subject.whole[1])
    lowers = [word.lower for word in between if word.tag is not Tag.DATE]
    in_front = [word for word in place.sentence if word.end <= subject.whole[0]]
    if any(word.tag in _ACTS for word in in_front[-3:]):  # its object: raise capacity to 300 places
        return not lowers or not _JOINTS.isdisjoint(lowers)
    moved = any(word.lower in _JOINTS and word.tag is Tag.PREPOSITION for word in between)
    moved = moved or place.text.startswith("to ", place.until)
    verbs = [word.lower for word in between if word.tag in (Tag.PARTICIPLE, Tag.VERB)]
    bases = [lists.base_form(verb) for verb in verbs]
    acts = [base for base in bases if base not in words.SAYING]
    acts = [base for base in acts if not (moved and base in words.MOVING)]
    says = any(word.tag in _SAID_OF for word in between) or (bool(bases) and moved)
    return (says and not acts) or "of" in lowers[-2:]


def _qualifier_behind(place: NumberPlace, counted: Span) -> Span | None:
    """The holder or place after a count: rural areas in 12 schools in rural areas."""
    openings = ("for", "in", "at", "across", "among", "of", "to")
    found = whole_behind(place.text, place.sentence, counted[1], counted[1] + _FAR, openings)
    if found is None or found.whole[0] >= counted[1] + 16:
        return None
    first = place.text[slice(*found.whole)].split(maxsplit=1)[0].lower()
    return None if first in words.CIRCUMSTANCES else found.whole


def _scope(place: NumberPlace) -> Span | None:
    """The scope of the number: each depot in Each depot receives a grant."""
    inside = place.between(place.begin)
    for index, word in enumerate(inside[:-1]):
        if word.lower in ("each", "every") and inside[index + 1].tag is Tag.NOUN:
            stop = index + 1
            while stop < len(inside) and inside[stop].tag is Tag.NOUN:
                stop += 1
            return (word.start, inside[stop - 1].end)
    return None


def name_of_share(place: NumberPlace) -> Name:
    """Name a rate or a sum by the phrase before it, or the phrase after of, in, on or for."""
    text, scope, counted = place.text, _scope(place), place.counted()
    begin = max(place.begin, place.until - _NEAR)
    if place.quantity.is_money and (aside := words.SET_ASIDE.match(text, place.stop)):
        spent_on = whole_behind(text, place.sentence, aside.end(), aside.end() + _FAR)
        if spent_on:
            return _named(spent_on, scope)  # with $1.2 million set aside for lighting
    if place.quantity.is_money and (named := words.SUM_OF.search(text, begin, place.until)):
        receiver = None if scope else _receiver(place, named.start("noun"))
        return Name(named.span("noun"), receiver, scope=scope)
    if counted and place.quantity.is_share:
        holder = holder_behind(text, place.sentence, counted[1], counted[1] + _FAR)
        return Name(counted, holder, scope=scope)
    nobody = words.NOBODY.search(text, place.begin, place.until) is not None
    subject = None if nobody else _shared_subject(place) or place.subject()
    if subject and place.text[slice(*subject.whole)].lower() in words.MEASURES:
        return Name(_all_in_front(place), scope=scope)  # resolved within 28 days: 85%
    if counted and words.MERE_CHANGE.fullmatch(text, *counted):  # a 30 percent reduction in waste
        changed = whole_behind(text, place.sentence, counted[1], counted[1] + _FAR)
        named_change = _named(changed or subject, scope, end=counted[1])
        return named_change if named_change.phrase else Name(counted, scope=scope, end=counted[1])
    per = words.PER_HOLDER.match(text, place.stop)
    whole = place.whole() or purpose_behind(text, place.sentence, place.stop)
    if per and place.quantity.is_money and whole is None:
        whole = whole_behind(text, place.sentence, per.end(), per.end() + _FAR)
    if subject and whole and _is_of_last(place, subject):
        subject = None
    if subject and words.MERE_CHANGE.fullmatch(text, *subject.whole):
        subject = subject if _opens_sentence(place) and whole is None else None
    if place.quantity.is_money:
        return _name_of_sum(place, subject, whole)
    return _name_of_rate(place, subject, whole)


def _shared_subject(place: NumberPlace) -> NounPhrase | None:
    """The subject shared by a clause that opens with a number.

    All staff in All staff will train and 95% will pass.
    """
    before = [word for word in place.sentence if word.end <= place.until]
    behind = next((word for word in place.sentence if word.start >= place.stop), None)
    modal = next((word for word in before if word.tag is Tag.MODAL), None)
    if place.quantity.is_money or modal is None or behind is None or behind.tag is not Tag.MODAL:
        return None
    if before[-1].tag not in (Tag.CONJUNCTION, Tag.MARK):
        return None
    return phrase_before(place.text, place.sentence, before[0].start, modal.start)


def _is_of_last(place: NumberPlace, subject: NounPhrase) -> bool:
    """Whether a preposition ties ``subject`` to the previous target: £2m for roads and £3m."""
    if _opens_sentence(place):
        return False
    between = [w for w in place.between(place.begin) if w.start < subject.whole[0]]
    joins = [w for w in between if w.tag in (Tag.PREPOSITION, Tag.MARK, Tag.NOUN)]
    return len(joins) == 1 and joins[0].lower in ("for", "of", "in", "on", "to")


def _all_in_front(place: NumberPlace) -> Span | None:
    """All words before the quote, if the noun next to it is only a measure."""
    inside = place.between(place.begin)
    while inside and inside[-1].tag is not Tag.NOUN:
        inside.pop()
    return (inside[0].start, inside[-1].end) if inside else None


def _receiver(place: NumberPlace, noun: int) -> Span | None:
    """The recipient: old town in The old town will receive an investment of $42 million."""
    found = phrase_before(place.text, place.sentence, place.begin, noun)
    if found is None:
        return None
    between = (word.lower for word in place.between(found.whole[1]) if word.start < noun)
    return found.whole if not words.GETTING.isdisjoint(between) else None


def _opens_sentence(place: NumberPlace) -> bool:
    """Whether no other target precedes the number in its sentence."""
    return place.begin <= place.sentence[0].start


def _name_of_rate(place: NumberPlace, subject: NounPhrase | None, whole: NounPhrase | None) -> Name:
    """Name a rate by the noun after "of", else by the subject, else by the counted noun or verb."""
    scope = _scope(place)
    is_of = place.text.startswith(" of ", place.stop)
    if is_of and whole and (_is_acted_on(place, subject) or not _is_governed(place, subject)):
        return _named(whole, scope)
    if subject and not subject.of and not is_of:
        holder = holder_behind(place.text, place.sentence, place.stop, place.stop + _FAR)
        return Name(subject.core, holder, None, scope)
    if subject or whole:
        return _named(subject or whole, scope)
    if counted := place.counted():
        holder = holder_behind(place.text, place.sentence, counted[1], counted[1] + _FAR)
        return Name(counted, holder, scope=scope)
    return Name(_verb_in_front(place), scope=scope)


def _name_of_sum(place: NumberPlace, subject: NounPhrase | None, whole: NounPhrase | None) -> Name:
    """Name a sum of money by its purpose, else by its recipient."""
    scope = _scope(place)
    is_of = place.text.startswith(" of ", place.stop)
    spends = subject is not None and any(
        word.lower in words.SPENDING for word in place.between(subject.whole[1])
    )
    if spends and subject and whole is None and not _is_doer(place, subject):
        return _named(subject, scope)  # The harbour fund will award £350,000
    if whole and subject and place.text[slice(*subject.whole)].lower() in words.SUMS:
        return _named(whole, scope)  # Funding of £2.4m is allocated to transport
    if whole and (subject is None or spends or (is_of and not _is_governed(place, subject))):
        return _named(whole, scope)
    if subject and not spends and _is_doer(place, subject) and place.counted() is None:
        means = lead_in(place.text, place.sentence, place.until, frozenset({"through"}))
        return Name(means or _verb_in_front(place) or subject.core, scope=scope)
    if subject and not spends:
        return _named(subject, scope)
    return Name(place.counted() or _verb_in_front(place), scope=scope)


def _is_doer(place: NumberPlace, subject: NounPhrase) -> bool:
    inside = place.text[slice(*subject.whole)].lower().split()
    return words.DOERS.issuperset(inside)


def _is_governed(place: NumberPlace, subject: NounPhrase | None) -> bool:
    """Whether by or to joins the number to its subject: Raise spending to 4% of GDP."""
    if subject is None:
        return False
    between = place.between(subject.whole[1])
    if between and between[0].tag is Tag.CONJUNCTION and between[-1].tag is Tag.VERB:
        return False  # recruit 20 carers and complete 75% of plans
    last = [word for word in between if word.lower not in _BOUNDS][-1:]  # kept between 8 and 10%
    said = (Tag.MODAL, Tag.COPULA, Tag.PARTICIPLE, Tag.ADVERB, Tag.VERB)
    return any(word.lower in (*_JOINTS, "of") or word.tag in said for word in last)


def _is_acted_on(place: NumberPlace, subject: NounPhrase | None) -> bool:
    """Whether the subject does something to the share: Midwives will make 90% of visits."""
    between = place.between(subject.whole[1]) if subject else []
    if not between or between[0].tag is not Tag.MODAL:
        return False
    lowers = {lists.base_form(word.lower) for word in between[1:] if word.tag is not Tag.ADVERB}
    return bool(lowers) and lowers <= _DEEDS


def _verb_in_front(place: NumberPlace) -> Span | None:
    """The verb before the number: Spend in Spend £6,500 per pupil."""
    inside = place.between(place.begin)
    verbs = [word for word in inside if word.tag in (Tag.VERB, Tag.PARTICIPLE)]
    if not verbs or not _opens_sentence(place):
        return None
    behind = next((word for word in inside if word.start >= verbs[-1].end), verbs[-1])
    end = behind.end if behind.lower == "aside" else verbs[-1].end  # set aside £2 million
    return (verbs[-1].start, end)
