"""Inside a replaced pair: what really differs, where that helps.

A single word is looked into by characters (教育厅, 教育局), a pair of phrases by words, so that
here, too, no half word lights up.
"""

import re
from collections.abc import Iterable, Sequence

from plandiff.comparison.words.semantic import semantic_hunks
from plandiff.comparison.words.tokens import cut, keys
from plandiff.comparison.words.views import View
from plandiff.corpus.model import Span

_ATOM = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|[〇零一二两三四五六七八九十百千万亿]+|[A-Za-zÀ-ɏ]+|.", re.DOTALL
)
_SHORTEST, _LONGEST = 3, 80
_ALIKE = 0.5
_MOST_SPANS = 3

Spans = tuple[Span, ...]


def core_spans(old: View, new: View) -> tuple[Spans, Spans]:
    """Spans of both texts that differ; none where the pair has too little in common.

    A side of which nothing differs has one empty span, at the place where the other has more.
    Numbers and Latin words are not looked into.

    >>> core_spans(View.of("教育督导委员会"), View.of("教育指导委员会"))
    ((Span(start=2, end=4),), (Span(start=2, end=4),))
    """
    if not may_have_core(old.folded, new.folded):
        return (), ()
    shorter = min(len(old), len(new))
    old_words, new_words = (keys(view, cut(view.plain)) for view in (old, new))
    if len(old_words) == 1 == len(new_words) or _grew(old.folded, new.folded):
        old_words, new_words = _ATOM.findall(old.folded), _ATOM.findall(new.folded)
    return _differing(old_words, new_words, shorter)


def _grew(old: str, new: str) -> bool:
    """Whether one text is the other with some characters put in, and not many."""
    shorter, longer = sorted((old, new), key=len)
    rest = iter(longer)
    return len(longer) <= 2 * len(shorter) and all(character in rest for character in shorter)


def may_have_core(old: str, new: str) -> bool:
    """Whether enough characters of two folded texts are common: quick to see, rarely so."""
    shorter, longer = (old, new) if len(old) <= len(new) else (new, old)
    return _SHORTEST <= len(longer) <= _LONGEST and (
        sum(map(longer.__contains__, shorter)) >= max(2, _ALIKE * len(shorter))
    )


def _differing(old: Sequence[str], new: Sequence[str], shorter: int) -> tuple[Spans, Spans]:
    hunks = semantic_hunks(old, new)
    lost = sum(len(atom) for hunk in hunks for atom in old[hunk.old_start : hunk.old_end])
    equal = sum(map(len, old)) - lost
    if len(hunks) > _MOST_SPANS or equal < max(2, _ALIKE * shorter):
        return (), ()
    return (
        _spans(old, ((hunk.old_start, hunk.old_end) for hunk in hunks)),
        _spans(new, ((hunk.new_start, hunk.new_end) for hunk in hunks)),
    )


def _spans(atoms: Sequence[str], ranges: Iterable[tuple[int, int]]) -> Spans:
    """Ranges of atoms as spans of characters; empty ones only where there is no other."""
    spans = [
        Span(sum(map(len, atoms[:start])), sum(map(len, atoms[:end]))) for start, end in ranges
    ]
    return tuple(span for span in spans if span.start < span.end) or tuple(spans[:1])
