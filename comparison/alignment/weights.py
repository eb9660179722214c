"""What was learned: weights of the signals, as data.

Logistic regression on pairs of laws, charters and plans whose partners were decided by reading,
and on generated revisions; leaving out any one document hardly changes them.
"""

from dataclasses import dataclass

from comparison.alignment import signals

BIAS = "bias"

BY_TEXT = {
    BIAS: -7.95,
    signals.WORDING: 0.96,
    signals.MARGIN: 7.27,
    signals.BEST_MARGIN: 6.81,
    signals.SENTENCES: 3.42,
    signals.SENTENCES_BOTH: 2.96,
}
"""Text alone; its links tell the surroundings of the second look."""

BY_ALL = {
    BIAS: -7.81,
    signals.WORDING: 0.38,
    signals.MARGIN: 6.61,
    signals.BEST_MARGIN: 6.45,
    signals.SENTENCES: 2.64,
    signals.SENTENCES_BOTH: 2.15,
    signals.HEADING_IN_BODY: 0.96,
    signals.HEADED: -0.68,
    signals.PARENT: 0.46,
    signals.ORDER: 3.44,
}
"""Text and surroundings."""

LINKED = 0.5
"""Probability from which two sections are linked."""

WIDEST = 8
"""Sections on one side of a row; what is wider is no correspondence that anybody can read."""


@dataclass(frozen=True, slots=True)
class ChapterWeights:
    """When two chapters are linked: what went together below them, how alike their headings are."""

    linked: float
    heading: float


CHAPTER = ChapterWeights(linked=0.4, heading=0.6)


@dataclass(frozen=True, slots=True)
class MoveWeights:
    """What it takes to call a section moved."""

    surest: float
    """Confidence that at least one section of a moved block must reach."""
    least_text: int
    """Characters that at least one section of a moved block must have."""


MOVE = MoveWeights(surest=0.7, least_text=10)
