"""Signs and function words must not outvote words.

The longest common subsequence counts tokens: it keeps two commas and gives up a word for them.
So where only such light pieces stay equal between hunks, what they hold is compared once more by
its words alone, and the words that match come first.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from plandiff.comparison.words.hunks import Hunk, Pieces, append, common_hunks
from plandiff.comparison.words.weights import weigh

_WORD = 1.0


def prefer_words(hunks: Iterable[Hunk], pieces: Pieces) -> list[Hunk]:
    """The hunks, compared anew where words would match if signs did not."""
    better: list[Hunk] = []
    for group in _joined_by_light_pieces(hunks, pieces):
        for hunk in _align_words(group, pieces) if len(group) > 1 else group:
            append(better, hunk)
    return better


def _joined_by_light_pieces(hunks: Iterable[Hunk], pieces: Pieces) -> Iterator[list[Hunk]]:
    group: list[Hunk] = []
    for hunk in hunks:
        between = pieces.old_keys[group[-1].old_end : hunk.old_start] if group else ()
        if any(weigh(key) >= _WORD for key in between):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _align_words(group: list[Hunk], pieces: Pieces) -> Iterable[Hunk]:
    """Hunks of the group's range with its words aligned first; the group if none match."""
    first, last = group[0], group[-1]
    old = _words(pieces.old_keys, first.old_start, last.old_end)
    new = _words(pieces.new_keys, first.new_start, last.new_end)
    old_words = [pieces.old_keys[at] for at in old]
    new_words = [pieces.new_keys[at] for at in new]
    if set(old_words).isdisjoint(new_words):
        return group
    anchors: list[tuple[int, int]] = []
    a = c = 0
    for hunk in (*common_hunks(old_words, new_words), Hunk(len(old), 0, len(new), 0)):
        anchors += zip(old[a : hunk.old_start], new[c : hunk.new_start], strict=True)
        a, c = hunk.old_end, hunk.new_end
    whole = Hunk(first.old_start, last.old_end, first.new_start, last.new_end)
    return chain.from_iterable(_between(anchors, whole, pieces))


def _words(keys: Sequence[str], start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if weigh(keys[at]) >= _WORD]


def _between(
    anchors: Iterable[tuple[int, int]], whole: Hunk, pieces: Pieces
) -> Iterator[Iterator[Hunk]]:
    """Hunks of each gap between two anchored words."""
    a, c = whole.old_start, whole.new_start
    for b, d in (*anchors, (whole.old_end, whole.new_end)):
        yield _shifted(common_hunks(pieces.old_keys[a:b], pieces.new_keys[c:d]), a, c)
        a, c = b + 1, d + 1


def _shifted(hunks: Iterable[Hunk], old: int, new: int) -> Iterator[Hunk]:
    for hunk in hunks:
        yield Hunk(
            hunk.old_start + old, hunk.old_end + old, hunk.new_start + new, hunk.new_end + new
        )
