from dataclasses import dataclass

import pytest

from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import Row, TargetChange
from plandiff.comparison.target_changes import match_targets
from plandiff.corpus.model import Plan, Section, Source
from plandiff.corpus.targets.finding import find_targets


def plan_of(*bodies: str, year: int = 2024) -> Plan:
    """A plan with one section for each text."""
    sections = (
        Section("s0", None, 0, None, None, "", ""),
        *(
            Section(f"s{n}", "s0", 1, f"{n}.", n, "重点工作", body)
            for n, body in enumerate(bodies, start=1)
        ),
    )
    source = Source("a.txt", "txt", None, "", 0)
    return Plan(source, "", year, None, sections, find_targets(sections))


def side_by_side(old: Plan, new: Plan) -> tuple[Row, ...]:
    """Rows that pair the sections in order; what is left over stands alone."""
    length = max(len(old.sections), len(new.sections))
    return tuple(
        Row(f"r{n}", RowKind.MODIFIED, old.sections[n : n + 1], new.sections[n : n + 1], (), ())
        for n in range(length)
    )


def change_of(old: str, new: str, years: tuple[int, int] = (2023, 2024)) -> TargetChange:
    before, after = plan_of(old, year=years[0]), plan_of(new, year=years[1])
    (change,) = match_targets(before, after, side_by_side(before, after))
    return change


@dataclass(frozen=True)
class Case:
    old: str
    new: str
    kind: str
    delta: float | None = None
    relation: str | None = None
    deadline: str | None = None
    effect: str | None = None


@pytest.mark.parametrize(
    "case",
    [
        Case("毛入园率达到81%。", "毛入园率达到85%。", "raised", 4.0, effect="more"),
        Case("毛入园率达到85%。", "毛入园率达到81%。", "lowered", -4.0, effect="less"),
        Case("毛入园率达到85%。", "毛入园率达到85.0%。", "unchanged"),
        Case("投资0.364亿元。", "投资3640万元。", "unchanged"),
        Case("耕地保持在1.2亿公顷。", "耕地保持在18亿亩。", "unchanged"),
        Case("粮食产量达到13亿斤。", "粮食产量达到70万吨。", "raised", 1.0, effect="more"),
        Case(
            "推进县职校新校区二期工程建设，完成投资4500万元。",
            "新校区二期工程完成投资5200万元。",
            "raised",
            700.0,
            effect="more",
        ),
        Case("改造提升学校65所。", "改造提升乡村小规模学校50所。", "changed"),
        Case("投资3640万元。", "投资0.4亿元。", "raised", 0.036, effect="more"),
        Case("招聘教师五十名。", "招聘教师50名。", "unchanged"),
        Case("辍学率控制在2%以内。", "辍学率控制在1%以内。", "lowered", -1.0, effect="more"),
        Case("辍学率下降1个百分点。", "辍学率下降2个百分点。", "raised", 1.0, effect="more"),
        Case("近视率降到50%。", "近视率降到45%。", "lowered", -5.0, effect="more"),
        Case("每镇建成1-2所幼儿园。", "每镇建成2-3所幼儿园。", "raised", 1.0, effect="more"),
        Case("每镇建成1-3所幼儿园。", "每镇建成2所幼儿园。", "changed"),
        Case("巩固率达到*%。", "巩固率达到95%。", "changed"),
        Case("巩固率达到*%。", "巩固率达到*%。", "unchanged"),
        Case(
            "巩固率达到95%。",
            "巩固率不低于95%。",
            "changed",
            relation="tightened",
            effect="more",
        ),
        Case("巩固率达到95%。", "巩固率95%左右。", "changed", relation="loosened", effect="less"),
        Case("每学期家访不少于2次。", "每年家访不少于2次。", "changed"),
        Case(
            "到2025年新建学校5所。",
            "到2024年新建学校5所。",
            "unchanged",
            deadline="earlier",
            effect="more",
        ),
        Case(
            "9月底前建成2所学校。",
            "年底前建成2所学校。",
            "unchanged",
            deadline="later",
            effect="less",
        ),
        Case("2023年计划投资500万元。", "2024年计划投资500万元。", "unchanged"),
    ],
    ids=lambda case: f"{case.old}→{case.new}",
)
def test_a_pair_of_targets_is_judged_by_value_relation_and_deadline(case: Case) -> None:
    change = change_of(case.old, case.new)
    assert change.kind == case.kind
    assert change.delta == (None if case.delta is None else pytest.approx(case.delta))
    assert (change.relation, change.deadline, change.effect) == (
        case.relation,
        case.deadline,
        case.effect,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("毛入园率达到95%。", "巩固率达到95%。"),
        ("学前一年毛入园率达到95%。", "学前三年毛入园率达到95%。"),
        ("新建小学5所。", "新建初中5所。"),
        ("招聘教师50名。", "新建厕所50座。"),
        ("地区生产总值增长7%。", "地区生产总值能耗下降7%。"),
    ],
)
def test_the_same_number_of_something_else_is_no_pair(old: str, new: str) -> None:
    before, after = plan_of(old), plan_of(new)
    changes = match_targets(before, after, side_by_side(before, after))
    assert [c.kind.value for c in changes] == ["removed", "added"]


