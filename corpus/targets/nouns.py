"""The noun phrase that a number counts: in front of it, behind it, or the verb itself."""

from plandiff.corpus.targets import vocabulary
from plandiff.corpus.text import lazy_re as re

_DUE = "(?:底|末|上半年|下半年|春季|秋季|起|开始)?(?:之?前|以前)?"
_TIME = (
    r"(?:到|至|截至|截止|于|在|力争|从)? ?(?:19|20)\d\d(?![级届款]) ?(?:-(?:19|20)?\d\d)?"
    r"(?:学?年度?)?"
    rf"(?:\d{{1,2}}月)?{_DUE}|"
    r"(?:到|至|在)?(?:今年|明年|去年|上一?年度?|目前|本年度?|年内|年底|年末|全年|当年|上半年|下半年|本学期|本学年度?|"
    r"近期|近年|[春秋]季学期|开学|[暑寒]假|暑期|学期|本?世纪中叶)(?:初|底|末|内|前|期间)?|"
    r"\d{1,2}月(?:份|底|末|上旬|中旬|下旬)?(?:\d{1,2}日)?(?:之?前|以前)?|"
    rf"(?:到|至|在)?{vocabulary.SEASONS}|"
    r"(?:到|至)?\"?十[一二三四五]五\"?(?:规划)?(?:期?末|期间|时期)|[一二两三四五\d]{1,2}年内|"
    r"(?:通过|用|经过)[一二两三四五\d]{1,2}年(?:时间|的?努力)?|"
    r"(?:规划)?期末|[一二两三四五]年(?=新增|累计|新建|培训|完成|建成|投入|再)"
)
ADVERBS = (
    "全面|基本(?=实现|完成|达到|建成|消除|形成|解决|普及|建立)|重点|着力|大力|积极|继续|持续|进一步|加快|再(?!就业|生|担保|贷)|"
    "新(?![(零获备配转增装建改扩办开设入课高时生型能材兴农冠区城媒校教任])|共(?![产青享建同])|累计|总共|平均(?![分值])|分别|全部|均(?![衡等可])|"
    "公开(?=招聘|选拔|遴选|选聘)|可(?=提供|容纳|新增|满足)|都|也|还|又|同时|此外|另外|其中|着手|统筹|扎实|切实|有序|逐步|稳步|稳妥|深入|高标准(?!农田)|高质量|"
    "高水平|精心|认真|按时|及时|按期|定期|不断|大幅|大幅度|明显|显著|年均|原则上|面向|至少|不少于|"
    "规划|启动|严格|牵头|主动|有效|全力|就是"
)
_ACTION = re.compile(vocabulary.ACTION_VERBS)
_NAMES = (
    "率|量|额|数|比|面积|规模|时[间限]|期限|人数|人口|值|度|经费|资金|水平|能力|中心|活动|项目|基地|用地|"
    "标准|定额|对象|金|劳动力"
)
"""Words that make a noun of the verb in front of them: 完成率, 培训规模."""
_LEAD = re.compile(
    rf"(?:\([一二三四五六七八九十\d]{{1,3}}\)|[ 、\-·(]|{_TIME}|{vocabulary.MODALITIES}|{ADVERBS}|"
    rf"(?:{vocabulary.ACTION_VERBS})(?!{_NAMES})|{vocabulary.FUNCTION_WORDS})+"
)
_TAIL = re.compile(
    rf"(?:[ 、,(:]|全年|今年|年内|年底|年末|拟?按照?|{vocabulary.MODALITIES}|分别|总体|整体|平均|"
    r"同口径|按?可比口径|按(?:可比价|不变价)格?(?:计算)?|迈上|迈入|跨上|站上|跨越|"
    rf"[三五]年累计|累计|全部|年均|(?<![班生户])均|都|有|"
    r"(?<=[^,;。])(?:完成|实现)|"
    r"(?:[比较与]|相[比较]于?) ?(?:上年|去年|(?:19|20)\d\d ?年)(?:相比)?|"
    r"达到?|保持|为|共|"
    r"各|将|也|只|仅|再|(?<![更翻创])新|约|由|从|是|在|内|"
    r"每(?:学期|学年|年|月|周|季度|天|人|生|校|班|批|期|一?[个名位家所件套])|"
    r"按可比口径|同比|的|要求|人均$|明显|显著|"
    rf"(?:{vocabulary.RISES}|{vocabulary.FALLS})(?:到|至|为)?)+\Z"
)
_IMPORTANT = re.compile("(?:项目|工程|企业|产业|园区|领域|区域|行业|任务)\\Z")
_NEAR_VERB = re.compile(r"新增|新建|增加|投资|投入|培训|招聘")
_SUBJECT_END = re.compile(
    "已经?|将|要|拟|计划|共|再|应|须|力争|确保|更换|配备|购置|安装|选派|引进|惠及"
)
"""Words that may part a subject from its verb; what follows them is read as a lead again."""
_INNER_VERB = re.compile(
    "(?:遴选|组建|建成|打造|培育|开设(?!率)|评选|选派|选聘|设立|成立|推出|购置|培养)"
    f"(?!{_NAMES}|工程|计划|机制|工作|任务|行动|制度|体系|方案)"
)
"""Verbs that seldom stand inside a name: 研究院遴选优秀案例 counts 优秀案例."""
_NOMINAL_VERB = re.compile(vocabulary.NOMINAL_VERBS)
_PREDICATE = re.compile(rf"(?:{vocabulary.PREDICATES})")
_CONTEST = r"[^\W\d_]{1,3}(?:比赛|大赛|竞赛|展演)"
"""校园(课本)剧比赛: the bracket is a part of its name."""
_NOUN_END = re.compile(
    rf"[,;。:!?\n\t《》]|(?<![市县区镇乡])\)(?!{_CONTEST})|"
    rf"\((?![市县区镇乡、]{{1,6}}\)|[^\W\d_]{{1,3}}\){_CONTEST})|(?:及|和|与) ?(?=[\d*])|"
    r"、(?=[\d*一二三四五六七八九十两每至新写读撰])|--"
)
_SIZE = re.compile(
    rf"[\d.]{{1,8}} ?{vocabulary.HAN}{{1,5}}?"
    r"(?:级(?:(?:及|或)?以[上下])?|(?:及|或)?以[上下])的?(?:各类)?"
)
_USED_FOR = re.compile("用于|用以|支持")
_PREDICATE_ALONE = re.compile("全部|均|都|以上|进入|实现|达到|作为|开展|参加|稳定|如期")
_DONE = "建设|改造|新建|扩建|改扩建|重建|提升|维修|修缮|拆除|补植|管护|整治|治理|更新|协作|创建"
_WORK = (
    rf"的(?:(?:既有|综合|新建|配套)?{vocabulary.HAN}{{0,4}}?|"
    rf"{vocabulary.HAN}{{1,6}}(?:、{vocabulary.HAN}{{1,6}}){{1,4}}等?{vocabulary.HAN}{{0,8}}?)(?:{_DONE})"
)
_DONE_END = re.compile(rf"(?:{_DONE}|工程|项目)\Z")
_OWNER = re.compile(rf"(?P<owner>[^的]{{2,16}}){_WORK}")
"""道路 in 道路的改造提升任务: what is done to them is not what is counted."""
_REST_OF_BODIES = re.compile(
    r"[市县区旗、]{1,6}\)(?:要|应当?|须|每[一两二三四五]?年|均|都)*|(?<=[施抓做办建])好(?=[^\W\d_]{2})(?![人事的书])"
)
"""区)要 of 各县(市、区)要选定学校, 好 of 实施好重点项目: what a noun cannot begin with."""
_DIGIT = re.compile(r"\d")
_DEED = re.compile(
    rf"(?P<deed>(?:{_WORK}|(?:、{vocabulary.HAN}{{1,6}}){{1,4}}等?{vocabulary.HAN}{{0,6}}?(?:{_DONE}))"
    rf"(?:{_DONE})*)|"
    rf"(?:全部|均|都|正式|基本)?(?:实现)?(?P<state>{vocabulary.DONE_STATES})(?!率|情况|量|数|标准)|"
    r"(?:开展|进行|实施|接受)(?P<act>培训|轮训|改造|整治|治理|维修|督导|检查|帮扶|走访)(?![^\W\d_])"
)
"""What is done to the things counted, or what becomes of them, behind their noun."""
_RIGHT_LIMIT = 30
LEFT_LIMIT = 40
_SHORT_NAME = 5

