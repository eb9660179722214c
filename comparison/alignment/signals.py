"""The signals of one candidate pair, each a number that grows with likeness."""

import math
from dataclasses import dataclass

from comparison.alignment.sides import Outlook, Rarity

Pair = tuple[int, int]

WORDING = "wording"
"""Tells the reader how near two texts are; it has no weight of its own, its leads have."""
MARGIN = "margin"
BEST_MARGIN = "best_margin"
SENTENCES = "sentences"
SENTENCES_BOTH = "sentences_both"
HEADING = "heading"
HEADED = "headed"
PARENT = "parent"
ORDER = "order"
CHILDREN = "children"
REST_MARGIN = "rest_margin"

Signals = dict[str, float]
"""By name; every candidate has the same names."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Compares headings with headings."""

    sides: tuple[Outlook, Outlook]
    rarity: Rarity

    def signals(self, pair: Pair) -> Signals:
        """Likeness of the two headings, and whether there are two."""
        old, new = (side.heading_grams[at] for side, at in zip(self.sides, pair, strict=True))
        shared = self.rarity.mass(old & new)
        masses = self.rarity.mass(old) * self.rarity.mass(new)
        return {
            HEADING: shared / math.sqrt(masses) if shared else 0.0,
            HEADED: float(bool(masses)),
        }
