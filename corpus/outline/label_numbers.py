"""The numbers that only labels have: 參, 丙, B."""

from plandiff.corpus.text.numerals import read_count

STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The ten stems, which count like letters."""
FORMAL_NUMERALS = "壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰零"
"""The long forms of numerals, simplified and traditional."""

_PLAIN_FORMS = str.maketrans(FORMAL_NUMERALS, "一二二二三三三四五六六七八九十百零")


def formal_number(text: str) -> int | None:
    """A numeral in long forms.

    >>> [formal_number(c) for c in ("壹", "參", "叁", "拾貳")]
    [1, 3, 3, 12]
    """
    return read_count(text.translate(_PLAIN_FORMS))


def count_of(text: str) -> int | None:
    """The number that a numeral of any script states; None for masks.

    >>> [count_of(t) for t in ("１２", "十二", "B", "*")]
    [12, 12, 2, None]
    """
    if not text:
        return None
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.upper()) - ord("A") + 1
    return read_count(text)
