"""The dictionary of jieba and our own terms, packed so that a part can be read without the rest."""

import marshal
import math
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from pathlib import Path

from comparison.words.jieba_loading import load_jieba

TERMS = Path(__file__).with_name("terms.txt")
CODE = "utf-16-le"
FIRST_SIGN = 0x100
"""A count is written as one character; about 5,000 counts are different."""
_TERM_COST = 6.0
"""As a word that makes one in 400 of all words: the parts of a term never cost less together.
Costs are negative logarithms of probabilities."""
_COMMON = 21.5
"""Two words that cost less than this together are met side by side every day."""
_RARE = 12.5
"""What costs more than this was met fewer than 250 times in 60 million words."""
_NEARLY = 0.01
"""Probabilities that differ by a hundredth are the same: they were counted in other texts."""

Numbers = bytes
"""An array of unsigned integers of the machine."""
Packed = tuple[
    tuple[str, Numbers],
    tuple[str, Numbers],
    tuple[str, Numbers],
    tuple[Numbers, int, bytes],
]
"""What `pack` writes:

- single characters, and their counts;
- first characters of longer words, and where their second characters start and end;
- all second characters, and where the lines of these pairs start and end;
- counts in the order of their signs, the sum of all counts, all lines in UTF-16.

All words that begin with the same two characters are one line: a sign for the count of each, and
the rests of the words, all parted by tabs.
"""


@cache
def terms() -> tuple[str, ...]:
    """Our own terms, in the order of the file."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def pack(dictionary: Path) -> bytes:
    """The words of jieba's dictionary file and our terms: `Packed`, as bytes."""
    counts, total = _counts(dictionary)
    signs = {count: chr(at) for at, count in enumerate(sorted(set(counts.values())), FIRST_SIGN)}
    words: dict[str, list[str]] = {}
    for word in counts:
        words.setdefault(word[:2], []).append(word)
    pairs = sorted(pair for pair in words if len(pair) == 2)
    lines = [_line(words[pair], counts, signs) for pair in pairs]
    singles = [pair for pair in words if len(pair) == 1]
    firsts = Counter(pair[0] for pair in pairs)
    packed: Packed = (
        ("".join(singles), _numbers(counts[single] for single in singles)),
        ("".join(firsts), _numbers(accumulate(firsts.values(), initial=0))),
        ("".join(pair[1] for pair in pairs), _numbers(accumulate(map(len, lines), initial=0))),
        (_numbers(signs), total, "".join(lines).encode(CODE)),
    )
    # Later versions of marshal write references, which depend on the history of the process.
    return marshal.dumps(packed, 2)


def _line(words: list[str], counts: dict[str, int], signs: dict[int, str]) -> str:
    rests = [word[2:] for word in words]
    return "\t".join(["".join([signs[counts[word]] for word in words]), *rests])


def _numbers(numbers: Iterable[int]) -> Numbers:
    return array("I", numbers).tobytes()


def _counts(dictionary: Path) -> tuple[dict[str, int], int]:
    """How often each word occurs, 0 for what only begins a word, and the sum of the dictionary."""
    counts: dict[str, int]
    total: int
    with dictionary.open("rb") as lines:
        counts, total = load_jieba().Tokenizer.gen_pfdict(lines)
    words = {word: count for word, count in counts.items() if count}
    for phrase in _phrases(words, total):
        del words[phrase]
    words.update(dict.fromkeys(terms(), round(total * math.exp(-_TERM_COST))))
    return _beginnings(words) | words, total


def _beginnings(words: Iterable[str]) -> dict[str, int]:
    """What words begin with, with the count 0: jieba looks for a longer word as far as these go."""
    found: dict[str, int] = {}
    left, size = [word for word in words if len(word) > 1], 1
    while left:
        found.update(dict.fromkeys([word[:size] for word in left], 0))
        size += 1
        left = [word for word in left if len(word) > size]
    return found


def _phrases(words: dict[str, int], total: int) -> list[str]:
    """Entries that are two words side by side, and rare themselves.

    As one word they would be marked as a whole where a reader marks the half that changed.  The
    two are common (认真落实, 教师队伍), or as probable together as the entry (相结合).
    """
    cost_of = {count: math.log(total / count) for count in set(words.values())}
    costs = {word: cost_of[count] for word, count in words.items()}
    return [
        word
        for word, cost in costs.items()
        if cost > _RARE and len(word) >= 3 and _is_of_two(word, costs)
    ]


def _is_of_two(word: str, costs: dict[str, float]) -> bool:
    nearly = costs[word] + _NEARLY
    for at in range(1, len(word)):
        most = _COMMON if 2 <= at <= len(word) - 2 else nearly
        if costs.get(word[:at], most) + costs.get(word[at:], most) < most:
            return True
    return False
