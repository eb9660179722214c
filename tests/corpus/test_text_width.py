"""Cells of text: what is known without wcwidth is what wcwidth says, clusters count once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from plandiff.corpus.text.width import (
    _RANGES,
    cell_width,
    character_widths,
    cluster_insides,
    cut,
    pad,
)


def test_the_ranges_that_are_known_by_heart_are_as_wcwidth_has_them() -> None:
    for first, last, cells in _RANGES:
        characters = [chr(code) for code in range(ord(first), ord(last) + 1)]
        assert [c for c in characters if wcswidth(c) != cells] == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("达到“85%”", 9),
        ("👨\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("🇨🇳", 2),
        ("❤\ufe0f", 2),
        ("e\u0301", 1),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("\x00\n\t", 0),
        ("", 0),
    ],
)
def test_a_cluster_takes_the_cells_of_what_is_seen(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@given(st.text())
def test_the_widths_of_the_characters_sum_up_to_that_of_the_text(text: str) -> None:
    widths = character_widths(text)
    assert len(widths) == len(text)
    assert sum(widths) == cell_width(text)
    assert all(widths[at] == 0 for at in cluster_insides(text))


@given(st.text(), st.integers(0, 40))
def test_what_is_cut_or_padded_fits(text: str, width: int) -> None:
    assert cell_width(cut(text, width)) <= width
    assert cell_width(pad(text, width)) == width
