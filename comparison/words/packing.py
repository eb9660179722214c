"""The dictionary of jieba in order, packed so that a part can be read without the rest."""

import marshal
from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

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


def pack(dictionary: Path) -> bytes:
    """The lines of jieba's dictionary file: `Packed`, as bytes."""
    lines = sorted(filter(None, dictionary.read_bytes().split(b"\n")))
    joined = b"\n".join(lines)
    pairs = Counter([line[:2] for line in joined.decode().split("\n")])
    firsts = Counter([pair[0] for pair in pairs])
    ends = [0, *accumulate(len(line) + 1 for line in lines)]
    packed: Packed = (
        ("".join(firsts), _numbers(accumulate(firsts.values(), initial=0))),
        (
            "".join([pair[1] for pair in pairs]),
            _numbers([ends[at] for at in accumulate(pairs.values(), initial=0)]),
        ),
        sum([int(line.split(b" ")[1]) for line in lines]),
        joined,
    )
    # Later versions of marshal write references, which depend on the history of the process.
    return marshal.dumps(packed, 2)


def _numbers(numbers: Iterable[int]) -> Numbers:
    return array("I", numbers).tobytes()
