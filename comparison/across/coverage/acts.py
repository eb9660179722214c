"""Split a plan into acts: clauses, or runs of clauses, that ask for one thing.

Clauses of manner, condition and date belong to the following act, clauses of purpose and result
to the preceding act: 依托平台，输送资源，扩大覆盖面 is one act.

An English sentence is one act, and asks for something if it has a word of force (will, must).
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from plandiff.comparison.across import WORDS
from plandiff.comparison.alignment.retrospective import ChapterRole as HeadingRole
from plandiff.comparison.alignment.retrospective import role_of_heading
from plandiff.comparison.alignment.section_text import without_sign_off
from plandiff.comparison.edits import Place
from plandiff.comparison.force.pairing import PlacedClause, placed_clauses
from plandiff.corpus.force import Kind, Mode
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold, fold_lines

_DATE = r"(?:到|至|截至|从|自|在)?(?:\"?十[二三四五]五\"?|(?:19|20)\d\d年)[^,;。]{0,10}"
_MANNER = re.compile(
    rf"{_DATE}(?:期间|起|前|底|末|内|年|开始)?\Z|\A(?:再|用|经过?|通过|力争)*[\d一二两三四五六七八九十至到-]+年左?右?(?:的?时间|的?努力)?\Z|\A以[^,;。]+为[^,;。]{{1,6}}\Z"
    r"|\A(?:按照?|根据|依据|依托|围绕|针对|结合|遵循|立足|面向|本着|采取|利用|借助|依法|依靠|坚持以)(?![^,;。]*(?:的基础上))"
    r"|\A坚持[^,;。]*相(?:统一|结合)\Z|\A充分(?:利用|运用|发挥)|(?:基础上|前提下|过程中|的同时|条件下|为主|为基础|等?方式|等?形式|实际|为契机|为抓手)\Z"
    r"|\A[^,;。]{0,10}(?:\d+|[半一二两三四五六七八九十]+)个?(?:工作)?(?:小时|日|天|周|月|年)[之以]?内\Z"
    r"|作为(?:牵头|责任|主管)(?:单位|部门)\Z|要(?:以|遵循|结合|重点围绕|围绕|按照|联合|会同|发挥)"
    r"|\A(?:各|教育|文化|有关|相关)?[^,;。]{0,30}(?:政府|部门|单位|委员会|管委会|社会团体|等)\Z"
)
"""Beginning of a clause of manner, time or company: the act follows."""
_FORM = re.compile(
    r"\A要(?:以|遵循|结合|重点围绕|围绕|按照|联合|会同|发挥)|(?:基础上|等?方式|等?形式)\Z"
)
"""The same after an initial word of force: 鼓励各地采取多种形式."""
_RESULT = re.compile(
    r"\A(?:并|且|从而|进而|以便|同时)?(?:要|切实|努力|不断|全面|逐步|进一步|有效|着力|持续|初步|更好地?|真正|充分|全力|大力)*"
    r"(?:促进|推动|形成|实现|满足|达到|做到|确保|保证|使|让|提高|提升|增强|激发|营造|发挥(?!\")|突出|向|逐年|将其|实行课程化|为[^,;。]{2,30}(?:奠定|创造|提供|营造)"
    r"|扩大[^,;。]{0,20}(?:覆盖面|影响力?)|[多]渠道解决|解决|避免|防止|认真履行|抓紧抓好|具有|纳入|用于|与[^,;。]*相结合)"
)
"""Beginning of a clause of purpose or result: the act precedes."""
_ALSO = re.compile(r"\A(?:并(?:且)?|同时|以及)")
_ACTOR = re.compile("|".join(WORDS["ACTORS"]))
"""Beginning of a clause that names who acts: 各校每学年开展自评."""
_STANDARD = re.compile(
    r"[^,;。]{0,24}(?:(?:比例|比重|占比|[^\W\d_]率)[^,;。]{0,6}|不[少低高多]于|不超过|至少|达到?)(?:配备|建设|设立)?(?:\d|[一二两三四五六七八九十])"
    r"|每[个半一二两三]?(?:年|月|周|天|日|季度?|学期|学年)|\d+(?:\.\d+)?(?:%|个?[^\W\d_]分)"
)
"""How often, how much, how large: the measure of the act before it."""
_MEASURED = re.compile(r"\d(?![^,;。]{0,6}年)|每[个半一二两三]?(?:年|月|周|天|日|季度?|学期|学年)")
_BARE_BOUND = re.compile(
    r"[^,;。]{1,14}(?:不[少低高多]于|不超过|至少|达到?)(?:配备|建设|设立)?[\d.]+个?(?P<unit>[^\W\d_]{1,2})(?:以上)?\Z"
)
"""A bound of another group, without an object: 其他年级不少于3小时."""
_OF_LEVEL = re.compile("[省市县国]级|全[省市县国]")
"""An act of one level, which another level need not do: 每三年举办省级展演."""
_DETAILS = re.compile("|".join(WORDS["DETAILS"]))
_OFTEN = re.compile(
    r"\A(?:并且?)?每[个半一二两三]?(?:年|月|周|天|日|季度?|学期|学年)(?P<verb>[^,;。]*?)"
    r"(?:\d+|[一二两三四五六七八九十]+)个?(?:次|轮|遍|场|节|课时|学时|小时)(?P<object>.*)"
)
_HOW_OFTEN = re.compile(r"不[少低]于|至少|不超过|召开|开展|安排|组织|举办|进行")
_REST = 2
"""Most characters of a clause that only states how often, besides frequency and number."""
_FORMULA = re.compile(r"指导思想|总体要求|总体思路|总体目标要求|(?:重要|重大|现实)意义|背景|形势")
"""Headings of formulaic sections, which contain no requirements."""
_TASKS = re.compile(r"原则|目标|任务")
_ABOUT_ITSELF = re.compile(r"制定本|本[^,;。]{1,6}所称")
"""Sentences on the purpose of the plan, and definitions."""
_DUE = re.compile(r"(?:到|至|截至|从) ?20\d\d年|20\d\d年(?:起|底|前|末|\Z)|\d+(?:\.\d+)?%")
_BOUND = re.compile(r"(?:不(?:少|低|高|多)于|不超过|至少|达到)[^,;。]{0,2}\d")
"""A bound on a number, a requirement without a verb: 服务累计不少于40学时."""
_LISTS = re.compile(r"(?:主要)?包括|是指|分为|所称")
_SENTENCE = re.compile(r".{6}[,，;；].{6}")
"""A heading with two clauses, which is a sentence."""
_LONG_HEADING = 26
"""Least number of characters of a heading that is a sentence."""
_LEAST_ITEM = 4
"""Least number of characters of the first list item, after its verb."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST = 5
"""Most clauses of one act."""
_SHORTEST = 4
"""Least number of characters of a clause that can be a requirement."""
_OPENS = (Kind.BAR, Kind.DUTY, Kind.NORM, Kind.PLAIN, Kind.PROMOTE, Kind.LEAVE)
"""Kinds of force words that start a new act."""


