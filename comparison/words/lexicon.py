"""The words for Chinese segmentation: jieba's dictionary and our own terms, read on demand.

jieba reads its whole dictionary into one table, which takes half a second even from its own
cache; comparing two plans needs a few thousand of the 350,000 words.  So the dictionary is kept
as one sorted string, and the words that begin with two given characters are read when a text
contains these two in sequence.  The string is sorted once and stored in the cache folder of the
app; if the cache cannot be read or written it is built in memory.

`pack` builds that string, `lexicon` returns the words.
"""

import marshal
import math
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, pairwise
from operator import add
from pathlib import Path

from msgspec import Struct, field

from plandiff.corpus import user_folders
from plandiff.corpus.text.atomic_write import replace_file

Numbers = bytes
"""An array of unsigned integers in native byte order."""
Packed = tuple[tuple[str, Numbers], tuple[str, Numbers], int, bytes]
"""The format that `pack` writes:

- the characters that words begin with, and where their second characters start and end;
- all second characters, and where the lines of these pairs start and end;
- the sum of all counts;
- all lines in UTF-8, each a word, its count and its part of speech, separated by spaces.

For a word of one character, the second character is the space after it.
"""
_TERMS = Path(__file__).with_name("terms.txt")
_MAGIC = b"plandiff-words-"
_FORMAT = _MAGIC + b"10"
_CACHES = "words-" + 8 * "[0-9a-f]" + ".bin"
_NOWHERE = (0, 0)
_TERM = -6.0
"""Log probability of our own terms, 1 in 400 words: the parts of a term are never more probable.
All scores here are natural logarithms of probabilities."""
_COMMON = -21.5
"""Two words with a higher joint log probability than this often occur next to each other."""
_RARE = -12.5
"""Entries below this log probability occur fewer than 250 times in 60 million words."""
_NEARLY = 0.01
"""Log probabilities this close count as equal: they come from different corpora."""


def pack(dictionary: Path) -> bytes:
    """Sort the lines of jieba's dictionary file and return them as serialized `Packed`."""
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


class Lexicon(Struct, frozen=True):
    """Word frequencies, looked up by the first two characters."""

    ranges: dict[str, tuple[int, int]]
    """First character -> range in ``seconds`` of the characters that follow it."""
    seconds: str
    places: memoryview
    """Start in ``lines`` of the lines of each second character, plus the end of the last ones."""
    lines: bytes
    """The dictionary, as `pack` writes it; only small parts of it are ever decoded."""
    total: int
    """Sum of the counts of the whole dictionary."""
    terms: dict[str, tuple[str, ...]]
    """Our own terms, by their first two characters."""
    counts: dict[str, int] = field(default_factory=dict)
    """Counts of the words that begin with the pairs looked up so far; our own terms are included,
    with 0 if the dictionary has no such word."""
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Possible lengths of the words and terms that begin with a pair, ascending."""
    frequencies: dict[str, int] = field(default_factory=dict)
    """Frequencies of the characters and words looked up so far; 0 for phrases."""

    def graph(self, run: str) -> dict[int, list[int]]:
        """Return the word graph of a run in jieba's form: index of a first character -> last ones.

        A single character is always a possible word.
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
        """Return the ends of the parts of a run: no word extends from one part into the next."""
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
        """Read the words that begin with two characters, and return their `lengths`."""
        if len(pair) < 2:
            return ()
        words = dict.fromkeys(self.terms.get(pair, ()), 0) | dict(self.beginning_with(pair))
        self.counts.update(words)
        found = self.lengths[pair] = tuple(sorted(set(map(len, words))))
        return found

    def beginning_with(self, pair: str) -> Iterator[tuple[str, int]]:
        """Yield all dictionary words that begin with two characters, with their counts.

        A word of one character begins with that character and a space.
        """
        for word, count, _kind in self._entries(pair):
            yield word, int(count)

    def kind_of(self, word: str) -> str:
        """Return jieba's part-of-speech tag of a word; empty if it is no word.

        ``v`` is a verb, ``n`` a noun, ``vn`` both.
        """
        if not word:
            return ""
        entries = self._entries(word[:2] if len(word) > 1 else f"{word} ")
        return next((kind for entry, _, kind in entries if entry == word), "")

    def _entries(self, pair: str) -> Iterator[list[str]]:
        start, end = self.ranges.get(pair[0], _NOWHERE)
        at = self.seconds.find(pair[1], start, end)
        if at >= 0:
            lines = str(self.lines[self.places[at] : self.places[at + 1] - 1], "utf-8")
            yield from (line.split(" ") for line in lines.split("\n"))

    def frequency(self, word: str) -> int:
        """Return the frequency of a character or word; 0 if it is unknown or a phrase."""
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
        """Whether a rare entry is a phrase of two adjacent words.

        As one word it would be marked as a whole although only half of it changed.  Either both
        words are common (认真落实, 教师队伍), or both together are as probable as it (相结合).
        """
        for at in range(1, len(word)) if len(word) > 2 else ():
            least = _COMMON if 2 <= at <= len(word) - 2 else chance - _NEARLY
            counts = self._count(word[:at]), self._count(word[at:])
            if all(counts) and sum(map(self._logarithm, counts)) > least:
                return True
        return False

    def _count(self, word: str) -> int:
        """Return the count of a dictionary word; 0 if it is none."""
        pair = word[:2] if len(word) > 1 else f"{word} "
        if pair not in self.lengths:
            self.learn(pair)
        return self.counts.get(word, 0)

    def _logarithm(self, count: int) -> float:
        return math.log(count) - math.log(self.total)


