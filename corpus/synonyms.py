"""Find synonyms in a text: 档案 and 台账 are one concept.

The synonym groups are lines of ``synonyms.txt``; packs add groups such as ``档案=卷宗``.
"""

from functools import cache, lru_cache
from pathlib import Path

from plandiff.corpus.packs import SYNONYMS, pack_words

_FILE = Path(__file__).with_name("synonyms.txt")
_MATTERS = "[matters]"
_ENGLISH = "[english]"
_PACKED = "="
"""Separates the words of a group in a pack."""

Concepts = dict[str, tuple[str, ...]]
"""Concepts by word; a concept is named by the first word of its group."""


def concepts_in(folded: str) -> set[str]:
    """Return the concepts in a folded, lower-case text, by longest match.

    >>> sorted(concepts_in("一人一档") & concepts_in("建立档案"))
    ['备案']
    """
    groups, lengths = _vocabulary(pack_words(SYNONYMS))
    found: set[str] = set()
    at = 0
    while at < len(folded):
        for length in lengths.get(folded[at], ()):
            word = folded[at : at + length]
            if word in groups:
                found.update(groups[word])
                at += length
                break
        else:
            at += 1
    return found


def is_matter(concept: str) -> bool:
    """Whether a concept is a subject of a plan, not a general act, body or measure.

    >>> is_matter(*concepts_in("控辍保学")), is_matter(*concepts_in("推进"))
    (True, False)
    """
    return concept not in _general()


def english_synonyms() -> dict[str, str]:
    """Return the first word of the group of each English word; words in no group are left out.

    >>> english_synonyms()["firm"], english_synonyms()["business"]
    ('business', 'business')
    """
    groups = [group for part, group in _shipped() if part == _ENGLISH]
    return {word: group[0] for group in groups for word in group}


@lru_cache(maxsize=8)
def _vocabulary(packed: tuple[str, ...]) -> tuple[Concepts, dict[str, tuple[int, ...]]]:
    """Concepts by word, and word lengths by first character in descending order."""
    groups: dict[str, list[str]] = {}
    for part, group in _shipped():
        for word in group if part != _ENGLISH else ():
            groups.setdefault(word, []).append(group[0])
    for joined in packed:
        named = [word for word in joined.split(_PACKED) if word]
        # 卷宗=档案 adds 卷宗 to all groups of 档案.
        known = [name for word in named for name in groups.get(word, ())]
        for word in named:
            groups.setdefault(word, []).extend(known or named[:1])
    lengths: dict[str, set[int]] = {}
    for word in groups:
        lengths.setdefault(word[0], set()).add(len(word))
    return (
        {word: tuple(dict.fromkeys(names)) for word, names in groups.items()},
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
    )


@cache
def _shipped() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The groups of the file, each with the name of its part."""
    groups: list[tuple[str, tuple[str, ...]]] = []
    part = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        words = tuple(line.partition("#")[0].lower().split())
        if words and words[0].startswith("["):
            part = words[0]
        elif words:
            groups.append((part, words))
    return tuple(groups)


@cache
def _general() -> frozenset[str]:
    return frozenset(group[0] for part, group in _shipped() if part != _MATTERS)
