"""A plan that is one undivided text, beside the same matter cut into sections."""

from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.alignment import align
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Match
from plandiff.comparison.options import Options, Pin, PinKind
from plandiff.corpus.model import Plan
from tests.alignment_plans import Text, generated_texts, plan, row_of

TEXTS = generated_texts(21, 30)


def undivided(texts: list[Text]) -> Plan:
    return plan([(0, "蓝川县工作计划", "".join(body for _, body in texts))])


def cut(texts: list[Text]) -> Plan:
    """Five sections below each chapter, whose headings only this plan has."""
    parts = [(0, "蓝川县工作计划", "")]
    for at, text in enumerate(texts):
        if at % 5 == 0:
            parts.append((1, f"第{at}篇新设的标题", ""))
        parts.append((2, *text))
    return plan(parts)


def kinds(matches: tuple[Match, ...]) -> list[tuple[int, int]]:
    return [(len(match.old), len(match.new)) for match in matches]


def test_the_undivided_text_is_the_partner_of_every_section_that_it_holds() -> None:
    matches = align(undivided(TEXTS), cut(TEXTS))
    assert kinds(matches) == [(1, len(cut(TEXTS).sections))]


def test_it_says_that_whole_sentences_are_in_common() -> None:
    (match,) = align(undivided(TEXTS), cut(TEXTS))
    assert "sentences" in {item.name for item in match.evidence}


def test_what_the_undivided_text_does_not_hold_was_added() -> None:
    fresh = [("渡船", "白滩码头的渡船改在清晨开航。"), ("水井", "旧镇水井由乡民轮流清淘。")]
    new = plan([(0, "蓝川县工作计划", ""), *((1, *text) for text in [*TEXTS[:5], *fresh])])
    matches = align(undivided(TEXTS[:5]), new)
    assert [match.new for match in matches if not match.old] == [("s6",), ("s7",)]


def test_a_revised_section_is_held_as_long_as_half_of_it_is_there_word_for_word() -> None:
    new = [
        (TEXTS[0][0], TEXTS[0][1] + "云溪镇另办夜校一所。"),
        ("", "白滩码头的渡船改在清晨开航。"),
    ]
    matches = align(
        undivided(TEXTS[:5]), plan([(0, "蓝川县工作计划", ""), *((1, *t) for t in new)])
    )
    assert row_of(matches, "s1").old == ("s0",)
    assert row_of(matches, "s2").old == ()


def test_plans_of_one_section_each_are_one_row() -> None:
    assert kinds(align(undivided(TEXTS[:5]), undivided(TEXTS[3:8]))) == [(1, 1)]


def test_a_section_pinned_apart_from_the_undivided_text_leaves_the_row() -> None:
    pins = (Pin(PinKind.APART, "s0", "s2"),)
    matches = align(undivided(TEXTS), cut(TEXTS), Options(pins=pins))
    assert row_of(matches, "s2").old == ()
    assert "s3" in row_of(matches, "s0", Side.OLD).new


@given(st.integers(0, 30), st.integers(0, 30))
def test_an_undivided_plan_keeps_the_laws(start: int, end: int) -> None:
    whole, parts = undivided(TEXTS), cut(TEXTS[start:end])
    matches, turned = align(whole, parts), align(parts, whole)
    assert sorted(i for match in matches for i in match.new) == sorted(
        section.id for section in parts.sections
    )
    assert {(m.old, m.new, m.confidence) for m in matches} == {
        (m.new, m.old, m.confidence) for m in turned
    }
    assert not any(match.moved for match in matches)
