"""The box of metadata above a published plan: 索引号：…, 发文机构：…, 信息名称：….

Pages and archives print it before the text.  It is removed; the value of a title field is the
title.  A box is located before the first sentence and the first label, never within the plan.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import ends_sentence, squash, width
from plandiff.corpus.cleaning.title_words import is_title_like
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import starts_with_label
from plandiff.corpus.text import lazy_re as re

FACT_BOX = "fact-box"

_ZONE = 60
"""Filled lines at the top that are searched for facts."""
_LONGEST = 400
"""Characters of a line of facts: 内容概述 is a sentence or two."""
_LONGEST_CONTINUATION = 6
"""Largest number of lines over which the value of the last fact continues."""
_FULL = 50
"""Columns of a line that may be broken within a value."""


def _spaced(names: str) -> str:
    """Return a pattern of names that may be printed with spaces between characters: 索 引 号."""
    return "|".join(r"[\s\u3000]*".join(name) for name in names.split())


_TITLE_NAME = (
    "信息名称 信息标题 文件名称 文件标题 公文名称 公文标题 文章标题 原标题 正题名 题名 標題 "
    "信息名稱 文件名稱 法规名称 法律名称 规章名称 法規名稱"
)
_WEAK_TITLE_NAME = "名称 名稱 标题 题目 主题名称"
_SURE_NAME = (
    "信息索引 信息索引号 索引号 索引號 信息类别 信息分类 主题分类 主题分類 组配分类 "
    "体裁分类 公文种类 公文种別 发文机关 发文機關 发文机构 发布机构 发布单位 发布部门 "
    "发文单位 公开单位 制发机关 成文日期 生成日期 发文日期 发布日期 公开日期 印发日期 "
    "生效日期 施行日期 废止日期 失效日期 发布时间 發布時間 发文时间 发稿时间 更新时间 "
    "更新日期 最后更新 最后更新时间 最近更新 最後更新 最后修改 发文字号 發文字號 发文文号 "
    "公文字号 公文文号 文件编号 规范性文件编号 统一登记号 登记号 主题词 关键词 关键字 "
    "有效性 时效性 公文时效 文件状态 效力状态 效力级别 公开方式 公开形式 公开范围 公开时限 "
    "实施日期 批准日期 批准部门 颁布时间 颁布日期 公布日期 颁布部门 颁布单位 制定机关 法规类别 "
    "法规编号 效力位阶 发布文号 文件来源 文件类型 公文类型 法宝引证码 引用文号 产生日期 主题类别 "
    "服务对象 载体类型 记录形式 分类词 体裁 公开责任单位 信息公开编号 著录日期 "
    "检索时间 检索关键词 检索关键字 抓取时间 采集时间 爬取时间 "
    "公开程序 公开类别 公开责任部门 信息来源 信息提供日期 责任编辑 责编 浏览次数 阅读次数 "
    "访问次数 访问量 点击数 点击量 字号 字體 字体 字号大小 视力保护色 内容概述 内容概览 "
    "信息概述 所属栏目 信息所属单位 信息有效性 檔號 保存年限 受文者 速別 密等及解密條件或保密期限"
)
_WEAK_NAME = (
    "日期 时间 時間 来源 來源 稿源 作者 编辑 審核 审核 分类 分類 时效 文号 文號 语种 语言 "
    "全文 正文 栏目 摘要 概述 编号 部门 责任部门 份号 密级 紧急程度 签发人 承辦人 聯絡人 "
    "聯絡電話 電話 傳真 電子信箱 地址"
)
_ENGLISH_TITLE_NAME = r"(?:Document|Policy)\s(?:title|name)|Title\sof\sdocument"
_ENGLISH_SURE_NAME = (
    r"Document\s(?:owner|author|reference|number|status|type|version|control)"
    r"|Version\s(?:number|control)|Date\sof\s(?:approval|issue|publication)|Approval\sdate"
    r"|(?:Superseded|Supersedes)(?:\sdocument)?"
)
_ENGLISH_WEAK_NAME = (
    r"Version|Author|Owner|Status|Pages|Date|Approved\sby|Issued\sby|(?:Date\sof\s)?Next\sreview"
    r"(?:\sdate)?|Review\sdate|Effective\sdate|Effective\sfrom|Last\s(?:updated|reviewed)"
    r"|Classification|Distribution|Reference"
)
_FACT = re.compile(
    rf"(?P<title>{_spaced(_TITLE_NAME)}|(?i:{_ENGLISH_TITLE_NAME}))"
    rf"|(?P<maybe>{_spaced(_WEAK_TITLE_NAME)})"
    rf"|(?P<sure>附件(?=[:：](?:如|隨)[主說文])|{_spaced(_SURE_NAME)}|(?i:{_ENGLISH_SURE_NAME}))"
    rf"|(?P<weak>{_spaced(_WEAK_NAME)}|(?i:{_ENGLISH_WEAK_NAME}))"
)
_BOX_NAME = re.compile(
    r"(?:Document|Version|Policy)\s(?:control|information|details|history)", re.IGNORECASE
)
"""The heading of an English box, which is removed with it."""
_OPENING = re.compile(
    r"[\s\u3000【\[（(]*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*)?"
)
_PLAN_OF_NOTICE = re.compile(r"《([^《》]{4,80})》\S{0,4}的?通知")
_SUBJECT = re.compile(r"主旨\s*[:：][^「《]{0,40}[「《](?P<title>[^「」《》]{4,80})[」》]")
"""The subject of a letter that encloses a plan: 主旨：檢送「…實施計畫」1份，請查照。"""
_COLON = re.compile(r"\s*+(?:[】\]]\s*+[:：]?|[:：])")
"""What follows a name; a name in brackets (【发布日期】) needs no colon."""


class _Fact(NamedTuple):
    """A fact at the start of a line: the group of its name, and where its value begins."""

    group: str
    value: int
    others: int
    """Further names on the line."""


class FactBox(NamedTuple):
    """The lines without the box, the removed text, and the title that the box states."""

    lines: list[Line]
    removed: list[Removed]
    title: str


def take_fact_box(lines: list[Line], stated: str) -> FactBox:
    """Remove the facts above the text.  ``stated`` is the title that the format states.

    >>> box = take_fact_box([Line("题名：足球行动方案"), Line("一、目标")], "")
    >>> box.title, [line.text for line in box.lines], [r.text for r in box.removed]
    ('足球行动方案', ['足球行动方案', '一、目标'], ['题名：'])
    """
    top = _top(lines)
    facts = {i: fact for i in top if (fact := fact_of(lines[i].text)) is not None}
    values = _values(lines, top, facts)
    sure = _believed(lines, top, facts, stated)
    if not sure:
        return FactBox(lines, [], "")
    title, title_places = _title(lines, top, facts, values, sure)
    removed: list[Removed] = []
    kept: list[Line] = []
    taken = sure | {j for i in sure for j in values.get(i, ())}
    for i, line in enumerate(lines):
        text = line.text.strip()
        if i in title_places:
            start = title_places[i]
            label, value = line.text[:start].strip(), line.text[start:].strip()
            removed += [Removed(label, FACT_BOX)] if label else []
            kept.append(replace(line, text=value, label=None))
        elif i in taken:
            removed.append(Removed(text, FACT_BOX))
        else:
            kept.append(line)
    return FactBox(kept, removed, title)


def fact_of(text: str) -> _Fact | None:
    """Return the fact at the start of a line, None if there is none.

    >>> fact_of("索 引 号：QH0001　发布日期：2026-01-01").others
    1
    """
    if len(text) > _LONGEST:
        return None
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    name = _FACT.match(text, start)
    if name is None:
        return None
    colon = _COLON.match(text, name.end())
    cell = "\t" if text[name.end() : name.end() + 1] == "\t" else ""
    if colon is None and not cell:
        return None
    end = colon.end() if colon else name.end()
    others = sum(
        _COLON.match(text, found.end()) is not None or text[found.end() : found.end() + 1] == "\t"
        for found in _FACT.finditer(text, end)
    )
    dated = start > 0 and any(c.isdigit() for c in text[:start])
    return _Fact(name.lastgroup or "weak", end, others + dated)


def _top(lines: list[Line]) -> list[int]:
    """Return the filled lines before the text: up to the first label, sentence or addressee."""
    found: list[int] = []
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        fact = fact_of(text) is not None
        if len(found) >= _ZONE or (not fact and _begins_text(line, text)):
            break
        found.append(i)
    return found


def _begins_text(line: Line, text: str) -> bool:
    if line.label or (starts_with_label(text) and not line.heading_level):
        return True
    return "。" in text and width(text) > 2 * _FULL


def _values(lines: list[Line], top: list[int], facts: dict[int, _Fact]) -> dict[int, list[int]]:
    """Map each fact to the lines below it that hold its value or continue it."""
    found: dict[int, list[int]] = {}
    at = {i: k for k, i in enumerate(top)}
    for i, fact in facts.items():
        below = top[at[i] + 1 : at[i] + 1 + _LONGEST_CONTINUATION]
        text = lines[i].text.strip()
        empty = not text[fact.value :].strip(" 】]\u3000")
        between = _before_next_fact(lines, below, facts)
        if empty:
            found[i] = between[:1] if len(between) == 1 else []
        elif between and _is_broken(text):
            found[i] = between
        elif _is_broken(text) and not fact.others:
            found[i] = _to_stop(lines, below, facts)
    return found


def _before_next_fact(
    lines: list[Line], below: Sequence[int], facts: dict[int, _Fact]
) -> list[int]:
    """Return the lines up to the next fact; none if a heading or no fact follows."""
    between: list[int] = []
    for i in below:
        if i in facts:
            return between
        if lines[i].heading_level is not None:
            return []
        between.append(i)
    return []


def _to_stop(lines: list[Line], below: Sequence[int], facts: dict[int, _Fact]) -> list[int]:
    """Return the lines that complete a fact's sentence; none if a fact or heading comes first."""
    for count, i in enumerate(below, start=1):
        addressee = ends_sentence(lines[i].text, "：:")
        headed = lines[i].heading_level is not None or is_title_like(lines[i].text)
        if i in facts or headed or addressee:
            return []
        if ends_sentence(lines[i].text, "。"):
            return list(below[:count])
    return []