@cache
def terms() -> tuple[str, ...]:
    """Return our own terms, in the order of the file."""
    lines = _TERMS.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def lexicon() -> Lexicon:
    """Return the dictionary, from the cache if that is valid."""
    dictionary = _dictionary_path()
    path = _cache_path(dictionary)
    packed = _read(path)
    if packed is None:
        packed = memoryview(pack(dictionary))
        _write(path, packed)
    return _unpack(packed)


def _unpack(packed: memoryview) -> Lexicon:
    # Safe: the data comes from the user's own cache, and its checksum was verified.
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
    """Return the path of the dictionary that is part of jieba."""
    # The package is not imported: it would load tables for guessing names, which are not used.
    spec = find_spec("jieba")
    return Path(str(spec and spec.origin)).with_name("dict.txt")


def _cache_path(dictionary: Path) -> Path | None:
    """Return a cache path per state of the dictionary; None if there is no home directory."""
    try:
        stat = dictionary.stat()
        state = f"{stat.st_size} {stat.st_mtime_ns}"
        name = f"words-{zlib.crc32(_FORMAT + state.encode()):08x}.bin"
        return user_folders.cache_folder() / name
    except (OSError, RuntimeError):
        return None


def _read(path: Path | None) -> memoryview | None:
    """Return the packed words, or None if the file is missing or damaged."""
    try:
        data = memoryview(path.read_bytes() if path else b"")
    except OSError:
        return None
    head, packed = data[: len(_FORMAT) + 4], data[len(_FORMAT) + 4 :]
    good = head == _FORMAT + zlib.crc32(packed).to_bytes(4, "big")
    return packed if good else None


def _write(path: Path | None, packed: memoryview) -> None:
    """Cache the packed words; two processes that write at once write the same bytes."""
    if path is None:
        return
    with suppress(OSError):  # without the cache each run takes a quarter of a second longer
        path.parent.mkdir(parents=True, exist_ok=True)
        data = _FORMAT + zlib.crc32(packed).to_bytes(4, "big") + bytes(packed)
        replace_file(path, data, sync=False)
        _remove_others(path)


def _remove_others(kept: Path) -> None:
    """Remove cache files of other versions or of another state of the dictionary.

    Only our own files are removed, recognised by name and first bytes.  Another process reads its
    file in one go, and writes it again if it is gone.
    """
    for path in kept.parent.glob(_CACHES):
        with suppress(OSError):
            if path.name != kept.name and _is_ours(path):
                path.unlink()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
