"""Links between sections: the pair, its confidence and its evidence."""

from collections.abc import Iterable

from msgspec import Struct

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.anchors import Sameness
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.model import Evidence

Pair = tuple[int, int]

IDENTICAL = "identical"
NUMBERS = "numbers"
REPEATED = "repeated"
PLACE = "place"
RESIDUAL = "residual"
PINNED = "pinned"

VOCABULARY = (
    IDENTICAL,
    NUMBERS,
    REPEATED,
    signals.WORDING,
    signals.MARGIN,
    signals.SENTENCES,
    signals.PARAGRAPHS,
    signals.HEADING,
    signals.PARENT,
    signals.ORDER,
    signals.CHILDREN,
    PLACE,
    RESIDUAL,
    PINNED,
)
"""Every name that evidence of a match may have."""

_SAME = {
    Sameness.IDENTICAL: (1.0, (Evidence(IDENTICAL, 1.0),)),
    Sameness.NUMBERS: (0.99, (Evidence(NUMBERS, 1.0),)),
    Sameness.REPEATED: (0.95, (Evidence(REPEATED, 1.0), Evidence(signals.ORDER, 1.0))),
}
_TOLD = 0.15
"""Evidence below this weight is not reported."""


class Link(Struct, frozen=True):
    """A pair of places that correspond."""

    old: int
    new: int
    confidence: float
    evidence: tuple[Evidence, ...]
    likeness: float = 1.0
    """Share of the wording that is the same; 1 if the link does not rest on wording."""

    @property
    def pair(self) -> Pair:
        """The old and the new place."""
        return self.old, self.new


def same_text(pair: Pair, sameness: Sameness) -> Link:
    """Create the link of two sections with the same text."""
    confidence, evidence = _SAME[sameness]
    return Link(*pair, confidence, evidence)


def roots(*, same: bool) -> Link:
    """Create the link of the two roots: title and preamble are always one row."""
    return Link(0, 0, 1.0, (Evidence(IDENTICAL, 1.0),) if same else (Evidence(PLACE, 1.0),))


def pinned(pair: Pair) -> Link:
    """Create a link that the user pinned."""
    return Link(*pair, 1.0, (Evidence(PINNED, 1.0),))


def scored(pair: Pair, confidence: float, values: Signals) -> Link:
    """Create a link that is based on signals, with the strongest of them as evidence."""
    # The wording signal is the root of a cosine; a margin of 0.5 is a tie, so it maps to 0.
    weights = {
        signals.WORDING: values[signals.WORDING] ** 2,
        signals.MARGIN: 2 * values[signals.MARGIN] - 1,
        signals.SENTENCES: values[signals.SENTENCES],
        signals.PARAGRAPHS: 2 * values[signals.PARAGRAPHS] - 1,
        signals.HEADING: values[signals.HEADING],
        signals.PARENT: values[signals.PARENT],
        signals.ORDER: values[signals.ORDER],
    }
    if values[signals.RESIDUAL_MARGIN] > values[signals.MARGIN]:
        weights[RESIDUAL] = 2 * values[signals.RESIDUAL_MARGIN] - 1
    likeness = values[signals.WORDING] ** 2
    return Link(*pair, confidence, strongest(weights.items()), likeness)


def divided(pair: Pair, share: float) -> Link:
    """Create the link of a section and the heading of a chapter it was divided into, or vice versa.

    ``share``: share of the sections below the heading that are partners of the section.
    """
    return Link(*pair, round(0.5 + 0.45 * share, 4), (Evidence(signals.CHILDREN, round(share, 3)),))


def strongest(weights: Iterable[tuple[str, float]]) -> tuple[Evidence, ...]:
    """Return the evidence worth reporting, strongest first."""
    told = [(name, round(min(weight, 1.0), 3)) for name, weight in weights if weight >= _TOLD]
    return tuple(Evidence(*item) for item in sorted(told, key=lambda item: (-item[1], item[0])))
