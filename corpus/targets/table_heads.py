"""Classify the columns of a table of targets by its header.

    类别 | 指标 | 单位 | 2020年实际 | 2025年目标 | 年均增长（%） | 属性

has columns for indicator, unit, baseline, two values to reach, and binding nature.

    学校 | 班数 | 学位（个） | 投资（万元） | 完成时限

has a column for the owner and two for quantities: without a word of promise a column is one of
values to reach if its values have a unit.
"""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets.table_rows import Head, is_value
from plandiff.corpus.text.table_cells import Cell

_YEAR = re.compile(
    r"(?<!\d)(?:(20\d\d)(?:[/-]\d\d(?![\d/-]))?(?!\d) ?年?"
    r"|(?:民国)?(1[0-4]\d)(?= ?学?年度?) ?(?:学年度?|年度?))"
)
"""A year of the common era, or two (2025/26), or one of the Republic: 115學年度."""
_REPUBLIC = 1911
_YEAR_BEHIND = re.compile(r"\((?:到|至)?20\d\d ?年?\)\Z")
_YEAR_LAST = re.compile(
    r" (?i:(?:by|in|for|to) (?:end of )?)?(?:[A-Z][a-z]+ )?20\d\d(?:[/-]\d\d)?\Z"
)
"""The year at the end of an English header: ``Target by July 2027``."""
_TARGET = re.compile(rf"{re.any_of('TARGET_HEADS')}")
_REACHED = re.compile(rf"{re.any_of('REACHED')}")
_GROWTH = re.compile(rf"(?P<what>{re.any_of('GROWTH')})")
_RISES = re.compile(r"增|(?i:growth|change)")
"""Headers of values in per cent, unless they name a unit; 年均 alone has the unit of its row."""
_AMOUNT = re.compile(r"(?:建设|目标)?(?:数量|规模)|(?i:quantity|amount)")
_NAMES = (
    re.compile(rf"(?:{re.any_of('NAMED_HEADS')})名称|主要指标|(?i:indicator|\bkpi|\bmetric)"),
    re.compile(r"指标(?!属性|性质|类[别型]|值|数)"),
    re.compile(rf"{re.any_of('HEADS_OF_NAMES')}"),
)
_UNIT = re.compile(r"(?:计量)?单位(?:\([^()]*\))?|(?i:units?(?: of measure(?:ment)?)?)")
_NATURE = re.compile(r"属性|性质|(?i:nature|status)")
_DUE = re.compile(rf"{re.any_of('TABLE_HEADS_DUE')}")
_TOLD = re.compile(rf"{re.any_of('TOLD')}")
_DUTY = re.compile(rf"{re.any_of('DUTY')}")
_ORDINAL = re.compile(rf"{re.any_of('ORDINAL')}")
_OWNER = re.compile(rf"(?:{re.any_of('TABLE_HEADS_OWNER')})(?:名称)?")
_GROUPS = re.compile(rf"{re.any_of('GROUPS')}")
_ASIDE = re.compile(rf"{re.any_of('ASIDE')}")
"""Headers of columns whose numbers are not targets."""
_IN_HEADER = re.compile(
    r"\((?:单位 ?: ?)?(?!累计|年均)([^()\d][^()]{0,9})\)\s*\Z"
    r"|(?<=[^\W\d_])/(?!累计|年均)([^/\d()]{1,6})\Z"
)
_PURPOSE = re.compile(
    r"(?i:(?:(?:our|key|strategic) )?(?:priorit(?:y|ies)|goals?|aims?)(?: areas?)?)"
)
"""A first header that names what the row is for, and no values."""
_LEVEL = re.compile(rf"(?:{re.any_of('TABLE_HEADS_LEVEL')}|[ :-])*")
"""A header, without its year and unit, that names no quantity: 年度目标值, Target by."""
_PERIOD = re.compile(rf"{re.any_of('TABLE_PERIODS')}")
_SCHEDULE = re.compile(rf"{re.any_of('SCHEDULE')}")
"""The header above the names of rows that are parts of the plan's time: 月份, Week."""
_PLANNED = re.compile(rf"{re.any_of('PLANNED_COUNTS')}")
"""Headers of counts to reach that need no unit: 新增班数, Number of places."""
_MONEY_HEAD = re.compile(r"(?P<currency>[£$€]|US\$|HK\$)(?P<scale>'?000s?|[kK]|[mM]|[bB]n?)")
_MONEY_SCALES = {"k": "thousand", "m": "million", "b": "billion"}
_LONGEST_HEAD = 30
_LONGEST_COLUMN_NAME = 8
_NEVER = 10_000


