"""What a number counts: things that are there, new ones, ones taken away; in a year or in five.

120 companies in all and 20 new ones are no fall, nor are 250,000 jobs in five years and 50,000 in
one.  The words are in the lists ``COUNTING_…``.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Pack
from plandiff.corpus.packs import packs_in_use
from plandiff.corpus.targets.vocabulary import FALLS, RISES
from plandiff.corpus.word_lists import word_lists

_LISTS = word_lists()

_TIMES = ("years", "year", "part")
_LEVEL, _MADE, _ADDED = "level", "made", "added"
_BUILT = frozenset(("build", "buy", "plant"))
"""Classes of English verbs that two plans may use of the same new things."""
_KEPT = frozenset(("keep", "level"))
_REACHES = re.compile(
    rf"(?:总数|累计|总量)?(?:{re.any_of('REACHES_A')})|(?:{re.any_of('REACHES_B')})"
    r"\w*\b"
)
_EVENTS = frozenset(_LISTS["EVENTS"])
"""Units of what happens: 达到20场 is no number of things that are there."""
_RATES = frozenset(("%", "‰", "百分点"))
_CHANGE = re.compile(f"(?:{RISES}|{FALLS})|by ")
_MONEY = frozenset(("元", "$", "yuan", "€", "£"))


@dataclass(frozen=True, slots=True)
class Counting:
    """What the words around a number say about how it counts; empty where they say nothing."""

    ways: frozenset[str] = frozenset()
    """Classes of the lists ``COUNTING_…``: ``added``, ``taken``, ``level``, ``train``…"""
    time: str = ""
    """``years``, ``year`` or the part of the year as printed."""

    @property
    def is_level(self) -> bool:
        """Whether it is how many there are in all."""
        return self.ways == {_LEVEL}

    @property
    def is_taken(self) -> bool:
        """Whether it counts what is taken away."""
        return self.ways == {"taken"}


def read_counting(own: str, sentence: str, quote: str, behind: str, unit: str) -> Counting:
    """How a number counts.

    ``own`` are its own words in front and its name, ``sentence`` all that the sentence says in
    front, ``behind`` what follows in an English clause.  All are folded.

    >>> sorted(read_counting("新增高新技术企业", "", "20家", "", "家").ways)
    ['added']
    >>> sorted(read_counting("高新技术企业", "", "达到120家", "", "家").ways)
    ['level']
    >>> read_counting("就业", "五年累计新增就业", "25万人", "", "人").time
    'years'
    """
    return _read_counting((own, sentence, quote, behind), unit, packs_in_use())


@lru_cache(maxsize=1 << 12)
def _read_counting(
    texts: tuple[str, str, str, str],
    unit: str,
    packs: tuple[Pack, ...],  # noqa: ARG001 - part of the key
) -> Counting:
    own, sentence, quote, behind = (text.casefold() for text in texts)
    ways = _ways(own) or _ways(behind)
    is_rate = unit in _RATES
    reaches = _REACHES.match(quote) is not None and unit not in _EVENTS | _MONEY | _RATES
    if reaches and (not ways or _MADE in ways):
        ways = frozenset((_LEVEL,))
    elif _MADE in ways:
        ways = frozenset((_ADDED,))
    if is_rate and not _CHANGE.match(quote):
        return Counting(ways)
    return Counting(ways, _time(quote) or _time(behind) or _time(sentence))


def _ways(text: str) -> frozenset[str]:
    return frozenset(
        name for name, pattern in _patterns() if name not in _TIMES and pattern.search(text)
    )


def _time(text: str) -> str:
    """The last time that the text names, as its class; a part of a year as printed."""
    found = [
        (match.end(), name if name != "part" else match[0])
        for name, pattern in _patterns()
        if name in _TIMES
        for match in pattern.finditer(text)
    ]
    return max(found)[1] if found else ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each class with its words in both languages."""
    lists = word_lists()
    classes = dict.fromkeys(
        name.lower().rpartition("counting_")[2] for name in lists if "COUNTING_" in name
    )
    return tuple((name, _pattern(name.upper(), lists)) for name in classes)


def _pattern(name: str, lists: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """The words of a class; English ones begin at the border of a word, blanks may be missing."""
    english = (word.replace(" ", r"\s?") for word in lists.get(f"ENGLISH_COUNTING_{name}", ()))
    own = [re.any_of(f"COUNTING_{name}")] if f"COUNTING_{name}" in lists else []
    return re.compile("|".join((*own, *(rf"\b(?:{word})" for word in english))))


def same_things(old: Counting, new: Counting) -> bool:
    """Whether one counts what the other may count: no 新增 beside 关停, no training beside hiring.

    A level beside new things is one matter without an order: `same_measure`.
    """
    levels = _LEVEL in old.ways or _LEVEL in new.ways
    return levels or _may_be_one(old.ways, new.ways)


def same_measure(old: Counting, new: Counting) -> bool:
    """Whether the two numbers can be put in order: both levels, or both within a like time."""
    if not _may_be_one(old.ways, new.ways):
        return False
    if old.is_level or new.is_level or old.time == new.time:
        return True
    several = "years" in (old.time, new.time)
    return not several and not (old.time and new.time)


def _may_be_one(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if not mine or not theirs or mine & theirs:
        return True
    return any(mine & alike and theirs & alike for alike in (_BUILT, _KEPT))
