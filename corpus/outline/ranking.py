"""Which kind of label contains which in this document.

Evidence first: where a whole sequence of B stands between two neighbours of A, A contains B.  A
sequence that goes beyond them shows nothing: articles are counted through the sections of a law.
Only where the document shows nothing does the usual order of official documents decide.
"""

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from plandiff.corpus.outline.labels import USUAL_RANK, Kind
from plandiff.corpus.outline.runs import Member, Run


def rank_keys(runs: list[Run]) -> dict[str, int]:
    """Rank of every key, outermost 0.

    A key is a kind of label (``chinese``) or a style of heading (``styled-2``).
    """
    keys = list(dict.fromkeys(run.key for run in runs))
    if not keys:
        return {}
    above = _containments(runs)

    first_place = {key: min(_place(r.members[0]) for r in runs if r.key == key) for key in keys}

    def compare(a: str, b: str) -> int:
        if Kind.PLAIN.value in {a, b}:
            return 1 if first_place[a] > first_place[b] else -1
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


def _place(member: Member) -> tuple[int, int]:
    return (member.candidate.line, member.candidate.start)


def _containments(runs: list[Run]) -> Counter[tuple[str, str]]:
    """For (A, B): how many whole sequences of B stand between two neighbours of a sequence of A."""
    whole: dict[str, list[tuple[tuple[int, int], tuple[int, int]]]] = {}
    for run in runs:
        if len(run.members) > 1 and run.members[0].number in {None, 1}:
            span = (_place(run.members[0]), _place(run.members[-1]))
            whole.setdefault(run.key, []).append(span)
    for spans in whole.values():
        spans.sort()
    found: Counter[tuple[str, str]] = Counter()
    for run in runs:
        for a, b in pairwise(run.members):
            if a.number is not None and b.number == a.number + 1:
                for key, spans in whole.items():
                    if key != run.key and _holds_whole(spans, _place(a), _place(b)):
                        found[run.key, key] += 1
    return found


def _holds_whole(
    spans: list[tuple[tuple[int, int], tuple[int, int]]],
    low: tuple[int, int],
    high: tuple[int, int],
) -> bool:
    """Whether a span, they are sorted by their start, lies between two places."""
    next_span = bisect_right(spans, (low, (sys.maxsize, 0)))
    return next_span < len(spans) and spans[next_span][1] < high
