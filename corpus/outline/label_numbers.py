"""The numbers in labels: 二十三, 參, 丙, XIV, ⑶."""

from functools import lru_cache

STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The ten stems, which count like letters."""
FORMAL_NUMERALS = "壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰零"
"""The long forms of numerals, simplified and traditional."""

_ROMAN_NUMBERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000}
_PLAIN_FORMS = str.maketrans(FORMAL_NUMERALS, "一二二二三三三四五六六七八九十百零")


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


def formal_number(text: str) -> int | None:
    """A numeral in long forms.

    >>> [formal_number(c) for c in ("壹", "參", "叁", "拾貳")]
    [1, 3, 3, 12]
    """
    return chinese_number(text.translate(_PLAIN_FORMS))


def roman_number(text: str) -> int | None:
    """A Roman numeral below 400 in capitals; None where the letters are none.

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


def is_digit(character: str) -> bool:
    """Whether the character is a digit of a Chinese numeral: 一 to 九, 零, 〇, 两."""
    return character in _CHINESE_DIGITS
