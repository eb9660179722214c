"""Coverage against the matrices that were made by reading: two province–city pairs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plandiff import Addressee, Coverage, Status, cover, read_plan

pytestmark = pytest.mark.shared

PAIRS = ("A_fujian_quanzhou", "A_henan_anyang")
STATUS = {"covered": Status.COVERED, "partly": Status.PARTLY, "not_mentioned": Status.MISSING}


def labelled(shared: Path, name: str) -> tuple[list[dict[str, Any]], Coverage]:
    folder = shared / "coverage"
    gold = json.loads((folder / f"{name}.json").read_text("utf-8"))
    superior, local = (read_plan(folder / gold[key]) for key in ("superior_file", "lower_file"))
    return gold["requirements"], cover(superior, [local])


def judged(requirements: list[dict[str, Any]], coverage: Coverage) -> Iterator[tuple[Any, int]]:
    """Sure labels of status, each with the index of the requirement that shares most of it."""
    for label in requirements:
        if "status" in label["doubt_on"]:
            continue
        quotes = [one.quote.text for one in coverage.requirements]
        shared = [
            min(len(quote), len(label["quote"]))
            if quote in label["quote"] or label["quote"] in quote
            else 0
            for quote in quotes
        ]
        if max(shared):
            yield label, shared.index(max(shared))


@pytest.mark.parametrize("name", PAIRS)
def test_nine_of_ten_statuses_are_those_of_a_reader(shared: Path, name: str) -> None:
    labels, coverage = labelled(shared, name)
    found = list(judged(labels, coverage))
    assert len(found) > 0.75 * len(labels)
    right = sum(coverage.answers[at][0].status is STATUS[label["status"]] for label, at in found)
    assert right >= 0.9 * len(found)


@pytest.mark.parametrize("name", PAIRS)
def test_what_a_reader_calls_answered_is_seldom_called_a_gap(shared: Path, name: str) -> None:
    labels, coverage = labelled(shared, name)
    answered = [at for label, at in judged(labels, coverage) if label["status"] != "not_mentioned"]
    false = [at for at in answered if coverage.is_gap(at, 0)]
    assert len(false) <= 0.02 * len(answered)
    assert any(one.addressee is not Addressee.LOWER for one in coverage.requirements)
