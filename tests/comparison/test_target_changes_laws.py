from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.model import Row, TargetChange
from plandiff.comparison.target_changes import match_targets
from plandiff.corpus.model import Plan, Section, Source
from plandiff.corpus.targets.finding import find_targets
from tests.timing import assert_growth

CLAUSES = (
    "毛入园率达到{n}%以上",
    "巩固率达到{n}%",
    "辍学率控制在{n}%以内",
    "新建小学{n}所",
    "新建{n}所初中",
    "投入资金{n}万元",
    "投入资金{n}亿元",
    "每学期家访不少于{n}次",
    "培训教师{n}名",
    "覆盖率由{n}%提高到9{n}%",
    "新建学校{n}所",
    "其中小学{n}所、初中2所",
    "小学、初中入学率均达到{n}%",
    "小学入学率达到{n}%",
    "初中入学率达到{n}%",
    "加强管理",
)
clauses = st.tuples(st.sampled_from(CLAUSES), st.integers(2, 9)).map(
    lambda pair: pair[0].format(n=pair[1])
)
bodies = st.lists(st.lists(clauses, max_size=5).map("，".join), min_size=1, max_size=5)


def plan_of(texts: list[str]) -> Plan:
    sections = tuple(
        Section(f"s{n}", "s0" if n else None, min(n, 1), None, None, "", f"{text}。")
        for n, text in enumerate(texts)
    )
    return Plan(Source("a", "txt", None, "", 0), "", 2024, None, sections, find_targets(sections))


def rows_of(old: Plan, new: Plan) -> tuple[Row, ...]:
    length = max(len(old.sections), len(new.sections))
    return tuple(
        Row(f"r{n}", RowKind.MODIFIED, old.sections[n : n + 1], new.sections[n : n + 1], (), ())
        for n in range(length)
    )


MIRROR = {"raised": "lowered", "lowered": "raised", "added": "removed", "removed": "added"}
TURNED = {"earlier": "later", "later": "earlier", "tightened": "loosened", "loosened": "tightened"}
ASKED = {"more": "less", "less": "more"}


def told(change: TargetChange, *, mirrored: bool) -> tuple[str | None, ...]:
    old = change.old.id if change.old else None
    new = change.new.id if change.new else None
    words = (
        change.kind.value,
        change.deadline,
        change.relation,
        change.effect,
        side_of(change),
        change.delta_unit,
    )
    if not mirrored:
        return (old, new, *words)
    tables: tuple[dict[str, str], ...] = (
        MIRROR,
        TURNED,
        TURNED,
        ASKED,
        {"old": "new", "new": "old"},
        {},
    )
    return (new, old, *(t.get(w or "", w) for t, w in zip(tables, words, strict=True)))


def side_of(change: TargetChange) -> str | None:
    """The plan of the whole, where a target is told in parts."""
    return change.breakdown.side.value if change.breakdown else None


def wholes(changes: Iterable[TargetChange], side: Side) -> set[str]:
    """Targets of one side that the other plan tells in parts."""
    breakdowns = (change.breakdown for change in changes)
    return {p.whole.id for p in breakdowns if p and p.side is side and not p.within}


@given(bodies, bodies)
@settings(max_examples=50)
def test_only_a_whole_is_in_many_changes_and_swapping_the_plans_mirrors_them(
    old_texts: list[str], new_texts: list[str]
) -> None:
    old, new = plan_of(old_texts), plan_of(new_texts)
    rows = rows_of(old, new)
    changes = match_targets(old, new, rows)
    for side, plan in ((Side.OLD, old), (Side.NEW, new)):
        ids = [t.id for c in changes if (t := c.old if side is Side.OLD else c.new)]
        assert set(ids) == {t.id for t in plan.targets}
        assert {name for name in ids if ids.count(name) > 1} <= wholes(changes, side)
    turned = [replace(row, old=row.new, new=row.old) for row in rows]
    back = match_targets(new, old, turned)
    assert {told(c, mirrored=True) for c in changes} == {told(c, mirrored=False) for c in back}


@given(bodies)
def test_a_plan_against_itself_has_only_unchanged_targets(texts: list[str]) -> None:
    plan = plan_of(texts)
    changes = match_targets(plan, plan, rows_of(plan, plan))
    assert all(c.kind == "unchanged" and c.old == c.new for c in changes)
    assert len(changes) == len(plan.targets)


def test_thousands_of_targets_are_matched_in_near_linear_time() -> None:
    def match(count: int) -> None:
        texts = [f"第{n}片区新建学校{n % 90 + 2}所，培训教师{n % 80 + 2}名" for n in range(count)]
        old, new = plan_of(texts), plan_of(texts[::-1])
        rows = rows_of(old, new)
        assert len(match_targets(old, new, rows)) >= 2 * count

    assert_growth(match, 150, 600, times=12)


FILLERS = ("加强组织领导", "深化课程改革", "完善评价办法", "强化督导检查", "营造良好氛围")
LEADS = ("", "进一步", "全面", "扎实推进工作，", "坚持问题导向，")


@given(
    st.lists(st.tuples(clauses, st.sampled_from(LEADS), st.sampled_from(FILLERS)), max_size=6),
    st.lists(st.integers(0, 5), max_size=4),
)
@settings(max_examples=50)
def test_an_edit_that_touches_no_number_raises_and_lowers_nothing(
    parts: list[tuple[str, str, str]], added: list[int]
) -> None:
    before = [clause for clause, _, _ in parts]
    after = [
        f"{lead}{clause}" + (f"，{filler}" if place in added else "")
        for place, (clause, lead, filler) in enumerate(parts)
    ]
    old, new = plan_of(["。".join(before)]), plan_of(["。".join(after)])
    kinds = {change.kind.value for change in match_targets(old, new, rows_of(old, new))}
    assert kinds.isdisjoint(("raised", "lowered"))
