"""What governs an English number in its sentence: verb, bound, and date.

The verb decides whether the sentence promises or reports the number.
"""

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_vocabulary as lists
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_numbers import Quantity
from plandiff.corpus.targets.english_phrases import Span
from plandiff.corpus.targets.english_tagging import Tag, Word
from plandiff.corpus.targets.tense import Clock

REACH = 240
"""Characters on either side of a number that are searched for evidence."""
_FIELD = re.compile(r"[A-Z][a-z]+(?: [a-z]+)?: ")
_FIELDS = 160
"""Characters searched after a sentence for a field with its deadline."""


class Verdict(Enum):
    """How a sentence treats a number."""

    PROMISED = "promised"
    REPORTED = "reported"
    LOOSE = "loose"
    """No verb governs it: GDP growth of around 5 percent."""


def judge(
    text: str,
    sentence: Sequence[Word],
    start: int,
    end: int,
    clock: Clock,
    *,
    planned: bool = False,
) -> Verdict:
    """Decide how the sentence treats the number ``text[start:end]`` of a folded text.

    ``planned``: the sentence is in a column of results to reach, so a number is promised unless
    words such as ``currently`` or an earlier year report it.
    """
    if planned:
        lone = _clause_at(text, sentence, start)
        told = words.REPORTED.search(lone) or _is_of_earlier_year(lone, clock)
        return Verdict.REPORTED if told else Verdict.PROMISED
    first = bisect_left(sentence, start, key=lambda word: word.start)
    last = bisect_left(sentence, end, key=lambda word: word.start)
    before, behind = sentence[:first], sentence[last:]
    verdict = _governor_in_front(before) or _governor_behind(before, behind)
    if verdict is Verdict.PROMISED:
        plain = not any(word.tag in (Tag.MODAL, Tag.INFINITIVE) for word in sentence)
        now = plain and words.REPORTED.search(text, sentence[0].start, start)
        return Verdict.REPORTED if now else verdict
    if verdict is Verdict.REPORTED and _is_set_aside(text, before, end):
        now = words.REPORTED.search(text, sentence[0].start, sentence[-1].end)
        past = any(word.tag is Tag.PAST for word in sentence)
        return Verdict.REPORTED if now or past else Verdict.PROMISED
    if verdict is not Verdict.REPORTED and _is_labelled(text, sentence, start):
        return Verdict.PROMISED
    if verdict is None:
        lone = text[sentence[0].start : sentence[-1].end]
        told = words.REPORTED.search(lone) or _is_of_earlier_year(lone, clock)
        subordinate = words.SUBORDINATE.search(text, sentence[0].start, start)
        return Verdict.REPORTED if told or subordinate else Verdict.LOOSE
    is_target = words.TARGET_WORDS.search(text, max(sentence[0].start, start - 90), start)
    if is_target and not any(word.tag is Tag.PAST for word in (*before, *behind)):
        return Verdict.PROMISED
    return verdict


def _clause_at(text: str, sentence: Sequence[Word], position: int) -> str:
    """Return the words around a position, up to the next comma, semicolon or bracket."""
    marks = [w.start for w in sentence if w.lower in {",", ";", "(", ")"}]
    start = max((at for at in marks if at < position), default=sentence[0].start)
    end = min((at for at in marks if at >= position), default=sentence[-1].end)
    return text[start:end]


def _is_labelled(text: str, sentence: Sequence[Word], start: int) -> bool:
    """Whether a label on the line marks a target: KPI: immunization coverage 92%."""
    line = max(text.rfind("\n", 0, start), start - REACH, 0)
    return words.LABEL.search(text, min(line, sentence[0].start), start) is not None


def _governor_in_front(before: Sequence[Word]) -> Verdict | None:
    """The verdict of the nearest verb before the number; None if there is none."""
    promised: Verdict | None = None
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if word.lower == ":" or (promised is None and _opens_place(before, index)):
            return promised
        if word.tag is Tag.MODAL:
            return Verdict.PROMISED
        if word.tag in (Tag.VERB, Tag.INFINITIVE):
            promised = Verdict.PROMISED
        elif word.tag in (Tag.PAST, Tag.PRESENT, Tag.COPULA):
            if promised and _opens_clause(before, index):
                return promised
            return _read_finite(before, index, promised)
    return promised


