"""Long documents count far; years at the start of a line do not count at all."""

import pytest

from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.outline.labels import chinese_number
from plandiff.corpus.parsing import parse

_DIGITS = "零一二三四五六七八九"


def read(lines: list[str]) -> Plan:
    source = Source("a.txt", "text", "utf-8", "", sum(map(len, lines)))
    return parse(Document(source, tuple(map(Line, lines))))


def in_chinese(number: int) -> str:
    """1260 as 一千二百六十, 1005 as 一千零五, 12 as 十二."""
    written = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += _DIGITS[digit] + name
        elif written and number % place and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


@pytest.mark.parametrize("number", [7, 10, 12, 100, 110, 305, 1000, 1005, 1060, 1260, 9999])
def test_counting_numerals_are_read_up_to_four_digits(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


def test_a_code_of_1260_articles_has_1260_sections() -> None:
    lines = [f"第{in_chinese(n)}条 学校应当做好第{n}类事务的登记工作。" for n in range(1, 1261)]
    plan = read(["云川市校园事务条例", *lines])
    assert [section.number for section in plan.sections[1:]] == list(range(1, 1261))


def test_a_list_of_2100_items_has_2100_sections_although_2024_looks_like_a_year() -> None:
    lines = [f"{n}.办好第{n}所学校，改善办学条件。" for n in range(1, 2101)]
    plan = read(["云川市学校名录", *lines])
    assert [section.number for section in plan.sections[1:]] == list(range(1, 2101))


@pytest.mark.parametrize("year", ["2024.", "2024、", "3640."])
def test_a_large_number_that_nothing_leads_to_is_no_label(year: str) -> None:
    plan = read(["云川市工作要点", "1.办好学校。", f"{year}办学经费投入。", "2.办好幼儿园。"])
    assert [section.label for section in plan.sections[1:]] == ["1.", "2."]
