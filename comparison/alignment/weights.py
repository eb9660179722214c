"""Thresholds of the alignment; the learned weights of its signals are in `learned`.

The weights are a logistic regression on pairs of laws, charters and plans, whose partners were
decided by reading the texts, and on generated revisions.  Each pair is also used with some of its
sections merged, to provide enough splits and merges.  `tests.training.section_weights` learns the
weights again.
"""

from collections.abc import Mapping

from msgspec import Struct

BIAS = "bias"


class LearnedWeights(Struct, frozen=True):
    """Weights of the signals of both passes, and of `BIAS`."""

    by_text: Mapping[str, float]
    """Weights for text alone; the likely links give the second pass its context."""
    by_all: Mapping[str, float]
    """Weights for text and context."""
    calibration: Mapping[str, float]
    """Calibration of the probabilities, learned on pairs that were held out from the weights."""


CONTEXT_THRESHOLD = 0.5
"""Probability by text alone from which a pair is evidence for the pairs around it."""

LINK_THRESHOLD_BY_DEGREE = (0.5, 0.4, 0.8)
"""Probability by all signals from which two sections are linked: where none of the two has a
partner yet, where one has, and where both have (such a link ties two rows into one).

A further partner must add a phrase of its own, so that a lower probability is enough for it.
"""

MIN_RESIDUAL_MARGIN = 0.05
"""Margin in the residual text that a further partner must have: a section that only repeats the
first partner's text is no part of a split.
"""

MIN_SHARED_GRAMS = 5
"""Grams that a further partner must share with the text that the other partners leave; five
consecutive bigrams are six characters.  For a text with few grams it is a quarter of them.
"""

BRIDGE_OVERLAP = 0.5
"""Share of the grams of the shorter of two sections, both with partners, that a link between them
must cover to merge their rows.
"""

NEAR_DUPLICATE = 0.6
"""Share of the grams of the longer of two sections above which they come from one template."""

MERGE_LENGTH_RATIO = 0.75
"""Share of the summed length of two sections that a text needs to contain both."""

CONTAINMENT = 0.5
"""Share of a section that an undivided plan must hold word for word to be its partner."""

NEARLY_EMPTY = 8
"""Characters up to which a text is too short to be split or merged."""

TINY = 4
"""Characters up to which a text matches a long one only as its heading."""

HEADING_PHRASE = 3
"""Grams that a bare heading must share with a section that has no children."""

MAX_ROW_WIDTH = 12
"""Largest number of sections on one side of a row; a wider row is unreadable."""


class ChapterWeights(Struct, frozen=True):
    """Conditions for linking two chapters: linked share below them plus heading similarity."""

    linked: float
    heading: float


CHAPTER = ChapterWeights(linked=0.4, heading=0.6)


class MoveWeights(Struct, frozen=True):
    """Conditions for reporting a section as moved."""

    surest: float
    """Confidence that at least one section of a moved block must reach."""
    surest_if_unrelated: float
    """The same if fewer than half of the sections of both plans have a partner."""
    least_likeness: float
    """Share of its wording that the same section must have kept."""
    least_text: int
    """Characters that at least one section of a moved block must have."""


MOVE = MoveWeights(surest=0.9, surest_if_unrelated=0.99, least_likeness=0.4, least_text=10)
