"""Targets in tables: rows whose cells are parted by tabs (Word) or by bars (Markdown).

    指标                    2020年   2025年   属性
    学前三年毛入园率（%）    85       92       预期性      ->  indicator, baseline 85, value 92 %

Only a table whose header names a target column (目标, or the later one of several years) is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Relation
from corpus.numerals import read_number
from corpus.targets import vocabulary
from corpus.targets.drafts import Draft

_YEAR = re.compile(r"(?<!\d)(20\d\d)")
_TARGET_HEAD = re.compile(r"目标|计划数|任务数|指标值|(?i:target)")
_BASE_HEAD = re.compile(r"现状|基期|基数|完成|实际|(?i:baseline|actual)")
_NAME_HEAD = re.compile(r"指标|项目|名称|内容|任务|(?i:indicator|measure|item)")
_UNIT_HEAD = re.compile(r"单位|(?i:unit)")
_UNIT_IN_NAME = re.compile(r"\(([^()\d]{1,10})\)\s*\Z")
_VALUE = re.compile(
    r"(?P<sign>[≥≤><]=?|不低于|不少于|不超过|达到|约|至少)? ?"
    r"(?P<number>\d[\d,]{0,15}(?:\.\d{1,6})?) ?"
    rf"(?P<unit>%|‰|{vocabulary.HAN}{{1,6}})?(?P<more>以上|以内|"
    r"以下|左右)?"
)
_RELATIONS = {
    "≥": Relation.AT_LEAST,
    ">=": Relation.AT_LEAST,
    "不低于": Relation.AT_LEAST,
    "不少于": Relation.AT_LEAST,
    "至少": Relation.AT_LEAST,
    "以上": Relation.AT_LEAST,
    "≤": Relation.AT_MOST,
    "<=": Relation.AT_MOST,
    "不超过": Relation.AT_MOST,
    "以内": Relation.AT_MOST,
    "以下": Relation.AT_MOST,
    ">": Relation.MORE_THAN,
    "<": Relation.LESS_THAN,
    "约": Relation.ABOUT,
    "左右": Relation.ABOUT,
}


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    target: int
    base: int | None
    unit: int | None


_Cell = tuple[int, int]


def find_table_drafts(text: str) -> list[Draft]:
    """Targets of every table in folded ``text`` (tabs and newlines kept), one a row at most."""
    if "\t" not in text and "|" not in text:
        return []
    drafts: list[Draft] = []
    columns: _Columns | None = None
    for cells in _rows(text):
        if cells is None:
            columns = None
            continue
        words = [text[slice(*cell)] for cell in cells]
        if header := _read_header(words):
            columns = header
        elif columns and (draft := _read_row(text, cells, columns)):
            drafts.append(draft)
    return drafts


def _rows(text: str) -> Iterator[list[_Cell] | None]:
    """Spans of the cells of each line; None for a line that is no row."""
    start = 0
    for line in text.split("\n"):
        mark = "\t" if "\t" in line else "|"
        parts = line.split(mark)
        cells, position = [], start
        for part in parts:
            blank = len(part) - len(part.lstrip())
            cells.append((position + blank, position + max(blank, len(part.rstrip()))))
            position += len(part) + 1
        if mark == "|" and len(cells) > 2 and line.strip().startswith("|"):
            cells = cells[1:-1] if line.rstrip().endswith("|") else cells[1:]
        yield cells if len(cells) > 1 else None
        start += len(line) + 1


def _read_header(words: list[str]) -> _Columns | None:
    name = _first(words, _NAME_HEAD)
    if name is None:
        return None
    years = {int(year[1]): i for i, word in enumerate(words) if (year := _YEAR.search(word))}
    others = [i for i in range(len(words)) if i != name]
    target = next((i for i in others if _TARGET_HEAD.search(words[i])), None)
    if target is None and len(years) > 1:
        target = years[max(years)]
    if target is None or target == name:
        return None
    base = next((i for i in others if i != target and _BASE_HEAD.search(words[i])), None)
    if base is None and len(years) > 1 and years[min(years)] != target:
        base = years[min(years)]
    return _Columns(name, target, base, _first(words, _UNIT_HEAD))


def _first(words: list[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, word in enumerate(words) if pattern.search(word)), None)


def _read_row(text: str, cells: list[_Cell], columns: _Columns) -> Draft | None:
    if max(columns.name, columns.target) >= len(cells):
        return None
    name, place = cells[columns.name], cells[columns.target]
    value = _VALUE.fullmatch(text, *place)
    if value is None or name[0] == name[1]:
        return None
    unit = value["unit"] or ""
    if in_name := _UNIT_IN_NAME.search(text, *name):
        unit = unit or in_name[1]
        name = (name[0], in_name.start())
    if not unit and columns.unit is not None and columns.unit < len(cells):
        unit = text[slice(*cells[columns.unit])]
    base = cells[columns.base] if columns.base is not None and columns.base < len(cells) else None
    sign = value["more"] or value["sign"] or ""
    return Draft(
        start=place[0],
        end=place[1],
        indicator=name,
        relation=_RELATIONS.get(sign, Relation.EQUAL),
        value=read_number(value["number"]),
        unit=unit.strip(),
        baseline=base if base and base[0] < base[1] else None,
    )
