"""Separate reported results from promises: results and baselines are not targets.

The evidence is the headings above (工作回顾 or 工作安排) and the opening of a sentence (去年…,
截至目前…, a year before the plan's own).  Inside one sentence the last word of time before a
number governs it, even across commas:

    去年新建学校3所,新增学位900个,今年再建2所      3 and 900 are reported, 2 is promised
"""

from collections.abc import Sequence

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Section
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.passages import REACH, Passage

_PAST_HEADING = re.compile(
    rf"{re.any_of('PAST_HEADINGS')}|(?:{re.any_of('BEFORE_ACHIEVEMENTS')})(?:成绩|成效|成就)"
    rf"|(?:{re.any_of('BEFORE_SITUATION')})情况"
    rf"|^.{{0,8}}(?:{re.any_of('ENDING_IN_SITUATION')})(?<!通报工作)(?<!报告工作)(?<!检查工作)情况$"
    rf"|现状|基本情况|(?:{re.any_of('BEFORE_BASIS')})基础$"
    rf"|^(?:主要)?发展(?:{re.any_of('BEHIND_DEVELOPMENT')})|发展(?:成就|成果|成绩)$"
    rf"|存在的?.{{0,6}}问题|{re.any_of('PAST_HEADING_TROUBLES')}(?:{re.any_of('PAST_HEADING')})"
    r"|(?:形势|背景)分析|^去年|^过去|^上年|(?i:review of|achievements|progress (?:so far|to date)"
    r"|background)"
)
_FUTURE_HEADING = re.compile(
    rf"{re.any_of('TENSE_FUTURE_HEADING')}|(?i:{re.any_of('FUTURE_HEADING')})"
)
_PERIODS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_PERIOD_NAME = re.compile(r"十[一二三四五]五")
_PERIOD = re.compile(r"十([一二三四五])五|第十([一二三四五])个五年")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PLANNED_YEAR = re.compile(rf"(?:今年|关于)?(20\d\d)年.{{0,14}}(?:{re.any_of('PLANNED_YEAR')})")
_DATED = re.compile(
    r"(?<!\d)(20\d\d) ?年(?:\d{1,2}月\d{1,2}日|[^,。;]{0,12}(?:工作(?:"
    rf"{re.any_of('DATED')})|规划|方案))|[(\[〔](20\d\d)[)\]〕]"
)
_YEAR_RANGE = re.compile(r"(?<!\d)(20\d\d)年?(?:学?年度?)?[-~至到]{1,2}(20\d\d)")

_PAST_OPENING = re.compile(
    rf"[\s\-(]*(?:{re.any_of('PAST_OPENING')}|(?:{re.any_of('BEFORE_PAST_YEAR')})?(?P<year>(?:19"
    rf"|20)\d\d)年(?!{re.any_of('BEHIND_NO_PAST_YEAR')})"
    rf"|\"?(?P<period>十[一二三四五]五)\"?(?:规划)?(?:{re.any_of('BEHIND_PAST_PERIOD')}))"
)
_FUTURE = re.compile(rf"{re.any_of('FUTURE')}")
_STRONG_FUTURE = re.compile(rf"{re.any_of('STRONG_FUTURE')}")
"""Without 预计, which also marks estimates in reports written before the end of the year."""


class Clock(Struct, frozen=True):
    """The point in time from which a plan is read."""

    year: int | None
    """First year of the planning period; None if the plan does not state it."""


class Setting(Struct, frozen=True):
    """Tense of a section, according to its heading or one above it."""

    reports: bool = False
    """Whether the section reports the past: 工作回顾."""
    plans: bool = False
    """Whether the section plans: 工作安排.  Both are false without such a heading."""


