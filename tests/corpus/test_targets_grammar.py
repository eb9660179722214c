"""Rules of the Chinese and English grammars of targets that more than one sentence tells."""

import pytest

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets.finding import find_targets
from plandiff.corpus.targets.qualifiers import _VERB_LEFT


def targets_of(text: str, title: str = "云溪县2024年教育工作要点") -> tuple[Target, ...]:
    return find_targets((Section("s0", None, 0, None, None, title, text),))


def test_scope_deadline_and_modality_are_printed_as_they_stand() -> None:
    (target,) = targets_of("力争9月底前每個街道建成2所公辦園。")
    assert (target.scope, target.deadline, target.modality) == ("每個街道", "9月底前", "力争")


def test_what_stands_under_a_review_is_no_target_and_what_stands_under_a_plan_is() -> None:
    sections = (
        Section("s0", None, 0, None, None, "云溪县2024年政府工作报告", ""),
        Section("s1", "s0", 1, "一、", 1, "2023年工作回顾", ""),
        Section("s2", "s1", 2, "（一）", 1, "教育事业迈上新台阶", "新建学校12所。"),
        Section("s3", "s0", 1, "二、", 2, "2024年工作安排", "新建学校8所。"),
    )
    assert [(t.section, t.value) for t in find_targets(sections)] == [("s3", 8.0)]


@pytest.mark.parametrize(
    "heading",
    [
        "基本情况",
        "“十三五”发展成果",
        "“十三五”时期教育事业",
        "2023年及今年以来工作回顾",
        "上半年工作情况",
        "前三季度工作开展情况",
        "重点工作推进情况",
        "发展基础和面临的困难",
    ],
)
def test_a_heading_of_what_was_reached_keeps_its_numbers_out(heading: str) -> None:
    sections = (
        Section("s0", None, 0, None, None, "云溪县2024年教育工作计划", ""),
        Section("s1", "s0", 1, "一、", 1, heading, "新增教室120间，新增学位4500个。"),
        Section("s2", "s0", 1, "二、", 2, "工作目标", "新增学位600个。"),
    )
    assert [(t.section, t.value) for t in find_targets(sections)] == [("s2", 600.0)]


def test_a_table_with_a_target_column_gives_one_target_a_row() -> None:
    targets = targets_of(
        "指标\t2020年\t2025年\n毛入园率（%）\t85\t≥92\n教师培训（人次）\t300\t1,200"
    )
    assert [(t.indicator, t.relation.value, t.value, t.unit, t.baseline) for t in targets] == [
        ("毛入园率", ">=", 92.0, "%", "85"),
        ("教师培训", "=", 1200.0, "人次", "300"),
    ]


@pytest.mark.parametrize("opening", ["半年来", "今年以来", "开学以来", "年初以来"])
def test_a_sentence_that_opens_with_the_time_since_then_reports(opening: str) -> None:
    assert targets_of(f"{opening}，全县新开工学校4所，完成投资2.1亿元。") == ()


@pytest.mark.parametrize("period", ["2026年", "第一年", "一季度", "12月底"])
def test_numbers_of_a_list_of_periods_are_of_what_the_line_above_names(period: str) -> None:
    for lead in ("体质优良率：", "体质优良率"):
        targets = targets_of(f"体育课每周5节\n{lead}\n{period}：68%\n2028年：75%")
        assert [(t.indicator, t.value) for t in targets[1:]] == [
            ("体质优良率", 68.0),
            ("体质优良率", 75.0),
        ]


def test_a_space_that_breaks_no_line_parts_thousands() -> None:
    for space in "\xa0\u2009\u202f":
        (target,) = targets_of(f"升级视频监控1{space}500路。")
        assert (target.value, target.unit) == (1500.0, "路")
    assert [t.value for t in targets_of("第3\xa0120个站点")] != [3120.0]


def test_targets_are_numbered_in_document_order() -> None:
    targets = targets_of("新建学校3所，改造5所。\n培训教师200名。")
    assert [t.id for t in targets] == ["t0", "t1", "t2"]


@pytest.mark.parametrize(
    "sentence",
    [
        "预计全年财政收入完成18.6亿元，增长6.2%。",
        "维修校舍60所，计划投资955万元改建两所幼儿园。",
    ],
)
def test_an_account_of_the_year_promises_nothing_by_what_it_expected(sentence: str) -> None:
    sections = (
        Section("s0", None, 0, None, None, "云溪县2024年政府工作报告", ""),
        Section("s1", "s0", 1, "一、", 1, "2023年工作回顾", sentence),
        Section("s2", "s0", 1, "二、", 2, "2024年工作安排", "新建学校3所。"),
    )
    assert [target.section for target in find_targets(sections)] == ["s2"]


@pytest.mark.parametrize(
    "sentence",
    ["年内完成投资3亿元。", "将2亿元财政资金纳入直达范围。"],
)
def test_a_review_reports_whatever_it_says_of_the_year(sentence: str) -> None:
    root = Section("s0", None, 0, None, None, "青禾县2026年政府工作报告", "")
    review = Section("s1", "s0", 1, "一、", 1, "2025年工作回顾", sentence)
    assert find_targets((root, review)) == ()


def test_the_whole_country_is_a_scope_only_where_it_opens_a_clause() -> None:
    (target,) = targets_of("出口额占全国份额保持稳定，数字贸易额突破4000亿元。")
    assert target.scope is None


def test_a_heading_qualifies_what_its_paragraph_leaves_general() -> None:
    (target,) = targets_of("年内计划投资3亿元。", title="推进旧城区改造")
    assert (target.of, target.name) == ("旧城区改造", "旧城区改造计划投资")


def test_a_run_of_verbs_that_can_be_cut_in_many_ways_is_read_once() -> None:
    """新建成 is 新建成 or 新 and 建成: with a way back, forty of them take longer than a life."""
    assert _VERB_LEFT.fullmatch("新建成" * 40) is not None
    assert _VERB_LEFT.fullmatch("新建成" * 40 + "甲") is None


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("新設遮陽設施8處。", "新設遮陽設施", "處"),
        ("總經費新臺幣2,400萬元。", "總經費", "萬元"),
        ("經費：\n由本府年度預算支應，計新臺幣3,600萬元。", "經費", "萬元"),
    ],
)
def test_traditional_text_has_its_units_as_printed(text: str, name: str, unit: str) -> None:
    found = find_targets([Section("s0", None, 0, None, None, "", text)])
    assert [(t.name, t.unit) for t in found] == [(name, unit)]


def test_a_deadline_and_a_modal_word_are_printed_as_they_stand() -> None:
    root = Section("s0", None, 0, None, None, "Plan 2024", "We will plant 300 trees by May 2026.")
    (target,) = find_targets((root,))
    assert (target.deadline, target.modality) == ("by May 2026", "will")


def test_the_qualifier_behind_an_indicator_is_a_field_of_its_own() -> None:
    (target,) = targets_of(
        "Subsidies for rural clinics will rise by 5 percent.", "Riverside Plan 2026"
    )
    assert (target.indicator, target.of) == ("Subsidies", "rural clinics")
