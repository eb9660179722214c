"""Whose quantity a target is, and the name under which its row stands alone."""

import pytest

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets import find_targets
from plandiff.corpus.targets.qualifiers import _VERB_LEFT


def targets_of(body: str, heading: str = "") -> tuple[Target, ...]:
    return find_targets((Section("s0", None, 0, None, None, heading, body),))


@pytest.mark.parametrize(
    ("sentence", "of", "name"),
    [
        # in front of a number whose noun is behind it
        ("形成芯片、屏幕、软件3个千亿级产业。", None, "千亿级产业"),
        ("实施补充耕地2万亩。", None, "补充耕地"),
        (
            "深入开展建筑垃圾治理，资源化利用率提高到20%。",
            "建筑垃圾治理",
            "建筑垃圾治理资源化利用率",
        ),
        ("加快青禾700万吨露天矿建设。", "青禾", "青禾露天矿建设"),
        ("实施柳河镇1万亩节水灌溉项目。", "柳河镇", "柳河镇节水灌溉项目"),
        ("建成东河路和南山路两处市民公园。", "东河路和南山路", "东河路和南山路市民公园"),
        ("解决柳林、春晖等8个社区办公用房问题。", "柳林、春晖等", "柳林、春晖等社区办公用房问题"),
        # a piece of a scope, or how often, names nothing
        ("各县（市、区）要选定2至3所初中招收艺术特长生。", None, "初中招收艺术特长生"),
        ("县（区）每三年至少举办1次艺术展演。", None, "艺术展演"),
        # what money is for, behind it
        ("投资1.3亿元实施供水管网改造工程。", "供水管网改造工程", "供水管网改造工程投资"),
        ("投资8000万元实施10公里雨水管网改造。", "雨水管网改造", "雨水管网改造投资"),
        # the clause before
        ("加快旧城区综合改造，全年计划投资2亿元。", "旧城区综合改造", "旧城区综合改造计划投资"),
        # a site earlier in the paragraph, and one that opens it
        (
            "全力建设北山物流园区，引进人才。年内入园企业达到7家。",
            "北山物流园区",
            "北山物流园区入园企业",
        ),
        ("加快东湖组团建设。坚持规划先行。新建5条主干道路。", "东湖组团", "东湖组团新建主干道路"),
        # the count of the next clause
        ("全年计划投资3亿元，实施商贸流通项目17个。", "商贸流通项目", "商贸流通项目计划投资"),
        # the verb belongs to the name of a count
        ("新建幼儿园两所。", None, "新建幼儿园"),
        # what says by itself what it measures takes nothing from other clauses
        ("加快柳河镇建设，地区生产总值达到240亿元。", None, "地区生产总值"),
        ("继续实施河流治理、5000亩沙区治理。", None, "沙区治理"),
        ("加强就业和再就业工作，实现新增就业5000人。", None, "新增就业"),
    ],
)
def test_a_target_names_whose_quantity_it_is(sentence: str, of: str | None, name: str) -> None:
    target = targets_of(sentence)[0]
    assert (target.of, target.name) == (of, name)


def test_a_sum_beside_a_count_is_of_what_is_counted() -> None:
    _, spent, _, earned = targets_of(
        "实施市重点项目85个、年度计划投资219亿元，举办展会70场、综合收入突破10亿元。"
    )
    assert (spent.name, earned.name) == ("市重点项目年度计划投资", "展会综合收入")


def test_a_second_verb_names_the_noun_of_the_first() -> None:
    first, second = targets_of("开工建设市属高中4所、改扩建2所。")
    assert (first.name, second.name) == ("开工建设市属高中", "改扩建市属高中")


def test_the_whole_country_is_a_scope_only_where_it_opens_a_clause() -> None:
    (target,) = targets_of("出口额占全国份额保持稳定，数字贸易额突破4000亿元。")
    assert target.scope is None


def test_a_heading_qualifies_what_its_paragraph_leaves_general() -> None:
    (target,) = targets_of("年内计划投资3亿元。", heading="推进旧城区改造")
    assert (target.of, target.name) == ("旧城区改造", "旧城区改造计划投资")


def test_numbers_of_one_noun_have_one_name() -> None:
    households, area = targets_of("年内完成3800户、58万平方米棚户区改造。")
    assert households.indicator == area.indicator == "棚户区改造"


@pytest.mark.parametrize(
    "sentence",
    [
        "做好2025届毕业生跟踪服务。",
        "扶持三元、五粮液等龙头企业。",
        "探索走出一条新农村建设道路。",
        "做好2.2平方公里文化区的土地征收工作。",
    ],
)
def test_cohorts_firms_figures_of_speech_and_areas_of_tasks_are_no_targets(sentence: str) -> None:
    assert targets_of(sentence) == ()


def test_a_run_of_verbs_that_can_be_cut_in_many_ways_is_read_once() -> None:
    """新建成 is 新建成 or 新 and 建成: with a way back, forty of them take longer than a life."""
    assert _VERB_LEFT.fullmatch("新建成" * 40) is not None
    assert _VERB_LEFT.fullmatch("新建成" * 40 + "甲") is None
