"""Learn the weights of the alignment of sections again, from pairs with labelled partners.

    python -m tests.training.section_weights FOLDER [FOLDER …] [--plans FOLDER] [--output FILE]

Each FOLDER holds pairs as `labelled_pairs` reads them.  For every pair, the weights are learned
from all the others and measured on this one; the table shows this beside the shipped weights.  A
second table shows how many of the links are right at each confidence, again by weights that have
not seen the pair.  FILE gets the weights learned from all pairs, as the module
``comparison/alignment/learned.py``.

The shipped weights: ../shared/revisions ../shared/plans tests/training/labels --plans
../shared/plans.  The same folders give the same weights: nothing is drawn by chance.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from plandiff.comparison.alignment import learned
from plandiff.comparison.alignment.align import canonical_sides
from plandiff.comparison.alignment.anchors import Anchors, find_anchors
from plandiff.comparison.alignment.candidate_index import CandidateIndex, build_index
from plandiff.comparison.alignment.learned import BY_ALL, BY_TEXT, CALIBRATION
from plandiff.comparison.alignment.pins import PlacedPins
from plandiff.comparison.alignment.pipeline import Linked, link_sections
from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.comparison.alignment.scoring import (
    LOGIT,
    add_context_features,
    calibrated,
    logit,
    probability,
)
from plandiff.comparison.alignment.text_features import TextFeatures, text_features
from plandiff.comparison.alignment.weights import LearnedWeights
from plandiff.corpus.errors import PlandiffError
from tests.training.labelled_pairs import (
    LabelledPair,
    TrainingError,
    generated_pairs,
    merged_variants,
    read_labelled_pairs,
)
from tests.training.regression import BIAS, Measured, Row, fit, module_text

Pair = tuple[int, int]
SHIPPED = LearnedWeights(BY_TEXT, BY_ALL, CALIBRATION)
_UNCALIBRATED = {BIAS: 0.0, LOGIT: 1.0}
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0)
"""Confidences between which the reliability is told."""
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the product computes of one labelled pair before it weighs the signals."""

    labelled: LabelledPair
    sides: tuple[PlanIndex, PlanIndex]
    turned: bool
    """Whether the product compares this pair the other way round."""
    anchors: Anchors
    index: CandidateIndex
    features: TextFeatures

    def rows(self) -> list[Row]:
        """Candidates that the reader judged."""
        return [
            (values, units in self.labelled.edges)
            for pair, values in self.features.signals.items()
            if (units := self.units(pair)) and units not in self.labelled.optional
        ]

    def units(self, pair: Pair) -> Pair | None:
        """The units of two places in the order in which the product compares."""
        return self.labelled.units(pair[::-1] if self.turned else pair)


def gather(labelled: LabelledPair) -> Candidates:
    """Candidates and their text signals, computed by the product's own code."""
    sides, turned = canonical_sides(labelled.old, labelled.new, PlacedPins())
    anchors = find_anchors(*sides)
    index = build_index(sides, (anchors.forward, anchors.backward))
    return Candidates(labelled, sides, turned, anchors, index, text_features(index, ()))


def learn(pairs: Sequence[Candidates]) -> LearnedWeights:
    """Fit the weights of both looks; the second one sees what the first one says of these pairs."""
    by_text = fit([row for pair in pairs for row in pair.rows()], tuple(BY_TEXT))
    for pair in pairs:
        look_again(pair, by_text)
    return LearnedWeights(
        by_text,
        fit([row for pair in pairs for row in pair.rows()], tuple(BY_ALL)),
        _UNCALIBRATED,
    )


def look_again(pair: Candidates, by_text: Mapping[str, float]) -> None:
    """Give the candidates of a pair the signals that depend on what text alone says."""
    likely = {at: probability(by_text, values) for at, values in pair.features.signals.items()}
    add_context_features(pair.index, pair.features, pair.anchors, likely)


def measure(pair: Candidates, weights: LearnedWeights) -> Measured:
    """Link the sections of a pair with these weights, and count the links between units."""
    return count(pair, link_sections(pair.sides, PlacedPins(), weights))


def count(pair: Candidates, linked: Linked) -> Measured:
    """Right, found and wanted links between units."""
    found = {units for link in linked.links if (units := pair.units(link.pair))}
    edges, optional = pair.labelled.edges, pair.labelled.optional
    return Measured(len(found & edges), len(found - optional), len(edges))


@dataclass(frozen=True, slots=True)
class JudgedLink:
    """A link of a pair that the weights had not seen."""

    confidence: float
    right: bool
    likely: float | None
    """Probability by all signals, where the link rests on it."""


def judged_links(pair: Candidates, linked: Linked) -> Iterator[JudgedLink]:
    """The links that the reader judged; confidences must not be calibrated."""
    for link in linked.links:
        units = pair.units(link.pair)
        if units and units not in pair.labelled.optional:
            likely = linked.scores.probability.get(link.pair)
            scored = likely is not None and math.isclose(likely, link.confidence)
            yield JudgedLink(
                link.confidence, units in pair.labelled.edges, likely if scored else None
            )


