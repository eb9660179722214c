"""What reading took away from one plan, held against what it took away from the other.

A number that changed in a line taken for page furniture must be told all the same.  What only one
plan's file has around it (another website, a running head) is no difference between the plans.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from plandiff.comparison.model import Notice, removed_differs
from plandiff.corpus.cleaning.removed_content import REMOVED_CONTENT, RemovedPiece, removed_pieces
from plandiff.corpus.model import Plan

_NUMBER = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两]+(?:\.\d+)?")
_LIKE = 70
"""Likeness, of 100, from which two pieces are versions of one: a reworded advertisement is not."""
_MOST_COMPARED = 300
"""Pieces of each plan whose likeness is looked at; beyond them are lists of links."""
_LONGEST = 120
"""Characters of a piece that a notice shows."""
_BEFORE = 30
"""Characters shown before the first difference of longer pieces."""

_Pair = tuple[RemovedPiece | None, RemovedPiece | None]


def compare_removed(old: Plan, new: Plan) -> Iterator[Notice]:
    """A notice for each removed piece that reads otherwise in the other plan.

    Pieces that are equal, page numbers and counters of a site aside, say nothing; nor does a piece
    without a counterpart, unless it reads as content.
    """
    left, right = _without_equals(tuple(removed_pieces(old.removed)), new)
    pairs: list[_Pair] = list(_pairs_by_wording(left, right))
    paired = {id(piece) for pair in pairs for piece in pair}
    left, right = ([p for p in side if id(p) not in paired] for side in (left, right))
    likely = list(_pairs_by_likeness(left, right))
    paired |= {id(piece) for pair in likely for piece in pair}
    pairs += likely
    pairs += [
        (piece, None) for piece in left if id(piece) not in paired and _is_content(piece, old)
    ]
    pairs += [
        (None, piece) for piece in right if id(piece) not in paired and _is_content(piece, new)
    ]
    yield from (_notice(*pair) for pair in pairs)


def _without_equals(
    old: Sequence[RemovedPiece], new: Plan
) -> tuple[list[RemovedPiece], list[RemovedPiece]]:
    """The pieces of each side whose wording the other side lacks; how often it has it is no matter.

    A running head comes as often as there are pages.
    """
    pieces = tuple(removed_pieces(new.removed))
    keys = {piece.key for piece in old}, {piece.key for piece in pieces}
    left = {piece.key: piece for piece in old if piece.key not in keys[1]}
    right = {piece.key: piece for piece in pieces if piece.key not in keys[0]}
    return list(left.values()), list(right.values())


def _pairs_by_wording(
    old: Iterable[RemovedPiece], new: Iterable[RemovedPiece]
) -> Iterator[tuple[RemovedPiece, RemovedPiece]]:
    """Pieces that differ in their numbers only, in order."""
    waiting: dict[str, deque[RemovedPiece]] = defaultdict(deque)
    for piece in old:
        waiting[_NUMBER.sub("#", piece.key)].append(piece)
    for piece in new:
        queue = waiting.get(_NUMBER.sub("#", piece.key))
        if queue:
            yield queue.popleft(), piece


def _pairs_by_likeness(
    old: Sequence[RemovedPiece], new: Sequence[RemovedPiece]
) -> Iterator[tuple[RemovedPiece, RemovedPiece]]:
    """Pieces that are most like each other, both ways, so that the sides can be exchanged."""
    old, new = old[:_MOST_COMPARED], new[:_MOST_COMPARED]
    best_new = [_most_like(piece, new) for piece in old]
    best_old = [_most_like(piece, old) for piece in new]
    for i, j in enumerate(best_new):
        if j is not None and best_old[j] == i:
            yield old[i], new[j]


def _most_like(piece: RemovedPiece, others: Sequence[RemovedPiece]) -> int | None:
    found = process.extractOne(
        piece.key, [other.key for other in others], scorer=fuzz.ratio, score_cutoff=_LIKE
    )
    return None if found is None else found[2]


def _is_content(piece: RemovedPiece, plan: Plan) -> bool:
    """Whether a finding of the plan names the piece as content that was removed."""
    named = [f.text.rstrip("…") for f in plan.findings if f.kind == REMOVED_CONTENT]
    bare = " ".join(piece.text.split())
    return any(bare in text or text in bare for text in named)


def _notice(old: RemovedPiece | None, new: RemovedPiece | None) -> Notice:
    texts = old.text if old else "", new.text if new else ""
    same = next((i for i, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    start = max(0, same - _BEFORE) if max(map(len, texts)) > _LONGEST else 0
    shown = [_window(text, start) for text in texts]
    return removed_differs(*shown)


def _window(text: str, start: int) -> str:
    """The part of a piece around its first difference, with … where something is left out."""
    end = start + _LONGEST
    cut = text[start:end]
    return f"{'…' if start and cut else ''}{cut}{'…' if end < len(text) else ''}"
