"""Comparisons of more than two plans: series, coverage, diffusion, three-way, remarks."""

from pathlib import Path

from plandiff.corpus.word_lists import read_lists

WORDS = read_lists(Path(__file__).with_name("words.txt"))
"""Entries by list name; ``words.txt`` explains each list."""


def any_word(*names: str) -> str:
    """Return the alternatives of a pattern: the entries of the lists ``names``, in their order.

    >>> any_word("COVERS_ALL")
    '全覆盖'
    """
    return "|".join(word for name in names for word in WORDS[name])
