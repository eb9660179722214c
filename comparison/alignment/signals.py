"""The signals of one candidate pair, each a number that grows with likeness."""

import math
from dataclasses import dataclass

from comparison.alignment.sides import Outlook, Rarity

Pair = tuple[int, int]

WORDING = "wording"
MARGIN = "margin"
BEST_MARGIN = "best_margin"
SENTENCES = "sentences"
SENTENCES_BOTH = "sentences_both"
HEADING = "heading"
HEADING_IN_BODY = "heading_in_body"
HEADED = "headed"
PARENT = "parent"
ORDER = "order"

Signals = dict[str, float]
"""By name; every candidate has the same names."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Compares headings with headings and with bodies."""

    sides: tuple[Outlook, Outlook]
    rarity: Rarity

    def signals(self, pair: Pair) -> Signals:
        """Likeness of the two headings, and of a heading with the other section's text."""
        old, new = (side.heading_grams[at] for side, at in zip(self.sides, pair, strict=True))
        old_mass, new_mass = self.rarity.mass(old), self.rarity.mass(new)
        shared = self.rarity.mass(old & new)
        return {
            HEADING: shared / math.sqrt(old_mass * new_mass) if shared else 0.0,
            HEADING_IN_BODY: max(
                self._share(old, old_mass, self.sides[1].grams[pair[1]]),
                self._share(new, new_mass, self.sides[0].grams[pair[0]]),
            ),
            HEADED: float(bool(old_mass and new_mass)),
        }

    def _share(self, heading: set[str], mass: int, text: set[str]) -> float:
        return self.rarity.mass(heading & text) / mass if mass else 0.0
