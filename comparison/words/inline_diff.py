"""Find the differing part inside a replaced pair, where that helps.

A single word is compared by characters (教育厅, 教育局), a pair of phrases by words, so that
no half word is marked here either.

The differences come from diff-match-patch with its semantic clean-up.  The library works on
characters, so each token is mapped to one character of a private alphabet: the clean-up then drops
equal tokens that are coincidental between two changes and slides the rest to the best position.
For whole sections its time limit would make results depend on the machine (see
`plandiff.comparison.words.changes`).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from plandiff.comparison.words.changes import Hunk, append
from plandiff.comparison.words.tokens import NormalizedView, cut, keys
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import HAN_NUMERAL

if TYPE_CHECKING:
    import diff_match_patch
else:
    diff_match_patch = LazyModule("diff_match_patch")

_FIRST = 0xF0000
"""First code of the private alphabet: plane 15 has room for any pair of phrases."""


_ATOM = re.compile(rf"[0-9]+(?:[.,][0-9]+)*|[{HAN_NUMERAL}]+|[A-Za-zÀ-ɏ]+|.", re.DOTALL)
_SHORTEST, _LONGEST = 3, 80
_ALIKE = 0.5
_MOST_SPANS = 3
Spans = tuple[Span, ...]


def semantic_hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Return hunks between two short token sequences; swapped arguments give mirrored hunks.

    >>> semantic_hunks("教育督导委员会", "教育指导委员会")
    [Hunk(old_start=2, old_end=3, new_start=2, new_end=3)]
    """
    if list(old) > list(new):  # the library is not symmetric: one order for both directions
        return [
            Hunk(hunk.new_start, hunk.new_end, hunk.old_start, hunk.old_end)
            for hunk in semantic_hunks(new, old)
        ]
    letters: dict[str, str] = {}
    texts = [
        "".join(letters.setdefault(token, chr(_FIRST + len(letters))) for token in side)
        for side in (old, new)
    ]
    engine = _engine()
    diffs = engine.diff_main(*texts, False)
    engine.diff_cleanupSemantic(diffs)
    return _hunks(diffs)


def _hunks(diffs: Sequence[tuple[int, str]]) -> list[Hunk]:
    hunks: list[Hunk] = []
    old_at = new_at = 0
    for sign, text in diffs:
        old_end = old_at + (len(text) if sign <= 0 else 0)
        new_end = new_at + (len(text) if sign >= 0 else 0)
        if sign:
            append(hunks, Hunk(old_at, old_end, new_at, new_end))
        old_at, new_at = old_end, new_end
    return hunks


@cache
def _engine() -> "diff_match_patch.diff_match_patch":
    engine = diff_match_patch.diff_match_patch()
    engine.Diff_Timeout = 0  # a deadline would make the result depend on the machine
    return engine


def changed_spans(old: NormalizedView, new: NormalizedView) -> tuple[Spans, Spans]:
    """Return the differing spans of both texts; none if the pair has too little in common.

    A side without differences has one empty span, at the place of the other side's extra text.
    Numbers and Latin words are not split.

    >>> changed_spans(NormalizedView.of("教育督导委员会"), NormalizedView.of("教育指导委员会"))
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
    """Whether one text is the other with inserted characters, at most as many as it has."""
    shorter, longer = sorted((old, new), key=len)
    rest = iter(longer)
    return len(longer) <= 2 * len(shorter) and all(character in rest for character in shorter)


def may_have_core(old: str, new: str) -> bool:
    """Whether two folded texts share enough characters: a cheap test before the comparison."""
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
    """Convert ranges of atoms to character spans; keep an empty one only if there is no other."""
    spans = [
        Span(sum(map(len, atoms[:start])), sum(map(len, atoms[:end]))) for start, end in ranges
    ]
    return tuple(span for span in spans if span.start < span.end) or tuple(spans[:1])
