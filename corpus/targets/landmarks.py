"""Index of the dates, modal words, scopes and periods of a text, for lookup by number."""

from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.owners import Owners, find_owners

_MONTH_END = rf"(?:{re.any_of('MONTH_END')})?"
_DUE = r"(?:之?前|以前)?"
_DEADLINE = re.compile(
    r"(?<![比较自从于])(?:"
    # The lookahead for the first characters of the alternatives rejects most positions quickly.
    r"(?=[到至截于在 \d今明本年全当上下学\"十一二两三四五通用经])(?:"
    rf"(?:{re.any_of('BEFORE_DUE_YEAR')})? ?(?:20\d\d"
    r"|(?<!\d)\d\d) ?年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    rf"(?:{re.any_of('BEHIND_DUE_YEAR')})?{_DUE}"
    rf"|(?<!\d)\d{{1,2}}月(?:份)?{_MONTH_END}(?:\d{{1,2}}日)?(?:之?前|以前|内)"
    rf"|(?:到|至)?\"?十[一二三四五]五\"?(?:规划)?(?:{re.any_of('DEADLINE')})"
    r"|[一二两三四五\d]{1,2}年(?:以|之)?内"
    r"|(?:通过|用|经过)[一二两三四五\d]{1,2}年(?:时间|的?努力)?)"
    rf"|(?:到|至|在)?(?:{re.any_of('DUE_TERMS')})(?:\d{{1,2}}月)?(?:底|末|内)?(?:之?前|以前)?"
    rf"|(?:到|至|在)?{vocabulary.SEASONS}"
    rf")(?!{re.any_of('BEHIND_NO_DEADLINE')})"
)
_MODALITY = re.compile(vocabulary.MODALITIES)
_BODIES = rf"{re.any_of('BODIES')}"
_COUNTED = re.compile(rf"每一?(?:{re.any_of('COUNTED')})?(?P<name>{_BODIES})")
_SCOPE = re.compile(
    rf"{_COUNTED.pattern}|各(?:{re.any_of('LANDMARKS_SCOPE')})?(?:{vocabulary.HAN}|"
    rf"、){{0,5}}学校|(?<!举)[全各](?:{re.any_of('SCOPE')})(?:\((?:{vocabulary.HAN}|"
    r"、){1,6}\))?(?:区|县|市)?|公办园|民办园|义务教育阶段"
)
_PERIOD = re.compile(
    rf"每一?(?P<count>[两三四五半2-9])?个?(?P<name>{re.any_of('PERIOD')})(?!"
    rf"{vocabulary.HAN}{{0,2}}\d+月)"
)
_PERIOD_NAMES = {"季": "季度", "日": "天", "星期": "周"}
_LEADS = ",;:(、。!?\n"
_BEFORE_DATE = re.compile(rf"(?:{re.any_of('BEFORE_DATE')})+ ?\Z")
_DONE_BY = re.compile(rf"(?:底|末)?(?:前|内)?(?:{re.any_of('DONE_BY')})")
"""Words after a date that tie it to the number before it: 主力店年内完工."""
_TIME_LABEL = (
    rf"(?:(?:{re.any_of('TIME_LABEL')})(?:{re.any_of('LANDMARKS_TIME_LABEL')})|时限"
    r"|期限) ?:? ?"
)
_TO_LABELLED = re.compile(
    rf"[^,;。\n()]{{0,20}}\((?:[^()\n]{{0,40}}[;,])?(?:{_TIME_LABEL})?\Z|"
    rf"[^\n]{{0,80}}?(?<=[,;。(\n ]){_TIME_LABEL}\Z"
)
"""Text between a number and its date in a bracket or after a label: 3所(完成时限:2026年9月)."""
_ENDS_LABELLED = re.compile(r"(?:底|末)?(?:之?前|内)?(?:[^\W\d_]{0,4})?(?:[);。,]|$)", re.MULTILINE)
_FAR = 100


class Period(Struct, frozen=True):
    """A period such as 每学期 at ``start:end``; ``name`` follows the slash of a unit: 次/学期."""

    start: int
    end: int
    name: str
    printed: bool = False
    """Whether the text prints it as part of the unit: 万元/人."""


