"""The labels of headings: what they look like, what they count, how deep they usually stand.

The grammar follows the order of Chinese official documents (GB/T 9704-2012, 7.3.3: 一、 （一） 1.
（1）), laws (编 章 节 条), and what Word, Markdown and English documents add.

>>> found = match_label("（三）突出重点。抓好落实")
>>> found.label, found.kind.value, found.number
('（三）', 'bracketed', 3)
"""

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import is_han


class Kind(StrEnum):
    """A kind of label, in the order from outer to inner that official documents keep."""

    ATTACHMENT = "attachment"
    PART = "part"
    """第一部分, 第一编, 第一篇, Part I"""
    CHAPTER = "chapter"
    SECTION = "section"
    GOAL = "goal"
    """Goal 1:, Priority 2:, Focus Area 3:"""
    PLAIN = "plain"
    """A heading without label that stands alone on its line."""
    ARTICLE = "article"
    CHINESE = "chinese"
    """一、"""
    BRACKETED = "bracketed"
    """（一）"""
    ROMAN = "roman"
    LETTER = "letter"
    ARABIC_BARE = "arabic-bare"
    """``1 范围``, as standards count their chapters"""
    ARABIC = "arabic"
    """1. 1、 １． *."""
    STRATEGY = "strategy"
    """Strategy 1:, Action 2:, Objective 1.1:"""
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
    LETTER_BRACKETED = "letter-bracketed"


USUAL_RANK = {kind: rank for rank, kind in enumerate(Kind)}
"""Used where a document itself does not show which kind contains which."""


class Label(NamedTuple):
    """One label found in a text: ``text[start:end]`` with the white space after it left out."""

    kind: Kind
    number: int | None
    """None for masked (``*.``), lost (``.``) and unknown (``第n条``) numbers."""
    start: int
    end: int
    label: str
    prefix: tuple[int, ...] = ()
    """The numbers before the last one of ``1.1.2``."""
    doubtful: bool = False
    """A form that counts as a label only where the sequence asks for it."""


UNITS = frozenset("万亿千百元个倍米吨度亩公人次岁%％年月")
"""Characters that make a number before them a quantity: ``3.5亿元``."""
_DECIMALS = {Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4}
_LONGEST_LABEL = 60
"""Characters, white space before it included, within which a label is looked for."""
_DIGIT = "[0-9０-９]"
_NUMERAL = "[〇零○一二三四五六七八九十百千两]"
_ROMAN_NUMBERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000}
_CIRCLED_STARTS = (
    ("①", 1, 20, Kind.CIRCLED),
    ("㉑", 21, 15, Kind.CIRCLED),
    ("⑴", 1, 20, Kind.ARABIC_BRACKETED),
    ("⒈", 1, 20, Kind.ARABIC),
    ("㈠", 1, 10, Kind.BRACKETED),
)
"""First mark of a series, its number, how many there are, and the kind that they are short for."""
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

_ORDINAL = (
    rf"第\s?(?P<ordinal>{_NUMERAL}{{1,8}}|{_DIGIT}{{1,5}}|[nN×]|[xX*]{{1,2}})\s?"
    rf"(?P<unit>部分|[编編篇卷章节節条條])(?:之(?P<sub>{_NUMERAL}{{1,3}}))?(?:[:：、.．](?!\d))?"
)
_CHINESE = rf"(?P<chinese>{_NUMERAL}{{1,7}})\s?(?:、|[．.](?!\d))"
_BRACKETED = (
    rf"[（(〔]\s?(?P<bracketed>{_NUMERAL}{{1,7}}|{_DIGIT}{{1,3}}|\*{{1,2}}|[A-Za-z])\s?[）)〕]"
    r"(?:、|[.．](?!\d))?"
)
_CIRCLED = r"(?P<circled>[①-⑳㉑-㉟⑴-⒇⒈-⒛㈠-㈩])[、.．]?"
_ARABIC = (
    rf"(?P<arabic>\*{{1,2}}|{_DIGIT}{{1,5}})"
    r"(?:\s?(?P<dot>[.．、])(?:(?![\d*%])|(?=\d{4}年))|(?P<comma>[,，])(?!\d))"
)

