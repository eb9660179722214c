"""Runs of Han characters cut into dictionary words.

The cut is the one whose words cost least together (the path of greatest probability that jieba
takes; its guessing of unknown names is left out, for it makes words of two strangers side by
side).
"""

from comparison.words.lexicon import Lexicon, lexicon

_cuts: dict[str, tuple[int, ...]] = {}
_MOST_CUTS = 50_000


def cut_run(run: str) -> tuple[int, ...]:
    """Ends of the words of a run of Han characters.

    >>> cut_run("提高毛入园率")
    (2, 6)
    """
    found = _cuts.get(run)
    if found is None:
        if len(_cuts) >= _MOST_CUTS:
            _cuts.clear()
        found = _cuts[run] = _cheapest_cut(run, lexicon())[0]
    return found


def best_cut(run: str) -> tuple[int, float]:
    """Number of words of the best cut of a run, and its cost: minus the log of its probability."""
    ends, cost = _cheapest_cut(run, lexicon())
    return len(ends), cost


def _cheapest_cut(run: str, words: Lexicon) -> tuple[tuple[int, ...], float]:
    length = len(run)
    cost = [0.0] * (length + 1)
    step = [1] * length
    singles, endings = words.singles, words.endings
    for at in range(length - 1, -1, -1):
        single, pair = singles.get(run[at]), run[at : at + 2]
        best, best_end = (words.cost(run[at]) if single is None else single) + cost[at + 1], at + 1
        found = endings.get(pair)
        if found is None:
            found = words.beginning_with(pair) if len(pair) == 2 else ()
        for ending, size, price in found:
            end = at + size
            if (
                end <= length
                and price + cost[end] < best
                and (size == 2 or run.startswith(ending, at + 2))
            ):
                best, best_end = price + cost[end], end
        cost[at], step[at] = best, best_end
    ends: list[int] = []
    at = 0
    while at < length:
        at = step[at]
        ends.append(at)
    return tuple(ends), cost[0]
