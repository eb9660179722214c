"""The labels of headings: their forms, their numbers, their usual depth.

The grammar follows the order of Chinese official documents (GB/T 9704-2012, 7.3.3: 一、 （一） 1.
（1）), laws (编 章 节 条), and what Word, Markdown and English documents add.

>>> found = match_label("（三）突出重点。抓好落实")
>>> found.label, found.kind.value, found.number
('（三）', 'bracketed', 3)
"""

from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import is_han
from plandiff.corpus.outline.label_patterns import (
    ANYWHERE,
    AT_START,
    FORMAL_NUMERALS,
    SPELLED,
    STEMS,
    count_of,
    formal_number,
)
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import read_count, read_roman


class Kind(StrEnum):
    """A kind of label, in the usual order of official documents from outer to inner."""

    ATTACHMENT = "attachment"
    PART = "part"
    """第一部分, 第一编, 第一篇, Part I"""
    CHAPTER = "chapter"
    SECTION = "section"
    GOAL = "goal"
    """Goal 1:, Priority 2:, Focus Area 3:"""
    FORMAL = "formal"
    """壹、"""
    STEM = "stem"
    """甲、"""
    PLAIN = "plain"
    """A heading without label, alone on its line."""
    ARTICLE = "article"
    CHINESE = "chinese"
    """一、"""
    WORD = "word"
    """任务一：, 措施1：, 第1步：, Q1："""
    BRACKETED = "bracketed"
    """（一）"""
    ROMAN = "roman"
    LETTER = "letter"
    ARABIC_BARE = "arabic-bare"
    """``1 范围``, the chapter numbers of standards"""
    ARABIC = "arabic"
    """1. 1、 １． *."""
    STRATEGY = "strategy"
    """Strategy 1:, Action Step A:, Objective 1.1"""
    DECIMAL = "decimal"
    """1.1"""
    DECIMAL_3 = "decimal-3"
    DECIMAL_4 = "decimal-4"
    ARABIC_BRACKETED = "arabic-bracketed"
    """(1)"""
    ARABIC_HALF = "arabic-half"
    """1)"""
    PARAGRAPH = "paragraph"
    """A paragraph of a text that has neither labels nor headings."""
    CIRCLED = "circled"
    LETTER_LOWER = "letter-lower"
    """a. a)"""
    LETTER_BRACKETED = "letter-bracketed"
    """(a), （甲）"""
    ROMAN_LOWER = "roman-lower"
    ROMAN_BRACKETED = "roman-bracketed"
    """(i)"""
    SPOKEN = "spoken"
    """一是, 第二，, 首先，"""
    SIGN = "sign"
    """◆, ●"""
    FIELD = "field"
    """KPI:"""


USUAL_RANK = {kind: rank for rank, kind in enumerate(Kind)}
"""Used if the document itself does not show which kind contains which."""


class Label(NamedTuple):
    """One label found in a text: ``text[start:end]``, excluding the white space after it."""

    kind: Kind
    number: int | None
    """None for masked (``*.``), lost (``.``) and unknown (``第n条``) numbers."""
    start: int
    end: int
    label: str
    prefix: tuple[int, ...] = ()
    """The numbers before the last one of ``1.1.2``."""
    doubtful: bool = False
    """A form that counts as a label only if the sequence needs it."""
    family: str = ""
    """Labels of one kind that count apart: 任务 of 任务一：, ``action step`` of Action Step A:"""

    @property
    def key(self) -> str:
        """The sequence key of the label: its kind, and its family if it has one."""
        return f"{self.kind}:{self.family}" if self.family else self.kind.value


def key_in_list(key: str, depth: int) -> str:
    """Return the key of a label in a list nested within ``depth - 1`` other lists."""
    return key if depth <= 1 else f"{key}@{depth}"


def kind_of(key: str) -> Kind:
    """Return the kind of a label's key.

    >>> kind_of("word:任务").value, kind_of("arabic@2").value
    ('word', 'arabic')
    """
    return Kind(key.partition("@")[0].partition(":")[0])