_ANYWHERE = f"{_ORDINAL}|{_BRACKETED}|{_CIRCLED}|{_CHINESE}|{_ARABIC}"
_LOST = r"(?P<lost>[.．])(?=[^\s\d.．])"
_DECIMAL = (
    rf"(?P<decimal>{_DIGIT}{{1,2}}(?:[.．]{_DIGIT}{{1,2}}){{1,3}})"
    r"(?:[.．、]|(?=\s|[^\d%.．,，、:：/\-－—~～]))"
)
_HALF = rf"(?P<half>{_DIGIT}{{1,3}}|{_NUMERAL}{{1,3}})\s?[）)]"
_LETTER = r"(?P<letter>[A-Z])(?:[.．、](?![A-Za-z0-9.])|[)）](?!\w))"
_BARE = r"(?P<bare>\d{1,2})(?=[ \u3000]{1,4}[^\W\d_])"
_ROMAN = r"(?P<roman>[IVX]{1,8}|[XLC][IVXLC]{1,7}|[Ⅰ-Ⅻ])[.．、](?=\s|[^\x00-\x7f])"
_ATTACHMENT = (
    rf"附(?:件|录|表|錄)\s?(?P<attachment>{_NUMERAL}{{1,3}}|{_DIGIT}{{1,2}}|[A-Z]|)\s?[:：.．、]?"
)
_ENGLISH = (
    r"(?P<english>Part|Chapter|Section|Article|Appendix|Annex|PART|CHAPTER|SECTION|ARTICLE"
    r"|APPENDIX|ANNEX)\s+"
    r"(?P<count>\d{1,3}|[IVXLC]{1,6}\b|[A-Z]\b)(?:\.(?!\d)|[:：—–-](?=\s)|(?!\w))"
)
_STRATEGIC = (
    r"(?:(?:Strategic|Key|Core|Priority|Focus|Goal|STRATEGIC|KEY|CORE|PRIORITY|FOCUS|GOAL)\s)?(?:"
    r"(?P<goal>Goal|Objective|Priority|Theme|Pillar|Area|Aim|Outcome|Recommendation|Commitment"
    r"|GOAL|OBJECTIVE|PRIORITY|THEME|PILLAR|AREA|AIM|OUTCOME|RECOMMENDATION|COMMITMENT)"
    r"|Strategy|Action|Initiative|Step|Task|Activity|Measure|STRATEGY|ACTION|INITIATIVE|STEP|TASK)"
    r"\s+#?(?P<strategic>\d{1,2}(?:\.\d{1,2}){0,2})(?:\s?[:：]|\.|\s[—–-])(?=\s)"
)
_AT_START = (
    f"{_DECIMAL}|{_ORDINAL}|{_BRACKETED}|{_CIRCLED}|{_CHINESE}|{_ARABIC}"
    f"|{_HALF}|{_BARE}|{_ROMAN}|{_LETTER}|{_ATTACHMENT}|{_ENGLISH}|{_STRATEGIC}"
)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


@lru_cache(maxsize=1024)
def chinese_number(text: str) -> int | None:
    """A counting numeral up to 9999, None for anything else.

    >>> [chinese_number(c) for c in ("十", "二十三", "一百零五", "一二", "二〇", "一千二百六十")]
    [10, 23, 105, 12, 20, 1260]
    """
    if all(c in _CHINESE_DIGITS for c in text):
        return int("".join(str(_CHINESE_DIGITS[c]) for c in text)) if text else None
    total = current = 0
    for c in text:
        if c in _CHINESE_DIGITS:
            current = _CHINESE_DIGITS[c]
        elif c in _MAGNITUDES:
            total += (current or 1) * _MAGNITUDES[c]
            current = 0
        else:
            return None
    return total + current


