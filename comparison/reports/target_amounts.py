"""Amounts with their units as readers write them: ``81%``, ``20 schools``, ``$3.2 million``."""

from plandiff.corpus.model import Target

_SIGNS = {"$": "$", "US$": "US$", "£": "£", "€": "€", "¥": "¥"}
WITHOUT_UNIT = frozenset(("比", "ratio", "rank"))
"""Units of 15:1 and of a place, which nobody prints behind a number."""


def is_told_as_printed(target: Target) -> bool:
    """Whether one number with a unit would say less than the plan: 15:1, 进入前三名, 保4争3."""
    return target.unit in WITHOUT_UNIT or (
        target.unit == "位" and any(mark in target.quote for mark in "前争")
    )


def with_unit(amount: str, unit: str) -> str:
    """The amount with its unit; a blank only before a word in Latin letters.

    >>> with_unit("6", "所"), with_unit("20", "schools"), with_unit("3.2", "million $")
    ('6所', '20 schools', '$3.2 million')
    """
    words = unit.split()
    if words and words[-1] in _SIGNS:
        return with_unit(_SIGNS[words[-1]] + amount, " ".join(words[:-1]))
    latin = unit[:1].isascii() and unit[:1].isalpha()
    return f"{amount} {unit}" if latin else f"{amount}{unit}"
