"""Numbers that share words: holders of a joint statement, verbs, names, units and dates."""

import pytest

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets import find_targets


def targets_of(body: str, heading: str = "2026年工作安排") -> tuple[Target, ...]:
    root = Section("s0", None, 0, None, None, "青禾县2026年政府工作报告", "")
    return find_targets((root, Section("s1", "s0", 1, "一、", 1, heading, body)))


def told(target: Target) -> str:
    value = "?" if target.value is None else f"{target.value:g}"
    return f"{target.name} {target.relation.value} {value} {target.unit}".strip()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # one word names two holders
        (
            "城乡居民收入分别增长6.5%和7.5%。",
            ("城镇居民收入增长率 = 6.5 %", "农村居民收入增长率 = 7.5 %"),
        ),
        # 左右 and 以上 bind what they follow
        (
            "城乡居民收入增长6.5%和7.5%左右。",
            ("城镇居民收入增长率 = 6.5 %", "农村居民收入增长率 ~ 7.5 %"),
        ),
        # two lists of numbers, one list of names
        (
            "旅游人数和旅游收入分别增长10%、12%，达到30万人次和2亿元。",
            (
                "旅游人数增长率 = 10 %",
                "旅游收入增长率 = 12 %",
                "旅游人数 = 30 万人次",
                "旅游收入 = 2 亿元",
            ),
        ),
        # one growth of the two levels in front
        (
            "旅游人数突破30万人次，旅游收入达到2亿元，分别增长12%。",
            (
                "旅游人数 >= 30 万人次",
                "旅游收入 = 2 亿元",
                "旅游人数增长率 = 12 %",
                "旅游收入增长率 = 12 %",
            ),
        ),
        # words that the first or the last name has for all
        (
            "城乡居民基本养老保险和基本医疗保险参保率分别稳定在90%、98%以上。",
            ("城乡居民基本养老保险参保率 = 90 %", "城乡居民基本医疗保险参保率 >= 98 %"),
        ),
        ("粮食和油料产量分别稳定在30万吨和2万吨。", ("粮食产量 = 30 万吨", "油料产量 = 2 万吨")),
        (
            "第一、第二产业增加值分别增长4%、7%。",
            ("第一产业增加值增长率 = 4 %", "第二产业增加值增长率 = 7 %"),
        ),
        ("新建3座公园、2处停车场。", ("新建公园 = 3 座", "新建停车场 = 2 处")),
    ],
)
def test_each_number_of_a_joint_statement_has_its_own_name(
    sentence: str, expected: tuple[str, ...]
) -> None:
    assert tuple(map(told, targets_of(sentence))) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年空气优良天数达到330天。", ("空气优良天数 = 330 天",)),
        ("打造三个特色小镇。", ("打造特色小镇 = 3 个",)),
        ("新增试点超百项。", ("新增试点 > 100 项",)),
        ("力争产值实现翻番。", ("产值 = 1 番",)),
        ("完成工业投资30 亿元，同比增长16%。", ("工业投资 = 30 亿元", "工业投资同比增长率 = 16 %")),
        ("全员劳动生产率达到28万元/人。", ("全员劳动生产率 = 28 万元/人",)),
        ("处理能力达到5万吨/日。", ("处理能力 = 5 万吨/日",)),
        ("新增贷款约 1 . 5 万 亿 元 。", ("新增贷款 ~ 1.5 万亿元",)),
        ("投入资金约 １ ． ６ 亿元。", ("投入资金 ~ 1.6 亿元",)),
        ("新 增 就 业 1 2 0 0 人 以 上。", ("新增就业 >= 1200 人",)),
        ("实施总投资10亿元的大数据项目。", ("大数据项目总投资 = 10 亿元",)),
        ("居民收入比值缩小至1.9。", ("居民收入比值 = 1.9",)),
    ],
)
def test_wordings_of_a_quantity_are_read(sentence: str, expected: tuple[str, ...]) -> None:
    assert tuple(map(told, targets_of(sentence))) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "强化与周边7个口岸的协作联动。",
        "落实20项主要指标、45项重点任务。",
        "环境优美（6 项）",
        "有能力保障好14亿人的粮食安全。",
        "支持三元、五粮液等企业扩大产能。",
        "推进2×35万千瓦热电联产项目前期工作。",
        "根据青政发〔2026〕12号文件，改造G318国道和206国道。",
        "“3+2”产业是指3个支柱产业和2个先导产业。",
        "更换零部件。",
    ],
)
def test_what_names_orders_or_describes_is_no_target(sentence: str) -> None:
    assert targets_of(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    ["年内完成投资3亿元。", "将2亿元财政资金纳入直达范围。"],
)
def test_a_review_reports_whatever_it_says_of_the_year(sentence: str) -> None:
    assert targets_of(sentence, heading="2025年工作回顾") == ()


@pytest.mark.parametrize(
    ("sentence", "deadlines"),
    [
        ("力争年末，贫困人口全部脱贫，新建道路20公里。", ("年末",)),
        ("力争全年旅游人数达到30万人次，旅游收入达到2亿元。", ("全年", "全年")),
        ("确保6万平方米展馆年内完工。", ("年内",)),
        ("新建学校3所，2026年9月投入使用。", ("2026年9月",)),
        ("年内建成公园3个；改造道路5条。", ("年内", "年内")),
        ("新建公园3个；年内改造道路5条；完成公租房20套。", (None, "年内", None)),
    ],
)
def test_a_date_governs_the_numbers_that_it_is_said_of(
    sentence: str, deadlines: tuple[str | None, ...]
) -> None:
    assert tuple(target.deadline for target in targets_of(sentence)) == deadlines
