"""Extract the noun phrase before or after a number, or a verb used as a noun."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import vocabulary

_DUE = rf"(?:{re.any_of('DUE')})?(?:之?前|以前)?"
_TIME = (
    rf"(?:{re.any_of('BEFORE_TIME')})? ?(?:19|20)\d\d(?![级届款]) ?(?:-(?:19"
    rf"|20)?\d\d)?(?:学?年度?)?(?:\d{{1,2}}月)?{_DUE}|(?:到|至"
    rf"|在)?(?:{re.any_of('YEARS_AND_TERMS')})(?:{re.any_of('BEHIND_YEAR')})?"
    rf"|\d{{1,2}}月(?:{re.any_of('BEHIND_MONTH')})?(?:\d{{1,2}}日)?(?:之?前|以前)?|(?:到|至"
    rf"|在)?{vocabulary.SEASONS}|(?:到|至)?\"?十[一二三四五]五\"?(?:规划)?(?:期?末|期间|时期)|[一二两三四五\d]{{1,2}}年内"
    rf"|(?:通过|用|经过)[一二两三四五\d]{{1,2}}年(?:时间|的?努力)?|(?:规划)?期末|[一二两三四五]年(?={re.any_of('BEHIND_SPAN_OF_YEARS')})"
)
ADVERBS = (
    rf"全面|基本(?={re.any_of('ADVERBS')})|{re.any_of('ADVERBS_OF_EFFORT')}"
    rf"|新(?![(零获备配转增装建改扩办开设入课高时生型能材兴农冠区城媒校教任])|{re.any_of('ADVERBS_OF_COUNT')}"
)
_ACTION = re.compile(vocabulary.ACTION_VERBS)
_NAMES = rf"{re.any_of('NAMES')}"
"""Suffixes that turn the verb before them into a noun: 完成率, 培训规模."""
_ON_BASE = rf"在?{vocabulary.HAN}{{1,8}}基础上"
_LEAD = re.compile(
    rf"(?:\([一二三四五六七八九十\d]{{1,3}}\)|[ 、\-·(]|{_ON_BASE}|{_TIME}|{vocabulary.MODALITIES}"
    rf"|{ADVERBS}|(?:{vocabulary.ACTION_VERBS})(?!{_NAMES})|{vocabulary.FUNCTION_WORDS})+"
)
_TAIL = re.compile(
    rf"(?:[ 、,(:]|{re.any_of('TIME_AT_END_OF_NAME')}|{vocabulary.MODALITIES}"
    rf"|{re.any_of('MANNER_AT_END_OF_NAME')}"
    r"|(?<=[^,;。])(?:完成|实现)|(?:[比较与]|相[比较]于?) ?(?:上年|去年|(?:19|20)\d\d ?年)(?:相比)?"
    rf"|{re.any_of('VERBS_AT_END_OF_NAME')}|每(?:{re.any_of('TAIL')})|{re.any_of('NOUNS_TAIL')}|人均$|明显|显著"
    rf"|(?:{vocabulary.RISES}|{vocabulary.FALLS})(?:到|至|为)?)+\Z"
)
_IMPORTANT = re.compile(rf"(?:{re.any_of('IMPORTANT')})\Z")
_NEAR_VERB = re.compile(rf"{re.any_of('NEAR_VERB')}")
_SUBJECT_END = re.compile(rf"{re.any_of('SUBJECT_END')}")
"""Words that may separate a subject from its verb; a lead is matched again after them."""
_INNER_VERB = re.compile(
    rf"(?:{re.any_of('INNER_VERB')})(?!{_NAMES}|{re.any_of('NOUNS_INNER_VERB')})"
)
"""Verbs that seldom occur inside a name: 研究院遴选优秀案例 counts 优秀案例."""
_NOMINAL_VERB = re.compile(vocabulary.NOMINAL_VERBS)
_PREDICATE = re.compile(rf"(?:{vocabulary.PREDICATES})")
_CONTEST = rf"[^\W\d_]{{1,3}}(?:{re.any_of('CONTEST')})"
"""A contest whose name contains a bracket: 校园(课本)剧比赛."""
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
_PREDICATE_ALONE = re.compile(rf"{re.any_of('PREDICATE_ALONE')}")
_DONE = rf"{re.any_of('DONE')}"
_WORK = (
    rf"的(?:(?:{re.any_of('WORK')})?{vocabulary.HAN}{{0,4}}?"
    rf"|{vocabulary.HAN}{{1,6}}(?:、{vocabulary.HAN}{{1,6}}){{1,4}}等?{vocabulary.HAN}{{0,8}}?)(?:"
    rf"{_DONE})"
)
_DONE_END = re.compile(rf"(?:{_DONE}|工程|项目)\Z")
_OWNER = re.compile(rf"(?P<owner>[^的]{{2,16}}){_WORK}")
"""The counted noun before work done to it: 道路 in 道路的改造提升任务."""
_REST_OF_BODIES = re.compile(
    rf"[市县区旗、]{{1,6}}\)(?:{re.any_of('REST_OF_BODIES')})*|(?<=[施抓做办建])好(?=[^\W\d_]{{2}})(?![人事的书])"
)
"""Text that a noun cannot begin with: 区)要 in 各县(市、区)要选定学校, 好 in 实施好重点项目."""
_DIGIT = re.compile(r"\d")
_DEED = re.compile(
    rf"(?P<deed>(?:{_WORK}|(?:、{vocabulary.HAN}{{1,6}}){{1,4}}等?{vocabulary.HAN}{{0,6}}?(?:"
    rf"{_DONE}))(?:[、和及与]?(?:{_DONE}))*)"
    rf"|(?:{re.any_of('ADVERBS_OF_STATE')}){{0,2}}(?:实现)?(?P<state>{vocabulary.DONE_STATES})(?!"
    rf"{re.any_of('NOUNS_BEHIND_STATE')})|(?:{re.any_of('DEED')})(?P<act>{re.any_of('DEEDS_BEHIND_NOUN')})(?![^\W\d_])"
)
"""The work done to the counted things, or their new state, after their noun."""
_STATE = re.compile(
    rf"(?:、\d+(?:\.\d+)?[万亿]?{vocabulary.HAN})?(?:{re.any_of('ADVERBS_OF_STATE')}){{0,2}}(?:实现)?"
    rf"(?P<state>{vocabulary.DONE_STATES})(?!{re.any_of('NOUNS_BEHIND_STATE')})"
)
"""The new state of things whose noun comes before their number: 贫困人口96户、183人全部脱贫."""
_RIGHT_LIMIT = 30
LEFT_LIMIT = 40
_SHORT_NAME = 5

Phrase = tuple[int, int]
"""A span: start and end offset in the text."""


def left_noun(text: str, start: int, end: int, limit: int = LEFT_LIMIT) -> Phrase | None:
    """Span of the noun phrase at the end of ``text[start:end]``, or None.

    Leading times and verbs are removed.  The phrase has at most ``limit`` characters.

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
        low -= 2  # 重点商贸流通项目 is a name, 重点推进 is not
    if (bracket := text.rfind("(", low, end)) >= 0 and text.find(")", bracket, end) < 0:
        lead = _LEAD.match(text, bracket, end)  # 幼儿园(其中城东1所
        low = lead.end() if lead else low
    if lead and 0 < end - low <= 2 and (verb := _NEAR_VERB.search(text, start, low)):
        low = verb.start()
    # An unpaired quotation mark: the phrase begins inside the quotation.
    if text.count('"', low, end) % 2:
        low = text.index('"', low, end) + 1
    return _trim(text, low, end)


