"""Where two token sequences differ: the longest common subsequence, as hunks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain


@dataclass(slots=True)
class Hunk:
    """Tokens ``old_start`` to ``old_end`` became tokens ``new_start`` to ``new_end``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def replaces(self) -> bool:
        """Whether there is something on both sides."""
        return self.old_start < self.old_end and self.new_start < self.new_end

    @property
    def is_of_words(self) -> bool:
        """Whether one token became another one."""
        return self.old_end - self.old_start == 1 == self.new_end - self.new_start


@dataclass(frozen=True, slots=True)
class Pieces:
    """Tokens of both sides: as they stand, and folded."""

    old: Sequence[str]
    new: Sequence[str]
    old_keys: Sequence[str]
    new_keys: Sequence[str]


def common_hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Hunks in ascending order, at least one equal token between two of them."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - unchanged plans do without

    numbers = {key: number for number, key in enumerate(dict.fromkeys(chain(old, new)))}
    old_ids, new_ids = ([*map(numbers.__getitem__, keys)] for keys in (old, new))
    hunks: list[Hunk] = []
    for code in Indel.opcodes(old_ids, new_ids):
        if code.tag != "equal":
            append(hunks, Hunk(code.src_start, code.src_end, code.dest_start, code.dest_end))
    return hunks


def append(hunks: list[Hunk], hunk: Hunk) -> None:
    """Add a hunk at the end; one that touches the last hunk makes it longer."""
    last = hunks[-1] if hunks else None
    if last and last.old_end == hunk.old_start and last.new_end == hunk.new_start:
        last.old_end, last.new_end = hunk.old_end, hunk.new_end
    else:
        hunks.append(hunk)
