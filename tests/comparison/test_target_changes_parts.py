"""Totals and parts: what one plan states as a whole and the other in parts."""

import pytest

from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import format_breakdown
from tests.target_plans import changes_of


def lines_of(old: str, new: str) -> list[str]:
    """kind: old quote -> new quote, and what is said of parts in Chinese."""
    lines = []
    for change in changes_of(old, new):
        quotes = [target.quote if target else "" for target in (change.old, change.new)]
        line = f"{change.kind.value}: {quotes[0]} -> {quotes[1]}"
        if change.breakdown:
            line += f" | {format_breakdown(change.breakdown, labels_for('zh'))}"
        lines.append(line)
    return lines


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "新建幼儿园6所。",
            "新建公办园4所、民办园2所。",
            [
                (
                    "changed: 6所 -> 4所 | "
                    "原“新建幼儿园6所”分列为新建公办园4所、新建民办园2所，合计6所"
                ),
                (
                    "changed: 6所 -> 2所 | "
                    "原“新建幼儿园6所”分列为新建公办园4所、新建民办园2所，合计6所"
                ),
            ],
        ),
        (
            "新建公办幼儿园4所、民办幼儿园3所。",
            "新建幼儿园8所。",
            [
                (
                    "changed: 4所 -> 8所 | "
                    "由新建公办幼儿园4所、新建民办幼儿园3所（合计7所）并为“新建幼儿园8所”"
                ),
                (
                    "changed: 3所 -> 8所 | "
                    "由新建公办幼儿园4所、新建民办幼儿园3所（合计7所）并为“新建幼儿园8所”"
                ),
            ],
        ),
        (
            "新增学位900个。",
            "新增学位1000个，其中公办600个。",
            ["raised: 900个 -> 1000个", "added:  -> 600个 | “新增学位1000个”的其中项"],
        ),
        (
            "城镇、农村居民收入均增长8%。",
            "城镇居民收入增长8%，农村居民收入增长9%。",
            [
                "unchanged: 增长8% -> 增长8% | 原合并表述为“城镇、农村居民收入增长率8%”",
                "raised: 增长8% -> 增长9% | 原合并表述为“城镇、农村居民收入增长率8%”",
            ],
        ),
        (
            "小学、初中入学率均达到98%。",
            "小学、初中入学率分别达到99%、97%。",
            [
                "raised: 达到98% -> 达到99% | 原合并表述为“小学、初中入学率98%”",
                "lowered: 达到98% -> 97% | 原合并表述为“小学、初中入学率98%”",
            ],
        ),
        (
            "城镇居民收入增长8%，农村牧区居民收入增长7%。",
            "城乡居民收入增长7%。",
            [
                "lowered: 增长8% -> 增长7% | 现合并表述为“城乡居民收入增长率7%”",
                "unchanged: 增长7% -> 增长7% | 现合并表述为“城乡居民收入增长率7%”",
            ],
        ),
    ],
)
def test_a_whole_and_its_parts_stand_together(old: str, new: str, lines: list[str]) -> None:
    assert lines_of(old, new) == lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("新建学校6所。", "培训教师4名、校长2名。"),  # another unit
        ("建设基地6个。", "建设基地6个，打造品牌4个、社团2个。"),  # the whole is still there
        ("新建公厕6座。", "新建泵站5座、桥梁3座。"),  # neither the sum nor the noun
        ("入学率达到95%。", "巩固率达到60%，升学率达到35%。"),  # shares do not add up
    ],
)
def test_what_does_not_belong_together_is_not_parted(old: str, new: str) -> None:
    assert all(change.breakdown is None for change in changes_of(old, new))


def test_more_is_asked_where_the_parts_come_to_more() -> None:
    changes = changes_of("新建幼儿园6所。", "新建公办幼儿园4所、民办幼儿园3所。")
    assert [(c.effect, c.breakdown.total if c.breakdown else None) for c in changes] == [
        ("more", 7.0),
        ("more", 7.0),
    ]


def test_a_joint_statement_and_a_parted_one_pair_part_by_part() -> None:
    """Whichever plan joins them, and no part takes the number of the other."""
    joint = "城乡居民收入分别增长6.5%和7.5%。"
    parted = "城镇居民收入增长6%，农村居民收入增长8%。"
    for old, new, kinds in (
        (joint, parted, ["lowered", "raised"]),
        (parted, joint, ["raised", "lowered"]),
    ):
        changes = changes_of(old, new)
        assert [change.kind.value for change in changes] == kinds
        assert [change.delta_unit for change in changes] == ["pp", "pp"]


def test_numbers_that_add_up_by_chance_are_no_breakdown() -> None:
    changes = changes_of("培训教师500人。", "培训医生300人，培训农民200人。")
    assert [change.kind.value for change in changes] == ["removed", "added", "added"]
    assert all(change.breakdown is None for change in changes)
