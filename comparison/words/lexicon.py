"""The words that Chinese text is cut into: jieba's dictionary and our own terms.

jieba loads its whole dictionary into a table, which takes half a second even from its own cache;
comparing two plans needs a few thousand of the 350,000 words.  So the sorted words lie in one
string, each followed by a character for its cost, and a word is found by its first two characters
when the text asks for it.  The string is made once and kept in the cache folder of the app; where
that cannot be read or written it is made in memory.
"""

import marshal
import math
import os
import re
import zlib
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

from comparison.words.rules import HAN

_TERMS = Path(__file__).with_name("terms.txt")
_FORMAT = b"plandiff-words-4"
_FIRST_COST = 0xE000
_COST_STEPS = 250
"""Costs are negative logarithms of probabilities in steps of 1/250: 0 to 25.6 fit into the
private use area, and the rarest word of the dictionary costs 17.9."""
_TERM_COST = 6.0
"""As a word that makes one in 400 of all words: the parts of a term never cost less together."""
_COMMON = 21.5
"""Two words that cost less than this together are met side by side every day."""
_RARE = 12.5
"""What costs more than this was met fewer than 250 times in 60 million words."""
_HAN_ONLY = rf"[{HAN}]+"
_LINE = rf"(?m)^([{HAN}]{{1,16}}) ([0-9]+)(?= |$)"
_COUNT = r"(?m)(?<= )[0-9]+(?= |$)"
"""Compiled where the dictionary is read, which the cache makes rare."""

Ending = tuple[str, int, float]
"""What follows the first two characters of a word, length of the word, its cost."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with their costs, found by their beginning."""

    blob: str
    """``\\n`` + word + cost character, sorted."""
    starts: dict[str, tuple[int, int]]
    """First character -> its range of ``blob``."""
    endings: dict[str, tuple[Ending, ...]] = field(default_factory=dict)
    """First two characters -> words that begin with them, as far as they were asked for."""
    singles: dict[str, float] = field(default_factory=dict)
    """Costs of characters as words of their own, as far as they were asked for."""

    def cost(self, character: str) -> float:
        """Cost of a word of one character."""
        end = self.starts.get(character, (0, 0))[1]
        # Cost characters sort behind all Han, so the single character is the last of its range.
        found = end and self.blob[end - 3] == "\n"
        cost = self.singles[character] = _cost(self.blob[end - 1]) if found else _UNKNOWN
        return cost

    def beginning_with(self, pair: str) -> tuple[Ending, ...]:
        """All words that begin with these two characters."""
        start, end = self.starts.get(pair[0], (0, 0))
        head = "\n" + pair
        endings: list[Ending] = []
        at = self.blob.find(head, start, end)
        while at >= 0 and self.blob.startswith(head, at):
            stop = self.blob.find("\n", at + 1, end)
            stop = end if stop < 0 else stop
            word = self.blob[at + 1 : stop - 1]
            endings.append((word[2:], len(word), _cost(self.blob[stop - 1])))
            at = stop if stop < end else -1
        found = self.endings[pair] = tuple(endings)
        return found


_UNKNOWN = 18.0


def _cost(character: str) -> float:
    return (ord(character) - _FIRST_COST) / _COST_STEPS


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
        packed = memoryview(_pack(dictionary))
        _write(path, packed)
    return _unpack(packed)


def _dictionary_path() -> Path:
    """The dictionary of jieba; to import jieba would take longer than to cut a plan."""
    spec = find_spec("jieba")
    if spec is None or not spec.origin:  # pragma: no cover - jieba is a dependency
        raise ModuleNotFoundError("jieba")
    return Path(spec.origin).with_name("dict.txt")


def _cache_path(dictionary: Path) -> Path | None:
    """One file for each state of dictionary and terms; None where there is no home."""
    try:
        from platformdirs import user_cache_path  # noqa: PLC0415 - reports need no cache

        stat = dictionary.stat()
        state = f"{stat.st_size} {stat.st_mtime_ns} {zlib.crc32(_TERMS.read_bytes())}"
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
        # A cache that cannot be kept costs half a second a run and no result.
        with suppress(OSError):
            partial.unlink()


def _pack(dictionary: Path) -> bytes:
    """Index and words as bytes: length of the index, index, words in UTF-16."""
    known = _read_dictionary(dictionary)
    costs = {word: cost for word, cost in known.items() if not _is_phrase(word, cost, known)}
    costs.update((term, _TERM_COST) for term in terms() if re.fullmatch(_HAN_ONLY, term))
    signs = {cost: chr(_FIRST_COST + round(cost * _COST_STEPS)) for cost in set(costs.values())}
    entries = sorted(f"\n{word}{signs[cost]}" for word, cost in costs.items())
    index = marshal.dumps(_index(entries))
    return len(index).to_bytes(4, "big") + index + "".join(entries).encode("utf-16-le")


def _index(entries: list[str]) -> dict[str, tuple[int, int]]:
    """First character -> where its entries start and end in all entries joined."""
    firsts = [entry[1] for entry in entries]
    places = [0, *accumulate(map(len, entries))]
    starts: dict[str, tuple[int, int]] = {}
    at = 0
    while at < len(firsts):
        end = bisect_right(firsts, firsts[at], at)
        starts[firsts[at]] = (places[at], places[end])
        at = end
    return starts


def _read_dictionary(dictionary: Path) -> dict[str, float]:
    """Word -> cost, from lines such as ``教育 25325 vn``; words with other signs are left out."""
    text = dictionary.read_text(encoding="utf-8")
    total = math.log(sum(map(int, re.findall(_COUNT, text))))
    counts = dict(re.findall(_LINE, text))
    logs = {count: total - math.log(int(count) or 1) for count in set(counts.values())}
    return {word: logs[count] for word, count in counts.items()}


def _is_phrase(word: str, cost: float, known: dict[str, float]) -> bool:
    """Whether an entry is two common words side by side (认真落实, 教师队伍), and rare itself.

    As one word it would be marked as a whole where a reader marks the half that changed.
    """
    return (
        cost > _RARE
        and len(word) >= 4
        and any(
            known.get(word[:cut], _COMMON) + known.get(word[cut:], _COMMON) < _COMMON
            for cut in range(2, len(word) - 1)
        )
    )


def _unpack(packed: memoryview) -> Lexicon:
    size = int.from_bytes(packed[:4], "big")
    # Checked by its sum, from the user's own cache.
    starts: dict[str, tuple[int, int]] = marshal.loads(packed[4 : 4 + size])  # noqa: S302
    return Lexicon(str(packed[4 + size :], "utf-16-le"), starts)