def roman_number(text: str) -> int | None:
    """A Roman numeral below 400; None where the letters are none.

    >>> roman_number("XIV"), roman_number("Ⅲ"), roman_number("MIX")
    (14, 3, None)
    """
    if len(text) == 1 and "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    if not text or any(c not in _ROMAN_NUMBERS for c in text):
        return None
    values = [_ROMAN_NUMBERS[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def count_of(text: str) -> int | None:
    """The number that a numeral of any script states; None for masks.

    >>> [count_of(t) for t in ("１２", "十二", "B", "*")]
    [12, 12, 2, None]
    """
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.upper()) - ord("A") + 1
    return chinese_number(text)


def _label(match: re.Match[str]) -> Label:
    """The label that a match of one of the patterns stands for."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    kind, number, prefix, doubtful = _read_groups(groups)
    if groups.get("bracketed") in {"x", "X"} and is_han(
        match.string[match.end() : match.end() + 1]
    ):
        kind, number, doubtful = Kind.BRACKETED, None, True
    return Label(kind, number, match.start(), match.end(), match.group().rstrip(), prefix, doubtful)


_Reading = tuple[Kind, int | None, tuple[int, ...], bool]


def _read_groups(groups: dict[str, str]) -> _Reading:
    if "unit" in groups:
        return _read_ordinal(groups)
    if "english" in groups:
        kind = _ENGLISH_UNITS[groups["english"].lower()]
        count = groups["count"]
        return (kind, roman_number(count) or count_of(count), (), False)
    if "strategic" in groups:
        *prefix, number = (int(n) for n in groups["strategic"].split("."))
        outer = "goal" in groups and not prefix
        return (Kind.GOAL if outer else Kind.STRATEGY, number, tuple(prefix), False)
    if "attachment" in groups:
        return (Kind.ATTACHMENT, count_of(groups["attachment"]), (), False)
    if "decimal" in groups:
        numbers = tuple(int(n) for n in re.split("[.．]", groups["decimal"]))
        kind = (Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4)[len(numbers) - 2]
        return (kind, numbers[-1], numbers[:-1], False)
    return _read_simple(groups)


def _read_ordinal(groups: dict[str, str]) -> _Reading:
    text = groups["ordinal"]
    number = None if text in {"n", "N", "×"} or set(text) <= set("xX*") else count_of(text)
    sub = chinese_number(groups["sub"]) if "sub" in groups else None
    return (_UNITS[groups["unit"]], number, () if sub is None else (sub,), False)


def _read_simple(groups: dict[str, str]) -> _Reading:
    if "chinese" in groups:
        return (Kind.CHINESE, chinese_number(groups["chinese"]), (), False)
    if "bracketed" in groups:
        return _read_bracketed(groups["bracketed"])
    if "circled" in groups:
        return _read_circled(groups["circled"])
    if "arabic" in groups:
        return (Kind.ARABIC, count_of(groups["arabic"]), (), "comma" in groups)
    if "half" in groups:
        text = groups["half"]
        kind = Kind.ARABIC_HALF if text.isdecimal() else Kind.BRACKETED
        return (kind, count_of(text), (), False)
    if "bare" in groups:
        return (Kind.ARABIC_BARE, count_of(groups["bare"]), (), True)
    if "roman" in groups:
        return (Kind.ROMAN, roman_number(groups["roman"]), (), True)
    return (Kind.LETTER, count_of(groups["letter"]), (), True)


def _read_circled(mark: str) -> _Reading:
    first, number, kind = next(
        (first, number, kind)
        for first, number, length, kind in _CIRCLED_STARTS
        if 0 <= ord(mark) - ord(first) < length
    )
    return (kind, number + ord(mark) - ord(first), (), False)


def _read_bracketed(text: str) -> _Reading:
    if text.isascii() and text.isalpha():
        return (Kind.LETTER_BRACKETED, count_of(text), (), True)
    kind = Kind.ARABIC_BRACKETED if text.isdecimal() else Kind.BRACKETED
    return (kind, count_of(text), (), text[0] == "*")


def match_label(text: str, position: int = 0) -> Label | None:
    """The label that stands at ``position``; the start of a line is taken for granted."""
    match = _pattern(_AT_START).match(text, position)
    return _label(match) if match else None


def starts_with_label(text: str) -> bool:
    """Whether a line opens with something that reads as a label beyond doubt.

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
    """Everything inside a line that may be a label, line start excluded, in order.

    A candidate must not follow a digit, a letter, a dot or 第.

    >>> [found.label for found in find_labels("抓好落实。2.加强督导。见第三条、3.5亿元、(三)保障")]
    ['2.', '第三条', '(三)']
    """
    found = []
    for match in _pattern(f"{_DECIMAL}|{_ANYWHERE}|{_LOST}").finditer(text):
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
    if before in {"第", ".", "．", "*"} or (match.group("chinese") and before in _CHINESE_DIGITS):
        return None
    if match.group("decimal") is not None:
        return _decimal_inside(text, match)
    return _label(match)


def _decimal_inside(text: str, match: re.Match[str]) -> Label | None:
    """``1.1`` between two Chinese words: doubtful, for it is a quantity nearly always."""
    after = text[match.end() : match.end() + 1]
    if not is_han(text[match.start() - 1 : match.start()]) or not is_han(after) or after in UNITS:
        return None
    return _label(match)._replace(doubtful=True)