def read_clock(sections: Sequence[Section]) -> Clock:
    """Read the plan's first year from its title, its headings, or its preamble.

    >>> from plandiff.corpus.model import Section
    >>> read_clock([Section("s0", None, 0, None, None, "某县2021-2025年教育规划", "")])
    Clock(year=2021)
    """
    if not sections:
        return Clock(None)
    title = sections[0].heading
    if year := _first_year(title):
        return Clock(year)
    promises = [
        int(found[1])
        for section in sections[1:]
        if (found := _PLANNED_YEAR.match(section.heading))
        and not _PAST_HEADING.search(section.heading)
    ]
    if promises:
        return Clock(max(promises))
    preamble = sections[0].body[:400]
    if period := _planned_period(preamble):
        return Clock(period)
    dated = _DATED.search(preamble)
    return Clock(int(dated[1] or dated[2]) if dated else None)


def _first_year(title: str) -> int | None:
    if span := _YEAR_RANGE.search(title):
        return int(span[1])
    if years := [int(year) for year in _YEAR.findall(title)]:
        return max(years)
    return _planned_period(title)


def _planned_period(text: str) -> int | None:
    """First year of 十四五 or of 第十四个五年规划."""
    period = _PERIOD.search(text)
    return _PERIODS[f"十{period[1] or period[2]}五"] if period else None


def read_settings(sections: Sequence[Section], clock: Clock) -> dict[str, Setting]:
    """Map section ids to settings; a heading without evidence inherits from its parent."""
    settings: dict[str, Setting] = {}
    for section in sections:
        above = settings.get(section.parent or "", Setting())
        if not section.level:
            settings[section.id] = above
            continue
        reports = _PAST_HEADING.search(section.heading) or (
            not _is_english_sentence(section.heading) and _is_about_earlier(section.heading, clock)
        )
        plans = _FUTURE_HEADING.search(section.heading) is not None
        if plans:
            settings[section.id] = Setting(plans=True)
        else:
            settings[section.id] = Setting(reports=True) if reports else above
    return settings


def _is_english_sentence(heading: str) -> bool:
    """Whether a heading is an item in a sentence, whose own verb promises or reports."""
    return heading.endswith(".") and heading.isascii()


def _is_about_earlier(heading: str, clock: Clock) -> bool:
    years = [int(year) for year in _YEAR.findall(heading)]
    years += [_PERIODS[name] + 4 for name in _PERIOD_NAME.findall(heading)]
    return bool(years) and clock.year is not None and max(years) < clock.year


def find_past_sentences(passage: Passage, clock: Clock, *, past_section: bool) -> frozenset[int]:
    """Starts of the sentences that report; an opening applies to the end of its paragraph."""
    past: set[int] = set()
    told = past_section
    starts = passage.sentence_starts
    for start, end in zip(starts, (*starts[1:], len(passage.text)), strict=True):
        if start and passage.text[start - 1] == "\n":
            told = past_section
        sentence = passage.text[start : min(end, start + 400)]
        if _opens_in_past(sentence, clock):
            past.add(start)  # later sentences report as well, unless this one turns to plans
            told = past_section or _STRONG_FUTURE.search(sentence) is None
            continue
        if past_section:
            told = _STRONG_FUTURE.search(sentence) is None
        elif _FUTURE.search(sentence):
            told = False
        if told:
            past.add(start)
    return frozenset(past)


def _opens_in_past(sentence: str, clock: Clock) -> bool:
    opening = _PAST_OPENING.match(sentence)
    if opening is None:
        return False
    if opening["year"] or opening["period"]:
        # 十四五 is past when its last year is
        year = int(opening["year"]) if opening["year"] else _PERIODS[opening["period"]] + 4
        return clock.year is not None and year < clock.year
    return True


# Inside one sentence

