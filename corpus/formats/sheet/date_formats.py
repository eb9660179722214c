"""Dates and times as a spreadsheet shows them: days since the end of 1899 (or since 1904)."""

import datetime as dt
import math
from collections.abc import Sequence

_DAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a date on paper has no time zone
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_LAST = 2_958_465
"""31 December 9999; later ones are shown as ``####``."""


def shown_date(
    value: float, tokens: Sequence[tuple[str, str]], *, since_1904: bool = False
) -> str | None:
    """The date that a serial number stands for, as the tokens of a format code ask.

    None where no calendar has such a day.

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
    """The serial as a moment, to the second.  1900 counts as a leap year, as the first one did."""
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
    """Whether an ``m`` counts minutes: the unit before it is hours, or the one behind seconds."""
    units = [(i, text[0].lower()) for i, (kind, text) in enumerate(tokens) if kind in _UNITS]
    before = [unit for i, unit in units if i < place]
    behind = [unit for i, unit in units if i > place]
    return before[-1:] == ["h"] or behind[:1] == ["s"]


_UNITS = frozenset({"date", "elapsed"})


def _part(when: dt.datetime, asked: str, half_days: bool) -> str:
    """One unit of the date; ``n`` stands for minutes."""
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
