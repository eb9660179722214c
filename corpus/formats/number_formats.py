"""Format numbers as Word's automatic numbering does (``w:numFmt``, ECMA-376 part 1, 17.18.59).

>>> format_number(12, "chineseCounting"), format_number(3, "decimalEnclosedCircle")
('十二', '③')
"""

from collections.abc import Callable

from plandiff.corpus.text.numerals import (
    LEGAL,
    LEGAL_TRADITIONAL,
    write_count,
    write_digits,
    write_roman,
)

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _letters(number: int) -> str:
    """Letters as Word counts, repeating the letter: a … z, aa, bb …."""
    if not 1 <= number <= 26 * 30:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _from(first: str, last: int) -> Callable[[int], str]:
    """A formatter: consecutive characters from ``first`` for 1 to ``last``, digits beyond."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= last else str(n)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return chr(ord("㉑") + number - 21)
    if 36 <= number <= 50:
        return chr(ord("㊱") + number - 36)
    return _from("①", 20)(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": write_roman,
    "lowerRoman": lambda n: write_roman(n).lower(),
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
    "ideographDigital": write_digits,
    "japaneseDigitalTenThousand": write_digits,
    "taiwaneseDigital": write_digits,
    "koreanDigital2": write_digits,
    "ideographLegalTraditional": lambda n: write_count(n, LEGAL_TRADITIONAL),
    "chineseLegalSimplified": lambda n: write_count(n, LEGAL),
    "chineseCounting": write_count,
    "chineseCountingThousand": write_count,
    "taiwaneseCounting": write_count,
    "taiwaneseCountingThousand": write_count,
    "japaneseCounting": write_count,
}


def format_number(number: int, form: str) -> str:
    """Format ``number`` in the numbering format ``form``; unknown formats give plain digits."""
    return str(number) if number < 0 else _FORMATS.get(form, str)(number)
