"""Determine which kind of label contains which in this document.

Evidence comes first: if a whole sequence of B is between two neighbours of A, A contains B.  A
sequence that goes beyond them shows nothing: articles are counted through the sections of a law.
Only if the document shows nothing does the usual order of official documents decide.
"""

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from plandiff.corpus.outline.labels import USUAL_RANK, Kind, depth_of, kind_of
from plandiff.corpus.outline.plain import OUTER, OUTER_PART
from plandiff.corpus.outline.sequences import BOXES, LabelSequence, Member

_FREE = {Kind.STEM, Kind.WORD, Kind.SIGN}
"""Kinds without a usual depth: 甲、 is above 一、 in one plan and below （1） in another."""


_OUTERMOST = 10 * USUAL_RANK[Kind.SECTION] + 9
_CHAPTERS = {
    *(Kind.ATTACHMENT, Kind.PART, Kind.CHAPTER, Kind.GOAL, Kind.FORMAL, Kind.STRATEGY),
}
"""Kinds that contain plain headings unless the document shows otherwise."""


def rank_keys(sequences: list[LabelSequence]) -> dict[str, int]:
    """Return the rank of every key, 0 for the outermost.

    A key is a kind of label (``chinese``) or a style of heading (``styled-2``).
    """
    keys = list(dict.fromkeys(sequence.key for sequence in sequences))
    if not keys:
        return {}
    above = _containments(sequences)

    first_place = {
        key: min(_place(r.members[0]) for r in sequences if r.key == key) for key in keys
    }

    def compare(a: str, b: str) -> int:
        shown = above[b, a] - above[a, b]
        if Kind.PLAIN.value in {a, b}:
            chapters = _is_chapter(b) - _is_chapter(a)
            return shown or chapters if chapters else _order(first_place[a], first_place[b])
        if shown and not _are_styled(a, b):
            return shown
        if (_is_free(a) or _is_free(b)) and min(_usual(a), _usual(b)) > _OUTERMOST:
            return _order(first_place[a], first_place[b])
        return _usual(a) - _usual(b)

    ordered = _sorted_by([key for key in keys if key not in {OUTER, OUTER_PART}], compare)
    ordered.sort(key=BOXES.__contains__)  # a box between two sections contains neither
    top = int(ordered[:1] == [Kind.ATTACHMENT.value])
    if OUTER in keys and not (ordered[top:] and _is_chapter(ordered[top])):
        ordered.insert(top, OUTER)
    ranks = {key: rank for rank, key in enumerate(ordered)}
    return {OUTER: top, OUTER_PART: top} | ranks


def _order(a: tuple[int, int], b: tuple[int, int]) -> int:
    return 1 if a > b else -1


def _is_chapter(key: str) -> bool:
    """Whether labels of the key usually contain plain headings."""
    return not key.startswith("styled-") and kind_of(key) in _CHAPTERS


def _sorted_by(keys: list[str], compare: Callable[[str, str], int]) -> list[str]:
    """Sort by insertion into the usual order: stays sensible if the evidence is circular."""
    ordered: list[str] = []
    for key in sorted(keys, key=_usual):
        place = next((i for i, other in enumerate(ordered) if compare(key, other) < 0), None)
        ordered.insert(len(ordered) if place is None else place, key)
    return ordered


def _is_free(key: str) -> bool:
    """Whether labels of the key occur at any depth: the first key to appear contains later ones."""
    return not key.startswith("styled-") and kind_of(key) in _FREE


def _are_styled(a: str, b: str) -> bool:
    return a.startswith("styled-") and b.startswith("styled-")


def _usual(key: str) -> int:
    if key.startswith("styled-"):
        return int(key.removeprefix("styled-")) - 1000
    return 10 * USUAL_RANK[kind_of(key)] + min(depth_of(key), 9)


def _place(member: Member) -> tuple[int, int]:
    return (member.candidate.line, member.candidate.start)


def _containments(sequences: list[LabelSequence]) -> Counter[tuple[str, str]]:
    """For (A, B), count the whole sequences of B between two neighbours of a sequence of A."""
    whole: dict[str, list[tuple[tuple[int, int], tuple[int, int]]]] = {}
    for sequence in sequences:
        if len(sequence.members) > 1 and sequence.members[0].number in {None, 1}:
            span = (_place(sequence.members[0]), _place(sequence.members[-1]))
            whole.setdefault(sequence.key, []).append(span)
    for spans in whole.values():
        spans.sort()
    found: Counter[tuple[str, str]] = Counter()
    for sequence in sequences:
        for a, b in pairwise(sequence.members):
            if a.number is not None and b.number == a.number + 1:
                for key, spans in whole.items():
                    if key != sequence.key and _holds_whole(spans, _place(a), _place(b)):
                        found[sequence.key, key] += 1
    return found


def _holds_whole(
    spans: list[tuple[tuple[int, int], tuple[int, int]]],
    low: tuple[int, int],
    high: tuple[int, int],
) -> bool:
    """Whether one of the spans, sorted by start, lies between two places."""
    next_span = bisect_right(spans, (low, (sys.maxsize, 0)))
    return next_span < len(spans) and spans[next_span][1] < high
