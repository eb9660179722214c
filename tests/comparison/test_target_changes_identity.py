"""Two targets are one where they are of the same thing; a tail and a unit prove nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.target_changes.identity import compare_names
from tests.target_plans import changes_of


def kinds_of(old: str, new: str) -> list[str]:
    return [change.kind.value for change in changes_of(old, new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # another project, place, group
        ("加快旧城区改造，计划投资12亿元。", "加快东湖组团建设，计划投资64亿元。"),
        ("重点农牧业项目33个。", "实施12个菜篮子项目。"),
        ("新建10公里雨水管网。", "新建10公里供水管网。"),
        ("打造10条特色街道。", "改造背街巷道10条。"),
        ("建设5个奶牛养殖场。", "建设5个马铃薯种薯基地。"),
        # another measure with the same tail
        ("新增就业5000人。", "失业人员再就业2900人。"),
        ("税收收入增长7%。", "一般公共预算收入增长9%。"),
        ("基本养老保险参保率达到95%。", "基本医疗保险参保率达到98%。"),
        ("森林覆盖率达到30%。", "林草覆盖率达到32%。"),
        ("仓储能力达到7万吨。", "建成5万吨仓储设施。"),
        ("职业学校毕业生就业率达到96%。", "职业学校毕业生对口就业率达到80%。"),
        ("食品专项监督抽检总体合格率达到97%。", "药品专项监督抽检总体合格率达到98%。"),
        # a qualifier on one side only
        ("接待游客达到50万人次。", "接待过夜游客达到9万人次。"),
        ("加快旧城区改造，计划投资12亿元。", "年度计划投资8亿元。"),
    ],
)
def test_look_alikes_are_removed_and_added(old: str, new: str) -> None:
    assert sorted(kinds_of(old, new)) == ["added", "removed"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # how many there are in all, and how many are new or gone
        ("高新技术企业达到120家。", "新增高新技术企业20家。"),
        ("公办幼儿园总数达到60所。", "新建公办幼儿园8所。"),
        ("年末常住人口达到50万人。", "年内新增常住人口1万人。"),
        ("高一新生减少200人。", "高一新生达到1200人。"),
        ("到2025年，培育上市企业3家。", "到2025年，上市企业总数达到12家。"),
        # new ones, and ones that are taken away or worked on
        ("关停散煤企业12家。", "新增散煤企业12家。"),
        ("减少校级会议20场。", "召开校级会议20场。"),
        ("新增地方专项债券30亿元。", "偿还地方专项债券8亿元。"),
        # within a year, a part of it, several years
        ("五年累计新增就业25万人。", "全年新增就业5万人。"),
        ("上半年完成投资12亿元。", "全年完成投资25亿元。"),
        # a change and a level
        ("失业率下降1%。", "失业率降至4%。"),
        ("低保标准提高到每人每月780元。", "低保标准每人每月提高80元。"),
        # other pupils, other trade
        ("三年级学生每周作业不超过3小时。", "六年级学生每周作业不超过5小时。"),
        ("外贸进出口总额增长5%。", "外贸出口总额增长8%。"),
        ("学前教育财政投入占比不低于5%。", "教育财政投入占比不低于18%。"),
        ("收入10万元以上的村占比达到80%。", "收入50万元以上的村占比达到30%。"),
    ],
)
def test_numbers_that_count_otherwise_have_no_order(old: str, new: str) -> None:
    for one, other in ((old, new), (new, old)):
        assert set(kinds_of(one, other)) <= {"changed", "added", "removed"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("固定资产投资完成194亿元。", "区本级固定资产投资达到100亿元。"),
        ("实施1.8万亩节水灌溉工程。", "实施柳河镇1万亩节水灌溉工程。"),
        ("新增就业5000人。", "新增城镇就业5400人。"),
        ("新增蔬菜大棚2500座。", "新建蔬菜大棚2000亩。"),
        ("改造提升学校65所。", "改造提升乡村小规模学校50所。"),
    ],
)
def test_where_only_scope_or_unit_differ_there_is_no_order(old: str, new: str) -> None:
    assert kinds_of(old, new) == ["changed"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("加快旧城区改造，计划投资12亿元。", "推进旧城区改造，年内计划投资13亿元。"),
        ("旅游人数达到370万人次。", "旅游接待人数达到446万人次。"),
        ("实施柳河镇1万亩节水灌溉工程。", "完成柳河镇2万亩节水灌溉。"),
        ("投资1亿元实施供水管网改造工程。", "投资2亿元实施供水管网改造。"),
        ("九年义务教育巩固率达到95%。", "义务教育巩固率达到96%。"),
    ],
)
def test_the_same_thing_in_other_words_has_an_order(old: str, new: str) -> None:
    assert kinds_of(old, new) == ["raised"]


PLACES = ("云岭产业园", "滨江物流园")
GOVERNED = [
    "{}新建标准厂房{}万平方米。",
    "{}要新建标准厂房{}万平方米。",
    "在{}新建标准厂房{}万平方米。",
    "{}完善配套服务，优化营商环境，新建标准厂房{}万平方米。",
    "{}新修道路3公里，安装路灯90盏，绿化2公顷，新建标准厂房{}万平方米。",
    "{}：新修道路3公里；新建标准厂房{}万平方米。",
    "——{}。新建标准厂房{}万平方米。",
    "加快{}建设。完善配套服务。新建标准厂房{}万平方米。",
    "加快{}建设，新建标准厂房{}万平方米。",
    "依托{}，新建标准厂房{}万平方米。",
    "（{}）新建标准厂房{}万平方米。",
    "{}新修道路3公里；全县新修公路9公里。{0}新建标准厂房{}万平方米。",
    "到年底，{}新建标准厂房{}万平方米。",
    "加快推进{}建设\n完善配套服务。\n新建标准厂房{}万平方米。",
    "单位\t指标\t目标\n{}\t标准厂房\t{}万平方米",
    "The Northfield depot will repair {1} vehicles.|The Eastgate depot will repair {1} vehicles.",
    "In the north area, we will fit {1} meters.|In the south area, we will fit {1} meters.",
    "Phase one will deliver {1} homes.|Phase two will deliver {1} homes.",
    "Health visitors will make {1}% of birth visits.|Midwives will make {1}% of birth visits.",
    "At Key Stage 2, {1}% of pupils will pass.|At Key Stage 4, {1}% of pupils will pass.",
    "Reach {1}% satisfaction among tenants.|Reach {1}% satisfaction among leaseholders.",
    "Start {1} major projects.|Complete {1} major projects.",
    "Bring {1} firms to the science park.|Bring {1} firms to the town centre.",
]


def with_place(sentence: str, place: int, number: int) -> str:
    """A sentence about one of two owners; English ones contain both versions."""
    if "|" in sentence:
        return sentence.split("|")[place].format("", number)
    head, _, tail = sentence.rpartition("{}")
    return head.replace("{0}", "{}").format(*[PLACES[place]] * 2) + str(number) + tail


@pytest.mark.parametrize("sentence", GOVERNED)
def test_what_different_owners_are_to_reach_has_no_order(sentence: str) -> None:
    for numbers in ((12, 5), (5, 12)):
        old, new = (with_place(sentence, place, numbers[place]) for place in (0, 1))
        assert set(kinds_of(old, new)) <= {"changed", "added", "removed", "unchanged"}


@pytest.mark.parametrize("sentence", GOVERNED)
def test_what_one_owner_is_to_reach_has_an_order(sentence: str) -> None:
    old, new = with_place(sentence, 0, 5), with_place(sentence, 0, 12)
    assert "raised" in kinds_of(old, new)


names = st.text(st.sampled_from("旧城区东湖组团供水管网改造计划投资再就业人数率"), max_size=10)


@given(names, names)
def test_identity_does_not_depend_on_which_name_comes_first(one: str, other: str) -> None:
    assert compare_names(one, other) is compare_names(other, one)


@given(names)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert compare_names(name, name).value == "same"
