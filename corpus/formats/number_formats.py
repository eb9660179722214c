"""Numbers as Word prints them in automatic numbering (``w:numFmt``, ECMA-376 part 1, 17.18.59).

>>> format_number(12, "chineseCounting"), format_number(3, "decimalEnclosedCircle")
('十二', '③')
"""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬")
_COUNTING = ("零一二三四五六七八九", "十百千万")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _counting(number: int, words: tuple[str, str]) -> str:
    """``120`` is 一百二十, ``105`` 一百零五; a ten at the front has no 一."""
    digits, units = words
    if number >= 100_000:
        return str(number)
    text, gap = "", False
    for power, figure in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if figure == "0":
            gap = True
            continue
        text += (digits[0] if gap and text else "") + digits[int(figure)]
        text += units[power - 1] if power else ""
        gap = False
    if words is _COUNTING and text.startswith("一十"):
        text = text[1:]
    return text or digits[0]


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _letters(number: int) -> str:
    """Word repeats the letter: a … z, aa, bb …."""
    if not 1 <= number <= 26 * 30:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 1 <= number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _from(first: str, last: int) -> Callable[[int], str]:
    """Consecutive characters from ``first`` for 1 to ``last``, plain digits beyond."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= last else str(n)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return chr(ord("㉑") + number - 21)
    if 36 <= number <= 50:
        return chr(ord("㊱") + number - 36)
    return _from("①", 20)(number)


def _simple_counting(number: int) -> str:
    return _counting(number, _COUNTING)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "numberInDash": lambda n: f"- {n} -",
    "decimalFullWidth": lambda n: str(n).translate(_WIDE),
    "decimalFullWidth2": lambda n: str(n).translate(_WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "koreanDigital2": _digital,
    "ideographLegalTraditional": lambda n: _counting(n, _LEGAL_TRADITIONAL),
    "chineseLegalSimplified": lambda n: _counting(n, _LEGAL_SIMPLIFIED),
    "chineseCounting": _simple_counting,
    "chineseCountingThousand": _simple_counting,
    "taiwaneseCounting": _simple_counting,
    "taiwaneseCountingThousand": _simple_counting,
    "japaneseCounting": _simple_counting,
}


def format_number(number: int, form: str) -> str:
    """``number`` in the numbering format ``form``; formats that are not known print digits."""
    return str(number) if number < 0 else _FORMATS.get(form, str)(number)
