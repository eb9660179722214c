"""What each clause of a text binds to: numbered cases, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.force import Kind, Mode, read_clauses

CASES = {
    1: ("各校必须公开收费标准。", [("必须", 5, "explicit")]),
    2: ("各校應當公開收費標準。", [("應當", 5, "explicit")]),
    3: ("任何单位不得挪用经费。", [("不得", 5, "explicit")]),
    4: ("力争实现全部达标。", [("力争", 3, "explicit")]),
    5: ("大力推进集团化办学。", [("大力推进", 3, "explicit")]),
    6: ("鼓励和支持社会力量办园。", [("鼓励和支持", 2, "explicit")]),
    7: ("教师可以跨校兼课。", [("可以", 1, "explicit")]),
    8: ("探索建立学分银行。", [("探索", 1, "explicit")]),
    9: ("研究制定奖补办法。", [("研究", 1, "explicit")]),
    10: ("建立校园安全档案。", [("建立", 4, "bare")]),
    11: ("要建立校园安全档案。", [("要", 4, "explicit")]),
    12: ("要保证课时落实。", [("保证", 5, "explicit")]),
    13: ("应当鼓励家长参与。", [("应当", 5, "explicit")]),
    14: ("原则上应当就近入学。", [("应当", 4, "explicit")]),
    15: ("一般应当就近入学。", [("应当", 4, "explicit")]),
    16: ("有条件的学校要开设游泳课。", [("要", 3, "explicit")]),
    17: ("鼓励有条件的学校开设游泳课。", [("鼓励", 2, "explicit")]),
    18: ("不鼓励幼儿园购置大型玩具。", [("不鼓励", 2, "explicit")]),
    19: ("本办法所称学校是指公办中小学。", [("", 0, "none")]),
    20: ("情节严重的，可以暂停招生。", [("", 0, "none"), ("可以", 1, "explicit")]),
    21: ("坚决遏制违规补课。", [("坚决遏制", 5, "explicit")]),
    22: ("完成了教室改造。", [("改造", 0, "none")]),
    23: ("不得擅自停课，由家长代管。", [("不得", 5, "explicit"), ("不得", 5, "carried")]),
    24: ("主要任务、相应需求、可持续供给。", [("", 4, "bare")]),
    25: ("印发《关于支持民办园发展的意见》。", [("", 4, "bare")]),
    26: ("Schools must publish fees.", [("must", 5, "explicit")]),
    27: ("Schools shall not charge fees.", [("shall not", 5, "explicit")]),
    28: ("The bureau will build two schools.", [("will", 4, "explicit")]),
    29: ("We strive to reach every village.", [("strive", 3, "explicit")]),
    30: ("The bureau encourages parents to help.", [("encourages", 2, "explicit")]),
    31: ("Schools may open at weekends.", [("may", 1, "explicit")]),
    32: ("In May 2025 the report is due.", [("", 0, "none")]),
}


@pytest.mark.parametrize("number", list(CASES))
def test_each_clause_has_the_word_the_grade_and_the_mode_that_a_reader_gives_it(
    number: int,
) -> None:
    text, expected = CASES[number]
    assert [(c.word, c.grade, c.mode.value) for c in read_clauses(text)] == expected


@pytest.mark.parametrize(
    ("text", "exceptions"),
    [
        ("除寄宿学校外，不得安排早自习。", 1),
        ("不得安排早自习，寄宿学校除外。", 1),
        ("除寄宿学校外，还应当安排值班。", 0),
        ("Schools must close early unless it rains.", 1),
    ],
)
def test_phrases_that_take_cases_out_are_exceptions(text: str, exceptions: int) -> None:
    assert sum(len(clause.exceptions) for clause in read_clauses(text)) == exceptions


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("全面实施集团化办学。", Kind.ALL, "全面"),
        ("逐步实施集团化办学。", Kind.GRADUAL, "逐步"),
        ("在部分学校实施集团化办学。", Kind.SOME, "部分"),
        ("開展集團化辦學試點。", Kind.SOME, "試點"),
        ("Fully fund selected schools.", Kind.SOME, "selected"),
    ],
)
def test_words_of_reach_are_found_as_they_are_printed(text: str, kind: Kind, word: str) -> None:
    [clause] = read_clauses(text)
    assert [found.text for found in clause.of_kind(kind)] == [word]


TEXTS = st.lists(
    st.sampled_from(
        ["应当", "鼓励", "不得", "除", "外", "，", "。", "\n", "（", "）", "“", "可", "1.5", " "]
    ),
    max_size=24,
).map("".join) | st.text(max_size=60)


@given(TEXTS)
def test_clauses_are_in_order_without_overlap_and_hold_no_line_end(text: str) -> None:
    end = 0
    for clause in read_clauses(text):
        assert end <= clause.span.start < clause.span.end <= len(text)
        assert "\n" not in text[clause.span.start : clause.span.end]
        end = clause.span.end


@given(TEXTS)
def test_words_are_quotes_of_the_text_and_only_clauses_that_ask_for_nothing_have_no_grade(
    text: str,
) -> None:
    for clause in read_clauses(text):
        assert (clause.grade == 0) is (clause.mode is Mode.NONE)
        assert 0 <= clause.grade <= 5
        for word in clause.words:
            assert text[word.span.start : word.span.end] == word.text
