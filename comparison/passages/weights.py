"""Weights and thresholds of the alignment of units.

The weights are a logistic regression (ridge 3 and 8 on standardised signals) on 1,107 pairs of
sentences, 159 of them partners, of long rewritten sections whose partners were decided by reading.
"""

from collections.abc import Mapping

BY_TEXT: Mapping[str, float] = {
    "bias": -4.06,
    "wording": 3.39,
    "margin": 4.65,
    "share": 3.66,
    "heading": -2.99,
    "place": -3.70,
    "rare_grams": 3.84,
    "length_ratio": -1.17,
}
"""Text alone: its likely pairs tell the order and the rivals."""

BY_ALL: Mapping[str, float] = {
    "bias": -3.94,
    "wording": 3.01,
    "margin": 2.50,
    "share": 2.44,
    "heading": -2.03,
    "place": -1.73,
    "rare_grams": 3.01,
    "length_ratio": -0.91,
    "gap": 1.74,
    "free_margin": 2.20,
    "wanted": -1.45,
    "both_wanted": -0.91,
    "adjacent": 1.07,
}
"""Text and context."""

FAR_BEHIND = 0.33
"""Share of the best cosines of both units below which a pair is no candidate."""

PLAUSIBLE = 0.08
"""Likelihood by text alone below which the context cannot make two units partners."""

RARE = 2
"""Units of one side that may hold a rare gram."""

ENOUGH_RARE = 6
"""Shared rare grams beyond which more say no more."""

OWN = 0.5
"""Likelihood by text alone from which another candidate of a unit counts as a part of it too."""

ORDERED = 0.3
"""Likelihood by text alone from which mutual best pairs tell the order."""

LINKED = (0.3, 0.4, 0.75)
"""Likelihood from which two units are linked: where none of the two has a partner yet, where one
has, and where both have (such a link makes one passage of two)."""

WIDEST = 8
"""Units on one side of a passage; a wider one is no correspondence that anybody can read."""

LITTLE_KEPT = 0.2
"""Share of the shorter side up to which a passage is shown as deleted and inserted as a whole."""
