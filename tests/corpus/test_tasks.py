"""Who does what until when, as plans say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.model import Task
from plandiff.corpus.tasks.bodies import are_bodies, canonical, split_bodies
from plandiff.corpus.text.dates import read_due
from tests.task_plans import plan_of


def tasks_of(body: str) -> tuple[Task, ...]:
    return plan_of(body).tasks


@pytest.mark.parametrize(
    ("text", "lead", "helpers", "due"),
    [
        (
            "完善教师轮岗办法。（牵头单位：基教科；责任单位：人事科、财务科；完成时限：2025年6月）",
            ["基教科"],
            ["人事科", "财务科"],
            ("2025年6月", "2025-06-30"),
        ),
        ("修缮校舍。（责任单位：市教育局、市住建局）", ["市教育局", "市住建局"], [], None),
        (
            "开展排查。（市教育局牵头，市公安局、财政局配合，2025年9月底前完成）",
            ["市教育局"],
            ["市公安局", "市财政局"],
            ("2025年9月底前", "2025-09-30"),
        ),
        ("配齐体育教师。（县教育局、县委编办按职责分工负责）", ["县教育局", "县委编办"], [], None),
        ("配齐体育教师（县教育局、县委编办）。", ["县教育局", "县委编办"], [], None),
        (
            "建设球场。（县体育局、各乡（镇）政府；2026年11月底前）",
            ["县体育局", "各乡(镇)政府"],
            [],
            ("2026年11月底前", "2026-11-30"),
        ),
        ("建设资源中心。\n——县残联、县教育局", ["县残联", "县教育局"], [], None),
        (
            "2025年底，由市教育局牵头，市人社局、市工商联配合，制定校企合作办法。",
            ["市教育局"],
            ["市人社局", "市工商联"],
            ("2025年底", "2025-12-31"),
        ),
        ("县教育局会同县财政局制定经费标准。", ["县教育局"], ["县财政局"], None),
        ("办好食堂。\n牵头部门：县教育局\n配合部门：县卫健局", ["县教育局"], ["县卫健局"], None),
        ("办好食堂。\n牵头部门：县教育局　配合部门：县卫健局", ["县教育局"], ["县卫健局"], None),
        (
            "| 建周转宿舍 | 区教育局 | 区住建局 | 2025年9月30日 |",
            ["区教育局"],
            ["区住建局"],
            ("2025年9月30日", "2025-09-30"),
        ),
        (
            "序号\t工作任务\t完成时限\t责任科室\n1\t修订办学章程\t6月底前\t办公室",
            ["办公室"],
            [],
            ("6月底前", "2025-06-30"),
        ),
        ("市教育局负责制定评价办法。", ["市教育局"], [], None),
        (
            "完善评价办法。【责任单位】市教育局【办理期限】115年6月",
            ["市教育局"],
            [],
            ("115年6月", "2026-06-30"),
        ),
        ("完善办法。（责任科室：基教科；责任人：张三）", ["基教科"], [], None),
        (
            "改造教室。责任单位：县残联、县教育局，2025年9月底前完成。",
            ["县残联", "县教育局"],
            [],
            ("2025年9月底前完成", "2025-09-30"),
        ),
        ("（区教育局牵头，区住建局完成功能教室）", ["区教育局"], [], None),
        ("由区教育局会同区住建局完成功能教室改造。", ["区教育局"], ["区住建局"], None),
        (
            "任务\t责任领导\t责任股室\t协同单位\n推行集中核算\t张三\t计财股\t县财政局",
            ["计财股"],
            ["县财政局"],
            None,
        ),
        (
            "The Estates Office will lead, supported by the Finance Unit, by March 2026.",
            ["Estates Office"],
            ["Finance Unit"],
            ("by March 2026", "2026-03-31"),
        ),
        (
            "加固校舍，由县教育局牵头负责，县住建局、县财政局按职责分工负责，8月底前完成。",
            ["县教育局"],
            ["县住建局", "县财政局"],
            ("8月底前", "2025-08-31"),
        ),
        (
            "开展检查〔县市监局牵头，县教育局配合，2025年9月底前完成〕。",
            ["县市监局"],
            ["县教育局"],
            ("2025年9月底前", "2025-09-30"),
        ),
        (
            "建立轮岗制度。〔牵头：县教育局　责任：县委编办　时限：2025年6月〕",
            ["县教育局"],
            ["县委编办"],
            ("2025年6月", "2025-06-30"),
        ),
        (
            "改造宿舍，牵头部门为县教育局，配合部门为县财政局，2025年7月底前完成。",
            ["县教育局"],
            ["县财政局"],
            ("2025年7月底前", "2025-07-31"),
        ),
        (
            "县教育局为牵头单位，县公安局为配合单位，开展联合检查。",
            ["县教育局"],
            ["县公安局"],
            None,
        ),
        (
            "县人社局、县教育局负责就业工作，持续推进。",
            ["县人社局", "县教育局"],
            [],
            ("持续推进", None),
        ),
        (
            "由县教育局会同县财政局组织实施，2025年8月25日前完成。",
            ["县教育局"],
            ["县财政局"],
            ("2025年8月25日前", "2025-08-25"),
        ),
        (
            "Repair the roofs. (Lead: Estates Office; Support: Finance Unit; Deadline: June 2025)",
            ["Estates Office"],
            ["Finance Unit"],
            ("June 2025", "2025-06-30"),
        ),
    ],
)
def test_a_task_names_who_leads_who_helps_and_the_last_day(
    text: str, lead: list[str], helpers: list[str], due: tuple[str, str] | None
) -> None:
    (task,) = tasks_of(text)
    assert (list(task.lead), list(task.helpers)) == (lead, helpers)
    assert (task.deadline and (task.deadline.text, task.deadline.until)) == due


@pytest.mark.parametrize(
    "text",
    [
        "鼓励企业牵头组建创新联合体。",
        "建设培智学校（阳光儿童康复中心）、特教中心。",
        "近年来，县教育局会同县财政局出台了资助办法。",
        "落实责任，形成齐抓共管的局面（详见附件）。",
        "上级主管部门（以下简称县教育局）。",
    ],
)
def test_no_task_is_invented_where_nobody_is_charged(text: str) -> None:
    assert not tasks_of(text)


@pytest.mark.parametrize(
    ("names", "bodies"),
    [
        ("市教育局和市财政局", ["市教育局", "市财政局"]),
        ("省人力资源和社会保障厅", ["省人力资源和社会保障厅"]),
        ("各区、县（市）政府", ["各区、县(市)政府"]),
        ("市财政、统计部门", ["市财政部门", "市统计部门"]),
        ("市教育局、团市委、星河晚报社等", ["市教育局", "团市委", "星河晚报社"]),
    ],
)
def test_no_name_of_a_body_is_cut_and_no_two_are_joined(names: str, bodies: list[str]) -> None:
    folded = names.replace("（", "(").replace("）", ")")
    assert list(split_bodies(folded)) == bodies


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("市发改委", "市发展和改革委员会", True),
        ("市人社局", "市人力资源社会保障局", True),
        ("市文广新局", "市文广局", True),
        ("团市委", "市团委", False),
        ("市教育局", "区教育局", False),
        ("市政府办", "市政府", False),
        ("市委", "市委办", False),
    ],
)
def test_a_renamed_body_is_the_same_and_another_rank_is_not(
    name: str, other: str, *, same: bool
) -> None:
    assert (canonical(name, "市") == canonical(other, "市")) is same


@pytest.mark.parametrize(
    ("printed", "until"),
    [
        ("2025年6月底前", "2025-06-30"),
        ("2025年前", "2024-12-31"),
        ("2025年2月", "2025-02-28"),
        ("9月15日前", "2025-09-15"),
        ("上半年", "2025-06-30"),
        ("第三季度", "2025-09-30"),
        ("Q3 2025", "2025-09-30"),
        ("by Q2 2026", "2026-06-30"),
        ("二〇二六年年底前", "2026-12-31"),
        ("2025年3月至6月", "2025-06-30"),
        ("2025-09-30", "2025-09-30"),
        ("十四五期末", "2025-12-31"),
        ("2025年秋季学期开学前", "2025-08-31"),
        ("by the end of March 2026", "2026-03-31"),
        ("每学期", None),
        ("长期坚持", None),
        ("自公布之日起三十日内", None),
    ],
)
def test_a_date_is_read_to_its_last_day(printed: str, until: str | None) -> None:
    assert read_due(printed, 2025).until == until


@given(st.text(alphabet="2025年月日底前内年13至-.每学期旬季度上半 前Q1", max_size=16))
def test_any_date_is_read_to_days_of_the_calendar_or_to_none(printed: str) -> None:
    due = read_due(printed, 2025)
    for day in (due.start, due.until):
        assert day is None or (len(day) == len("2025-01-01") and "01" <= day[5:7] <= "12")


@given(
    st.text(
        alphabet="由市教育局县财政委牵头配合负责会同责任单位完成时限：；，、。（）()和\n\t|2025年6月底前",
        max_size=60,
    )
)
def test_what_a_task_quotes_stands_in_its_section(body: str) -> None:
    plan = plan_of(body)
    texts = {section.id: section.text for section in plan.sections}
    for task in plan.tasks:
        assert texts[task.section][task.span.start : task.span.end] == task.quote
        assert task.lead or task.helpers or task.deadline


def test_common_nouns_are_no_bodies() -> None:
    assert not any(are_bodies(words, strict=True) for words in ("语文、数学", "中小学", "工作方案"))


def test_offices_and_a_date_in_brackets_below_a_task_are_its_owners() -> None:
    (task,) = tasks_of("（一）盘活闲置校舍\n[区国资中心、区卫健局，2026年11月底]\n（二）加强管理")
    assert task.lead == ("区国资中心", "区卫健局")
    assert not tasks_of("（一）盘活闲置校舍\n（县教育局）")


def test_those_who_help_may_be_named_before_the_one_who_leads() -> None:
    (task,) = plan_of("区编办、区人社局配合区教育局制定轮岗细则。").tasks
    assert (task.lead, task.helpers) == (("区教育局",), ("区编办", "区人社局"))


def test_what_a_body_does_is_no_part_of_its_name() -> None:
    (task,) = plan_of("区教育局会同区财政局、区住建局完成功能教室补建。").tasks
    assert task.helpers == ("区财政局", "区住建局")
