"""Deadlines as plans print them, put in order: 9月底前 is earlier than 年底前."""

import re

from plandiff.corpus.folding import fold
from plandiff.corpus.targets.vocabulary import words

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_PERIOD_ENDS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_BY = re.compile(r"底|末|前|到|至|内|by|before|end", re.IGNORECASE)
_HALF = ("上半年", "年中")
_MONTHS = {
    name: number
    for number, names in enumerate(
        words("jan feb mar apr may jun jul aug sep oct nov dec"), start=1
    )
    for name in (names,)
}
_ENGLISH_MONTH = re.compile("|".join(_MONTHS), re.IGNORECASE)


def compare_deadlines(
    old: tuple[str | None, int | None], new: tuple[str | None, int | None]
) -> str | None:
    """``earlier``, ``later`` or None for two (deadline as printed, year of its plan).

    The plan's own year said plainly (2023年计划投资 against 2024年计划投资) is no deadline moved.

    >>> compare_deadlines(("到2025年", 2021), ("2024年底前", 2021))
    'earlier'
    >>> compare_deadlines(("9月底前", 2023), ("年底前", 2024))
    'later'
    """
    before, after = _read(*old), _read(*new)
    if before is None or after is None:
        return None
    if before[0] and after[0]:  # both within the plan's own year
        mine, theirs = (0, before[2]), (0, after[2])
    elif before[1] is None or after[1] is None:
        return None
    else:
        mine, theirs = (before[1], before[2]), (after[1], after[2])
    if mine == theirs:
        return None
    return "earlier" if theirs < mine else "later"


def _read(printed: str | None, plan_year: int | None) -> tuple[bool, int | None, int] | None:
    """Whether it is relative to the plan's year, the year, and the month by whose end it is due."""
    if not printed:
        return None
    text = fold(printed)
    month = _month(text)
    for name, end in _PERIOD_ENDS.items():
        if name in text:
            return False, end, 12
    if found := _YEAR.search(text):
        year = int(found[1])
        plainly = year == plan_year and not _BY.search(text)
        return plainly, year, month
    if "明年" in text:
        return False, plan_year + 1 if plan_year else None, month
    if any(
        word in text
        for word in ("年内", "年底", "年末", "今年", "本年", "全年", "当年", "月", "半年", "年中")
    ):
        return not re.search(r"[\d一二三四五六七八九两]年内", text), plan_year, month
    return None


def _month(text: str) -> int:
    if found := _MONTH.search(text):
        return int(found[1])
    if found := _ENGLISH_MONTH.search(text):
        return _MONTHS[found[0].lower()]
    return 6 if any(word in text for word in _HALF) else 12
