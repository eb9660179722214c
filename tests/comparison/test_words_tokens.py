"""What is cut as one unit, by rule and by dictionary."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.words.lexicon import terms
from plandiff.comparison.words.rules import BEGINNING, HAN, LINE_LABEL, OPENING_QUOTE, QUOTED, RULES
from plandiff.comparison.words.tokens import pieces
from plandiff.corpus.folding import simplify


@pytest.mark.parametrize(
    "text",
    [
        "到/2025年/，/新增/学位/3640/个",
        "总投资/一千三百二十万/元",
        "二〇二五年/底",
        "达到/９５％/以上",
        "招聘/1,200/名",
        "3月15日/前/完成",
        "用/3—5/年",
        "新建/1-2/所",
        "增长/1.2万/个",
        "不/低于/≥95%",
        "达到/*%",
        "（一）/抓好/质量",
        "按照/〔2024〕3号/文件",
        "2021—2025年",
        "8:30/到校",
        "百分之十五/以上",
        "三分之一/以上",
        "第十二条/第二款",
        "党/的/二十大/精神",
        "十四五/规划",
        "统一/百分制",
        "要求/：/一是/统一/思想/；/二要/加强/督查",
        "1+X/证书/和/5G/网络",
        "COVID-19/ /and/ /Wi-Fi",
        "提高/学前三年/毛入园率",
        "“/县管校聘/”/改革",
        "加强/教师/队伍/建设",
        "認真/落實/雙減/政策",
        "👨‍👩‍👧/家/🇨🇳/1️⃣",
    ],
)
def test_numbers_names_and_terms_are_one_unit(text: str) -> None:
    units = text.split("/")
    plain = pieces(simplify("".join(units)))
    cuts = [len("".join(plain[: at + 1])) for at in range(len(plain))]
    assert cuts == [len("".join(units[: at + 1])) for at in range(len(units))], plain


@pytest.mark.parametrize(
    "text",
    [
        "人力/资源管 理/部　门",
        "超过/五分 之四",
        "第十 二/次",
        "建设/“/三个助 手/”",
        "投资/一千 三百二 十万/元",
        "第一章/　　/总　则",
        "到/ /2030 年/底/，/增加/ /4500 万/人",
        "序号/　/名称/　　/责任/单位",
    ],
)
def test_layout_spaces_tear_no_word_number_or_name(text: str) -> None:
    assert pieces(text.replace("/", "")) == text.split("/")


def test_our_terms_are_words_even_where_their_parts_are() -> None:
    for term in ("毛入园率", "立德树人", "生均", "家校共育", "控辍保学"):
        assert term in terms()
        assert pieces(f"提高{term}水平") == ["提高", term, "水平"]


RULE = re.compile("|".join((QUOTED, LINE_LABEL, *RULES.values())))
MAY_BEGIN = re.compile(rf"[^{HAN}]|[{BEGINNING}]|(?<={OPENING_QUOTE}).")
RULED = st.sampled_from("第一两几十百千万零〇年月日分之点条号章统教的 \n“”（1２,.％%-A+〔〕:≥*")


@given(st.text(RULED, max_size=12))
def test_no_rule_begins_at_a_character_at_which_rules_are_not_looked_for(text: str) -> None:
    for found in RULE.finditer(text):
        assert MAY_BEGIN.match(text, found.start()), found.group()


@pytest.mark.parametrize(
    "unit",
    ["一", "1", "1,", "第一", "教 ", "a-", "〔2024", "分之", "“教", "，", "*", "1:", "👨\u200d"],
)
def test_a_hundred_thousand_characters_of_one_kind_are_cut_in_seconds(unit: str) -> None:
    # A rule that tries again at every place would take a minute and more.
    start = time.process_time()
    assert "".join(pieces(unit * (100_000 // len(unit))))
    assert time.process_time() - start < 15
