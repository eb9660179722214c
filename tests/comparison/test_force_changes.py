"""Which changes of binding force are found: numbered cases."""

import pytest

from plandiff.comparison.consequence import Consequence, order_by_consequence
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.shared.verdict import verdict
from tests.comparison.test_engine_laws import plan_of

CHANGED = {
    1: ("必须完成教师轮岗120人。", "鼓励完成教师轮岗120人。", ("weakened", "必须", "鼓励")),
    2: ("幼儿园应当每月公示食谱。", "幼儿园可以每月公示食谱。", ("weakened", "应当", "可以")),
    3: ("力争新增学位500个。", "确保新增学位500个。", ("strengthened", "力争", "确保")),
    4: ("支持乡村学校建设食堂。", "完成乡村学校食堂建设。", ("strengthened", "支持", "完成")),
    5: ("学校应当就近招生。", "学校原则上应当就近招生。", ("weakened", "应当", "原则上应当")),
    6: ("严禁占用课间时间。", "逐步减少占用课间时间。", ("weakened", "严禁", "减少")),
    7: (
        "校外机构不得在周末开课。",
        "校外机构不得在周末开课，艺术类机构除外。",
        ("weakened", "不得", "不得"),
    ),
    8: ("學校應當開放操場。", "學校可以開放操場。", ("weakened", "應當", "可以")),
    9: (
        "Schools must publish the menu.",
        "Schools may publish the menu.",
        ("weakened", "must", "may"),
    ),
    10: (
        "对公办园、普惠园收费进行检查。",
        "对公办园、普惠园、托育机构收费进行检查。",
        ("widened", "", "托育机构"),
    ),
    11: ("各级各类学校设立心理辅导室。", "中小学校设立心理辅导室。", ("narrowed", "各级各类", "")),
    12: (
        "确保乡镇幼儿园（含村办园）按时开学。",
        "确保乡镇幼儿园按时开学。",
        ("narrowed", "（含村办园）", ""),
    ),
    13: ("一般不得使用自编教辅。", "不得使用自编教辅。", ("strengthened", "一般不得", "不得")),
    14: (
        "保证每名学生每天活动两小时。",
        "争取每名学生每天活动两小时。",
        ("weakened", "保证", "争取"),
    ),
    15: ("學校得設置輔導室。", "學校應設置輔導室。", ("strengthened", "得", "應")),
    16: ("支持城乡学校建设食堂。", "支持乡村学校建设食堂。", ("narrowed", "城乡", "乡村")),
    17: ("全面推进食堂改造工程。", "推进食堂改造工程。", ("narrowed", "全面", "")),
    18: (
        "各大、中小学校每年举办艺术节。",
        "各中小学校每年举办艺术节。",
        ("narrowed", "大、中小学校", "中小学校"),
    ),
    19: (
        "推动失业人员参加技能培训。",
        "推动失业人员和困难人员参加技能培训。",
        ("widened", "", "困难人员"),
    ),
    20: (
        "We will keep records and build three libraries.",
        "We will keep records and strive to build three libraries.",
        ("weakened", "will", "strive"),
    ),
    21: (
        "The council will repair all footpaths.",
        "Where resources permit, the council will repair all footpaths.",
        ("weakened", "will", "Where resources permit…will"),
    ),
    22: (
        "The council will, as far as practicable, repair all footpaths.",
        "The council will repair all footpaths.",
        ("strengthened", "will…as far as practicable", "will"),
    ),
    23: (
        "Grants may be spent on staff, rent and equipment.",
        "Grants may be spent on equipment.",
        ("narrowed", "staff, rent", ""),
    ),
    24: (
        "Parents of all pupils shall receive a report.",
        "Parents of pupils in grade 6 shall receive a report.",
        ("narrowed", "all", ""),
    ),
    25: (
        "每月开展校车安全检查。",
        "根据需要开展校车安全检查。",
        ("weakened", "开展", "根据需要开展"),
    ),
    26: ("推行校长任期责任制。", "适时推行校长任期责任制。", ("weakened", "推行", "适时")),
    27: ("不得向小学生推销教辅。", "不得向中小学生推销教辅。", ("widened", "小学生", "中小学生")),
    28: ("检查学校、医院和商场消防。", "检查学校和医院消防。", ("narrowed", "商场", "")),
}
SILENT = {
    1: ("学校应当公示食谱。", "学校必须公示食谱。"),
    2: ("学校应公示食谱。", "学校要公示食谱。"),
    3: ("鼓励家长参与评议。", "支持家长参与评议。"),
    4: ("大力推进集团化办学。", "深入推进集团化办学。"),
    5: ("加强食堂卫生管理。", "切实加强食堂卫生管理。"),
    6: ("完成教师轮岗120人。", "完成教师轮岗150人。"),
    7: ("坚决遏制违规补课。", "有效遏制违规补课。"),
    8: ("学校不得收取押金。", "学校必须退还押金。"),
    9: ("支持民办园发展。", "促进民办园健康发展。"),
    10: ("全县学校统一配备校医。", "全市学校统一配备校医。"),
    11: ("印发《关于支持园所发展的意见》。", "印发《关于规范园所发展的意见》。"),
    12: ("Schools must publish the menu.", "Schools shall publish the menu."),
    13: ("Company name.", "Some company name."),
    14: ("让学生得实惠。", "让学生更多得实惠。"),
    15: ("做好创建全国文明城市相关工作。", "积极争创全国文明城市。"),
    16: ("以发展四季旅游、全域旅游为目标。", "以发展全域旅游为目标，以贯通四季旅游为重点。"),
    17: ("建立校园安全巡查制度。", "建立和完善校园安全巡查制度。"),
    18: ("促进数字技术发展壮大。", "促进数字技术与职业教育深度融合发展壮大。"),
    19: ("十五五时期要努力实现以下主要目标。", "主要目标。"),
    20: ("一律取消计划外评比活动。", "坚决禁止计划外评比活动。"),
    21: ("实现校车监管全覆盖。", "全面推行校车监管。"),
    22: ("把学生参加社区服务情况作为评优内容。", "引导学生参加社区服务。"),
    23: ("各级各类学校要以体育课程为主体。", "学校要以体育课程为主体。"),
    25: ("各單位可視預算調整場次。", "各單位得視預算調整場次。"),
    26: ("全面推进食堂改造工程。", "加快推进食堂改造工程。"),
    27: ("有条件的地方要建立陪餐制度。", "提高陪餐质量。"),
    28: ("要把食堂改造任务分解到学校。", "研究制定食堂改造任务并分解到学校。"),
    29: ("企业应当承担职工培训的费用。", "职工培训经费可以用于职工培训机构。"),
    30: ("力争云川饭店、南山宾馆在旅游旺季开放。", "确保在旅游旺季开放。"),
    31: ("逐步建立艺术考试制度。", "逐步建立和完善全市艺术考试制度。"),
    32: ("萌发对美的感受。", "感受和体验美。"),
    33: ("逐步提高低保标准。", "适度提高低保标准。"),
    34: ("We always inform you.", "Our policy is to not respond unless we are compelled."),
    24: ("制定“双减”办法，加强“校家社”协同。", "制定“双减”办法，强化“校家社”协同。"),
}


