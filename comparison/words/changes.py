"""Differences as hunks of tokens, as changes of characters, and as the edits of a row.

A `Hunk` has token positions, a `Change` has character positions.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plandiff.comparison.edits import Edit, EditNature, Op
from plandiff.comparison.model import Notice, Row
from plandiff.comparison.options import Options
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    from rapidfuzz import distance
else:
    distance = LazyModule("rapidfuzz.distance")

_SAFE = re.compile(r"[。；！？\n](?=[\u3400-\u9fff])")
"""A sign that no token extends across, whatever follows it."""


class Change(NamedTuple):
    """``old[old_start:old_end]`` became ``new[new_start:new_end]``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    nature: EditNature = EditNature.SUBSTANCE
    old_core: tuple[Span, ...] = ()
    new_core: tuple[Span, ...] = ()

    @property
    def replaces(self) -> bool:
        """Whether both sides have text."""
        return self.old_start < self.old_end and self.new_start < self.new_end

    def mirrored(self) -> "Change":
        """Return the same change with the sides swapped."""
        return Change(
            self.new_start,
            self.new_end,
            self.old_start,
            self.old_end,
            self.nature,
            self.new_core,
            self.old_core,
        )


def is_substantive(edits: Iterable[Edit]) -> bool:
    """Whether an edit is neither formal nor ignored by the user's rules."""
    formal = (EditNature.FORM, EditNature.IGNORED)
    return any(edit.op is not Op.EQUAL and edit.nature not in formal for edit in edits)


def to_edits(old: str, new: str, changes: Iterable[Change]) -> Iterator[Edit]:
    """Yield the edits of a text: equal text between changes, a deletion before its insertion."""
    at = 0
    for change in _joined(changes):
        if at < change.old_start:
            yield Edit(Op.EQUAL, old[at : change.old_start])
        if change.old_start < change.old_end:
            text = old[change.old_start : change.old_end]
            yield Edit(Op.DELETE, text, change.nature, change.old_core)
        if change.new_start < change.new_end:
            text = new[change.new_start : change.new_end]
            yield Edit(Op.INSERT, text, change.nature, change.new_core)
        at = change.old_end
    if at < len(old):
        yield Edit(Op.EQUAL, old[at:])


def _joined(changes: Iterable[Change]) -> list[Change]:
    """Join formal changes that touch on both sides, e.g. an added sign before a lost space."""
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.nature is change.nature is EditNature.FORM
            and (last.old_end, last.new_end) == (change.old_start, change.new_start)
        ):
            joined[-1] = last._replace(old_end=change.old_end, new_end=change.new_end)
        else:
            joined.append(change)
    return joined


def common_head(old: str, new: str) -> int:
    """Return the length of the common prefix (by binary search).

    >>> common_head("教育局长", "教育局面")
    3
    """
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def safe_edges(old: str, new: str) -> tuple[int, int]:
    """Return lengths of the common prefix and suffix, up to a place that no token crosses."""
    head = common_head(old, new)
    head = max((match.end() for match in _SAFE.finditer(old, 0, head)), default=0)
    longest = min(len(old), len(new)) - head
    tail = common_head(old[::-1][:longest], new[::-1][:longest])
    first = _SAFE.search(old, len(old) - tail)
    return head, len(old) - first.end() if first else 0


class Hunk(Struct):
    """Tokens ``old_start`` to ``old_end`` became tokens ``new_start`` to ``new_end``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def replaces(self) -> bool:
        """Whether both sides have tokens."""
        return self.old_start < self.old_end and self.new_start < self.new_end

    @property
    def is_of_words(self) -> bool:
        """Whether one token was replaced by one token."""
        return self.old_end - self.old_start == 1 == self.new_end - self.new_start


class Pieces(Struct, frozen=True):
    """Tokens of both sides, as printed and folded."""

    old: Sequence[str]
    new: Sequence[str]
    old_keys: Sequence[str]
    new_keys: Sequence[str]


def common_hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Return the hunks of the longest common subsequence in ascending order; none touch."""
    # Equal tokens of both sides get equal integers.
    numbers = {key: number for number, key in enumerate(dict.fromkeys(chain(old, new)))}
    old_ids, new_ids = ([*map(numbers.__getitem__, keys)] for keys in (old, new))
    hunks: list[Hunk] = []
    for code in distance.Indel.opcodes(old_ids, new_ids):
        if code.tag != "equal":
            append(hunks, Hunk(code.src_start, code.src_end, code.dest_start, code.dest_end))
    return hunks


def append(hunks: list[Hunk], hunk: Hunk) -> None:
    """Append a hunk, or extend the last hunk if the two touch."""
    last = hunks[-1] if hunks else None
    if last and last.old_end == hunk.old_start and last.new_end == hunk.new_start:
        last.old_end, last.new_end = hunk.old_end, hunk.new_end
    else:
        hunks.append(hunk)


def ignored_notices(rows: Iterable[Row], options: Options) -> tuple[Notice, ...]:
    """Return a notice with the number of differences ignored by rules; empty without rules."""
    rules = (*sorted(options.ignore), *options.ignore_patterns)
    if not rules:
        return ()
    counts = [
        sum(edit.nature is EditNature.IGNORED and edit.op is not Op.EQUAL for edit in row.edits)
        for row in rows
    ]
    count, sections, named = str(sum(counts)), str(sum(map(bool, counts))), ", ".join(rules)
    text = f"{count} differences in {sections} sections are ignored by rule: {named}"
    facts = (("count", count), ("sections", sections), ("rules", named))
    return (Notice("ignored", text, facts=facts),)
