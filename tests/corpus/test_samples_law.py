"""The sample plans show every kind of change, and the comparison finds each one of them.

What each test expects was decided when the plans were written, not read off the program.
"""

import pytest

from plandiff.comparison.edits import EditNature, Op, RowKind
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, Row, TargetChange
from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from plandiff.corpus.samples import sample_paths


@pytest.fixture(scope="module")
def plans() -> tuple[Plan, Plan]:
    old, new = (read_plan(str(path)) for path in sample_paths())
    return old, new


@pytest.fixture(scope="module")
def comparison(plans: tuple[Plan, Plan]) -> Comparison:
    return compare(*plans)


def rows_about(comparison: Comparison, heading: str) -> list[Row]:
    return [
        row
        for row in comparison.rows
        if any(section.heading == heading for section in (*row.old, *row.new))
    ]


def row_about(comparison: Comparison, heading: str) -> Row:
    (row,) = rows_about(comparison, heading)
    return row


def headings(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(section.heading for section in row.old),
        tuple(section.heading for section in row.new),
    )


def target(comparison: Comparison, piece: str, in_quote: str = "") -> TargetChange:
    """The one change of a target whose indicator or quote, on either side, holds the piece."""
    found = [
        change
        for change in comparison.targets
        if any(
            side is not None and piece in side.indicator + side.quote and in_quote in side.quote
            for side in (change.old, change.new)
        )
    ]
    assert len(found) == 1, [(c.kind, c.old, c.new) for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("side", "year", "sections", "first_levels"), [(0, 2024, 62, 8), (1, 2025, 66, 8)]
)
def test_each_sample_is_read_with_its_whole_outline(
    plans: tuple[Plan, Plan], side: int, year: int, sections: int, first_levels: int
) -> None:
    plan = plans[side]
    assert plan.title == f"澜川区教育局{year}年工作要点"
    assert plan.year == year
    assert len(plan.sections) == sections
    assert sum(section.level == 1 for section in plan.sections) == first_levels
    assert {section.level for section in plan.sections} == {0, 1, 2, 3}


def test_nothing_of_the_samples_is_taken_for_noise(plans: tuple[Plan, Plan]) -> None:
    assert [plan.removed for plan in plans] == [(), ()]


def test_the_closing_line_stays_in_the_text(plans: tuple[Plan, Plan]) -> None:
    assert all("澜川区教育局\n" in plan.sections[-1].text for plan in plans)


@pytest.mark.parametrize(
    "heading", ["深化理论武装", "健全领导体制", "规范招生入学", "减轻教师负担", "加强校车管理"]
)
def test_a_section_left_alone_is_unchanged(comparison: Comparison, heading: str) -> None:
    row = row_about(comparison, heading)
    assert (row.kind, row.moved, row.renumbered) == (RowKind.UNCHANGED, False, False)


@pytest.mark.parametrize("heading", ["普及科学教育", "推进依法治校"])
def test_a_section_that_only_got_another_number_is_unchanged_and_renumbered(
    comparison: Comparison, heading: str
) -> None:
    row = row_about(comparison, heading)
    assert (row.kind, row.moved, row.renumbered) == (RowKind.UNCHANGED, False, True)
    assert not row.substantive


@pytest.mark.parametrize(
    "heading",
    ["深化研学实践", "建立资源中心", "开展人工智能教育", "护航学生成长", "优化学校布局"],
)
def test_a_new_section_is_added(comparison: Comparison, heading: str) -> None:
    assert row_about(comparison, heading).kind is RowKind.ADDED


def test_a_dropped_section_is_removed(comparison: Comparison) -> None:
    assert row_about(comparison, "筹办区运动会").kind is RowKind.REMOVED


@pytest.mark.parametrize(
    "heading", ["压实意识形态责任", "推进集团化办学", "涵养师德师风", "创建党建品牌"]
)
def test_a_lightly_reworded_section_is_modified_in_substance(
    comparison: Comparison, heading: str
) -> None:
    row = row_about(comparison, heading)
    assert (row.kind, row.moved, row.substantive) == (RowKind.MODIFIED, False, True)


@pytest.mark.parametrize("heading", ["增强学生体质", "推进多样发展", "实施分层培训"])
def test_a_heavily_reworded_section_keeps_its_partner(comparison: Comparison, heading: str) -> None:
    row = row_about(comparison, heading)
    assert (row.kind, row.moved, headings(row)) == (
        RowKind.MODIFIED,
        False,
        ((heading,), (heading,)),
    )


def test_a_section_that_changed_in_punctuation_and_width_only_is_not_substantive(
    comparison: Comparison,
) -> None:
    row = row_about(comparison, "建设清廉学校")
    assert (row.kind, row.substantive) == (RowKind.MODIFIED, False)


def test_one_section_became_two(comparison: Comparison) -> None:
    row = row_about(comparison, "做实劳动教育")
    assert row.kind is RowKind.SPLIT
    assert headings(row) == (("做实劳动教育",), ("开好劳动课程", "建好劳动基地"))


def test_two_sections_became_one(comparison: Comparison) -> None:
    row = row_about(comparison, "深化产教融合")
    assert row.kind is RowKind.MERGED
    assert headings(row) == (
        ("优化专业布局", "深化产教融合"),
        ("优化专业布局，深化产教融合",),
    )


