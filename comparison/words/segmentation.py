"""Segment runs of Han characters into words as jieba does, with the dictionary of `lexicon`.

The most probable sequence of words is chosen.  jieba's guessing of unknown names is left out,
because it joins unrelated adjacent characters to words.
"""

import math
from collections.abc import Iterable

from plandiff.comparison.words.lexicon import lexicon

Found = tuple[tuple[int, ...], float]
_cuts: dict[str, Found] = {}
_MOST_CUTS = 50_000


def cut_run(run: str) -> tuple[int, ...]:
    """Return the ends of the words of a run of Han characters.

    >>> cut_run("提高毛入园率")
    (2, 6)
    """
    return best_cut(run)[0]


def best_cut(run: str) -> Found:
    """Return the word ends of the best cut of a run, and its cost: the negative log probability.

    Of two equally good cuts, the one with the longer first word is chosen.  At places that no word
    crosses the run is split and the parts are cut separately: the same few parts make up most runs.
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
    """Return the cut of a run from those of its parts; ``stops`` are the ends of the parts."""
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
    known = lexicon()
    counts, log_total, graph = known.frequencies, math.log(known.total), known.graph(run)
    # Dynamic programming from the end: the log probability of the best cut after each place, and
    # the last character of its first word.
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
    for at in range(len(run) - 1, -1, -1):
        best[at] = max(
            (math.log(counts.get(run[at : end + 1]) or 1) - log_total + best[end + 1][0], end)
            for end in graph[at]
        )
    ends, at = [], 0
    while at < len(run):
        at = best[at][1] + 1
        ends.append(at)
    return tuple(ends), -best[0][0]
