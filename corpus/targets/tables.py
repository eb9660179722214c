"""Targets in tables: cells are separated by tabs (Word), bars (Markdown), or line breaks.

    指标                    2020年   2025年   属性
    学前三年毛入园率（%）    85       92       预期性      ->  indicator, baseline 85, value 92 %

Only tables whose header has a column of values to reach are read; see ``table_heads``.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.flat_tables import find_flat_tables
from plandiff.corpus.targets.owners import is_owner
from plandiff.corpus.targets.table_heads import Columns, ValueColumn, names_columns, read_head
from plandiff.corpus.targets.table_rows import (
    MOST_HEAD_ROWS,
    Row,
    Value,
    count_head_rows,
    find_caption_unit,
    find_rows,
    join_heads,
    read_value,
)
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.targets.tense import Clock
from plandiff.corpus.text.table_cells import Cell

_UNIT_IN_NAME = re.compile(r"\s*\((?!20\d\d)([^()]{1,10})\)(?:\[[^\[\]]{0,12}\])?\s*\Z")
_UNIT_ALONE = re.compile(rf"[%‰]|[万亿]?(?:{re.any_of('UNIT_ALONE')})")
_NOTHING = re.compile(r"[-—–/]{1,4}|无")
_ORDINAL = re.compile(r"(?:\d{1,3}[.、)](?!\d)|\(\d{1,3}\)) *")
"""An item number before the name of a row, in the same cell."""
_ROW_YEAR = re.compile(r"(20\d\d) ?年?(?:度|底|末)?")
_ROW_STATE = re.compile(
    rf"(?:(?:20\d\d|1[0-4]\d)(?:[-/\u2013](?:20)?\d\d)? ?(?:学?年度?|年[底末])?|[上去]年|上学年"
    rf"|last year|FY ?\d\d)? ?[(:]?(?:{re.any_of('REACHED')}|{re.any_of('ROWS_OF_CHANGE')})"
    r"(?:数|值|额|率|情况)?(?: ?\(%\))?\)?",
    re.IGNORECASE,
)
"""A row of earlier values or of changes, below heads that name the quantities: 2025年完成."""
_ROW_PERIOD = re.compile(
    r"\d{1,2}(?:-\d{1,2})?月份?(?:底|末)?|第?[一二三四1-4]季度|Q[1-4]"
    r"|第 ?(?:\d{1,3}|[一二三四五六七八九十]{1,3}) ?[^\W\d_]{1,2}"
)
"""A month, a quarter, or an item of a numbered series (第3批, 第5周)."""
_COUNTED = re.compile(
    rf"[十百千万亿]*(?:{'|'.join((*vocabulary.RATE_UNITS, *vocabulary.MONEY_UNITS))}|"
    rf"{'|'.join((*vocabulary.MEASURE_UNITS, *vocabulary.PERSON_UNITS, *vocabulary.COUNT_UNITS))})"
)
_PRESENT = re.compile(rf"{re.any_of('PRESENT')}")
"""Words in the caption of a table that describes the present state."""
_GROUP = re.compile(r"[^。！？!?;；]{1,30}")
"""A line across a table that is the title of the rows below it."""
_OWNER = re.compile(r"[^\d，。,.;:、()]{2,20}")
"""The name of a project, school or body that owns the quantities in the sentences of its row."""
_LONGEST_NAME = 24
"""Characters; a longer English name may be a sentence."""
_SENTENCE = re.compile(
    r"\d+(?:\.\d+)?%|(?<![\d-])\d{1,6} [a-z]+ |[a-z] [a-z]+ (?:from|to|least) \d"
)
_LONGEST_UNIT = 12
_KNOWN = re.compile(r"[\d*×□]")
_NO_COUNT = re.compile(r"20\d\d|\d{1,2}(?=月|季度|年)")
_WORD = re.compile(rf"{vocabulary.HAN}{{2}}|[A-Za-z]{{2}}")


class _Known(NamedTuple):
    """What the rows above and the caption tell of a row."""

    name: Cell
    unit: str
    """The default unit of the table."""
    owner: Cell | None


class ProseCell(NamedTuple):
    """A cell with sentences, in a row of a table with a header."""

    cell: Cell
    name: Cell
    """The cell that names the row."""
    due: Cell | None
    planned: bool
    """Whether its column holds results to reach or work to do."""


class TableTargets(NamedTuple):
    """The targets of the tables of a text, in order."""

    drafts: list[Draft]
    read: list[Cell]
    """Spans that were read as table; the rest is left to the grammar of prose."""
    owners: list[tuple[Cell, Cell]]
    """Spans of cells with sentences, and the cell that names the project or body of their row."""
    prose: list[ProseCell]
    """Cells that are read by themselves if they are English."""


def find_table_drafts(text: str, clock: Clock, *, past_section: bool = False) -> TableTargets:
    """Return the targets of every table in folded ``text`` (tabs and newlines kept)."""
    drafts: list[Draft] = []
    read: list[Cell] = []
    owners: list[tuple[Cell, Cell]] = []
    prose: list[ProseCell] = []
    name: Cell | None = None
    owner: Cell | None = None
    for row, columns, unit in _headed_rows(text, clock, past_section=past_section):
        is_head = row.start <= _start_of(columns) < row.end
        cells = _aligned(text, row.cells, columns)
        # A blank name cell is merged with the cell above: two phases of one project.
        name = None if is_head else _name_of(cells, columns) or name
        owner = None if is_head else _owner_of(text, cells, columns) or owner
        found = list(_read_row(text, cells, columns, _Known(name, unit, owner))) if name else []
        drafts += found
        if name and _OWNER.fullmatch(text, *name) and columns.names_owners:
            owners += ((cell, name) for cell in _in_prose(cells, columns, found))
        if name and not is_head:
            prose += _prose_cells(cells, columns, name, found)
        if found:
            read += _without(
                row, sorted({*_in_prose(cells, columns, found), *_sentence(text, name)})
            )
        elif name and not is_head and _is_of_state(text, name, columns):
            read.append((row.start, row.end))
        elif not is_head:
            read += filter(None, (_cell(cells, columns.base), _cell(cells, columns.unit)))
    return TableTargets(drafts, read, owners, prose)


def _prose_cells(
    cells: list[Cell], columns: Columns, name: Cell, found: list[Draft]
) -> Iterator[ProseCell]:
    """The cells of a row that may hold sentences: the name, and all without a value or a date."""
    planned = set(_in_prose(cells, columns, found))
    others = {columns.base, columns.unit, columns.nature, columns.due, columns.owner}
    due = _cell(cells, columns.due)
    for index in range(len(cells)):
        cell = _cell(cells, index)
        if cell and index not in others and not any(cell[0] <= d.start < cell[1] for d in found):
            yield ProseCell(cell, name, due, planned=cell in planned and cell != name)


def _in_prose(cells: list[Cell], columns: Columns, found: list[Draft]) -> Iterator[Cell]:
    """The cells of a row with sentences: columns of sentences, and value cells without a draft."""
    values = (value.index for value in columns.values)
    for index in sorted({*columns.told, *values}):
        cell = _cell(cells, index)
        if cell and not any(cell[0] <= draft.start < cell[1] for draft in found):
            yield cell


def _sentence(text: str, name: Cell | None) -> Iterator[Cell]:
    """The cell that names a row if it is an English sentence with a number of its own."""
    if name and name[1] - name[0] > _LONGEST_NAME and _SENTENCE.search(text, *name):
        yield name


def _without(row: Row, cells: Iterable[Cell]) -> Iterator[Cell]:
    """The spans of a row outside the given cells."""
    start = row.start
    for cell in cells:
        yield (start, cell[0])
        start = cell[1]
    yield (start, row.end)


def find_open_head(text: str, clock: Clock) -> Cell | None:
    """Span of the header of a table whose rows extend to the end of ``text``; else None.

    The rows of a group (``一、经济发展`` across the table) are a separate section, and their header
    is in the section before.
    """
    rows = list(_headed_rows(text, clock))
    if not rows or rows[-1][0].end < len(text):
        return None
    columns = rows[-1][1]
    return (_start_of(columns), max(cell[1] for head in columns.heads for cell in head.cells))


def begins_with_head(text: str, clock: Clock) -> bool:
    """Whether the first table of a text begins with its own header, judged by its words."""
    rows = list(find_rows(text))
    place = next((n for n, row in enumerate(rows) if row), None)
    if place is None:
        return False
    below = _run(rows, place)
    heads = join_heads(text, below[: count_head_rows(text, below)])
    if names_columns([head.text for head in heads]):
        return True
    if any(_KNOWN.search(_NO_COUNT.sub("", head.text)) for head in heads):
        return False
    return read_head(text, heads, clock.year) is not None


def _start_of(columns: Columns) -> int:
    """Start offset of the header."""
    return min(cell[0] for head in columns.heads for cell in head.cells)


def _headed_rows(
    text: str, clock: Clock, *, past_section: bool = False
) -> Iterator[tuple[Row, Columns, str]]:
    """Yield each row with the columns of its header and the unit stated above the table.

    A header is yielded as one row with its own columns.
    """
    lines = list(_line_spans(text))
    rows = list(find_rows(text))
    columns, unit, place = None, "", 0
    while place < len(rows):
        row = rows[place]
        if row is None:
            group = columns and place + 1 < len(rows) and rows[place + 1]
            if not (group and _GROUP.fullmatch(text, *lines[place])):
                columns, unit = None, ""
            unit = find_caption_unit(text, lines[place]) or unit
            place += 1
            continue
        tells = past_section or _PRESENT.search(text, *lines[max(place - 1, 0)])
        below = _run(rows, place)
        count = count_head_rows(text, below)
        strict = (columns is not None and not _repeats_head(text, row, columns)) or bool(tells)
        head = read_head(text, join_heads(text, below[:count]), clock.year, only_promises=strict)
        if head is not None:
            columns = head
            row = Row(row.cells, row.start, below[count - 1].end)
            place += count - 1
        if columns is not None:
            yield row, columns, unit
        place += 1


def _repeats_head(text: str, row: Row, columns: Columns) -> bool:
    """Whether a row begins like the header: the next of several cards, 项目名称 | 供水工程."""
    first = next((head.cells[0] for head in columns.heads if head.cells), None)
    return (
        first is not None
        and row.start > first[0]
        and text[slice(*row.cells[0])].strip() == text[slice(*first)].strip() != ""
    )


def _line_spans(text: str) -> Iterator[Cell]:
    start = 0
    for line in text.split("\n"):
        yield (start, start + len(line))
        start += len(line) + 1


def _run(rows: Sequence[Row | None], place: int) -> list[Row]:
    """The first rows from ``place`` on, at most ``MOST_HEAD_ROWS``."""
    return [row for row in takewhile(bool, rows[place : place + MOST_HEAD_ROWS]) if row]


def find_flat_drafts(text: str, clock: Clock) -> tuple[list[Draft], list[Cell]]:
    """Return the targets of tables with one cell per line, and the spans of those tables."""

    def fits(cells: list[Cell], columns: Columns) -> bool:
        return _is_row(text, cells, columns)

    tables = list(find_flat_tables(text, clock.year, fits))
    rows = [(row, table.columns) for table in tables for row in table.rows]
    drafts = [
        draft
        for cells, columns in rows
        if (name := _name_of(cells, columns))
        for draft in _read_row(text, cells, columns, _Known(name, "", None))
    ]
    return drafts, [(table.start, table.end) for table in tables]


def _is_row(text: str, cells: list[Cell], columns: Columns) -> bool:
    """Whether the cells fit the columns: words as name, a unit as unit, numbers as values."""
    name = _cell(cells, columns.name)
    if name is None or not _WORD.search(text, *name) or read_value(text, name):
        return False
    unit = _cell(cells, columns.unit)
    if unit and (unit[1] - unit[0] > _LONGEST_UNIT or _KNOWN.search(text, *unit)):
        return False
    places = [_cell(cells, column.index) for column in columns.values]
    places.append(_cell(cells, columns.base))
    return all(
        place is None or read_value(text, place) or _NOTHING.fullmatch(text, *place)
        for place in places
    )


def _read_row(text: str, cells: list[Cell], columns: Columns, known: _Known) -> Iterator[Draft]:
    """Yield a draft for each value to reach in a row that has all its columns."""
    name, caption, owner = known
    if not _is_name(text, name, columns):
        return
    unit = ""
    if ordinal := _ORDINAL.match(text, *name):
        name = (ordinal.end(), name[1])
    if in_name := _UNIT_IN_NAME.search(text, *name):
        unit, name = in_name[1], (name[0], in_name.start())
    elif (
        (cell := _cell(cells, columns.unit))
        and cell != owner
        and not _NOTHING.fullmatch(text, *cell)
    ):
        unit = text[slice(*cell)]
    for column in columns.values:
        place = _cell(cells, column.index)
        value = read_value(text, place) if place else None
        counted = value and _unit_of(value, column, unit or caption)
        if value and counted is not None:
            draft = _draft(text, value, (name, counted, cells), (columns, column))
            yield draft if draft.of else replace(draft, of=owner)


def _owner_of(text: str, cells: list[Cell], columns: Columns) -> Cell | None:
    """The cell of the place or body that a row is of; a column 单位 may have units or bodies."""
    cell = _cell(cells, columns.owner) or _cell(cells, columns.unit)
    if cell is None or not _WORD.search(text, *cell) or _COUNTED.fullmatch(text, *cell):
        return None
    return cell if columns.owner is not None or is_owner(text, cell) else None


def _name_of(cells: list[Cell], columns: Columns) -> Cell | None:
    """The cell that names a row: in the name column, or merged from earlier columns (合计).

    If the header spans two columns, the second one names the part: ``医护人员数 | 护士数``.
    """
    last = columns.name
    while last + 1 < columns.width and not columns.heads[last + 1].cells:
        last += 1
    return next(filter(None, (_cell(cells, n) for n in range(last, -1, -1))), None)


def _is_name(text: str, name: Cell, columns: Columns) -> bool:
    """Whether a cell names a row: words, a month or numbered item, or a year that is not past."""
    if _is_of_state(text, name, columns):
        return False
    year = _ROW_YEAR.fullmatch(text, *name)
    if year:
        return int(year[1]) >= columns.first_year
    return bool(_WORD.search(text, *name) or _ROW_PERIOD.fullmatch(text, *name))


def _is_of_state(text: str, name: Cell, columns: Columns) -> bool:
    """Whether a row has earlier values or changes of the quantities that the heads name."""
    named = bool(columns.values) and all(value.measure for value in columns.values)
    return named and _ROW_STATE.fullmatch(text, *name) is not None


def _unit_of(value: Value, column: ValueColumn, unit: str) -> str | None:
    """The unit of a value; None if the column requires a unit and the value has none."""
    known = (value.unit or column.unit or unit).strip()
    if column.sure or column.bare:
        return known
    own = value.unit
    return known if (value.counted or _COUNTED.fullmatch(own) if own else known) else None


def _aligned(text: str, cells: list[Cell], columns: Columns) -> list[Cell]:
    """Prepend empty cells to a row whose first columns are merged with the row above."""
    missing = columns.width - len(cells)
    name = _cell(cells, columns.name)
    if missing <= 0 or missing > columns.name:
        return cells
    words = text[slice(*name or _name_of(cells, columns) or (0, 0))]
    if _WORD.search(words) and not _UNIT_ALONE.fullmatch(words):
        return cells
    return [(0, 0)] * missing + cells


def _cell(cells: list[Cell], index: int | None) -> Cell | None:
    """The cell at ``index``, or None if it is missing or empty."""
    if index is None or index >= len(cells) or cells[index][0] == cells[index][1]:
        return None
    return cells[index]


def _draft(
    text: str,
    value: Value,
    row: tuple[Cell, str, list[Cell]],
    heads: tuple[Columns, ValueColumn],
) -> Draft:
    """The draft of a value: its indicator is the header's measure or else the name of the row."""
    (name, unit, cells), (columns, column) = row, heads
    base, nature = _cell(cells, columns.base), _cell(cells, columns.nature)
    base = base if base and not column.growth and _KNOWN.search(text, *base) else None
    tail = column.growth or (column.period if column.period != column.measure else None)
    if tail and text[slice(*tail)] in text[slice(*name)]:
        tail = None
    several = len({text[slice(*v.deadline)] for v in columns.values if v.deadline}) > 1
    return Draft(
        start=value.start,
        end=value.end,
        indicator=column.measure or name,
        of=name if column.measure else None,
        tail=tail,
        relation=value.relation,
        value=value.value,
        upper=value.upper,
        unit=unit,
        masked=value.masked,
        deadline=_cell(cells, columns.due) or column.deadline or column.period,
        year=column.deadline if several and not (column.measure or column.period) else None,
        modality=text[slice(*nature)] if nature else None,
        baseline=value.base or base,
    )
