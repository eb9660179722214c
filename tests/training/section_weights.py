"""Learn the weights of the alignment again, from pairs of plans with labelled partners.

    python -m plandiff.comparison.alignment.train_weights FOLDER [FOLDER …] [--output FILE]

Each FOLDER holds pairs as `labelled_pairs` reads them.  For every pair, the weights are learned
from all the others and measured on this one; the table shows this beside the shipped weights.  FILE
gets the weights learned from all pairs, as the module ``comparison/alignment/learned.py``.

The same folders give the same weights: nothing is drawn by chance.
"""

import argparse
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add, mul, sub
from pathlib import Path

from plandiff.comparison.alignment import learned
from plandiff.comparison.alignment.align import canonical_sides
from plandiff.comparison.alignment.anchors import Anchors, find_anchors
from plandiff.comparison.alignment.first_look import FirstLook, look_at_texts
from plandiff.comparison.alignment.ground import Ground, prepare_ground
from plandiff.comparison.alignment.labelled_pairs import LabelledPair, read_labelled_pairs
from plandiff.comparison.alignment.learned import BY_ALL, BY_TEXT
from plandiff.comparison.alignment.pins import PlacedPins
from plandiff.comparison.alignment.pipeline import link_sections
from plandiff.comparison.alignment.scoring import add_second_look, probability
from plandiff.comparison.alignment.sides import Outlook
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.alignment.weights import BIAS, LearnedWeights
from plandiff.corpus.errors import PlandiffError, UsageError

Pair = tuple[int, int]
Row = tuple[Signals, bool]
"""Signals of a candidate, and whether the two belong together."""

SHIPPED = LearnedWeights(BY_TEXT, BY_ALL)
_RIDGE = 0.03
"""Penalty on the square of a weight: keeps weights finite where a signal separates perfectly."""
_STEPS = 40
_PRECISION, _NEVER_SINGULAR = 1e-6, 1e-9
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the product computes of one labelled pair before it weighs the signals."""

    labelled: LabelledPair
    sides: tuple[Outlook, Outlook]
    turned: bool
    """Whether the product compares this pair the other way round."""
    anchors: Anchors
    ground: Ground
    look: FirstLook

    def rows(self) -> list[Row]:
        """Candidates that the reader judged."""
        return [
            (values, units in self.labelled.edges)
            for pair, values in self.look.signals.items()
            if (units := self.units(pair)) and units not in self.labelled.optional
        ]

    def units(self, pair: Pair) -> Pair | None:
        """The units of two places in the order in which the product compares."""
        return self.labelled.units(pair[::-1] if self.turned else pair)


@dataclass(frozen=True, slots=True)
class Measured:
    """Links found, against those that the reader made."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of right links among those found."""
        return self.right / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        """Share of the wanted links that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def gather(labelled: LabelledPair) -> Candidates:
    """Candidates and their text signals, computed by the product's own code."""
    sides, turned = canonical_sides(labelled.old, labelled.new, PlacedPins())
    anchors = find_anchors(*sides)
    ground = prepare_ground(sides, (anchors.forward, anchors.backward))
    return Candidates(labelled, sides, turned, anchors, ground, look_at_texts(ground, ()))


def learn(pairs: Sequence[Candidates]) -> LearnedWeights:
    """Fit the weights of both looks; the second one sees what the first one says of these pairs."""
    by_text = fit([row for pair in pairs for row in pair.rows()], tuple(BY_TEXT))
    for pair in pairs:
        look_again(pair, by_text)
    return LearnedWeights(
        by_text, fit([row for pair in pairs for row in pair.rows()], tuple(BY_ALL))
    )


def look_again(pair: Candidates, by_text: Mapping[str, float]) -> None:
    """Give the candidates of a pair the signals that depend on what text alone says."""
    likely = {at: probability(by_text, values) for at, values in pair.look.signals.items()}
    add_second_look(pair.ground, pair.look, pair.anchors, likely)


def measure(pair: Candidates, weights: LearnedWeights) -> Measured:
    """Link the sections of a pair with these weights, and count the links between units."""
    links = link_sections(pair.sides, PlacedPins(), weights).links
    found = {units for link in links if (units := pair.units(link.pair))}
    edges, optional = pair.labelled.edges, pair.labelled.optional
    return Measured(len(found & edges), len(found - optional), len(edges))


