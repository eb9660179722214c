"""Owners, cooperating units and deadlines that changed, and nothing else."""

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison, TaskChange
from tests.task_plans import plan_of

WORK = "开展全市中小学校舍安全排查并建立台账。"


def changes(old: str, new: str) -> Comparison:
    return compare(plan_of(old), plan_of(new))


def only(old: str, new: str) -> TaskChange:
    (change,) = changes(old, new).tasks
    return change


@pytest.mark.parametrize(
    ("old", "new", "lead", "helpers", "deadline"),
    [
        ("牵头单位：市教育局", "牵头单位：市住建局", "changed", None, None),
        (
            "牵头单位：市教育局；配合单位：甲局、乙局",
            "牵头单位：市教育局；配合单位：乙局、甲局",
            None,
            None,
            None,
        ),
        (
            "牵头单位：市教育局；配合单位：甲局",
            "牵头单位：市教育局；配合单位：乙局",
            None,
            "changed",
            None,
        ),
        ("牵头单位：市发改委", "牵头单位：市发展和改革委员会", None, None, None),
        (
            "牵头单位：甲局；完成时限：2025年6月",
            "完成时限：2025年6月底前；牵头单位：甲局",
            None,
            None,
            None,
        ),
        (
            "牵头单位：甲局；完成时限：2025年6月",
            "牵头单位：甲局；完成时限：2026年3月",
            None,
            None,
            "later",
        ),
        (
            "牵头单位：甲局；完成时限：2025年6月",
            "牵头单位：甲局；完成时限：长期坚持",
            None,
            None,
            "changed",
        ),
        ("牵头单位：甲局", "牵头单位：甲局；完成时限：每学期", None, None, "added"),
        (
            "牵头单位：甲局；完成时限：6月底前",
            "牵头单位：甲局；完成时限：10月底前",
            None,
            None,
            "later",
        ),
    ],
)
def test_a_change_says_who_and_when_differ(
    old: str, new: str, lead: str | None, helpers: str | None, deadline: str | None
) -> None:
    change = only(f"{WORK}（{old}）", f"{WORK}（{new}）")
    assert (change.lead, change.helpers, change.deadline) == (lead, helpers, deadline)


def test_a_date_in_the_own_year_of_two_yearly_plans_is_the_same_deadline() -> None:
    text = f"{WORK}（牵头单位：甲局；完成时限：{{}}年6月底前）"
    old, new = (
        plan_of(text.format(year), year=year, title=f"{year}年工作安排") for year in (2024, 2025)
    )
    (change,) = compare(old, new).tasks
    assert change.deadline is None


def test_a_body_stays_the_same_where_most_bodies_of_its_plan_are_of_another_level() -> None:
    work = f"{WORK}（牵头单位：市教育局）"
    old = f"{work}\n办好食堂。（责任单位：市卫健委、市商务局）"
    new = f"{work}\n办好食堂。（责任单位：县卫健委、县商务局、县公安局）"
    assert changes(old, new).tasks[0].lead is None


def test_exchanging_the_plans_mirrors_the_tasks() -> None:
    old = f"{WORK}（牵头单位：甲局；完成时限：2025年6月）\n办好食堂。（责任单位：乙局）"
    later = f"{WORK}（牵头单位：甲局；完成时限：2026年6月）"
    new = f"办好食堂。（责任单位：丙局）\n{later}\n修路。（责任单位：甲局）"
    there, back = changes(old, new), changes(new, old)

    def said(comparison: Comparison) -> set[tuple[object, ...]]:
        return {
            (c.kind, c.old and c.old.quote, c.new and c.new.quote, c.lead, c.helpers, c.deadline)
            for c in comparison.tasks
        }

    assert said(mirror(there)) == said(back)


def test_a_plan_against_itself_changes_no_task() -> None:
    text = "\n".join([f"{WORK}（牵头单位：甲局；完成时限：2025年6月）"] * 2)
    comparison = changes(text, text)
    assert set(comparison.task_counts) == {"unchanged"}
    assert not comparison.differs_in_substance
