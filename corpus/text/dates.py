"""Parse due dates in plans to calendar days.

Expects folded text.  Relative dates need the plan's year: 9月底前, 年内.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    import calendar
else:
    calendar = LazyModule("calendar")

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"(?<![一-鿿])?二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?=\d{1,2}月)")
_REPUBLIC_YEAR = re.compile(r"(?<!\d)(1[01]\d) ?年")
"""Years of the Republic (民國), as used in Taiwan."""
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d ?[年./-] ?)?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?(?!\d|月)"
)
_MONTH = re.compile(r"(?<!\d)(\d{1,2}) ?月")
_DOTTED_MONTH = re.compile(r"(?:19|20)\d\d ?[./-] ?(\d{1,2})(?![\d./-])")
_PERIODS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_MONTH_NAMES = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ENGLISH_MONTH = re.compile(rf"\b({'|'.join(_MONTH_NAMES)})[a-z]*\b", re.IGNORECASE)
_ENGLISH_DAY = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:{'|'.join(_MONTH_NAMES)})|"
    rf"(?:{'|'.join(_MONTH_NAMES)})[a-z]* (\d{{1,2}})(?!\d))",
    re.IGNORECASE,
)
_QUARTERS = re.compile(r"(?:第?([一二三四1-4])季度|\bQ([1-4])\b)")
_TERM_BEGINS = re.compile(r"([春秋])季?(?:学期)?开学")
_PARTS_OF_MONTH = {"上旬": 10, "中旬": 20, "下旬": 31}
_RECURRING = re.compile(
    r"每[一二两三四五半\d]?个?(?:学期|学年|季度?|月|年|周|日|旬|星期)|按[月季年]|"
    r"\b(?:annual|month|quarter|week)ly|\bevery (?:year|month|term)",
    re.IGNORECASE,
)
_FROM = re.compile(r"起|开始|以来|\bfrom\b|\bsince\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?<![底末内日旬])\s*(?:之前|以前|前)(?!\d)")
_WITHIN = re.compile(
    r"(?:自|从).{1,12}(?:之日)?起.{0,12}内|[\d一二两三四五六七八九十]{1,3}(?:年|个月|个?工作日|天|日)(?:之|以)?内"
)
_THIS_YEAR = re.compile(r"年[内底末终]|今年|本年|全年|当年|半年|年中|季度|月|\d旬|明年")
_RANGE = re.compile(r" ?(?:至|到|-|~) ?")


class Due(Struct, frozen=True):
    """A due date or period; days are ISO 8601, ``2025-06-30``."""

    start: str | None
    """The first day if the text states one: 2017年起."""
    until: str | None
    """The last day; None if there is none: 每学期, 长期坚持."""
    relative: bool = False
    """Whether no year is named: the day is in the plan's year, and the next plan repeats it."""


def read_due(printed: str, year: int | None) -> Due:
    """Parse a date in folded text; ``year`` is the year of its plan.

    >>> read_due("2025年6月底前", 2024)
    Due(start=None, until='2025-06-30', relative=False)
    >>> read_due("9月底前", 2024)
    Due(start=None, until='2024-09-30', relative=True)
    >>> read_due("2017年起", None).start, read_due("长期坚持", 2024).until
    ('2017-01-01', None)
    """
    text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), printed)
    text = _SHORT_YEAR.sub(r"20\1年", text)
    text = _REPUBLIC_YEAR.sub(lambda found: f"{int(found[1]) + 1911}年", text)
    if _RECURRING.search(text) or _WITHIN.search(text):
        return Due(None, None)
    first, last = _ends(text)
    end = _last_day(last, _named_year(last) or _named_year(first), year)
    if end is None:
        return Due(None, None)
    relative = _named_year(text) is None and "明年" not in text
    if first != last:
        return Due(_first_day(first, year), end, relative)
    if _FROM.search(text):
        return Due(_first_day(text, year), None, relative)
    return Due(None, end, relative)


def _ends(text: str) -> tuple[str, str]:
    """Both ends of a date range; the same text twice for a single date."""
    for sign in _RANGE.finditer(text):
        before, after = text[: sign.start()], text[sign.end() :]
        if (
            re.search(r"\d", before)
            and re.search(r"\d ?[年月日]|底", after)
            and re.search(r"[年月日\d]\Z", before)
        ):
            unit = "月" if before[-1].isdigit() and "月" in after and len(before) <= 7 else ""
            return before + unit, after
    return text, text


def _named_year(text: str) -> int | None:
    for name, end in _PERIODS.items():
        if name in text:
            return end
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _month_and_day(text: str) -> tuple[int, int] | None:
    """The last month and day of the text's period; None if it names only a year."""
    if found := _DAY.search(text):
        return int(found[1]), int(found[2])
    if found := _MONTH.search(text) or _DOTTED_MONTH.search(text):
        day = next((day for part, day in _PARTS_OF_MONTH.items() if part in text), 31)
        return int(found[1]), day
    if found := _ENGLISH_MONTH.search(text):
        numbered = _ENGLISH_DAY.search(text)
        return _MONTH_NAMES[found[1].lower()], int(numbered[1] or numbered[2]) if numbered else 31
    if found := _QUARTERS.search(text):
        quarter = found[1] or found[2]
        return 3 * ("一二三四".find(quarter) + 1 or int(quarter)), 31
    if term := _TERM_BEGINS.search(text):
        return (3 if term[1] == "春" else 9), 31
    if re.search(r"上半年|年中", text):
        return 6, 31
    return None


def _last_day(text: str, named: int | None, plan_year: int | None) -> str | None:
    month_day = _month_and_day(text)
    if named is None and plan_year is not None and _THIS_YEAR.search(text):
        named = plan_year + ("明年" in text)
    if named is None:
        return None
    if month_day is None:
        # 2018年前 excludes 2018; 2018年底前 does not.
        return f"{named - 1 if _BEFORE.search(text) and _YEAR.search(text) else named:04}-12-31"
    month, day = month_day
    if not 1 <= month <= 12:
        return None
    if day == 31 and "日" not in text and _BEFORE.search(text) and "旬" not in text:
        named, month = (named, month - 1) if month > 1 else (named - 1, 12)
    return f"{named:04}-{month:02}-{min(day, calendar.monthrange(named, month)[1]):02}"


def _first_day(text: str, plan_year: int | None) -> str | None:
    named = _named_year(text) or plan_year
    if named is None:
        return None
    month, day = _month_and_day(text) or (1, 1)
    if not 1 <= month <= 12:
        return None
    first = 1 if day == 31 else day
    return f"{named:04}-{month:02}-{min(first, calendar.monthrange(named, month)[1]):02}"
