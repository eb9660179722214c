"""The law of reading: every character is in exactly one heading, body, label or removed text."""

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.parsing import parse

LABELS = [
    "一、",
    "二、",
    "三、",
    "十、",
    "十一、",
    "（一）",
    "(二)",
    "〔三〕",
    "1.",
    "2.",
    "3.",
    "10.",
    "0.",
    ".",
    "*.",
    "*,",
    "1、",
    "2、",
    "3、",
    "①",
    "②",
    "⑴",
    "㈠",
    "(1)",
    "（2）",
    "1)",
    "2）",
    "第一章",
    "第二节",
    "第三条",
    "第十条之一",
    "第n条",
    "第1条",
    "第一篇",
    "第一部分",
    "1.1",
    "1.2",
    "1.1.1",
    "A.",
    "B.",
    "I.",
    "II.",
    "附件",
    "附件1：",
    "(x)教",
    "1/3",
    "2/3",
    *(
        "壹、",
        "貳、",
        "甲、",
        "乙、",
        "（甲）",
        "第六之一條",
        "第 2-1 條",
        "任务一：",
        "任务二：",
        "第1步：",
    ),
    *(
        "Q1：",
        "Q2：",
        "◆",
        "◆ 学校",
        "● 建设",
        "一是",
        "二是",
        "首先，",
        "【任务】",
        "KPI:",
        "(a)",
        "(i)",
        "(ii)",
    ),
    *(
        "a.",
        "b)",
        "Goal 1:",
        "Goal Two:",
        "Objective 1.1",
        "Action Step A:",
        "OUR GOALS",
        "Why We Act",
    ),
    "Chapter",
    "Article",
    "Section",
    "-",
    "*",
    "#",
    "——",
]
WORDS = [
    "加强教育",
    "推进改革",
    "全面落实",
    "学校",
    "2024年",
    "达到95%",
    "3.5亿元",
    "“双减”",
    "《意见》",
    "（试行）",
    "目录",
    "下载文档",
    "会员",
    "购物车",
    "在线阅读",
    "www.example.com",
    "工作要点",
    "工作计划",
    "关于",
    "early",
    "years",
    "We-will",
    "指导思想",
    "基本原则",
    "建设加快",
    "各位代表：",
    "学前教育",
    "第2页共3页",
    "<!--",
    "-->",
    "---",
    "title:",
]
GAPS = ["", "", " ", "  ", "\u3000\u3000", "     ", "\t", "\n", "\n\n", "\f", "\u200b", "\ufeff"]
MARKS = ["。", "，", "；", "：", "、", "！", ".", ",", "……", "”", "（"]

pieces = st.sampled_from([*LABELS, *WORDS, *GAPS, *MARKS, *GAPS, *MARKS])
plan_like = st.lists(pieces, max_size=120).map("".join)


def read(text: str) -> Plan:
    source = Source("a.txt", "txt", "utf-8", "", len(text))
    return parse(Document(source, tuple(Line(line) for line in text.split("\n"))))


def visible(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


def shown(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for section in plan.sections:
        found += visible(section.heading) + visible(section.body) + visible(section.label or "")
    for removed in plan.removed:
        found += visible(removed.text)
    return found


def assert_nothing_lost(text: str) -> None:
    plan = read(text)
    given_characters, shown_characters = visible(text), shown(plan)
    stops = given_characters.pop("。", 0) + given_characters.pop("｡", 0)
    shown_stops = shown_characters.pop("。", 0) + shown_characters.pop("｡", 0)
    assert shown_characters == given_characters
    assert stops - len(plan.sections) < shown_stops <= stops


@settings(max_examples=150)
@given(plan_like)
@example("- 第一条 总则\n- 第二条 附则")
@example("《教育工作计划.docx》由会员分享,可在线阅读\n1、教育工作计划今年是关键的一年。\n2、")
def test_no_mix_of_labels_gaps_and_site_words_loses_a_character(text: str) -> None:
    assert_nothing_lost(text)


@settings(max_examples=80)
@given(st.text(max_size=400))
def test_no_arbitrary_text_loses_a_character(text: str) -> None:
    assert_nothing_lost(text)


@settings(max_examples=80)
@given(st.lists(st.tuples(plan_like, st.none() | st.integers(1, 4), st.booleans()), max_size=12))
def test_headings_of_a_format_lose_nothing_either(paragraphs: list[tuple[str, int, bool]]) -> None:
    lines = tuple(Line(text, level, None, whole) for text, level, whole in paragraphs)
    text = "\n".join(line.text for line in lines)
    plan = parse(Document(Source("a.docx", "docx", None, "", len(text)), lines))
    lost = visible(text) - shown(plan)
    assert set(lost) <= {"。"}
    assert not shown(plan) - visible(text)


@settings(max_examples=80)
@given(plan_like)
def test_sections_form_a_tree_in_document_order(text: str) -> None:
    sections = read(text).sections
    assert [section.id for section in sections] == [f"s{i}" for i in range(len(sections))]
    levels = {section.id: section.level for section in sections}
    assert sections[0].parent is None
    assert sections[0].level == 0
    for earlier, section in enumerate(sections[1:]):
        assert section.parent is not None
        assert int(section.parent[1:]) <= earlier
        assert section.level == levels[section.parent] + 1


@settings(max_examples=100)
@given(plan_like)
def test_the_same_text_is_read_the_same_way_twice(text: str) -> None:
    assert read(text) == read(text)
