"""Labels: what reads as one, what it counts, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.outline.labels import (
    Kind,
    chinese_number,
    find_labels,
    match_label,
    roman_number,
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
        ("1.2.3 范围", "1.2.3", Kind.DECIMAL_3, 3),
        ("附件2：分工表", "附件2：", Kind.ATTACHMENT, 2),
        ("Chapter 3: Schools", "Chapter 3:", Kind.CHAPTER, 3),
        ("Article IV Powers", "Article IV", Kind.ARTICLE, 4),
        ("B. Staff", "B.", Kind.LETTER, 2),
        ("IV. Staff", "IV.", Kind.ROMAN, 4),
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
    ["2024年", "3.5%以上", "95%的学校", "十五所学校", "第一批学校", "（试行）", "*所", "工作"],
)
def test_quantities_and_words_are_no_labels(text: str) -> None:
    assert not starts_with_label(text)


def test_within_a_line_a_label_does_not_follow_a_digit_a_letter_or_an_ordinal() -> None:
    text = "投入3.5亿元，PM2.5下降，见第三项和A1.表。2.加强督导"
    assert [found.label for found in find_labels(text)] == ["2."]


def test_a_bare_dot_between_characters_may_be_a_label_that_lost_its_number() -> None:
    lost = [found for found in find_labels("德育工作.深入开展活动") if found.number is None]
    assert [found.label for found in lost] == ["."]


@given(st.integers(1, 999))
def test_chinese_numerals_read_back(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""
    assert chinese_number(text) == number


def test_roman_numerals_read_back() -> None:
    romans = ["I", "II", "III", "IV", "V", "VI", "IX", "X", "XIV", "XL", "XC", "Ⅷ"]
    assert [roman_number(r) for r in romans] == [1, 2, 3, 4, 5, 6, 9, 10, 14, 40, 90, 8]
    assert roman_number("") is None


@given(st.text(max_size=60))
def test_a_found_label_is_what_stands_at_its_place(text: str) -> None:
    for found in find_labels(text):
        assert text[found.start : found.end].strip() == found.label
