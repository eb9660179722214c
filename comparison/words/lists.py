"""Detect reordered list items, which are not marked as deleted and inserted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from plandiff.comparison.edits import EditNature
from plandiff.comparison.words.changes import Change
from plandiff.corpus.text import lazy_re as re

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_SEPARATOR = re.compile(r"[、，,]|以及|和|与|及")
_COMMA = re.compile("[，,：:]")
_AROUND = 2


class _Listed(NamedTuple):
    """A change in a list, and the items that it removes and adds."""

    change: Change
    lost: tuple[str, ...]
    won: tuple[str, ...]

    @property
    def says_something(self) -> bool:
        """Whether it is more than the insertion or deletion of a 和."""
        return bool(self.lost or self.won or self.change.replaces)


def mark_reordered(old: str, new: str, changes: Sequence[Change]) -> list[Change]:
    """Return the changes; those that only reorder list items have the nature ``reordered``.

    >>> old, new = "语文、数学", "数学、语文"
    >>> [c.nature.value for c in mark_reordered(old, new, [Change(0, 3, 0, 0), Change(5, 5, 2, 5)])]
    ['reordered', 'reordered']
    """
    marked: list[Change] = []
    for group in _in_one_sentence(old, changes):
        moved = _reordered(old, new, group)
        marked += (
            change._replace(nature=EditNature.REORDERED) if change in moved else change
            for change in group
        )
    return marked


def _in_one_sentence(old: str, changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Group changes that have no end of a sentence between them."""
    group: list[Change] = []
    for change in changes:
        if group and _SENTENCE_END.search(old, group[-1].old_end, change.old_start):
            yield group
            group = []
        group.append(change)
    yield group


def _reordered(old: str, new: str, group: Sequence[Change]) -> set[Change]:
    """Return all changes of a group if it keeps all items, else pairs that cancel out."""
    listed = [
        _Listed(
            change,
            _items(old[change.old_start : change.old_end]),
            _items(new[change.new_start : change.new_end]),
        )
        for change in group
        if change.nature is EditNature.SUBSTANCE
        and _is_listed(old, change.old_start, change.old_end)
        and _is_listed(new, change.new_start, change.new_end)
    ]
    if sum(each.change.old_end - each.change.old_start for each in listed) < 2:
        return set()
    lost = sorted(chain.from_iterable(each.lost for each in listed))
    won = sorted(chain.from_iterable(each.won for each in listed))
    if lost and lost == won and _is_one_list(old, new, listed[0].change, listed[-1].change):
        return {each.change for each in listed if each.says_something}
    return set(_pairs(old, new, listed))


def _pairs(old: str, new: str, listed: Iterable[_Listed]) -> Iterator[Change]:
    """Yield deletions and insertions of the same items."""
    arrived: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for each in listed:
        if each.won and each.change.old_start == each.change.old_end:
            arrived[each.won].append(each.change)
    for each in listed:
        if each.lost and each.change.new_start == each.change.new_end:
            for inserted in arrived[each.lost]:
                if _is_one_list(old, new, *sorted((each.change, inserted))):
                    arrived[each.lost].remove(inserted)
                    yield each.change
                    yield inserted
                    break


def _is_one_list(old: str, new: str, first: Change, last: Change) -> bool:
    """Whether no clause ends between two changes.

    Items that are clauses themselves are exempt.  If 财政局 moves across a comma, from the leading
    bodies to the supporting ones, that is more than a new order.
    """
    texts = (
        text[span]
        for text, spans in (
            (old, (slice(*first[:2]), slice(*last[:2]))),
            (new, (slice(*first[2:4]), slice(*last[2:4]))),
        )
        for span in spans
    )
    return any(map(_COMMA.search, texts)) or not _COMMA.search(old, first.old_end, last.old_start)


def _items(text: str) -> tuple[str, ...]:
    return tuple(sorted(item for part in _SEPARATOR.split(text) if (item := part.strip())))


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether the span is empty, or a list separator is in it or next to it."""
    return start == end or bool(_SEPARATOR.search(text, max(0, start - _AROUND), end + _AROUND))