def depth_of(key: str) -> int:
    """Return the list depth of a key's labels; 1 if the format states none."""
    return int(key.partition("@")[2] or 1)


UNITS = frozenset("万亿千百元个倍米吨度亩公人次岁%％年月")
"""Characters that turn a number before them into a quantity: ``3.5亿元``."""
_DECIMALS = {Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4}
_LONGEST_LABEL = 60
"""Characters, including leading white space, within which a label is searched for."""
_NUMERAL_DIGITS = frozenset("〇零○一二三四五六七八九两")
_CIRCLED_STARTS = (
    ("①", 1, 20, Kind.CIRCLED),
    ("㉑", 21, 15, Kind.CIRCLED),
    ("⑴", 1, 20, Kind.ARABIC_BRACKETED),
    ("⒈", 1, 20, Kind.ARABIC),
    ("㈠", 1, 10, Kind.BRACKETED),
    ("❶", 1, 10, Kind.CIRCLED),
)
"""First mark of a series, its number, the length of the series, and the equivalent kind."""
_UNITS = {
    "部分": Kind.PART,
    **dict.fromkeys("编編篇卷", Kind.PART),
    "章": Kind.CHAPTER,
    **dict.fromkeys("节節", Kind.SECTION),
    **dict.fromkeys("条條", Kind.ARTICLE),
}
_ENGLISH_UNITS = {
    "part": Kind.PART,
    "chapter": Kind.CHAPTER,
    "section": Kind.SECTION,
    "article": Kind.ARTICLE,
    "appendix": Kind.ATTACHMENT,
    "annex": Kind.ATTACHMENT,
}


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _label(match: re.Match[str]) -> Label:
    """Convert a match of one of the patterns to a label."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    read = _read_groups(groups)
    if groups.get("bracketed") in {"x", "X"} and is_han(
        match.string[match.end() : match.end() + 1]
    ):
        read = _Reading(Kind.BRACKETED, None, doubtful=True)
    return Label(
        read.kind,
        read.number,
        match.start(),
        match.end(),
        match.group().rstrip(),
        read.prefix,
        read.doubtful,
        read.family,
    )


class _Reading(NamedTuple):
    """The values read from the groups of a match."""

    kind: Kind
    number: int | None
    prefix: tuple[int, ...] = ()
    doubtful: bool = False
    family: str = ""


def _read_groups(groups: dict[str, str]) -> _Reading:
    if "unit" in groups:
        return _read_ordinal(groups)
    if "english" in groups:
        count = groups["count"]
        return _Reading(
            _ENGLISH_UNITS[groups["english"].lower()], read_roman(count) or count_of(count)
        )
    if "strategic" in groups:
        return _read_strategic(groups)
    if "attachment" in groups:
        return _Reading(Kind.ATTACHMENT, count_of(groups["attachment"]))
    if "lettered" in groups:
        letter, *within = groups["lettered"].split(".")
        numbers = (count_of(letter) or 0, *map(int, within))
        kind = (Kind.DECIMAL, Kind.DECIMAL_3)[len(within) - 1]
        return _Reading(kind, numbers[-1], numbers[:-1], family="letter")
    if "decimal" in groups or "hyphened" in groups:
        text = groups.get("decimal") or groups["hyphened"]
        numbers = tuple(int(n) for n in re.split("[.．－-]", text))
        kind = (Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4)[len(numbers) - 2]
        return _Reading(kind, numbers[-1], numbers[:-1])
    word = _read_word(groups)
    return word or _read_simple(groups)


def _read_ordinal(groups: dict[str, str]) -> _Reading:
    """``第六條之一`` and ``第六之一條`` are one article; ``第3-5条`` are three."""
    text = groups["ordinal"]
    number = None if text in {"n", "N", "×"} or set(text) <= set("xX*") else count_of(text)
    inner = groups.get("within") or groups.get("sub")
    sub = count_of(inner) if inner else None
    many = groups.get("link", "之") != "之" and (number or 0) < (sub or 0)
    return _Reading(
        _UNITS[groups["unit"]], number, () if sub is None or many else (sub,), doubtful=many
    )


def _read_strategic(groups: dict[str, str]) -> _Reading:
    *prefix, last = re.findall(r"[A-Za-z]+|\d+", groups["strategic"])
    roman = read_roman(last.upper()) if last.islower() and not prefix else read_roman(last)
    number = roman or count_of(last) or SPELLED.get(last.lower())
    outer = "goal" in groups and not prefix
    family = " ".join((groups.get("goal") or groups["deed"]).lower().split())
    kind = Kind.GOAL if outer else Kind.STRATEGY
    return _Reading(kind, number, tuple(count_of(n) or 0 for n in prefix), family=family)


MONTH = "月"
"""The family of months: their sequences may begin with any number."""
MONTHS = f"{Kind.WORD}:{MONTH}"
"""The key of months."""
_WORDS = (
    ("named", "nth", False),
    ("step", "nth_step", False),
    ("measure", "nth_step", True),
    ("word", "nth_word", True),
    ("boxed", "nth_boxed", True),
    ("titled", "nth_titled", True),
)
"""Groups of a word and of its number, and whether the word alone is doubtful."""


def _read_word(groups: dict[str, str]) -> _Reading | None:
    """Read 任务一：, 第1步：, Q1：, Phase 1: each word has its own sequence."""
    if "code" in groups:
        doubtful = groups["code"] != "Q" and "colon" not in groups
        return _Reading(
            Kind.WORD, int(groups["nth_code"]), doubtful=doubtful, family=groups["code"]
        )
    if "month" in groups:
        return _Reading(Kind.WORD, count_of(groups["month"]), family=MONTH)
    if "nth_bare" in groups:
        return _Reading(Kind.WORD, count_of(groups["nth_bare"]), family="【】")
    if "coded" in groups:
        return _read_numbered_within(groups["coded"], groups["nth_coded"], doubtful=True)
    for word, count, doubtful in _WORDS:
        if word in groups:
            text = groups[count]
            number = read_roman(text) or count_of(text)
            family = f"第{groups[word]}" if count == "nth_step" else groups[word]
            inner = groups.get("within_named")
            if inner and number is not None:
                return _read_numbered_within(family, f"{text}{inner}")
            return _Reading(Kind.WORD, number, doubtful=doubtful, family=family)
    return None


def _read_numbered_within(family: str, text: str, *, doubtful: bool = False) -> _Reading:
    """Read 行動方案1-1 and 举措2.1.3: the numbers before the last one are the outer sections'."""
    *prefix, last = (count_of(number) for number in re.split("[-－—–.．]", text))
    outer = tuple(number or 0 for number in prefix)
    return _Reading(Kind.WORD, last, outer, doubtful, family + "-" * len(outer))