class ValueColumn(Struct, frozen=True):
    """A column of values to reach."""

    index: int
    unit: str = ""
    deadline: Cell | None = None
    """The year in its header."""
    growth: Cell | None = None
    """A word of growth in its header, such as 年均增长: the values are changes, not levels."""
    measure: Cell | None = None
    """The quantity named in its header, such as 投资; the row then names the owner."""
    period: Cell | None = None
    """A part of the year in its header: 一季度, 上半年."""
    sure: bool = True
    """Whether the header contains a promise; otherwise a value needs a unit."""
    bare: bool = False
    """Whether the table shows in another way that its counts are planned; no unit is needed."""


class Columns(Struct, frozen=True):
    """The role of each column, as cell indexes."""

    heads: list[Head]
    name: int
    values: tuple[ValueColumn, ...]
    base: int | None
    unit: int | None
    nature: int | None
    """Column of 约束性 or 预期性."""
    due: int | None
    told: tuple[int, ...]
    """Columns of sentences (工作措施), whose targets are found like those of prose."""
    owner: int | None
    """Column of the place or body that a row is of, beside the column that names the quantity."""
    first_year: int
    """First year of the plan; earlier years are past."""

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.heads)

    @property
    def names_owners(self) -> bool:
        """Whether the rows are projects, schools or bodies, and not tasks in other words."""
        return _TOLD.search(self.heads[self.name].text) is None


def read_head(
    text: str, heads: list[Head], year: int | None, *, only_promises: bool = False
) -> Columns | None:
    """Classify the columns by their ``heads``; None if these are not the header of a table.

    ``year``: first year of the plan; columns of earlier years are past results.  If it is None,
    the years after the last column of 实际 or 现状, or else the latest year, are to be reached.
    ``only_promises``: a column without a word of promise is not a column of values.
    """
    texts = [head.text for head in heads]
    if any(_is_no_head(head) for head in texts) or not any(texts):
        return None
    name = _find_name(texts, only_known=only_promises)
    if name is None:
        return None
    kinds = _Kinds(texts, name, year)
    values = [
        _value_column(text, heads[index], index, sure=True)
        for index in range(len(texts))
        if index != name and kinds.is_to_reach(index)
    ]
    if not only_promises and all(value.measure for value in values):
        taken = {value.index for value in values}
        values += [
            replace(column, bare=kinds.is_planned_count(index, promised=bool(taken)))
            for index in range(len(texts))
            if index not in {name, *taken} and kinds.may_be_reached(index)
            for column in (_value_column(text, heads[index], index, sure=False),)
        ]
    values = sorted(_name_amounts(texts, heads, values), key=lambda value: value.index)
    if all(value.growth for value in values):
        return None
    taken = {name, *(value.index for value in values)}
    first = partial(_first, texts, taken)
    return Columns(
        heads,
        name,
        tuple(values),
        kinds.find_base(taken),
        first(_UNIT.fullmatch),
        first(_NATURE.search),
        first(_DUE.search),
        tuple(i for i in range(len(texts)) if i not in taken and kinds.is_planned(i)),
        first(_OWNER.fullmatch),
        kinds.first_year,
    )


def _name_amounts(
    texts: list[str], heads: list[Head], values: list[ValueColumn]
) -> list[ValueColumn]:
    """Name columns of an amount (建设规模) by their header if another column has a measure."""
    if not any(value.measure for value in values):
        return values
    named = []
    for value in values:
        word = _AMOUNT.match(texts[value.index])
        whole = value.measure is None and word and len(heads[value.index].cells) == 1
        start = heads[value.index].cells[0][0] if whole else 0
        cell = (start, start + word.end()) if whole and word else value.measure
        named.append(replace(value, measure=cell))
    return named


