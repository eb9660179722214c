"""What matters first: the order of changes and the sentence on top."""

import pytest

from plandiff.comparison.consequence import (
    Consequence,
    count_consequences,
    group_of_target,
    order_by_consequence,
)
from plandiff.comparison.engine import compare
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports.shared.verdict import verdict
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse

OLD = """澜川区教育工作要点

一、巩固普及水平
学前三年毛入园率达到92%。新建幼儿园6所。
二、建强教师队伍
各校必须完成教师轮岗。（牵头单位：人事科；完成时限：2025年6月）
三、保障校园安全
每学期组织应急演练2次。各校要定期检查消防设施，发现隐患立即整改。
四、丰富课后服务
各校开设足球、书法和合唱课程，由学生自行选报。
"""
NEW = """澜川区教育工作要点

一、巩固普及水平
学前三年毛入园率达到90%。新建幼儿园8所。
二、建强教师队伍
鼓励各校完成教师轮岗。（牵头单位：基教科；完成时限：2026年6月）
三、保障校园安全
每学期组织应急演练2次。各校要按月检查消防设施，发现隐患立即整改。
"""


def plan(text: str) -> Plan:
    return parse(read_document("plan.txt", data=text.encode()))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(plan(OLD), plan(NEW))


def test_every_change_is_listed_once(comparison: Comparison) -> None:
    ids = [item.id for item in order_by_consequence(comparison)]
    assert len(ids) == len(set(ids))


def test_what_asks_less_comes_before_what_asks_more_and_rewording_comes_last(
    comparison: Comparison,
) -> None:
    groups = [item.group for item in order_by_consequence(comparison)]
    assert groups == sorted(groups)
    assert [groups[0], groups[-1]] == [Consequence.TARGET_LOWERED, Consequence.REWORDED]
    assert {
        Consequence.TARGET_RAISED,
        Consequence.FORCE_WEAKENED,
        Consequence.DEADLINE_LATER,
        Consequence.SECTION_REMOVED,
    } <= set(groups)


def test_the_sentence_states_the_counts_and_the_first_lowered_target(
    comparison: Comparison,
) -> None:
    said = verdict(comparison, "zh")
    assert said.startswith("学前三年毛入园率由92%降低到90%，")
    counts = count_consequences(order_by_consequence(comparison))
    assert f"删除{counts[Consequence.SECTION_REMOVED]}节" in said
    assert verdict(comparison, "en").startswith("学前三年毛入园率 lowered from 92% to 90%, ")


def test_a_plan_against_itself_has_nothing_to_order() -> None:
    same = compare(plan(OLD), plan(OLD))
    assert order_by_consequence(same) == ()
    assert verdict(same, "zh") == "两版内容一致，没有变化。"


def test_other_punctuation_alone_is_form() -> None:
    form = compare(plan(OLD), plan(OLD.replace("，", ",")))
    assert {item.group for item in order_by_consequence(form)} == {Consequence.FORM}
    assert verdict(form, "zh") == "两版内容一致，只有标点、格式或编号不同。"


def test_exchanging_the_plans_turns_lowered_to_raised(comparison: Comparison) -> None:
    there, back = (
        count_consequences(order_by_consequence(one)) for one in (comparison, mirror(comparison))
    )
    assert there[Consequence.TARGET_LOWERED] == back[Consequence.TARGET_RAISED]
    assert there[Consequence.FORCE_WEAKENED] == back[Consequence.FORCE_STRENGTHENED]


@pytest.mark.parametrize(
    ("kind", "effect", "group"),
    [
        (TargetChangeKind.LOWERED, None, Consequence.TARGET_LOWERED),
        (TargetChangeKind.LOWERED, "more", Consequence.TARGET_RAISED),
        (TargetChangeKind.RAISED, "less", Consequence.TARGET_EASED),
        (TargetChangeKind.UNCHANGED, None, None),
    ],
)
def test_a_lower_ceiling_is_not_called_a_lowered_target(
    kind: TargetChangeKind, effect: str | None, group: Consequence | None
) -> None:
    assert group_of_target(TargetChange(kind, None, None, "r0", effect=effect)) is group


def test_a_reworded_target_whose_duty_changed_is_listed_once() -> None:
    head = "澜川区教育工作要点\n一、主要任务\n"
    comparison = compare(
        plan(f"{head}完成30座厕所新建改造。"), plan(f"{head}年内力争建成水冲式厕所30座。")
    )
    assert [item.group for item in order_by_consequence(comparison)] == [Consequence.FORCE_WEAKENED]


def test_a_deadline_of_a_target_and_its_task_is_listed_once_and_its_owner_counted() -> None:
    head = "澜川区教育工作要点\n一、主要任务\n修缮校舍12栋。"
    comparison = compare(
        plan(f"{head}（责任单位：县教育局；完成时限：2025年6月）"),
        plan(f"{head}（责任单位：县住建局；完成时限：2025年9月）"),
    )
    assert [item.id for item in order_by_consequence(comparison)] == ["k0"]
    assert verdict(comparison, "zh") == "1项工作时限推后或取消，1项工作更换牵头或责任单位。"
