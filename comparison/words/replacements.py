"""Wording changed throughout: the same replacement made in many places.

A listed company writes it as the first line of its 对照表: “股东大会”统一修订为“股东会”.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from comparison.model import Edit, EditNature, Op, Replacement, Row

_FEWEST = 3
_FEWEST_ROWS = 2
_LONGEST = 16
_JOINTS = re.compile("([和与及或的、])")
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
        replaces = before.op is Op.DELETE and after.op is Op.INSERT
        if replaces and before.nature is EditNature.SUBSTANCE is after.nature:
            yield from _pairs_of_words(before.text.strip(_EDGES), after.text.strip(_EDGES))


def _pairs_of_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The pair itself; part by part where the same 和 and 的 stand between the parts.

    >>> list(_pairs_of_words("股东大会和董事", "股东会和董事会"))
    [('股东大会', '股东会'), ('董事', '董事会')]
    """
    old_parts, new_parts = _JOINTS.split(old), _JOINTS.split(new)
    if max(len(old), len(new)) > _LONGEST or old_parts[1::2] != new_parts[1::2]:
        old_parts, new_parts = [old], [new]
    for before, after in zip(old_parts[::2], new_parts[::2], strict=True):
        if before != after and _is_wording(before) and _is_wording(after):
            yield before, after


def _is_wording(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not any(map(str.isdigit, text))
