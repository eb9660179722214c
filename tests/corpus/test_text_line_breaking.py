"""Line breaking: laws that hold for any text, and the rules of Chinese prose by example."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.text.line_breaking import NO_END, NO_START, NUMBER, wrap, wrap_segments
from plandiff.corpus.text.width import cell_width, use_ambiguous_width

PROSE = st.text(
    st.sampled_from(
        "教育局学校年度完成人次所幼儿园，。、；：？！“”《》（）——……0123456789.%万元 abcDEF-"
    ),
    max_size=200,
)
WIDTHS = st.integers(min_value=24, max_value=110)


def lines(text: str, width: int) -> list[str]:
    starts = [0, *wrap(text, width)]
    return [text[a:b] for a, b in pairwise(starts)]


def number_cuts(text: str, width: int) -> Iterator[str]:
    """Numbers that fit on a line and yet were broken, in the app or in reports."""
    cuts = {*wrap(text, width), *wrap(text, width, prefer_pauses=True)}
    for number in NUMBER.finditer(text):
        inside = set(range(number.start() + 1, number.end())) & cuts
        if inside and cell_width(number.group()) <= width // 2:
            yield number.group()


@given(st.text(max_size=300).map(lambda t: t.replace("\n", " ")), st.integers(0, 120))
def test_joined_lines_give_the_text_back(text: str, width: int) -> None:
    assert "".join(lines(text, width)) == text


@given(st.text(max_size=300).map(lambda t: t.replace("\n", " ")), st.integers(8, 120))
def test_no_line_is_wider_than_the_width_but_for_spaces_hanging_over(text: str, width: int) -> None:
    for line in lines(text, width):
        shown = line.rstrip(" \u3000")
        assert cell_width(shown) <= width or len(shown) < 8  # one cluster wider than the line


@given(PROSE, WIDTHS)
def test_breaks_advance_to_the_end(text: str, width: int) -> None:
    ends = wrap(text, width)
    assert list(ends) == sorted(set(ends))
    assert ends[-1] == len(text)


PIECES = (
    *("毛入园率", "达到", "85.5%", "1,500万元", "3—5个百分点", "，", "。", "“双减”", "《办法》"),
    *("（试行）", "——", "……", "plan", "人", "2025年"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), WIDTHS)
def test_prose_keeps_marks_numbers_and_words_together(text: str, width: int) -> None:
    text = re.sub("([，。…—])[，。…—]+", r"\1", text)
    broken = lines(text, width)
    for before, after in pairwise(broken):
        assert after[0] not in NO_START
        assert before.rstrip()[-1] not in NO_END
        assert not (before[-1].isascii() and before[-1].isalpha() and after[0].isalpha()
                    and after[0].isascii())  # fmt: skip
    assert not list(number_cuts(text, width))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("达到目标，完成任务。", 8, ["达到目", "标，完成", "任务。"]),
        ("推进“双减”工作", 6, ["推进", "“双减”", "工作"]),
        ("投入1,500万元资金", 12, ["投入", "1,500万元资", "金"]),
        ("占比由3%提高到5%", 7, ["占比由", "3%提高", "到5%"]),
        ("他说——不行", 5, ["他说", "——不", "行"]),
        ("等等……完成", 5, ["等", "等……", "完成"]),
        ("他说“好” ，走了", 8, ["他说", "“好” ，", "走了"]),
        ("the Management plan", 12, ["the ", "Management ", "plan"]),
        ("abcdefghijklmnop", 5, ["abcde", "fghij", "klmno", "p"]),
        ("年底", 2, ["年", "底"]),
        ("", 10, [""]),
    ],
)
def test_examples(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_a_cluster_is_never_cut() -> None:
    family = "👨\u200d👩\u200d👧"
    assert lines(f"学{family}校", 4) == [f"学{family}", "校"]


def test_a_kept_span_moves_to_the_next_line_whole() -> None:
    text = "完成率达到九成[▲+4]以上"
    start = text.index("[")
    assert start not in wrap(text, 17)
    assert start in wrap(text, 17, ((start, start + 5),))


def test_ambiguous_characters_may_take_two_cells() -> None:
    try:
        use_ambiguous_width(2)
        assert cell_width("“双减”") == 8
        assert all(cell_width(line) <= 10 for line in lines("“双减”“双减”“双减”", 10))
    finally:
        use_ambiguous_width(1)
    assert cell_width("“双减”") == 6


@pytest.mark.parametrize("piece", ["1", "，", "“", "一", "*", "1,", " ", "—", "X.", "百分之"])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert "".join(lines(text, 60)) == text


def lines_at_pauses(text: str, width: int) -> list[str]:
    return ["".join(part for part, _ in line) for line in wrap_segments([(text, "")], width)]


@given(
    st.lists(st.tuples(st.text(alphabet="毛入园率，。“”（）12.5%—… ab", max_size=30),
                       st.sampled_from(["", "x"])), max_size=5),
    st.integers(4, 40),
)  # fmt: skip
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(
    segments: list[tuple[str, str]], width: int
) -> None:
    lines = wrap_segments(segments, width)
    assert all(sum(cell_width(text) for text, _ in line) <= width for line in lines)
    joined = "".join(text for line in lines for text, _ in line)
    assert joined.replace(" ", "") == "".join(text for text, _ in segments).replace(" ", "")
    assert len(wrap_segments(segments, 0)) == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("毛入园率达到85%，", ["毛入园率达到", "85%，"]),
        ("毛入园率达（一）", ["毛入园率达", "（一）"]),
        ("总投资1234567万元", ["总投资", "1234567万元"]),
        ("建成校舍共一百二十间", ["建成校舍共", "一百二十间"]),
        ("投入资金3,860万元", ["投入资金", "3,860万元"]),
    ],
)
def test_lines_break_where_a_typesetter_breaks_them(text: str, lines: list[str]) -> None:
    assert lines_at_pauses(text, 12) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("增长5%增长7.5%（+2.5个百分点）", 22, ["增长5%增长7.5%", "（+2.5个百分点）"]),
        ("落实各项扶持政策，加快推进建设", 22, ["落实各项扶持政策，", "加快推进建设"]),
        (
            "加强学校基层组织和队伍建设【删：继续】",
            32,
            ["加强学校基层组织和队伍建设", "【删：继续】"],
        ),
    ],
)
def test_lines_rather_end_at_a_pause_than_inside_a_word(
    text: str, width: int, lines: list[str]
) -> None:
    assert lines_at_pauses(text, width) == lines


@pytest.mark.shared
@pytest.mark.slow
def test_real_plans_keep_the_rules_at_every_width(shared: Path) -> None:
    """Each paragraph at three widths of those that panes and outline have, all of them in turn."""
    folders = ("seeds", "plans", "revisions")
    paths = sorted(p for folder in folders for p in (shared / folder).glob("*.txt"))
    texts = [text for p in paths for text in p.read_text("utf-8", "replace").split("\n")]
    for number, text in enumerate(texts):
        for width in (18 + number % 22, 40 + number % 61, 100 - number % 61):
            broken = lines(text, width)
            assert "".join(broken) == text
            if width >= 24:  # a range of two years in full-width digits
                assert not list(number_cuts(text, width)), (width, text)
            for before, line in pairwise(broken):
                assert cell_width(line.rstrip(" \u3000")) <= width
                unavoidable = cell_width(re.split(r"\s", before)[-1]) >= width - 2
                assert line[0] not in NO_START or unavoidable, (width, before, line)