class Landmarks(Struct, frozen=True):
    """All landmarks of one folded text, each kind sorted by position."""

    text: str
    deadlines: tuple[Phrase, ...]
    modalities: tuple[Phrase, ...]
    scopes: tuple[Phrase, ...]
    periods: tuple[Period, ...]
    """Periods of time: 每学期, 每三年."""
    counted: tuple[Period, ...]
    """Denominators of a count: 每个街道, 每校."""
    owners: Owners

    def modality(self, start: int, end: int) -> str | None:
        """The last modal word in ``start:end``: 力争, 确保, 计划; None if there is none."""
        span = _last(self.modalities, start, end)
        return self.text[slice(*span)] if span else None

    def scope(self, start: int, end: int) -> Phrase | None:
        """Span of the last scope in ``start:end``: 全县, 每个街道, 各校; None if there is none."""
        return _last(self.scopes, start, end)

    def deadline(self, sentence: int, clause: int, end: int) -> Phrase | None:
        """Span of the last deadline before ``end`` that applies there, or None.

        Outside the number's own clause a date applies only if it opens a clause: 到2025年,…,….
        A semicolon ends its reach unless the date opens the sentence.
        """
        low, position = sentence, end
        while span := _last(self.deadlines, low, end):
            if span[0] >= clause or self._carries_on(sentence, span[0], position):
                return span
            end = span[0]
        return None

    def _carries_on(self, sentence: int, date: int, position: int) -> bool:
        """Whether the date at ``date`` governs the clauses up to ``position`` as well."""
        start = max(sentence, date - 8)
        if lead := _BEFORE_DATE.search(self.text, start, date):
            date = lead.start()
        before = self.text[max(sentence, date - 2) : date].rstrip()
        if not before or before[-1] in ":。!?\n":
            return True
        return before[-1] in _LEADS and self.text.find(";", date, position) < 0

    def deadline_behind(self, start: int, end: int) -> Phrase | None:
        """Span of the first date in the clause ``start:end`` if a verb of completion follows it.

        年内完工.  It may also open the next clause, 新建学校3所,2026年9月投入使用, or be in a
        bracket or after a label: 新建学校3所(责任单位:教育局;完成时限:2026年9月).
        """
        index = bisect_left(self.deadlines, (start, 0))
        span = self.deadlines[index] if index < len(self.deadlines) else None
        if span is None:
            return None
        if _TO_LABELLED.fullmatch(self.text, max(start, span[0] - _FAR), span[0]):
            return span if _ENDS_LABELLED.match(self.text, span[1]) else None
        if not _DONE_BY.match(self.text, span[1]):
            return None
        opens_next = span[0] == end + 1 and self.text.startswith(",", end)
        return span if span[1] <= end or opens_next else None

    def period(self, start: int, end: int) -> Period | None:
        """The last period of time in ``start:end``: 每学期, 每三年; None if there is none."""
        return _last_period(self.periods, start, end)

    def counted_for(self, start: int, end: int) -> Period | None:
        """The last denominator in ``start:end``: 每个街道; None if there is none."""
        return _last_period(self.counted, start, end)


def find_landmarks(text: str) -> Landmarks:
    """Find every date, modal word, scope and period of folded ``text``.

    >>> marks = find_landmarks("力争到2025年全县每所学校")
    >>> [marks.text[slice(*span)] for span in (*marks.deadlines, *marks.scopes)]
    ['到2025年', '全县', '每所学校']
    """
    return Landmarks(
        text,
        tuple(m.span() for m in _DEADLINE.finditer(text)),
        tuple(m.span() for m in _MODALITY.finditer(text)),
        tuple(m.span() for m in _SCOPE.finditer(text) if _is_scope(text, m)),
        _periods(_PERIOD.finditer(text)),
        _periods(_COUNTED.finditer(text)),
        find_owners(text),
    )


def _is_scope(text: str, m: re.Match[str]) -> bool:
    """Whether a match is the scope of a number, unlike 居全国第一, 立足各区、各园区优势."""
    if m[0].startswith("各") and text.startswith("、", m.end()):
        return False
    opens = m.start() == 0 or text[m.start() - 1] in ",;:。!?、\n \t"
    return m[0] != "全国" or opens


def _periods(matches: Iterable[re.Match[str]]) -> tuple[Period, ...]:
    return tuple(
        Period(
            m.start(),
            m.end(),
            (m.groupdict().get("count") or "") + _PERIOD_NAMES.get(m["name"], m["name"]),
        )
        for m in matches
    )


def _last(spans: tuple[Phrase, ...], start: int, end: int) -> Phrase | None:
    index = bisect_left(spans, (end, 0)) - 1
    while index >= 0 and spans[index][1] > end:
        index -= 1
    return spans[index] if index >= 0 and spans[index][0] >= start else None


def _last_period(periods: tuple[Period, ...], start: int, end: int) -> Period | None:
    index = bisect_left(periods, end, key=lambda period: period.start) - 1
    while index >= 0 and periods[index].end > end:
        index -= 1
    return periods[index] if index >= 0 and periods[index].start >= start else None
