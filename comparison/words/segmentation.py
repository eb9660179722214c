"""Runs of Han characters cut into dictionary words, the way jieba cuts them.

The cut is the one whose words are most probable together; jieba's own code for it wants the whole
dictionary in one table and takes three times as long.  Its guessing of unknown names is left out,
for that makes words of two strangers side by side.
"""

from comparison.words.lexicon import lexicon

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
        found = _cuts[run] = best_cut(run)[0]
    return found


def best_cut(run: str) -> tuple[tuple[int, ...], float]:
    """Ends of the words of the best cut of a run, and its cost: minus the log of its probability.

    Dynamic programming from the end (Viterbi); of two cuts that are as good, the longer first word.
    """
    known = lexicon()
    counts, lengths, chances = known.counts, known.lengths, known.chances
    size = len(run)
    nexts, costs = [0] * size, [0.0] * (size + 1)
    for at in range(size - 1, -1, -1):
        single, end = run[at], at + 1
        cost = costs[end] - (chances.get(single) or known.chance(single))
        pair = run[at : at + 2] if end < size else f"{single} "
        for length in lengths[pair] if pair in lengths else known.learn(pair):
            stop = at + length
            word = run[at:stop]
            if stop <= size and word in counts:
                longer = costs[stop] - (chances.get(word) or known.chance(word))
                if longer <= cost:
                    end, cost = stop, longer
        nexts[at], costs[at] = end, cost
    ends = [nexts[0]] if size else []
    while ends and ends[-1] < size:
        ends.append(nexts[ends[-1]])
    return tuple(ends), costs[0]