def leave_one_out(
    pairs: Sequence[Candidates], always: Sequence[Candidates] = ()
) -> list[tuple[Candidates, Linked]]:
    """Each pair, linked by weights that were learned from all the others.

    Variants of a pair have its name, and are left out together with it.  ``always``: pairs to learn
    from that are not to be linked.
    """
    by_name: defaultdict[str, list[Candidates]] = defaultdict(list)
    for pair in pairs:
        by_name[pair.labelled.name].append(pair)
    return [
        (pair, link_sections(pair.sides, PlacedPins(), weights))
        for name, own in by_name.items()
        if (weights := learn([*(pair for pair in pairs if pair.labelled.name != name), *always]))
        for pair in own
    ]


def calibrate(links: Iterable[JudgedLink]) -> dict[str, float]:
    """How sure links are that weights find likely: logistic regression on left-out links.

    Without a bias, so that what is as likely as not is as sure as not: few links are that unlikely,
    and those of the labelled pairs are too often right to speak for other plans.
    """
    rows: list[Row] = [
        ({LOGIT: logit(link.likely)}, link.right) for link in links if link.likely is not None
    ]
    return {BIAS: 0.0, **fit(rows, (LOGIT,))}


def reliability(links: Sequence[JudgedLink], calibration: Mapping[str, float]) -> Iterator[str]:
    """A line for each range of confidence, and one for all sure links."""
    judged = [
        (link.confidence if link.likely is None else calibrated(calibration, link.likely), link)
        for link in links
    ]
    yield f"{'confidence':14} links   mean  right"
    for low, high in zip(_EDGES, (*_EDGES[1:], math.inf), strict=True):
        yield from _reliability_line(
            f"{low:.3f} to {min(high, 1):.3f}" if low < 1 else "1",
            [(sure, link.right) for sure, link in judged if low <= sure < high],
        )
    yield from _reliability_line(
        f"{_SURE} and more", [(sure, link.right) for sure, link in judged if sure >= _SURE]
    )


def _reliability_line(title: str, links: Sequence[tuple[float, bool]]) -> Iterator[str]:
    if links:
        mean = math.fsum(sure for sure, _ in links) / len(links)
        right = sum(right for _, right in links) / len(links)
        yield f"{title:14} {len(links):5} {mean:6.3f} {right:6.3f}"


def table(held_out: Iterable[tuple[Candidates, Linked]]) -> Iterator[str]:
    """A line for each pair, shipped and left-out weights side by side, and one for their mean."""
    yield f"{'pair':32} links   shipped P     R    F1   left out P     R    F1"
    scores: list[tuple[float, float]] = []
    for pair, linked in held_out:
        shipped, left_out = measure(pair, SHIPPED), count(pair, linked)
        scores.append((shipped.f1, left_out.f1))
        yield (
            f"{pair.labelled.name:32} {shipped.wanted:5}      {shipped.figures()}"
            f"       {left_out.figures()}"
        )
    shipped_f1, left_out_f1 = (
        math.fsum(column) / len(scores) for column in zip(*scores, strict=True)
    )
    yield f"{'mean':32} {'':5} {shipped_f1:22.4f} {left_out_f1:24.4f}"


def learned_module(weights: LearnedWeights) -> str:
    """The source of the module `plandiff.comparison.alignment.learned` with these weights."""
    tables = {
        "BY_TEXT": weights.by_text,
        "BY_ALL": weights.by_all,
        "CALIBRATION": weights.calibration,
    }
    return module_text(learned.__doc__ or "", tables)


def main(words: Sequence[str] | None = None) -> int:
    """Learn, print the tables, and write the weights; the exit status."""
    arguments = _parser().parse_args(words)
    try:
        labelled = [
            pair
            for folder in arguments.folders
            for pair in read_labelled_pairs(folder, arguments.plans)
        ]
        plain = [gather(pair) for pair in labelled]
        merged = [gather(variant) for pair in labelled for variant in merged_variants(pair)]
        made = [gather(pair) for pair in generated_pairs()]
        weights = learn([*plain, *merged, *made])
        if len(labelled) > 1:
            held_out = leave_one_out([*plain, *merged], made)
            links = [link for pair, linked in held_out for link in judged_links(pair, linked)]
            weights = replace(weights, calibration=calibrate(links))
            whole = {id(pair) for pair in plain}
            sys.stdout.writelines(
                f"{line}\n"
                for line in (
                    *table([each for each in held_out if id(each[0]) in whole]),
                    "",
                    *reliability(links, weights.calibration),
                )
            )
        text = learned_module(weights)
        if arguments.output is None:
            sys.stdout.write(f"\n{text}")
        else:
            arguments.output.write_text(text, "utf-8")
    except (PlandiffError, TrainingError, OSError) as error:
        sys.stderr.write(f"section_weights: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="section_weights",
        description="Learn the weights of the alignment from labelled pairs.",
    )
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="FOLDER",
        help="labelled pairs: NAME.gold.json, NAME.old.txt, NAME.new.txt",
    )  # fmt: skip
    parser.add_argument(
        "--plans", type=Path, metavar="FOLDER", help="plans that are not beside their labels",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE",
        help="write the weights here (comparison/alignment/learned.py ships them)",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
