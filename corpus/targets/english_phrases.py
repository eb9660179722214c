"""Find the noun phrases around an English number."""

from collections.abc import Sequence

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import english_vocabulary as lists
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_tagging import Tag, Word
from plandiff.corpus.targets.vocabulary import words as split

Span = tuple[int, int]

_ANAPHORA = 600
"""Characters searched backwards for the antecedent of "such" and "these"."""
_PREDICATE = 70
"""Maximum length of a predicate that becomes part of a name."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_NO_ADJECTIVES = (
    lists.PREPOSITIONS
    | lists.DETERMINERS
    | lists.PRONOUNS
    | lists.CONJUNCTIONS
    | lists.MODALS
    | lists.ACTIVE
    | lists.COPULAS
)

_SKIPPED = frozenset(set(Tag) - {Tag.NOUN, Tag.NUMBER, Tag.MARK, Tag.PRONOUN, Tag.RELATIVE})
"""Tags allowed between a noun phrase and its number."""
_VERBS = frozenset((Tag.MODAL, Tag.COPULA, Tag.PARTICIPLE, Tag.INFINITIVE, Tag.VERB, Tag.ADVERB))
_INSIDE = frozenset((Tag.NOUN, Tag.DETERMINER, Tag.PREPOSITION, Tag.CONJUNCTION, Tag.NUMBER))
_SUBJECT = _INSIDE - {Tag.NUMBER, Tag.CONJUNCTION}
"""Tags of the words of a subject."""
_LINKS = lists.PREPOSITIONS - frozenset(
    split("over above below about around than as until till before during including like")
)
"""Prepositions that may occur inside a noun phrase."""
_HOLDERS = frozenset(("for", "in", "at", "among", "across", "within"))
"""Prepositions that introduce the holder of a quantity."""
_LEADS = _HOLDERS | {"on"}
_LIGHT = frozenset(("number", "share", "proportion", "percentage", "amount", "level", "total"))
_INNER = frozenset(("of", "for", "in", "on", "against", "among", "between", "per", "with"))
OPENINGS = split("of in on for to towards into from at worth")
"""Prepositions after a number that introduce the noun it belongs to."""


class NounPhrase(Struct, frozen=True):
    """A noun phrase and its parts, as spans of the text."""

    whole: Span
    core: Span
    """The phrase without its qualifier: benefits in benefits for urban residents."""
    of: Span | None


def phrase_before(text: str, sentence: Sequence[Word], begin: int, end: int) -> NounPhrase | None:
    """The last noun phrase between ``begin`` and ``end``, ignoring verbs and dates after it.

    The enrolment rate in Raise the enrolment rate from.
    """
    inside = _up_to_aside([word for word in sentence if begin <= word.start and word.end <= end])
    if clause := _with_relative_clause(text, inside) or _with_light_head(inside):
        return clause
    stop = len(inside)
    while stop and (inside[stop - 1].tag in _SKIPPED or inside[stop - 1].lower in "(,-:)"):
        stop -= 1
    if not stop or inside[stop - 1].tag is not Tag.NOUN:
        return None
    found = _cut(text, inside, _start_of(inside, stop), stop)
    return _with_duration(text, inside, begin, found) if found else None


def _with_duration(text: str, inside: Sequence[Word], begin: int, phrase: NounPhrase) -> NounPhrase:
    """Extend the object of a deed by what the deed takes: average time to answer a call."""
    taken = words.DURATION_OF.search(text, begin, phrase.whole[0])
    if taken is None:
        return phrase
    noun = next(i for i, word in enumerate(inside) if word.start >= taken.start())
    start = _start_of(inside, noun + 1)
    while start < noun and inside[start].tag is not Tag.NOUN:
        start += 1
    whole = (inside[start].start, phrase.whole[1])
    return NounPhrase(whole, whole, None)


def _governing_modal(inside: Sequence[Word]) -> int:
    """Index of the last modal; 0 if there is none or it is the first word."""
    return max((i for i, word in enumerate(inside) if word.tag is Tag.MODAL), default=0)


def _up_to_aside(inside: list[Word]) -> list[Word]:
    """Remove an aside between commas before the modal verb.

    Growth in Growth, measured by the spring test, will reach.
    """
    modal = _governing_modal(inside)
    commas = [i for i, word in enumerate(inside[:modal]) if word.lower == ","]
    if len(commas) < 2 or commas[-1] != modal - 1 or not commas[-2]:
        return inside
    opens = inside[commas[-2] + 1].tag in (Tag.PARTICIPLE, Tag.PREPOSITION, Tag.RELATIVE, Tag.PAST)
    if not opens or inside[commas[-2] - 1].tag is not Tag.NOUN:
        return inside
    return inside[: commas[-2]] + inside[modal:]


def _with_relative_clause(text: str, inside: Sequence[Word]) -> NounPhrase | None:
    """A subject with its relative clause.

    share of pupils who take part in share of pupils who take part will rise by 4 points.
    """
    modal = _governing_modal(inside)
    relative = max(
        (i for i, word in enumerate(inside[:modal]) if word.tag is Tag.RELATIVE), default=0
    )
    clause, rest = inside[relative + 1 : modal], inside[modal + 1 :]
    if not relative or not clause or any(word.tag is Tag.MARK for word in (*clause, *rest)):
        return None
    if inside[relative - 1].tag is not Tag.NOUN or any(word.tag is Tag.NOUN for word in rest):
        return None
    head = _cut(text, inside, _start_of(inside, relative), relative)
    if head is None:
        return None
    whole = (head.whole[0], clause[-1].end)
    return NounPhrase(whole, whole, None)


def _with_light_head(inside: Sequence[Word]) -> NounPhrase | None:
    """A subject of a share with a clause: share of teachers trained in privacy; else None."""
    modal = _governing_modal(inside)
    start = next((i for i, word in enumerate(inside[:3]) if word.lower in _LIGHT), -1)
    subject, rest = inside[start + 1 : modal], inside[modal + 1 :]
    if start < 0 or len(subject) < 3 or subject[0].lower != "of":
        return None
    if any(word.tag in (Tag.NOUN, Tag.MARK) for word in rest):
        return None
    marks = [word for word in subject if word.tag is Tag.MARK]
    clause = {word.tag for word in subject} & {Tag.RELATIVE, Tag.PARTICIPLE, Tag.PAST, Tag.VERB}
    if not clause or any(word.lower != "," for word in marks) or subject[-1].tag is Tag.MARK:
        return None
    whole = (inside[start].start, subject[-1].end)
    return NounPhrase(whole, whole, None)


def _start_of(inside: Sequence[Word], stop: int) -> int:
    """Index of the first word of the noun phrase that ends before ``stop``."""
    start = stop - 1
    while start:
        word, left = inside[start], inside[start - 1]
        if (
            left.tag is Tag.PARTICIPLE
            and word.tag is Tag.PREPOSITION
            and _is_noun(inside, start - 2)
        ):
            start -= 1
            continue
        if left.tag is Tag.ASIDE or (left.tag is Tag.DATE and word.tag is Tag.PREPOSITION):
            start -= 1
            continue
        if left.tag not in _INSIDE or (
            left.tag is Tag.PREPOSITION and left.lower not in _LINKS and left.lower != "about"
        ):
            break
        if word.tag is Tag.DETERMINER and left.tag not in (Tag.PREPOSITION, Tag.DETERMINER):
            break
        if left.tag is Tag.NUMBER and word.tag is not Tag.NOUN:
            break
        start -= 1
    return start


def _is_noun(inside: Sequence[Word], index: int) -> bool:
    return index >= 0 and inside[index].tag is Tag.NOUN


def _cut(text: str, inside: Sequence[Word], start: int, stop: int) -> NounPhrase | None:
    """Strip the leading words of a phrase and split it into core and qualifier."""
    while start < stop and inside[start].tag is not Tag.NOUN:
        start += 1
    if start >= stop:
        return None
    whole = (inside[start].start, inside[stop - 1].end)
    for index in range(start + 1, stop - 1):
        word = inside[index]
        if word.lower in _HOLDERS and word.tag is Tag.PREPOSITION:
            core = (whole[0], inside[index - 1].end)
            if words.MERE_CHANGE.fullmatch(text, *core) or text[slice(*core)].lower() in _LIGHT:
                break
            holder = next((w for w in inside[index + 1 : stop] if w.tag is Tag.NOUN), None)
            return NounPhrase(whole, core, (holder.start, whole[1]) if holder else None)
    return NounPhrase(whole, whole, None)


def find_antecedent(text: str, phrase: Span) -> Span | None:
    """The antecedent of "such bonds": the last longer noun phrase that ends in the same noun.

    >>> text = "Treasury bonds follow. One trillion yuan of such bonds is for 2026."
    >>> start, end = find_antecedent(text, (49, 54)) or (0, 0)
    >>> text[start:end]
    'Treasury bonds'
    """
    begin, end = phrase
    if not text.endswith(("such ", "these ", "those "), 0, begin):
        return None
    noun = re.escape(text[begin:end])
    window = (max(0, begin - _ANAPHORA), begin)
    for found in reversed([*re.finditer(rf"\b{noun}\b", text[slice(*window)])]):
        start = stop = window[0] + found.start()
        for word in reversed([*_WORD.finditer(text, window[0], stop)]):
            if word.end() != start - 1 or word[0].lower() in _NO_ADJECTIVES:
                break
            start = word.start()
        if start < stop:
            return (start, window[0] + found.end())
    return None


def counted_behind(sentence: Sequence[Word], start: int, end: int) -> Span | None:
    """The nouns directly after ``start``: new teachers in 120 new teachers."""
    nouns: list[Word] = []
    for word in sentence:
        if word.start < start:
            continue
        joined = word.start <= (nouns[-1].end if nouns else start) + 1
        more = not nouns and word.lower in ("more", "additional", "new", "further", "other", "such")
        if word.end > end or not joined or not (word.tag is Tag.NOUN or more):
            break
        nouns.append(word)
    while nouns and nouns[0].lower in ("more", "further"):
        nouns.pop(0)
    return (nouns[0].start, nouns[-1].end) if nouns else None


def whole_behind(
    text: str,
    sentence: Sequence[Word],
    start: int,
    end: int,
    openings: tuple[str, ...] = OPENINGS,
) -> NounPhrase | None:
    """The noun phrase after of, in, on or for at ``start``: schools in 85% of schools."""
    inside = [word for word in sentence if start <= word.start and word.end <= end]
    while inside and inside[0].tag is Tag.DATE:
        inside.pop(0)
    if not inside or inside[0].lower not in openings or inside[0].start > start + 40:
        return None
    stop = 1
    while stop < len(inside) and _continues(inside, stop):
        stop += 1
    while stop > 1 and inside[stop - 1].tag is not Tag.NOUN:
        stop -= 1
    return _cut(text, inside, 1, stop) if stop > 1 else None


def holder_behind(text: str, sentence: Sequence[Word], start: int, end: int) -> Span | None:
    """The holder of a level: English learners in to 24% for English learners."""
    found = whole_behind(text, sentence, start, end, ("for", "among", "in", "at"))
    return found.whole if found else None


def lead_in(
    text: str, sentence: Sequence[Word], end: int, openings: frozenset[str] = _LEADS
) -> Span | None:
    """The place, group or stage that opens a sentence: north area in In the north area, we will.

    None for dates, means and circumstances: In 2026, Through grants, In total.
    """
    inside = [word for word in sentence if word.end <= end]
    comma = next((i for i, word in enumerate(inside) if word.lower in (",", ":")), 0)
    opening = inside[0] if inside else None
    if opening is None or comma < 2 or opening.lower not in openings:
        return None
    tags = {word.tag for word in inside[1:comma]}
    if not tags <= _INSIDE or inside[1].lower in words.CIRCUMSTANCES:
        return None
    found = _cut(text, inside[:comma], 1, comma)
    return found.whole if found else None


def doer_before(text: str, sentence: Sequence[Word], end: int) -> Span | None:
    """The subject of the sentence, if it says whose the numbers are: Health visitors will make.

    None for those who do all that a plan promises: the council, we, staff.
    """
    before = [word for word in sentence if word.end <= end]
    modal = _governing_modal(before)
    last = max((i for i, word in enumerate(before[:modal]) if word.tag not in _SUBJECT), default=-1)
    inside = before[last + 1 : modal]
    if not inside or (last >= 0 and before[last].lower not in (",", ":", "-", "and", "*")):
        return None
    found = _cut(text, inside, 0, len(inside))
    if found is None:
        return None
    lowers = {w.lower for w in inside if w.tag is Tag.NOUN}
    first = inside[0]
    if words.INSTITUTION.match(text, found.whole[0]):
        return None
    if first.lower in ("each", "every") or (first.lower == "the" and len(lowers) == 1):
        return None  # each ward, the chain
    return None if lowers <= words.DOERS else found.whole


def object_behind(text: str, sentence: Sequence[Word], start: int) -> NounPhrase | None:
    """The object of a verb that ends at ``start``: the violence in Halve the violence."""
    inside = [word for word in sentence if word.start >= start]
    stop = 0
    while stop < len(inside) and (stop < 1 or _continues(inside, stop)):
        stop += 1
    while stop and inside[stop - 1].tag is not Tag.NOUN:
        stop -= 1
    return _cut(text, inside, 0, stop) if stop else None


def predicate_behind(sentence: Sequence[Word], start: int, end: int) -> int | None:
    """End of the predicate of the noun that ends at ``start``; None if it is too long.

    The end of will be rated good in schools will be rated good by 2027.
    """
    inside = [word for word in sentence if start <= word.start < end]
    if not inside or inside[0].tag not in (Tag.MODAL, Tag.RELATIVE, Tag.INFINITIVE, Tag.PRESENT):
        return None
    ends: tuple[Tag, ...] = (Tag.DATE, Tag.NUMBER, Tag.ASIDE, Tag.MARK)
    if is_clause := inside[0].tag is Tag.RELATIVE:
        ends = (*ends, Tag.MODAL)
    stop = next((i for i, word in enumerate(inside) if word.tag in ends), len(inside))
    if is_clause and inside[stop : stop + 1] and inside[stop].tag is Tag.DATE:
        return None  # who joined in 2024
    while stop and inside[stop - 1].tag in (Tag.PREPOSITION, Tag.CONJUNCTION, Tag.DETERMINER):
        stop -= 1
    fits = stop > 1 and inside[stop - 1].end <= start + _PREDICATE
    return inside[stop - 1].end if fits else None


def purpose_behind(text: str, sentence: Sequence[Word], start: int) -> NounPhrase | None:
    """The purpose of a sum, after its verb: research in £2m will be spent on research."""
    rest = [word for word in sentence if word.start >= start]
    index = 0
    while index < len(rest) and rest[index].tag in _VERBS:
        index += 1
    if not 0 < index < len(rest):
        return None
    return whole_behind(text, sentence, rest[index].start, rest[index].start + 120)


def _is_listed(behind: Sequence[Word]) -> bool:
    """Whether a comma joins nouns of one list: education, health and care plans."""
    nouns = next((i for i, word in enumerate(behind) if word.tag is not Tag.NOUN), len(behind))
    rest = behind[nouns : nouns + 2]
    joined = len(rest) > 1 and rest[0].lower == "and" and rest[1].tag is Tag.NOUN
    return 0 < nouns < 4 and joined


def _continues(inside: Sequence[Word], index: int) -> bool:
    """Whether the phrase after a preposition continues at ``index``."""
    word, last = inside[index], inside[index - 1]
    if word.lower == "," and last.tag is Tag.NOUN:
        return _is_listed(inside[index + 1 :])
    if word.tag is Tag.PREPOSITION:
        return last.tag is Tag.NOUN and word.lower in _INNER
    if word.tag is Tag.CONJUNCTION:
        following = inside[index + 1] if index + 1 < len(inside) else None
        return last.tag is Tag.NOUN and following is not None and following.tag is Tag.NOUN
    if word.tag is Tag.ADVERB:
        return index + 1 < len(inside) and inside[index + 1].tag is Tag.NOUN
    if word.tag is Tag.NUMBER:
        return last.tag is Tag.DETERMINER or last.lower in ("of", "grade", "year", "level", "tier")
    if last.lower == ",":
        return word.tag is Tag.NOUN
    return word.tag in (Tag.NOUN, Tag.DETERMINER) and not (
        word.tag is Tag.DETERMINER and last.tag is Tag.NOUN
    )


def place_of_clause(sentence: Sequence[Word], end: int) -> Span | None:
    """What "where" before a number refers to: the West Gate, where £5m will be spent."""
    before = [word for word in sentence if word.end <= end]
    if len(before) < 3 or before[-1].lower != "where":
        return None
    nouns = before[:-1]
    while nouns and nouns[-1].tag is Tag.MARK:
        nouns.pop()
    start = len(nouns)
    while start and nouns[start - 1].tag is Tag.NOUN:
        start -= 1
    return (nouns[start].start, nouns[-1].end) if start < len(nouns) else None
