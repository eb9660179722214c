"""Extract the tasks of a plan from its sections."""

from collections.abc import Sequence
from functools import lru_cache

from plandiff.corpus.model import Deadline, Pack, Section, Span, Task
from plandiff.corpus.packs import packs_in_use
from plandiff.corpus.tasks.statements import Statement, find_statements
from plandiff.corpus.tasks.table_rows import find_row_statements
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.dates import read_due
from plandiff.corpus.text.folding import fold, fold_lines

_SENTENCE_END = re.compile(r"[。!?！？;;\n]")
_DUE_IN_TEXT = re.compile(
    r"(?:(?:到|至|截至|于|在|力争)? ?(?:20\d\d) ?年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:底|末|年底|上半年|下半年|第?[一二三四]季度|[春秋]季?(?:学期)?(?:开学)?)?(?:之?前|以前|起|开始)?"
    r"|(?:到|至|在)?(?:今年|年内|年底|年末|本年度|上半年)(?:\d{1,2}月)?(?:底|末|内|前|之前|以前)?"
    r"|(?<![\d年])\d{1,2}月(?:份)?(?:底|末|上旬|中旬|下旬)?(?:\d{1,2}日)?(?:之?前|以前))"
    r"(?![级届版以]|年度|-\d)"
    r"|\b(?:by|before|no later than) (?:the )?(?:end of )?(?:\d{1,2} )?"
    r"(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?20\d\d"
)
_OPEN_END = re.compile(r",(?P<due>(?:长期|持续|常态化|常年)(?:推进|坚持|开展|实施|进行|落实)?)\Z")
"""A task without an end: 持续推进."""
_RECURS = re.compile(
    r"每(?:学期|学年|季度|月|年)(?=[^,。;]*(?:报告|一次|至少|公布|检查|组织|开展))"
)
_ACCOUNT = re.compile(
    r"近年来|近期|去年|上月|上年|(?<!\d)日前|此前|以来|[^为除]了(?!解)|已经?(?!知|有)|年来,"
)
_FIELD_OF_TASK = re.compile(
    r"(?:(?:主要|重点|工作|具体|改革|目标|项目)*(?:任务|内容|事项|项目|措施)(?:名称|内容)?|Task|Action)\s?:\s*(?=\w)"
)
_LONGEST_TASK = 120
_REMEMBERED = 1 << 14
"""Cache size in sections; the next edition repeats most sections unchanged."""


def find_tasks(sections: Sequence[Section], year: int | None) -> tuple[Task, ...]:
    """Return every task with an assigned body or a deadline field, in document order.

    ``sections``: all sections of the plan, the root first.  ``year``: the year of the plan, used
    to complete dates such as 9月底前.
    """
    yearly = year is not None and str(year) in fold(sections[0].heading)
    tasks: list[Task] = []
    for section in sections:
        text = section.text
        folded = fold_lines(text, "\n\t")
        for place, work, lead, helpers, due in _in_section(folded, packs_in_use()):
            deadline = None
            if due is not None:
                printed = text[slice(*due)]
                days = read_due(folded[slice(*due)], year)
                day = days.until or days.start or ""
                own = days.relative or (yearly and day.startswith(str(year)))
                deadline = Deadline(printed, days.start, days.until, own and day != "")
            tasks.append(
                Task(
                    id=f"k{len(tasks)}",
                    section=section.id,
                    span=Span(*place),
                    quote=text[slice(*place)],
                    task=text[slice(*work)],
                    lead=lead,
                    helpers=helpers,
                    deadline=deadline,
                )
            )
    return tuple(tasks)


_Place = tuple[int, int]
_Found = tuple[_Place, _Place, tuple[str, ...], tuple[str, ...], _Place | None]
"""Spans of statement and task, lead bodies, cooperating bodies, span of the date."""


@lru_cache(maxsize=_REMEMBERED)
def _in_section(text: str, packs: tuple[Pack, ...]) -> tuple[_Found, ...]:  # noqa: ARG001 - part of the key
    """The tasks of one section; statements inside table rows are not read twice."""
    rows = [
        ((row.start, row.end), row.task, row.lead, row.helpers, row.due)
        for row in (find_row_statements(text) if "\t" in text or "|" in text else ())
    ]
    taken = [place for place, *_ in rows]
    prose = [
        _with_task(text, statement)
        for statement in find_statements(text)
        if not any(start <= statement.start < end for start, end in taken)
        and not (statement.closes is False and _is_account(text, statement))
    ]
    return tuple(sorted([*rows, *prose]))


def _is_account(text: str, statement: Statement) -> bool:
    """Whether the sentence reports a past result and therefore assigns no task."""
    return bool(_ACCOUNT.search(text, *_sentence(text, statement.start, statement.end)))


def _with_task(text: str, statement: Statement) -> _Found:
    """Add the task to a statement: its sentence, the sentence before, or the section's heading."""
    place = (statement.start, statement.end)
    if not statement.closes:
        work = _sentence(text, statement.start, statement.end)
        return place, _shortened(work), statement.lead, statement.helpers, _due_in(text, work)
    if statement.whole_lines:
        work = _opening(text, statement.start)
        due = statement.due or _due_in(text, _body_opening(text, statement.start))
        return place, _shortened(work), statement.lead, statement.helpers, due
    work = _sentence_before(text, statement.start)
    due = statement.due or _due_in(text, work)
    return place, _shortened(work), statement.lead, statement.helpers, due


def _sentence(text: str, start: int, end: int) -> _Place:
    begin = max((found.end() for found in _SENTENCE_END.finditer(text, 0, start)), default=0)
    found = _SENTENCE_END.search(text, end)
    return _strip(text, begin, found.start() if found else len(text))


def _sentence_before(text: str, start: int) -> _Place:
    """The sentence in front of the statement, without the stops between the two."""
    stop = start
    while stop > 0 and text[stop - 1] in "。;;!? \n\t(":
        stop -= 1
    begin = max((found.end() for found in _SENTENCE_END.finditer(text, 0, stop)), default=0)
    return _strip(text, begin, stop)


def _opening(text: str, before: int) -> _Place:
    """The section's heading, or its first sentence, without a name of its field as 任务名称:."""
    name = _FIELD_OF_TASK.match(text, 0, before)
    begin = name.end() if name else 0
    found = _SENTENCE_END.search(text, begin, before)
    return _strip(text, begin, found.start() if found else before)


def _body_opening(text: str, before: int) -> _Place:
    """The heading and the first sentence of the body."""
    sentences = list(_SENTENCE_END.finditer(text, 0, before))[:2]
    return 0, sentences[-1].start() if sentences else before


def _due_in(text: str, place: _Place) -> _Place | None:
    found = _DUE_IN_TEXT.search(text, *place) or _RECURS.search(text, *place)
    if found is None and (ends := _OPEN_END.search(text, *place)):
        return ends.span("due")
    return found.span() if found else None


def _shortened(place: _Place) -> _Place:
    return place[0], min(place[1], place[0] + _LONGEST_TASK)


def _strip(text: str, begin: int, end: int) -> _Place:
    while begin < end and text[begin] in " \n\t,;:、":
        begin += 1
    while end > begin and text[end - 1] in " \n\t,;:、":
        end -= 1
    return begin, end
