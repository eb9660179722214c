"""What a number counts: a stock, additions or removals; over a year or over several.

120 companies in all and 20 new ones are no decrease, nor are 250,000 jobs in five years and 50,000
in one.  The words are in the lists ``COUNTING_…``.
"""

from functools import cache, lru_cache

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Pack
from plandiff.corpus.packs import packs_in_use
from plandiff.corpus.targets.vocabulary import FALLS, RISES
from plandiff.corpus.word_lists import word_lists

_LISTS = word_lists()

_TIMES = ("years", "year", "part")
_LEVEL, _MADE, _ADDED = "level", "made", "added"
_BUILT = frozenset(("build", "buy", "plant"))
"""Classes of English verbs that two plans may use for the same new things."""
_KEPT = frozenset(("keep", "level"))
_REACHES = re.compile(
    rf"(?:总数|累计|总量)?(?:{re.any_of('REACHES_OF_TOTAL')})|(?:{re.any_of('ENGLISH_REACHES_OF_TOTAL')})"
    r"\w*\b"
)
_EVENTS = frozenset(_LISTS["EVENTS"])
"""Units of events: 达到20场 is no stock of things."""
_RATES = frozenset(("%", "‰", "百分点"))
_CHANGE = re.compile(f"(?:{RISES}|{FALLS})|by ")
_MONEY = frozenset(("元", "$", "yuan", "€", "£"))


class Counting(Struct, frozen=True):
    """How a number counts, by the words around it; empty if they do not show it."""

    ways: frozenset[str] = frozenset()
    """Classes of the lists ``COUNTING_…``: ``added``, ``taken``, ``level``, ``train``…"""
    time: str = ""
    """``years``, ``year`` or the part of the year as printed."""

    @property
    def is_level(self) -> bool:
        """Whether the number is a total stock."""
        return self.ways == {_LEVEL}

    @property
    def is_taken(self) -> bool:
        """Whether the number counts removals."""
        return self.ways == {"taken"}


def read_counting(own: str, sentence: str, quote: str, behind: str, unit: str) -> Counting:
    """Determine how a number counts.

    ``own``: its own words before it and its name; ``sentence``: all words of the sentence before
    it; ``behind``: the rest of an English clause.  All are folded.

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
    """Return the class of the last period in the text; a part of a year as printed."""
    found = [
        (match.end(), name if name != "part" else match[0])
        for name, pattern in _patterns()
        if name in _TIMES
        for match in pattern.finditer(text)
    ]
    return max(found)[1] if found else ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each class with a pattern of its words in both languages."""
    lists = word_lists()
    classes = dict.fromkeys(
        name.lower().rpartition("counting_")[2] for name in lists if "COUNTING_" in name
    )
    return tuple((name, _pattern(name.upper(), lists)) for name in classes)


def _pattern(name: str, lists: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Compile the words of a class; English ones begin at a word border, spaces are optional."""
    english = (word.replace(" ", r"\s?") for word in lists.get(f"ENGLISH_COUNTING_{name}", ()))
    own = [re.any_of(f"COUNTING_{name}")] if f"COUNTING_{name}" in lists else []
    return re.compile("|".join((*own, *(rf"\b(?:{word})" for word in english))))


def same_things(old: Counting, new: Counting) -> bool:
    """Whether both may count the same things: not 新增 and 关停, not training and hiring.

    A stock and additions are the same things, but have no order: see `same_measure`.
    """
    levels = _LEVEL in old.ways or _LEVEL in new.ways
    return levels or _may_be_one(old.ways, new.ways)


def same_measure(old: Counting, new: Counting) -> bool:
    """Whether two numbers can be ordered: they count the same way, and their periods agree."""
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
