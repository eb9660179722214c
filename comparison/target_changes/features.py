"""What a target is recognised by: its words with the numbers masked, never the number itself."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from comparison.target_changes.units import BaseUnit, base_unit
from corpus.folding import fold
from corpus.model import Plan, Target
from corpus.targets.vocabulary import FALLS, RISES

_NUMBER = re.compile(r"[\d*×]+(?:[.,][\d*]+)*")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十两]+(?=[次场届所座名个项门节期年])")
_BLANKS = re.compile(r"\s+")
_LEFT, _RIGHT, _WIDE = 20, 14, 48
_CLAUSE = re.compile(r"[,:]")
_CUT = re.compile(r"[。!?;\n]")
_ASPECT = re.compile(rf"^(?:(?P<rise>{RISES}|翻)|(?P<fall>{FALLS}))(?!.{{0,2}}[到至为])")
_TO_FALL = re.compile(rf"^(?:{FALLS})")
_DIGITS = re.compile(r"[一二三四五六七八九十两\d]+(?=年|岁|级|类|本|期|个学)")
_LABEL = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）.、]\s*\Z")

CONTRASTS: tuple[tuple[str, ...], ...] = (
    ("中小学", "小学", "初中", "高中", "幼儿园", "中职", "高职", "高校", "大学"),
    ("学前", "义务教育", "高中阶段", "高等教育"),
    ("城镇", "农村", "城市", "乡村", "城乡"),
    ("公办", "民办", "普惠"),
    ("本科", "专科", "一本", "重点本科"),
    ("男", "女"),
    ("校长", "教师", "学生"),
    ("新建", "改建", "扩建"),
    ("第一产业", "第二产业", "第三产业"),
    ("总投资", "年度投资"),
    ("区本级", "市本级", "县本级", "省本级", "中央本级", "全社会"),
    ("primary", "secondary", "tertiary"),
    ("boys", "girls"),
    ("urban", "rural"),
)
"""Words that tell two targets apart that read alike otherwise."""


@dataclass(frozen=True)
class Features:
    """One target with the words that identify it; the same on both sides of a comparison."""

    target: Target
    order: int
    """Place among the targets of its plan."""
    left: str
    """Masked text of the sentence in front of the quote."""
    right: str
    sentence: str
    """Masked text around the target, wide enough to know it again in another section."""
    quote: str

    @cached_property
    def unit(self) -> BaseUnit:
        """The unit that its value is compared in."""
        return base_unit(self.target.unit)

    @cached_property
    def indicator(self) -> str:
        """Folded indicator without blanks and quotation marks."""
        return _squeeze(fold(self.target.indicator)).replace('"', "").casefold()

    @cached_property
    def aspect(self) -> str:
        """``rise`` for 增长7%, ``fall`` for 下降3%, empty for a level."""
        found = _ASPECT.match(self.quote)
        return str(found.lastgroup) if found else ""

    @cached_property
    def falls_to(self) -> bool:
        """Whether the wording brings the value down to a level: 降到5%."""
        return not self.aspect and _TO_FALL.match(self.quote) is not None

    @cached_property
    def digits(self) -> tuple[str, ...]:
        """Numbers inside the indicator, which belong to its name: 三年 in 学前三年毛入园率."""
        return tuple(_DIGITS.findall(self.indicator))

    @cached_property
    def contrasts(self) -> tuple[str | None, ...]:
        """For each group of ``CONTRASTS`` the one word of it that names this target."""
        clause = _CLAUSE.split(self.left)[-1]
        return tuple(
            _only(pattern, self.indicator) or _only(pattern, clause) for pattern in _contrasts()
        )

    @cached_property
    def indicator_pairs(self) -> frozenset[str]:
        """Character bigrams of the indicator."""
        return _bigrams(self.indicator)

    @cached_property
    def left_pairs(self) -> frozenset[str]:
        """Character bigrams in front."""
        return _bigrams(self.left)

    @cached_property
    def right_pairs(self) -> frozenset[str]:
        """Character bigrams behind."""
        return _bigrams(self.right)

    @cached_property
    def sentence_pairs(self) -> frozenset[str]:
        """Character bigrams of the wide context."""
        return _bigrams(self.sentence)


def read_features(plan: Plan) -> tuple[Features, ...]:
    """The features of every target of ``plan``, in its order."""
    texts = {section.id: section.text for section in plan.sections}
    wanted = {target.section for target in plan.targets}
    folded = {name: _fold_lines(texts[name]) for name in sorted(wanted) if name in texts}
    return tuple(
        _read(target, order, folded.get(target.section, target.quote))
        for order, target in enumerate(plan.targets)
    )


def _fold_lines(text: str) -> str:
    return "\n".join(fold(line) for line in text.split("\n"))


def _read(target: Target, order: int, text: str) -> Features:
    start, end = target.span.start, target.span.end
    before = _CUT.split(text[max(0, start - _WIDE) : start])[-1]
    after = _CUT.split(text[end : end + _WIDE], maxsplit=1)[0]
    wide = text[max(0, start - _WIDE) : start] + "#" + text[end : end + _WIDE]
    return Features(
        target,
        order,
        _mask(_LABEL.sub("", before))[-_LEFT:],
        _mask(after)[:_RIGHT],
        _mask(wide),
        _squeeze(text[start:end]),
    )


def _mask(text: str) -> str:
    return _HAN_NUMBER.sub("#", _NUMBER.sub("#", _squeeze(text))).casefold()


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)


def _bigrams(text: str) -> frozenset[str]:
    if len(text) < 2:
        return frozenset((text,)) if text else frozenset()
    return frozenset(map("".join, pairwise(text)))


@cache
def _contrasts() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("|".join(sorted(group, key=lambda word: (-len(word), word))))
        for group in CONTRASTS
    )


def _only(pattern: re.Pattern[str], words: str) -> str | None:
    found = set(pattern.findall(words))
    return found.pop() if len(found) == 1 else None


def dice(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared bigrams, 0 to 1; two empty sets say nothing: 0.5."""
    if not left and not right:
        return 0.5
    if not left or not right:
        return 0.0
    return 2.0 * len(left & right) / (len(left) + len(right))
