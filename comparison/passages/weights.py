"""Weights and thresholds of the alignment of units.

The weights are a logistic regression (ridge 3 and 8 on standardised signals) on 2,235 pairs of
sentences, 159 of them partners, of long rewritten sections whose partners were decided by reading.
"""

from collections.abc import Mapping

BY_TEXT: Mapping[str, float] = {
    "bias": -5.17,
    "wording": 3.03,
    "margin": 3.70,
    "share": 3.84,
    "share_margin": 3.94,
    "heading": -3.12,
    "place": -3.96,
    "rare_grams": 3.06,
    "length_ratio": -1.48,
}
"""Text alone: its likely pairs tell the order and the rivals."""

BY_ALL: Mapping[str, float] = {
    "bias": -4.33,
    "wording": 3.75,
    "margin": 2.93,
    "share": 3.15,
    "heading": -2.03,
    "place": -1.70,
    "rare_grams": 3.35,
    "length_ratio": -1.02,
    "gap": 2.34,
    "free_margin": 1.74,
    "wanted": -1.49,
    "both_wanted": -1.31,
    "adjacent": 0.97,
}
"""Text and context."""

RARE = 2
"""Units of one side that may hold a rare gram."""

ENOUGH_RARE = 6
"""Shared rare grams beyond which more say no more."""

OWN = 0.5
"""Likelihood by text alone from which another candidate of a unit counts as a part of it too."""

ORDERED = 0.3
"""Likelihood by text alone from which mutual best pairs tell the order."""

LINKED = (0.35, 0.45, 0.8)
"""Likelihood from which two units are linked: where none of the two has a partner yet, where one
has, and where both have (such a link makes one passage of two)."""

WIDEST = 8
"""Units on one side of a passage; a wider one is no correspondence that anybody can read."""

LITTLE_KEPT = 0.2
"""Share of the shorter side up to which a passage is shown as deleted and inserted as a whole."""
