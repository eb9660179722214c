"""Tables of targets: what a reader takes from their rows and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.formats.encodings import Decoded
from plandiff.corpus.formats.text import read_text
from plandiff.corpus.model import Document, Section, Source, Target
from plandiff.corpus.parsing import parse
from plandiff.corpus.targets.finding import find_targets


def targets_of(table: str, title: str = "云溪县2021—2025年教育规划") -> tuple[Target, ...]:
    """Targets of a table whose cells are parted by bars, as Word parts them by tabs."""
    body = table.replace(" | ", "\t")
    return find_targets((Section("s0", None, 0, None, None, title, body),))


def lines_of(table: str, title: str = "云溪县2021—2025年教育规划") -> list[str]:
    """indicator relation value unit, then baseline, deadline and nature where there are any."""
    lines = []
    for t in targets_of(table, title):
        value = "*" if t.masked else f"{t.value:g}"
        upper = f"-{t.upper:g}" if t.upper is not None else ""
        line = f"{t.indicator} {t.relation.value} {value}{upper} {t.unit}"
        more = [word for word in (t.baseline, t.deadline, t.modality) if word]
        lines.append(" ".join([line, *(f"[{word}]" for word in more)]))
    return lines


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("毛入园率（%） | 85 | 92 | 预期性", "毛入园率 = 92 % [85] [2025年] [预期性]"),
        ("毛入园率 | 85% | ≥92% | 预期性", "毛入园率 >= 92 % [85%] [2025年] [预期性]"),
        ("巩固率（%） | 95 | 96以上 | 约束性", "巩固率 >= 96 % [95] [2025年] [约束性]"),
        ("辍学率（‰） | 2 | 1以内 | 约束性", "辍学率 <= 1 ‰ [2] [2025年] [约束性]"),
        ("近视率（%） | 60 | ＜55 | 约束性", "近视率 < 55 % [60] [2025年] [约束性]"),
        ("班均人数 | 48 | 40-45人 | 预期性", "班均人数 range 40-45 人 [48] [2025年] [预期性]"),
        (
            "教师培训（人次） | 3,000 | 4,500 | 预期性",
            "教师培训 = 4500 人次 [3,000] [2025年] [预期性]",
        ),
        ("生均用地 | 18 | 约20平方米 | 预期性", "生均用地 ~ 20 平方米 [18] [2025年] [预期性]"),
        ("能耗下降（%） | - | [13.5] | 约束性", "能耗下降 = 13.5 % [2025年] [约束性]"),
        ("总产值（%） | 4 | “十四五”年均增长5左右 | 预期性", "总产值 ~ 5 % [4] [2025年] [预期性]"),
        ("就业率（%） | 90 | 力争达到95左右 | 预期性", "就业率 ~ 95 % [90] [2025年] [预期性]"),
        ("公办园占比（%） | * | ** | 约束性", "公办园占比 = * % [*] [2025年] [约束性]"),
    ],
)
def test_a_row_of_a_five_year_plan_has_value_baseline_deadline_and_nature(
    row: str, line: str
) -> None:
    assert lines_of(f"指标 | 2020年 | 2025年 | 属性\n{row}") == [line]


def test_each_later_year_of_a_table_is_a_target_of_its_own() -> None:
    table = "序号 | 指标 | 2020年 | 2021年 | 2022年\n1 | 新增学位（个） | 900 | 1200 | 1500"
    assert lines_of(table) == [
        "新增学位 = 1200 个 [900] [2021年]",
        "新增学位 = 1500 个 [900] [2022年]",
    ]


def test_units_stand_in_a_column_and_growth_is_told_from_the_level() -> None:
    table = (
        "指标名称 | 单位 | 2020年实际 | 2025年目标 | 年均增长（%）\n"
        "在校生规模 | 万人 | 3.2 | 3.5 | 1.8\n"
        "巩固率 | % | 95 | 96 | —"
    )
    assert lines_of(table) == [
        "在校生规模 = 3.5 万人 [3.2] [2025年]",
        "在校生规模年均增长 = 1.8 %",
        "巩固率 = 96 % [95] [2025年]",
    ]


def test_a_yearly_mean_has_the_unit_of_its_row() -> None:
    table = "指标 | 单位 | 2030年 | 年均［累计］\n保障性住房 | 万套 | — | ［25—27］"
    assert lines_of(table) == ["保障性住房年均 range 25-27 万套"]


def test_a_row_below_a_merged_cell_is_read_by_its_last_columns() -> None:
    table = (
        "类别 | 指标 | 2020年 | 2025年\n"
        "学前教育 | 毛入园率（%） | 85 | 92\n普惠率（%） | 80 | 90\n"
        "义务教育 | 巩固率（%） | 95 | 96"
    )
    assert [line.split()[0] for line in lines_of(table)] == ["毛入园率", "普惠率", "巩固率"]


def test_the_year_of_the_plan_parts_what_was_reached_from_what_is_planned() -> None:
    table = "指标 | 2023年完成 | 2024年计划\n地区生产总值（亿元） | 320.5 | 345"
    assert lines_of(table, "云溪县2024年工作报告") == ["地区生产总值 = 345 亿元 [320.5] [2024年]"]
    assert lines_of(table, "云溪县2025年工作报告") == []


def named(table: str) -> list[str]:
    """name value unit, and the deadline where there is one."""
    return [
        " ".join([t.name, f"{t.value:g}", t.unit, *([t.deadline] if t.deadline else [])])
        for t in targets_of(table)
    ]


def test_a_column_with_a_unit_names_the_quantity_and_the_row_whose_it_is() -> None:
    table = (
        "序号 | 学校 | 班数 | 学位（个） | 投资/万元 | 完成时限\n"
        "1 | 城东小学 | 6 | 270 | 815 | 8月底\n合计 |  | 6 | 270 | 815"
    )
    targets = targets_of(table)
    assert [(t.indicator, t.of, t.value, t.unit, t.deadline) for t in targets] == [
        ("学位", "城东小学", 270, "个", "8月底"),
        ("投资", "城东小学", 815, "万元", "8月底"),
        ("学位", "合计", 270, "个", None),
        ("投资", "合计", 815, "万元", None),
    ]


def test_months_name_the_quantities_of_their_rows() -> None:
    table = "月份 | 开工面积 | 完成投资\n1月 | 820平方米 | 46万元\n2月 | 960平方米 | —"
    assert named(table) == [
        "1月开工面积 820 平方米",
        "1月完成投资 46 万元",
        "2月开工面积 960 平方米",
    ]


def test_rows_of_a_counted_series_are_named_by_their_place_in_it() -> None:
    table = "批次 | 时限 | 应整改隐患（处）\n第1批 | 3月底前 | 7\n第12批 | 6月底前 | 5"
    targets = targets_of(table)
    assert [(t.of, t.indicator, t.value, t.unit) for t in targets] == [
        ("第1批", "应整改隐患", 7, "处"),
        ("第12批", "应整改隐患", 5, "处"),
    ]


def test_the_unit_above_a_table_is_that_of_its_bare_numbers() -> None:
    rows = "项目 | 2021年投资 | 比例（%）\n南环公路 | 650 | 30"
    assert named(f"单位：万元\n{rows}")[0] == "南环公路投资 650 万元 2021年"
    assert named(f"表1 投资安排（单位：亿元）\n{rows}")[0] == "南环公路投资 650 亿元 2021年"


def test_a_head_of_several_rows_names_each_column_by_all_of_them() -> None:
    table = (
        "领域 | 项目 | 2021年投资（万元） |  | 责任单位\n"
        " |  | 上半年 | 全年 | \n"
        "交通 | 东溪大桥 | 800 | 2100 | 交通局\n |  南环公路 | 650 | 1480 | 交通局"
    )
    assert named(table) == [
        "东溪大桥投资上半年 800 万元 2021年",
        "东溪大桥投资全年 2100 万元 2021年",
        "南环公路投资上半年 650 万元 2021年",
        "南环公路投资全年 1480 万元 2021年",
    ]


def test_the_name_of_a_row_has_no_number_and_may_be_in_the_second_column_of_its_head() -> None:
    table = (
        "类别 | 指标 |  | 单位 | 2020年 | 2025年\n"
        "医疗 | 1. 病床数 |  | 张 | 300 | 420\n"
        " | 2. 医护人员数 | （1）医师数 | 名 | 80 | 95\n |  | （2）护士数 | 名 | 110 | 140"
    )
    assert lines_of(table) == [
        "病床数 = 420 张 [300] [2025年]",
        "医师数 = 95 名 [80] [2025年]",
        "护士数 = 140 名 [110] [2025年]",
    ]


def test_a_blank_place_below_a_name_belongs_to_it() -> None:
    table = "项目 | 阶段 | 2021年投资（万元）\n东溪大桥 | 一期 | 800\n | 二期 | 900"
    assert named(table) == ["东溪大桥投资 800 万元 2021年", "东溪大桥投资 900 万元 2021年"]


def test_years_down_part_what_was_reached_from_what_is_planned() -> None:
    table = "年份 | 新增学位（个）\n2020年 | 900\n2021年 | 1200\n2022年 | 1500"
    assert named(table) == ["2021年新增学位 1200 个", "2022年新增学位 1500 个"]


def test_a_list_of_tasks_with_amounts_and_due_dates_is_a_table_of_targets() -> None:
    table = "项目 | 责任单位 | 数量 | 完成时限\n新建公办园 | 基建科 | 3所 | 9月底"
    assert lines_of(table) == ["新建公办园 = 3 所 [9月底]"]


@pytest.mark.parametrize(
    "table",
    [
        "年级 | 人数 | 班数\n一年级 | 120 | 3",
        "姓名 | 年龄 | 2020年工资\n张三 | 23 | 3000",
        "项目 | 数量\n课桌 | 300",
        "学校 | 建成日期 | 联系电话\n城东小学 | 2021年9月 | 5023456",
        "学校现状统计表\n学校 | 学位（个） | 教师（名）\n城东小学 | 270 | 18",
        "学校 | 上年学位（个） | 实际投资（万元）\n城东小学 | 270 | 815",
        "指标 | 2018年 | 2019年\n在园幼儿（人） | 900 | 950",
        "指标 | 2020年 | 2025年\n巩固率 | 95 | 完成上级任务",
    ],
)
def test_a_table_that_plans_nothing_gives_no_target(table: str) -> None:
    assert lines_of(table) == []


def test_a_table_in_markdown_is_read_as_one_from_word() -> None:
    table = "| 指标 | 2020年 | 2025年 |\n| --- | --- | --- |\n| 毛入园率（%） | 85 | 92 |"
    section = Section("s0", None, 0, None, None, "云溪县2021—2025年教育规划", table)
    (target,) = find_targets((section,))
    assert (target.quote, target.indicator, target.baseline) == ("92", "毛入园率", "85")


CELLS = st.sampled_from(
    [
        *("指标", "2020年", "2025年目标", "年均增长", "单位", "属性", "毛入园率（%）", "85", "≥92"),
        *("[5]", "*", "3所", "—", "1-2", "数量", "完成时限", "％", "，", "a", ""),
    ]
)


@given(st.lists(st.lists(CELLS, max_size=6).map("\t".join), max_size=6).map("\n".join))
def test_whatever_the_table_each_quote_stands_at_its_span(body: str) -> None:
    section = Section("s0", None, 0, None, None, "2021—2025年规划", body)
    for target in find_targets((section,)):
        assert target.quote
        assert section.text[target.span.start : target.span.end] == target.quote


def flat(*rows: str) -> str:
    """A table with one cell a line."""
    return "\n".join(rows).replace(" | ", "\n")


def test_a_table_with_one_cell_a_line_is_read_as_the_table_that_it_was() -> None:
    text = flat(
        "主要指标如下。",
        "指标 | 单位 | 2020年 | 2025年 | 属性",
        "毛入园率 | % | 91.2 | 93 | 预期性",
        "在校生 | 万人 | 2.3 | ≥2.6 | 预期性",
        "加强督导，每学期督导2次。",
    )
    assert lines_of(text) == [
        "毛入园率 = 93 % [91.2] [2025年] [预期性]",
        "在校生 >= 2.6 万人 [2.3] [2025年] [预期性]",
        "督导 = 2 次/学期",
    ]


def test_a_row_of_such_a_table_may_lack_the_cells_that_it_shares_with_the_row_above() -> None:
    text = flat(
        "序号 | 类别 | 指标 | 2025年目标",
        "1 | 学前教育 | 毛入园率 | 93%",
        "2 | 公办园占比 | 55%",
        "3 | 义务教育 | 巩固率 | 97%以上",
    )
    assert [line.split(" [")[0] for line in lines_of(text)] == [
        "毛入园率 = 93 %",
        "公办园占比 = 55 %",
        "巩固率 >= 97 %",
    ]


def test_a_merged_head_above_years_is_no_column_of_such_a_table() -> None:
    text = flat(
        "序号 | 指标 | 单位 | 属性 | “十四五”目标 | 2025年 | 年均增速",
        "1 | 在校生 | 万人 | 预期性 | 2.6 | —",
        "2 | 生产总值 | 亿元 | 预期性 | — | 5%左右",
        "3 | 病床数 | 张 | 约束性 | 420 | —",
    )
    assert lines_of(text) == [
        "在校生 = 2.6 万人 [2025年] [预期性]",
        "生产总值年均增速 ~ 5 % [预期性]",
        "病床数 = 420 张 [2025年] [约束性]",
    ]


def test_lines_that_merely_begin_like_a_table_are_none() -> None:
    assert lines_of(flat("指标", "毛入园率", "2025年", "85", "教师", "其他说明")) == []


@pytest.mark.parametrize("head", ["年均/累计", "年均（累计）", "累计/年均"])
def test_a_column_of_yearly_growth_or_sums_has_the_units_of_its_rows(head: str) -> None:
    text = f"""指标名称 | 2025年基期值 | 2030年目标值 | {head} | 属性