_STOCK = re.compile(r"(?:现|共|原)有|拥有(?!量)")
_DOES = re.compile(rf"(?<![民公])(?:{vocabulary.ACTION_VERBS})|{re.any_of('DOES')}")
_MARK = re.compile(
    rf"(?P<past>(?<![比较于同与和及])(?:{re.any_of('MARK')})(?!.{{0,4}}(?:{re.any_of('BEHIND_NO_PAST_MARK')}))"
    r"|(?:^|(?<=[,;:(]))(?:截[至止](?:目前|当前|现在)|目前|过去)|被(?:评为|授予|命名为)"
    rf"|(?<!早)(?:已经|业已|已(?!知|成为))(?!{vocabulary.HAN}{{0,8}}的))"
    rf"|(?P<plan>{re.any_of('PLAN_MARKS')})|(?P<soon>年内|年底前|到年底|(?:^"
    rf"|(?<=[,;:]))将(?!.{{0,6}}(?:纳入|作为)))|(?P<duty>{re.any_of('DUTY_MARKS')})|(?:^"
    rf"|(?<=[,;:(、])) ?(?:{re.any_of('BEFORE_MARKED_YEAR')})? ?(?P<year>(?:19"
    rf"|20)\d\d) ?年(?!{re.any_of('BEHIND_UNMARKED_YEAR')})"
)
_AROUND_NUMBER = re.compile(
    rf"{re.any_of('EXISTING_AROUND_NUMBER')}|[国省市县区校州]有$|(?<![比较于同与和及])(?:"
    rf"{re.any_of('AROUND_NUMBER')})(?!.{{0,4}}(?:相比|持平|基础))|不足$|仅有?$|只有$"
    rf"|{re.any_of('DONE_AROUND_NUMBER')}|(?P<each>每[^,;。]{{1,10}}拥有)|拥有(?!量)"
)
"""Words that mark only the number in their own clause as reported."""
_WINDOW = 30
_SAME_PERIOD = re.compile(r"同比")


def is_past_result(
    passage: Passage, position: int, clock: Clock, setting: Setting, *, told: bool
) -> bool:
    """Whether the number at ``position`` is a past result.

    ``told``: the sentence is among reporting sentences.  Then only a word of time marks a plan;
    要 and 确保 do not, because reports use them too.  In a reporting section 年内 does not either.
    """
    text = passage.text
    sentence_start, _ = passage.sentence(position)
    clause_start, _ = passage.clause(position)
    beside = text[max(clause_start, position - _WINDOW) : position]
    around = _AROUND_NUMBER.search(beside)
    if around and not around["each"] and "基础上" not in beside[around.end() :]:
        return True
    reports, planned = told, False
    for mark in _MARK.finditer(text, sentence_start, position):
        if _closed(text, mark.end(), position):
            continue
        if told and mark["year"] and text.startswith("、", mark.start() - 1):
            continue  # 举办2025年总决赛、2026年预选赛: years of events
        past, plan = _reads_as(mark, clock)
        if past:
            reports, planned = True, False
        elif plan and not (mark["duty"] and told) and not (mark["soon"] and setting.reports):
            reports, planned = False, True
    same_period = _SAME_PERIOD.search(beside) is not None and not setting.plans
    if reports or (same_period and not planned):
        return True
    if text.startswith("其中", sentence_start) and sentence_start:
        sentence_start, _ = passage.sentence(sentence_start - 1)  # 现有学校41所。其中,小学22所
    return not planned and _is_stock(text, sentence_start, position)


def _is_stock(text: str, start: int, position: int) -> bool:
    """Whether the number is existing stock: 教职工3100人 in 现有小学42所,教职工3100人."""
    found = tuple(_STOCK.finditer(text, start, position))
    stock = found[-1] if found else None
    return (
        stock is not None
        and "每" not in text[start : stock.start()]
        and not _closed(text, stock.end(), position)
        and not _DOES.search(text, stock.end(), position)
    )


def _reads_as(mark: re.Match[str], clock: Clock) -> tuple[bool, bool]:
    """Whether a mark is past, and whether it is a plan; both false for a year without a clock."""
    if mark["year"] is None:
        return mark["past"] is not None, mark["past"] is None
    if clock.year is None:
        return False, False
    past = int(mark["year"]) < clock.year
    return past, not past


def _closed(text: str, start: int, position: int) -> bool:
    """Whether ``start`` is in parentheses that end before ``position``: (2020年为85%),."""
    close = text.find(")", start, position)
    return (
        close >= 0
        and text.find("(", start, close) < 0
        and text.rfind("(", max(0, start - REACH), start)
        > text.rfind(")", max(0, start - REACH), start)
    )
