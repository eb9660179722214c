"""What holds for the passages of every comparison."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plandiff.comparison.edits import Edit, Op, Passage, RowKind, Side
from plandiff.comparison.engine import compare
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.model import Plan
from tests.comparison.test_engine_laws import HEADINGS, MIRROR, NUMERALS, SENTENCES, plan_of

BODIES = st.lists(
    st.sampled_from(
        [*SENTENCES, "（略）", "一是建校；二是招生；", "完善校园安全责任制，落实人防。"]
    ),
    max_size=6,
)
LINES = BODIES.map("".join) | BODIES.map("\n".join)
PLANS = st.lists(st.tuples(st.sampled_from(HEADINGS[:3]), LINES), max_size=4).map(
    lambda parts: plan_of(
        "\n".join(
            ["云川县2025年教育工作要点"]
            + [f"{NUMERALS[at]}、{heading}\n{body}" for at, (heading, body) in enumerate(parts)]
        )
    )
)
WILD = st.text(alphabet="甲乙丙。；，\n （）1一、.a “”", max_size=60).map(plan_of)
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def text_of(edits: Iterable[Edit], side: Side) -> str:
    return "".join(edit.text for edit in edits if edit.op in (Op.EQUAL, side.op))


def side_text(row: Row, passage: Passage, side: Side) -> str:
    texts = {section.id: section.text for section in row.sections(side)}
    places = passage.places(side)
    return "\n".join(texts[place.section][place.start : place.end] for place in places)


def check_passages(result: Comparison) -> None:
    halves = {passage.id: (row, passage) for row in result.rows for passage in row.passages}
    for row in result.rows:
        assert [passage.id for passage in row.passages] == [
            f"{row.id}.{number}" for number in range(1, len(row.passages) + 1)
        ]
        assert not (row.kind is RowKind.UNCHANGED and row.passages)
        for side in Side:
            check_partition(row, side)
        for passage in row.passages:
            for side in Side:
                assert text_of(passage.edits, side) == side_text(row, passage, side)
            if passage.other:
                other_row, other = halves[passage.other]
                assert other.other == passage.id
                assert other_row is not row
                assert {passage.kind, other.kind} == {RowKind.REMOVED, RowKind.ADDED}
                assert passage.moved
                assert other.moved


def check_partition(row: Row, side: Side) -> None:
    """Every character but white space is in exactly one place of a row that changed."""
    covered = Counter(
        (place.section, at)
        for passage in row.passages
        for place in passage.places(side)
        for at in range(place.start, place.end)
    )
    assert set(covered.values()) <= {1}
    if row.kind is not RowKind.UNCHANGED:
        for section in row.sections(side):
            missing = [
                character
                for at, character in enumerate(section.text)
                if not character.isspace() and (section.id, at) not in covered
            ]
            assert not missing


@SLOW
@given(PLANS, PLANS)
def test_passages_partition_rows_and_their_edits_give_both_texts(old: Plan, new: Plan) -> None:
    check_passages(compare(old, new))


@SLOW
@given(WILD, WILD)
def test_the_same_holds_for_any_marks_and_line_ends(old: Plan, new: Plan) -> None:
    result = compare(old, new)
    check_passages(result)
    for row in result.rows:
        for side in Side:
            assert text_of(row.edits, side) == row.text(side)


def facts(result: Comparison, *, mirrored: bool) -> Counter[object]:
    def pair(old: object, new: object) -> tuple[object, object]:
        return (new, old) if mirrored else (old, new)

    return Counter(
        (
            pair(passage.old, passage.new),
            MIRROR[passage.kind] if mirrored else passage.kind.value,
            (passage.moved, passage.substantive, passage.kept, bool(passage.other)),
        )
        for row in result.rows
        for passage in row.passages
    )


@SLOW
@given(PLANS | WILD, PLANS | WILD)
def test_swapping_the_plans_mirrors_passages(old: Plan, new: Plan) -> None:
    there, back = compare(old, new), compare(new, old)
    assert facts(there, mirrored=False) == facts(back, mirrored=True)
    turned = mirror(there)
    assert facts(turned, mirrored=False) == facts(back, mirrored=False)
    assert mirror(turned) == there
    for row in turned.rows:
        for side in Side:
            assert text_of(row.edits, side) == row.text(side)


@SLOW
@given(PLANS | WILD)
def test_a_plan_against_itself_has_no_passages(plan: Plan) -> None:
    assert not any(row.passages for row in compare(plan, plan).rows)
