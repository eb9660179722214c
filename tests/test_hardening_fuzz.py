"""The harnesses of the fuzzers on their seeds, damaged a little; what a long run found, by name."""

import random

import pytest

from corpus.formats.documents import read_document
from corpus.parsing import parse
from tests.fuzz.damage import LONGEST, WAYS
from tests.fuzz.harnesses import HARNESSES, seeds
from tests.test_hardening_worst_cases import within

VARIANTS = 12


@pytest.mark.parametrize("name", HARNESSES)
def test_every_seed_of_a_fuzzer_and_variants_of_it_pass(name: str) -> None:
    dice = random.Random(name)  # noqa: S311 - repeatable, not secret
    for seed in seeds(name):
        for data in (seed, *(dice.choice(WAYS)(seed, dice) for _ in range(VARIANTS))):
            with within(LONGEST):
                HARNESSES[name](data[:20_000] or b"\0")


def test_a_list_item_with_a_line_break_of_another_kind_has_its_label_once() -> None:
    page = "<html><h1>计划</h1><ol><li>新建学校3所。\x1c培训教师200人次。</ol></html>"
    plan = parse(read_document("plan.html", data=page.encode()))
    assert [section.label for section in plan.sections] == [None, "1."]
    assert "培训教师200人次" in plan.sections[1].text
