"""Find the qualifier of a target: the project, place, group or body that it belongs to.

    大唐700万吨露天矿                          大唐, before the number
    投资1.3亿元实施自来水管网改造工程            自来水管网改造工程, the purpose of the money
    加快旧城区综合改造,计划投资12.8亿元          旧城区综合改造, the topic of the previous clause
    加快东山组团建设。…新建5条主干道路           东山组团, the site that opens the paragraph

Nearer words take precedence.  A specific indicator (地区生产总值) takes no qualifier from other
clauses; a general one (投资, 项目, 产值) may take one from the clause, paragraph or heading.
"""

from bisect import bisect_left, bisect_right

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.owners import Owners
from plandiff.corpus.targets.passages import Passage
from plandiff.corpus.targets.quantities import Quantity
from plandiff.corpus.targets.quantity_scope import Bound

_HAN = vocabulary.HAN
_SITE_ENDS = rf"{re.any_of('SITE_ENDS')}"
_SITE = re.compile(rf"(?P<site>{_HAN}{{1,12}}?(?:{_SITE_ENDS}))(?!{_HAN}{{0,1}}[级市])")
_GENERAL = re.compile(
    rf"(?:{vocabulary.NOMINAL_VERBS}|{re.any_of('GENERAL_MODIFIERS')})*(?:"
    rf"{re.any_of('QUALIFIERS_GENERAL')})?"
)
_OBJECT = re.compile(
    rf"(?:{vocabulary.ACTION_VERBS}|{re.any_of('OBJECT')})+(?P<object>(?:{_HAN}"
    r"|[\"、()]){3,22})\Z"
)
_PROJECT = re.compile(
    rf"[^\w\n\"]{{0,3}}(?:[\d一二三四五六七八九十]{{1,3}}[.、)] ?)?(?P<project>{_HAN}{{2,22}}?"
    rf"(?:{re.any_of('PROJECT_ENDS')})) ?[,:( ] ?(?:(?:计划|预计|概算|估算)?总?投资)"
)
_ACTIVITY = re.compile(rf"(?:{re.any_of('ACTIVITY')})+\Z")
_ABSTRACT = re.compile(rf"(?:{re.any_of('ABSTRACT')})\Z")
_VERB_LEFT = re.compile(rf"(?:{vocabulary.ACTION_VERBS}|{re.any_of('VERB_LEFT')})++\Z")
"""Words that name nothing.  The possessive ``++`` forbids backtracking: 新建成 splits in two ways,
so a run of n such words would have 2**n splits."""
_ADVERB_INSIDE = re.compile(rf"(?:{re.any_of('ADVERB_INSIDE')})(?=[^\W\d_])")
"""Adverbs between a subject and its verb in a heading: 推动中心城区加快发展."""
_WHOLE = re.compile("全[省市县区州旗盟镇乡国]")
_BARE_BODY = re.compile(rf"{re.any_of('BARE_BODY')}")
_NO_OWNER = re.compile(rf"(?:{re.any_of('NO_OWNER')})\Z")
_SEPARATED = re.compile("(?:[、,和及与]|以及) ?\\Z")
"""The number opens a separate item of a list: 河流治理、5000亩沙区治理."""
_DONE_WELL = re.compile(rf"(?:{re.any_of('DONE_WELL')})")
_CLAUSE = re.compile("[^,;:。]+")
_SLOGAN = re.compile(rf"{re.any_of('SLOGAN')}")
"""Words of a heading that states an aim and names no owner: 在扩大有效需求上求突破."""
_PURPOSE = re.compile(rf"(?:,?用于)?(?:{vocabulary.ACTION_VERBS})|,?用于")
_AIM = re.compile(rf"(?:{nouns.ADVERBS})*(?:{vocabulary.ACTION_VERBS})")
"""The beginning of a clause that states the purpose of money."""
_MORE_SIZES = re.compile(rf"(?:、总?(?:{re.any_of('MORE_SIZES')})? ?[\d.]+ ?[^\W\d_]{{1,4}}?)+的")
_JOINS_LAST = re.compile("[和及与](?![^\\W\\d_]?\\Z)")
"""A conjunction before the last item makes the list one owner: 东城、西城和南城片区."""
_LISTED = re.compile("[、,和及与]|以及")
_DOES = re.compile(rf"(?:{vocabulary.NAMED_VERBS})\Z")
_NUMBER = re.compile(r"\d")
_MOST = 18
_PAIR = 2
_REACH = 400
_TITLE = 30
"""Maximum length of an opening sentence that is the title of its paragraph."""