def compared(old: str, new: str) -> Comparison:
    head = "云川县教育工作计划\n一、主要任务\n"
    return compare(plan_of(head + old), plan_of(head + new))


@pytest.mark.parametrize("number", list(CHANGED))
def test_a_clause_that_binds_otherwise_is_found_with_the_words_that_differ(number: int) -> None:
    old, new, expected = CHANGED[number]
    found = [(f.kind.value, f.old.word, f.new.word) for f in compared(old, new).force]
    assert found == [expected]


@pytest.mark.parametrize("number", list(SILENT))
def test_a_rewording_of_the_same_force_is_no_change_of_force(number: int) -> None:
    assert compared(*SILENT[number]).force == ()


def test_a_target_says_what_became_of_the_force_of_its_clause() -> None:
    result = compared(*CHANGED[1][:2])
    [change] = result.targets
    assert (change.kind.value, change.force) == ("unchanged", "weakened")


def test_chapters_that_give_account_bind_nobody() -> None:
    text = "云川县教育工作报告\n一、2024年工作回顾\n{}\n二、2025年工作安排\n加强管理。"
    old, new = "支持乡村学校建设食堂。", "完成乡村学校食堂建设。"
    assert compare(plan_of(text.format(old)), plan_of(text.format(new))).force == ()


def test_a_clause_of_equal_words_in_a_moved_section_has_no_change() -> None:
    first, second = "一、收费\n学校必须公示收费。", "二、食堂\n鼓励家长陪餐。"
    head = "云川县教育工作计划"
    old, new = plan_of(f"{head}\n{first}\n{second}"), plan_of(f"{head}\n{second}\n{first}")
    assert compare(old, new).force == ()


def test_an_item_more_in_a_list_is_told_apart_from_a_wider_duty() -> None:
    (listed,) = compared(
        "全县中小学校、幼儿园要备案。", "全县中小学校、幼儿园、托育机构要备案。"
    ).force
    (wider,) = compared("推进污染源达标排放。", "推进污染源全部达标排放。").force
    assert (listed.listed, wider.listed) == (True, False)


def test_an_item_of_a_list_that_another_section_took_over_is_not_lost() -> None:
    head = "云川县教育工作计划\n一、主要任务\n{}\n二、其他任务\n{}"
    old = plan_of(head.format("全县中小学校、幼儿园、托育机构要备案。", "加强管理。"))
    kept = plan_of(head.format("全县中小学校、幼儿园要备案。", "加强托育机构备案管理。"))
    lost = plan_of(head.format("全县中小学校、幼儿园要备案。", "加强日常备案管理。"))
    assert [f.old.word for f in compare(old, kept).force] == []
    assert [f.old.word for f in compare(old, lost).force] == ["托育机构"]


def test_the_verdict_counts_longer_lists_with_what_was_reworded() -> None:
    comparison = compared("全县中小学校、幼儿园要备案。", "全县中小学校、幼儿园、托育机构要备案。")
    groups = {item.group for item in order_by_consequence(comparison)}
    assert groups == {Consequence.LIST_CHANGED}
    assert "范围" not in verdict(comparison, "zh")
    assert "1处" in verdict(comparison, "zh")


def test_a_word_that_only_changed_its_place_widens_nothing() -> None:
    assert compared("全面推进乡村振兴工作。", "推进乡村全面振兴工作。").force == ()