def _after_subject(text: str, low: int, end: int) -> int:
    """Offset of the object in 全市已建成智慧校园 or 高中更换课桌椅; else ``low``."""
    for part in _SUBJECT_END.finditer(text, low, end - 1):
        verb = _LEAD.match(text, part.end(), end)
        if verb is None and len(part[0]) > 1:  # a single 共 may be part of 公共服务
            verb = _LEAD.match(text, part.start(), end)
        if verb and verb.end() + 1 < end:
            low = verb.end()
    for inner in _INNER_VERB.finditer(text, low + 2, end):
        if inner.end() + 1 < end:
            low = inner.end()
    return low


def nominal_verb(text: str, start: int, end: int) -> Phrase | None:
    """Span of the last verb usable as a noun next to the number: 计划投资 3640万元; or None."""
    span = None
    for m in _NOMINAL_VERB.finditer(text, max(start, end - LEFT_LIMIT), end):
        span = m.span()
    return span


def right_noun(text: str, start: int, end: int, *, whole_list: bool = False) -> Phrase | None:
    """Span of the noun phrase at the start of ``text[start:end]``, up to its predicate, or None.

    Of a list of long names it is the first name only, unless ``whole_list`` is set.

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
    """Span of the work done to the things in ``phrase``, up to ``end``; None if there is none.

    >>> text = "20条道路的改造提升任务"
    >>> text[slice(*deed_behind(text, (3, 5), len(text)))], deed_behind("3所学校", (2, 4), 4)
    ('的改造提升', None)
    """
    found = _DEED.match(text, phrase[1], end)
    if found is None:
        return None
    is_list = text.startswith("、", phrase[1])  # 21万平方米的公园、道路、广场建设
    if is_list and (_DONE_END.search(text, *phrase) or not text.startswith("的", phrase[0] - 1)):
        return None
    return found.span(found.lastgroup or 0)


def state_behind(text: str, position: int) -> Phrase | None:
    """Span of the new state of the things counted just before ``position``; None if there is none.

    >>> text = "园区企业4家全部退出。"
    >>> text[slice(*state_behind(text, 6))], state_behind("园区企业4家退出率", 6)
    ('退出', None)
    """
    found = _STATE.match(text, position)
    return found.span("state") if found else None


def starts_with_verb(text: str, phrase: Phrase) -> bool:
    """Whether ``phrase`` begins with a verb of action: 新建第三中学."""
    return _ACTION.match(text, *phrase) is not None


def _trim(text: str, start: int, end: int) -> Phrase | None:
    if rest := _REST_OF_BODIES.match(text, start, end):
        start = rest.end()
    while start < end and text[start] in " 、-":
        start += 1
    while start < end and text[end - 1] in " 、-的":
        end -= 1
    return (start, end) if start < end else None
