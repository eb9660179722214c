"""Whether a change asks more or less of the one who must deliver."""

import pytest

from tests.target_plans import change_of

CASES: tuple[tuple[str, str, str | None], ...] = (
    ("毛入园率达到85%。", "毛入园率达到88%。", "more"),
    ("辍学率低于2%。", "辍学率低于1%。", "more"),
    ("辍学率控制在1%以内。", "辍学率控制在2%以内。", "less"),
    ("辍学率不超过1%。", "辍学率为0。", "more"),
    ("班额不超过45人。", "班额不超过50人。", "less"),
    ("生师比达到15:1。", "生师比达到13:1。", "more"),
    ("生师比控制在15:1以内。", "生师比控制在16:1以内。", "less"),
    ("近视率下降1个百分点。", "近视率下降0.5个百分点。", "less"),
    ("近视率控制在50%以内。", "近视率控制在45%以内。", "more"),
    ("城镇登记失业率4.5%左右。", "城镇登记失业率4%左右。", "more"),
    ("单位GDP能耗下降3%。", "单位GDP能耗下降2.5%。", "less"),
    ("书面作业时间不超过60分钟。", "书面作业时间不超过90分钟。", "less"),
    ("每天锻炼不少于1小时。", "每天锻炼不少于2小时。", "more"),
    ("新增学位900个。", "新增学位600个。", "less"),
    ("投入资金300万元。", "投入资金500万元。", "more"),
    ("压减一般性支出5%。", "压减一般性支出10%。", "more"),
    ("中考成绩进入全市前五名。", "中考成绩进入全市前三名。", "more"),
    ("中考成绩保4争3。", "中考成绩保3争2。", "more"),
    ("检查评比减少20%。", "检查评比减少30%。", "more"),
    ("办理时限压缩到3个工作日以内。", "办理时限压缩到5个工作日以内。", "less"),
    ("PM2.5平均浓度降到35微克/立方米。", "PM2.5平均浓度降到30微克/立方米。", "more"),
    ("9月底前建成学校2所。", "6月底前建成学校2所。", "more"),
    ("9月底前建成学校2所。", "12月底前建成学校3所。", None),
    ("巩固率达到95%以上。", "巩固率达到95%。", "less"),
    ("巩固率95%左右。", "巩固率不低于95%。", "more"),
    ("巩固率94%以上。", "巩固率95%左右。", None),
    ("居民消费价格涨幅3%左右。", "居民消费价格涨幅2%左右。", None),
    ("居民消费价格涨幅控制在3%以内。", "居民消费价格涨幅控制在2%以内。", "more"),
    ("大班额比例控制在2%以内。", "大班额比例控制在1%以内。", "more"),
    ("安全事故死亡人数下降5%。", "安全事故死亡人数下降8%。", "more"),
    ("每学期听课不少于20节。", "每学期听课不少于15节。", "less"),
    ("公用经费减少10%。", "公用经费减少5%。", "less"),
    ("每月检查一次。", "每月检查不少于两次。", "more"),
    ("资助学生不少于200人。", "资助学生300人左右。", "more"),
    ("粮食产量稳定在10亿斤。", "粮食产量稳定在11亿斤。", "more"),
    ("粮食产量稳定在20万至22万吨。", "粮食产量稳定在21万至23万吨。", "more"),
    ("减少贫困人口5000人。", "减少贫困人口3000人。", "less"),
    ("淘汰落后产能30万吨。", "淘汰落后产能40万吨。", "more"),
    ("The patient list will be cut to 90.", "The patient list will be cut to 99.", "less"),
)


@pytest.mark.parametrize(("old", "new", "effect"), CASES, ids=[f"{a}→{b}" for a, b, _ in CASES])
def test_a_change_asks_more_or_less_where_the_wording_tells(
    old: str, new: str, effect: str | None
) -> None:
    assert change_of(old, new).effect == effect


@pytest.mark.parametrize(("old", "new", "effect"), CASES, ids=[f"{b}→{a}" for a, b, _ in CASES])
def test_the_way_back_asks_the_opposite(old: str, new: str, effect: str | None) -> None:
    opposite = {"more": "less", "less": "more", None: None}
    assert change_of(new, old).effect == opposite[effect]
