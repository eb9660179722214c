"""Decide whether an English sentence promises or reports a number, by its governing verb."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum

from plandiff.corpus.targets import english_vocabulary as lists
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_tagging import Tag, Word
from plandiff.corpus.targets.tense import Clock

REACH = 240
"""Characters on either side of a number that are searched for evidence."""


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
        if word.lower == ":":
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
