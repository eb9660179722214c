"""The order that links keep, the gaps in it, and what parents say of their children."""

from plandiff.comparison.alignment.context import ContextSupport, Gaps, SideLinks
from plandiff.comparison.alignment.plan_index import index_both
from plandiff.corpus.model import Plan
from tests.alignment_plans import flat, generated_texts, plan

TEXTS = generated_texts(5, 12)
Links = dict[int, int]


def halves(old: Plan, new: Plan, links: Links) -> tuple[SideLinks, SideLinks]:
    """Both sides with these links, each sure; every section weighs the same."""
    sides = index_both(old, new)
    forward = {0: (0, 1.0)} | {here: (there, 1.0) for here, there in links.items()}
    backward = {0: (0, 1.0)} | {there: (here, 1.0) for here, there in links.items()}
    weights = [[100] * side.size for side in sides]
    return SideLinks(sides[0], weights[0], forward), SideLinks(sides[1], weights[1], backward)


def gaps(size: int, links: Links) -> Gaps:
    return Gaps(*halves(flat(TEXTS[:size]), flat(TEXTS[:size]), links))


def test_two_that_are_left_between_the_same_neighbours_fill_the_gap() -> None:
    assert gaps(5, {1: 1, 2: 2, 4: 4, 5: 5}).closeness((3, 3)) == 1


def test_a_wider_gap_says_less_and_another_gap_nothing() -> None:
    wide = gaps(6, {1: 1, 6: 6})
    assert 0 < wide.closeness((3, 4)) < 1
    assert gaps(6, {1: 1, 3: 3, 6: 6}).closeness((2, 5)) == 0


def test_the_links_of_a_pair_do_not_speak_for_it() -> None:
    assert gaps(4, {1: 1, 2: 2, 3: 3, 4: 4}).closeness((2, 3)) == gaps(4, {1: 1, 4: 4}).closeness(
        (2, 3)
    )


def test_a_section_that_jumped_bounds_no_gap() -> None:
    assert gaps(6, {1: 1, 2: 2, 3: 6, 5: 4}).closeness((4, 3)) > 0


def chaptered(sections: int) -> Plan:
    """Two chapters of as many sections."""
    parts = [(0, "计划", "")]
    for at in range(2 * sections):
        if at % sections == 0:
            parts.append((1, f"{'甲乙'[at // sections]}篇", ""))
        parts.append((2, *TEXTS[at]))
    return plan(parts)


def test_children_without_a_partner_do_not_make_their_parents_strangers() -> None:
    links = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9}
    few = ContextSupport(*halves(chaptered(3), chaptered(5), links))
    assert few.parents((4, 4)) > 0.3
    assert few.parents((4, 10)) < 0


def test_parents_say_nothing_where_one_plan_has_no_chapters() -> None:
    links = {1: 2, 2: 3, 3: 4, 4: 6, 5: 7}
    around = ContextSupport(*halves(flat(TEXTS[:6]), chaptered(3), links))
    assert abs(around.parents((6, 8))) < 1e-9