Phrase = tuple[int, int]
"""Start and end in the text that is read."""


def left_noun(text: str, start: int, end: int, limit: int = LEFT_LIMIT) -> Phrase | None:
    """Span of the noun phrase that ends ``text[start:end]``, without times and verbs in front.

    Nothing farther than ``limit`` characters from its end belongs to it.

    >>> text = "力争到2025年学前三年毛入园率"
    >>> text[slice(*left_noun(text, 0, len(text)))]
    '学前三年毛入园率'
    """
    start = max(start, end - limit)
    if (tail := _TAIL.search(text, start, end)) is not None:
        end = tail.start()
    lead = _LEAD.match(text, start, end)
    low = lead.end() if lead else start
    low = _after_subject(text, low, end)
    if text.startswith("重点", low - 2) and low - 2 >= start and _IMPORTANT.search(text, low, end):
        low -= 2  # 重点商贸流通项目 is a name, 重点推进 is none
    if (bracket := text.rfind("(", low, end)) >= 0 and text.find(")", bracket, end) < 0:
        lead = _LEAD.match(text, bracket, end)  # 幼儿园(其中城东1所
        low = lead.end() if lead else low
    if lead and 0 < end - low <= 2 and (verb := _NEAR_VERB.search(text, start, low)):
        low = verb.start()
    if text.count('"', low, end) % 2:
        low = text.index('"', low, end) + 1
    return _trim(text, low, end)


