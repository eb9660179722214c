"""The words around a number: what is counted, for whom, until when, and how firmly."""

import re
from dataclasses import dataclass

from corpus.targets import vocabulary

_TIME = (
    r"(?:到|至|截至|截止|于|在|力争|从)? ?(?:19|20)\d\d ?(?:-(?:19|20)?\d\d)?(?:学?年度?)?(?:\d{1,2}月)?(?:底|末|上半年|下半年|春季|秋季|起|开始)?(?:之?前|以前)?|"
    r"(?:到|至|在)?(?:今年|明年|本年度?|年内|年底|年末|全年|当年|上半年|下半年|本学期|本学年度?|近期|近年)(?:底|末|内|前)?|"
    r"\d{1,2}月(?:份|底|末|上旬|中旬|下旬)?(?:\d{1,2}日)?(?:之?前|以前)?|"
    r"(?:到|至)?\"?十[一二三四五]五\"?(?:规划)?(?:期?末|期间|时期)|[一二两三四五\d]{1,2}年内|(?:通过|用|经过)[一二两三四五\d]{1,2}年(?:时间|的?努力)?"
)
_ADVERBS = (
    r"全面|重点|着力|大力|积极|继续|持续|进一步|加快|再(?!就业|生|担保|贷)|新(?![增建改扩办开设入课高时生型])|共(?![产青享建同])|累计|总共|平均|分别|全部|均(?![衡等可])|都|也|还|又|同时|此外|"
    r"另外|其中|着手|统筹|扎实|切实|有序|逐步|稳步|稳妥|深入|高标准|高质量|高水平|精心|认真|按时|及时|按期|"
    r"定期|不断|大幅|大幅度|明显|显著|年均|原则上|面向|至少|不少于|规划|启动|牵头|主动|有效|全力|就是"
)
_LEAD = re.compile(
    rf"(?:[ 、\-·(]|{_TIME}|{vocabulary.MODALITIES}|{_ADVERBS}|"
    rf"(?:{vocabulary.INDICATOR_VERBS})(?!率|量|额|数|比|面积|规模|时间|人数|人口|值|度|率|经费|资金|水平|能力|中心|活动|项目|基地))+"
)
_TAIL = re.compile(
    rf"(?:[ 、,(:]|全年|今年|年内|年底|年末|拟?按照?|{vocabulary.MODALITIES}|分别|总体|整体|平均|全部|年均|均|都|有|比(?:上年|去年|{_TIME})|较(?:上年|去年|{_TIME})|"
    r"达到?|保持|为|共|各|将|也|只|仅|再|新|约|由|从|是|在|内|每年|按可比口径|同比|的|要求|人均$)+\Z"
)
_NEAR_VERB = re.compile(r"新增|新建|增加|投资|投入|培训|招聘")
_VERB = re.compile(rf"(?:计划|拟|预计)?(?:{vocabulary.INDICATOR_VERBS})")
_PREDICATE = re.compile(rf"(?:{vocabulary.PREDICATES})")
_NOUN_END = re.compile(
    r"[,;。:!?\n)《》]|\((?![市县区镇乡、]{1,6}\))|(?:及|和|与) ?(?=[\d*])|、(?=[\d*一二三四五六七八九十两每至新])|--"
)
_SIZE = re.compile(r"[\d.]{1,8}[一-鿿]{1,3}(?:及|或)?以[上下]的?(?:各类)?")
_RIGHT_LIMIT = 30
_LEFT_LIMIT = 40
_SHORT_NAME = 5

_DEADLINE = re.compile(
    r"(?<![比较自从])(?:(?:到|至|截至|截止|于|在)? ?(?:20\d\d|(?<!\d)\d\d) ?年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|年底|上半年|下半年)?(?:之?前|以前)?"
    r"|(?:到|至|在)?(?:今年|明年|本年度|年内|年底|年末|全年|当年|上半年|下半年|本学期|本学年度?|学期末|年中)(?:\d{1,2}月)?(?:底|末|内|前|之前|以前)?"
    r"|(?<!\d)\d{1,2}月(?:份|底|末|上旬|中旬|下旬)?(?:\d{1,2}日)?(?:之?前|以前|内)"
    r"|(?:到|至)?\"?十[一二三四五]五\"?(?:规划)?(?:期?末|期间|时期|内)|[一二两三四五\d]{1,2}年(?:以|之)?内|(?:通过|用|经过)[一二两三四五\d]{1,2}年(?:时间|的?努力)?"
    r")(?!以来|来|级|届|版|起|以前)"
)
_MODALITY = re.compile(vocabulary.MODALITIES)
_SCOPE = re.compile(
    r"每(?:一)?(?:个|所|名|位|家|座|间|班|支)?(?:街道|乡镇|镇街|镇|乡|县|区|市|村|社区|学校|校区|校|幼儿园|园|班级|班|年级|学科|学生|教师|教职工|人|生|单位|支部|户)"
    r"|各(?:级各类|级|类|大)?[一-鿿、]{0,5}学校|[全各](?:国|省|市|县|区|州|旗|盟|镇|乡|校|局|系统|街道|地)(?:\([一-鿿、]{1,6}\))?(?:区|县|市)?|公办园|民办园|义务教育阶段"
)
_PERIOD = re.compile(
    r"每(?:一)?(?P<count>[两三四五半2-9])?个?(?P<period>学期|学年|月|季度|季|周|星期|天|日|年|旬)(?![一-鿿]{0,2}\d+月)"
)
_PERIOD_NAMES = {"季": "季度", "日": "天", "星期": "周"}


