"""Targets in tables: rows whose cells are parted by tabs (Word), by bars (Markdown), or by lines.

    指标                    2020年   2025年   属性
    学前三年毛入园率（%）    85       92       预期性      ->  indicator, baseline 85, value 92 %

Only a table whose header names a column of values to reach is read; see ``table_heads``.
"""

import re
from collections.abc import Iterator

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.drafts import Draft
from plandiff.corpus.targets.flat_tables import find_flat_tables
from plandiff.corpus.targets.table_heads import Cell, Columns, ValueColumn, read_header
from plandiff.corpus.targets.tense import Clock
from plandiff.corpus.text.numerals import read_number

_UNIT_IN_NAME = re.compile(r"\((?!20\d\d)([^()]{1,10})\)(?:\[[^\[\]]{0,12}\])?\s*\Z")
_AMOUNT = r"\d[\d,]{0,15}(?:\.\d{1,6})?|[*×]{1,6}"
_UNIT = rf"%|‰|(?!以[上下内]|左右|上下){vocabulary.HAN}{{1,6}}?|/10万"
_VALUE = re.compile(
    r"[\[(]?(?P<quote>(?P<sign>[≥≤><]=?|不低于|不少于|不高于|不超过|控制在|达到|"
    r"大于|小于|高于|低于|约|至少)? ?"
    r"(?:增长|提高|增加|新增|下降|降低|减少|累计)? ?"
    rf"(?P<number>-?(?:{_AMOUNT}))(?P<first_unit>%)?(?:[-~至](?P<upper>{_AMOUNT}))? ?"
    rf"(?P<unit>{_UNIT})?(?P<more>及?以上|以内|之内|以下|左右|上下)?)[\])]?(?:[,;(].*)?"
)
_RELATIONS = {
    Relation.AT_LEAST: "≥ >= 不低于 不少于 至少 以上 及以上",
    Relation.AT_MOST: "≤ <= 不高于 不超过 控制在 以内 之内 以下",
    Relation.MORE_THAN: "> 大于 高于",
    Relation.LESS_THAN: "< 小于 低于",
    Relation.ABOUT: "约 左右 上下",
}
_RELATION_OF = {
    word: relation for relation, said in _RELATIONS.items() for word in vocabulary.words(said)
}
_UNIT_ALONE = re.compile(
    r"[%‰]|[万亿]?(?:人次|人|元|所|个|名|户|座|公里|平方米|吨|亩|岁|年|件|次|张|册)"
)
_NOTHING = re.compile(r"[-—–/]{1,4}|无")
_GROUP = re.compile(r"[^。！？!?;；]{1,30}")
"""A line across a table that names the rows below it."""
_LONGEST_UNIT = 12
_KNOWN = re.compile(r"[\d*×]")
_WORD = re.compile(rf"{vocabulary.HAN}{{2}}|[A-Za-z]{{2}}")


def find_table_drafts(text: str, clock: Clock) -> tuple[list[Draft], list[Cell]]:
    """Targets of every table in folded ``text`` (tabs and newlines kept), in its order.

    And the cells beside them that hold sentences: their targets are left to the grammar of prose.
    """
    drafts: list[Draft] = []
    told: list[Cell] = []
    for cells, columns in _headed_rows(text, clock):
        if columns is not None and cells is not columns.cells:
            found = list(_read_row(text, cells, columns))
            drafts += found
            if found and columns.told:
                aligned = _aligned(text, cells, columns)
                told += [cell for i in columns.told if (cell := _cell(aligned, i))]
    return drafts, told


def find_open_head(text: str, clock: Clock) -> Cell | None:
    """Where the head of the table stands whose rows go on to the very end of ``text``.

    The rows of a group (``一、经济发展`` across the table) are a section of their own, and their
    head is in the section before.
    """
    if "\t" not in text.rpartition("\n")[2]:
        return None
    *_, (_, columns) = _headed_rows(text, clock)
    return None if columns is None else (columns.cells[0][0], columns.cells[-1][1])


def _headed_rows(text: str, clock: Clock) -> Iterator[tuple[list[Cell], Columns | None]]:
    """Each row with the columns of its head; a head comes with its own columns."""
    columns: Columns | None = None
    rows = [*_rows(text), None]
    lines = text.split("\n")
    for place, cells in enumerate(rows[:-1]):
        if cells is None:
            group = rows[place + 1] is not None and _GROUP.fullmatch(lines[place])
            columns = columns if group else None
            continue
        columns = read_header(text, cells, clock.year) or columns
        yield cells, columns


