"""The heaviest increasing subsequence."""

from collections.abc import Sequence


def heaviest_increasing_subsequence(values: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Return the indices of the strictly increasing subsequence of greatest weight, ascending.

    Uses a Fenwick tree of maxima over the ranks of the values: O(n log n).  Of two equally heavy
    ones the one that ends earlier is taken.

    >>> heaviest_increasing_subsequence([2, 0, 1], [1, 1, 1])
    [1, 2]
    """
    rank = {value: place for place, value in enumerate(sorted(set(values)), start=1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(rank) + 1)
    """Total weight and last index of the heaviest subsequence that ends in a node's ranks."""
    before: list[int] = []
    for at, (value, weight) in enumerate(zip(values, weights, strict=True)):
        place, top = rank[value] - 1, (0, -1)
        while place:
            top = max(top, best[place], key=lambda item: item[0])
            place &= place - 1  # on to the node that covers the ranks below
        before.append(top[1])
        total, place = top[0] + weight, rank[value]
        while place < len(best):
            if best[place][0] < total:
                best[place] = (total, at)
            place += place & -place  # on to the next node that covers this rank
    indices = []
    at = max(best, key=lambda item: item[0])[1]
    while at >= 0:
        indices.append(at)
        at = before[at]
    return indices[::-1]
