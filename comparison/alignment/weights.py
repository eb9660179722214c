"""What was learned: weights of the signals, as data.

Logistic regression on pairs of laws, charters and plans whose partners were decided by reading,
and on generated revisions; leaving out any one document hardly changes them, and those learned on
plans alone serve laws as well.
"""

from dataclasses import dataclass

from plandiff.comparison.alignment import signals

BIAS = "bias"

BY_TEXT = {
    BIAS: -9.09,
    signals.MARGIN: 9.20,
    signals.BEST_MARGIN: 9.03,
    signals.SENTENCES: 3.08,
    signals.SENTENCES_BOTH: 15.26,
    signals.HEADING: 2.66,
    signals.HEADING_IN_TEXT: 0.94,
    signals.HEADED: -0.86,
}
"""Text alone; its links tell the surroundings of the second look."""

BY_ALL = {
    BIAS: -10.65,
    signals.SHARE_LEAD: 7.37,
    signals.BEST_SHARE_LEAD: 7.95,
    signals.SHARED: -5.17,
    signals.SENTENCES: 2.36,
    signals.SENTENCES_BOTH: 5.87,
    signals.HEADING: 5.99,
    signals.HEADED: -0.70,
    signals.PARENT: 1.68,
    signals.ORDER: 3.83,
    signals.CHILDREN: 5.76,
    signals.REST_MARGIN: 7.45,
}
"""Text and surroundings."""

LIKELY = 0.5
"""Probability by text alone from which a pair speaks for its surroundings."""

LINKED = (0.4, 0.45, 0.8)
"""Probability by all signals from which two sections are linked: where none of the two has a
partner yet, where one has, and where both have (such a link ties two rows into one).
"""

LEFT = 0.05
"""Lead in the rest that a further partner must have: one that says nothing but what the first
partner says already is no part of a split.
"""

PHRASE = 5
"""Grams, six characters in a row, that a further partner must share with what the others leave; of
a text that has few of them a quarter.
"""

CROSSING = 0.5
"""Share of the grams of the shorter of two sections, both of which have partners, from which on
the link between them ties their rows into one.
"""

ONE_MOULD = 0.6
"""Share of the grams of the longer of two sections from which on they are of one mould."""

ROOM = 0.75
"""Share of the summed length of two sections from which on a text has room for both."""

HELD = 0.5
"""Share of a section that an undivided plan must hold word for word to be its partner."""

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