def test_a_section_moved_with_its_text_untouched(comparison: Comparison) -> None:
    row = row_about(comparison, "关爱随迁子女")
    assert (row.kind, row.moved) == (RowKind.UNCHANGED, True)


def test_two_neighbours_moved_together_as_one_block(comparison: Comparison) -> None:
    heart, home = (row_about(comparison, name) for name in ("守护心理健康", "推进家校协同"))
    assert heart.moved
    assert home.moved
    assert heart.block is not None
    assert heart.block == home.block


def test_nothing_else_moved(comparison: Comparison) -> None:
    moved = {headings(row)[0][0] for row in comparison.rows if row.moved}
    assert moved == {"守护心理健康", "推进家校协同", "关爱随迁子女"}


def test_a_list_in_another_order_is_marked_as_reordered(comparison: Comparison) -> None:
    edits = row_about(comparison, "提升艺术素养").edits
    natures = {edit.nature for edit in edits if edit.op is not Op.EQUAL}
    assert natures == {EditNature.REORDERED}


def test_a_sentence_that_went_to_another_section_is_linked_from_both_ends(
    comparison: Comparison,
) -> None:
    source = row_about(comparison, "落实“双减”任务")
    goal = row_about(comparison, "规范经费管理")
    gone = [edit for edit in source.edits if edit.op is Op.DELETE]
    come = [edit for edit in goal.edits if edit.op is Op.INSERT]
    assert {edit.link for edit in gone} == {goal.id}
    assert {edit.link for edit in come} == {source.id}
    assert any("隐形变异违规培训" in edit.text for edit in gone)
    assert {edit.nature for edit in (*gone, *come)} == {EditNature.MOVED}


def test_a_name_that_changed_throughout_is_told_once(comparison: Comparison) -> None:
    told = [
        change
        for change in comparison.replacements
        if "进修学校" in change.old and "发展研究院" in change.new
    ]
    assert len(told) == 1
    assert told[0].count >= 6
    assert len(told[0].rows) >= 6


@pytest.mark.parametrize(
    ("piece", "delta"),
    [
        ("学前三年毛入园率", 1.5),
        ("高中阶段毛入学率", 0.5),
        ("思政精品课", 10),
        ("体质健康优良率", 3),
        ("体育活动时间", 1),
        ("配备率", 5),
        ("劳动实践基地", 2),
        ("本科上线率", 2),
        ("责任督学", 4),
    ],
)
def test_a_raised_target_says_by_how_much(comparison: Comparison, piece: str, delta: float) -> None:
    change = target(comparison, piece)
    assert change.kind == "raised"
    assert change.delta == pytest.approx(delta)


@pytest.mark.parametrize(
    ("piece", "delta", "effect"),
    [("幼儿园学位", -480, "less"), ("招聘教师", -30, "less"), ("总体近视率", -2, "more")],
)
def test_a_lowered_target_says_what_it_asks_of_those_who_deliver(
    comparison: Comparison, piece: str, delta: float, effect: str
) -> None:
    change = target(comparison, piece)
    assert change.kind == "lowered"
    assert change.delta == pytest.approx(delta)
    assert change.effect == effect


@pytest.mark.parametrize("piece", ["研学线路", "监测视力", "人工智能教育实验学校"])
def test_a_new_target_is_added(comparison: Comparison, piece: str) -> None:
    assert target(comparison, piece).kind == "added"


@pytest.mark.parametrize("piece", ["示范性党支部", "竞赛项目"])
def test_a_dropped_target_is_removed(comparison: Comparison, piece: str) -> None:
    assert target(comparison, piece).kind == "removed"


def test_the_same_value_under_a_stricter_word_is_tightened(comparison: Comparison) -> None:
    change = target(comparison, "公办幼儿园在园幼儿占比")
    assert (change.kind, change.delta or 0, change.relation) == ("changed", 0, "tightened")


def test_the_same_amount_in_another_unit_is_unchanged(comparison: Comparison) -> None:
    change = target(comparison, "资金", in_quote="元")
    assert change.kind == "unchanged"
    assert change.old is not None
    assert change.new is not None
    assert (change.old.unit, change.new.unit) == ("亿元", "万元")


@pytest.mark.parametrize(("piece", "deadline"), [("检查2轮", "earlier"), ("智慧教育平台", "later")])
def test_a_target_with_another_date_is_rescheduled(
    comparison: Comparison, piece: str, deadline: str
) -> None:
    change = target(comparison, piece)
    assert (change.kind, change.deadline) == ("unchanged", deadline)


@pytest.mark.parametrize("piece", ["义务教育巩固率", "残疾儿童少年义务教育入学率", "名师工作室"])
def test_a_target_that_stayed_is_unchanged(comparison: Comparison, piece: str) -> None:
    assert target(comparison, piece).kind == "unchanged"


def test_a_target_is_followed_into_the_section_that_moved(comparison: Comparison) -> None:
    change = target(comparison, "就读比例")
    assert change.kind == "unchanged"
    assert change.row == row_about(comparison, "关爱随迁子女").id


def test_a_target_goes_along_with_a_sentence_that_moved(comparison: Comparison) -> None:
    change = target(comparison, "不少于6次")
    assert change.kind == "unchanged"
    assert change.row == row_about(comparison, "规范经费管理").id
