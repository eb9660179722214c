"""Compare the text that reading removed from one plan with that removed from the other.

A changed number in a line taken for page furniture must still be reported.  Text around only one
of the plans (another website, a running head) is no difference between the plans.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from plandiff.comparison.model import Notice, removed_differs
from plandiff.corpus.cleaning.removed_content import RemovedPiece, removed_pieces
from plandiff.corpus.model import REMOVED_CONTENT, Plan
from plandiff.corpus.text import lazy_re as re

_NUMBER = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两]+(?:\.\d+)?")
_LIKE = 70
"""Least likeness, of 100, of two versions of one piece; other advertisements are below it."""
_MOST_COMPARED = 300
"""Most pieces of each plan compared by likeness; a plan with more has lists of links."""
_LONGEST = 120
"""Most characters of a piece that a notice shows."""
_BEFORE = 30
"""Number of characters shown before the first difference of longer pieces."""

_Pair = tuple[RemovedPiece | None, RemovedPiece | None]


def compare_removed(old: Plan, new: Plan) -> Iterator[Notice]:
    """Yield a notice for each removed piece whose text differs in the other plan.

    Pieces that differ only in page numbers or site counters are skipped; so is a piece without a
    counterpart, unless it looks like content.
    """
    left, right = _without_equals(removed_pieces(old.removed), removed_pieces(new.removed))
    pairs: list[_Pair] = []
    for pairing in (_pairs_by_wording, _pairs_by_likeness):
        found = list(pairing(left, right))
        paired = {id(piece) for pair in found for piece in pair}
        left, right = ([piece for piece in s if id(piece) not in paired] for s in (left, right))
        pairs += found
    pairs += [(piece, None) for piece in _content(left, old)]
    pairs += [(None, piece) for piece in _content(right, new)]
    yield from (_notice(*pair) for pair in pairs)


def _without_equals(
    old: Iterable[RemovedPiece], new: Iterable[RemovedPiece]
) -> tuple[list[RemovedPiece], list[RemovedPiece]]:
    """Return the pieces of each side whose wording the other side lacks, without duplicates.

    Counts are ignored, because a running head occurs once for each page.
    """
    left, right = ({piece.key: piece for piece in pieces} for pieces in (old, new))
    return (
        [piece for key, piece in left.items() if key not in right],
        [piece for key, piece in right.items() if key not in left],
    )


def _pairs_by_wording(
    old: Iterable[RemovedPiece], new: Iterable[RemovedPiece]
) -> Iterator[tuple[RemovedPiece, RemovedPiece]]:
    """Pair pieces that differ in their numbers only, in order."""
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
    """Pair pieces that are mutual best matches, so that the result is symmetric."""
    old, new = old[:_MOST_COMPARED], new[:_MOST_COMPARED]
    keys = [piece.key for piece in old], [piece.key for piece in new]
    best_new = [_most_like(key, keys[1]) for key in keys[0]]
    best_old = [_most_like(key, keys[0]) for key in keys[1]]
    for i, j in enumerate(best_new):
        if j is not None and best_old[j] == i:
            yield old[i], new[j]


def _most_like(key: str, others: Sequence[str]) -> int | None:
    found = process.extractOne(key, others, scorer=fuzz.ratio, score_cutoff=_LIKE)
    return None if found is None else found[2]


def _content(pieces: Iterable[RemovedPiece], plan: Plan) -> Iterator[RemovedPiece]:
    """Yield the pieces that a finding of the plan reports as content."""
    named = [f.text.rstrip("…") for f in plan.findings if f.kind == REMOVED_CONTENT]
    for piece in pieces:
        bare = " ".join(piece.text.split())
        if any(bare in text or text in bare for text in named):
            yield piece


def _notice(old: RemovedPiece | None, new: RemovedPiece | None) -> Notice:
    texts = old.text if old else "", new.text if new else ""
    same = next((i for i, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    start = max(0, same - _BEFORE) if max(map(len, texts)) > _LONGEST else 0
    shown = [_window(text, start) for text in texts]
    return removed_differs(*shown)


def _window(text: str, start: int) -> str:
    """Return the part of a piece around its first difference, with … at the cuts."""
    end = start + _LONGEST
    cut = text[start:end]
    return f"{'…' if start and cut else ''}{cut}{'…' if end < len(text) else ''}"
