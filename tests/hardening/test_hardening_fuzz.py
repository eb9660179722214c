"""The harnesses of the fuzzers on their seeds, damaged a little; what a long run found, by name."""

import random

import pytest

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.parsing import parse
from tests.fuzz.damage import LONGEST, WAYS
from tests.fuzz.harnesses import HARNESSES, seeds
from tests.hardening.test_hardening_worst_cases import within

VARIANTS = 12


@pytest.mark.parametrize("name", HARNESSES)
def test_every_seed_of_a_fuzzer_and_variants_of_it_pass(name: str) -> None:
    dice = random.Random(name)  # noqa: S311 - repeatable, not secret
    for seed in seeds(name):
        for data in (seed, *(dice.choice(WAYS)(seed, dice) for _ in range(VARIANTS))):
            with within(LONGEST):
                HARNESSES[name](data[:20_000] or b"\0")


@pytest.mark.parametrize("gap", ["\x1c", "\f", "\u2028"])
def test_a_list_item_with_a_line_break_of_another_kind_has_its_label_once(gap: str) -> None:
    page = f"<html><h1>计划</h1><ol><li>新建学校3所。{gap}培训教师200人次。</ol></html>"
    plan = parse(read_document("plan.html", data=page.encode()))
    assert [section.label for section in plan.sections] == [None, "1."]
    assert "培训教师200人次" in plan.sections[1].text


def test_a_list_item_that_runs_on_over_labels_has_its_own_label_once() -> None:
    item = "提高质量。" * 80 + "  2、推进改革。  3、加强督导。  4、办好学校。"
    page = f"<html><h1>计划</h1><ol><li>{item}</ol></html>"
    plan = parse(read_document("plan.html", data=page.encode()))
    assert [section.label for section in plan.sections] == [None, "1.", "2、", "3、", "4、"]