class Act(Struct, frozen=True, eq=False):
    """Clauses of one sentence that ask for one thing."""

    clauses: tuple[PlacedClause, ...]

    @property
    def section(self) -> Section:
        """The section of the act."""
        return self.clauses[0].section

    @property
    def place(self) -> Place:
        """From the first character of the first clause to the last of the last one."""
        return Place(self.section.id, self.clauses[0].span.start, self.clauses[-1].span.end)

    @property
    def text(self) -> str:
        """The text as printed."""
        return self.section.text[self.place.start : self.place.end]

    @property
    def core(self) -> tuple[PlacedClause, ...]:
        """The clauses without manner and purpose; all clauses if none is left."""
        found: list[PlacedClause] = []
        for clause in self.clauses:
            result = found and _RESULT.match(clause.folded) and not _STANDARD.search(clause.folded)
            if not is_manner(clause) and not result:
                found.append(clause)
        return tuple(found) or self.clauses


def cut_acts(plan: Plan) -> tuple[Act, ...]:
    """Return the acts of a plan in order; no headings, preamble, formulae or reviews of the past.

    In a plan without sections the body of the root is read.
    """
    title = fold(plan.title).lower()
    found: list[Act] = []
    for section in _asking(plan):
        clauses = [clause for clause in body_clauses(plan, section) if clause.folded not in title]
        if _FORMULA.search(section.heading) and not _TASKS.search(section.heading):
            clauses = _dated_sentences(clauses)
        own = {one.clause.sentence for one in clauses if _ABOUT_ITSELF.search(one.folded)}
        clauses = [clause for clause in clauses if clause.clause.sentence not in own]
        found += [act for act in _acts(clauses) if _asks(act)]
    return tuple(found)


def body_clauses(plan: Plan, section: Section) -> list[PlacedClause]:
    """Return the clauses of a section's body, without the sign-off and the responsible bodies.

    A heading that is a sentence, or the only text of its section, is read like the body.
    """
    folded = fold_lines(section.text)
    head = len(section.text) - len(section.body)
    body = without_sign_off(folded[head:])  # a heading alone would look like the name of a body
    end = head + len(body)
    leaf = not body.strip() and not any(other.parent == section.id for other in plan.sections)
    if section.parent is not None and (leaf or _says_it_all(plan, section)):
        head = 0
    in_charge = [
        (task.span.start, task.span.end)
        for task in plan.tasks
        if task.section == section.id and ":" in folded[task.span.start : task.span.end]
    ]
    return [
        clause
        for clause in placed_clauses(section)
        if head <= clause.span.start < end
        and not any(first <= clause.span.start < last for first, last in in_charge)
    ]


def _says_it_all(plan: Plan, section: Section) -> bool:
    """Whether a heading is a run-in sentence: it is long, or has a target."""
    end = len(section.heading)
    return (
        bool(_SENTENCE.search(section.heading))
        or end >= _LONG_HEADING
        or any(t.section == section.id and t.span.start < end for t in plan.targets)
    )