class Qualifier(Struct, frozen=True):
    """The qualifier of a target, and the verb that belongs to its name: 新建 in 新建幼儿园."""

    of: Phrase | None
    does: Phrase | None


def find_qualifier(
    passage: Passage,
    bound: Bound,
    name: Phrase | None,
    following: Quantity | None,
    owners: Owners,
) -> Qualifier:
    """Find the qualifier of the target at ``bound`` whose indicator is ``name``."""
    if name is None:
        return Qualifier(_behind(passage, bound, following) or _before(passage, bound), None)
    of = _beside(passage, bound, name)
    if of is None and is_general(passage.text, name):
        of = (
            (_behind(passage, bound, following) if _is_money(bound) else None)
            or _of_own_clause(passage, bound, name, owners)
            or (_project_of_line(passage, bound) if _is_money(bound) else None)
            or (_next_clause(passage, bound, following) if _is_money(bound) else None)
            or _clause_before(passage, bound)
            or (None if _of_whole_plan(passage, bound, name) else _site_before(passage, bound))
            or (_counted_behind(passage, bound, following) if _is_money(bound) else None)
            or (None if _of_whole_plan(passage, bound, name) else _site_of_heading(passage, bound))
            or _governing(passage, bound, name, owners)
        )
    elif of is None:
        of = _site_of_title(passage, bound) or _governing(passage, bound, name, owners)
    if of and (of[0] < name[1] and name[0] < of[1]):
        of = None
    if of and _says_the_same(passage.text[slice(*of)], passage.text[slice(*name)], bound):
        of = None
    return Qualifier(of, _verb(passage, bound, name))


def _of_own_clause(passage: Passage, bound: Bound, name: Phrase, owners: Owners) -> Phrase | None:
    owner = _governing(passage, bound, name, owners)
    return owner if owner and owner[0] >= passage.clause(bound.quantity.start)[0] else None


def _project_of_line(passage: Passage, bound: Bound) -> Phrase | None:
    """The project that a line of a list opens with: 实训基地 in ▲实训基地,投资1.8亿元."""
    start = passage.line_start(bound.quantity.start)
    found = _PROJECT.match(passage.text, start, bound.sign.start)
    if found is None or _AIM.match(passage.text, *found.span("project")):
        return None
    return found.span("project")


def _governing(passage: Passage, bound: Bound, name: Phrase, owners: Owners) -> Phrase | None:
    """The owner that an earlier clause, the title of the line, or the heading names."""
    return owners.find(bound.quantity.start, bound.sign.end, passage.text[slice(*name)])


def is_general(text: str, name: Phrase | None) -> bool:
    """Whether a name needs a qualifier to be specific: 投资, 入园企业."""
    return name is not None and _GENERAL.fullmatch(text, *name) is not None


def _of_whole_plan(passage: Passage, bound: Bound, name: Phrase) -> bool:
    """Whether the number concerns the whole area: 全区实现税收2亿元; always so for 就业."""
    text = passage.text
    clause, _ = passage.clause(bound.quantity.start)
    return (
        _WHOLE.search(text, clause, bound.quantity.start) is not None
        or text.find("就业", *name) >= 0
    )


def _says_the_same(of: str, name: str, bound: Bound) -> bool:
    """Whether the qualifier repeats the noun: 就业和再就业 for 新增就业."""
    return of in name or (not _is_money(bound) and name[-2:] in of)


def _is_money(bound: Bound) -> bool:
    return bound.quantity.base_unit in vocabulary.MONEY_UNITS


def _verb(passage: Passage, bound: Bound, name: Phrase) -> Phrase | None:
    end = name[0] if name[0] < bound.quantity.start else bound.sign.start
    start = max(passage.clause(bound.quantity.start)[0], end - 6)
    found = _DOES.search(passage.text, start, end) if start < end else None
    return found.span() if found else None


