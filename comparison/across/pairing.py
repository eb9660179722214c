"""Pair the files of two folders by their names.

Files with the same path are a pair; then files that differ in the suffix only; then files that
differ in years and numbers only, if there is exactly one on each side.
"""

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from plandiff.comparison.alignment.section_text import mask_numbers
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_NOT_IN_KEY = re.compile(r"[\W_#]+")


class Pairing(Struct, frozen=True):
    """Pairs of files and the unpaired files of each side; paths relative to the folders."""

    pairs: tuple[tuple[str, str], ...]
    """In the order of the new names."""
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def pair_by_name(old: Iterable[str], new: Iterable[str]) -> Pairing:
    """Pair relative paths, separated by ``/``; a file is in at most one pair.

    >>> pair_by_name(["甲县/2023年要点.doc", "a.txt"], ["甲县/2024年要点.docx", "b.txt"]).pairs
    (('甲县/2023年要点.doc', '甲县/2024年要点.docx'),)
    """
    olds, news = sorted(set(old)), sorted(set(new))
    pairs: list[tuple[str, str]] = []
    for key in (_whole, _without_suffix, _without_numbers, _name_without_numbers):
        found = _pairs_by(key, olds, news)
        pairs += found
        taken = ({pair[0] for pair in found}, {pair[1] for pair in found})
        olds = [name for name in olds if name not in taken[0]]
        news = [name for name in news if name not in taken[1]]
    pairs.sort(key=lambda pair: (pair[1], pair[0]))
    return Pairing(tuple(pairs), tuple(olds), tuple(news))


def _pairs_by(
    key: Callable[[str], str], old: Sequence[str], new: Sequence[str]
) -> list[tuple[str, str]]:
    """Pair the names whose key is unique on both sides."""
    by_key: list[defaultdict[str, list[str]]] = [defaultdict(list), defaultdict(list)]
    for side, names in zip(by_key, (old, new), strict=True):
        for name in names:
            side[key(name)].append(name)
    return [
        (by_key[0][one][0], names[0])
        for one, names in by_key[1].items()
        if one and len(names) == len(by_key[0].get(one, ())) == 1
    ]


def _whole(name: str) -> str:
    return name


def _without_suffix(name: str) -> str:
    return fold(posixpath.splitext(name)[0]).casefold()


def _without_numbers(name: str) -> str:
    """Return the path without years, numbers, signs and suffix; empty if nothing is left."""
    folder, file = posixpath.split(_without_suffix(name))
    stem = _NOT_IN_KEY.sub("", mask_numbers(file))
    return f"{mask_numbers(folder)}/{stem}" if stem else ""


def _name_without_numbers(name: str) -> str:
    """Like `_without_numbers`, without the folders."""
    return _without_numbers(posixpath.basename(name))
