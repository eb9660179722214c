"""Join and slide hunks until they are the marks that a careful editor would make.

The longest common subsequence leaves too many small islands: a rewritten clause keeps some 的 and
和 by chance.  So equal pieces that weigh little compared to the changes on both sides are dropped,
a clause with little equal text is replaced as a whole, and a hunk with several possible positions
is slid to the most natural borders (the ideas of diff-match-patch's semantic clean-up, on words).

Signs and function words must not outweigh words.  The longest common subsequence counts tokens: it
keeps two commas at the expense of a word.  So where only such light tokens are equal between
hunks, the range is compared again by its words alone (`prefer_words`).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from plandiff.comparison.words.brackets import keep_brackets_whole
from plandiff.comparison.words.changes import Hunk, Pieces, append, common_hunks
from plandiff.comparison.words.split_hunks import peel
from plandiff.comparison.words.weights import (
    CLAUSE_ENDS,
    SENTENCE_ENDS,
    border_rank,
    is_number,
    running_weights,
    weigh,
)

_WORD = 1.0


_MIN_EQUALITY_RATIO = 2.5
"""An equal piece is kept if it weighs more than 1/2.5 of the lighter change next to it."""
_LARGEST_ISLAND = 3.2
"""An equal piece heavier than a word and a 的 was kept on purpose, whatever is next to it."""
_BLOCK = 10.0
"""Two adjacent sentences with changes at least this heavy are replaced as one block: pairing them
would be arbitrary."""
_EDGE = 2.0
"""An equal beginning or end of a rewritten clause is kept if it weighs more than one word."""
_LEFT_OF_SENTENCE = 0.1
_LEFT_OF_CLAUSE = 0.34
"""Up to this share of the shorter side, equal text is considered a coincidence."""


def prefer_words(hunks: Iterable[Hunk], pieces: Pieces) -> list[Hunk]:
    """Compare ranges of hunks again by words where signs kept the words from matching."""
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
    """Align the words of the group's range first; return the group unchanged if none match."""
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
    """Yield the hunks of each gap between two anchored words."""
    a, c = whole.old_start, whole.new_start
    for b, d in (*anchors, (whole.old_end, whole.new_end)):
        yield _moved_by(common_hunks(pieces.old_keys[a:b], pieces.new_keys[c:d]), a, c)
        a, c = b + 1, d + 1


def _moved_by(hunks: Iterable[Hunk], old: int, new: int) -> Iterator[Hunk]:
    for hunk in hunks:
        yield Hunk(
            hunk.old_start + old, hunk.old_end + old, hunk.new_start + new, hunk.new_end + new
        )


def make_readable(hunks: list[Hunk], pieces: Pieces) -> list[Hunk]:
    """Apply all clean-up steps: the same change as fewer and better placed hunks."""
    scales = _Scales(pieces)
    hunks = prefer_words(hunks, pieces)
    hunks = _slide_all(hunks, pieces)
    hunks = _give_up_islands(hunks, scales)
    hunks = _replace_whole(hunks, scales, SENTENCE_ENDS, _LEFT_OF_SENTENCE)
    hunks = _replace_whole(hunks, scales, CLAUSE_ENDS, _LEFT_OF_CLAUSE)
    hunks = _give_up_islands(hunks, scales)
    hunks = _slide_all(hunks, pieces)
    hunks = keep_brackets_whole(hunks, pieces)
    return _look_again(hunks, peel(hunks, pieces), scales)


