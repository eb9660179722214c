"""Format numbers as a spreadsheet does, by their format code (ECMA-376 part 1, 18.8.31).

>>> shown(0.95, "0%"), shown(12345.6, "#,##0.00"), shown(-3, '0"万元";[Red](0)')
('95%', '12,345.60', '(3)')
>>> shown(46086, 'yyyy"年"m"月"d"日"')
'2026年3月5日'
"""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from plandiff.corpus.text import lazy_re as re

GENERAL = "General"

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0',
    7: '"¥"#,##0.00', 8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0", 42: '"¥"#,##0;-"¥"#,##0', 43: "#,##0.00;-#,##0.00",
    44: '"¥"#,##0.00;-"¥"#,##0.00', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Built-in formats, which files reference by number only, as in the Chinese edition."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|\[[^\]]*\]"
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-]0+)"
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})|(?P<digit>[0#?])"
    r"|(?P<sign>[.,%@/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,9})?)\]")
_LONGEST_CODE = 255
_MOST_DIGITS = 30


class Token(NamedTuple):
    """One token of a format code: its kind (a group of `_TOKEN`) and its text."""

    kind: str
    text: str


def built_in(number: int) -> str:
    """The code of a built-in format: ``built_in(9)`` is ``'0%'``."""
    return _BUILT_IN.get(number, GENERAL)


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """Format ``value`` with the format ``code``; unsupported codes give the plain number."""
    if len(code) > _LONGEST_CODE:
        return plain(value)
    section, magnitude = _section_for(value, code)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "elapsed"}:
        return shown_date(value, tokens, since_1904=since_1904) or plain(value)
    if not kinds & {"digit", "general", "sign"}:
        literal = "".join(token.text for token in tokens if token.kind in _LITERAL)
        return literal if tokens else plain(value) if not code else ""
    if "digit" not in kinds:
        return _with_general(magnitude, tokens)
    if any(token == Token("sign", "/") for token in tokens):
        return plain(value)  # fractions: 1.5 instead of 1 1/2
    try:
        return _with_digits(Decimal(repr(magnitude)), tokens)
    except (InvalidOperation, ValueError):
        return plain(value)


def plain(value: float) -> str:
    """Format a number as a cell without format does.

    >>> plain(95.0), plain(94.200000000000003), plain(0.1 + 0.2), plain(1e20)
    ('95', '94.2', '0.3', '1E+20')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.11g}".upper()
    if "E" in text and 1e-7 < abs(value) < 1:
        text = f"{value:.15f}".rstrip("0")
    return text


_LITERAL = frozenset({"quoted", "escaped", "currency", "other"})


def _section_for(value: float, code: str) -> tuple[str, float]:
    """The section of the code for a value, and the value with the sign that is still to be shown.

    ``positive;negative;zero``: the section for negative numbers contains the sign itself.
    """
    sections = _split(code)[:3]
    for section in sections:
        condition = _CONDITION.search(section)
        if condition and _meets(value, condition[1], float(condition[2])):
            return section, value
    if any(_CONDITION.search(section) for section in sections):
        return sections[-1], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _split(code: str) -> list[str]:
    """Split the code at semicolons that are not literals."""
    parts, start, quoted, position = [], 0, False, 0
    while position < len(code):
        if code[position] == '"':
            quoted = not quoted
        elif code[position] in "\\!" and not quoted:
            position += 1
        elif code[position] == ";" and not quoted:
            parts.append(code[start:position])
            start = position + 1
        position += 1
    return [*parts, code[start:]]


def _meets(value: float, sign: str, bound: float) -> bool:
    if sign == "<>":
        return value != bound
    less, equal = value < bound, value == bound
    return ("<" in sign and less) or ("=" in sign and equal) or (sign[0] == ">" and value > bound)


def _tokens(section: str) -> list[Token]:
    tokens = []
    for found in _TOKEN.finditer(section):
        kind = found.lastgroup
        if kind is not None:
            tokens.append(Token(kind, found[kind]))
    return tokens


def _with_general(value: float, tokens: list[Token]) -> str:
    """Format ``General"人"``: the plain number between literals."""
    pieces = [
        token.text if token.kind in _LITERAL else plain(value)
        for token in tokens
        if token.kind in {*_LITERAL, "general"} or token.text == "@"
    ]
    return "".join(pieces) or plain(value)


class _Shape(NamedTuple):
    """The placeholders of a format code."""

    whole: list[Token]
    """Tokens before the decimal point."""
    fraction: list[Token]
    """Tokens after the decimal point."""
    grouped: bool
    exponent: bool


def _shape(tokens: list[Token]) -> tuple[_Shape, int]:
    """The shape, and the power of ten by which the value is scaled (2 for ``%``, -3 per comma)."""
    dots = (i for i, token in enumerate(tokens) if token == Token("sign", "."))
    point = next(dots, len(tokens))
    digits = [i for i, token in enumerate(tokens) if token.kind == "digit"]
    scale = 2 * sum(token == Token("sign", "%") for token in tokens)
    grouped = False
    for i, token in enumerate(tokens):
        if token != Token("sign", ","):
            continue
        if any(digit > i for digit in digits if digit < point) and digits[0] < i:
            grouped = True
        elif digits and i > digits[0] and not any(i < digit < point for digit in digits):
            scale -= 3  # a comma after the last digit divides by 1000
    exponent = any(token.kind == "exponent" for token in tokens)
    kept = [i for i, token in enumerate(tokens) if token != Token("sign", ",")]
    whole = [tokens[i] for i in kept if i < point]
    fraction = [tokens[i] for i in kept if i > point]
    return _Shape(whole, fraction, grouped, exponent), scale


def _with_digits(value: Decimal, tokens: list[Token]) -> str:
    shape, scale = _shape(tokens)
    if shape.exponent:
        return f"{value:.2E}"
    places = min(sum(token.kind == "digit" for token in shape.fraction), _MOST_DIGITS)
    rounded = abs(value).scaleb(scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    sign = "-" if value < 0 and rounded else ""
    after = _fill_fraction(shape.fraction, fraction)
    return sign + _fill_whole(shape, whole) + after


def _fill_whole(shape: _Shape, digits: str) -> str:
    """Fill the integer placeholders from the right; the first one takes all remaining digits.

    Literals between placeholders keep their position: ``0!.0,`` shows 12345 as 1.2 (万).
    """
    places = [i for i, token in enumerate(shape.whole) if token.kind == "digit"]
    rest = digits.lstrip("0")
    pieces: list[str] = []
    count = 0
    for i in range(len(shape.whole) - 1, -1, -1):
        token = shape.whole[i]
        if token.kind != "digit":
            pieces.append(token.text if token.kind in _LITERAL or token.text in "%/" else "")
            continue
        taken = rest if i == places[0] else rest[-1:]
        rest = "" if i == places[0] else rest[:-1]
        taken = taken or ("0" if token.text == "0" else "")
        for digit in reversed(taken):
            pieces.append("," if shape.grouped and count and count % 3 == 0 else "")
            pieces.append(digit)
            count += 1
    return "".join(reversed(pieces))


def _fill_fraction(tokens: list[Token], digits: str) -> str:
    """Fill the decimal placeholders; ``#`` and ``?`` omit trailing zeros."""
    needed = 0
    places = [token.text for token in tokens if token.kind == "digit"]
    for place, sign in enumerate(places):
        if sign == "0" or digits[place : place + 1].strip("0"):
            needed = place + 1
    text, used = "", 0
    for token in tokens:
        if token.kind == "digit":
            text += digits[used : used + 1] if used < needed else ""
            used += 1
        elif token.kind in _LITERAL or token.text == "%":
            text += token.text
    return f".{text}" if needed else text


_DAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - dates in plans have no time zone
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_LAST = 2_958_465
"""Serial of 31 December 9999; later dates are shown as ``####``."""


def shown_date(
    value: float, tokens: Sequence[tuple[str, str]], *, since_1904: bool = False
) -> str | None:
    """Format a serial date with the tokens of a format code.

    Returns None if the serial is not a valid date.

    >>> shown_date(0.5, [("date", "h"), ("other", ":"), ("date", "mm")])
    '12:00'
    """
    if not 0 <= value <= _LAST:
        return None
    when = _moment(value, since_1904=since_1904)
    if when is None:
        return None
    half_days = any(kind == "noon" for kind, _ in tokens)
    pieces = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "elapsed":
            pieces.append(
                str(math.floor(value * {"h": 24, "m": 1440, "s": 86400}[text[0].lower()]))
            )
        elif kind == "noon":
            pieces.append("上午" if when.hour < 12 else "下午")
        elif kind == "date":
            minutes = text[0].lower() == "m" and _are_minutes(tokens, place)
            pieces.append(_part(when, "n" * len(text) if minutes else text.lower(), half_days))
        elif kind not in {"digit", "general"}:
            pieces.append(text)
    return "".join(pieces).rstrip(".")


def _moment(value: float, *, since_1904: bool) -> dt.datetime | None:
    """Convert a serial to a datetime, to the second.  As in Excel, 1900 counts as a leap year."""
    day = math.floor(value)
    seconds = round((value - day) * 86400)
    if not since_1904 and day < 60:
        day += 1
    try:
        epoch = _EPOCH_1904 if since_1904 else _EPOCH
        return epoch + dt.timedelta(days=day, seconds=seconds)
    except OverflowError:
        return None


def _are_minutes(tokens: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether an ``m`` means minutes: the unit before it is hours or the one after it seconds."""
    units = [(i, text[0].lower()) for i, (kind, text) in enumerate(tokens) if kind in _UNITS]
    before = [unit for i, unit in units if i < place]
    behind = [unit for i, unit in units if i > place]
    return before[-1:] == ["h"] or behind[:1] == ["s"]


_UNITS = frozenset({"date", "elapsed"})


def _part(when: dt.datetime, asked: str, half_days: bool) -> str:
    """Format one unit of the date; ``n`` means minutes."""
    unit, length = asked[0], len(asked)
    if unit == "a":
        return ("周" if length == 3 else "星期") + _DAYS[when.weekday()]
    if unit == "d" and length > 2:
        return "星期" + _DAYS[when.weekday()]
    if unit == "m" and length > 2:
        return _MONTHS[when.month - 1]
    if unit == "y":
        return f"{when.year:04d}" if length > 2 else f"{when.year % 100:02d}"
    hour = (when.hour - 1) % 12 + 1 if half_days else when.hour
    parts = {"e": when.year, "m": when.month, "d": when.day, "h": hour}
    number = parts.get(unit, when.minute if unit == "n" else when.second)
    return f"{number:02d}" if length == 2 else str(number)