def _read_simple(groups: dict[str, str]) -> _Reading:
    if "chinese" in groups:
        return _Reading(Kind.CHINESE, read_count(groups["chinese"]))
    if "bracketed" in groups:
        return _read_bracketed(groups["bracketed"])
    if "circled" in groups:
        return _read_circled(groups["circled"])
    if "arabic" in groups:
        return _Reading(Kind.ARABIC, count_of(groups["arabic"]), doubtful="comma" in groups)
    if "half" in groups:
        text = groups["half"]
        return _Reading(Kind.ARABIC_HALF if text.isdecimal() else Kind.BRACKETED, count_of(text))
    if "bare" in groups:
        return _Reading(Kind.ARABIC_BARE, count_of(groups["bare"]), doubtful=True)
    if "roman" in groups or "roman_bare" in groups:
        text = groups.get("roman") or groups["roman_bare"]
        return _Reading(Kind.ROMAN, read_roman(text), doubtful=True)
    if "formal" in groups:
        return _Reading(Kind.FORMAL, formal_number(groups["formal"]), doubtful="gap" in groups)
    if "stem_part" in groups:
        return _Reading(Kind.PART, STEMS.index(groups["stem_part"]) + 1, family="stems")
    if "stem" in groups:
        return _Reading(Kind.STEM, STEMS.index(groups["stem"]) + 1)
    if "lower" in groups:
        return _read_lower(groups["lower"], Kind.LETTER_LOWER, Kind.ROMAN_LOWER)
    return _Reading(Kind.LETTER, count_of(groups["letter"]), doubtful=True)


