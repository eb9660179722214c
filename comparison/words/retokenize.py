"""Give a phrase that is cut differently on both sides the same token borders.

Dictionary segmentation depends on the context: 各方面积极性 may become 各方 面积 极性 here and
各 方面 主动性 there.  So where a replaced pair shares characters, its borders are recomputed: an
equal prefix or suffix is cut off if the segmentation stays nearly as probable, and an equal run
between borders of both sides becomes one token on both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct

from plandiff.comparison.words.changes import Hunk, common_head
from plandiff.comparison.words.rules import HAN
from plandiff.comparison.words.segmentation import best_cut
from plandiff.comparison.words.tokens import cut, is_by_rule
from plandiff.corpus.text import lazy_re as re

_HAN = re.compile(rf"[{HAN}]+")
_LAST_HAN = re.compile(rf"[{HAN}]+\Z")
_LABEL = re.compile(rf"[（(][{HAN}]{{1,3}}[）)]")
_MOST_TOKENS = 60
_SPAN = 5
_LONG_NAME = 5
_TOLERANCE = 3.0
"""Natural logarithm: a cut may be at most 20 times less likely than the best one."""


class Cut(Struct):
    """A text and its token borders."""

    text: str
    boundaries: list[int]

    def between(self, start: int, end: int) -> list[int]:
        """Return the borders from one place to another, both included."""
        return self.boundaries[
            bisect_left(self.boundaries, start) : bisect_right(self.boundaries, end)
        ]

    def join_tokens(self, start: int, end: int) -> None:
        """Make the range one token."""
        self.replace(start, end, [start, end])

    def replace(self, start: int, end: int, boundaries: list[int]) -> None:
        """Replace the borders in a range."""
        first, last = bisect_left(self.boundaries, start), bisect_right(self.boundaries, end)
        self.boundaries[first:last] = boundaries


Range = tuple[int, int, int, int]
"""Start and end in the old text, start and end in the new one."""


def retokenize(old: Cut, new: Cut, hunks: Iterable[Hunk]) -> list[tuple[Range, bool]]:
    """Recompute the borders inside the replaced pairs, in place.

    Returns the hunks as character ranges, since their token numbers change, each with whether its
    borders changed.
    """
    ranges: list[tuple[Range, bool]] = []
    places = [
        (
            old.boundaries[hunk.old_start],
            old.boundaries[hunk.old_end],
            new.boundaries[hunk.new_start],
            new.boundaries[hunk.new_end],
            max(hunk.old_end - hunk.old_start, hunk.new_end - hunk.new_start) <= _MOST_TOKENS,
        )
        for hunk in hunks
    ]
    for old_start, old_end, new_start, new_end, small in places:
        changed = (
            small
            # texts without a common character have no border to share
            and not set(old.text[old_start:old_end]).isdisjoint(new.text[new_start:new_end])
            and _retokenize_pair(Piece(old, old_start, old_end), Piece(new, new_start, new_end))
        )
        ranges.append(((old_start, old_end, new_start, new_end), changed))
    return ranges


def _retokenize_pair(old: "Piece", new: "Piece") -> bool:
    """Recompute the borders of a replaced pair; return whether any border changed."""
    if _lay_alike(old, new):
        return True
    rest = _after_equal_edge(old, new, tail=False)
    if all(rest):
        rest = _after_equal_edge(*rest, tail=True)
    cut_off = len(rest[0]) < len(old)
    joined = all(len(piece) > 1 for piece in rest) and _join_equal_runs(*rest)
    return cut_off or joined


def _lay_alike(old: "Piece", new: "Piece") -> bool:
    """Give a pair that differs only in signs (“双减”, 双减) the same borders between its words."""
    texts = old.text, new.text
    if texts[0] != texts[1] and all(map(str.isalnum, texts)):
        return False
    if any(map(_LABEL.search, texts)):
        return False
    sides = [
        [at for at in range(piece.start, piece.end) if piece.cut.text[at].isalnum()]
        for piece in (old, new)
    ]
    letters = [
        "".join([piece.cut.text[at] for at in places])
        for piece, places in zip((old, new), sides, strict=True)
    ]
    if letters[0] != letters[1] or not _HAN.fullmatch(letters[0]):
        return False
    parted = {bisect_left(sides[0], at) for at in old.cut.between(old.start, old.end)}
    for places in sides:
        parted |= {
            index for index in range(1, len(places)) if places[index] > places[index - 1] + 1
        }
    for piece, places in zip((old, new), sides, strict=True):
        boundaries = {piece.start, piece.end}
        for index in parted:
            boundaries |= {places[index - 1] + 1} if index else set()
            boundaries |= {places[index]} if index < len(places) else set()
        piece.cut.replace(piece.start, piece.end, sorted(boundaries))
    return True


class Piece(Struct, frozen=True):
    """A range of a text that is being cut."""

    cut: Cut
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def text(self) -> str:
        """The characters of the range."""
        return self.cut.text[self.start : self.end]

    def split(self, length: int, *, tail: bool) -> "tuple[Piece, Piece]":
        """Return the first (or last) ``length`` characters, and the rest."""
        at = self.end - length if tail else self.start + length
        head, rest = Piece(self.cut, self.start, at), Piece(self.cut, at, self.end)
        return (rest, head) if tail else (head, rest)

    def cut_again(self, *, tail: bool) -> None:
        """Cut the words at the beginning (or end) again, after a new border split one of them."""
        pattern = _LAST_HAN if tail else _HAN
        run = pattern.search(self.cut.text, self.start, self.end)
        if run:
            boundaries = [run.start() + at for at in cut(run.group())]
            self.cut.replace(run.start(), run.end(), boundaries)

    def may_end_at(self, at: int) -> bool:
        """Whether a border here leaves a segmentation that is nearly as probable."""
        around = self.cut.between(self.start, self.end)
        if at in around:
            return True
        left = max(boundary for boundary in around if boundary < at)
        right = min(boundary for boundary in around if boundary > at)
        word = self.cut.text[left:right]
        if not _HAN.fullmatch(word) or is_by_rule(word):
            return False
        before = _LAST_HAN.search(self.cut.text, self.start, at)
        after = _HAN.match(self.cut.text, at, self.end)
        head, rest = (run.group() if run else "" for run in (before, after))
        (ends, cost), (more_ends, more_cost), (all_ends, whole_cost) = map(
            best_cut, (head, rest, head + rest)
        )
        if more_ends[0] == 1 or [0, *ends][-2] == len(head) - 1:
            return False  # half a word is no word: 课程 is not 课 and 程
        words = len(ends) + len(more_ends)
        as_good = words <= len(all_ends) and cost + more_cost - whole_cost <= _TOLERANCE
        return as_good or _is_joint(word, at - left)


def _is_joint(word: str, at: int) -> bool:
    """Whether a long word is a name of several words, and ``at`` is a border between two of them.

    >>> _is_joint("全国人民代表大会常务委员会", 8), _is_joint("共产主义", 2)
    (True, False)
    """
    ends = [*best_cut(word[:at])[0], *(at + end for end in best_cut(word[at:])[0])]
    shortest = min(end - start for start, end in pairwise((0, *ends)))
    return len(word) >= _LONG_NAME and shortest > 1


def _after_equal_edge(old: Piece, new: Piece, *, tail: bool) -> tuple[Piece, Piece]:
    """Make the equal prefix (or suffix) a token of both sides; return the rest of the pair."""
    edges = (old.end - 1, new.end - 1) if tail else (old.start, new.start)
    if old.cut.text[edges[0]] != new.cut.text[edges[1]]:
        return old, new
    step = -1 if tail else 1
    longest = common_head(old.text[::step], new.text[::step])
    # Take the longest equal edge at whose end both dictionary cuts accept a border.
    for length in range(longest, 0, -1):
        places = [p.end - length if tail else p.start + length for p in (old, new)]
        if old.may_end_at(places[0]) and new.may_end_at(places[1]):
            rests = []
            for piece, at in zip((old, new), places, strict=True):
                edge, rest = piece.split(length, tail=tail)
                if at not in piece.cut.between(piece.start, piece.end):
                    rest.cut_again(tail=tail)
                piece.cut.join_tokens(edge.start, edge.end)
                rests.append(rest)
            return rests[0], rests[1]
    return old, new


def _join_equal_runs(old: Piece, new: Piece) -> bool:
    """Make one token of each run of tokens that is on both sides, but cut differently."""
    if not set(old.text) & set(new.text):
        return False
    runs = {text: (start, end) for text, start, end in _runs(old)}
    old_free, new_free, changed = old.start, new.start, False
    for text, start, end in _runs(new):
        found = runs.get(text)
        if found and found[0] >= old_free and start >= new_free:
            inner = [at - found[0] for at in old.cut.between(*found)]
            if inner != [at - start for at in new.cut.between(start, end)]:
                old.cut.join_tokens(*found)
                new.cut.join_tokens(start, end)
                old_free, new_free, changed = found[1], end, True
    return changed


def _runs(piece: Piece) -> Iterator[tuple[str, int, int]]:
    """Yield runs of up to five tokens, the longest first at each place."""
    boundaries = piece.cut.between(piece.start, piece.end)
    for first, start in enumerate(boundaries):
        for end in reversed(boundaries[first + 1 : first + 1 + _SPAN]):
            yield piece.cut.text[start:end], start, end
