"""Plans for the laws of alignment: written by hand, or generated with a revision of each.

The texts are about towns that do not exist.  A generated section has a heading of its own and a few
sentences put together from parts, so that sections share much wording, as in real plans.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Match
from plandiff.corpus.model import Plan, Section, Source

Part = tuple[int, str, str]
"""Level, heading, body."""
Text = tuple[str, str]
"""Heading, body."""

_TOWNS = ("蓝川", "雁渡", "松石", "北桥", "云溪", "柳湾", "青屏", "白滩")
_TOPICS = (
    "研学旅行", "食堂卫生", "图书借阅", "夜校课程", "校车调度", "合唱排练", "操场翻修", "护学岗",
    "心理热线", "家长课堂", "古琴传习", "劳动田园", "实验器材", "宿舍供暖", "近视筛查", "乡土教材",
    "助学金发放", "值周制度", "消防演习", "航模比赛", "教研沙龙", "档案整理", "志愿服务",
)  # fmt: skip
_DEEDS = ("推进", "规范", "恢复", "改进", "扩大", "评估", "公开", "试行", "验收", "统筹")
_MEANS = (
    "邀请退休工匠进校讲授", "每月张榜公布结果", "由街道与学校轮流主持", "纳入年度考核",
    "安排专人登记台账", "委托第三方抽查", "利用周末开放场地", "与邻近乡镇结对", "建立问题清单",
    "设置便民窗口", "开展满意度回访", "更新设备并培训管理员", "编印简明手册", "组织现场观摩",
)  # fmt: skip
_STOCK = ("各单位要高度重视，明确责任，确保落到实处。", "相关工作进展情况按季度上报。")


def plan(parts: Sequence[Part], name: str = "plan.txt") -> Plan:
    """A plan of these sections; the first is the root, labels count within the plan."""
    sections: list[Section] = []
    stack: list[Section] = []
    for index, (level, heading, body) in enumerate(parts):
        del stack[level:]
        parent = stack[-1].id if stack else None
        label = f"{index}." if index else None
        section = Section(f"s{index}", parent, level, label, index or None, heading, body)
        sections.append(section)
        stack.append(section)
    source = Source(name, "txt", "utf-8", "0" * 64, sum(len(s.text) for s in sections))
    return Plan(source, sections[0].heading, None, None, tuple(sections))


def flat(texts: Iterable[Text]) -> Plan:
    """A plan whose sections all stand below the root."""
    return plan([(0, "蓝川县工作计划", ""), *((1, heading, body) for heading, body in texts)])


def generated_texts(seed: int, count: int) -> list[Text]:
    """Sections that differ from each other and share stock sentences."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    texts: dict[str, str] = {}
    while len(texts) < count:
        topic, town = dice.choice(_TOPICS), dice.choice(_TOWNS)
        heading = f"{dice.choice(_DEEDS)}{town}{topic}"
        texts.setdefault(heading, "".join(_sentences(dice, town, topic)))
    return list(texts.items())


def _sentences(dice: random.Random, town: str, topic: str) -> list[str]:
    means = dice.sample(_MEANS, dice.randint(2, 4))
    amounts = [f"{dice.choice(_DEEDS)}{topic}{dice.randint(2, 900)}次，" for _ in means]
    sentences = [
        f"{town}片区{amount}{mean}，惠及{dice.randint(2, 60)}所学校。"
        for amount, mean in zip(amounts, means, strict=True)
    ]
    return sentences + ([dice.choice(_STOCK)] if dice.random() < 0.5 else [])


@dataclass
class Revision:
    """Old and new texts, and which old section (by index) is which new one."""

    old: list[Text]
    new: list[Text] = field(default_factory=list)
    links: set[tuple[int, int]] = field(default_factory=set)


def revised(seed: int, count: int, rate: float) -> Revision:
    """A revision: sections dropped, added, reworded, split in two, merged with the next, moved."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    revision = Revision(generated_texts(seed, count))
    fresh = iter(generated_texts(seed + 7919, count))
    pieces: list[tuple[set[int], Text]] = []
    index = 0
    while index < count:
        deed = dice.choice(_CHANGES) if dice.random() < rate else _keep
        used, made = deed(dice, revision.old, index)
        pieces += [(set(range(index, index + used)) if from_old else set(), text)
                   for from_old, text in made or [(False, next(fresh))]]  # fmt: skip
        index += used
    if dice.random() < rate:
        pieces.insert(dice.randrange(len(pieces)), pieces.pop(dice.randrange(len(pieces))))
    for at, (sources, text) in enumerate(pieces):
        revision.new.append(text)
        revision.links |= {(source, at) for source in sources}
    return revision


_Made = tuple[int, list[tuple[bool, Text]]]


def _keep(_dice: random.Random, old: list[Text], index: int) -> _Made:
    return 1, [(True, old[index])]


def _replace(_dice: random.Random, _old: list[Text], _index: int) -> _Made:
    return 1, []


def _reword(dice: random.Random, old: list[Text], index: int) -> _Made:
    heading, body = old[index]
    return 1, [(True, (heading, body.replace("，", f"，{dice.choice(_DEEDS)}并", 2)))]


def _split(_dice: random.Random, old: list[Text], index: int) -> _Made:
    heading, body = old[index]
    first, _, rest = body.partition("。")
    return 1, [(True, (heading, first + "。")), (True, ("", rest))]


def _merge(_dice: random.Random, old: list[Text], index: int) -> _Made:
    if index + 1 == len(old):
        return 1, [(True, old[index])]
    (heading, body), (second, more) = old[index], old[index + 1]
    return 2, [(True, (heading, f"{body}{second}。{more}"))]


_CHANGES: tuple[Callable[[random.Random, list[Text], int], _Made], ...] = (
    _reword,
    _reword,
    _replace,
    _split,
    _merge,
)


def links_of(matches: Iterable[Match]) -> set[tuple[str, str]]:
    """All links of all rows."""
    return {link for match in matches for link in match.links}


def row_of(matches: Iterable[Match], identity: str, side: Side = Side.NEW) -> Match:
    """The row that holds a section."""
    return next(m for m in matches if identity in (m.new if side is Side.NEW else m.old))
