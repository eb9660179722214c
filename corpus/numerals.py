"""Numbers as plans write them, Arabic, Chinese or mixed, as one float.

An own grammar: cn2an reads plain integers well (the tests use it as an oracle), but not 三分之一,
百分之九十, 1,200 or 3千5百 as one number, and importing it takes longer than reading ten plans.
All functions expect folded text (``plandiff.corpus.folding.fold``): half-width and simplified.
"""

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
_LARGE = {"万": 10**4, "亿": 10**8}
_LONGEST = 15
"""Digits that a float still tells apart."""

HAN_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
"""Characters of a Chinese numeral in running text (the banker's forms are read, not searched)."""

_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|\d{1,15}(?:\.\d{1,9})?")
_PERCENT = re.compile(r"百分之(.{1,12})")
_FRACTION = re.compile(r"([^分]{1,8})分之([^分]{1,8})")


def read_number(text: str) -> float | None:
    """The value of a numeral, or None where ``text`` is none.

    A percentage gives its share of one; years read digit by digit give the year.

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


def _read_decimals(whole: str, decimals: str) -> float | None:
    base = _read_integer(whole)
    if base is None or not decimals or any(c not in _DIGITS for c in decimals):
        return None
    return float(f"{int(base)}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _read_integer(text: str) -> float | None:
    """Digits and multipliers from left to right: 一亿三千万, 3千5百, 4.9亿, 二〇二五."""
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
    # 一百二 and 一万二 leave the last multiplier out
    colloquial = last_scale // 10 if pending is not None and last_scale >= 100 else 1
    return float(total + section + (pending or 0) * colloquial) if text else None


def _scale_up(total: Decimal, section: Decimal, scale: int) -> Decimal:
    """What stands before 万 or 亿 times it; in 1.3万亿 the 亿 counts the 万."""
    if scale > 10**4 and 0 < total < scale:
        return (total + section) * scale
    return total + (section or 1) * scale
