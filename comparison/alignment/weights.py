"""What was learned: weights of the signals, as data.

Logistic regression on pairs of laws, charters and plans whose partners were decided by reading,
and on generated revisions; leaving out any one document hardly changes them.
"""

from dataclasses import dataclass

from comparison.alignment import signals

BIAS = "bias"

BY_TEXT = {
    BIAS: -8.75,
    signals.MARGIN: 8.17,
    signals.BEST_MARGIN: 9.87,
    signals.SENTENCES: 2.99,
    signals.SENTENCES_BOTH: 3.52,
    signals.HEADING: 3.07,
    signals.HEADED: -0.77,
}
"""Text alone; its links tell the surroundings of the second look."""

BY_ALL = {
    BIAS: -9.47,
    signals.MARGIN: 4.91,
    signals.BEST_MARGIN: 7.68,
    signals.SENTENCES: 2.2,
    signals.SENTENCES_BOTH: 2.0,
    signals.HEADING: 3.43,
    signals.HEADED: -0.95,
    signals.PARENT: 1.87,
    signals.ORDER: 1.67,
    signals.CHILDREN: 4.27,
    signals.REST_MARGIN: 6.46,
}
"""Text and surroundings."""

LIKELY = 0.5
"""Probability by text alone from which a pair speaks for its surroundings."""

LINKED = 0.4
"""Probability by all signals from which two sections are linked."""

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


MOVE = MoveWeights(surest=0.9, least_text=10)
