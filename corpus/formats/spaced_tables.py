"""Find tables in plain text whose columns are separated by spaces or tabs.

    指标名称            2025年完成    2026年目标
    参保率（%）         95.8          96.5          ->  参保率（%） | 95.8 | 96.5

A table has at least three consecutive lines and at least three columns; at least two lines have
all cells.  A cell that fills its column up to a single space is cut at the border of the others.
Cells separated by tabs need not be short, and two columns are a table if the second has numbers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import width
from plandiff.corpus.formats.grid import row_line, row_text
from plandiff.corpus.model import Line
from plandiff.corpus.outline.labels import starts_with_label
from plandiff.corpus.text import lazy_re as re

_GAP = re.compile(r"[ \u00a0\u3000]{2,}|[ \u3000]*\t[ \u3000]*|\u3000")
_NO_ROW = re.compile(r"[。；;！？]\s*\Z|[.．·…]{3}")
"""A line that is no row: the end of a sentence, or the dot leaders of a table of contents."""
_NAMED_PART = re.compile(
    r"附[件录錄表]\s?[\d一二三四五六七八九十]{0,3}(?=\s)|第[\d一二三四五六七八九十百]{1,4}(?:部分|[编編篇章节節])(?=\s)"
)
"""The label of a part, which one gap separates from its heading: 附件1  重点项目表."""
_FEWEST_LINES = 3
_FEWEST_CELLS = 3
_FEWEST_FULL = 2
"""Minimum of lines with all cells; in the others merged cells are missing."""
_LONGEST_CELL = 40
_LONGEST_TABBED_CELL = 160
"""Characters of a cell between tabs, which are no accident of the layout."""
_LONGEST_LINE = 400
_SLACK = 2
"""Screen columns by which the starts of the cells of one column may differ."""

_PARTING = "    "
_EVEN_GAPS = re.compile(r"(?: {4})*(?:\S(?: ?\S)*(?: {4})+)*(?:\S(?: ?\S)*)?")
"""A line whose gaps are all four spaces, or a multiple of four if a cell is blank."""
_WIDEST_REST = 24
"""Screen columns; maximum width of the second line of a wrapped cell."""
_MOST_ROWS = 400
_INDICATOR_HEAD = re.compile(r"(序 ?号) ?(指 ?标(?:名称)?) (.*\S) (属 ?性)")
_INDICATOR = re.compile(
    r"(\d{1,2}) (.+?(?:[）)](?= )|(?<![（(]) (?=[^ ]+ [^ ]+\Z))) ?(.+) (预期性|约束性|指导性)"
)
_NUMBERED_NAME = re.compile(r"\d{1,2} [\u3400-\u9fff].{6,}")
"""The first line of a wrapped row: its number and the start of its name."""
_GROUP_OF_INDICATORS = re.compile(
    r"[（(]?[一二三四五六七八九十][)）、] ?[^，。；]{2,12}(?:[（(]\d+ ?项[）)])?"
)
_NEAR = 10
"""Characters from the start of a line within which its first word begins."""
_PAGE = re.compile(r"[-—– ]*\d{1,4}[-—– ]*")


class _Cell(NamedTuple):
    """Words of a line and the screen column where they begin."""

    text: str
    start: int


def read_spaced_tables(texts: Sequence[str]) -> list[Line]:
    """Return the lines of a text; lines of tables become rows."""
    lines: list[Line] = []
    at = 0
    while at < len(texts):
        end = at
        while end < len(texts) and _may_be_row(texts[end]):
            end += 1
        rows = _rows(texts[at:end])
        if not rows and end > at:
            head = next((n for n in range(at, end) if _is_parted_evenly(texts[n])), end)
            table_end, rows = _parted_rows(texts, head)
            lines += map(Line, texts[at:head] if rows else ())
            end = table_end if rows else end
        elif not rows:
            table_end, rows = _indicator_rows(texts, at)
            end = table_end if rows else at + 1
        lines += map(row_line, rows) if rows else map(Line, texts[at:end])
        at = end
    return lines


def _is_parted_evenly(text: str) -> bool:
    text = text.rstrip()
    return _EVEN_GAPS.fullmatch(text) is not None and text.count(_PARTING) >= _FEWEST_CELLS - 1


def _parted_rows(texts: Sequence[str], at: int) -> tuple[int, list[str]]:
    """End and rows of a table with four spaces between all cells, as programs write them.

    Its columns are not aligned; a wrapped cell continues in a short line without a gap.
    """
    rows: list[list[str]] = []
    full = end = at
    for place in range(at, min(at + _MOST_ROWS, len(texts))):
        text = texts[place].rstrip()
        if _may_be_row(text) and _EVEN_GAPS.fullmatch(text):
            rows.append(text.split(_PARTING))
            full += sum(map(bool, rows[-1])) >= _FEWEST_CELLS
            end = place + 1
        elif rows and text.strip() and width(text) <= _WIDEST_REST and not _NO_ROW.search(text):
            rows[-1][-1] += text.strip()
        else:
            break
    if full - at < _FEWEST_LINES or 2 * (full - at) < len(rows) or _ends_in_pages(rows):
        return at, []
    return end, [row_text([cell.strip() for cell in row]) for row in rows]


def _indicator_rows(texts: Sequence[str], at: int) -> tuple[int, list[str]]:
    """End and rows of the table of indicators in a five-year plan.

    Copied from a PDF, its cells are separated by single spaces; the last cell identifies a row::

        序号 指标 2030年目标 属性            ->  序号 | 指标 | 2030年目标 | 属性
        1 粮食产量（亿斤） ＞19 约束性           1 | 粮食产量（亿斤） | ＞19 | 约束性
    """
    head = _INDICATOR_HEAD.fullmatch(texts[at].strip()) if "序" in texts[at][:_NEAR] else None
    if head is None:
        return at, []
    rows = ["\t".join(cell.replace(" ", "") for cell in head.groups())]
    between: list[str] = []
    begun, end = "", at + 1
    for place in range(at + 1, min(at + _MOST_ROWS, len(texts))):
        text = f"{begun}{texts[place].strip()}"
        cells = _indicator_cells(text)
        if cells:
            rows += [*between, "\t".join(cells)]
            begun, between, end = "", [], place + 1
        elif begun:
            break
        elif _NUMBERED_NAME.fullmatch(text):
            begun = text
        elif not text or _PAGE.fullmatch(text):
            between += [text] if text else []
        else:
            break
    return (end, rows) if len(rows) > _FEWEST_LINES else (at, [])


def _indicator_cells(text: str) -> tuple[str, ...]:
    """The cells of a row or repeated head, the single cell of a group, none for other lines."""
    if len(text) > _LONGEST_LINE:
        return ()
    row = _INDICATOR.fullmatch(text) or _INDICATOR_HEAD.fullmatch(text)
    if row:
        return row.groups()
    return (text,) if _GROUP_OF_INDICATORS.fullmatch(text) else ()


def _may_be_row(text: str) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    stripped = text.strip()
    gaps = sum(1 for _ in _GAP.finditer(stripped))
    return gaps > (_NAMED_PART.match(stripped) is not None) and not _NO_ROW.search(stripped)


def _rows(texts: Sequence[str]) -> list[str]:
    """The rows of a table; empty if the lines are not a table."""
    if len(texts) < _FEWEST_LINES:
        return []
    if tabbed := _tabbed_rows(texts):
        return tabbed
    cells = [list(_cells(text)) for text in texts]
    most = max(map(len, cells))
    full = [[cell.start for cell in row] for row in cells if len(row) == most]
    long = any(len(cell.text) > _LONGEST_CELL for row in cells for cell in row)
    if most < _FEWEST_CELLS or len(full) < _FEWEST_FULL or long or _is_contents(cells):
        return []
    if all("\t" in text for text in texts):
        return [row_text([cell.strip() for cell in text.split("\t")]) for text in texts]
    common = [Counter(column).most_common(1)[0] for column in zip(*full, strict=True)]
    even = [_is_parted_evenly(t) for t, row in zip(texts, cells, strict=True) if len(row) == most]
    if all(even) and any(2 * count <= len(full) for _, count in common):
        return []  # separated by spaces, but not aligned in columns
    starts = [start for start, _ in common]
    placed = [_placed(row, starts) for row in cells]
    return [row_text(row) for row in placed if row] if all(placed) else []


def _tabbed_rows(texts: Sequence[str]) -> list[str]:
    """The rows of a table whose lines have equally many tabs; empty if the lines are not one."""
    rows = [[cell.strip() for cell in text.strip().split("\t")] for text in texts]
    columns = {len(row) for row in rows}
    if len(columns) > 1 or columns == {1} or not all(cell for row in rows for cell in row):
        return []
    if max(len(cell) for row in rows for cell in row) > _LONGEST_TABBED_CELL or _ends_in_pages(
        rows
    ):
        return []
    labels = any(starts_with_label(row[0] + row[1]) for row in rows)
    numbers = sum(any(map(str.isdigit, row[1])) for row in rows)
    is_pairs = columns == {2} and (labels or 2 * numbers < len(rows))
    return [] if is_pairs else list(map(row_text, rows))


def _is_contents(cells: Sequence[Sequence[_Cell]]) -> bool:
    """Whether the lines end with page numbers, as in a table of contents."""
    return _ends_in_pages([[cell.text for cell in row] for row in cells])


def _ends_in_pages(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last cells are ascending numbers."""
    pages = [int(row[-1]) for row in rows if row[-1].isdecimal() and len(row[-1]) < 5]
    return len(pages) == len(rows) and pages == sorted(pages)


