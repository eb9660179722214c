import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.numerals import read_number

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