def _asking(plan: Plan) -> Iterator[Section]:
    """Yield the sections that may contain requirements."""
    account: set[str] = set()
    for section in plan.sections[1:] or plan.sections:
        kind = role_of_heading(fold(section.heading))
        if kind is HeadingRole.REVIEW or (kind is None and section.parent in account):
            account.add(section.id)
        else:
            yield section


def _dated_sentences(clauses: Sequence[PlacedClause]) -> list[PlacedClause]:
    """Return the sentences with a date or percentage, requirements even in formulae."""
    dated = {clause.clause.sentence for clause in clauses if _DUE.search(clause.folded)}
    return [clause for clause in clauses if clause.clause.sentence in dated]


def _acts(clauses: Sequence[PlacedClause]) -> Iterator[Act]:
    run: list[PlacedClause] = []
    open_end = False  # the last clause of the run is of manner; its act follows
    for clause in clauses:
        room = len(run) < _LONGEST or _is_latin(clause)
        joins = bool(run) and room and _same_sentence(run[-1], clause)
        if run and not (joins and (open_end or _goes_back(clause, run))):
            yield Act(tuple(run))
            run = []
        run.append(clause)
        open_end = is_manner(clause)
    if run:
        yield Act(tuple(run))


def _same_sentence(before: PlacedClause, clause: PlacedClause) -> bool:
    between = clause.section.text[before.span.end : clause.span.start]
    return before.clause.sentence == clause.clause.sentence and not re.search("[;；\n]", between)


def is_manner(clause: PlacedClause) -> bool:
    """Whether a clause is one of manner, time, company or condition: the act follows."""
    if clause.clause.is_condition:
        return True
    begins = clause.clause.governing
    if begins and begins.kind in _OPENS and begins.span.start == clause.span.start:
        return bool(_FORM.search(clause.folded))
    return bool(_MANNER.search(clause.folded))


def _goes_back(placed: PlacedClause, run: Sequence[PlacedClause]) -> bool:
    """Whether a clause belongs to the act of the clauses before it."""
    text, clause = placed.folded, placed.clause
    if len(text) < _SHORTEST or _is_latin(placed) or _is_frequency(text, run[-1].folded):
        return True
    if _measures(text, [one.folded for one in run]):
        return True
    if clause.mode is Mode.EXPLICIT and clause.governing and clause.governing.kind in _OPENS:
        return bool(_ALSO.match(text)) and clause.governing.kind is Kind.PLAIN
    return bool(_ALSO.match(text) or _RESULT.match(text))


def _measures(text: str, before: Sequence[str]) -> bool:
    """Whether a clause without an actor only details the act before it, or sets its standard.

    >>> _measures("每学期开展1次安全排查", ["健全实验室管理制度"])
    True
    >>> _measures("各校每学期开展1次安全排查", ["健全实验室管理制度"])
    False
    """
    if _DETAILS.match(text):
        return True
    if not _STANDARD.match(text) or _ACTOR.match(text) or _OF_LEVEL.search(text):
        return False
    bound = _BARE_BOUND.match(text)
    same_unit = bound and re.search(rf"\d个?{bound['unit']}", before[-1])
    # A clause before with a number of its own is measured already.
    return bool(same_unit) or not any(map(_MEASURED.search, before))


def _is_frequency(text: str, before: str) -> bool:
    """Whether a clause only states how often the act before it is done.

    >>> _is_frequency("每半年至少召开一次会议", "建立联席会议制度")
    True
    >>> _is_frequency("每学期至少举办一次心理讲座", "组织家长学校")
    False
    """
    often = _OFTEN.match(text)
    if often is None:
        return False
    rest = _HOW_OFTEN.sub("", often["verb"]) + often["object"]
    return len(rest) <= _REST or rest in before


def _is_latin(placed: PlacedClause) -> bool:
    """Whether a clause has no Chinese character: English commas do not separate acts."""
    return not _HAN.search(placed.folded)


def _asks(act: Act) -> bool:
    """Whether an act is a requirement, not a definition or a statement."""
    if all(map(_is_latin, act.clauses)):
        return any(placed.clause.force_words for placed in act.clauses)
    return any(
        not _LISTS.search(placed.folded)
        and len(placed.folded) >= _SHORTEST
        and (
            placed.clause.mode is not Mode.NONE
            or placed.clause.force_words
            or _BOUND.search(placed.folded)
            or placed.folded.startswith(("以", "对", "给予", "予以"))
        )
        for placed in act.clauses
    )


def bare_items(pieces: Sequence[str]) -> list[str]:
    """Return the items of a list, without the text before the first one, mostly a verb.

    >>> bare_items(["各校要广泛开展探究式", "项目式学习"])
    ['开展探究式', '项目式学习']
    """
    length = max(len(pieces[1]), _LEAST_ITEM) if len(pieces) > 1 else 0
    return [pieces[0][-length:], *pieces[1:]]
