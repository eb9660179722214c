"""Weights and thresholds of the alignment of units.

The weights are a logistic regression on sentences of long rewritten sections whose partners were
decided by reading.
"""

from collections.abc import Mapping

BY_TEXT: Mapping[str, float] = {
    "bias": -6.43,
    "wording": 2.23,
    "margin": 2.65,
    "best_margin": 3.08,
    "share": 1.65,
    "share_margin": 2.97,
    "heading": -0.45,
    "place": -1.16,
}
"""Text alone: its likely pairs tell the order."""

BY_ALL: Mapping[str, float] = {
    "bias": -6.68,
    "wording": 2.12,
    "margin": 2.57,
    "best_margin": 2.79,
    "share": 1.62,
    "share_margin": 2.73,
    "heading": -0.44,
    "place": -0.86,
    "gap": 0.78,
    "in_order": 0.77,
    "beside": 0.52,
}
"""Text and order."""

ORDERED = 0.3
"""Likelihood by text alone from which mutual best pairs tell the order."""

LINKED = (0.35, 0.4, 0.8)
"""Likelihood from which two units are linked: where none of the two has a partner yet, where one
has, and where both have (such a link makes one passage of two)."""

WIDEST = 8
"""Units on one side of a passage; a wider one is no correspondence that anybody can read."""

LITTLE_KEPT = 0.2
"""Share of the shorter side up to which a passage is shown as deleted and inserted as a whole."""