@dataclass(frozen=True, slots=True)
class Period:
    """每学期 at ``start``; ``name`` is the second half of a unit: 次/学期."""

    start: int
    end: int
    name: str


def find_period(text: str, start: int, end: int) -> Period | None:
    """The last 每学期, 每三年, 每个街道 in ``text[start:end]``."""
    found: Period | None = None
    for m in _PERIOD.finditer(text, start, end):
        count = m["count"] or ""
        name = _PERIOD_NAMES.get(m["period"], m["period"])
        found = Period(m.start(), m.end(), count + name)
    return found


_COUNTED = re.compile(
    r"每(?:一)?(?:个|所|名|位|家|座|支)?(?P<noun>街道|乡镇|镇街|镇|乡|县|区|市|村|社区|学校|校区|校|幼儿园|园|班级|班|年级|学科|学生|教师|教职工|人|生|单位|支部|户)"
)


def find_counted(text: str, start: int, end: int) -> Period | None:
    """The last 每个街道 in ``text[start:end]``: unit 所/街道."""
    found: Period | None = None
    for m in _COUNTED.finditer(text, start, end):
        found = Period(m.start(), m.end(), m["noun"])
    return found


Phrase = tuple[int, int]
"""Start and end in the text that is read."""


def left_noun(text: str, start: int, end: int) -> Phrase | None:
    """Span of the noun phrase that ends ``text[start:end]``, without times and verbs in front.

    >>> text = "力争到2025年学前三年毛入园率"
    >>> text[slice(*left_noun(text, 0, len(text)))]
    '学前三年毛入园率'
    """
    start = max(start, end - _LEFT_LIMIT)
    if (tail := _TAIL.search(text, start, end)) is not None:
        end = tail.start()
    lead = _LEAD.match(text, start, end)
    low = lead.end() if lead else start
    if lead and 0 < end - low <= 2 and (verb := _NEAR_VERB.search(text, start, low)):
        low = verb.start()
    if text.count('"', low, end) % 2:
        low = text.index('"', low, end) + 1
    return _trim(text, low, end)


def bare_verb(text: str, start: int, end: int) -> Phrase | None:
    """Span of the verb where no noun stands between it and the number: 计划投资 3640万元."""
    span = None
    for m in _VERB.finditer(text, start, end):
        span = m.span()
    return span


def right_noun(text: str, start: int, end: int) -> Phrase | None:
    """Span of the noun phrase that ``text[start:end]`` begins with, up to its predicate.

    >>> text = "的幼儿园开设托班"
    >>> text[slice(*right_noun(text, 0, len(text)))]
    '幼儿园'
    """
    while start < end and text[start] in " 的":
        start += 1
    if size := _SIZE.match(text, start, end):
        start = size.end()
    end = min(end, start + _RIGHT_LIMIT)
    if stop := _NOUN_END.search(text, start, end):
        end = stop.start()
    if stop := _PREDICATE.search(text, start + 2, end):
        end = stop.start()
    comma = text.find(
        "、", start, end
    )  # 学校、幼儿园无线网络 is one phrase, two long names are two
    if comma - start > _SHORT_NAME:
        end = comma
    if text.count('"', start, end) % 2:
        end = text.rindex('"', start, end)
    return _trim(text, start, end)


def _trim(text: str, start: int, end: int) -> Phrase | None:
    while start < end and text[start] in " 、-":
        start += 1
    while start < end and text[end - 1] in " 、-":
        end -= 1
    return (start, end) if start < end else None


def last_deadline(text: str, sentence: int, clause: int, end: int) -> Phrase | None:
    """Span of the last date before ``end`` by which something is due.

    Outside the number's own clause a date counts where it leads a clause: 到2025年,…;….
    """
    span = None
    for m in _DEADLINE.finditer(text, sentence, end):
        before = text[sentence : m.start()].rstrip()
        if m.start() >= clause or not before or before[-1] in ",;:(、":
            span = m.span()
    return span


def last_modality(text: str, start: int, end: int) -> str | None:
    """力争, 确保, 计划 … nearest in front of the number."""
    found = None
    for m in _MODALITY.finditer(text, start, end):
        found = m[0]
    return found


def last_scope(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Span of the last 全县, 每个街道, 各校 in ``text[start:end]``."""
    span = None
    for m in _SCOPE.finditer(text, start, end):
        span = m.span()
    return span
