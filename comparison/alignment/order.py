"""The order that the links of two plans keep, and the gaps that it leaves.

Between two neighbours of that order stand the sections whose partners are still to be found; where
one section is left on each side of a gap, the two most likely belong together.
"""

import math
from bisect import bisect
from collections.abc import Sequence

from plandiff.comparison.alignment.structure import Half

Pair = tuple[int, int]


def heaviest_chain(news: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Indices of the order-keeping items of greatest total weight (a Fenwick tree of maxima).

    Items come in old order, ``news`` are their new places: (2, 0, 1) of equal weight keeps 1 and 2.
    """
    rank = {new: place for place, new in enumerate(sorted(set(news)), start=1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(rank) + 1)
    before: list[int] = []
    for at, (new, weight) in enumerate(zip(news, weights, strict=True)):
        place, top = rank[new] - 1, (0, -1)
        while place:
            top = max(top, best[place], key=lambda item: item[0])
            place &= place - 1
        before.append(top[1])
        total, place = top[0] + weight, rank[new]
        while place < len(best):
            if best[place][0] < total:
                best[place] = (total, at)
            place += place & -place
    chain = []
    at = max(best, key=lambda item: item[0])[1]
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


class Gaps:
    """Where a pair would stand among the links that keep the order, its own links left out."""

    def __init__(self, old: Half, new: Half) -> None:
        self._ends = (old.side.size, new.side.size)
        linked = [
            (place, partner, surety)
            for place, (partner, surety) in sorted(old.best.items())
            if place and partner and new.best.get(partner, (0, 0.0))[0] == place
        ]
        kept = heaviest_chain(
            [partner for _, partner, _ in linked],
            [round(1000 * surety) for _, _, surety in linked],
        )
        self._old = [linked[at][0] for at in kept]
        self._new = [linked[at][1] for at in kept]

    def closeness(self, pair: Pair) -> float:
        """1 where a gap has room for nothing but the two, less in a wider one, 0 across gaps."""
        after = bisect(self._old, pair[0])
        before = after - 1
        while before >= 0 and self._own(before, pair):
            before -= 1
        while after < len(self._old) and self._own(after, pair):
            after += 1
        start = (self._old[before], self._new[before]) if before >= 0 else (0, 0)
        end = (self._old[after], self._new[after]) if after < len(self._old) else self._ends
        if not start[1] < pair[1] < end[1]:
            return 0.0
        return 1 / math.sqrt((end[0] - start[0] - 1) * (end[1] - start[1] - 1))

    def _own(self, at: int, pair: Pair) -> bool:
        return self._old[at] == pair[0] or self._new[at] == pair[1]
