"""Plans of any size with a revision of each, as text: what the benchmarks read."""

import random

_SUBJECTS = (
    "学前教育", "义务教育", "普通高中", "职业教育", "特殊教育", "教师队伍", "校园安全", "体育美育",
    "劳动教育", "心理健康", "教育数字化", "课后服务", "家校共育", "教育评价", "经费保障",
)  # fmt: skip
_VERBS = ("推进", "完善", "落实", "加强", "深化", "规范", "优化", "健全", "强化", "提升")
_OBJECTS = (
    "资源供给", "质量监测", "管理机制", "队伍建设", "课程体系", "考核办法", "服务能力", "督导制度",
    "硬件条件", "帮扶结对", "示范创建", "专项治理", "信息公开", "交流轮岗", "培训研修", "风险排查",
)  # fmt: skip
_PLACES = ("城东", "河西", "松坪", "临渡", "望江", "石桥", "云台", "柳林", "双溪", "白塔")
_UNITS = ("所", "个", "名", "人次", "万元", "间", "套", "门")


def _sentence(dice: random.Random) -> str:
    place, subject = dice.choice(_PLACES), dice.choice(_SUBJECTS)
    done = f"{dice.choice(_VERBS)}{place}片区{subject}{dice.choice(_OBJECTS)}"
    if dice.random() < 0.3:
        return (
            f"{done}，新增{dice.choice(_OBJECTS)}项目{dice.randint(2, 900)}{dice.choice(_UNITS)}。"
        )
    return f"{done}，{dice.choice(_VERBS)}{dice.choice(_OBJECTS)}与{dice.choice(_OBJECTS)}衔接。"


def _section(dice: random.Random) -> list[str]:
    """About 180 characters, as sections of education plans have; laws have 100, reports 1,000."""
    heading = f"{dice.choice(_VERBS)}{dice.choice(_SUBJECTS)}{dice.choice(_OBJECTS)}。"
    return [heading, *(_sentence(dice) for _ in range(dice.randint(4, 8)))]


def _revised(dice: random.Random, section: list[str], rate: float) -> list[str]:
    return [
        _sentence(dice) if at and dice.random() < rate / 2 else sentence
        for at, sentence in enumerate(section)
    ]


def _text(sections: list[list[str]]) -> str:
    lines = (f"{index}.{''.join(section)}" for index, section in enumerate(sections, 1))
    return "\n".join(["云川县教育工作要点", *lines]) + "\n"


def plan_pair(size: int, rate: float, seed: int = 1) -> tuple[str, str]:
    """An old and a new plan of ``size`` sections; about ``rate`` of them changed, some moved."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    old = [_section(dice) for _ in range(size)]
    new = [_revised(dice, s, rate) for s in old if dice.random() > rate / 10]
    for _ in range(round(size * rate / 20)):
        new.insert(dice.randrange(len(new)), new.pop(dice.randrange(len(new))))
        new.insert(dice.randrange(len(new)), _section(dice))
    return _text(old), _text(new)