def find_flat_drafts(text: str, clock: Clock) -> tuple[list[Draft], list[Cell]]:
    """Targets of the tables in ``text`` that have one cell a line, and where those tables are."""

    def fits(cells: list[Cell], columns: Columns) -> bool:
        return _is_row(text, cells, columns)

    tables = list(find_flat_tables(text, clock.year, fits))
    rows = [(row, table.columns) for table in tables for row in table.rows]
    drafts = [draft for row, columns in rows for draft in _read_row(text, row, columns)]
    return drafts, [(table.start, table.end) for table in tables]


def _is_row(text: str, cells: list[Cell], columns: Columns) -> bool:
    """Whether words stand where the name is, a unit where the unit is, and numbers else."""
    name = _cell(cells, columns.name)
    if name is None or not _WORD.search(text, *name) or _VALUE.fullmatch(text, *name):
        return False
    unit = _cell(cells, columns.unit)
    if unit and (unit[1] - unit[0] > _LONGEST_UNIT or _KNOWN.search(text, *unit)):
        return False
    places = [_cell(cells, column.index) for column in columns.values]
    places.append(_cell(cells, columns.base))
    return all(
        place is None or _VALUE.fullmatch(text, *place) or _NOTHING.fullmatch(text, *place)
        for place in places
    )


def _rows(text: str) -> Iterator[list[Cell] | None]:
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


def _read_row(text: str, cells: list[Cell], columns: Columns) -> Iterator[Draft]:
    """A draft for each value to reach; a row may lack the cells of merged columns on its left."""
    cells = _aligned(text, cells, columns)
    name = _cell(cells, columns.name)
    if name is None or not _WORD.search(text, *name):
        return
    unit = ""
    if in_name := _UNIT_IN_NAME.search(text, *name):
        unit, name = in_name[1], (name[0], in_name.start())
    elif cell := _cell(cells, columns.unit):
        unit = text[slice(*cell)]
    for column in columns.values:
        place = _cell(cells, column.index)
        value = _VALUE.fullmatch(text, *place) if place else None
        if value:
            yield _draft(text, value, (name, unit, cells), (columns, column))


def _aligned(text: str, cells: list[Cell], columns: Columns) -> list[Cell]:
    """The row with empty cells in front where its first columns are merged with those above."""
    missing = columns.width - len(cells)
    name = _cell(cells, columns.name)
    if missing <= 0 or missing > columns.name:
        return cells
    words = text[slice(*name)] if name else ""
    if _WORD.search(words) and not _UNIT_ALONE.fullmatch(words):
        return cells
    return [(0, 0)] * missing + cells


def _cell(cells: list[Cell], index: int | None) -> Cell | None:
    """The cell at ``index`` if it holds anything."""
    if index is None or index >= len(cells) or cells[index][0] == cells[index][1]:
        return None
    return cells[index]


def _draft(
    text: str,
    value: re.Match[str],
    row: tuple[Cell, str, list[Cell]],
    heads: tuple[Columns, ValueColumn],
) -> Draft:
    (name, unit, cells), (columns, column) = row, heads
    masked = not value["number"].strip("-")[0].isdigit()
    upper = value["upper"]
    relation = _RELATION_OF.get(value["more"] or value["sign"] or "", Relation.EQUAL)
    base, nature = _cell(cells, columns.base), _cell(cells, columns.nature)
    own = value["unit"] or value["first_unit"] or ""
    return Draft(
        start=value.start("quote"),
        end=value.start("quote") + len(value["quote"].rstrip()),
        indicator=name,
        tail=column.growth,
        relation=Relation.RANGE if upper else relation,
        value=None if masked else _number(value["number"]),
        upper=_number(upper) if upper and not masked else None,
        unit=(own or (column.unit or "%" if column.growth else column.unit or unit)).strip(),
        masked=masked,
        deadline=_cell(cells, columns.due) or column.deadline,
        modality=text[slice(*nature)] if nature else None,
        baseline=base if base and not column.growth and _KNOWN.search(text, *base) else None,
    )


def _number(printed: str) -> float | None:
    number = read_number(printed.removeprefix("-"))
    return -number if number is not None and printed.startswith("-") else number
