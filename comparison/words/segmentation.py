"""Runs of Han characters cut into dictionary words by jieba, with the dictionary of `lexicon`.

The cut is the one whose words are most probable together.  jieba's guessing of unknown names is
left out, for it makes words of two strangers side by side.
"""

from collections.abc import Iterable
from functools import cache
from typing import Protocol, cast

from plandiff.comparison.words.lexicon import lexicon, load_jieba


class _Tokenizer(Protocol):
    """What is used of ``jieba.Tokenizer``, which has no types."""

    FREQ: dict[str, int]
    total: int

    def calc(
        self,
        sentence: str,
        DAG: dict[int, list[int]],  # noqa: N803 - its name
        route: dict[int, tuple[float, int]],
    ) -> None: ...


Found = tuple[tuple[int, ...], float]
_cuts: dict[str, Found] = {}
_MOST_CUTS = 50_000


def cut_run(run: str) -> tuple[int, ...]:
    """Ends of the words of a run of Han characters.

    >>> cut_run("提高毛入园率")
    (2, 6)
    """
    return best_cut(run)[0]


def best_cut(run: str) -> Found:
    """Ends of the words of the best cut of a run, and its cost: minus the log of its probability.

    Of two cuts that are as good, the one with the longer first word.  Where no word reaches
    across, what stands before and behind is cut alone: the same few parts make up most runs.
    """
    found = _cuts.get(run)
    if found is None:
        stops = lexicon().parts(run)
        found = _cut_parts(run, stops) if len(stops) > 1 else _cut_part(run)
        if len(_cuts) >= _MOST_CUTS:
            _cuts.clear()
        _cuts[run] = found
    return found


def _cut_parts(run: str, stops: Iterable[int]) -> Found:
    """The cut of a run from those of its parts, which end at these places."""
    ends: list[int] = []
    costs, at = 0.0, 0
    for stop in stops:
        part = run[at:stop]
        found, cost = _cuts.get(part) or best_cut(part)
        ends += [at + end for end in found]
        costs += cost
        at = stop
    return tuple(ends), costs


def _cut_part(run: str) -> Found:
    known, tokenizer = lexicon(), _tokenizer()
    tokenizer.FREQ, tokenizer.total = known.frequencies, known.total
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(run, known.graph(run), route)
    ends, at = [], 0
    while at < len(run):
        at = route[at][1] + 1
        ends.append(at)
    return tuple(ends), -route[0][0]


@cache
def _tokenizer() -> _Tokenizer:
    """The tokenizer of jieba, without its own table."""
    return cast("_Tokenizer", load_jieba().Tokenizer())
