"""Amounts with their units as readers write them: ``81%``, ``20 schools``, ``$3.2 million``."""

_SIGNS = {"$": "$", "US$": "US$", "£": "£", "€": "€", "¥": "¥"}
RATIOS = frozenset(("比", "ratio"))
"""Units of 15:1, which is told as it is printed and not as one number."""


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
