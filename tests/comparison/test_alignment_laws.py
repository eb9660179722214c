"""Laws that alignment keeps for any two plans."""

import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.comparison.alignment import VOCABULARY, align
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Match
from plandiff.corpus.model import Plan
from tests.alignment_plans import flat, generated_texts, links_of, plan, revised

SEEDS = st.integers(0, 10_000)
RATES = st.sampled_from([0.1, 0.4, 0.8])
SIZES = st.integers(1, 24)
some = settings(max_examples=25)


def revision(seed: int, size: int, rate: float) -> tuple[Plan, Plan]:
    made = revised(seed, size, rate)
    return flat(made.old), flat(made.new)


def facts(matches: tuple[Match, ...], *, mirrored: bool = False) -> list[tuple[object, ...]]:
    """What rows say, in an order and with block numbers that do not depend on the reading order."""
    told = []
    for match in matches:
        sides = (match.new, match.old) if mirrored else (match.old, match.new)
        links = sorted((new, old) if mirrored else (old, new) for old, new in match.links)
        block = sorted(m.new + m.old if mirrored else m.old + m.new
                       for m in matches if match.moved and m.block == match.block)  # fmt: skip
        runners = sorted(
            (identity, runner.section, runner.score, (runner.side is Side.NEW) is not mirrored)
            for identity, runner in match.candidates
        )
        told.append((sides, links, match.moved, block, match.confidence, match.evidence, runners))
    return sorted(told, key=repr)


@some
@given(SEEDS, SIZES)
def test_a_plan_against_itself_links_every_section_to_itself(seed: int, size: int) -> None:
    one = flat(generated_texts(seed, size))
    for match in align(one, one):
        assert match.old == match.new
        assert match.links == ((match.old[0], match.new[0]),)
        assert not match.moved


@some
@given(
    st.lists(st.sampled_from(["甲", "乙", "（删除）", "本办法自公布之日起施行。", ""]), max_size=12)
)
def test_repeated_sections_are_linked_to_themselves_too(bodies: list[str]) -> None:
    one = flat(("", body) for body in bodies)
    assert [match.links for match in align(one, one)] == [((s.id, s.id),) for s in one.sections]


@some
@given(SEEDS, SIZES, RATES)
def test_swapping_the_plans_mirrors_the_rows(seed: int, size: int, rate: float) -> None:
    old, new = revision(seed, size, rate)
    assert facts(align(old, new)) == facts(align(new, old), mirrored=True)


@some
@given(SEEDS, SIZES, RATES)
def test_every_section_stands_in_exactly_one_row(seed: int, size: int, rate: float) -> None:
    old, new = revision(seed, size, rate)
    matches = align(old, new)
    assert sorted(i for m in matches for i in m.old) == sorted(s.id for s in old.sections)
    assert sorted(i for m in matches for i in m.new) == sorted(s.id for s in new.sections)


@some
@given(SEEDS, SIZES, RATES)
def test_links_stay_inside_their_row_and_reach_all_its_sections(
    seed: int, size: int, rate: float
) -> None:
    for match in align(*revision(seed, size, rate)):
        assert bool(match.links) is bool(match.old and match.new)
        if match.links:
            assert {old for old, _ in match.links} == set(match.old)
            assert {new for _, new in match.links} == set(match.new)


@some
@given(SEEDS, SIZES, RATES)
def test_confidence_and_evidence_are_shares_and_words_of_the_vocabulary(
    seed: int, size: int, rate: float
) -> None:
    for match in align(*revision(seed, size, rate)):
        assert 0 <= match.confidence <= 1
        assert {item.name for item in match.evidence} <= set(VOCABULARY)
        assert all(0 <= item.weight <= 1 for item in match.evidence)


@some
@given(SEEDS, SIZES)
def test_changed_numbers_change_no_structure(seed: int, size: int) -> None:
    texts = generated_texts(seed, size)
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    other = [
        (heading, "".join(str(dice.randint(1, 9)) if c.isdigit() else c for c in body))
        for heading, body in texts
    ]
    for match in align(flat(texts), flat(other)):
        assert match.old == match.new
        assert not match.moved


@some
@given(SEEDS, SIZES)
def test_width_and_traditional_forms_change_no_structure(seed: int, size: int) -> None:
    texts = generated_texts(seed, size)
    forms = str.maketrans("0123456789，学课书馆园", "０１２３４５６７８９,學課書館園")
    other = [(heading.translate(forms), body.translate(forms)) for heading, body in texts]
    for match in align(flat(texts), flat(other)):
        assert match.old == match.new
        assert not match.moved


@some
@given(SEEDS, st.integers(2, 24), st.integers(0, 4))
def test_so_many_swaps_of_neighbours_give_at_most_so_many_moves(
    seed: int, size: int, swaps: int
) -> None:
    texts = generated_texts(seed, size)
    other = list(texts)
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(swaps):
        at = dice.randrange(size - 1)
        other[at], other[at + 1] = other[at + 1], other[at]
    matches = align(flat(texts), flat(other))
    assert sum(match.moved for match in matches) <= swaps
    assert all(len(match.old) == len(match.new) == 1 for match in matches)


@some
@given(SEEDS, SIZES, RATES)
def test_new_sections_are_shown_in_the_order_of_the_new_plan(
    seed: int, size: int, rate: float
) -> None:
    old, new = revision(seed, size, rate)
    place = {section.id: at for at, section in enumerate(new.sections)}
    firsts = [place[match.new[0]] for match in align(old, new) if match.new]
    assert firsts == sorted(firsts)


ODD = st.lists(st.tuples(st.integers(1, 3), st.text("学校a 1。，一\n", max_size=12)), max_size=10)


@some
@given(ODD, ODD)
def test_odd_texts_break_nothing(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> None:
    sides = [
        plan([(0, "", ""), *((level, "", body) for level, body in parts)]) for parts in (old, new)
    ]
    matches = align(sides[0], sides[1])
    assert sorted(i for m in matches for i in m.old) == sorted(s.id for s in sides[0].sections)
    assert facts(matches) == facts(align(sides[1], sides[0]), mirrored=True)


@pytest.mark.parametrize(("rate", "least"), [(0.1, 0.99), (0.4, 0.98), (0.8, 0.97)])
def test_generated_revisions_are_recovered(rate: float, least: float) -> None:
    right = found = wanted = 0
    for seed in range(6):
        made = revised(seed, 60, rate)
        links = {
            (int(old[1:]) - 1, int(new[1:]) - 1)
            for old, new in links_of(align(flat(made.old), flat(made.new)))
        } - {(-1, -1)}
        right += len(links & made.links)
        found += len(links)
        wanted += len(made.links)
    assert 2 * right / (found + wanted) >= least


def test_hash_seeds_change_nothing() -> None:
    code = (
        "from plandiff.comparison.alignment import align\n"
        "from tests.alignment_plans import flat, revised\n"
        "made = revised(3, 40, 0.6)\n"
        "print(align(flat(made.old), flat(made.new)))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