def _cells(text: str) -> Iterator[_Cell]:
    begin = len(text) - len(text.lstrip())
    stripped = text.rstrip()
    at = begin
    for gap in (*_GAP.finditer(stripped, begin), None):
        end = gap.start() if gap else len(stripped)
        yield _Cell(text[at:end], width(text[:at].expandtabs()))
        at = gap.end() if gap else end


def _placed(row: Sequence[_Cell], starts: Sequence[int]) -> list[str]:
    """The words of a line by column; empty if two cells fall into one column."""
    if len(row) == len(starts):
        return [cell.text for cell in row]
    texts = [""] * len(starts)
    for cell in (part for whole in row for part in _cut(whole, starts)):
        column = sum(start <= cell.start + _SLACK for start in starts) - 1
        if column < 0 or texts[column]:
            return []
        texts[column] = cell.text
    return texts


def _cut(cell: _Cell, starts: Sequence[int]) -> Iterator[_Cell]:
    """Split a cell at single spaces where another column begins."""
    begin = 0
    for blank in re.finditer(r"(?<=\S) (?=\S)", cell.text):
        if cell.start + width(cell.text[: blank.end()]) in starts:
            yield _Cell(cell.text[begin : blank.start()], cell.start + width(cell.text[:begin]))
            begin = blank.end()
    yield _Cell(cell.text[begin:], cell.start + width(cell.text[:begin]))