def fit(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Logistic regression with a small ridge; `BIAS` is among the names.

    Newton's method, which needs no rate to be chosen and converges within a dozen steps.  Raises
    UsageError where the rows are all right or all wrong links.
    """
    labels = [float(linked) for _, linked in rows]
    if len(set(labels)) < 2:
        raise UsageError("one-kind-of-links")
    columns = [[1.0 if name == BIAS else values[name] for values, _ in rows] for name in names]
    ridges = [0.0 if name == BIAS else _RIDGE for name in names]
    weights = [0.0] * len(names)
    for _ in range(_STEPS):
        step = _newton_step(columns, labels, ridges, weights)
        weights = list(map(add, weights, step))
        if max(map(abs, step)) < _PRECISION:
            break
    return {name: round(weight, _DIGITS) for name, weight in zip(names, weights, strict=True)}


def _newton_step(
    columns: Sequence[Sequence[float]],
    labels: Sequence[float],
    ridges: Sequence[float],
    weights: Sequence[float],
) -> list[float]:
    """Where the second-order approximation of the likelihood has its maximum, from ``weights``."""
    likely = [_logistic(_dot(weights, values)) for values in zip(*columns, strict=True)]
    errors = list(map(sub, labels, likely))
    slopes = [chance * (1 - chance) for chance in likely]
    gradient = [
        _dot(column, errors) - ridge * weight
        for column, ridge, weight in zip(columns, ridges, weights, strict=True)
    ]
    scaled = [list(map(mul, column, slopes)) for column in columns]
    curvature = [[_dot(one, other) for other in columns] for one in scaled]
    for at, ridge in enumerate(ridges):
        curvature[at][at] += ridge + _NEVER_SINGULAR
    return _solve(curvature, gradient)


def _dot(one: Iterable[float], other: Iterable[float]) -> float:
    return math.fsum(map(mul, one, other))


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))  # beyond, exp may overflow


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solution of a symmetric positive definite system (Cholesky)."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            rest = matrix[row][column] - _dot(lower[row][:column], lower[column][:column])
            lower[row][column] = math.sqrt(rest) if row == column else rest / lower[column][column]
    forward: list[float] = []
    for row in range(size):
        forward.append((right[row] - _dot(lower[row][:row], forward)) / lower[row][row])
    found = [0.0] * size
    for row in reversed(range(size)):
        below = math.fsum(lower[at][row] * found[at] for at in range(row + 1, size))
        found[row] = (forward[row] - below) / lower[row][row]
    return found


def leave_one_out(pairs: Sequence[Candidates]) -> list[Measured]:
    """For each pair, how weights do that were learned from all the others."""
    return [measure(pair, learn([other for other in pairs if other is not pair])) for pair in pairs]


def module_text(weights: LearnedWeights) -> str:
    """The source of the module `plandiff.comparison.alignment.learned` with these weights."""
    tables = (("BY_TEXT", weights.by_text), ("BY_ALL", weights.by_all))
    return f'"""{learned.__doc__}"""\n' + "".join(
        f"\n{name} = {{\n"
        + "".join(f'    "{signal}": {weight:.{_DIGITS}f},\n' for signal, weight in table.items())
        + "}\n"
        for name, table in tables
    )


def table(pairs: Sequence[Candidates]) -> Iterator[str]:
    """A line for each pair, shipped and left-out weights side by side, and one for their mean."""
    yield f"{'pair':32} links   shipped P     R    F1   left out P     R    F1"
    scores: list[tuple[float, float]] = []
    for pair, held_out in zip(pairs, leave_one_out(pairs), strict=True):
        shipped = measure(pair, SHIPPED)
        scores.append((shipped.f1, held_out.f1))
        yield (
            f"{pair.labelled.name:32} {shipped.wanted:5}      {_figures(shipped)}"
            f"       {_figures(held_out)}"
        )
    shipped_f1, held_out_f1 = (
        math.fsum(column) / len(scores) for column in zip(*scores, strict=True)
    )
    yield f"{'mean':32} {'':5} {shipped_f1:22.4f} {held_out_f1:24.4f}"


def _figures(measured: Measured) -> str:
    return f"{measured.precision:.3f} {measured.recall:.3f} {measured.f1:.3f}"


def main(words: Sequence[str] | None = None) -> int:
    """Learn, print the table, and write the weights; the exit status."""
    arguments = _parser().parse_args(words)
    try:
        labelled = [pair for folder in arguments.folders for pair in read_labelled_pairs(folder)]
        pairs = [gather(pair) for pair in labelled]
        if len(pairs) > 1:
            sys.stdout.writelines(f"{line}\n" for line in table(pairs))
        text = module_text(learn(pairs))
        if arguments.output is None:
            sys.stdout.write(f"\n{text}")
        else:
            arguments.output.write_text(text, "utf-8")
    except (PlandiffError, OSError) as error:
        sys.stderr.write(f"train_weights: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="train_weights", description="Learn the weights of the alignment from labelled pairs."
    )
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="FOLDER",
        help="labelled pairs: NAME.gold.json, NAME.old.txt, NAME.new.txt",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE",
        help="write the weights here (comparison/alignment/learned.py ships them)",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
