"""What is too long for a summary is cut with its size; the full text is asked for by context."""

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, Op
from plandiff.comparison.model import Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports import ReportOptions, render
from plandiff.corpus.model import Relation, Span, Target
from tests.reports_plans import a_plan, a_row, in_order

SENTENCE = "全面推进校园安全建设，定期检查消防设施。"


def _rows(*edits: Edit) -> Comparison:
    old = "".join(e.text for e in edits if e.op is not Op.INSERT)
    new = "".join(e.text for e in edits if e.op is not Op.DELETE)
    plans = a_plan(("一、", "安全", old)), a_plan(("一、", "安全", new))
    row = a_row(0, plans[0].sections, plans[1].sections)
    row = replace(row, edits=(Edit(Op.EQUAL, "安全\n"), *edits), substantive=True)
    return Comparison(*plans, (row,))


def _said(comparison: Comparison, form: str, context: int | None = None) -> str:
    return render(comparison, form, ReportOptions(width=0, context=context)).decode()


@pytest.mark.parametrize("form", ["text", "md"])
def test_a_long_deletion_keeps_head_and_tail_and_says_its_size(form: str) -> None:
    comparison = _rows(Edit(Op.EQUAL, SENTENCE * 9), Edit(Op.DELETE, SENTENCE * 6))
    said = _said(comparison, form)
    assert f"{SENTENCE * 2}……{SENTENCE}（共120字）" in said
    assert SENTENCE * 6 not in said
    assert SENTENCE * 6 in _said(comparison, form, context=-1)


def test_paragraphs_deleted_one_after_the_other_are_one_run() -> None:
    paragraphs = "\n".join([SENTENCE * 2] * 4)
    comparison = _rows(Edit(Op.EQUAL, SENTENCE * 9), Edit(Op.DELETE, f"\n{paragraphs}"))
    assert "（共4段160字）】" in _said(comparison, "text")


def test_a_section_rewritten_almost_wholly_is_told_by_its_counts() -> None:
    comparison = _rows(
        Edit(Op.EQUAL, SENTENCE), Edit(Op.DELETE, "旧" * 600), Edit(Op.INSERT, "新词，" * 150)
    )
    said = _said(comparison, "text")
    assert "（大部改写：旧版623字，新版473字，相同约4%；全文见对照表或网页报告）" in said
    assert f"现文开头：{SENTENCE}新词，" in said
    assert "旧旧" not in said


def test_a_rewritten_section_names_its_old_and_new_heading() -> None:
    old, new = a_plan(("一、", "教师", "旧" * 500)), a_plan(("一、", "队伍", "新" * 500))
    assert "【教师→队伍】\n     （大部改写：" in _said(in_order(old, new), "text")


def test_new_targets_of_one_place_name_it_once() -> None:
    plan = a_plan((None, "计划", ""), ("一、", "目标", "建成公园3座、球场4个。"))
    targets = [
        Target(f"t{i}", "s1", Span(0, 2), quote, name, Relation.EQUAL, value, unit=unit)
        for i, (quote, name, value, unit) in enumerate(
            [("3座", "公园", 3.0, "座"), ("4个", "球场", 4.0, "个")]
        )
    ]
    changes = tuple(TargetChange(TargetChangeKind.ADDED, None, t, "r1") for t in targets)
    said = _said(replace(in_order(plan, plan), targets=changes), "text")
    assert "  › 一、目标：\n  1. ＋ 新增  公园：3座\n  2. ＋ 新增  球场：4个\n" in said