def _number_of_year(found: re.Match[str]) -> int:
    return int(found[1]) if found[1] else int(found[2]) + _REPUBLIC


def _is_no_head(text: str) -> bool:
    return len(text) > _LONGEST_HEAD or is_value(text)


def names_columns(heads: Sequence[str]) -> bool:
    """Whether every cell of a row is the name of a column: 时间, 任务, 责任股室."""
    words = (*_NAMES, _UNIT, _NATURE, _DUE, _TOLD, _DUTY, _ORDINAL, _GROUPS, _ASIDE, _TARGET)
    return len(heads) > 1 and all(
        len(head) <= _LONGEST_COLUMN_NAME and any(word.search(head) for word in words)
        for head in heads
    )


class _Kinds:
    """Roles of the columns of one table, derived from their headers and the years in them."""

    def __init__(self, heads: list[str], name: int, year: int | None) -> None:
        self._heads = heads
        self._name = name
        self._years = {
            index: _number_of_year(found)
            for index, head in enumerate(heads)
            if index != name and (found := _YEAR.search(head))
        }
        # Without the plan's year: the years after the last reported one are to be reached, else
        # the latest of several years.  A single year is no evidence: with ``_NEVER`` only headers
        # with a word of promise are accepted.
        latest = max(self._years.values(), default=0) if len(self._years) > 1 else _NEVER
        reached = [year for at, year in self._years.items() if _REACHED.search(heads[at])]
        after = max(reached) + 1 if reached else latest
        self.first_year = after if year is None else year
        self._shares_out = any(_DUE.search(head) or _DUTY.search(head) for head in heads)

    def _is_aside(self, head: str) -> bool:
        """Whether a column has no values: its header names a unit, a date, an owner …."""
        others = (_NATURE, _DUE, _DUTY, _ASIDE, _GROUPS, _REACHED)
        return any(other.search(head) for other in others) or bool(
            _UNIT.fullmatch(head) or _ORDINAL.fullmatch(head)
        )

    def is_to_reach(self, index: int) -> bool:
        """Whether the values below a header are targets."""
        head, year = self._heads[index], self._years.get(index)
        if self._is_aside(head):
            return False
        if _TARGET.search(head) or _GROWTH.search(head):
            return year is None or self.first_year == _NEVER or year >= self.first_year
        if year is not None:
            return year >= self.first_year
        return self._shares_out and _AMOUNT.fullmatch(head) is not None

    def may_be_reached(self, index: int) -> bool:
        """Whether the values below a header are targets if they have a unit."""
        head = self._heads[index]
        if index < self._name and _SCHEDULE.fullmatch(head.strip()):
            return False
        return bool(head) and index not in self._years and not self._is_aside(head)

    def is_planned_count(self, index: int, *, promised: bool) -> bool:
        """Whether bare numbers below a header are to be reached.

        Evidence: a promise in another header, rows or several columns that are parts of the plan's
        time, a header of something new, or a deadline for each row beside a header of a number.
        """
        head = self._heads[index]
        periods = sum(_PERIOD.fullmatch(other.strip()) is not None for other in self._heads)
        timed = periods > 1 and _PERIOD.fullmatch(head.strip()) is not None
        schedule = any(_SCHEDULE.fullmatch(h.strip()) for h in self._heads[: self._name + 1])
        return promised or schedule or timed or _PLANNED.search(head) is not None

    def is_planned(self, index: int) -> bool:
        """Whether the cells below a header describe work in sentences (see ``Columns.told``)."""
        head = self._heads[index]
        if _REACHED.search(head) or _DUE.search(head) or _DUTY.search(head):
            return False
        return index not in self._years and _TOLD.search(head) is not None

    def find_base(self, taken: set[int]) -> int | None:
        """The column of the baseline: the one of the latest past year, else the first; or None."""
        others = [index for index in range(len(self._heads)) if index not in taken]
        reached = [i for i in others if _REACHED.search(self._heads[i])]
        earlier = [i for i in others if i in self._years and not _GROWTH.search(self._heads[i])]
        dated = all(i in self._years for i in reached)
        found = [*reached, *earlier] if dated else reached
        return max(found, key=lambda i: (self._years.get(i, 0), -i)) if found else None