def _beside(passage: Passage, bound: Bound, name: Phrase) -> Phrase | None:
    """The owner before a number whose noun follows it: 大唐 in 大唐700万吨露天矿."""
    if name[0] < bound.quantity.start:
        return None
    text, end = passage.text, bound.words_end
    start = max(bound.floor, passage.clause(bound.quantity.start)[0])
    if _SEPARATED.search(text, start, end):
        return None
    if _sums_up(text, start, bound):
        return _pair_of_owners(text, start, end)
    if start > passage.clause(bound.quantity.start)[0]:  # after another number of the clause
        parted = [m.end() for m in _LISTED.finditer(text, start, end)]
        if not parted:
            return None
        start = parted[-1] if not _ends_list(text, end) else parted[0]
    elif bound.period and start <= bound.period.start < end:  # 每个学生小学毕业时掌握2项技能
        start = min(bound.period.end, end)
    span = nouns.left_noun(text, start, end)
    if span is None:
        return None
    span = _without_verbs(text, start, span)
    comma = text.rfind("、", *span) if span else -1
    whole = _ends_list(text, span[1]) if span else False
    if span and comma >= 0 and not whole and not _is_joined_pair(text, span, comma):
        span = _without_verbs(text, start, (comma + 1, span[1]))
    return span if span and _is_owner(text, span) else None


def _is_joined_pair(text: str, span: Phrase, comma: int) -> bool:
    """Whether a short list is one owner: 东城、西城和南城片区."""
    is_short = text.find("、", *span) == comma and span[1] - span[0] <= _MOST
    return is_short and _JOINS_LAST.search(text, comma, span[1]) is not None


def _sums_up(text: str, start: int, bound: Bound) -> bool:
    """Whether the number counts the list before it: 芯片、屏幕、软件3个产业."""
    items = len(_LISTED.findall(text, start, bound.words_end)) + 1
    is_plain = bound.quantity.upper is None and text.find("(", start, bound.words_end) < 0
    return is_plain and items >= _PAIR and bound.quantity.value == items


def _pair_of_owners(text: str, start: int, end: int) -> Phrase | None:
    """Two owners before their number: 白河、清水河 before 两条景观带; None for a longer list."""
    span = nouns.left_noun(text, start, end)
    if span is None or span[1] - span[0] > _MOST or len(_LISTED.findall(text, *span)) > 1:
        return None
    return span if _is_owner(text, span) and not _DONE_WELL.match(text, *span) else None


def _ends_list(text: str, end: int) -> bool:
    return text.startswith("等", end - 1)


def _without_verbs(text: str, start: int, span: Phrase) -> Phrase | None:
    """Remove a leading verb: 解决芳园、天润等; but keep 建设 in the name 建设办事处."""
    low, high = span
    if (
        _BARE_BODY.fullmatch(text, low, high)
        and text.startswith("建设", low - 2)
        and low - 2 >= start
    ):
        return (low - 2, high)
    for lead in _DONE_WELL.finditer(text, low, high):
        low = lead.end()
    return (low, high) if low < high else None


def _is_owner(text: str, span: Phrase) -> bool:
    """Whether a phrase is plausible as a qualifier: length, brackets, first and last words."""
    words = text[slice(*span)]
    return (
        2 <= len(words) <= 2 * _MOST
        and words.count("(") >= words.count(")")  # 区) in 各县(市、区) is a fragment of a scope
        and not words.startswith(
            (*"等的第为与对向把将让使我", "协同", "会同", "联合", "依托", "结合", "通过")
        )
        and not words.endswith(("和", "与", "及", "、", "以及", "拓展", "领域"))
        and _NO_OWNER.fullmatch(words) is None
        and _VERB_LEFT.fullmatch(words) is None
        and _NUMBER.search(words) is None
    )


def _behind(passage: Passage, bound: Bound, following: Quantity | None) -> Phrase | None:
    """The purpose after a sum: 自来水管网改造工程 in 投资1.3亿元实施自来水管网改造工程."""
    text, start = passage.text, bound.sign.end
    _, end = passage.clause(bound.quantity.start)
    verb = _PURPOSE.match(text, start, end)
    if verb is None:
        return None
    begin = verb.end()
    if following and begin <= following.start <= begin + 2 and _counts(following):
        begin = following.end
    span = nouns.right_noun(text, begin, end)
    return span if span and _is_owner(text, span) else None


def _counts(quantity: Quantity) -> bool:
    """Whether a quantity is a count; 两 in 两河山庄 is part of a name."""
    return bool(quantity.unit) or quantity.form == "arabic"


def _next_clause(passage: Passage, bound: Bound, following: Quantity | None) -> Phrase | None:
    """The purpose of a sum that opens a sentence: 精品街项目 in 投资2.5亿元,实施精品街项目."""
    text, start = passage.text, bound.quantity.start
    clause, end = passage.clause(start)
    if clause != passage.sentence(start)[0] or not text.startswith(",", end):
        return None
    begin, stop = passage.clause(end + 1)
    if following and begin <= following.start < stop and _counts(following):
        return None  # 计划投资3亿元,实施重点项目19个: the counted noun is not an owner
    verb = _AIM.match(text, begin, stop)
    span = nouns.right_noun(text, verb.end(), stop) if verb else None
    if span is None or is_general(text, span) or not _is_owner(text, span):
        return None
    return span


