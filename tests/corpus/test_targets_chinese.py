from collections.abc import Iterable

import pytest

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets import find_targets


def targets_of(text: str, title: str = "云溪县2024年教育工作要点") -> tuple[Target, ...]:
    return find_targets((Section("s0", None, 0, None, None, title, text),))


def told(targets: Iterable[Target]) -> list[str]:
    """Each target on one line: quote | indicator | relation value-upper unit."""
    lines = []
    for t in targets:
        value = "*" if t.masked else "?" if t.value is None else f"{t.value:g}"
        upper = f"-{t.upper:g}" if t.upper is not None else ""
        lines.append(
            f"{t.quote} | {t.indicator} | {t.relation.value} {value}{upper} {t.unit}".strip()
        )
    return lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("学前三年毛入园率达到85%以上。", "达到85%以上 | 学前三年毛入园率 | >= 85 %"),
        ("公办园占比不低于５０％。", "不低于５０％ | 公办园占比 | >= 50 %"),
        ("辍学率控制在0.5%以内。", "控制在0.5%以内 | 辍学率 | <= 0.5 %"),
        ("参训率超过98%。", "超过98% | 参训率 | > 98 %"),
        ("近视率下降1.5个百分点。", "下降1.5个百分点 | 近视率 | = 1.5 个百分点"),
        ("完课率约95%。", "约95% | 完课率 | ~ 95 %"),
        ("优良率达到60%左右。", "达到60%左右 | 优良率 | ~ 60 %"),
        ("新增公办学位1080个。", "1080个 | 公办学位 | = 1080 个"),
        ("招聘50名教师。", "50名 | 教师 | = 50 名"),
        ("计划投资3640万元。", "3640万元 | 计划投资 | = 3640 万元"),
        ("總投資4.9億元。", "4.9億元 | 總投資 | = 4.9 億元"),
        ("安排专项资金一千三百二十万元。", "一千三百二十万元 | 专项资金 | = 1320 万元"),
        ("每镇建成1-2所幼儿园。", "每镇建成1-2所 | 幼儿园 | range 1-2 所/镇"),
        ("每学期开展家访不少于2次。", "每学期开展家访不少于2次 | 家访 | >= 2 次/学期"),
        ("每月一次的应急演练。", "每月一次 | 应急演练 | = 1 次/月"),
        ("至少举办两次运动会。", "至少举办两次 | 运动会 | >= 2 次"),
        ("参加人数不少于全校的1/2。", "不少于全校的1/2 | 参加人数 | >= 50 %"),
        ("三分之一以上的学校开设社团。", "三分之一以上 | 学校 | >= 33.3333 %"),
        ("达标率达到百分之九十。", "达到百分之九十 | 达标率 | = 90 %"),
        ("巩固率达到*%。", "达到*% | 巩固率 | = * %"),
        ("新建**所学校。", "**所 | 学校 | = * 所"),
        ("在校生规模翻一番。", "翻一番 | 在校生规模 | = 1 番"),
        ("生师比达到15:1。", "达到15:1 | 生师比 | = 15 比"),
        ("教育质量力争“保4争3”。", "保4争3 | 教育质量 | range 3-4 位"),
        ("办学水平进入全市前五名。", "进入全市前五名 | 办学水平 | <= 5 位"),
        ("升学率高于全省平均水平。", "高于全省平均水平 | 升学率 | > ?"),
        ("“三公”经费零增长。", "零增长 | “三公”经费 | = 0 %"),
        ("新建三所小学。", "三所 | 小学 | = 3 所"),
    ],
)
def test_a_commitment_is_read_with_its_parts(text: str, line: str) -> None:
    assert told(targets_of(text)) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "落实三年行动计划和“双减”政策。",
        "坚持五育并举，建设三通两平台。",
        "完成“123”目标，抓好“五个百年”教育。",
        "服务3-6岁儿童，学制6年。",
        "贯彻党的二十大和第十次党代会精神。",
        "开展第二批评选，举办第12届艺术节。",
        "依据云政发〔2024〕12号文件。",
        "突出两个关键，深化三个重点，处理好四个方面的关系。",
        "一校一品，一人一档，一体化推进。",
        "进一步做好工作，统一部署，建设一批学校。",
        "2023年，全县入学率达到99%。",
        "去年新建学校12所，培训教师300名。",
        "已完成改造15所，建成了8个中心。",
        "全县现有学校120所。",
        "贯彻《关于新增100所学校的意见》。",
        "在原有14所学校基础上继续培育。",
        "会议于9月15日8:30召开，热线12345。",
        "建设15分钟健身圈。",
        "促进三次产业融合发展。",
    ],
)
def test_what_is_no_commitment_gives_no_target(text: str) -> None:
    assert told(targets_of(text)) == []


def test_a_baseline_belongs_to_its_target() -> None:
    (target,) = targets_of("到2026年，毛入园率由81%提高到85%。")
    assert (target.quote, target.indicator, target.baseline) == ("提高到85%", "毛入园率", "81%")
    assert target.deadline == "到2026年"


def test_numbers_that_follow_each_other_share_period_and_comparator() -> None:
    targets = targets_of("每年至少组织1次互访活动、2次教学交流及3个以上班级结对。")
    assert [(t.relation.value, t.value, t.unit) for t in targets] == [
        (">=", 1.0, "次/年"),
        (">=", 2.0, "次/年"),
        (">=", 3.0, "个/年"),
    ]


def test_a_second_number_of_the_same_indicator_takes_over_its_name() -> None:
    targets = targets_of("地区生产总值增长7%以上，达到300亿元。美育作为必修课，保证72学时。")
    assert [t.indicator for t in targets] == ["地区生产总值", "地区生产总值", "美育作为必修课"]


def test_a_comparator_holds_over_the_measure_in_between() -> None:
    (target,) = targets_of("艺术课时不低于总课时的20%。")
    assert (target.quote, target.indicator, target.relation) == (
        "不低于总课时的20%",
        "艺术课时",
        ">=",
    )


def test_a_list_of_names_shares_its_list_of_numbers() -> None:
    targets = targets_of("小学、初中和高中入学率分别达到99%、98%和97%。")
    assert [(t.indicator, t.value) for t in targets] == [
        ("小学入学率", 99.0),
        ("初中入学率", 98.0),
        ("高中入学率", 97.0),
    ]


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
