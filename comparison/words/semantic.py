"""Differences of short sequences by diff-match-patch, with its semantic clean-up.

The library works on characters, so each token becomes one character of a private alphabet and its
clean-up then speaks of whole tokens: it gives up equal pieces that are mere chance between two
changes and slides the rest to the best place.  It is the right tool for a pair of phrases; for
whole sections its time limit makes results depend on the machine (see `plandiff.comparison.words.hunks`).
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from plandiff.comparison.words.hunks import Hunk, append

if TYPE_CHECKING:
    from diff_match_patch import diff_match_patch

_FIRST = 0xF0000
"""First code of the private alphabet: plane 15 has room for any pair of phrases."""


def semantic_hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Hunks between two short token sequences; the other way round gives the mirrored hunks.

    >>> semantic_hunks("教育督导委员会", "教育指导委员会")
    [Hunk(old_start=2, old_end=3, new_start=2, new_end=3)]
    """
    if list(old) > list(new):  # the library is not symmetrical: one order for both directions
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
def _engine() -> "diff_match_patch":
    from diff_match_patch import diff_match_patch  # noqa: PLC0415 - unchanged plans do without

    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a deadline would make the result depend on the machine
    return engine
