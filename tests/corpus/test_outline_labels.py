"""Labels: what reads as one, what it counts, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.outline.labels import (
    Kind,
    find_labels,
    match_label,
    starts_with_label,
)


@pytest.mark.parametrize(
    ("text", "label", "kind", "number"),
    [
        ("一、总体要求", "一、", Kind.CHINESE, 1),
        ("十二．保障", "十二．", Kind.CHINESE, 12),
        ("一、2024年工作回顾", "一、", Kind.CHINESE, 1),
        ("（三）突出重点", "（三）", Kind.BRACKETED, 3),
        ("(二十一)评价", "(二十一)", Kind.BRACKETED, 21),
        ("一）学前教育", "一）", Kind.BRACKETED, 1),
        ("㈢重点", "㈢", Kind.BRACKETED, 3),
        ("Q2-Q3：攻坚", "Q2-Q3：", Kind.WORD, 2),
        ("第1—2周：开学", "第1—2周：", Kind.WORD, 1),
        ("三月份：", "三月份：", Kind.WORD, 3),
        ("举措1-2：优化", "举措1-2：", Kind.WORD, 2),
        ("行動方案1-1　改善人行空間", "行動方案1-1", Kind.WORD, 1),
        ("推動項目2-1-3 修復古蹟", "推動項目2-1-3", Kind.WORD, 3),
        ("工作項目B-2 線上申辦", "工作項目B-2", Kind.WORD, 2),
        ("子计划1.2：喘息服务", "子计划1.2：", Kind.WORD, 2),
        ("主軸一、數位基礎", "主軸一、", Kind.WORD, 1),
        ("关键结果KR2：准时", "关键结果KR2：", Kind.WORD, 2),
        ("2-1 建设平台", "2-1", Kind.DECIMAL, 1),
        ("Ⅱ 重点任务", "Ⅱ", Kind.ROMAN, 2),
        ("Strategy A.1.2: Train", "Strategy A.1.2:", Kind.STRATEGY, 2),
        ("第二条-1 部门参照执行", "第二条-1", Kind.ARTICLE, 2),
        ("1.加强教研", "1.", Kind.ARABIC, 1),
        ("１２．加强教研", "１２．", Kind.ARABIC, 12),
        ("3、抓落实", "3、", Kind.ARABIC, 3),
        ("⒉抓落实", "⒉", Kind.ARABIC, 2),
        ("1.2024年起实施", "1.", Kind.ARABIC, 1),
        ("*.强化管理", "*.", Kind.ARABIC, None),
        ("*,强化管理", "*,", Kind.ARABIC, None),
        ("0.加快推进", "0.", Kind.ARABIC, 0),
        ("(1)开展活动", "(1)", Kind.ARABIC_BRACKETED, 1),
        ("（２）开展活动", "（２）", Kind.ARABIC_BRACKETED, 2),
        ("⑶开展活动", "⑶", Kind.ARABIC_BRACKETED, 3),
        ("2）开展活动", "2）", Kind.ARABIC_HALF, 2),
        ("③开展活动", "③", Kind.CIRCLED, 3),
        ("第一章　总则", "第一章", Kind.CHAPTER, 1),
        ("第二节 设立", "第二节", Kind.SECTION, 2),
        ("第一百零五条 附则", "第一百零五条", Kind.ARTICLE, 105),
        ("一百一十一、办好小学", "一百一十一、", Kind.CHINESE, 111),
        ("二千三百零四、办好中学", "二千三百零四、", Kind.CHINESE, 2304),
        ("（一百二十八）食堂", "（一百二十八）", Kind.BRACKETED, 128),
        ("第十条之一 校长", "第十条之一", Kind.ARTICLE, 10),
        ("第 7 条 会费", "第 7 条", Kind.ARTICLE, 7),
        ("第n条 会费", "第n条", Kind.ARTICLE, None),
        ("第三篇 转型", "第三篇", Kind.PART, 3),
        ("第二部分：任务", "第二部分：", Kind.PART, 2),
        ("1.2 范围", "1.2", Kind.DECIMAL, 2),
        ("A.2 术语", "A.2", Kind.DECIMAL, 2),
        ("B.1.3 Hire a coach", "B.1.3", Kind.DECIMAL_3, 3),
        ("Area of Focus 2: Attendance", "Area of Focus 2:", Kind.GOAL, 2),
        ("NO.3 平安校园", "NO.3", Kind.ARABIC_BARE, 3),
        ("❷ 队伍建设", "❷", Kind.CIRCLED, 2),
        ("1.2.3 范围", "1.2.3", Kind.DECIMAL_3, 3),
        ("附件2：分工表", "附件2：", Kind.ATTACHMENT, 2),
        ("Chapter 3: Schools", "Chapter 3:", Kind.CHAPTER, 3),
        ("Article IV Powers", "Article IV", Kind.ARTICLE, 4),
        ("B. Staff", "B.", Kind.LETTER, 2),
        ("IV. Staff", "IV.", Kind.ROMAN, 4),
        ("第六之一條 校務會議", "第六之一條", Kind.ARTICLE, 6),
        ("第十二条之二 校长", "第十二条之二", Kind.ARTICLE, 12),
        ("第 6-1 條 校務會議", "第 6-1 條", Kind.ARTICLE, 6),
        ("第6條之1 校務會議", "第6條之1", Kind.ARTICLE, 6),
        ("壹、前言", "壹、", Kind.FORMAL, 1),
        ("貳、目標", "貳、", Kind.FORMAL, 2),
        ("叁、任务", "叁、", Kind.FORMAL, 3),
        ("参、任务", "参、", Kind.FORMAL, 3),
        ("參、任務", "參、", Kind.FORMAL, 3),
        ("陆、附则", "陆、", Kind.FORMAL, 6),
        ("拾壹、附則", "拾壹、", Kind.FORMAL, 11),
        ("（貳）經費", "（貳）", Kind.BRACKETED, 2),
        ("甲、教学", "甲、", Kind.STEM, 1),
        ("丙．后勤", "丙．", Kind.STEM, 3),
        ("（乙）后勤", "（乙）", Kind.LETTER_BRACKETED, 2),
        ("任务一：规范培训", "任务一：", Kind.WORD, 1),
        ("重点任务十一：规范培训", "重点任务十一：", Kind.WORD, 11),
        ("任务二 规范培训", "任务二", Kind.WORD, 2),
        ("措施1：建立台账", "措施1：", Kind.WORD, 1),
        ("【行动二】书香", "【行动二】", Kind.WORD, 2),
        ("第3步：总结", "第3步：", Kind.WORD, 3),
        ("第二阶段（4月至6月）：实施", "第二阶段", Kind.WORD, 2),
        ("第一季度：摸底", "第一季度：", Kind.WORD, 1),
        ("Q4：验收", "Q4：", Kind.WORD, 4),
        ("KR2: Reading", "KR2:", Kind.WORD, 2),
        ("Phase 2: Train teachers", "Phase 2:", Kind.WORD, 2),
        ("Goal 1: Reading", "Goal 1:", Kind.GOAL, 1),
        ("Goal Two: Reading", "Goal Two:", Kind.GOAL, 2),
        ("Objective A.2 Read daily", "Objective A.2", Kind.STRATEGY, 2),
        ("Strategy 1.1.b. Screen pupils", "Strategy 1.1.b.", Kind.STRATEGY, 2),
        ("Action step ii. Hire coaches", "Action step ii.", Kind.STRATEGY, 2),
        ("乙部　關注事項", "乙部", Kind.PART, 2),
        ("GOAL II: Reading", "GOAL II:", Kind.GOAL, 2),
        ("Objective 1.2 Read daily", "Objective 1.2", Kind.STRATEGY, 2),
        ("Action Step B: Hire coaches", "Action Step B:", Kind.STRATEGY, 2),
        ("(c) Hire coaches", "(c)", Kind.LETTER_BRACKETED, 3),
        ("(iii) Hire coaches", "(iii)", Kind.ROMAN_BRACKETED, 3),
        ("b) Hire coaches", "b)", Kind.LETTER_LOWER, 2),
        ("iv. Hire coaches", "iv.", Kind.ROMAN_LOWER, 4),
    ],
)
def test_a_label_is_read_with_its_kind_and_number(
    text: str, label: str, kind: Kind, number: int | None
) -> None:
    found = match_label(text)
    assert found is not None
    assert (found.label, found.kind, found.number) == (label, kind, number)


@pytest.mark.parametrize(
    "text",
    [
        *("2024年", "3.5%以上", "95%的学校", "十五所学校", "第一批学校", "（试行）", "*所", "工作"),
        *("壹角", "甲、乙双方", "第一书记：张", "统一：", "表1：指标", "Goal 1 is to read", "a.m."),
        *("第3-5条的规定", "Table 1: Schools", "第一阶段，完成摸底", "15:50音乐", "时间1:20完成"),
    ],
)
def test_quantities_and_words_are_no_labels(text: str) -> None:
    assert not starts_with_label(text)


def test_within_a_line_a_label_does_not_follow_a_digit_a_letter_or_an_ordinal() -> None:
    text = "投入3.5亿元，PM2.5下降，见第三项和A1.表。2.加强督导"
    assert [found.label for found in find_labels(text)] == ["2."]


def test_a_bare_dot_between_characters_may_be_a_label_that_lost_its_number() -> None:
    lost = [found for found in find_labels("德育工作.深入开展活动") if found.number is None]
    assert [found.label for found in lost] == ["."]


@given(st.text(max_size=60))
def test_a_found_label_is_what_stands_at_its_place(text: str) -> None:
    for found in find_labels(text):
        assert text[found.start : found.end].strip() == found.label
