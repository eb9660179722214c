"""Splits and merges: what is left of a section once the matter of its best partner is taken out.

A second part of a split never leads its row: the first part does.  What tells it from a section
that merely sounds alike is that it leads in the rest.
"""

import math
from collections.abc import Mapping

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.first_look import FirstLook
from plandiff.comparison.alignment.ground import Ground
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.alignment.similarity import Bag, lead

Pair = tuple[int, int]


class Rests:
    """The rests of the sections that have a best partner."""

    def __init__(
        self, ground: Ground, look: FirstLook, partners: tuple[Mapping[int, int], Mapping[int, int]]
    ) -> None:
        self._ground, self._look, self._partners = ground, look, partners
        self._rests: tuple[dict[int, Bag], dict[int, Bag]] = ({}, {})
        self._near: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})

    def signals(self, pair: Pair) -> Signals:
        """Lesser lead over the rivals, measured in the rest where the other one is not the best."""
        leads = (self._lead(0, pair[0], pair[1]), self._lead(1, pair[1], pair[0]))
        return {signals.REST_MARGIN: min(leads)}

    def _lead(self, which: int, place: int, other: int) -> float:
        pair = (place, other) if which == 0 else (other, place)
        best = self._partners[which].get(place, other)
        if best == other:
            cosine = self._look.signals[pair][signals.WORDING] ** 2
            return lead(self._look.near[which][place], other, cosine)
        if place not in self._rests[which]:
            self._take_out(which, place, best)
        rest, text = self._rests[which][place], self._ground.bags[1 - which][other]
        shared = self._ground.rarity.mass(rest.grams & text.grams)
        cosine = shared / math.sqrt(rest.mass * text.mass) if shared else 0.0
        return lead(self._near[which][place], other, cosine)

    def _take_out(self, which: int, place: int, best: int) -> None:
        ground = self._ground
        grams = ground.bags[which][place].grams - ground.bags[1 - which][best].grams
        rest = Bag(grams, ground.rarity.mass(grams))
        near = ground.nearest(which, rest)
        near.pop(best, None)
        self._rests[which][place], self._near[which][place] = rest, near
