"""Lists of names that share a list of numbers, and the words that the names share.

小学、初中和高中入学率分别达到99%、98%和97%      小学入学率, 初中入学率, 高中入学率
培养市、县级骨干教师20、50名                      市级骨干教师, 县级骨干教师
"""

import re
from collections.abc import Sequence

from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.binding import Bound
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.quantities import Quantity

_BETWEEN_LISTED = re.compile(
    r"(?:以上|以下|以内|左右)?(?:[、,和及与]|以及) ?(?:达到?|增长|提高|下降|降低|减少|为|到|至)? ?"
)
_SPLIT = re.compile(r"、|以及|和|与|及")
_OWN_MEASURE = re.compile(
    r"(?:率|额|量|值|数|比|重|比例|收入|面积|规模|能耗|排放|支出|投资|装机|学位|标准|经费|课时|增速|水平|强度)\Z"
)
_SHARED = re.compile(
    rf"(?:毛|净|综合)?{vocabulary.HAN}{{2,3}}率\Z|(?:人均|生均|户均)|"
    r"居民|阶段|学校|教师|学生|儿童|职工|人口|骨干|幼儿园|学位|课程|课时|班额|用地|面积|经费|总额|总量|比重|占比"
)
"""How the words begin that a list may share."""
_TAIL_ALONE = re.compile(
    rf"(?:人均|生均|户均){vocabulary.HAN}{{2,10}}\Z|(?:毛|净|综合)?{vocabulary.HAN}{{2}}率\Z|"
    r"(?:比重|占比|总额|总量|增速|学位|课时|面积|经费|人数|收入)\Z"
)
_GRADE_ALONE = re.compile("[国省市县区校乡镇村]级")
_GRADE = re.compile("[级办类型性]")

_LONG_LIST = 140
"""Characters that 分别 may look back."""

Name = tuple[Phrase, Phrase | None]
"""A name and, where it leaves them out, the words behind the last name of its list."""


def listed_names(text: str, bound: Bound, ahead: Sequence[Quantity]) -> list[Name]:
    """The names of a list where there are as many numbers from ``ahead[0]`` on as names."""
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
    if len(names) < 2 or len(names) != _length_of_list(text, ahead, len(names) + 1):
        return []
    tail = _shared_tail(text, names)
    return [(name, _missing(text, name, tail)) for name in names[:-1]] + [(names[-1], None)]


def shared_names(text: str, ahead: Sequence[Quantity], names: Sequence[Name]) -> list[Name]:
    """The names of the list before, where as many numbers follow: …85%、90%;2030年90%、95%."""
    if len(names) < 2 or len(names) != _length_of_list(text, ahead, len(names) + 1):
        return []
    return list(names)


def missing_tail(text: str, name: Phrase, before: Phrase) -> Phrase | None:
    """What 县级 leaves out behind 市级劳动实践基地8个: the words of the name before it."""
    grade = _GRADE_ALONE.fullmatch(text, *name) and _GRADE_ALONE.match(text, *before)
    return (grade.end(), before[1]) if grade and grade.end() < before[1] else None


def _length_of_list(text: str, quantities: Sequence[Quantity], most: int) -> int:
    length = 1
    while length < min(most, len(quantities)):
        before, after = quantities[length - 1], quantities[length]
        if not _BETWEEN_LISTED.fullmatch(text, before.end, after.start):
            break
        length += 1
    return length


def _missing(text: str, name: Phrase, tail: Phrase | None) -> Phrase | None:
    return None if _OWN_MEASURE.search(text, *name) else tail


def _shared_tail(text: str, names: Sequence[Phrase]) -> Phrase | None:
    """What the last name says for all of them: 进出口总额 of 货物贸易、服务贸易进出口总额."""
    (first, first_end), (start, end) = names[0], names[-1]
    for length in range(first_end - first - 1, 0, -1):
        ending = text[first_end - length : first_end]
        place = text.find(ending, start + 1, end - 1)
        if place > 0 and (length > 1 or _GRADE.match(ending)):
            return (place + length, end)
    parallel = start + first_end - first
    if _GRADE.match(text, parallel, end) and first_end - first == 1:  # 市、县级骨干教师
        return (parallel, end)
    if parallel < end and _SHARED.match(text, parallel, end):
        return (parallel, end)
    alone = _TAIL_ALONE.search(text, start + 1, end)
    return alone.span() if alone else None
