"""Match a list of names with a list of numbers, and complete words that the names share.

小学、初中和高中入学率分别达到99%、98%和97%      小学入学率, 初中入学率, 高中入学率
培养市、县级骨干教师20、50名                      市级骨干教师, 县级骨干教师
城乡居民收入分别增长6.5%和7.5%                    城镇居民收入, 农村居民收入
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.passages import REACH
from plandiff.corpus.targets.quantities import Quantity
from plandiff.corpus.targets.quantity_scope import Bound
from plandiff.corpus.targets.target_candidates import Draft

_BETWEEN_LISTED = re.compile(
    rf"(?:{re.any_of('LISTING_BETWEEN_LISTED')})?(?:[、,和及与]|以及) ?(?:"
    rf"{re.any_of('BETWEEN_LISTED')})? ?"
)
_SPLIT = re.compile(rf"{re.any_of('SPLIT')}")
_OWN_MEASURE = re.compile(rf"(?:{re.any_of('OWN_MEASURE')})\Z")
_SHARED = re.compile(rf"(?:毛|净|综合)?{vocabulary.HAN}{{2,3}}率\Z|{re.any_of('SHARED')}")
"""Beginnings of words that all names of a list may share."""
_TAIL_ALONE = re.compile(
    rf"(?:人均|生均|户均){vocabulary.HAN}{{2,10}}\Z|(?:毛|净|综合)?{vocabulary.HAN}{{2}}率\Z"
    rf"|(?:{re.any_of('TAIL_ALONE')})\Z"
)
_GRADE_ALONE = re.compile("[国省市县区校乡镇村]级")
_GRADE = re.compile("[级办类型性]")
_PER_UNIT = re.compile("单位(?:(?:国内|地区)?生产总值|GDP|工业增加值)|城乡居民(?=基本|医疗|养老)")
_ORDINAL = re.compile("第?[一二三四]")

_PERIOD_LINE = re.compile(
    r" ?(?:到|至)?(?:20\d\d ?年(?:底|末)?|第[一二三四五]年|第?[一二三四1-4]季度|[上下]半年"
    r"|\d{1,2}月份?(?:底|末)?|(?:第[一二]|[春秋]季)学期)前? ?[:,]? ?(?:达到?|不[低少]于|为)? ?"
)
"""Text before the number on a line that contains only a period."""
_LEAD_IN = re.compile(
    rf"[^\n:。;,]{{2,24}}(?=: ?\Z)|[^\n:。;,\d]{{1,20}}(?:{re.any_of('LEAD_IN')})\Z"
)

_COMMON = 2
_LONG_LIST = 140
"""Maximum length of a list before 分别."""


class Name(Struct, frozen=True):
    """The name of one number of a list."""

    phrase: Phrase
    tail: Phrase | None = None
    """The shared words after the last name of the list, if this name omits them."""
    lead: Phrase | None = None
    """The shared words before the first name, if this name omits them: 城乡居民."""
    holder: str | None = None
    """One of two joint holders: 城镇 if the phrase contains 城乡."""


def name_by_lead_in(text: str, draft: Draft) -> Draft:
    """Return the draft with the indicator named on the line above a list of periods.

    ``体质优良率:`` / ``2026年:68%`` / ``2028年:75%``
    """
    start = text.rfind("\n", max(0, draft.start - REACH), draft.start) + 1
    if not start or not _PERIOD_LINE.fullmatch(text, start, draft.start):
        return draft
    if draft.indicator and draft.indicator[0] >= draft.start:
        return draft  # 2026年:3所学校
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        named = _LEAD_IN.match(text[above : start - 1])
        if named:
            span = nouns.left_noun(text, above, above + named.end())
            return replace(draft, indicator=span)
        period = _PERIOD_LINE.match(text, above, start - 1)
        if period is None or not period.end() > above:
            return draft
        start = above
    return draft


def listed_names(text: str, bound: Bound, ahead: Sequence[Quantity]) -> list[Name]:
    """The names of the list before ``ahead[0]``; empty unless as many numbers follow as names."""
    cut = text.rfind("分别", bound.floor, bound.sign.start)
    end, limit = (cut, _LONG_LIST) if cut >= 0 else (bound.sign.start, nouns.LEFT_LIMIT)
    span = nouns.left_noun(text, bound.floor, end, limit)
    if span is None:
        return []
    names, start = [], span[0]
    for m in (*_SPLIT.finditer(text, *span), None):
        end = m.start() if m else span[1]
        if start < end:
            names.append((start, end))
        start = m.end() if m else end
    if len(names) == 1:
        return _joint_names(text, names[0], ahead)
    if not names or len(names) != _length_of_list(text, ahead, len(names) + 1):
        return []
    tail = _shared_tail(text, names)
    tails = [_missing(text, name, tail) for name in names[:-1]] + [None]
    return [
        Name(name, tail, _shared_lead(text, names[0], name))
        for name, tail in zip(names, tails, strict=True)
    ]


def _shared_lead(text: str, first: Phrase, name: Phrase) -> Phrase | None:
    """The words before the common part of two names, or None.

    城乡居民 in 城乡居民基本养老保险、基本医疗保险.
    """
    place = text.find(text[name[0] : name[0] + _COMMON], first[0] + _COMMON, first[1])
    if name == first:
        return None
    if (per := _PER_UNIT.match(text, *first)) and not _PER_UNIT.match(text, *name):
        return per.span()
    is_common = name[1] - name[0] > _COMMON and place >= 0
    return (first[0], place) if is_common else None


def _joint_names(text: str, phrase: Phrase, ahead: Sequence[Quantity]) -> list[Name]:
    """One name per joint holder if as many numbers follow: the two of 城乡居民收入."""
    for joint, holders in vocabulary.JOINT_HOLDERS.items():
        said = text.find(joint, *phrase) >= 0
        if said and _length_of_list(text, ahead, len(holders) + 1) == len(holders):
            return [Name(phrase, holder=holder) for holder in holders]
    return []


def shared_names(text: str, ahead: Sequence[Quantity], names: Sequence[Name]) -> list[Name]:
    """The names of the previous list if as many numbers follow: …85%、90%;2030年90%、95%."""
    if len(names) < 2 or len(names) != _length_of_list(text, ahead, len(names) + 1):
        return []
    return list(names)


def missing_tail(text: str, name: Phrase, before: Phrase) -> Phrase | None:
    """The words that a bare level omits: 劳动实践基地 for 县级 after 市级劳动实践基地8个."""
    grade = _GRADE_ALONE.fullmatch(text, *name) and _GRADE_ALONE.match(text, *before)
    return (grade.end(), before[1]) if grade and grade.end() < before[1] else None


def _length_of_list(text: str, quantities: Sequence[Quantity], most: int) -> int:
    length = 1
    while length < min(most, len(quantities)):
        before, after = quantities[length - 1], quantities[length]
        between = _BETWEEN_LISTED.fullmatch(text, before.end, after.start)
        if between is None or (before.base_unit != after.base_unit and "," in between[0]):
            break  # 达到3.2万元和1.8万元,增长6%和7% are two lists
        length += 1
    return length


def _ordinal(text: str, names: Sequence[Phrase]) -> int:
    """Offset of the noun after the last of 第一、第二、第三产业; 0 for other lists."""
    if not all(_ORDINAL.fullmatch(text, *name) for name in names[:-1]):
        return 0
    last = _ORDINAL.match(text, *names[-1])
    return last.end() if last else 0


def _missing(text: str, name: Phrase, tail: Phrase | None) -> Phrase | None:
    return None if _OWN_MEASURE.search(text, *name) else tail


def _shared_tail(text: str, names: Sequence[Phrase]) -> Phrase | None:
    """The shared ending of the names: 进出口总额 in 货物贸易、服务贸易进出口总额."""
    (first, first_end), (start, end) = names[0], names[-1]
    for length in range(first_end - first - 1, 0, -1):
        ending = text[first_end - length : first_end]
        place = text.find(ending, start + 1, end - 1)
        if place > 0 and (length > 1 or _GRADE.match(ending)):
            return (place + length, end)
    if ordinal := _ordinal(text, names):  # 一、二、三产业增加值
        return (ordinal, end)
    parallel = start + first_end - first
    if _GRADE.match(text, parallel, end) and first_end - first == 1:  # 市、县级骨干教师
        return (parallel, end)
    if parallel < end and _SHARED.match(text, parallel, end):
        return (parallel, end)
    alone = _TAIL_ALONE.search(text, start + 1, end)
    return alone.span() if alone else None