毛入园率（%） | 95.6 | 98 | — | 预期性
新增学位数（万个） | — | — | [4.8] | 约束性"""
    targets = targets_of(text, "云溪县教育发展“十五五”规划")
    assert [(t.value, t.unit) for t in targets] == [(98.0, "%"), (4.8, "万个")]


def test_a_table_with_a_head_of_its_own_is_not_read_below_the_head_before_it() -> None:
    indicators = "指标\t2025年\t2026年目标\n毛入园率\t94.1%\t95.5%\n巩固率\t98.7%\t99%"
    tasks = "时间\t任务\t责任股室\n第1季度\t培训校长40人\t人事股\n第2季度\t培训班主任200人\t人事股"
    sections = (
        Section("s0", None, 0, None, None, "云溪县2026年计划", ""),
        Section("s1", "s0", 1, None, None, "主要指标", indicators),
        Section("s2", "s0", 1, None, None, "季度安排", tasks),
    )
    assert [t.value for t in find_targets(sections)] == [95.5, 99.0, 40.0, 200.0]


def test_school_years_of_the_republic_are_years_of_their_columns() -> None:
    table = (
        "面向 | 績效指標 | 114學年度現況 | 115學年度目標值 | 116學年度目標值\n"
        "學生 | 借閱冊數（冊） | 21 | 25 | 30"
    )
    assert lines_of(table, "河口國小校務發展指標") == [
        "借閱冊數 = 25 冊 [21] [115學年度]",
        "借閱冊數 = 30 冊 [21] [116學年度]",
    ]


def test_an_amount_is_named_by_its_head_where_the_other_columns_are() -> None:
    table = "项目名称 | 建设规模（平方米） | 计划投资（万元）\n河口小学 | 5200 | 1900"
    assert lines_of(table) == ["建设规模 = 5200 平方米", "计划投资 = 1900 万元"]


def test_values_of_several_years_have_their_year_in_the_name() -> None:
    table = "指标 | 2025年 | 2026年目标 | 2027年目标\n学位（个） | 700 | 800 | 900"
    names = [target.name for target in targets_of(table, "河口县2026—2027年规划")]
    assert names == ["学位（2026年）", "学位（2027年）"]


def named_values(table: str, title: str) -> list[str]:
    return [f"{t.name} {t.relation.value} {t.value:g} {t.unit}" for t in targets_of(table, title)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,200 books", "= 1200 books"),
        ("£1.2 million", "= 1.2 million £"),
        ("no more than 15%", "<= 15 %"),
        ("60+", ">= 60 "),
        ("from 70% to at least 85%", ">= 85 %"),
        ("Down from 18 weeks to 12 weeks", "= 12 weeks"),
        ("£250 per pupil", "= 250 £/pupil"),
    ],
)
def test_an_english_cell_is_read_with_its_bound_currency_and_noun(cell: str, value: str) -> None:
    table = f"Measure | Baseline 2025 | Target 2026\nReading for all | 8 | {cell}"
    assert named_values(table, "Ashton School Plan 2026") == [f"Reading for all {value}"]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            " | 新增就业（人） | 失业率（%）\n2025年完成 | 3200 | 4.1\n2026年目标 | 3500 | 4",
            ["2026年目标新增就业 3500 人", "2026年目标失业率 4 %"],
        ),
        (
            " | 新增就业（人）\n2026年目标 | 3500\n同比增长 | +9%",
            ["2026年目标新增就业 3500 人"],
        ),
        (
            " | Recycling rate | Bins missed\n2024/25 actual | 44% | 80\n2026/27 target | 52% | 45",
            ["2026/27 target Recycling rate 52 %"],
        ),
    ],
)
def test_rows_of_earlier_values_and_of_changes_below_quantities_are_no_targets(
    table: str, found: list[str]
) -> None:
    assert [
        f"{t.of or ''}{' ' if t.of and t.of.isascii() else ''}{t.indicator} {t.value:g} {t.unit}"
        for t in targets_of(table, "云溪县2026年计划")
    ] == found


def test_the_first_row_of_each_card_is_its_head() -> None:
    table = "项目名称 | 城东水厂\n总投资 | 8600万元\n项目名称 | 北部管网\n总投资 | 5400万元"
    assert [t.name for t in targets_of(table)] == ["城东水厂总投资", "北部管网总投资"]


def test_each_cell_of_an_english_row_is_a_sentence_and_what_is_to_reach_is_promised() -> None:
    table = (
        "Ref | Deliverable | Measure of success | Due | Lead\n"
        "1.1 | Dental vans | 4,800 children treated each year | June 2027 | Dental Services\n"
        "1.2 | Varnish | Offered in 90% of centres | May 2028 | Health Promotion\n"
        "1.3 | Telehealth | Waiting time cut to 9 days, currently 14 | 2027 | Digital"
    )
    found = targets_of(table, "Ashton Oral Health Plan 2026")
    assert [(t.indicator, t.value, t.deadline) for t in found] == [
        ("children", 4800, "June 2027"),
        ("centres", 90, "May 2028"),
        ("Waiting time", 9, "2027"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Week | Pupils taking part\nWeek 1 | 24",
        "Programme | Number of places\nHoliday club | 24",
        "Subject | Autumn term | Spring term\nMaths | 24 | 30",
        "Outcome | Phase 1 | Phase 2\nSchools | 24 | 60",
        "School | Pupils | Attendance target\nAshton | 24 | 95%",
        "学校 | 新增班数\n河口小学 | 24",
        "月份 | 培训场次\n3月 | 24",
        "水域类型 | 新增警示牌（块）\n水库 | 24",
    ],
)
def test_counts_need_no_unit_where_the_table_shows_that_they_are_planned(table: str) -> None:
    assert 24 in [t.value for t in targets_of(table, "Ashton Plan 2026")]


@pytest.mark.parametrize("head", ["现有班数（个）", "Existing classes", "Pupils", "学生数"])
def test_counts_of_what_there_is_are_no_targets(head: str) -> None:
    assert named_values(f"School | {head}\nAshton | 24", "Ashton Plan 2026") == []


def test_a_sentence_in_a_row_has_the_project_of_its_row() -> None:
    table = "项目名称 | 建设内容 | 计划投资（万元）\n河口小学 | 新建教学楼6000平方米 | 1800"
    assert [(t.of, t.value) for t in targets_of(table)] == [("河口小学", 6000), ("河口小学", 1800)]


def test_a_head_of_two_years_names_no_quantity_and_a_ratio_is_a_value() -> None:
    table = "Measure | 2024/25 actual | 2025/26 target\nPupils per teacher | 34:1 | 32:1"
    found = targets_of(table, "Ashton Plan 2025/26")
    assert [(t.name, t.quote, t.value, t.baseline) for t in found] == [
        ("Pupils per teacher", "32:1", 32.0, "34:1")
    ]


def test_long_cells_between_tabs_in_a_text_file_stay_a_row() -> None:
    name = "Requests for repairs of streets and bridges that are answered within 15 working days"
    rows = ["Measure\t2025 actual\t2026 target\tLead", f"{name}\t71%\t80%\tStreets and Parks"]
    text = "\n".join(["Ashton Plan 2026", "1. Indicators", *rows, "Calls answered\t8%\t9%\tIT"])
    lines = read_text(Decoded(text, "utf-8")).lines
    plan = parse(Document(Source("plan.txt", "txt", "utf-8", "", len(text)), lines))
    assert [(t.name, t.value) for t in plan.targets] == [(name, 80.0), ("Calls answered", 9.0)]