def _opens_place(before: Sequence[Word], index: int) -> bool:
    """Whether "where" opens the clause of the number: moves on, where £5 million will be spent."""
    return before[index].lower == "where" and index + 4 > len(before)


def _is_set_aside(text: str, before: Sequence[Word], end: int) -> bool:
    """Whether the number is a sum that the plan sets aside: , with £4.8 million invested in."""
    joins = [word.lower for word in before[-5:]]
    opens = "with" in joins and joins[max(joins.index("with") - 1, 0)] == ","
    return opens and words.SET_ASIDE.match(text, end) is not None


def _opens_clause(before: Sequence[Word], index: int) -> bool:
    """Whether a comma separates the finite verb at ``index`` from the verb after it.

    As demand is high, build 300 homes.
    """
    rest = before[index + 1 :]
    comma = next((i for i, word in enumerate(rest) if word.lower in (",", ":", ";")), None)
    if comma is None or comma + 1 >= len(rest):
        return False
    return rest[comma + 1].tag is Tag.VERB and not rest[comma + 1].lower.endswith("ing")


def _read_finite(before: Sequence[Word], index: int, promised: Verdict | None) -> Verdict:
    """The verdict of a past form, a present form, or a form of be or have at ``index``."""
    word = before[index]
    group = before[index + 1 : index + 4]
    decided = any(w.lower in lists.DECIDED for w in group)
    decided = decided or any(w.lower in lists.EXPECTING for w in group[:2])
    if word.tag is not Tag.PAST and decided:
        return Verdict.PROMISED  # We have set the ratio at 3 percent
    if word.tag is Tag.COPULA and any(w.tag is Tag.VERB for w in group[:2]):
        return Verdict.PROMISED  # We are building 12 schools
    if word.tag is not Tag.PAST and _is_rule(before[:index]):
        return Verdict.PROMISED
    if word.lower == "want" and index and before[index - 1].lower == "we":
        return Verdict.PROMISED  # We want 75% of families to attend
    if word.tag is Tag.PRESENT and promised and word.lower in ("need", "want", "agree", "believe"):
        return Verdict.PROMISED
    return Verdict.REPORTED


def _is_rule(subject: Sequence[Word]) -> bool:
    """Whether a present tense states a rule: Each depot receives, all teachers complete."""
    return any(word.lower in ("each", "every", "all", "no", "any") for word in subject[-8:])


def _governor_behind(before: Sequence[Word], behind: Sequence[Word]) -> Verdict | None:
    """The verdict of the verb that has the number as subject: 300 homes will be built."""
    for index, word in enumerate(behind):
        if word.lower in (",", ":", "(") or (word.tag is Tag.NUMBER and index > 2):
            if word.lower == "(":
                continue
            return None
        if word.tag in (Tag.MODAL, Tag.INFINITIVE):
            return Verdict.PROMISED
        if word.tag in (Tag.PAST, Tag.PRESENT, Tag.COPULA):
            return _read_finite((*before, *behind), len(before) + index, None)
        if word.tag is Tag.VERB and word.lower not in lists.GERUNDS:
            return Verdict.PROMISED if _is_rule(before) else Verdict.REPORTED
        if word.tag is Tag.RELATIVE and word.lower != "that":
            return None
    return None


def _is_of_earlier_year(sentence: str, clock: Clock) -> bool:
    years = [int(year) for year in words.YEAR.findall(sentence)]
    return bool(years) and clock.year is not None and max(years) < clock.year


class Sentence(Struct, frozen=True):
    """A sentence of a text, tagged."""

    start: int
    end: int
    words: tuple[Word, ...]


class Place(Struct, frozen=True):
    """A quantity in its sentence, with the limits set by the adjacent targets."""

    quantity: Quantity
    sentence: Sentence
    floor: int
    """End of the previous target in the sentence, else the start of the sentence."""
    ceiling: int
    """Start of the next quantity in the sentence, else the end of the sentence."""
    baseline: Span | None


class Sign(Struct, frozen=True):
    """The quote of a number with its bound, as a span of the text."""

    start: int
    end: int
    relation: Relation
    is_bound: bool


