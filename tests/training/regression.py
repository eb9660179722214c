"""Logistic regression in plain Python: the same rows give the same weights."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add, mul, sub
from statistics import pvariance

from tests.training.labelled_pairs import TrainingError

Row = tuple[dict[str, float], bool]
"""Signals of a candidate, and whether the two belong together."""

BIAS = "bias"
_RIDGE = 0.03
"""Penalty on the square of a weight: keeps weights finite where a signal separates perfectly."""
_STEPS = 40
_PRECISION, _NEVER_SINGULAR = 1e-6, 1e-9
_DIGITS = 2


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

    def figures(self) -> str:
        """Return precision, recall and F1 with three digits."""
        return f"{self.precision:.3f} {self.recall:.3f} {self.f1:.3f}"


def fit(
    rows: Sequence[Row], names: Sequence[str], *, standardised: float | None = None
) -> dict[str, float]:
    """Logistic regression with a small ridge; `BIAS` is among the names.

    ``standardised`` is the ridge on the weights of signals divided by their standard deviations,
    instead of the small one.  Newton's method, which needs no rate to be chosen and converges
    within a dozen steps.  Raises TrainingError where the rows are all right or all wrong links.
    """
    labels = [float(linked) for _, linked in rows]
    if len(set(labels)) < 2:
        raise TrainingError("training needs right and wrong links; add labelled pairs")
    columns = [[1.0 if name == BIAS else values[name] for values, _ in rows] for name in names]
    ridges = [
        0.0
        if name == BIAS
        else _RIDGE
        if standardised is None
        else standardised * pvariance(column)
        for name, column in zip(names, columns, strict=True)
    ]
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


def module_text(doc: str, tables: Mapping[str, Mapping[str, float]]) -> str:
    """The source of a module that holds these weights as dictionaries."""
    return f'"""{doc}"""\n' + "".join(
        f"\n{name} = {{\n"
        + "".join(f'    "{signal}": {weight:.{_DIGITS}f},\n' for signal, weight in table.items())
        + "}\n"
        for name, table in tables.items()
    )
