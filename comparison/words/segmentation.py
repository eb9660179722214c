"""Runs of Han characters cut into dictionary words by jieba, with the dictionary of `lexicon`.

The cut is the one whose words are most probable together.  jieba's guessing of unknown names is
left out, for it makes words of two strangers side by side.
"""

import math
from functools import cache
from itertools import accumulate
from typing import Protocol, cast

from comparison.words.jieba_loading import load_jieba
from comparison.words.lexicon import Lexicon, lexicon

_cuts: dict[str, tuple[int, ...]] = {}
_MOST_CUTS = 50_000


class _Tokenizer(Protocol):
    """What is used of ``jieba.Tokenizer``, which has no types."""

    def lcut(self, sentence: str, *, HMM: bool) -> list[str]: ...  # noqa: N803 - its name


def cut_run(run: str) -> tuple[int, ...]:
    """Ends of the words of a run of Han characters.

    >>> cut_run("提高毛入园率")
    (2, 6)
    """
    found = _cuts.get(run)
    if found is None:
        if len(_cuts) >= _MOST_CUTS:
            _cuts.clear()
        found = _cuts[run] = tuple(accumulate(map(len, _words(run))))
    return found


def best_cut(run: str) -> tuple[int, float]:
    """Number of words of the best cut of a run, and its cost: minus the log of its probability."""
    words = _words(run)
    known = _tools()[0]
    chances = [(known.counts.get(word) or 1) / known.total for word in words]
    return len(words), -sum(map(math.log, chances))


def _words(run: str) -> list[str]:
    known, tokenizer = _tools()
    known.learn(run)
    return tokenizer.lcut(run, HMM=False)


@cache
def _tools() -> tuple[Lexicon, _Tokenizer]:
    """The dictionary, and jieba's tokenizer, which looks into its table of counts."""
    known = lexicon()
    tokenizer = load_jieba().Tokenizer()
    tokenizer.FREQ, tokenizer.total = known.counts, known.total
    tokenizer.initialized = True
    return known, cast("_Tokenizer", tokenizer)
