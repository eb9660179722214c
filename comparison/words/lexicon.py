"""The words that Chinese text is cut into: jieba's dictionary and our own terms, read in pieces.

jieba loads its whole dictionary into one table, which takes half a second even from its own
cache; comparing two plans needs a few thousand of the 350,000 words.  So the packed words are
kept as one string, and those that begin with two given characters enter the table when a text
holds these two side by side.  The string is made once and kept in the cache folder of the app;
where that cannot be read or written it is made in memory.
"""

import marshal
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count, pairwise
from pathlib import Path

from comparison.words.jieba_loading import load_jieba
from comparison.words.packing import CODE, FIRST_SIGN, TERMS, Numbers, Packed, pack

_FORMAT = b"plandiff-words-9"
_NOWHERE = (0, 0)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How often words occur, found by the first two characters of a word."""

    counts: dict[str, int]
    """The table that jieba reads: words, and their beginnings with the count 0, as far as a text
    asked for them; single characters from the start."""
    total: int
    """Sum of the counts of the whole dictionary."""
    ranges: dict[str, tuple[int, int]]
    """First character -> where in ``seconds`` those stand that follow it."""
    seconds: str
    places: memoryview
    """Where in ``lines`` the line of each second character starts, and the last one ends."""
    lines: bytes
    """Words of two and more characters, as `pack` writes them; hardly any is ever decoded."""
    signs: dict[str, int]
    """Counts, and the characters that stand for them."""
    learned: set[str] = field(default_factory=set)
    """The first two characters of words that were asked for."""

    def learn(self, text: str) -> None:
        """Let the table hold all words that can stand in a text."""
        pairs = {text[at : at + 2] for at in range(len(text) - 1)} - self.learned
        for pair in pairs:
            words = self.beginning_with(pair)
            if words:
                self.counts.update(words)
        self.learned.update(pairs)

    def beginning_with(self, pair: str) -> Iterable[tuple[str, int]]:
        """All words that begin with these two characters, and what these words begin with."""
        start, end = self.ranges.get(pair[0], _NOWHERE)
        at = self.seconds.find(pair[1], start, end)
        if at < 0:
            return ()
        line = str(self.lines[2 * self.places[at] : 2 * self.places[at + 1]], CODE)
        signs, *rests = line.split("\t")
        return zip(map(pair.__add__, rests), map(self.signs.__getitem__, signs), strict=True)


@cache
def lexicon() -> Lexicon:
    """The dictionary, from the cache where there is a good one."""
    dictionary = _dictionary_path()
    path = _cache_path(dictionary)
    packed = _read(path)
    if packed is None:
        packed = memoryview(pack(dictionary))
        _write(path, packed)
    return _unpack(packed)


def _unpack(packed: memoryview) -> Lexicon:
    # Checked by its sum, from the user's own cache.
    parts: Packed = marshal.loads(packed)  # noqa: S302
    (singles, counts), (firsts, starts), (seconds, places), (signs, total, lines) = parts
    return Lexicon(
        counts=dict(zip(singles, _numbers(counts).tolist(), strict=True)),
        total=total,
        ranges=dict(zip(firsts, pairwise(_numbers(starts).tolist()), strict=True)),
        seconds=seconds,
        places=_numbers(places),
        lines=lines,
        signs=dict(zip(map(chr, count(FIRST_SIGN)), _numbers(signs).tolist(), strict=False)),
    )


def _numbers(packed: Numbers) -> memoryview:
    return memoryview(packed).cast("I")


def _dictionary_path() -> Path:
    """The dictionary that comes with jieba."""
    jieba = load_jieba()
    return Path(str(jieba.__file__)).with_name(jieba.DEFAULT_DICT_NAME)


def _cache_path(dictionary: Path) -> Path | None:
    """One file for each state of dictionary and terms; None where there is no home."""
    try:
        from platformdirs import user_cache_path  # noqa: PLC0415 - reports need no cache

        stat = dictionary.stat()
        state = f"{stat.st_size} {stat.st_mtime_ns} {zlib.crc32(TERMS.read_bytes())}"
        name = f"words-{zlib.crc32(_FORMAT + state.encode()):08x}.bin"
        return user_cache_path("plandiff", appauthor=False) / name
    except (OSError, RuntimeError):
        return None


def _read(path: Path | None) -> memoryview | None:
    """The packed words, or None where the file is missing or damaged."""
    try:
        data = memoryview(path.read_bytes() if path else b"")
    except OSError:
        return None
    head, packed = data[: len(_FORMAT) + 4], data[len(_FORMAT) + 4 :]
    good = head == _FORMAT + zlib.crc32(packed).to_bytes(4, "big")
    return packed if good else None


def _write(path: Path | None, packed: memoryview) -> None:
    """Keep the packed words; two programs that write at once write the same bytes."""
    if path is None:
        return
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(_FORMAT + zlib.crc32(packed).to_bytes(4, "big") + bytes(packed))
        partial.replace(path)
    except OSError:
        # A cache that cannot be kept costs two seconds a run and no result.
        with suppress(OSError):
            partial.unlink()
