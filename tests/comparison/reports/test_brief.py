"""The short summary: a screen or two, the first things first, and what is left out is counted."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import ReportOptions, Review, ReviewNote, render
from plandiff.comparison.reports.shared.context_lines import one_line_summary
from plandiff.comparison.reports.shared.marks import Piece
from plandiff.corpus.text.width import cell_width
from tests.command_line import plandiff
from tests.reports_plans import a_plan, a_row, comparisons, in_order, sample_comparison

_SHORT = ReportOptions(short=True)


def _text(comparison: Comparison, options: ReportOptions = _SHORT) -> str:
    return render(comparison, "text", options).decode()


def _reworded(count: int) -> Comparison:
    """That many sections with three changes each, of growing length."""
    old = [
        (f"{n}.", f"任务{n}", "甲" * 40 + "旧" + "乙" * 40 + "去" + "丙" * 40 + "用")
        for n in range(count)
    ]
    new = [
        (f"{n}.", f"任务{n}", "甲" * 40 + "新" * (n + 1) + "乙" * 40 + "来" + "丙" * 40 + "办")
        for n in range(count)
    ]
    return in_order(a_plan((None, "计划", ""), *old), a_plan((None, "计划", ""), *new))


def test_targets_stand_first_then_what_is_new_and_what_is_gone() -> None:
    heads = re.findall(r"^[一二三四五六七八九]、(\w+)", _text(sample_comparison()), re.MULTILINE)
    assert heads == [
        "指标变化", "新增的章节", "删除的章节", "移动的章节", "拆分", "修改的章节",
        "全文统一修改的用语", "未逐条列出的变化",
    ]  # fmt: skip


def test_the_sample_plans_fit_on_two_screens_where_the_full_summary_does_not() -> None:
    assert _text(sample_comparison()).count("\n") < 130
    assert _text(sample_comparison(), ReportOptions()).count("\n") > 200


def test_a_section_is_told_by_its_telling_words_and_the_number_of_all_changes() -> None:
    same = "健全工作机制，压实各方责任，定期调度进展。"
    old = f"全面推进各项工作。{same}毛入园率达到81%以上，入学率稳定。{same}按期完成任务。"
    new = f"深入推进各项工作。{same}毛入园率达到85%以上，入学率稳定。{same}按期办好任务。"
    comparison = in_order(a_plan((None, "计划", old)), a_plan((None, "计划", new)))
    lines = _text(comparison, replace(_SHORT, width=56)).splitlines()
    at = lines.index("  1. 计划（3处，增5字、删5字）")
    assert lines[at + 1] == "     ……毛入园率达到8【1→5】%以上，……"


def test_what_is_left_out_is_counted() -> None:
    text = _text(_reworded(30))
    shown = len(re.findall(r"^ +\d+\. \d+\.任务", text, re.MULTILINE))
    assert f"另有{30 - shown}节未列出" in text
    assert shown == 12
    assert re.search(r"未列出的改动：\d+处（--full 逐处列出）", text)


@settings(max_examples=25)
@given(comparisons())
def test_shown_and_left_out_changes_are_all_changes(comparison: Comparison) -> None:
    def width_of(pieces: Sequence[Piece]) -> int:
        return sum(cell_width(piece.text) for piece in pieces)

    for row in comparison.rows:
        whole, little = (
            one_line_summary(row, {}, width_of, 10_000),
            one_line_summary(row, {}, width_of, 0),
        )
        assert whole.shown == whole.places == little.places
        assert little.shown == min(1, little.places)


def test_the_heaviest_sections_are_listed_in_the_order_of_the_plan() -> None:
    names = re.findall(r"^ +\d+\. (\d+)\.任务", _text(_reworded(30)), re.MULTILINE)
    assert [int(name) for name in names] == list(range(18, 30))


def test_a_section_with_a_note_is_listed_however_little_changed_in_it() -> None:
    review = Review(notes=(ReviewNote("r1", "请核对", "王芳", "2031-04-01"),))
    text = _text(_reworded(30), replace(_SHORT, review=review))
    assert "  1. 0.任务0" in text
    assert "批注：请核对" in text


def test_plans_without_a_difference_say_so_in_a_line() -> None:
    plan = a_plan((None, "计划", "甲。"))
    text = _text(Comparison(plan, plan, (a_row(0, plan.sections, plan.sections),)))
    assert "没有变化；1节未变" in text
    assert "--full" not in text


@pytest.mark.parametrize(
    ("words", "short"),
    [((), True), (("--short", "--full"), False), (("--format", "text", "--short"), True)],
)  # fmt: skip
def test_the_summary_is_short_and_the_text_report_full_unless_asked_otherwise(
    words: tuple[str, ...], short: bool
) -> None:
    text = plandiff("demo", "--lang", "zh", *words).stdout.decode()
    assert ("--full 逐处列出" in text) is short


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_asked(width: int, language: str) -> None:
    options = ReportOptions(short=True, width=width, language=language)
    assert max(map(cell_width, _text(sample_comparison(), options).splitlines())) <= width
