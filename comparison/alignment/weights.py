"""What was learned: weights of the signals, as data.

Logistic regression on pairs of laws, charters and plans whose partners were decided by reading,
and on generated revisions; leaving out any one document hardly changes them.
"""

from dataclasses import dataclass

from comparison.alignment import signals

BIAS = "bias"

BY_TEXT = {
    BIAS: -9.29,
    signals.MARGIN: 8.37,
    signals.BEST_MARGIN: 10.8,
    signals.SENTENCES: 1.93,
    signals.SENTENCES_BOTH: 6.83,
    signals.HEADING: 2.41,
    signals.HEADING_IN_TEXT: 1.17,
    signals.HEADED: -1.17,
}
"""Text alone; its links tell the surroundings of the second look."""

BY_ALL = {
    BIAS: -10.28,
    signals.MARGIN: 4.72,
    signals.BEST_MARGIN: 8.83,
    signals.SENTENCES: 1.75,
    signals.SENTENCES_BOTH: 3.41,
    signals.HEADING: 3.57,
    signals.HEADING_IN_TEXT: 0.45,
    signals.HEADED: -1.24,
    signals.PARENT: 2.04,
    signals.ORDER: 1.63,
    signals.CHILDREN: 5.36,
    signals.REST_MARGIN: 7.29,
}
"""Text and surroundings."""

LIKELY = 0.5
"""Probability by text alone from which a pair speaks for its surroundings."""

LINKED = (0.4, 0.45, 0.8)
"""Probability by all signals from which two sections are linked: where none of the two has a
partner yet, where one has, and where both have (such a link ties two rows into one).
"""

ONE_MOULD = 0.6
"""Share of the grams of the longer of two sections from which on they are of one mould."""

ROOM = 0.75
"""Share of the summed length of two sections from which on a text has room for both."""

WIDEST = 12
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
    surest_if_unrelated: float
    """The same where fewer than half of the sections of both plans have a partner."""
    least_likeness: float
    """Share of its wording that the same section must have kept."""
    least_text: int
    """Characters that at least one section of a moved block must have."""


MOVE = MoveWeights(surest=0.9, surest_if_unrelated=0.99, least_likeness=0.4, least_text=10)
