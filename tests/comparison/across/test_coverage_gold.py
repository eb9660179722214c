"""Coverage against the matrices that were made by reading: two province–city pairs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plandiff import Addressee, Coverage, Status, cover, read_plan

OWN = Path(__file__).parents[2] / "training" / "coverage"
PAIRS = ("A_fujian_quanzhou", "A_henan_anyang")
STATUS = {"covered": Status.COVERED, "partly": Status.PARTLY, "not_mentioned": Status.MISSING}


def labelled(folder: Path, name: str) -> tuple[list[dict[str, Any]], Coverage]:
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


@pytest.mark.shared
@pytest.mark.parametrize("name", PAIRS)
def test_nine_of_ten_statuses_are_those_of_a_reader(shared: Path, name: str) -> None:
    labels, coverage = labelled(shared / "coverage", name)
    found = list(judged(labels, coverage))
    assert len(found) > 0.75 * len(labels)
    right = sum(coverage.answers[at][0].status is STATUS[label["status"]] for label, at in found)
    assert right >= 0.9 * len(found)


@pytest.mark.shared
@pytest.mark.parametrize("name", PAIRS)
def test_what_a_reader_calls_answered_is_seldom_called_a_gap(shared: Path, name: str) -> None:
    labels, coverage = labelled(shared / "coverage", name)
    answered = [at for label, at in judged(labels, coverage) if label["status"] != "not_mentioned"]
    false = [at for at in answered if coverage.is_gap(at, 0)]
    assert len(false) <= 0.02 * len(answered)
    assert any(one.addressee is not Addressee.LOWER for one in coverage.requirements)


def test_nine_of_ten_answers_of_a_plan_in_its_own_words_are_found() -> None:
    labels, coverage = labelled(OWN, "E_yunxiu_chenghu")
    found = list(judged(labels, coverage))
    right = sum(coverage.answers[at][0].status is STATUS[label["status"]] for label, at in found)
    assert right >= 0.9 * len(found)


def test_half_of_the_answers_are_found_where_nearly_every_word_is_another() -> None:
    labels, coverage = labelled(OWN, "D_qingping_shazhou")
    answered = [at for label, at in judged(labels, coverage) if label["status"] != "not_mentioned"]
    assert sum(not coverage.is_gap(at, 0) for at in answered) >= 0.5 * len(answered)


@pytest.mark.parametrize(("superior", "local"), [("sup_D", "loc_E"), ("sup_E", "loc_D")])
def test_a_plan_of_another_field_answers_nothing(superior: str, local: str) -> None:
    plans = [read_plan(OWN / f"{name}.txt") for name in (superior, local)]
    statuses = [answer.status for answer in cover(plans[0], plans[1:]).answers_of(0)]
    assert statuses.count(Status.MISSING) >= len(statuses) - 1