def _after_subject(text: str, low: int, end: int) -> int:
    """Where the object begins in 全市已建成智慧校园 or 高中更换课桌椅; else ``low``."""
    for part in _SUBJECT_END.finditer(text, low, end - 1):
        verb = _LEAD.match(text, part.end(), end)
        if verb is None and len(part[0]) > 1:  # a single 共 may stand in 公共服务
            verb = _LEAD.match(text, part.start(), end)
        if verb and verb.end() + 1 < end:
            low = verb.end()
    for inner in _INNER_VERB.finditer(text, low + 2, end):
        if inner.end() + 1 < end:
            low = inner.end()
    return low


def nominal_verb(text: str, start: int, end: int) -> Phrase | None:
    """Span of a verb that may stand for a noun next to the number: 计划投资 3640万元."""
    span = None
    for m in _NOMINAL_VERB.finditer(text, max(start, end - LEFT_LIMIT), end):
        span = m.span()
    return span


def right_noun(text: str, start: int, end: int, *, whole_list: bool = False) -> Phrase | None:
    """Span of the noun phrase that ``text[start:end]`` begins with, up to its predicate.

    Of a list of long names the first alone, unless the ``whole_list`` is wanted.

    >>> text = "的幼儿园开设托班"
    >>> text[slice(*right_noun(text, 0, len(text)))]
    '幼儿园'
    """
    while start < end and text[start] in " 的":
        start += 1
    if size := _SIZE.match(text, start, end):
        start = size.end()
    if used := _USED_FOR.match(text, start, end):
        start = used.end()
    end = min(end, start + (LEFT_LIMIT if whole_list else _RIGHT_LIMIT))
    if stop := _NOUN_END.search(text, start, end):
        end = stop.start()
    if _PREDICATE_ALONE.match(text, start, end):
        return None
    if owner := _OWNER.match(text, start, end):
        end = owner.end("owner")
    if stop := _PREDICATE.search(text, start + 2, end):
        end = stop.start()
    comma = text.find(
        "、", start, end
    )  # 学校、幼儿园无线网络 is one phrase, two long names are two
    is_long = comma - start > _SHORT_NAME and not whole_list
    if is_long or (comma > start and _DIGIT.search(text, comma, end)):
        end = comma
    if text.count('"', start, end) % 2:
        end = text.rindex('"', start, end)
    return _trim(text, start, end)


def deed_behind(text: str, phrase: Phrase, end: int) -> Phrase | None:
    """Span of what is done to the things that ``phrase`` names, up to ``end``.

    >>> text = "20条道路的改造提升任务"
    >>> text[slice(*deed_behind(text, (3, 5), len(text)))], deed_behind("3所学校", (2, 4), 4)
    ('的改造提升', None)
    """
    found = _DEED.match(text, phrase[1], end)
    if found is None or (text.startswith("、", phrase[1]) and _DONE_END.search(text, *phrase)):
        return None
    return found.span(found.lastgroup or 0)


def starts_with_verb(text: str, phrase: Phrase) -> bool:
    """Whether something is done in ``phrase``: 新建第三中学."""
    return _ACTION.match(text, *phrase) is not None


def _trim(text: str, start: int, end: int) -> Phrase | None:
    if rest := _REST_OF_BODIES.match(text, start, end):
        start = rest.end()
    while start < end and text[start] in " 、-":
        start += 1
    while start < end and text[end - 1] in " 、-的":
        end -= 1
    return (start, end) if start < end else None
