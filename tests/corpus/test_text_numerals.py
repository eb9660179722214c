import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.text.numerals import (
    LEGAL,
    read_count,
    read_number,
    read_roman,
    write_count,
    write_digits,
    write_roman,
)

cn2an = pytest.importorskip("cn2an")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1,200", 1200),
        ("4.9亿", 490_000_000),
        ("1.3万亿", 1_300_000_000_000),
        ("3千5百", 3500),
        ("十五", 15),
        ("两", 2),
        ("一千三百二十万", 13_200_000),
        ("二百零五", 205),
        ("一百二", 120),
        ("一万二", 12_000),
        ("二〇二五", 2025),
        ("一点五", 1.5),
        ("百分之九十", 0.9),
        ("百分之九十点五", 0.905),
        ("三分之一", 1 / 3),
        ("半", 0.5),
        ("壹佰", 100),
    ],
)
def test_a_numeral_is_read_as_the_number_it_says(text: str, value: float) -> None:
    assert read_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "若干", "3.5.1", "第", "点五", "一点", "百分之", "零分之一"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_whole_numbers_are_read_as_cn2an_writes_them(number: int) -> None:
    assert read_number(cn2an.an2cn(number)) == number


@given(st.text(max_size=60))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    assert read_number(text) is None or isinstance(read_number(text), float)


@given(st.text(alphabet="零一两十百千万亿点分之.0123456789,", max_size=40))
def test_any_mixture_of_numeral_characters_is_survived(text: str) -> None:
    assert read_number(text) is None or isinstance(read_number(text), float)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("１２", 12),
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百二", 120),
        ("一百二十", 120),
        ("一千二百六十", 1260),
        ("二〇二五", 2025),
        ("二○○八", 2008),
        ("", None),
        ("B", None),
        ("*", None),
        ("1.5", None),
        ("百分之五", None),
        ("9" * 5000, None),
    ],
)
def test_a_count_is_a_whole_number_or_none(text: str, count: int | None) -> None:
    assert read_count(text) == count


@given(st.integers(0, 99_999))
def test_a_count_reads_back_as_it_was_written(number: int) -> None:
    assert read_count(write_count(number)) == number
    assert read_number(write_count(number)) == number
    assert read_count(write_count(number, LEGAL)) == number


@given(st.integers(1000, 9999))
def test_digits_read_back_as_they_were_written(number: int) -> None:
    assert read_count(write_digits(number)) == number


@given(st.text("零〇一二两三九十百千万亿0１23", max_size=12))
def test_both_readers_agree_on_what_is_a_count(text: str) -> None:
    count = read_count(text)
    assert count is None or text.isdecimal() or read_number(text) == count


@given(st.integers(1, 399))
def test_roman_numerals_read_back_as_they_were_written(number: int) -> None:
    assert read_roman(write_roman(number)) == number


def test_what_is_no_roman_numeral_is_none() -> None:
    assert [read_roman(text) for text in ("", "MIX", "Ⅷ", "XL", "四")] == [None, None, 8, 40, None]
