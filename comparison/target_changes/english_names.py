"""English names of targets: whether two name the same quantity, and a change's direction."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.word_lists import word_lists

_WORD = re.compile(r"[a-z][a-z'&]*|\d+")
_WORDS = word_lists()
_NO_MATTER = frozenset(_WORDS["ENGLISHNEUTRAL"])
"""Words that do not affect what is measured."""
_GENERAL = frozenset(_WORDS["ENGLISHGENERAL"])
"""Names that are generic without their owner."""
_DISTINCT = frozenset(_WORDS["ENGLISHDISTINCT"])
"""Words that make it a different quantity: youth unemployment is not unemployment."""
_WHOLE_PLACES = frozenset(_WORDS["ENGLISHWHOLE"])
"""Holders that are the whole area of a plan."""
_HIGH, _SOME = 0.75, 0.5
_KIND_AND_NOUN = 2

_RISE, _FALL = (re.any_of(name) for name in ("ENGLISH_RISE", "ENGLISH_FALL"))
_CHANGE = re.compile(rf"\b(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))\b", re.IGNORECASE)
_STATES_CHANGE = re.compile(
    rf"\bby (?!20\d\d)|^(?:down|up) (?!to |from )|\b(?:{_RISE}|{_FALL}) of \b|"
    rf"\d(?: ?%| percent| per cent| percentage points?)? (?:{_RISE}|{_FALL})\Z",
    re.IGNORECASE,
)
"""A quote that states a change, not the level that is reached."""


def compare_english_names(old: str, new: str, holders: tuple[str, ...] = ("", "")) -> str:
    """Compare two names with their qualifiers; returns ``same``, ``scope`` or ``other``.

    Neutral words are ignored; a distinct word on one side means another scope, one on each side
    another thing.  ``holders``: whose quantities they are; an allowance for foster families and
    one for carers are different things, a rate and that of some pupils differ in scope.

    >>> compare_english_names("surveyed unemployment rate", "unemployment rate")
    'same'
    >>> compare_english_names("youth unemployment rate", "unemployment rate")
    'scope'
    >>> compare_english_names("speech wait", "work wait", ("speech therapy", "work therapy"))
    'other'
    >>> compare_english_names("social workers", "youth workers")
    'other'
    """
    mine, theirs = _stems(old), _stems(new)
    held = [_stems(holder) - _WHOLE_PLACES for holder in holders]
    kinds = [len(words) == _KIND_AND_NOUN for words in held]
    of_one_noun = all(kinds) and len(held[0] & held[1]) == 1  # speech and occupational therapy
    if all(held) and (held[0].isdisjoint(held[1]) or of_one_noun):
        return "other"
    found = _compare_stems(mine, theirs)
    lone = bool(held[0]) is not bool(held[1])
    return (
        "scope" if found == "same" and lone and not max(held, key=len) <= mine & theirs else found
    )


def _compare_stems(mine: frozenset[str], theirs: frozenset[str]) -> str:
    shared = mine & theirs
    if mine == theirs or not mine or not theirs:
        return "same"
    numbers = [{word for word in side if word.isdigit()} for side in (mine, theirs)]
    if not shared or (numbers[0] and numbers[1] and numbers[0] != numbers[1]):
        return "other"
    distinct = [_is_distinct(mine - theirs), _is_distinct(theirs - mine)]
    if all(distinct):
        return "other"
    if shared in (mine, theirs):
        return "scope" if any(distinct) or shared <= _GENERAL else "same"
    share = len(shared) / min(len(mine), len(theirs))
    if share > _HIGH and not any(distinct):
        return "same"
    return "scope" if share > _SOME and not shared <= _GENERAL else "other"


def _is_distinct(extra: frozenset[str]) -> bool:
    if {"rural", "urban"} <= extra:
        extra -= {"rural", "urban"}  # rural and urban together are the whole
    return not extra.isdisjoint(_DISTINCT) or any(word.isdigit() for word in extra)


def _stems(name: str) -> frozenset[str]:
    lowers = _WORD.findall(name.lower().replace("'s", "").replace("\u2019s", ""))
    return frozenset(singular(word) for word in lowers if word not in _NO_MATTER)


def singular(word: str) -> str:
    """Return the singular: policy, wage and class for policies, wages and classes."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def read_english_change(before: str, quote: str) -> str:
    """Return ``rise`` or ``fall`` if the quote is a change, not a level; else an empty string.

    >>> read_english_change("Absence will be", "reduced by 2 points")
    'fall'
    >>> read_english_change("Absence will be", "reduced to 4 %")
    ''
    """
    if not _STATES_CHANGE.search(quote):
        return ""
    found = [*_CHANGE.finditer(before), *_CHANGE.finditer(quote)]
    return str(found[-1].lastgroup) if found else ""


def brings_down(before: str, quote: str) -> bool:
    """Whether the sentence states a fall to the quoted level.

    >>> brings_down("The waiting list will be cut ", "to 900")
    True
    """
    found = [*_CHANGE.finditer(before)] if quote.startswith("to ") else []
    return bool(found) and found[-1].lastgroup == "fall"
