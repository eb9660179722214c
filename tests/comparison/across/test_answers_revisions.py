"""Remarks on real drafts: 20 on each of eight revisions are found again where a reader finds them.

A remark is at the right place where it is at an article that the reader linked, or is said to be
gone where the reader linked none.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plandiff.comparison.across.answers import RemarkAnswer, RemarkStatus, answer_remarks
from plandiff.comparison.edits import Side
from plandiff.comparison.engine import compare
from plandiff.comparison.review.remarks import read_remarks
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan

pytestmark = [pytest.mark.shared, pytest.mark.slow]

NOTES = 20
Units = dict[str, set[int]]
"""The labelled articles that a section's text is of."""


def units_of(plan: Plan, articles: list[dict[str, Any]]) -> Units:
    def bare(text: str) -> str:
        return "".join(sign for sign in text if sign.isalnum())

    texts = [bare((article.get("label") or "") + article["text"]) for article in articles]
    return {
        section.id: {at for at, text in enumerate(texts) if begins(bare(section.text), text)}
        for section in plan.sections
    }


def begins(section: str, article: str) -> bool:
    """Whether one begins inside the other; a short heading says nothing."""
    return len(section) > 5 and (section[:24] in article or article[:24] in section)


def verdict(answer: RemarkAnswer, gold: dict[str, Any], old: Units, new: Units) -> str:
    edges = {tuple(edge[:2]) for edge in [*gold["edges"], *gold.get("optional_edges", [])]}
    ours = old[answer.remark.places[0].section]
    if answer.status is RemarkStatus.GONE:
        linked = {a for a, *_ in gold["edges"]}
        return "lost" if ours & linked else "right"
    assert answer.place is not None
    theirs = new[answer.place.section]
    if not theirs:
        return "unlabelled"
    return "right" if any((a, b) in edges for a in ours for b in theirs) else "wrong"


def found_again(folder: Path, name: str) -> Counter[str]:
    gold = json.loads((folder / f"{name}.gold.json").read_text("utf-8"))
    old, new = (read_plan(folder / f"{name}.{side}.txt") for side in ("old", "new"))
    units = units_of(old, gold["old"]), units_of(new, gold["new"])
    store = MemoryStore()
    reviewed = compare(old, old)
    store.attach(reviewed)
    labelled = [row for row in reviewed.rows if units[0][row.new[0].id]]
    for row in labelled[:: max(1, len(labelled) // NOTES)][:NOTES]:
        store.add_note(row.id, "请核实")
    remarks = read_remarks(store._session.records, old, Side.NEW)
    answers = answer_remarks(remarks, compare(old, new)).answers
    assert all(answer.remark.places for answer in answers)
    return Counter(verdict(answer, gold, *units) for answer in answers)


def test_remarks_are_at_the_right_place_or_rightly_gone_and_never_at_a_wrong_one(
    shared: Path,
) -> None:
    folder = shared / "revisions"
    names = [file.name.removesuffix(".gold.json") for file in sorted(folder.glob("*.gold.json"))]
    counts = {name: found_again(folder, name) for name in names}
    total = Counter[str]()
    for found in counts.values():
        total += found
    assert len(names) == 8
    assert total["wrong"] == 0, counts
    assert total["right"] >= 0.95 * (total["right"] + total["lost"]), counts
