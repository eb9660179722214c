"""Numbers of headings in the custom of the report's language."""

from plandiff.comparison.reports.labels import Labels

_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """A number from 1 to 99 in Chinese.

    >>> chinese_number(7), chinese_number(10), chinese_number(21)
    ('七', '十', '二十一')
    """
    tens, ones = divmod(value, 10)
    before = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[ones] if ones else "")


def heading_number(index: int, labels: Labels) -> str:
    """``一、`` or ``1. `` for the heading with that index, from 0."""
    return f"{chinese_number(index + 1)}、" if labels.language == "zh" else f"{index + 1}. "
