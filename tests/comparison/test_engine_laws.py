"""What holds for every comparison of every two plans."""

import itertools
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plandiff.comparison.edits import Op, RowKind, Side
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, Row, TargetChangeKind
from plandiff.comparison.options import Ignore, Options
from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.parsing import parse

SENTENCES = (
    "新建公办幼儿园3所，新增学位900个。",
    "全年培训教师1200人次，其中骨干教师80名。",
    "学前三年毛入园率达到91%以上。",
    "每学期召开家长会不少于2次。",
    "完善校园安全责任制，落实人防、物防、技防。",
    "组织学生参加劳动实践、志愿服务、研学旅行。",
    "投入资金3600万元，改造薄弱学校12所。",
    "加强党建引领，健全工作机制。",
    "推进教育数字化，建设智慧校园。",
    "严格控制考试次数，减轻学生作业负担。",
    "举办艺术展演和科技创新大赛。",
    "to raise the enrolment rate from 81% to 85% by 2026.",
    "[/] [5%] \x1b]0;x\x07 e\u0301 👩‍👧 \u202e",
)
HEADINGS = ("工作目标", "学前教育", "教师队伍", "安全稳定", "保障措施", "教育数字化", "体育美育")
NUMERALS = "一二三四五六七八九"


def plan_of(text: str) -> Plan:
    lines = tuple(Line(line) for line in text.split("\n"))
    return parse(Document(Source("p.txt", "txt", "utf-8", "", len(text)), lines))


def text_of(chapters: Iterable[tuple[str, list[str]]]) -> str:
    lines = ["云川县2025年教育工作要点"]
    for index, (heading, sentences) in enumerate(chapters):
        lines.append(f"{NUMERALS[index % 9]}、{heading}")
        lines += [f"（{NUMERALS[i % 9]}）{sentence}" for i, sentence in enumerate(sentences)]
    return "\n".join(lines)


CHAPTER = st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(SENTENCES), max_size=5))
PLANS = st.lists(CHAPTER, max_size=5).map(text_of).map(plan_of)
WILD = st.text(max_size=200).map(plan_of)


def joined(row: Row, op: Op) -> str:
    return "".join(edit.text for edit in row.edits if edit.op in (Op.EQUAL, op))


def check_whole(result: Comparison) -> None:
    for row in result.rows:
        assert joined(row, Op.DELETE) == row.text(Side.OLD)
        assert joined(row, Op.INSERT) == row.text(Side.NEW)
    for side in Side:
        seen = Counter(section.id for row in result.rows for section in row.sections(side))
        assert seen == Counter(section.id for section in result.plan(side).sections)
        check_targets(result, side)


def check_targets(result: Comparison, side: Side) -> None:
    """Each target has one change; a whole that the other plan parts has one with each part."""
    told = Counter(target.id for change in result.targets if (target := change.target(side)))
    parted = {
        change.breakdown.whole.id
        for change in result.targets
        if change.breakdown and change.breakdown.side is side
    }
    assert told.keys() == {target.id for target in result.plan(side).targets}
    assert {name for name, count in told.items() if count > 1} <= parted


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS, PLANS)
def test_accepting_gives_the_new_plan_rejecting_the_old_and_every_section_has_one_row(
    old: Plan, new: Plan
) -> None:
    check_whole(compare(old, new))


@settings(max_examples=25)
@given(WILD, WILD)
def test_the_same_holds_for_any_text(old: Plan, new: Plan) -> None:
    check_whole(compare(old, new))


@settings(max_examples=20)
@given(PLANS)
def test_a_plan_against_itself_has_nothing_but_unchanged_rows_and_targets(plan: Plan) -> None:
    result = compare(plan, plan)
    assert {row.kind for row in result.rows} == {RowKind.UNCHANGED}
    assert not any(row.moved or row.renumbered or row.substantive for row in result.rows)
    assert {change.kind for change in result.targets} <= {TargetChangeKind.UNCHANGED}
    assert not result.differs_in_substance


MIRROR = {
    **{kind.value: kind.value for kind in (*RowKind, *TargetChangeKind)},
    "added": "removed", "removed": "added", "split": "merged", "merged": "split",
    "raised": "lowered", "lowered": "raised",
}  # fmt: skip


def facts(result: Comparison, *, mirrored: bool) -> tuple[Counter[object], Counter[object]]:
    def turned(name: str) -> str:
        return MIRROR[name] if mirrored else name

    def pair(old: object, new: object) -> tuple[object, object]:
        return (new, old) if mirrored else (old, new)

    rows: Counter[object] = Counter(
        (
            pair(tuple(s.id for s in row.old), tuple(s.id for s in row.new)),
            turned(row.kind),
            (row.moved, row.renumbered, row.substantive, round(row.confidence, 9)),
            pair(marked(row, Op.DELETE), marked(row, Op.INSERT)),
        )
        for row in result.rows
    )
    targets: Counter[object] = Counter(
        (
            pair(change.old and change.old.id, change.new and change.new.id),
            turned(change.kind),
        )
        for change in result.targets
    )
    return rows, targets


def marked(row: Row, op: Op) -> tuple[str, ...]:
    return tuple(edit.text for edit in row.edits if edit.op is op)


@settings(max_examples=25)
@given(PLANS, PLANS)
def test_swapping_the_plans_mirrors_the_result(old: Plan, new: Plan) -> None:
    assert facts(compare(old, new), mirrored=False) == facts(compare(new, old), mirrored=True)


def test_only_numbers_changed_gives_no_structural_change() -> None:
    old = plan_of(text_of([("工作目标", list(SENTENCES[:6])), ("保障措施", list(SENTENCES[6:10]))]))
    new = plan_of(
        text_of(
            [
                ("工作目标", [s.replace("1", "7") for s in SENTENCES[:6]]),
                ("保障措施", [s.replace("3", "4") for s in SENTENCES[6:10]]),
            ]
        )
    )
    result = compare(old, new)
    assert {row.kind for row in result.rows} <= {RowKind.UNCHANGED, RowKind.MODIFIED}
    assert not any(row.moved for row in result.rows)


def test_an_ignored_difference_is_named_as_such_and_not_of_substance() -> None:
    old, new = plan_of("一、目标\n新建学校，"), plan_of("一、目标\n新建学校。")
    options = Options(ignore=frozenset({Ignore.PUNCTUATION}))
    result = compare(old, new, options)
    check_whole(result)
    assert not result.differs_in_substance


@pytest.mark.shared
@pytest.mark.slow
def test_every_neighbouring_pair_of_real_plans_compares_whole(shared: object) -> None:
    from pathlib import Path

    from plandiff.corpus.reading import read_plan

    folder = Path(str(shared))
    for pattern in ("seeds/*.txt", "plans/edu*.txt", "plans/gov_hailar*.txt", "revisions/k*.txt"):
        plans = [read_plan(str(path)) for path in sorted(folder.glob(pattern))]
        for old, new in itertools.pairwise(plans):
            check_whole(compare(old, new))
