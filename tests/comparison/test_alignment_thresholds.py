"""Every threshold stands on a plateau: a step to either side changes next to nothing."""

import random
from collections.abc import Iterator
from types import ModuleType

import pytest
from msgspec.structs import replace

from plandiff.comparison.alignment import (
    align,
    chapters,
    learned,
    linking,
    moves,
    scoring,
    weights,
)
from plandiff.corpus.model import Plan
from tests.alignment_plans import Revision, flat, links_of, plan, revised

pytestmark = pytest.mark.slow

REVISIONS = [revised(seed, 40, rate) for seed in (1, 2, 3) for rate in (0.3, 0.7)]


def shaken(table: dict[str, float], seed: int) -> dict[str, float]:
    """Learned weights, each a tenth more or less."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return {name: weight * dice.choice((0.9, 1.1)) for name, weight in table.items()}


SHAKEN: list[tuple[ModuleType, str, list[object]]] = [
    (scoring, table, [shaken(getattr(learned, table), seed) for seed in (1, 2, 3)])
    for table in ("BY_TEXT", "BY_ALL")
]

STEPS: list[tuple[ModuleType, str, list[object]]] = [
    (linking, "LINK_THRESHOLD_BY_DEGREE", [(0.45, 0.4, 0.8), (0.55, 0.4, 0.8)]),
    (linking, "LINK_THRESHOLD_BY_DEGREE", [(0.5, 0.35, 0.8), (0.5, 0.45, 0.8)]),
    (linking, "LINK_THRESHOLD_BY_DEGREE", [(0.5, 0.4, 0.75), (0.5, 0.4, 0.85)]),
    (scoring, "CONTEXT_THRESHOLD", [0.4, 0.45, 0.55, 0.6]),
    (linking, "MIN_RESIDUAL_MARGIN", [0.03, 0.1, 0.15]),
    (chapters, "CONTAINMENT", [0.4, 0.6]),
    (linking, "NEAR_DUPLICATE", [0.5, 0.55, 0.65, 0.7]),
    (linking, "MERGE_LENGTH_RATIO", [0.7, 0.8]),
    (linking, "MAX_ROW_WIDTH", [10, 14]),
    (chapters, "CHAPTER", [replace(weights.CHAPTER, linked=at) for at in (0.3, 0.5)]),
    (chapters, "CHAPTER", [replace(weights.CHAPTER, heading=at) for at in (0.4, 0.8)]),
    *SHAKEN,
    (moves, "MOVE", [replace(weights.MOVE, surest=at) for at in (0.85, 0.95)]),
    (moves, "MOVE", [replace(weights.MOVE, least_likeness=at) for at in (0.35, 0.45)]),
    (moves, "MOVE", [replace(weights.MOVE, least_text=at) for at in (8, 12)]),
]


def chaptered(texts: list[tuple[str, str]]) -> Plan:
    """Every five sections below a chapter."""
    parts = [(0, "蓝川县工作计划", "")]
    for at, text in enumerate(texts):
        if at % 5 == 0:
            parts.append((1, f"{text[0][-4:]}篇", ""))
        parts.append((2, *text))
    return plan(parts)


def undivided_plan(texts: list[tuple[str, str]]) -> Plan:
    """One paragraph."""
    return plan([(0, "蓝川县工作计划", "".join(body for _, body in texts))])


def outcomes(revision: Revision) -> Iterator[object]:
    pairs = [(shape(revision.old), shape(revision.new)) for shape in (flat, chaptered)]
    pairs.append((undivided_plan(revision.old), chaptered(revision.new)))
    for old, new in pairs:
        matches = align(old, new)
        yield from links_of(matches)
        yield from ((match.new, "moved") for match in matches if match.moved)


def all_outcomes() -> set[tuple[int, object]]:
    return {(at, one) for at, revision in enumerate(REVISIONS) for one in outcomes(revision)}


@pytest.fixture(scope="module")
def shipped() -> set[tuple[int, object]]:
    return all_outcomes()


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [(module, name, value) for module, name, values in STEPS for value in values],
    ids=lambda value: str(value).rsplit(".", 1)[-1],
)
def test_a_step_beside_the_shipped_threshold_changes_next_to_nothing(
    module: ModuleType,
    name: str,
    value: object,
    shipped: set[tuple[int, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, name, value)
    changed = shipped ^ all_outcomes()
    assert len(changed) <= 0.01 * len(shipped)
