"""Inside one sentence: which numbers are told of the past, and from which word on plans begin.

    去年新建学校3所,新增学位900个,今年再建2所      3 and 900 are told, 2 is promised

The last word of time in front of a number governs it, over the commas in between.
"""

import re

from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.passages import REACH, Passage
from plandiff.corpus.targets.tense import Clock, Setting

_STOCK = re.compile(r"(?:现|共|原)有|拥有(?!量)")
_DOES = re.compile(rf"(?<![民公])(?:{vocabulary.ACTION_VERBS})|基础|再|超过|不|至少")
_MARK = re.compile(
    r"(?P<past>(?<![比较于同与和及])(?:去年|上年|上一年度?|上学年)(?!.{0,4}(?:相比|持平|基础|水平|同期|成果|经验|末|底))|"
    r"(?:^|(?<=[,;:(]))(?:截[至止](?:目前|当前|现在)|目前|过去)|被(?:评为|授予|命名为)|"
    rf"(?<!早)(?:已经|业已|已(?!知|成为))(?!{vocabulary.HAN}{{0,8}}的))"
    r"|(?P<plan>今年(?!以?来)|本年度|明年|下一步|今后|下一阶段|力争|我们将)"
    r"|(?P<soon>年内|年底前|到年底|(?:^|(?<=[,;:]))将(?!.{0,6}(?:纳入|作为)))"
    r"|(?P<duty>预计|计划(?=[投新建培招用在完实组开举安到引再续])|拟(?=[投新建培招安引再续于在])|"
    r"争取|确保(?!了)|务必|必须|应当|预期|努力|继续|(?<![主重需首只纲摘])要(?![求点素闻道员害])|"
    r"将(?!.{0,6}(?:纳入|作为))|(?:目标|任务|要求|打算)[是为:]|"
    r"每(?=一?个?(?:学期|学年|年|季|月|周|天))|不少于|不低于|不超过|不高于|不得|至少)"
    r"|(?:^|(?<=[,;:(、])) ?(?:力争|计划|截[至止]|到|至|在|其中)? ?"
    r"(?P<year>(?:19|20)\d\d) ?年(?!以前|之前|以后|版|级|届|以来|.{0,3}(?:相比|基础))"
)
_AROUND_NUMBER = re.compile(
    r"(?<![为除罢])了(?!解)|(?<!早)(?:已经|业已|已(?!知|成为))|现有|共有|原有|[国省市县区校州]有$|"
    r"(?<![比较于同与和及])(?:去年|上年|上一?年度|上学年)(?!.{0,4}(?:相比|持平|基础))|不足$|"
    r"仅有?$|只有$|"
    r"曾|分别是?获|荣获|获评|超额|(?P<each>每[^,;。]{1,10}拥有)|拥有(?!量)"
)
"""Words that tell of the number in their own clause, and of no other."""
_WINDOW = 30
_SAME_PERIOD = re.compile(r"同比")


def is_told(passage: Passage, position: int, clock: Clock, setting: Setting, *, told: bool) -> bool:
    """Whether the number at ``position`` has been reached already.

    ``told``: the sentence stands among sentences that report; then only a word of time turns it,
    no mere 要 or 确保, which reports use as well.  In a section that reports not even 年内 does.
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
    """教职工3100人 in 现有小学42所,教职工3100人: what there is, and nothing is done to it."""
    found = tuple(_STOCK.finditer(text, start, position))
    stock = found[-1] if found else None
    return (
        stock is not None
        and "每" not in text[start : stock.start()]
        and not _closed(text, stock.end(), position)
        and not _DOES.search(text, stock.end(), position)
    )


def _reads_as(mark: re.Match[str], clock: Clock) -> tuple[bool, bool]:
    """Past, plan or neither: a year without a clock to read it against."""
    if mark["year"] is None:
        return mark["past"] is not None, mark["past"] is None
    if clock.year is None:
        return False, False
    past = int(mark["year"]) < clock.year
    return past, not past


def _closed(text: str, start: int, position: int) -> bool:
    """Whether ``start`` lies in parentheses that end before ``position``: (2020年为85%),."""
    close = text.find(")", start, position)
    return (
        close >= 0
        and text.find("(", start, close) < 0
        and text.rfind("(", max(0, start - REACH), start)
        > text.rfind(")", max(0, start - REACH), start)
    )