def is_known(text: str, place: Place, sign: Sign) -> bool:
    """Whether the counted things already exist: the three main crops, one of 12 cities."""
    if text.endswith(".0", 0, place.quantity.end):
        return True  # Version 3.0
    lone = sign.start == place.quantity.start and not sign.is_bound
    if _is_done_to_all(place, sign):
        return False
    if lone and text.endswith(" of ", 0, sign.start):
        return object_of_deed(place, sign) is None
    if words.ADDRESS.match(text, place.quantity.end + 1):
        return True
    return words.REFERRED.search(text, place.floor, sign.start) is not None


def is_of_partners(text: str, place: Place, sign: Sign) -> bool:
    """Whether the number counts those who help: Working with 6 partners, we will build."""
    helped = words.PARTNERS_FIRST.match(text, place.sentence.start, sign.start)
    if helped is None:
        return False
    inside = [word for word in place.sentence.words if word.start < sign.start]
    return not any(word.tag in (Tag.MODAL, Tag.PRONOUN) for word in inside)


def object_of_deed(place: Place, sign: Sign) -> Span | None:
    """What is acted on before "of" and the count of its holders: needs in assess the needs of 9.

    None for parts of a whole: be one of 12 cities, complete the first of 3 phases.
    """
    before = [word for word in place.sentence.words if place.floor <= word.start < sign.start]
    nouns: list[Word] = []
    for word in reversed(before[:-1]):
        if word.tag not in (Tag.NOUN, Tag.DETERMINER):
            acts = word.tag in (Tag.VERB, Tag.PARTICIPLE) and word.lower != "be"
            return (nouns[-1].start, nouns[0].end) if nouns and acts else None
        if word.lower in words.WHOLES_PARTS:
            return None
        nouns += [word] if word.tag is Tag.NOUN else []
    return None


def _is_done_to_all(place: Place, sign: Sign) -> bool:
    """Whether the number is the object of a verb with "all": Train all 8 mathematics teachers."""
    before = [word for word in place.sentence.words if place.floor <= word.start < sign.start][-2:]
    acts = (Tag.VERB, Tag.PARTICIPLE)
    return len(before) > 1 and before[0].tag in acts and before[1].lower == "all"


def is_due(text: str, place: Place) -> bool:
    """Whether a count without a verb has a deadline: 12 new playgrounds by 2026."""
    near = (max(place.sentence.start, place.quantity.start - REACH), place.sentence.end)
    found = words.DEADLINE.search(text, *near)
    return found is not None and found[0].lower().startswith(("by ", "before ", "until "))


def is_counted(text: str, place: Place) -> bool:
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


def read_sign(text: str, quantity: Quantity, floor: int) -> Sign:
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
        return Sign(start, plus.end(), Relation.AT_LEAST, is_bound=True)
    if behind := words.BOUND_BEHIND.match(text, stop):
        relation = Relation.AT_LEAST if behind["least"] else Relation.AT_MOST
        return Sign(start, behind.end(), relation, is_bound=True)
    return Sign(start, stop, relation, is_bound)


def find_deadline(text: str, sentence: Span, quote: Span, borders: Span) -> Span | None:
    """The deadline of a number: the first date between it and the next, else the last before it.

    ``borders``: end of the previous target and start of the next one; a date that precedes all
    targets of a sentence applies to each of them.
    """
    found = [m.span() for m in words.DEADLINE.finditer(text, *sentence)]
    behind = [date for date in found if quote[1] <= date[0] < borders[1]]
    if behind:
        return behind[0]
    in_front = [date for date in found if date[1] <= quote[0]]
    near = [date for date in in_front if date[0] >= borders[0]]
    opening = [date for date in in_front if not text[sentence[0] : date[0]].strip(" ,-")]
    later = [date for date in found if text[date[0] : date[0] + 3].lower() == "by "]
    stated = next(iter((*near[-1:], *opening, *in_front[-1:], *later)), None)
    return stated or _find_due(text, max(quote[1], sentence[1]))


def _find_due(text: str, start: int) -> Span | None:
    """The date in a field on the same line: Hold 4 workshops. Lead: PTA. Due: May 2025.

    The fields may follow a heading.
    """
    line = text.find("\n", start)
    if line >= 0 and _FIELD.match(text, line + 1):
        line = text.find("\n", line + 1)
    found = words.DUE.search(text, start, min(start + _FIELDS, line if line >= 0 else len(text)))
    return found.span("date") if found else None