def _read_lower(text: str, letter: Kind, roman: Kind) -> _Reading:
    """Read one letter, or a Roman numeral of several; the sequence decides about a lone ``i``."""
    case = "" if text.islower() else "capitals"
    if len(text) == 1:
        return _Reading(letter, count_of(text), doubtful=True, family=case)
    return _Reading(roman, read_roman(text.upper()), doubtful=True, family=case)


def _read_circled(mark: str) -> _Reading:
    first, number, kind = next(
        (first, number, kind)
        for first, number, length, kind in _CIRCLED_STARTS
        if 0 <= ord(mark) - ord(first) < length
    )
    return _Reading(kind, number + ord(mark) - ord(first))


def _read_bracketed(text: str) -> _Reading:
    if text in STEMS:
        number = STEMS.index(text) + 1
        return _Reading(Kind.LETTER_BRACKETED, number, doubtful=True, family="stems")
    if text.isascii() and text.isalpha():
        return _read_lower(text, Kind.LETTER_BRACKETED, Kind.ROMAN_BRACKETED)
    if text[0] in FORMAL_NUMERALS and text[0] != "零":
        return _Reading(Kind.BRACKETED, formal_number(text), family="formal")
    kind = Kind.ARABIC_BRACKETED if text.isdecimal() else Kind.BRACKETED
    return _Reading(kind, count_of(text), doubtful=text[0] == "*")


def match_label(text: str, position: int = 0) -> Label | None:
    """Return the label at ``position``, which is assumed to be the start of a line."""
    match = _pattern(AT_START).match(text, position)
    return _label(match) if match else None


def starts_with_label(text: str) -> bool:
    """Whether a line opens with an unambiguous label.

    >>> starts_with_label("一、目标"), starts_with_label("3.5亿元"), starts_with_label("目标")
    (True, False, False)
    """
    return _opens_with_label(text[:_LONGEST_LABEL].lstrip() or text.lstrip()[:_LONGEST_LABEL])


@lru_cache(maxsize=8192)
def _opens_with_label(opening: str) -> bool:
    found = match_label(opening)
    if found is None or found.doubtful:
        return False
    return found.kind not in _DECIMALS or opening[found.end : found.end + 1].isspace()


def find_labels(text: str) -> list[Label]:
    """Return all possible labels inside a line, excluding its start, in order.

    A candidate must not follow a digit, a letter, a dot or 第.

    >>> [found.label for found in find_labels("抓好落实。2.加强督导。见第三条、3.5亿元、(三)保障")]
    ['2.', '第三条', '(三)']
    """
    found = []
    for match in _pattern(ANYWHERE).finditer(text):
        label = _label_inside(text, match)
        if label is not None:
            found.append(label)
    return found


def _label_inside(text: str, match: re.Match[str]) -> Label | None:
    before = text[match.start() - 1] if match.start() else ""
    if match.group("lost") is not None:
        after = text[match.end() : match.end() + 1]
        if not (before and after and (is_han(before) or before in "”》）)")):
            return None
        if not (is_han(after) or after in "“《"):
            return None
        return Label(Kind.ARABIC, None, match.start(), match.end(), match.group(), (), True)
    if before and (before.isdecimal() or (before.isascii() and before.isalpha())):
        return None
    if before in {"第", ".", "．", "*"} or (match.group("chinese") and before in _NUMERAL_DIGITS):
        return None
    if match.group("decimal") is not None:
        return _decimal_inside(text, match)
    return _label(match)


def _decimal_inside(text: str, match: re.Match[str]) -> Label | None:
    """Match ``1.1`` between two Chinese words: doubtful, as it is nearly always a quantity."""
    after = text[match.end() : match.end() + 1]
    if not is_han(text[match.start() - 1 : match.start()]) or not is_han(after) or after in UNITS:
        return None
    return _label(match)._replace(doubtful=True)
