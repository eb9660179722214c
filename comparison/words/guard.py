"""The size guard: very long texts are cut at equal sentences before words are compared.

The longest common subsequence of 50,000 tokens takes 0.4 GB; beyond that it does not pay.
"""

import re
from collections.abc import Iterator

from plandiff.comparison.words.changes import Change
from plandiff.comparison.words.hunks import common_hunks

LARGEST = 80_000**2
"""Characters of one side times those of the other; 80,000 are about 50,000 tokens."""
_SENTENCE = re.compile(r"[^。！？；\n]*+[。！？；\n]|[^。！？；\n]++")


def is_too_long(old: str, new: str) -> bool:
    """Whether comparing the words of two texts takes too much memory and time."""
    return len(old) * len(new) > LARGEST


def anchored_gaps(old: str, new: str) -> Iterator[Change]:
    """The ranges in which to compare words: everything, or what stands between equal sentences."""
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
