"""Which rows are called moved: few, sure, and a block told once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.alignment import align
from plandiff.comparison.alignment.moves import RowPosition, find_moved_blocks
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Match
from tests.alignment_plans import Part, flat, generated_texts, plan, row_of

TEXTS = generated_texts(11, 12)


def moved(matches: tuple[Match, ...]) -> list[tuple[str, ...]]:
    return [match.new for match in matches if match.moved]


def chapters(*order: int) -> list[Part]:
    """Chapters of three sections each, in this order."""
    parts: list[Part] = [(0, "计划", "")]
    for chapter in order:
        parts.append((1, f"{'甲乙丙丁'[chapter]}篇{TEXTS[3 * chapter][0][-4:]}", ""))
        parts += [(2, *text) for text in TEXTS[3 * chapter : 3 * chapter + 3]]
    return parts


def test_a_section_that_jumps_over_others_moved_and_they_did_not() -> None:
    matches = align(flat(TEXTS), flat([*TEXTS[1:7], TEXTS[0], *TEXTS[7:]]))
    assert moved(matches) == [("s7",)]


def test_consecutive_sections_that_moved_together_share_a_block() -> None:
    matches = align(flat(TEXTS), flat([*TEXTS[2:9], TEXTS[0], TEXTS[1], *TEXTS[9:]]))
    assert moved(matches) == [("s8",), ("s9",)]
    assert {match.block for match in matches if match.moved} == {1}


def test_sections_that_moved_to_different_places_are_different_blocks() -> None:
    matches = align(flat(TEXTS), flat([*TEXTS[2:7], TEXTS[0], *TEXTS[7:], TEXTS[1]]))
    assert [match.block for match in matches if match.moved] == [1, 2]


def test_a_chapter_that_moves_with_its_sections_is_one_block() -> None:
    matches = align(plan(chapters(0, 1, 2, 3)), plan(chapters(1, 2, 3, 0)))
    assert moved(matches) == [("s13",), ("s14",), ("s15",), ("s16",)]
    assert {match.block for match in matches if match.moved} == {1}


def test_inserted_and_removed_sections_move_nothing() -> None:
    fresh = generated_texts(99, 4)
    other = [fresh[0], *TEXTS[:3], fresh[1], fresh[2], *TEXTS[5:], fresh[3]]
    assert moved(align(flat(TEXTS), flat(other))) == []


def test_a_section_without_partner_between_two_that_moved_does_not_part_them() -> None:
    fresh = generated_texts(99, 1)
    matches = align(flat(TEXTS), flat([*TEXTS[2:], TEXTS[0], *fresh, TEXTS[1]]))
    assert [match.block for match in matches if match.moved] == [1, 1]


def test_a_chapter_border_that_shifts_moves_no_heading() -> None:
    old = chapters(0, 1, 2)
    new = [*old[:5], old[6], old[5], *old[7:]]
    matches = align(plan(old), plan(new))
    assert not row_of(matches, "s5", Side.OLD).moved


def test_a_bare_heading_stays_when_what_stood_under_it_stays() -> None:
    old = chapters(0, 1)
    new = [old[0], *old[2:5], old[1], *old[5:]]
    assert moved(align(plan(old), plan(new))) == []


@pytest.mark.parametrize("text", ["", "从略。"])
def test_what_says_next_to_nothing_is_never_called_moved(text: str) -> None:
    matches = align(flat([("", text), *TEXTS]), flat([*TEXTS, ("", text)]))
    assert moved(matches) == []


def test_plans_that_share_little_have_no_common_order() -> None:
    shared = [(heading, body) for heading, body in TEXTS[:2]]
    loose = [
        (heading, body.replace("，", "，从实际出发并", 3)[:40]) for heading, body in shared[::-1]
    ]
    old = [shared[0], *generated_texts(21, 9), shared[1]]
    new = [loose[0], *generated_texts(22, 9), loose[1]]
    assert moved(align(flat(old), flat(new))) == []


def test_a_moved_row_stands_at_its_new_place_and_leaves_removed_ones_behind() -> None:
    matches = align(flat(TEXTS[:8]), flat([*TEXTS[2:8], TEXTS[0]]))
    assert [match.old for match in matches][:3] == [("s0",), ("s2",), ("s3",)]
    assert matches[-1].old == ("s1",)


def test_a_section_dropped_within_a_block_that_moved_is_shown_inside_it() -> None:
    matches = align(flat(TEXTS), flat([*TEXTS[3:], TEXTS[0], TEXTS[2]]))
    assert [match.old for match in matches][-3:] == [("s1",), ("s2",), ("s3",)]


@given(
    st.permutations(range(2, 9)),
    st.integers(0, 8),
    st.lists(st.integers(10, 500), min_size=9, max_size=9),
)
def test_the_row_of_both_first_sections_is_never_called_moved(
    order: list[int], further: int, texts: list[int]
) -> None:
    # Its weightiest link may lead far away; places of the new plan are ten apart.
    first = [(1, 10), *([(1, 10 * further + 5)] if further else [])]
    links = [[(0, 0)], first, *([(old, 10 * new)] for old, new in enumerate(order, start=2))]
    rows = [
        RowPosition(
            old=row[-1][0],
            new=row[-1][1],
            weight=10**9 if at == 0 else 1000 + texts[at],
            confidence=1.0,
            likeness=1.0,
            text=texts[at],
            links=tuple(row),
            bare=False,
            children=(),
        )
        for at, row in enumerate(links)
    ]
    assert not any(1 in block for block in find_moved_blocks(rows, related=True))
