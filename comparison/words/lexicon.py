"""The words that Chinese text is cut into: jieba's dictionary and our own terms, read in pieces.

jieba reads its whole dictionary into one table, which takes half a second even from its own
cache; comparing two plans needs a few thousand of the 350,000 words.  So the dictionary is kept
as one string in order, and the words that begin with two given characters are read when a text
holds these two side by side.  The string is put in order once and kept in the cache folder of the
app; where that cannot be read or written it is made in memory.

`pack` writes that string, `lexicon` returns the words.
"""

import marshal
import math
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, pairwise
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text.atomic_write import replace_file

if TYPE_CHECKING:
    import platformdirs
else:
    platformdirs = LazyModule("platformdirs")

Numbers = bytes
"""An array of unsigned integers of the machine."""
Packed = tuple[tuple[str, Numbers], tuple[str, Numbers], int, bytes]
"""What `pack` writes:

- the characters that words begin with, and where their second characters start and end;
- all second characters, and where the lines of these pairs start and end;
- the sum of all counts;
- all lines in UTF-8, each a word, its count and its kind, parted by spaces.

The second character of a word of one character is the space behind it.
"""
_TERMS = Path(__file__).with_name("terms.txt")
_MAGIC = b"plandiff-words-"
_FORMAT = _MAGIC + b"10"
_CACHES = "words-" + 8 * "[0-9a-f]" + ".bin"
_NOWHERE = (0, 0)
_TERM = -6.0
"""As a word that makes one in 400 of all words: the parts of a term never weigh more together.
Chances are natural logarithms of probabilities."""
_COMMON = -21.5
"""Two words with a better chance than this together are met side by side every day."""
_RARE = -12.5
"""What has a worse chance than this was met fewer than 250 times in 60 million words."""
_NEARLY = 0.01
"""Probabilities that differ by a hundredth are the same: they were counted in other texts."""


def pack(dictionary: Path) -> bytes:
    """The lines of jieba's dictionary file: `Packed`, as bytes."""
    lines = sorted(filter(None, dictionary.read_bytes().split(b"\n")))
    joined = b"\n".join(lines)
    pairs = Counter([line[:2] for line in joined.decode().split("\n")])
    firsts = Counter([pair[0] for pair in pairs])
    ends = [0, *accumulate(len(line) + 1 for line in lines)]
    packed: Packed = (
        ("".join(firsts), _packed_numbers(accumulate(firsts.values(), initial=0))),
        (
            "".join([pair[1] for pair in pairs]),
            _packed_numbers([ends[at] for at in accumulate(pairs.values(), initial=0)]),
        ),
        sum([int(line.split(b" ")[1]) for line in lines]),
        joined,
    )
    # Later versions of marshal write references, which depend on the history of the process.
    return marshal.dumps(packed, 2)


