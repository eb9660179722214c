"""Wording changed throughout: the same replacement made in many places.

A listed company writes it as the first line of its 对照表: “股东大会”统一修订为“股东会”.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from comparison.model import Edit, EditNature, Op, Replacement, Row

_FEWEST = 3
_FEWEST_ROWS = 2
_LONGEST = 16
_EDGES = " \t\n，。；：、"


def find_replacements(rows: Iterable[Row]) -> tuple[Replacement, ...]:
    """Replacements that were made again and again, the most frequent first.

    Numbers are left out: that 3 became 5 in three places is no wording.
    """
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in rows:
        for pair in _replaced(row.edits):
            counts[pair] += 1
            places[pair][row.id] = None
    found = [
        Replacement(old, new, count, tuple(places[old, new]))
        for (old, new), count in counts.items()
        if count >= _FEWEST and len(places[old, new]) >= _FEWEST_ROWS
    ]
    return tuple(sorted(found, key=lambda each: -each.count))


def _replaced(edits: Iterable[Edit]) -> Iterator[tuple[str, str]]:
    """Short words that stand against each other."""
    for before, after in pairwise(edits):
        if before.op is Op.DELETE and after.op is Op.INSERT and before.nature is after.nature:
            old, new = before.text.strip(_EDGES), after.text.strip(_EDGES)
            if before.nature is EditNature.SUBSTANCE and _is_wording(old) and _is_wording(new):
                yield old, new


def _is_wording(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not any(map(str.isdigit, text))
