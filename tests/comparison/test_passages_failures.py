"""Five pairs of sentences that look like pairs that go well, and go wrong.

Each case names what a reader wants and what plandiff does.  A case that begins to go well fails
here, so that it moves to the cases of `test_passages_cases`.
"""

import pytest

from tests.comparison.test_passages_cases import compared, drawn, row_of

NOT_LENT = "严禁挤占、挪用和长期空置教师编制。"
NOT_BORROWED = "任何部门不得借用中小学人员名额。"


@pytest.mark.parametrize(
    ("old", "new", "wanted", "done"),
    [
        pytest.param(
            f"{NOT_LENT}完善教师公开招聘办法，由县教育局组织实施。",
            f"{NOT_BORROWED}落实岗位聘用，由学校自主实施，县教育局加强指导。",
            ("modified", (NOT_LENT,), (NOT_BORROWED,)),
            ("removed", (NOT_LENT,), ()),
            id="1 one prohibition in other words: no word is the same",
        ),
        pytest.param(
            "保障校服市场供应和价格基本稳定。",
            "保障教材教辅供应和价格稳定，给寄宿生发放补贴。",
            ("removed", ("保障校服市场供应和价格基本稳定。",), ()),
            (
                "modified",
                ("保障校服市场供应和价格基本稳定。",),
                ("保障教材教辅供应和价格稳定，给寄宿生发放补贴。",),
            ),
            id="2 two goods in one formula: only the noun differs",
        ),
        pytest.param(
            "推进食堂机械化。加强菜品研发，提高厨师水平。",
            "加快推进营养餐工程，加强菜品研发应用，提高厨具装备水平。",
            (
                "merged",
                ("推进食堂机械化。", "加强菜品研发，提高厨师水平。"),
                ("加快推进营养餐工程，加强菜品研发应用，提高厨具装备水平。",),
            ),
            ("removed", ("推进食堂机械化。",), ()),
            id="3 a further part in other words: 机械化 became 厨具装备",
        ),
        pytest.param(
            "全年新增学位900个。投入资金300万元。",
            "今年拿出八百万元。新增座位一千个。",
            ("modified", ("投入资金300万元。",), ("今年拿出八百万元。",)),
            ("removed", ("投入资金300万元。",), ()),
            id="4 one sum in other words: numbers are masked, nothing else is left",
        ),
        pytest.param(
            "对违反规定收费的学校，由教育局责令改正。",
            "对违反规定补课的教师，由教育局责令改正。",
            ("removed", ("对违反规定收费的学校，由教育局责令改正。",), ()),
            (
                "modified",
                ("对违反规定收费的学校，由教育局责令改正。",),
                ("对违反规定补课的教师，由教育局责令改正。",),
            ),
            id="5 two offences in one formula: alone in their row, they have no rival",
        ),
    ],
)
def test_a_known_failure_is_still_one(
    old: str, new: str, wanted: tuple[object, ...], done: tuple[object, ...]
) -> None:
    (row,) = compared(row_of(old, new))
    assert done in drawn(row)
    assert wanted not in drawn(row)
