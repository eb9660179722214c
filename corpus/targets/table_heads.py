"""What the columns of a table of targets hold, told from its header.

    类别 | 指标 | 单位 | 2020年实际 | 2025年目标 | 年均增长（%） | 属性

names the indicator, its unit, its baseline, two values to reach, and whether they bind.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

Cell = tuple[int, int]
"""Start and end of a cell's words in the text."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d) ?年?")
_TARGET = re.compile(
    r"目标|计划(?:数|值|$)|任务数|指标值|规划(?:数|值|$)|预期(?:数|值|$)|(?i:target|goal)"
)
_REACHED = re.compile(
    r"现状|基期|基数|基准|完成(?!时[间限])|实际|实绩|预计完成|上年|去年|(?i:baseline|actual|current)"
)
_GROWTH = re.compile(
    r"(?P<what>年均(?:增长率?|增速|递增|累计)?|增长率?|增速|增幅|累计|(?i:growth|change))"
)
_AMOUNT = re.compile(r"(?:建设|目标)?(?:数量|规模)|(?i:quantity|amount)")
_NAMES = (
    re.compile(r"(?:指标|项目|任务|工程|工作)名称|主要指标|(?i:indicator)"),
    re.compile(r"指标(?!属性|性质|类[别型]|值)"),
    re.compile(r"项目|名称|内容|任务|工程|(?i:measure|item|description)"),
)
_UNIT = re.compile(r"(?:计量)?单位(?:\([^()]*\))?|(?i:units?)")
_NATURE = re.compile(r"属性|性质|(?i:nature|status)")
_DUE = re.compile(r"时限|期限|完成时间|(?i:deadline|due)")
_TOLD = re.compile(r"措施|举措|内容|要求|任务|事项|安排|做法|(?i:action|measure|task)")
_DUTY = re.compile(r"责任|牵头|负责|(?i:owner|responsible|lead)")
_IN_HEADER = re.compile(r"\(([^()\d][^()]{0,9})\)\s*\Z")
_LONGEST_HEAD = 30
_NEVER = 10_000


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values to reach."""

    index: int
    unit: str = ""
    deadline: Cell | None = None
    """The year in its head."""
    growth: Cell | None = None
    """年均增长 in its head, where the values are no levels."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what; indexes of cells."""

    cells: list[Cell]
    """The head itself."""
    width: int
    name: int
    values: tuple[ValueColumn, ...]
    base: int | None
    unit: int | None
    nature: int | None
    """约束性 or 预期性."""
    due: int | None
    told: tuple[int, ...]
    """Columns of sentences (工作措施), in which targets are found as in any text."""


def read_header(text: str, cells: list[Cell], year: int | None) -> Columns | None:
    """The columns that the header ``cells`` name, or None where they are no header.

    ``year``: first year of the plan; a column of an earlier year tells what was reached.  Where
    the plan does not say its year, only the latest year of the header is to be reached.
    """
    heads = [text[slice(*cell)] for cell in cells]
    if any(len(head) > _LONGEST_HEAD or head.replace(".", "").isdecimal() for head in heads):
        return None
    name = _find_name(heads)
    if name is None:
        return None
    heads_of = _Heads(heads, name, year)
    values = tuple(
        _value_column(head, index, cells[index])
        for index, head in enumerate(heads)
        if index != name and heads_of.is_to_reach(index)
    )
    if all(value.growth for value in values):
        return None
    taken = {name, *(value.index for value in values)}
    told = (i for i in range(len(heads)) if i not in taken and heads_of.is_told(i))
    return Columns(
        cells,
        len(cells),
        name,
        values,
        heads_of.find_base(taken),
        _first(heads, taken, _UNIT.fullmatch),
        _first(heads, taken, _NATURE.search),
        _first(heads, taken, _DUE.search),
        tuple(told),
    )


class _Heads:
    """The heads of one table, with the years that they name."""

    def __init__(self, heads: list[str], name: int, year: int | None) -> None:
        self._heads = heads
        self._years = {
            index: int(found[1])
            for index, head in enumerate(heads)
            if index != name and (found := _YEAR.search(head))
        }
        latest = max(self._years.values(), default=0) if len(self._years) > 1 else _NEVER
        self._first = latest if year is None else year
        self._shares_out = any(_DUE.search(head) or _DUTY.search(head) for head in heads)

    def is_to_reach(self, index: int) -> bool:
        """Whether the values below a head are promised."""
        head, year = self._heads[index], self._years.get(index)
        if _NATURE.search(head) or _DUE.search(head) or _DUTY.search(head):
            return False
        if _UNIT.fullmatch(head) or _REACHED.search(head):
            return False
        if _TARGET.search(head) or _GROWTH.search(head):
            return year is None or self._first == _NEVER or year >= self._first
        if year is not None:
            return year >= self._first
        return self._shares_out and _AMOUNT.fullmatch(head) is not None

    def is_told(self, index: int) -> bool:
        """Whether the cells below a head say in sentences what is to be done."""
        head = self._heads[index]
        if _REACHED.search(head) or _DUE.search(head) or _DUTY.search(head):
            return False
        return index not in self._years and _TOLD.search(head) is not None

    def find_base(self, taken: set[int]) -> int | None:
        """The column of what was reached: the latest one in front."""
        others = [index for index in range(len(self._heads)) if index not in taken]
        reached = [i for i in others if _REACHED.search(self._heads[i])]
        earlier = [i for i in others if i in self._years and not _GROWTH.search(self._heads[i])]
        found = reached or earlier
        return max(found, key=lambda i: (self._years.get(i, 0), -i)) if found else None


def _find_name(heads: list[str]) -> int | None:
    for pattern in _NAMES:
        for index, head in enumerate(heads):
            value = _YEAR.search(head) or _TARGET.search(head) or _REACHED.search(head)
            if pattern.search(head) and not value:
                return index
    return None


def _value_column(head: str, index: int, cell: Cell) -> ValueColumn:
    year, growth, unit = _YEAR.search(head), _GROWTH.search(head), _IN_HEADER.search(head)
    return ValueColumn(
        index,
        unit[1] if unit else "%" if growth and "%" in head else "",
        (cell[0] + year.start(), cell[0] + len(head[: year.end()].rstrip())) if year else None,
        (cell[0] + growth.start("what"), cell[0] + growth.end("what")) if growth else None,
    )


def _first(
    heads: list[str], taken: set[int], matches: Callable[[str], re.Match[str] | None]
) -> int | None:
    return next((i for i, head in enumerate(heads) if i not in taken and matches(head)), None)