class _Scales:
    """Weights of ranges of tokens, from prefix sums."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.old_sums = running_weights(pieces.old_keys)
        self.new_sums = running_weights(pieces.new_keys)

    def old(self, start: int, end: int) -> float:
        return self.old_sums[end] - self.old_sums[start]

    def new(self, start: int, end: int) -> float:
        return self.new_sums[end] - self.new_sums[start]

    def hunk(self, hunk: Hunk) -> float:
        return max(self.old(hunk.old_start, hunk.old_end), self.new(hunk.new_start, hunk.new_end))

    def lightest(self, hunk: Hunk) -> float:
        """Return the weight of the lighter side: 0 for a pure deletion or insertion."""
        return min(self.old(hunk.old_start, hunk.old_end), self.new(hunk.new_start, hunk.new_end))


def _look_again(hunks: Sequence[Hunk], peeled: Iterable[Hunk], scales: _Scales) -> list[Hunk]:
    """Compare those peeled hunks again that were separated from adjacent clauses.

    An equal word is an island next to a deleted sentence, but not next to a replaced word.
    """
    whole = set(map(id, hunks))
    found: list[Hunk] = []
    for hunk in peeled:
        a, b, c, d = hunk.old_start, hunk.old_end, hunk.new_start, hunk.new_end
        keys = scales.pieces.old_keys[a:b], scales.pieces.new_keys[c:d]
        if (
            not hunk.replaces
            or id(hunk) in whole
            or any(key[-1] in CLAUSE_ENDS for key in chain(*keys))
        ):
            found.append(hunk)
            continue
        parts = [
            Hunk(a + part.old_start, a + part.old_end, c + part.new_start, c + part.new_end)
            for part in common_hunks(*keys)
        ]
        found += keep_brackets_whole(_give_up_islands(parts, scales), scales.pieces)
    return found


def _give_up_islands(hunks: Iterable[Hunk], scales: _Scales) -> list[Hunk]:
    """Join hunks if the equal piece between them is too light to be kept as an island.

    A joined hunk is heavier, so that it may absorb the piece before it, too.
    """
    kept: list[Hunk] = []
    for hunk in hunks:
        joined = hunk
        while kept and _is_light(kept[-1], joined, scales):
            before = kept.pop()
            joined = Hunk(before.old_start, joined.old_end, before.new_start, joined.new_end)
        kept.append(joined)
    return kept


def _is_light(before: Hunk, after: Hunk, scales: _Scales) -> bool:
    start, end = before.old_end, after.old_start
    island = scales.old(start, end)
    says_something = island >= 0.5
    if island > _LARGEST_ISLAND or (
        says_something
        and island * _MIN_EQUALITY_RATIO > min(scales.hunk(before), scales.hunk(after))
    ):
        return False
    between = scales.pieces.old_keys[start:end]
    if any(key[-1] in CLAUSE_ENDS for key in between):
        # Across a clause end, join only heavy replacements with nothing but signs between them.
        bare = not island and between[-1] != "\n"
        return bare and all(scales.lightest(hunk) >= _BLOCK for hunk in (before, after))
    return says_something or not any(
        _is_number_change(hunk, scales.pieces) for hunk in (before, after)
    )


def _is_number_change(hunk: Hunk, pieces: Pieces) -> bool:
    """Whether one number became another: a mark of its own, which readers look for."""
    return (
        hunk.is_of_words
        and is_number(pieces.old_keys[hunk.old_start])
        and is_number(pieces.new_keys[hunk.new_start])
    )


def _replace_whole(
    hunks: list[Hunk], scales: _Scales, ends: frozenset[str], share: float
) -> list[Hunk]:
    """Join the hunks of one clause or sentence if little equal text is left in it."""
    kept: list[Hunk] = []
    for group, region in _regions(hunks, scales.pieces, ends):
        if _is_rewritten(group, region, scales, share):
            append(kept, _without_kept_edges(group, region, scales))
        else:
            for hunk in group:
                append(kept, hunk)
    return kept


def _without_kept_edges(group: Sequence[Hunk], region: Hunk, scales: _Scales) -> Hunk:
    """Return the clause without a heavy equal prefix or suffix; without a suffix, with its comma.

    The comma is included as it is for a clause that is deleted or inserted.
    """
    keys = scales.pieces.old_keys
    start, end = group[0].old_start, group[-1].old_end
    lead = start - region.old_start if scales.old(region.old_start, start) > _EDGE else 0
    left = end - region.old_end if scales.old(end, region.old_end) > _EDGE else 0
    if not left and region.old_end < len(keys) and keys[region.old_end] == ",":
        left = 1
    return Hunk(
        region.old_start + lead,
        region.old_end + left,
        region.new_start + lead,
        region.new_end + left,
    )


def _regions(
    hunks: list[Hunk], pieces: Pieces, ends: frozenset[str]
) -> Iterator[tuple[list[Hunk], Hunk]]:
    """Yield groups of hunks without a clause end between them, and the clause around each."""
    keys = pieces.old_keys
    floor = at = 0
    while at < len(hunks):
        group = [hunks[at]]
        start = group[0].old_start
        while start > floor and keys[start - 1][-1] not in ends:
            start -= 1
        end, at = group[0].old_end, at + 1
        while end < len(keys):
            if at < len(hunks) and end == hunks[at].old_start:
                group.append(hunks[at])
                end, at = hunks[at].old_end, at + 1
            elif keys[end][-1] in ends:
                break
            else:
                end += 1
        else:
            if at < len(hunks):
                group.append(hunks[at])
                at += 1
        floor = end
        first, last = group[0], group[-1]
        lead = first.old_start - start
        yield group, Hunk(start, end, first.new_start - lead, last.new_end + end - last.old_end)


def _is_rewritten(group: Sequence[Hunk], region: Hunk, scales: _Scales, share: float) -> bool:
    if len(group) == 1 and group[0].is_of_words:
        return False
    deleted = sum(scales.old(hunk.old_start, hunk.old_end) for hunk in group)
    inserted = sum(scales.new(hunk.new_start, hunk.new_end) for hunk in group)
    old = scales.old(region.old_start, region.old_end)
    new = scales.new(region.new_start, region.new_end)
    return min(deleted, inserted) >= 4 and old - deleted <= share * min(old, new)


def _slide_all(hunks: Sequence[Hunk], pieces: Pieces) -> list[Hunk]:
    """Move each pure deletion or insertion to its best position; join hunks that meet."""
    slid: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        ceiling = hunks[index + 1].old_start if index + 1 < len(hunks) else len(pieces.old)
        floor = slid[-1].old_end if slid else 0
        step = _best_step(hunk, pieces, hunk.old_start - floor, ceiling - hunk.old_end)
        append(slid, _shifted(hunk, step) if step else hunk)
    return slid


def _shifted(hunk: Hunk, step: int) -> Hunk:
    return Hunk(
        hunk.old_start + step, hunk.old_end + step, hunk.new_start + step, hunk.new_end + step
    )


def _best_step(hunk: Hunk, pieces: Pieces, back: int, room: int) -> int:
    """Return the distance to slide: 0 for a replacement, else that of the best-ranked borders."""
    if hunk.replaces:
        return 0
    if hunk.old_start == hunk.old_end:
        tokens, start, end = pieces.new, hunk.new_start, hunk.new_end
    else:
        tokens, start, end = pieces.old, hunk.old_start, hunk.old_end
    # A hunk may slide by one token if the token it gains equals the one it loses.
    least = most = 0
    while -least < back and tokens[start + least - 1] == tokens[end + least - 1]:
        least -= 1
    while most < room and tokens[start + most] == tokens[end + most]:
        most += 1
    if least == most:
        return 0
    return max(
        range(least, most + 1),
        key=lambda step: (
            border_rank(tokens, start + step) + border_rank(tokens, end + step),
            -step,
        ),
    )
