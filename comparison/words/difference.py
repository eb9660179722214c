"""Compute the edits between two texts, step by step.

trim equal ends -> cut into tokens -> longest common subsequence -> retokenize where the cuts
disagree -> readable hunks -> changes with their nature -> edits

Very long texts are first cut at equal sentences: the longest common subsequence of 50,000 tokens
takes 0.4 GB, which is the limit.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op
from plandiff.comparison.model import Notice
from plandiff.comparison.options import Options
from plandiff.comparison.words.brackets import share_natures
from plandiff.comparison.words.changes import (
    Change,
    Hunk,
    Pieces,
    append,
    common_hunks,
    safe_edges,
    to_edits,
)
from plandiff.comparison.words.cleanup import make_readable
from plandiff.comparison.words.formatting import excuse_of, nature_of
from plandiff.comparison.words.inline_diff import changed_spans, may_have_core
from plandiff.comparison.words.lists import mark_reordered
from plandiff.comparison.words.quantities import compare_clauses, without_magnitude
from plandiff.comparison.words.retokenize import Cut, Range, retokenize
from plandiff.comparison.words.tokens import NormalizedView, cut, keys
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    from plandiff.corpus import pool
else:
    pool = LazyModule("plandiff.corpus.pool")

_DEFAULT = Options()
POOLED = 50_000
"""Characters of unequal texts from which worker processes are worth their start."""
_PARTS = 4
"""Parts per process, so that one with long texts does not keep the others waiting."""

LARGEST = 80_000**2
"""Product of the characters of both sides; 80,000 characters are about 50,000 tokens."""
_SENTENCE = re.compile(r"[^。！？；\n]*+[。！？；\n]|[^。！？；\n]++")


def limit_notices(old: str, new: str, row: str | None) -> Iterator[Notice]:
    """Yield a notice if two texts of a row are too long to compare by words."""
    if old == new or not is_too_long(old, new):
        return
    head, tail = safe_edges(old, new)
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if is_too_long(old, new):
        text = f"{len(old)} and {len(new)} characters differ: sentences were compared before words"
        yield Notice("word-diff-limited", text, row)


def diff_texts(old: str, new: str, options: Options = _DEFAULT) -> tuple[Edit, ...]:
    """Return the edits from ``old`` to ``new``.

    The equal and deleted texts joined are ``old``, the equal and inserted ones are ``new``.  A
    deletion comes before the insertion that replaces it.  Two changes may touch if a reader sees
    two: a clause inserted, then a word replaced (insert, delete, insert).  Swapped arguments give
    the mirrored result: ties are resolved with the smaller text as the old one.

    >>> [(edit.op.value, edit.text) for edit in diff_texts("新增学位3640个", "新增学位3860个")]
    [('equal', '新增学位'), ('delete', '3640'), ('insert', '3860'), ('equal', '个')]
    """
    if old == new:
        return (Edit(Op.EQUAL, old),) if old else ()
    changes = (
        _changes(old, new, options)
        if old < new
        else [change.mirrored() for change in _changes(new, old, options)]
    )
    return tuple(to_edits(old, new, changes))


def diff_many(
    pairs: Sequence[tuple[str, str]], options: Options = _DEFAULT
) -> list[tuple[Edit, ...]]:
    """Return the edits of each pair, in order; ``options.jobs`` processes share large inputs."""
    size = sum([len(old) + len(new) for old, new in pairs if old != new])
    if options.jobs < 2 or size < POOLED:
        return _diff_all(pairs, options)
    parts = _PARTS * options.jobs  # dealt out in turn, so that all parts take about as long
    dealt = [pairs[first::parts] for first in range(parts)]
    tasks = [partial(_arguments, part, replace(options, jobs=1)) for part in dealt]
    found: list[tuple[Edit, ...]] = [()] * len(pairs)
    for first, answer in pool.run_in_pool(_diff_all, tasks, options.jobs):
        # A part whose worker process died is computed here.
        found[first::parts] = (
            _diff_all(dealt[first], options) if isinstance(answer, Exception) else answer
        )
    return found


def _arguments(*arguments: object) -> tuple[object, ...]:
    return arguments


def _diff_all(pairs: Sequence[tuple[str, str]], options: Options) -> list[tuple[Edit, ...]]:
    return [diff_texts(old, new, options) for old, new in pairs]


def _changes(old: str, new: str, options: Options) -> list[Change]:
    """Return changes in ascending order, each with its nature."""
    old_view, new_view = NormalizedView.of(old), NormalizedView.of(new)
    excuse = excuse_of(old_view, new_view, options)
    changes: list[Change] = []
    for change in _find_changes(old_view, new_view):
        nature = nature_of(change, old_view, new_view, options)
        if excuse and nature is EditNature.SUBSTANCE:
            nature = excuse
        changes.append(change if nature is change.nature else change._replace(nature=nature))
    changes = mark_reordered(old, new, share_natures(old, new, changes))
    return [_with_core(old_view, new_view, change) for change in changes]


def _with_core(old: NormalizedView, new: NormalizedView, change: Change) -> Change:
    if not change.replaces or change.nature is not EditNature.SUBSTANCE:
        return change
    ranges = (change.old_start, change.old_end), (change.new_start, change.new_end)
    if not may_have_core(old.folded[slice(*ranges[0])], new.folded[slice(*ranges[1])]):
        return change
    old_core, new_core = changed_spans(old.part(*ranges[0]), new.part(*ranges[1]))
    return change._replace(old_core=old_core, new_core=new_core) if old_core else change


def _find_changes(old: NormalizedView, new: NormalizedView) -> Iterator[Change]:
    """Find changes by words, or by sentences where the texts are too long for that."""
    head, tail = safe_edges(old.text, new.text)
    for gap in anchored_gaps(old.text[head : len(old) - tail], new.text[head : len(new) - tail]):
        before = old.part(head + gap.old_start, head + gap.old_end)
        after = new.part(head + gap.new_start, head + gap.new_end)
        shift = (head + gap.old_start, head + gap.new_start)
        if not before or not after or is_too_long(before.text, after.text):
            yield Change(shift[0], shift[0] + len(before), shift[1], shift[1] + len(after))
        else:
            yield from _word_changes(before, after, shift)


def _word_changes(
    old: NormalizedView, new: NormalizedView, shift: tuple[int, int]
) -> Iterator[Change]:
    """Yield the changes of two texts by words; ``shift`` is the offset of both texts."""
    old_cut, new_cut = Cut(old.plain, cut(old.plain)), Cut(new.plain, cut(new.plain))
    pieces = _pieces(old, new, old_cut, new_cut)
    hunks = common_hunks(pieces.old_keys, pieces.new_keys)
    ranges = retokenize(old_cut, new_cut, hunks)
    if any(changed for _, changed in ranges):
        pieces = _pieces(old, new, old_cut, new_cut)
        hunks = list(_hunks_again(pieces, (old_cut.boundaries, new_cut.boundaries), ranges))
    a, b = old_cut.boundaries, new_cut.boundaries
    hunks = compare_clauses(make_readable(hunks, pieces), pieces, _readable_hunks)
    for hunk in _with_formal(hunks, pieces):
        change = without_magnitude(
            Change(a[hunk.old_start], a[hunk.old_end], b[hunk.new_start], b[hunk.new_end]),
            old.folded,
            new.folded,
        )
        yield Change(
            shift[0] + change.old_start,
            shift[0] + change.old_end,
            shift[1] + change.new_start,
            shift[1] + change.new_end,
        )


def _readable_hunks(pieces: Pieces) -> list[Hunk]:
    return make_readable(common_hunks(pieces.old_keys, pieces.new_keys), pieces)


def _hunks_again(
    pieces: Pieces, boundaries: tuple[list[int], list[int]], ranges: Iterable[tuple[Range, bool]]
) -> Iterator[Hunk]:
    """Recount the tokens of hunks; compare again the hunks whose borders were recomputed."""
    for (old_start, old_end, new_start, new_end), changed in ranges:
        a, b = (bisect_left(boundaries[0], at) for at in (old_start, old_end))
        c, d = (bisect_left(boundaries[1], at) for at in (new_start, new_end))
        if not changed:
            yield Hunk(a, b, c, d)
            continue
        for hunk in common_hunks(pieces.old_keys[a:b], pieces.new_keys[c:d]):
            yield Hunk(a + hunk.old_start, a + hunk.old_end, c + hunk.new_start, c + hunk.new_end)


def _pieces(old: NormalizedView, new: NormalizedView, old_cut: Cut, new_cut: Cut) -> Pieces:
    return Pieces(
        [old.text[a:b] for a, b in pairwise(old_cut.boundaries)],
        [new.text[a:b] for a, b in pairwise(new_cut.boundaries)],
        keys(old, old_cut.boundaries),
        keys(new, new_cut.boundaries),
    )


def _with_formal(hunks: Sequence[Hunk], pieces: Pieces) -> list[Hunk]:
    """Return the hunks, and hunks of tokens between them that are equal only when folded."""
    found: list[Hunk] = []
    old_at = new_at = 0
    for hunk in (*hunks, Hunk(len(pieces.old), len(pieces.old), len(pieces.new), len(pieces.new))):
        formal: list[Hunk] = []
        for step in range(hunk.old_start - old_at):
            a, b = old_at + step, new_at + step
            if pieces.old[a] != pieces.new[b]:
                append(formal, Hunk(a, a + 1, b, b + 1))
        found += formal
        found.append(hunk)
        old_at, new_at = hunk.old_end, hunk.new_end
    return found[:-1]


def is_too_long(old: str, new: str) -> bool:
    """Whether comparing the words of two texts takes too much memory and time."""
    return len(old) * len(new) > LARGEST


def anchored_gaps(old: str, new: str) -> Iterator[Change]:
    """Yield the ranges to compare by words: everything, or the gaps between equal sentences."""
    if not is_too_long(old, new):
        yield Change(0, len(old), 0, len(new))
        return
    old_parts, new_parts = _SENTENCE.findall(old), _SENTENCE.findall(new)
    old_at = _starts(old_parts)
    new_at = _starts(new_parts)
    for hunk in common_hunks(old_parts, new_parts):
        yield Change(
            old_at[hunk.old_start],
            old_at[hunk.old_end],
            new_at[hunk.new_start],
            new_at[hunk.new_end],
        )


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts
