"""Order deadlines as printed in plans: 9月底前 is earlier than 年底前."""

from functools import lru_cache

from msgspec.structs import replace

from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.dates import Due, read_due
from plandiff.corpus.text.folding import fold

_BY = re.compile(r"底|末|前|到|至|内|by|before|end", re.IGNORECASE)
_YEAR = len("2025-")
_ANY_YEAR = 2000
"""Placeholder year of a plan without one: its dates can be ordered within that year."""


def compare_deadlines(
    old: tuple[str | None, int | None], new: tuple[str | None, int | None]
) -> str | None:
    """Return ``earlier``, ``later`` or None for two pairs (printed deadline, year of its plan).

    The plan's own year (2023年计划投资 against 2024年计划投资) is no moved deadline.

    >>> compare_deadlines(("到2025年", 2021), ("2024年底前", 2021))
    'earlier'
    >>> compare_deadlines(("9月底前", 2023), ("年底前", 2024))
    'later'
    >>> compare_deadlines(("2026年起", 2025), ("2027年起", 2025))
    'later'
    """
    before, after = _read(*old), _read(*new)
    if before is None or after is None:
        return None
    last = before.until is not None and after.until is not None
    mine, theirs = (due.until if last else due.start for due in (before, after))
    if mine is None or theirs is None:  # end date against start date, or neither
        return None
    if before.relative and after.relative:  # both within the plan's own year
        mine, theirs = mine[_YEAR:], theirs[_YEAR:]
    elif (before.relative and old[1] is None) or (after.relative and new[1] is None):
        return None
    if mine == theirs:
        return None
    return "earlier" if theirs < mine else "later"


@lru_cache(maxsize=1 << 10)
def _read(printed: str | None, plan_year: int | None) -> Due | None:
    """Parse a printed deadline; it is ``relative`` also if it states the plan's own year."""
    if not printed:
        return None
    text = fold(printed)
    due = read_due(text, _ANY_YEAR if plan_year is None else plan_year)
    plainly = (due.until or due.start or "").startswith(f"{plan_year}-") and not _BY.search(text)
    return replace(due, relative=due.relative or plainly)
