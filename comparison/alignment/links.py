"""Links between sections: what is decided, how surely, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

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
"""Every name that evidence of a match may bear."""

_SAME = {
    Sameness.IDENTICAL: (1.0, (Evidence(IDENTICAL, 1.0),)),
    Sameness.NUMBERS: (0.99, (Evidence(NUMBERS, 1.0),)),
    Sameness.REPEATED: (0.95, (Evidence(REPEATED, 1.0), Evidence(signals.ORDER, 1.0))),
}
_TOLD = 0.15
"""Evidence below this weight is not worth a word."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two places that belong together."""

    old: int
    new: int
    confidence: float
    evidence: tuple[Evidence, ...]
    likeness: float = 1.0
    """How much of the wording is the same; 1 where that is not what the link rests on."""

    @property
    def pair(self) -> Pair:
        """Both places."""
        return self.old, self.new


def same_text(pair: Pair, sameness: Sameness) -> Link:
    """Link of two sections that say the same."""
    confidence, evidence = _SAME[sameness]
    return Link(*pair, confidence, evidence)


def roots(*, same: bool) -> Link:
    """Link of the two roots: title and preamble always stand side by side."""
    return Link(0, 0, 1.0, (Evidence(IDENTICAL, 1.0),) if same else (Evidence(PLACE, 1.0),))


def pinned(pair: Pair) -> Link:
    """Link that the reader made."""
    return Link(*pair, 1.0, (Evidence(PINNED, 1.0),))


def scored(pair: Pair, confidence: float, values: Signals) -> Link:
    """Link that the signals speak for."""
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
    """Link of a section with the heading of a chapter that it was divided into, or the reverse.

    ``share``: of the sections below the heading, those that are partners of the section.
    """
    return Link(*pair, round(0.5 + 0.45 * share, 4), (Evidence(signals.CHILDREN, round(share, 3)),))


def strongest(weights: Iterable[tuple[str, float]]) -> tuple[Evidence, ...]:
    """Evidence worth telling, strongest first."""
    told = [(name, round(min(weight, 1.0), 3)) for name, weight in weights if weight >= _TOLD]
    return tuple(Evidence(*item) for item in sorted(told, key=lambda item: (-item[1], item[0])))
