"""What keeps the order: the heaviest increasing subsequence against trying them all."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.subsequences import heaviest_increasing_subsequence


def test_what_jumped_is_left_out_unless_it_outweighs_the_others() -> None:
    assert heaviest_increasing_subsequence([2, 0, 1], [1, 1, 1]) == [1, 2]
    assert heaviest_increasing_subsequence([2, 0, 1], [3, 1, 1]) == [0]
    assert heaviest_increasing_subsequence([], []) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=9))
def test_no_increasing_subsequence_is_heavier(items: list[tuple[int, int]]) -> None:
    values, weights = [value for value, _ in items], [weight for _, weight in items]
    found = heaviest_increasing_subsequence(values, weights)
    assert all(one < other and values[one] < values[other] for one, other in pairwise(found))
    heaviest = max(
        sum(weights[at] for at in chosen)
        for size in range(len(values) + 1)
        for chosen in combinations(range(len(values)), size)
        if all(values[one] < values[other] for one, other in pairwise(chosen))
    )
    assert sum(weights[at] for at in found) == heaviest
