"""Items of a list that stand elsewhere in the same list: reordered, not deleted and inserted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from comparison.model import EditNature
from comparison.words.changes import Change

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_SEPARATOR = re.compile(r"[、，,]|以及|和|与|及")
_AROUND = 2


def mark_reordered(old: str, new: str, changes: Sequence[Change]) -> list[Change]:
    """The changes, those that only put list items in another order marked as such.

    >>> old, new = "语文、数学", "数学、语文"
    >>> [c.nature.value for c in mark_reordered(old, new, [Change(0, 3, 0, 0), Change(5, 5, 2, 5)])]
    ['reordered', 'reordered']
    """
    marked: list[Change] = []
    for group in _in_one_sentence(old, new, changes):
        moved = _reordered(old, new, group)
        marked += (
            replace(change, nature=EditNature.REORDERED) if change in moved else change
            for change in group
        )
    return marked


def _in_one_sentence(old: str, new: str, changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes without the end of a sentence in or between them."""
    group: list[Change] = []
    for change in changes:
        if group and _SENTENCE_END.search(old, group[-1].old_end, change.old_start):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _reordered(old: str, new: str, group: Sequence[Change]) -> Sequence[Change]:
    """All changes of a group if together they lose nothing, else pairs that cancel out."""
    real = [change for change in group if change.nature is EditNature.SUBSTANCE]
    lost = [_items(old[c.old_start : c.old_end]) for c in real]
    won = [_items(new[c.new_start : c.new_end]) for c in real]
    listed = [
        _is_listed(old, c.old_start, c.old_end) or _is_listed(new, c.new_start, c.new_end)
        for c in real
    ]
    total = sum(lost, Counter[str]())
    if total and total == sum(won, Counter[str]()):
        return real if all(listed) else ()
    pairs: list[Change] = []
    for a, gone in enumerate(lost):
        for b, come in enumerate(won):
            one_sided = not won[a] and not lost[b]
            if (
                gone
                and gone == come
                and one_sided
                and listed[a]
                and listed[b]
                and real[b] not in pairs
            ):
                pairs += (real[a], real[b])
                break
    return pairs


def _items(text: str) -> Counter[str]:
    return Counter(item for part in _SEPARATOR.split(text) if (item := part.strip()))


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether a separator of list items stands in the span or beside it."""
    if start == end:
        return False
    return bool(_SEPARATOR.search(text[max(0, start - _AROUND) : end + _AROUND]))