def _is_broken(text: str) -> bool:
    return width(text) >= _FULL and not ends_sentence(text, "。")


def _believed(lines: list[Line], top: list[int], facts: dict[int, _Fact], stated: str) -> set[int]:
    """Return the lines of facts that no plan states about itself, and other facts next to them."""
    sure = {
        i
        for i, fact in facts.items()
        if fact.group == "sure"
        or fact.others > 0
        or (fact.group in {"title", "maybe"} and _may_be_title(lines, top, i, fact, stated))
    }
    beside = {
        i
        for k, i in enumerate(top)
        if i in facts and {*top[max(k - 2, 0) : k], *top[k + 1 : k + 3]} & sure
    }
    named = {
        i
        for i, below in pairwise(top)
        if below in sure and _BOX_NAME.fullmatch(lines[i].text.strip())
    }
    return sure | beside | named


def _may_be_title(lines: list[Line], top: list[int], i: int, fact: _Fact, stated: str) -> bool:
    """Whether a title field's value is a title: by its words, or because it occurs again."""
    value = squash(lines[i].text[fact.value :])
    if not value:
        return any(
            f is not None and f.group == "sure" for j in top if (f := fact_of(lines[j].text))
        )
    if is_title_like(value) or fact.group == "title" or value == squash(stated):
        return True
    return any(squash(line.text) == value for line in lines[i + 1 : i + 1 + _ZONE])


