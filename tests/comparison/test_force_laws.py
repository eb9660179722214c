"""What holds for the changes of force of every comparison."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plandiff.comparison.edits import Side
from plandiff.comparison.engine import compare
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison, ForceKind
from plandiff.corpus.model import Plan
from tests.comparison.test_engine_laws import NUMERALS, PLANS, plan_of

WORDS = (
    "必须",
    "应当",
    "原则上应当",
    "力争",
    "推进",
    "鼓励",
    "可以",
    "不得",
    "探索",
    "全面",
    "逐步",
    "",
)
ACTS = ("公示收费", "改造食堂、操场", "改造食堂、操场和宿舍", "开放图书馆", "聘请校医5名")
TAILS = ("", "，寄宿学校除外", "，由镇政府负责")
CLAUSES = st.tuples(st.sampled_from(WORDS), st.sampled_from(ACTS), st.sampled_from(TAILS)).map(
    "".join
)
FORCEFUL = st.lists(st.lists(CLAUSES, min_size=1, max_size=3), max_size=4).map(
    lambda chapters: plan_of(
        "\n".join(
            ["云川县教育工作计划"]
            + [f"{NUMERALS[at]}、任务\n{'。'.join(texts)}。" for at, texts in enumerate(chapters)]
        )
    )
)
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def told(result: Comparison) -> set[tuple[object, ...]]:
    return {(f.kind, f.row, f.old, f.new) for f in result.force}


@SLOW
@given(FORCEFUL | PLANS, FORCEFUL | PLANS)
def test_the_other_way_round_strengthened_is_weakened_and_widened_is_narrowed(
    old: Plan, new: Plan
) -> None:
    result, swapped = compare(old, new), mirror(compare(new, old))
    places = [{(f.kind, f.old, f.new) for f in r.force} for r in (result, swapped)]
    assert places[0] == places[1]
    targets = [{(c.old, c.new, c.force) for c in r.targets} for r in (result, swapped)]
    assert targets[0] == targets[1]


@SLOW
@given(FORCEFUL)
def test_a_plan_against_itself_has_no_change_of_force(plan: Plan) -> None:
    result = compare(plan, plan)
    assert result.force == ()
    assert {change.force for change in result.targets} <= {None}


@SLOW
@given(FORCEFUL, FORCEFUL)
def test_quotes_and_words_stand_where_the_change_says(old: Plan, new: Plan) -> None:
    result = compare(old, new)
    for change in result.force:
        for side in Side:
            clause = change.clause(side)
            texts = {section.id: section.text for section in result.plan(side).sections}
            text = texts[clause.section]
            assert text[clause.span.start : clause.span.end] == clause.quote
            assert text[clause.mark.start : clause.mark.end] in ("", clause.word)
            assert clause.span.start <= clause.mark.start <= clause.mark.end <= clause.span.end
            assert any(change.row == row.id for row in result.rows)
        assert change.old.quote != change.new.quote or change.kind in (
            ForceKind.WEAKENED,
            ForceKind.STRENGTHENED,
        )