def _counted_behind(passage: Passage, bound: Bound, following: Quantity | None) -> Phrase | None:
    """The noun counted in the next clause.

    商贸流通项目 in 计划投资12.7亿元,实施商贸流通项目17个.
    """
    _, end = passage.clause(bound.quantity.start)
    if following is None or not passage.text.startswith(",", end):
        return None
    begin, stop = passage.clause(end + 1)
    if not begin <= following.start < stop:
        return None
    span = nouns.left_noun(passage.text, begin, following.start)
    span = span or nouns.right_noun(passage.text, _end_of_sizes(passage, following, stop), stop)
    return span if span and span[1] - span[0] > 2 and _is_owner(passage.text, span) else None


def _end_of_sizes(passage: Passage, first: Quantity, stop: int) -> int:
    """Offset of the noun after several sizes: 65条、总长度57.9公里的."""
    more = _MORE_SIZES.match(passage.text, first.end, stop)
    return more.end() if more else first.end


def _object(text: str, start: int, end: int) -> Phrase | None:
    """The object of a clause: 旧城区综合改造 in 加快旧城区综合改造; None if there is none."""
    found = _OBJECT.search(text, max(start, end - 2 * _MOST), end)
    if found is None or _NUMBER.search(text, start, end):
        return None
    low, high = found.span("object")
    if (activity := _ACTIVITY.search(text, low, high)) and activity.start() - low >= 2:
        high = activity.start()
    if inner := _ADVERB_INSIDE.search(text, low + 2, high):
        high = inner.start()  # 中心城区 in 中心城区加快发展
    if text[low] in "等的第" or text[high - 1] in "和与及、":
        return None
    return (low, high) if high - low >= 2 and not _ABSTRACT.search(text, low, high) else None


def _before(passage: Passage, bound: Bound) -> Phrase | None:
    return _clause_before(passage, bound) or _site_before(passage, bound)


def _clause_before(passage: Passage, bound: Bound) -> Phrase | None:
    """The object of the nearest earlier clause of the sentence that has one."""
    sentence, _ = passage.sentence(bound.quantity.start)
    start, _ = passage.clause(bound.quantity.start)
    while start > sentence:
        begin, end = passage.clause(start - 1)
        begin = max(begin, sentence)
        if span := _object(passage.text, begin, end):
            return span
        start = begin
    return None


def _site_before(passage: Passage, bound: Bound) -> Phrase | None:
    """The nearest earlier site in the paragraph: 全力建设物流园区。…实现产值2亿元."""
    text, start = passage.text, bound.quantity.start
    line = max(passage.line_start(start), start - _REACH)
    for sentence in reversed(_starts(passage, line, start)):
        end = min(passage.sentence(sentence)[1], start)
        for clause in _CLAUSE.finditer(text, sentence, end):
            span = _object(text, *clause.span())
            if span and (site := _SITE.search(text, *span)):
                return site.span("site")
    return None


def _starts(passage: Passage, start: int, end: int) -> list[int]:
    first = passage.sentence_start(start)
    starts = passage.sentence_starts  # a long paragraph has too many to look at each
    inside = starts[bisect_right(starts, start) : bisect_left(starts, end)]
    return [max(first, start), *inside]


def _site_of_title(passage: Passage, bound: Bound) -> Phrase | None:
    """The site in the title sentence of the paragraph: 东山组团 in 加快东山组团建设。."""
    text = passage.text
    line = passage.line_start(bound.quantity.start)
    end = passage.sentence(line)[1]
    if end - line > _TITLE or end >= bound.quantity.start:
        return None
    span = _object(text, line, end)
    site = _SITE.match(text, *span) if span else None
    return site.span("site") if site else None


def _site_of_heading(passage: Passage, bound: Bound) -> Phrase | None:
    """The object of the heading, used if the target and its paragraph name no qualifier."""
    heading = passage.text.find("\n")
    if not 0 < heading < bound.quantity.start:
        return None
    for clause in _CLAUSE.finditer(passage.text, 0, heading):
        span = _object(passage.text, *clause.span())
        if span and not _SLOGAN.search(passage.text, *span):
            return span
    return None
