"""Signs that a file draws after the run of characters in whose gaps they stand.

Quotes are often of another font than the Chinese text round them, and drawn when the whole line is
done: 开展安心托幼行动 with two gaps, then “ and ”.  Such a run is parted at its gaps, so that the
line can be put together from left to right.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from plandiff.corpus.formats.pdf.layout import Box, Piece

_BAND = 8.0
"""Points; pieces of one line have their middles in one band or in two that touch."""


class Run(NamedTuple):
    """Characters side by side in the order of the file."""

    whole: Piece
    parts: tuple[Piece, ...]
    """The same parted at its gaps; empty where it has none."""


def interleave(runs: Sequence[Run]) -> Iterator[Piece]:
    """The pieces of a page; runs with something else in one of their gaps are parted."""
    bands: defaultdict[int, list[float]] = defaultdict(list)
    for run in runs:
        for piece in run.parts or (run.whole,):
            bands[_band(piece.box)].append((piece.box.left + piece.box.right) / 2)
    for places in bands.values():
        places.sort()
    for run in runs:
        near = [bands[_band(run.whole.box) + step] for step in (-1, 0, 1)]
        if any(_is_filled(gap, places) for gap in pairwise(run.parts) for places in near):
            yield from run.parts
        else:
            yield run.whole


def _band(box: Box) -> int:
    return int(box.middle // _BAND)


def _is_filled(gap: tuple[Piece, Piece], places: list[float]) -> bool:
    """Whether the middle of something stands between two parts of a run."""
    before, behind = gap
    return bisect_right(places, before.box.right) < bisect_left(places, behind.box.left)