def _title(
    lines: list[Line],
    top: list[int],
    facts: dict[int, _Fact],
    values: dict[int, list[int]],
    sure: set[int],
) -> tuple[str, dict[int, int]]:
    """Return the title that the box states, and where it begins in the lines that hold it.

    Where the value occurs again as a line, the whole fact is removed and that line is the title.
    """
    for i in top:
        if i not in sure or i not in facts or facts[i].group not in {"title", "maybe"}:
            continue
        own = lines[i].text[facts[i].value :].strip()
        places = {i: facts[i].value} if own else {}
        places |= dict.fromkeys(values.get(i, ()), 0)
        value = own + "".join(lines[j].text.strip() for j in values.get(i, ()))
        if not value or facts[i].others:
            continue
        others = {
            squash(line.text) for j, line in enumerate(lines[: top[-1] + _ZONE]) if j not in places
        }
        quoted = _PLAN_OF_NOTICE.search(value)
        if quoted and squash(value) not in others and squash(quoted[1]) in others:
            return quoted[1], {}  # the box names the notice, the file holds only the plan
        return value, {} if squash(value) in others or len(places) > 1 else places
    return _enclosed(lines), {}


def _enclosed(lines: list[Line]) -> str:
    """Return the title of the plan that a letter encloses, if a line below has this title."""
    for i, line in enumerate(lines[:_ZONE]):
        subject = _SUBJECT.match(line.text.strip())
        if subject and any(squash(x.text) == squash(subject["title"]) for x in lines[i + 1 :]):
            return subject["title"]
    return ""
