"""Items of a list that stand elsewhere in the same list: reordered, not deleted and inserted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from comparison.model import EditNature
from comparison.words.changes import Change

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_SEPARATOR = re.compile(r"[、，,]|以及|和|与|及")
_COMMA = re.compile("[，,：:]")
_AROUND = 2


def mark_reordered(old: str, new: str, changes: Sequence[Change]) -> list[Change]:
    """The changes, those that only put list items in another order marked as such.

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
    """Changes without the end of a sentence in or between them."""
    group: list[Change] = []
    for change in changes:
        if group and _SENTENCE_END.search(old, group[-1].old_end, change.old_start):
            yield group
            group = []
        group.append(change)
    yield group


def _reordered(old: str, new: str, group: Sequence[Change]) -> list[Change]:
    """All changes of a group if together they lose nothing, else pairs that cancel out."""
    listed = [
        change
        for change in group
        if change.nature is EditNature.SUBSTANCE
        and _is_listed(old, change.old_start, change.old_end)
        and _is_listed(new, change.new_start, change.new_end)
    ]
    if not listed or sum(change.old_end - change.old_start for change in listed) < 2:
        return []
    lost = [_items(old[change.old_start : change.old_end]) for change in listed]
    won = [_items(new[change.new_start : change.new_end]) for change in listed]
    same = any(lost) and sorted(chain(*lost)) == sorted(chain(*won))
    if same and _is_one_list(old, new, (listed[0], listed[-1])):
        return listed
    pairs: list[Change] = []
    for gone, deleted in zip(lost, listed, strict=True):
        for come, inserted in zip(won, listed, strict=True):
            one_sided = (
                deleted.new_start == deleted.new_end and inserted.old_start == inserted.old_end
            )
            alike = gone and one_sided and gone == come and inserted not in pairs
            if alike and _is_one_list(old, new, sorted((deleted, inserted))):
                pairs += (deleted, inserted)
                break
    return pairs


def _is_one_list(old: str, new: str, ends: Sequence[Change]) -> bool:
    """Whether no clause ends between the first and the last of these changes.

    Unless the items themselves are clauses: 财政局 that went from those that lead to those that
    help, behind a comma, is more than another order.
    """
    first, last = ends
    texts = (
        text[span]
        for text, spans in (
            (old, (slice(*first[:2]), slice(*last[:2]))),
            (new, (slice(*first[2:4]), slice(*last[2:4]))),
        )
        for span in spans
    )
    return any(map(_COMMA.search, texts)) or not _COMMA.search(old, first.old_end, last.old_start)


def _items(text: str) -> list[str]:
    return sorted(item for part in _SEPARATOR.split(text) if (item := part.strip()))


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether a separator of list items stands in the span or beside it, or the span is empty."""
    return start == end or bool(_SEPARATOR.search(text, max(0, start - _AROUND), end + _AROUND))
