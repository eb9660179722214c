"""Laws of the JSON reports."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, Op, RowKind
from plandiff.comparison.model import (
    Candidate,
    Comparison,
    Evidence,
    Replacement,
    Row,
    TargetChange,
    TargetChangeKind,
)
from plandiff.comparison.reports import (
    ReportOptions,
    Review,
    ReviewNote,
    Show,
    comparison_to_dict,
    plan_to_dict,
    render,
)
from plandiff.comparison.reports.shared.json_values import render_plan, to_json_bytes
from plandiff.comparison.reports.shared.labels import format_reason, labels_for
from plandiff.comparison.review.reporting import review_form
from plandiff.corpus.model import Plan, Relation, Section, Source, Span, Target
from plandiff.corpus.text.numerals import tidy_number
from tests.reports_plans import sample_comparison

SOURCE = Source("a.txt", "txt", "utf-8", "0" * 64, 42)


def _plan(percent: str, target_value: float) -> Plan:
    root = Section("s0", None, 0, None, None, "青榆县工作计划", "")
    one = Section("s1", "s0", 1, "一、", 1, "扩充学位", f"毛入园率达到{percent}以上。")
    at = one.text.index("达到")
    target = Target(
        "t0",
        "s1",
        Span(at, at + len(f"达到{percent}以上")),
        f"达到{percent}以上",
        "毛入园率",
        Relation.AT_LEAST,
        target_value,
        unit="%",
    )
    return Plan(SOURCE, "青榆县工作计划", 2031, None, (root, one), (target,))


def _comparison() -> Comparison:
    old, new = _plan("81%", 81.0), _plan("85%", 85.0)
    rows = (
        Row(
            "r0",
            RowKind.UNCHANGED,
            (old.sections[0],),
            (new.sections[0],),
            (("s0", "s0"),),
            (Edit(Op.EQUAL, "青榆县工作计划"),),
        ),
        Row(
            "r1",
            RowKind.MODIFIED,
            (old.sections[1],),
            (new.sections[1],),
            (("s1", "s1"),),
            (
                Edit(Op.EQUAL, "扩充学位\n毛入园率达到"),
                Edit(Op.DELETE, "81%", core=(Span(1, 2),)),
                Edit(Op.INSERT, "85%"),
                Edit(Op.EQUAL, "以上。"),
            ),
            substantive=True,
            confidence=0.93,
            evidence=(Evidence("heading", 1.0), Evidence("wording", 0.8125)),
            candidates=(("s1", Candidate("s0", 0.1)),),
        ),
    )
    change = TargetChange(
        TargetChangeKind.RAISED, old.targets[0], new.targets[0], "r1", 4.0, effect="more"
    )
    return Comparison(old, new, rows, (change,), (Replacement("幼儿园", "园所", 3, ("r1",)),))


def test_a_plan_has_the_keys_of_the_public_schema_first() -> None:
    plan = plan_to_dict(_plan("81%", 81.0))
    assert list(plan)[:8] == [
        "schema", "source", "title", "year", "sections", "targets", "removed", "findings",
    ]  # fmt: skip
    assert plan["schema"] == "plandiff.plan/1"
    assert plan["sections"][1] == {
        "id": "s1", "parent": "s0", "level": 1, "label": "一、", "number": 1,
        "heading": "扩充学位", "body": "毛入园率达到81%以上。",
        "text": "扩充学位\n毛入园率达到81%以上。",
    }  # fmt: skip
    assert plan["targets"][0] | {
        "id": "t0", "section": "s1", "quote": "达到81%以上", "indicator": "毛入园率",
        "relation": ">=", "value": 81, "upper": None, "unit": "%", "deadline": None,
        "masked": False,
    } == plan["targets"][0]  # fmt: skip


def test_a_comparison_has_the_keys_of_the_public_schema_first() -> None:
    document = comparison_to_dict(_comparison())
    assert list(document)[:6] == ["schema", "old", "new", "rows", "targets", "counts"]
    row = document["rows"][1]
    assert list(row)[:11] == [
        "id", "kind", "moved", "renumbered", "substantive", "old", "new", "links", "confidence",
        "reason", "edits",
    ]  # fmt: skip
    assert row["links"] == [["s1", "s1"]]
    assert row["reason"] == "标题相近、措辞相近（0.81）"
    assert row["edits"][1] == {
        "op": "delete", "text": "81%", "nature": "substance", "core": [[1, 2]],
    }  # fmt: skip
    assert document["targets"][0] | {
        "kind": "raised", "old": "t0", "new": "t0", "delta": 4.0, "deadline": None, "row": "r1",
    } == document["targets"][0]  # fmt: skip
    assert document["counts"]["rows"] == {"unchanged": 1, "modified": 1}
    assert document["counts"]["targets"] == {"raised": 1}


def test_numbers_are_json_numbers_without_binary_noise() -> None:
    assert [tidy_number(v) for v in (4.0, 0.1 + 0.2, None, float("nan"), 3640.0)] == [
        4, 0.3, None, None, 3640,
    ]  # fmt: skip


def test_a_lone_surrogate_comes_back_from_the_bytes() -> None:
    data = to_json_bytes({"text": "甲\udc80乙\ud83d", "list": [{"b": "\udfff"}]})
    assert json.loads(data.decode("utf-8")) == {
        "text": "甲\udc80乙\ud83d",
        "list": [{"b": "\udfff"}],
    }


def test_the_json_report_is_the_dictionary() -> None:
    comparison = _comparison()
    data = render(comparison, "json")
    assert json.loads(data) == comparison_to_dict(comparison)
    assert data == render(comparison, "json")


def test_only_and_language_narrow_and_word_the_json() -> None:
    options = ReportOptions(language="en", only=frozenset({Show.MODIFIED}))
    document = json.loads(render(_comparison(), "json", options))
    assert [row["id"] for row in document["rows"]] == ["r1"]
    assert document["rows"][0]["reason"] == "similar heading, similar wording (0.81)"
    assert document["counts"]["rows"] == {"unchanged": 1, "modified": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"pinned": True}, "由使用者指定"),
        ({"evidence": (), "candidates": ()}, "内容对应"),
        ({"kind": RowKind.UNCHANGED, "evidence": ()}, "文字相同"),
        ({"new": (), "candidates": ()}, "新版中没有相近的章节"),
        ({"new": ()}, "新版中最接近的是“青榆县工作计划”（0.10），不足以匹配"),
        ({"old": ()}, "旧版中最接近的是“青榆县工作计划”（0.10），不足以匹配"),
        ({"evidence": (Evidence("odd-name", 0.5),)}, "odd name（0.50）"),
    ],
)
def test_a_reason_says_what_speaks_for_a_row(row: dict[str, Any], reason: str) -> None:
    comparison = _comparison()
    changed = replace(comparison.rows[1], **row)
    assert format_reason(changed, comparison, labels_for("zh")) == reason


def test_a_plan_is_rendered_as_its_dictionary() -> None:
    plan = _plan("81%", 81.0)
    assert json.loads(render_plan(plan)) == plan_to_dict(plan)


def test_asking_for_targets_keeps_the_rows_that_hold_them() -> None:
    options = ReportOptions(only=frozenset({Show.TARGETS}))
    document = json.loads(render(_comparison(), "json", options))
    assert [row["id"] for row in document["rows"]] == ["r1"]
    assert len(document["targets"]) == 1


def test_what_a_page_needs_to_be_reviewed_is_no_part_of_the_json() -> None:
    comparison = sample_comparison()
    plain = render(comparison, "json")
    form = review_form(comparison)
    assert render(comparison, "json", ReportOptions(review=Review(form=form))) == plain
    noted = Review(notes=(ReviewNote("r1", "核对"),), form=form)
    document = json.loads(render(comparison, "json", ReportOptions(review=noted)))
    assert set(document["review"]) == {"marks", "notes", "points"}
