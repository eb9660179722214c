"""Real pairs with partners decided by reading: how many links are right."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plandiff.comparison.alignment import align
from plandiff.corpus.model import Plan
from tests.alignment_plans import Part, links_of, plan

pytestmark = pytest.mark.shared

LEVELS = {"、": 1, "）": 2, ")": 2, ".": 3}


def units_as_plan(units: list[dict[str, Any]], title: str) -> tuple[Plan, dict[str, int]]:
    """Units as sections, their chapters above them; and the unit of each section."""
    parts: list[Part] = [(0, title, "")]
    unit_of: dict[str, int] = {}
    chapter = None
    for unit in units:
        label, text = unit.get("label") or "", unit["text"]
        if unit.get("chapter") not in {chapter, None}:
            chapter = unit["chapter"]
            parts.append((1, chapter.partition(" ")[2] or chapter, ""))
        if "chapter" in unit:
            parts.append((2 if chapter else 1, "", text))
        elif label:
            heading, _, body = text[len(label) :].replace("\n", "。", 1).partition("。")
            parts.append((LEVELS[label[-1]], heading, body))
        else:
            parts[0] = (0, title, text)
        unit_of[f"s{len(parts) - 1}"] = unit["i"]
    return plan(parts), unit_of


def score(gold: dict[str, Any]) -> tuple[int, int, int]:
    """Right, found and wanted links; optional ones count neither way."""
    (old, old_unit), (new, new_unit) = (
        units_as_plan(gold[side], gold.get("title", side)) for side in ("old", "new")
    )
    found = {
        (old_unit[a], new_unit[b])
        for a, b in links_of(align(old, new))
        if a in old_unit and b in new_unit
    }
    optional = {tuple(edge[:2]) for edge in gold["edges"] if edge[2] == "optional"}
    optional |= {tuple(edge[:2]) for edge in gold.get("optional_edges", [])}
    wanted = {tuple(edge[:2]) for edge in gold["edges"]} - optional
    return len(found & wanted), len(found - optional), len(wanted)


def golds(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.gold.json")):
        yield json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(("kind", "least"), [("revisions", 0.97), ("plans", 0.95)])
def test_links_of_real_pairs_are_those_that_readers_chose(
    shared: Path, kind: str, least: float
) -> None:
    scores = [score(gold) for gold in golds(shared / kind)]
    right, found, wanted = (sum(column) for column in zip(*scores, strict=True))
    assert 2 * right / (found + wanted) >= least