def _find_name(heads: list[str], *, only_known: bool) -> int | None:
    """The column that names the rows: by its header, else the first suitable one; or None."""
    for pattern in _NAMES:
        for index, head in enumerate(heads):
            value = _YEAR.search(head) or _TARGET.search(head) or _REACHED.search(head)
            if pattern.search(head) and not value and not _IN_HEADER.search(head):
                return index
    if only_known:
        return None
    for index, head in enumerate(heads[:3]):
        if not (_ORDINAL.fullmatch(head) or _GROUPS.search(head)):
            if not _is_of_values(head) or (index < 2 and _PURPOSE.fullmatch(head.strip())):
                return index
            break
    return next((i for i, head in enumerate(heads[:2]) if _GROUPS.search(head)), None)


def _is_of_values(head: str) -> bool:
    others = (_YEAR, _TARGET, _REACHED, _DUE, _DUTY, _ASIDE, _IN_HEADER)
    return _UNIT.fullmatch(head) is not None or any(other.search(head) for other in others)


def _value_column(text: str, head: Head, index: int, *, sure: bool) -> ValueColumn:
    """Build the column of values at ``index`` from its header."""
    year = _find(text, head, _YEAR)
    growth = _find(text, head, _GROWTH, "what")
    printed = [u for cell in head.cells if (u := _IN_HEADER.search(text[slice(*cell)]))]
    unit = _unit_of_money((printed[-1][1] or printed[-1][2]) if printed else "")
    period = _find(text, head, _PERIOD)
    measures = [span for cell in head.cells if (span := _measure(text, cell))]
    return ValueColumn(
        index,
        unit or ("%" if growth and _RISES.search(text, *growth) else ""),
        year,
        growth,
        None if growth or not measures else measures[-1],
        period,
        sure,
    )


def _unit_of_money(printed: str) -> str:
    """Write a scaled currency as the values of prose have it: ``£m`` is ``million £``."""
    found = _MONEY_HEAD.fullmatch(printed)
    if found is None:
        return printed
    scale = _MONEY_SCALES.get(found["scale"][0].lower(), "thousand")
    return f"{scale} {found['currency']}"


def _find(text: str, head: Head, pattern: re.Pattern[str], group: str | int = 0) -> Cell | None:
    """Span of the first match of ``pattern`` in the cells of a header, or None."""
    for cell in head.cells:
        found = pattern.search(text[slice(*cell)])
        if found:
            end = len(found[group].rstrip())
            return (cell[0] + found.start(group), cell[0] + found.start(group) + end)
    return None


def _measure(text: str, cell: Cell) -> Cell | None:
    """The quantity named in a header cell, without year and unit; None if there is none.

    ``2026年投资(亿元)`` names 投资; ``2026年目标值`` and ``上半年`` name no quantity.
    """
    head = text[slice(*cell)]
    unit = _IN_HEADER.search(head)
    behind = unit or _YEAR_BEHIND.search(head)
    end = behind.start() if behind else len(head)
    year = _YEAR.match(head)
    start = year.end() if year else 0
    if last := _YEAR_LAST.search(head, start, end):
        end = last.start()
    named = head[start:end].strip()
    if not named or any(p.fullmatch(named) for p in (_LEVEL, _PERIOD, _AMOUNT, _YEAR)):
        return None
    return (cell[0] + start, cell[0] + start + len(head[start:end].rstrip()))


def _first(
    heads: Sequence[str], taken: set[int], matches: Callable[[str], re.Match[str] | None]
) -> int | None:
    return next((i for i, head in enumerate(heads) if i not in taken and matches(head)), None)
