"""Which kind of label contains which in this document.

Evidence first: where a sequence of B starts anew between two neighbours of A, A contains B.  Only
where the document shows nothing does the usual order of official documents decide.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from corpus.outline.labels import USUAL_RANK, Kind
from corpus.outline.runs import Run


def rank_keys(runs: list[Run]) -> dict[str, int]:
    """Rank of every key, outermost 0.

    A key is a kind of label (``chinese``) or a style of heading (``styled-2``).
    """
    keys = list(dict.fromkeys(run.key for run in runs))
    if not keys:
        return {}
    above = _containments(runs)

    def compare(a: str, b: str) -> int:
        shown = above[b, a] - above[a, b]
        return shown if shown and not _are_styled(a, b) else _usual(a) - _usual(b)

    ordered = _sorted_by(keys, compare)
    return {key: rank for rank, key in enumerate(ordered)}


def _sorted_by(keys: list[str], compare: Callable[[str, str], int]) -> list[str]:
    """Insertion into the usual order: stays sensible where the evidence runs in a circle."""
    ordered: list[str] = []
    for key in sorted(keys, key=_usual):
        place = next((i for i, other in enumerate(ordered) if compare(key, other) < 0), None)
        ordered.insert(len(ordered) if place is None else place, key)
    return ordered


def _are_styled(a: str, b: str) -> bool:
    return a.startswith("styled-") and b.startswith("styled-")


def _usual(key: str) -> int:
    if key.startswith("styled-"):
        return int(key.removeprefix("styled-")) - 100
    return USUAL_RANK[Kind(key)]


def _containments(runs: list[Run]) -> Counter[tuple[str, str]]:
    """For (A, B): how often a sequence of B starts between two neighbours of a sequence of A."""
    starts: dict[str, list[tuple[int, int]]] = {}
    for run in runs:
        first = run.members[0]
        if first.number in {None, 1}:
            starts.setdefault(run.key, []).append((first.candidate.line, first.candidate.start))
    for places in starts.values():
        places.sort()
    found: Counter[tuple[str, str]] = Counter()
    for run in runs:
        for a, b in pairwise(run.members):
            if a.number is None or b.number != a.number + 1:
                continue
            low = (a.candidate.line, a.candidate.start + 1)
            high = (b.candidate.line, b.candidate.start)
            for key, places in starts.items():
                if key != run.key and bisect_left(places, low) < bisect_left(places, high):
                    found[run.key, key] += 1
    return found
