"""Parse and format numerals: Arabic, Chinese, Roman, and mixed forms as in plans.

`read_number` parses quantities; `read_count` and `read_roman` parse ordinals: labels, years, user
input.  They expect text folded by `plandiff.corpus.text.folding`: half-width and simplified.  The
grammar is our own: cn2an parses plain integers well (the tests use it as an oracle), but not
三分之一, 百分之九十, 1,200 or 3千5百 as one number, and importing it takes longer than reading ten
plans.
"""

import math
from decimal import Decimal
from functools import lru_cache

from plandiff.corpus.text import lazy_re as re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
_LARGE = {"万": 10**4, "亿": 10**8}
_IN_COUNTS = frozenset({*_DIGITS, *_SMALL, *_LARGE})
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ROMAN_LABELS = {letters: value for value, letters in _ROMAN if letters in "CLXVI"}
_LONGEST = 15
"""Maximum digits that a float represents exactly."""

COUNTING, LEGAL, LEGAL_TRADITIONAL = (
    "零一二三四五六七八九十百千万",
    "零壹贰叁肆伍陆柒捌玖拾佰仟万",
    "零壹貳參肆伍陸柒捌玖拾佰仟萬",
)
"""Digit sets for `write_count`: everyday, financial, financial in traditional characters."""

HAN_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
"""Characters of Chinese numerals in running text (financial forms are parsed, not searched)."""

_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|\d{1,15}(?:\.\d{1,9})?")
_PERCENT = re.compile(r"百分之(.{1,12})")
_FRACTION = re.compile(r"([^分]{1,8})分之([^分]{1,8})")


def read_number(text: str) -> float | None:
    """Return the value of a numeral, or None if ``text`` is not one.

    A percentage is returned as a fraction of 1; a year written digit by digit as the year.

    >>> [read_number(t) for t in ("1,200", "4.9亿", "一千三百二十万", "二〇二五", "两", "半")]
    [1200.0, 490000000.0, 13200000.0, 2025.0, 2.0, 0.5]
    >>> [read_number(t) for t in ("百分之九十", "三分之一", "一百二", "若干")]
    [0.9, 0.3333333333333333, 120.0, None]
    """
    text = text.strip()
    if text == "半":
        return 0.5
    if percent := _PERCENT.fullmatch(text):
        share = read_number(percent[1])
        return None if share is None else share / 100
    if fraction := _FRACTION.fullmatch(text):
        below, above = read_number(fraction[1]), read_number(fraction[2])
        return above / below if above is not None and below else None
    whole, point, decimals = text.partition("点")
    if point:
        return _read_decimals(whole, decimals)
    return _read_integer(text)


@lru_cache(maxsize=1024)
def read_count(text: str) -> int | None:
    """Parse a whole number in digits or as a Chinese numeral; None for anything else.

    Digits may be full-width, so labels need no folding.

    >>> [read_count(t) for t in ("12", "十", "二十三", "一百零五", "一百二", "二〇二五", "一二")]
    [12, 10, 23, 105, 120, 2025, 12]
    >>> read_count("1.5"), read_count("若干"), read_count("")
    (None, None, None)
    """
    if text.isdecimal():
        return int(text) if len(text) <= _LONGEST else None
    value = _read_integer(text) if _IN_COUNTS.issuperset(text) else None
    return None if value is None else int(value)


def read_roman(text: str) -> int | None:
    """Parse a Roman numeral below 400, as in labels; None if the text is not one.

    >>> read_roman("XIV"), read_roman("Ⅲ"), read_roman("MIX")
    (14, 3, None)
    """
    if len(text) == 1 and "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    if not text or any(c not in _ROMAN_LABELS for c in text):
        return None
    values = [_ROMAN_LABELS[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def write_count(number: int, figures: str = COUNTING) -> str:
    """Format 0 to 99,999 as a Chinese numeral, larger numbers in Arabic digits.

    ``figures``: the ten digits followed by the characters for 10, 100, 1000 and 10,000.

    >>> write_count(12), write_count(105), write_count(120, LEGAL), write_count(0)
    ('十二', '一百零五', '壹佰贰拾', '零')
    """
    if number >= 100_000:
        return str(number)
    text, gap = "", False
    for power, figure in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if figure == "0":
            gap = True
            continue
        text += (figures[0] if gap and text else "") + figures[int(figure)]
        text += figures[9 + power] if power else ""
        gap = False
    if figures == COUNTING and text.startswith("一十"):
        text = text[1:]
    return text or figures[0]


def write_digits(number: int) -> str:
    """Format a number digit by digit, as for years: ``write_digits(2025)`` is ``'二〇二五'``."""
    return "".join("〇一二三四五六七八九"[int(figure)] for figure in str(number))


def write_roman(number: int) -> str:
    """Format 1 to 3999 as a Roman numeral in capitals, other numbers in Arabic digits.

    >>> write_roman(14), write_roman(4000)
    ('XIV', '4000')
    """
    if not 1 <= number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _read_decimals(whole: str, decimals: str) -> float | None:
    base = _read_integer(whole)
    if base is None or not decimals or any(c not in _DIGITS for c in decimals):
        return None
    return float(f"{int(base)}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _read_integer(text: str) -> float | None:
    """Parse digits and multipliers from left to right: 一亿三千万, 3千5百, 4.9亿, 二〇二五."""
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text)) if len(text) <= _LONGEST else None
    total = section = Decimal(0)
    pending: Decimal | None = None
    last_scale = 1
    position = 0
    while position < len(text):
        character = text[position]
        decimal = _DECIMAL.match(text, position)
        position = decimal.end() if decimal else position + 1
        if decimal or character in _DIGITS:
            if pending:
                return None
            pending = (
                Decimal(decimal[0].replace(",", "")) if decimal else Decimal(_DIGITS[character])
            )
            last_scale = 1 if character in "零〇" else last_scale
        elif character in _SMALL:
            last_scale = _SMALL[character]
            section += (1 if pending is None else pending) * last_scale
            pending = None
        elif character in _LARGE:
            last_scale = _LARGE[character]
            total = _scale_up(total, section + (pending or 0), last_scale)
            section, pending = Decimal(0), None
        else:
            return None
    # 一百二 (120) and 一万二 (12,000) omit the last multiplier
    colloquial = last_scale // 10 if pending is not None and last_scale >= 100 else 1
    return float(total + section + (pending or 0) * colloquial) if text else None


def _scale_up(total: Decimal, section: Decimal, scale: int) -> Decimal:
    """Multiply the number before 万 or 亿; in 1.3万亿 the 亿 also multiplies the 万."""
    if scale > 10**4 and 0 < total < scale:
        return (total + section) * scale
    return total + (section or 1) * scale


def tidy_number(value: float | None) -> int | float | None:
    """Convert to a JSON number: integers without fraction, no rounding noise, no NaN.

    >>> tidy_number(3640.0), tidy_number(0.1 + 0.2), tidy_number(None)
    (3640, 0.3, None)
    """
    if value is None or not math.isfinite(value):
        return None
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded
