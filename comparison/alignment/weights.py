"""Thresholds of the alignment; the learned weights of its signals are in `learned`.

The weights are a logistic regression on pairs of laws, charters and plans whose partners were
decided by reading, each also with some of its sections put together, so that there are enough
splits and merges to learn from, and on generated revisions.  `tests.training.section_weights`
learns them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

BIAS = "bias"


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """Weights of the signals of both looks, and of `BIAS`."""

    by_text: Mapping[str, float]
    """Text alone; its links tell the surroundings of the second look."""
    by_all: Mapping[str, float]
    """Text and surroundings."""
    calibration: Mapping[str, float]
    """How sure a link of some probability is, learned on pairs that the weights had not seen."""


CONTEXT_THRESHOLD = 0.5
"""Probability by text alone from which a pair speaks for its surroundings."""

LINK_THRESHOLD_BY_DEGREE = (0.5, 0.4, 0.8)
"""Probability by all signals from which two sections are linked: where none of the two has a
partner yet, where one has, and where both have (such a link ties two rows into one).

A further partner must bring a phrase of its own, so that a lower probability is enough for it.
"""

MIN_RESIDUAL_MARGIN = 0.05
"""Lead in the rest that a further partner must have: one that says nothing but what the first
partner says already is no part of a split.
"""

MIN_SHARED_GRAMS = 5
"""Grams, six characters in a row, that a further partner must share with what the others leave; of
a text that has few of them a quarter.
"""

BRIDGE_OVERLAP = 0.5
"""Share of the grams of the shorter of two sections, both of which have partners, from which on
the link between them ties their rows into one.
"""

NEAR_DUPLICATE = 0.6
"""Share of the grams of the longer of two sections from which on they are of one mould."""

MERGE_LENGTH_RATIO = 0.75
"""Share of the summed length of two sections from which on a text has room for both."""

CONTAINMENT = 0.5
"""Share of a section that an undivided plan must hold word for word to be its partner."""

NEARLY_EMPTY = 8
"""Characters up to which a text is too short to be split or merged."""

TINY = 4
"""Characters up to which a text says nothing beside a long one but as its heading."""

HEADING_PHRASE = 3
"""Grams that a bare heading must share with a section that has none below it."""

MAX_ROW_WIDTH = 12
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