def _packed_numbers(numbers: Iterable[int]) -> Numbers:
    return array("I", numbers).tobytes()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How probable words are, found by their first two characters."""

    ranges: dict[str, tuple[int, int]]
    """First character -> where in ``seconds`` those stand that follow it."""
    seconds: str
    places: memoryview
    """Where in ``lines`` the lines of each second character start, and the last ones end."""
    lines: bytes
    """The dictionary, as `pack` writes it; hardly any of it is ever decoded."""
    total: int
    """Sum of the counts of the whole dictionary."""
    terms: dict[str, tuple[str, ...]]
    """Our own terms by their first two characters."""
    counts: dict[str, int] = field(default_factory=dict)
    """How often the words occur that begin with pairs of characters that were asked for; our own
    terms are there, with 0 where the dictionary has no such word."""
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """How long the words and terms can be that begin with a pair; ascending."""
    frequencies: dict[str, int] = field(default_factory=dict)
    """The table that jieba looks into: characters and words that texts hold; 0 for phrases."""

    def graph(self, run: str) -> dict[int, list[int]]:
        """Where words can begin and end in a run: first character -> last ones, as jieba asks.

        A single character may always stand for itself.
        """
        counts, lengths, size = self.frequencies, self.lengths, len(run)
        ends: dict[int, list[int]] = {}
        for at, single in enumerate(run):
            if single not in counts:
                self.frequency(single)
            ends[at] = [at]
            pair = run[at : at + 2]
            for length in lengths[pair] if pair in lengths else self.learn(pair):
                word = run[at : at + length]
                if at + length <= size and (
                    counts[word] if word in counts else self.frequency(word)
                ):
                    ends[at].append(at + length - 1)
        return ends

    def parts(self, run: str) -> list[int]:
        """Ends of the parts of a run: no word reaches from one part into the next."""
        counts, lengths, size = self.frequencies, self.lengths, len(run)
        stops: list[int] = []
        reach = 1
        for at, pair in enumerate(map(add, run, run[1:])):
            if at == reach:
                stops.append(at)
                reach += 1
            for length in lengths[pair] if pair in lengths else self.learn(pair):
                word = run[at : at + length]
                if reach < at + length <= size and (
                    counts[word] if word in counts else self.frequency(word)
                ):
                    reach = at + length
        if 0 < reach < size:
            stops.append(reach)
        return [*stops, size] if size else []

    def learn(self, pair: str) -> tuple[int, ...]:
        """Read the words that begin with two characters; their `lengths`."""
        if len(pair) < 2:
            return ()
        words = dict.fromkeys(self.terms.get(pair, ()), 0) | dict(self.beginning_with(pair))
        self.counts.update(words)
        found = self.lengths[pair] = tuple(sorted(set(map(len, words))))
        return found

    def beginning_with(self, pair: str) -> Iterator[tuple[str, int]]:
        """All words of the dictionary that begin with two characters, and their counts.

        A word of one character begins with that and a space.
        """
        for word, count, _kind in self._entries(pair):
            yield word, int(count)

    def kind_of(self, word: str) -> str:
        """The part of speech of a word in the letters of jieba; empty where it is none.

        ``v`` is a verb, ``n`` a noun, ``vn`` both.
        """
        entries = self._entries(word[:2] if len(word) > 1 else f"{word} ")
        return next((kind for entry, _, kind in entries if entry == word), "")

    def _entries(self, pair: str) -> Iterator[list[str]]:
        start, end = self.ranges.get(pair[0], _NOWHERE)
        at = self.seconds.find(pair[1], start, end)
        if at >= 0:
            lines = str(self.lines[self.places[at] : self.places[at + 1] - 1], "utf-8")
            yield from (line.split(" ") for line in lines.split("\n"))

    def frequency(self, word: str) -> int:
        """How often a character or word occurs; 0 where it is none, or a phrase."""
        found = self.frequencies.get(word)
        if found is None:
            found = self.frequencies[word] = self._frequency(word)
        return found

    def _frequency(self, word: str) -> int:
        if word in self.terms.get(word[:2], ()):
            return round(self.total * math.exp(_TERM))
        count = self._count(word)
        chance = self._logarithm(count) if count else 0
        return 0 if chance < _RARE and self._is_phrase(word, chance) else count

    def _is_phrase(self, word: str, chance: float) -> bool:
        """Whether an entry, rare itself, is two words side by side.

        As one word it would be marked as a whole where a reader marks the half that changed.  The
        two are common (认真落实, 教师队伍), or as probable together as the entry (相结合).
        """
        for at in range(1, len(word)) if len(word) > 2 else ():
            least = _COMMON if 2 <= at <= len(word) - 2 else chance - _NEARLY
            counts = self._count(word[:at]), self._count(word[at:])
            if all(counts) and sum(map(self._logarithm, counts)) > least:
                return True
        return False

    def _count(self, word: str) -> int:
        """How often a word of the dictionary occurs; 0 where it is none."""
        pair = word[:2] if len(word) > 1 else f"{word} "
        if pair not in self.lengths:
            self.learn(pair)
        return self.counts.get(word, 0)

    def _logarithm(self, count: int) -> float:
        return math.log(count) - math.log(self.total)


@cache
def terms() -> tuple[str, ...]:
    """Our own terms, in the order of the file."""
    lines = _TERMS.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


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
    (firsts, starts), (seconds, places), total, lines = parts
    own: dict[str, tuple[str, ...]] = {}
    for term in terms():
        own[term[:2]] = (*own.get(term[:2], ()), term)
    return Lexicon(
        ranges=dict(zip(firsts, pairwise(_numbers(starts).tolist()), strict=True)),
        seconds=seconds,
        places=_numbers(places),
        lines=lines,
        total=total,
        terms=own,
    )


def _numbers(packed: Numbers) -> memoryview:
    return memoryview(packed).cast("I")


def _dictionary_path() -> Path:
    """The dictionary that comes with jieba."""
    # The package itself is not imported: it loads tables for guessing names, which we do not do.
    spec = find_spec("jieba")
    return Path(str(spec and spec.origin)).with_name("dict.txt")


def _cache_path(dictionary: Path) -> Path | None:
    """One file for each state of the dictionary; None where there is no home."""
    try:
        stat = dictionary.stat()
        state = f"{stat.st_size} {stat.st_mtime_ns}"
        name = f"words-{zlib.crc32(_FORMAT + state.encode()):08x}.bin"
        return platformdirs.user_cache_path("plandiff", appauthor=False) / name
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
    with suppress(OSError):  # a cache that cannot be kept costs a quarter of a second a run
        path.parent.mkdir(parents=True, exist_ok=True)
        data = _FORMAT + zlib.crc32(packed).to_bytes(4, "big") + bytes(packed)
        replace_file(path, data, sync=False)
        _remove_others(path)


def _remove_others(kept: Path) -> None:
    """Take away what other versions or another state of the dictionary left beside a cache file.

    Only files of ours, by name and first bytes.  Another program that reads one has read all of
    it at once, and makes its own again where it is gone.
    """
    for path in kept.parent.glob(_CACHES):
        with suppress(OSError):
            if path.name != kept.name and _is_ours(path):
                path.unlink()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
