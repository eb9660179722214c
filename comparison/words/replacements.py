"""Global replacements: the same wording replaced in many places.

A listed company states them in the first line of its 对照表: “股东大会”统一修订为“股东会”.  If
words were only inserted or only deleted, the adjacent words complete the replacement: repeated
insertion of 宪法和 before 法律委员会 is 法律委员会 replaced by 宪法和法律委员会.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plandiff.comparison.edits import Edit, EditNature, Op, RowKind
from plandiff.comparison.model import Replacement, Row
from plandiff.comparison.words.changes import common_head
from plandiff.comparison.words.rules import HAN
from plandiff.comparison.words.segmentation import cut_run
from plandiff.corpus.text import lazy_re as re

_FEWEST = 3
_FEWEST_ROWS = 2
_LONGEST = 16
_JOINTS = re.compile("([和与及或的、])")
_EDGES = " \t\n，。；：、"
_CLAUSE_END = re.compile("[，。；：！？!?;\n]")
_BEHIND = re.compile(rf"\A[{HAN}]{{2,8}}")
_BEFORE = re.compile(rf"[{HAN}]{{2,8}}\Z")

Pair = tuple[str, str]
"""The old and the new wording."""


class _Change(NamedTuple):
    """The deleted and inserted text of one place, and the Han characters before and after it."""

    old: str
    new: str
    before: str
    behind: str

    @property
    def one_sided(self) -> str:
        """The text that was only inserted or only deleted; empty for a replacement."""
        return "" if self.old and self.new else self.old or self.new

    def with_neighbour(self, neighbour: str, *, before: bool) -> Pair:
        """Return both wordings extended by an adjacent word."""
        old, new = (
            neighbour + text if before else text + neighbour for text in (self.old, self.new)
        )
        return old, new


def find_replacements(rows: Iterable[Row]) -> tuple[Replacement, ...]:
    """Return replacements that were made repeatedly, the most frequent first.

    Numbers are excluded: 3 replaced by 5 in three places is no change of wording.
    """
    places: dict[Pair, list[str]] = defaultdict(list)
    one_sided: dict[Pair, list[tuple[str, _Change]]] = defaultdict(list)
    for row in rows:
        for change in _changes(row.edits):
            if not change.one_sided:
                for pair in _parts(change):
                    if all(map(_is_wording, pair)):
                        places[pair].append(row.id)
            elif len(change.one_sided) > 1 and _is_wording(change.one_sided):
                one_sided[change.old, change.new].append((row.id, change))
    for found in one_sided.values():
        for pair, row_ids in _by_neighbour(found):
            places[pair] += row_ids
    replacements = [
        Replacement(*pair, len(row_ids), tuple(dict.fromkeys(row_ids)))
        for pair, row_ids in places.items()
        if len(row_ids) >= _FEWEST and len(set(row_ids)) >= _FEWEST_ROWS
    ]
    return tuple(sorted(replacements, key=lambda each: -each.count))


def is_rolled_up(row: Row, replacements: Iterable[Replacement]) -> bool:
    """Whether all changes of the row are covered by the given global replacements."""
    if row.kind is not RowKind.MODIFIED or not row.substantive:
        return False
    if any(edit.nature in {EditNature.MOVED, EditNature.REORDERED} for edit in row.edits):
        return False
    known = {(item.old, item.new) for item in replacements if row.id in item.rows}
    return bool(known) and all(_is_known(change, known) for change in _changes(row.edits))


def _is_known(change: _Change, known: set[Pair]) -> bool:
    if not change.one_sided:
        return known.issuperset(_parts(change))
    for pair in known:
        neighbour = min(pair, key=len)
        behind, before = change.behind.startswith(neighbour), change.before.endswith(neighbour)
        if behind and change.with_neighbour(neighbour, before=False) == pair:
            return True
        if before and change.with_neighbour(neighbour, before=True) == pair:
            return True
    return False


def _changes(edits: Sequence[Edit]) -> Iterator[_Change]:
    """Yield the substantive changes of a row, place by place."""
    changed = [edit.op is not Op.EQUAL and edit.nature is EditNature.SUBSTANCE for edit in edits]
    at = 0
    while at < len(edits):
        size = 1
        if changed[at]:
            replaces = at + 1 < len(edits) and changed[at + 1]
            if replaces and (edits[at].op, edits[at + 1].op) == (Op.DELETE, Op.INSERT):
                size = 2
            texts = {edit.op: edit.text for edit in edits[at : at + size]}
            yield _Change(
                texts.get(Op.DELETE, ""),
                texts.get(Op.INSERT, ""),
                _found(_BEFORE, edits[:at][-1:]),
                _found(_BEHIND, edits[at + size :][:1]),
            )
        at += size


def _found(pattern: re.Pattern[str], beside: Sequence[Edit]) -> str:
    """Return the match of a pattern in the equal text next to a change, else an empty string."""
    match = pattern.search(beside[0].text) if beside and beside[0].op is Op.EQUAL else None
    return match.group() if match else ""


def _parts(change: _Change) -> Iterator[Pair]:
    """Yield the pair itself, or its parts if both sides have the same joints (和, 的) between them.

    >>> list(_parts(_Change("股东大会和董事", "股东会和董事会", "", "")))
    [('股东大会', '股东会'), ('董事', '董事会')]
    """
    old, new = change.old.strip(_EDGES), change.new.strip(_EDGES)
    old_parts, new_parts = _JOINTS.split(old), _JOINTS.split(new)
    if max(len(old), len(new)) > _LONGEST or old_parts[1::2] != new_parts[1::2]:
        old_parts, new_parts = [old], [new]
    for before, after in zip(old_parts[::2], new_parts[::2], strict=True):
        if before != after:
            yield before, after


def _is_wording(text: str) -> bool:
    return (
        0 < len(text) <= _LONGEST
        and not any(map(str.isdigit, text))
        and not _CLAUSE_END.search(text)
    )


def _by_neighbour(found: Sequence[tuple[str, _Change]]) -> Iterator[tuple[Pair, list[str]]]:
    """Yield pairs of the same insertion (or deletion) next to the same words, with their rows."""
    rest = list(found)
    # First try the words after the change, then, for what is left, the words before it.
    for before in (False, True):
        groups: dict[str, list[tuple[str, _Change]]] = defaultdict(list)
        for row, change in rest:
            groups[change.before[-2:] if before else change.behind[:2]].append((row, change))
        rest = []
        for key, group in groups.items():
            if key and len(group) >= _FEWEST:
                texts = [change.before if before else change.behind for _, change in group]
                neighbour = _common_words(texts, before=before)
                pair = group[0][1].with_neighbour(neighbour, before=before)
                yield pair, [row for row, _ in group]
            else:
                rest += group


def _common_words(texts: Sequence[str], *, before: bool) -> str:
    """Return the common suffix (or prefix) of all texts, cut at a word border of the first one.

    >>> _common_words(["法律委员会审议", "法律委员会根据"], before=False)
    '法律委员会'
    """
    first, step = texts[0], -1 if before else 1
    longest = min(common_head(first[::step], text[::step]) for text in texts)
    if before:
        start = next((at for at in (0, *cut_run(first)) if len(first) - at <= longest), 0)
        return first[start:] or first[-longest:]
    return first[: max((end for end in cut_run(first) if end <= longest), default=longest)]