def test_a_target_that_went_to_another_section_is_found_again() -> None:
    before = plan_of("学前三年毛入园率达到85%。", "加强领导。")
    after = plan_of("加强领导。", "学前三年毛入园率达到88%。")
    (change,) = match_targets(before, after, side_by_side(before, after))
    assert (change.kind, change.delta, change.row) == ("raised", 3.0, "r2")


def test_a_dropped_and_a_new_target_stand_in_their_rows() -> None:
    before = plan_of("新建学校5所。", "招聘教师50名。")
    after = plan_of("新建学校5所。开发精品课程30门。", "加强管理。")
    changes = match_targets(before, after, side_by_side(before, after))
    assert [(c.kind.value, c.row) for c in changes] == [
        ("unchanged", "r1"),
        ("added", "r1"),
        ("removed", "r2"),
    ]


def test_equal_words_pair_one_to_one_in_order() -> None:
    before = plan_of("投入资金100万元。投入资金200万元。")
    after = plan_of("投入资金100万元。投入资金300万元。")
    changes = match_targets(before, after, side_by_side(before, after))
    assert [(c.kind.value, c.delta) for c in changes] == [("unchanged", None), ("raised", 100.0)]


def test_an_indicator_that_was_slightly_reworded_is_known_in_another_section() -> None:
    old = plan_of("教师培训学时达到72学时。", "财政性教育经费占生产总值的比例达到4%。")
    new = plan_of(
        "财政性教育经费支出占生产总值比例达到4.2%。", "教师培训学时达到80学时。", year=2025
    )
    kinds = {(c.kind.value, c.delta) for c in match_targets(old, new, side_by_side(old, new))}
    assert kinds == {("raised", 8.0), ("raised", 0.2)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("全年新增就业5700人。", "城镇新增就业人数、安全生产等指标完成云州市确定的目标。"),
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率完成上级下达的任务。"),
        ("各部门每年要全面总结本地区学校工作。", "各部门每年要全面总结本辖区各中小学校工作。"),
    ],
)
def test_what_is_told_in_another_way_is_changed_and_never_dropped_and_new(
    old: str, new: str
) -> None:
    for before, after in ((old, new), (new, old)):
        change = change_of(before, after)
        assert (change.kind, change.delta, change.relation) == ("changed", None, None)


@pytest.mark.parametrize(
    ("old", "new", "delta", "unit"),
    [
        ("财政赤字12.3万亿元。", "财政赤字10.93万亿元。", -1.37, "万亿元"),
        ("财政收入达到1.2亿元。", "财政收入达到9000万元。", -0.3, "亿元"),
        ("绿地面积达到120公顷。", "绿地面积达到1500亩。", -20, "公顷"),
        ("事故率下降1%。", "事故率下降2‰。", -0.8, "pp"),
        ("毛入园率达到85%。", "毛入园率达到90%。", 5, "pp"),
    ],
)
def test_a_delta_is_in_the_larger_unit_and_mirrored(
    old: str, new: str, delta: float, unit: str
) -> None:
    there, back = change_of(old, new), change_of(new, old)
    assert (there.delta_unit, back.delta_unit) == (unit, unit)
    assert there.delta == pytest.approx(delta)
    assert back.delta == pytest.approx(-delta)
