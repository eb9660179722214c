"""Align the cells of table rows without borders to columns; merged cells leave blanks.

    类别   指标            数值                      ->  类别 | 指标 | 数值 |
                           2025年完成  2026年目标        |      | 2025年完成 | 2026年目标
    普及   毛入园率（%）   93.5        95                普及 | 毛入园率（%） | 93.5 | 95
           巩固率（%）     98.2        98.8              | 巩固率（%） | 98.2 | 98.8

The rows with the most cells define the columns.  Cells that nearly touch are split where other rows
have the gap between two columns.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile, zip_longest
from statistics import median
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.formats.pdf.layout import (
    LABEL,
    Box,
    Piece,
    PrintedLine,
    cell_text,
    joined,
)
from plandiff.corpus.text import lazy_re as re

_WRAPPED = 0.85
"""Relative to the table's usual line distance: lines of one cell are closer than this."""
_SMALLEST = 0.1
"""Minimum line distance in points; files can draw lines on top of each other."""
_SAME_TABLE = 1.1
"""Relative to the usual line distance: lines further apart are not in one cell."""
_MOST_LINES = 40
"""Maximum lines of one row; the next constant limits the columns of one table."""
_MOST_COLUMNS = 100
_MOST_WRAPPED = 4
"""Maximum consecutive lines without wide gaps inside a table: wrapped lines of one cell."""
_CLOSES = re.compile(r"[^（()]*[）)]")
_NUMBER = re.compile(r"[+-]?\d[\d.,，]*\s*[%％]?")
_NAME = re.compile(r"[^\W\d][:：]\Z")
"""A cell that is the label of the next cell: 索引号：."""
_OVERLAPPING = 0.95
"""Ems; lines of running text are never closer than this."""
_LINE_PITCH = 1.7
"""Ems; maximum distance between lines of one cell."""
_ROOM_BETWEEN = 1.2
"""Minimum distance of rows, relative to the distance of lines in a cell."""
_GUTTER = 0.6
"""Ems; minimum gap between two columns, larger than the spaces between words."""
_FEWEST_LINES = 3
_FEWEST_FULL = 2
"""Minimum number of rows with all columns; a single row is no evidence."""


class _Column(NamedTuple):
    """Left and right edge of a column's cells, in points."""

    left: float
    right: float


def align_rows(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines; table lines have tabs between their columns and are marked as rows."""
    aligned: list[PrintedLine] = []
    for ruled, group in groupby(lines, lambda line: any(piece.row for piece in line.pieces)):
        for run in [list(group)] if ruled else _runs(group):
            wide = [] if ruled else [line for line in run if line.wide_gaps]
            columns = _columns(wide)
            by_gaps = _columns_by_gaps(wide)
            columns = by_gaps if len(by_gaps) > len(columns) else columns
            aligned += _rows(_with_whole_rows(run, columns), columns) if columns else run
    return aligned


def _runs(lines: Iterable[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Split lines into runs: consecutive lines with wide gaps and the few lines without in between.

    A line that overlaps the next one belongs to the same row: its cell is vertically centred.
    """
    run: list[PrintedLine] = []
    for line in lines:
        begun = any(before.wide_gaps for before in run)
        if line.wide_gaps and run and not begun:
            overlapping = list(
                takewhile(lambda pair: _overlaps(*pair), pairwise([line, *run[::-1]]))
            )
            yield run[: len(run) - len(overlapping)]
            run = [before for _, before in reversed(overlapping)]
            run.append(line)
            continue
        after = [not before.wide_gaps for before in run[-_MOST_WRAPPED:]]
        same = run and (line.page, line.column) == (run[-1].page, run[-1].column)
        below = same and begun and not all(after) and not _is_labelled(line, run)
        if run and not (same and (line.wide_gaps or below)):
            yield run
            run = []
        run.append(line)
    yield run


def _is_labelled(line: PrintedLine, table: Sequence[PrintedLine]) -> bool:
    """Whether a line below a table is a heading of the next text: at the left, with a label."""
    left = min(row.box.left for row in table)
    return line.box.left <= left + line.size and LABEL.match(line.text) is not None


def _overlaps(line: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines are closer than lines of running text."""
    same = (line.page, line.column) == (other.page, other.column)
    distance = abs(line.box.middle - other.box.middle)
    return same and distance < _OVERLAPPING * max(line.size, other.size)


def _with_whole_rows(run: list[PrintedLine], columns: Sequence[_Column]) -> list[PrintedLine]:
    """Merge the lines of each row into one if rows are further apart than lines of a cell."""
    distances = [a.box.middle - b.box.middle for a, b in pairwise(run)]
    limit = _row_distance(distances, median(line.size for line in run))
    groups: list[list[PrintedLine]] = [run[:1]]
    for line, distance in zip(run[1:], distances, strict=True):
        if distance < limit and len(groups[-1]) < _MOST_LINES:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        line
        for group in groups
        for line in ([_stacked(group)] if _is_one_row(group, columns) else group)
    ]


def _row_distance(distances: Sequence[float], size: float) -> float:
    """The minimum distance of lines in different rows, in points.

    If there is space between rows, the distances form two clusters, and the limit is between them;
    otherwise only overlapping lines belong to one row.
    """
    ordered = sorted(distances)
    for near, far in pairwise(ordered):
        if near <= _LINE_PITCH * size and far >= _ROOM_BETWEEN * near and far > size:
            return (near + far) / 2
    return _OVERLAPPING * size


def _is_one_row(group: Sequence[PrintedLine], columns: Sequence[_Column]) -> bool:
    """Whether adjacent lines are wrapped cells of one row and not separate rows.

    Separate rows fill the same columns and have a number in the same column.
    """
    if len(group) < 2:
        return False
    filled = [_aligned(line, columns).text.split("\t") for line in group]
    if all(all(cells) and len(cells) == len(columns) for cells in filled):
        return False
    named = sum(any(_NAME.search(cell) for cell in cells[:-1]) for cells in filled)
    if named >= len(group) - 1:
        return False
    numbers = Counter(
        n for cells in filled for n, cell in enumerate(cells) if _NUMBER.fullmatch(cell)
    )
    return max(numbers.values(), default=0) < 2


def _stacked(group: Sequence[PrintedLine]) -> PrintedLine:
    """Merge the lines of a row into one line with all their pieces."""
    first = group[0]
    box = Box(
        min(line.box.left for line in group),
        min(line.box.bottom for line in group),
        max(line.box.right for line in group),
        max(line.box.top for line in group),
    )
    pieces = tuple(piece for line in group for piece in line.pieces)
    return replace(first, box=box, wide_gaps=True, pieces=pieces)


def _rows(run: Sequence[PrintedLine], columns: Sequence[_Column]) -> list[PrintedLine]:
    """Convert the lines of a table to rows; later lines of wrapped cells join their row."""
    wide = [line.box.middle for line in run if line.wide_gaps]
    steps = [above - below for above, below in pairwise(wide)]
    usual = max(median(steps), _SMALLEST) if steps else _SMALLEST  # one row that is wrapped
    rows: list[PrintedLine] = []
    table = _Row([], {}, columns)
    last = run[0]
    for line in run:
        row = _aligned(line, columns)
        distance = last.box.middle - line.box.middle
        wrapped = table.is_filled_above(line) and distance < _SAME_TABLE * usual
        joins = rows and rows[-1].row and len(table.lines) < _MOST_LINES
        if joins and _is_merged_cell(line, last, rows[-1], row):
            rows[-1] = replace(rows[-1], text=_joined_rows(rows[-1].text, row.text))
            continue
        if joins and (wrapped or _goes_on(rows[-1], row, distance / usual)):
            rows[-1] = replace(rows[-1], text=_joined_rows(rows[-1].text, row.text))
        else:
            rows.append(row if line.wide_gaps or _is_parted(line, columns) else line)
            table = _Row([], {}, columns)
        table.add(line)
        last = line
    return rows


def _is_merged_cell(
    line: PrintedLine, last: PrintedLine, above: PrintedLine, row: PrintedLine
) -> bool:
    """Whether a line is a cell centred across several rows, blank in the row above."""
    if line.wide_gaps or not _overlaps(line, last):
        return False
    pairs = zip_longest(above.text.split("\t"), row.text.split("\t"), fillvalue="")
    return not any(a and b for a, b in pairs)


class _Row(NamedTuple):
    """The lines of a row so far, and by column the right edge of the cell's last line."""

    lines: list[PrintedLine]
    ends: dict[int, float]
    columns: Sequence[_Column]

    def add(self, line: PrintedLine) -> None:
        """Append a line and record the right edges of its cells."""
        self.lines.append(line)
        for piece in line.pieces:
            self.ends[_column_of(piece, self.columns)] = piece.box.right

    def is_filled_above(self, line: PrintedLine) -> bool:
        """Whether every cell of a line is below a cell without room for another character."""
        return all(
            self.ends.get(number, 0.0) + 1.3 * line.size > self._limit(number)
            for number in {_column_of(piece, self.columns) for piece in line.pieces}
        )

    def _limit(self, number: int) -> float:
        beside = self.columns[number + 1 : number + 2]
        return beside[0].left if beside else self.columns[number].right


def _goes_on(above: PrintedLine, below: PrintedLine, distance: float) -> bool:
    """Whether the cells of a line continue those of the row above, by distance or open bracket.

    ``distance``: relative to the usual line distance of the table.
    """
    earlier, later = above.text.split("\t"), below.text.split("\t")
    if later[0] or len(later) > len(earlier) or not below.wide_gaps:
        return False
    pairs = [(a, b) for a, b in zip(earlier, later, strict=False) if b]
    opened = any(_is_open(a) and _CLOSES.match(b) for a, b in pairs)
    return all(a for a, _ in pairs) and (distance < _WRAPPED or opened)


def _is_open(text: str) -> bool:
    return max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))


def _joined_rows(above: str, below: str) -> str:
    pairs = zip_longest(above.split("\t"), below.split("\t"), fillvalue="")
    return "\t".join(joined(a, b) for a, b in pairs).rstrip()


def _columns(run: Sequence[PrintedLine]) -> list[_Column]:
    """The columns of a run of lines with wide gaps; empty if the lines are not a table."""
    cells = [list(_cells(line)) for line in run]
    most = max(map(len, cells), default=0)
    full = [row for row in cells if len(row) == most]
    if len(full) < _FEWEST_FULL:
        return _columns_by_place(cells, most)
    columns = [
        _Column(
            min(cell[0].box.left for cell in column), max(cell[-1].box.right for cell in column)
        )
        for column in zip(*full, strict=True)
    ]
    return columns if all(a.right < b.left for a, b in pairwise(columns)) else []


def _columns_by_place(rows: Sequence[Sequence[Sequence[Piece]]], most: int) -> list[_Column]:
    """Cluster cells into columns, starting with the narrowest; empty unless it gives ``most``.

    A cell that overlaps two columns is a merged cell and defines none.
    """
    columns: list[_Column] = []
    spans = sorted(
        (cell[-1].box.right - cell[0].box.left, cell[0].box.left, cell[-1].box.right)
        for row in rows
        for cell in row
    )
    for _, left, right in spans:
        if len(columns) > _MOST_COLUMNS:
            return []
        reached = [c for c in columns if left < c.right and c.left < right]
        if len(reached) < 2:
            columns = [c for c in columns if c not in reached]
            edges = [*reached, _Column(left, right)]
            columns.append(_Column(min(e.left for e in edges), max(e.right for e in edges)))
    return sorted(columns) if len(columns) == most > 1 and len(rows) >= _FEWEST_FULL else []


def _cells(line: PrintedLine) -> Iterator[list[Piece]]:
    """Split the pieces of a line into cells at wide gaps."""
    cell: list[Piece] = []
    for piece in line.pieces:
        if cell and piece.box.left - cell[-1].box.right > line.widest_gap:
            yield cell
            cell = []
        cell.append(piece)
    yield cell


def _columns_by_gaps(run: Sequence[PrintedLine]) -> list[_Column]:
    """Find columns by a sweep over x: gaps between them are crossed by few lines.

    This also splits cells that nearly touch in most rows: 毛入园率 and the % after it.
    """
    if len(run) < _FEWEST_LINES:
        return []
    size = median(line.size for line in run)
    cells = [cell for line in run for cell in _near_cells(line, size)]
    crossing = len(run) // 4 if len(run) > _FEWEST_LINES else 0
    # changes: +1 at each left edge, -1 at each right edge; covered: number of cells at x.
    changes = Counter(left for left, _ in cells)
    changes.subtract(Counter(right for _, right in cells))
    columns: list[_Column] = []
    covered = 0
    for left, right in pairwise(sorted(changes)):
        covered += changes[left]
        if covered <= crossing:
            continue
        if columns and left - columns[-1].right < _GUTTER * size:
            columns[-1] = _Column(columns[-1].left, right)
        else:
            columns.append(_Column(left, right))
    return columns if 1 < len(columns) <= _MOST_COLUMNS else []


def _near_cells(line: PrintedLine, size: float) -> list[_Column]:
    """The x intervals that a line covers, split at gaps of `_GUTTER`."""
    covered: list[_Column] = []
    for piece in _parts_of(line):
        if covered and piece.box.left - covered[-1].right < _GUTTER * size:
            covered[-1] = _Column(covered[-1].left, max(covered[-1].right, piece.box.right))
        else:
            covered.append(_Column(piece.box.left, piece.box.right))
    return covered


def _parts_of(line: PrintedLine) -> list[Piece]:
    return [part for piece in line.pieces for part in piece.parts or (piece,)]


def _in_columns(line: PrintedLine, columns: Sequence[_Column]) -> Iterator[tuple[int, Piece]]:
    """Yield pieces with their column numbers; a piece with parts in several columns is split."""
    for piece in line.pieces:
        cells: list[list[Piece]] = []
        for part in piece.parts:
            if cells and part.box.left - cells[-1][-1].box.right < _GUTTER * line.size:
                cells[-1].append(part)
            else:
                cells.append([part])
        numbers = [_column_of(cell[0], columns) for cell in cells]
        across = any(_reaches_across(cell, columns) for cell in cells)
        if across or len(set(numbers)) < 2:
            yield _column_of(piece, columns), piece
        else:
            for number, cell in zip(numbers, cells, strict=True):
                yield from ((number, part) for part in cell)


def _reaches_across(cell: Sequence[Piece], columns: Sequence[_Column]) -> bool:
    left, right = cell[0].box.left, cell[-1].box.right
    return sum(left < c.right and c.left < right for c in columns) > 1


def _is_parted(line: PrintedLine, columns: Sequence[_Column]) -> bool:
    """Whether a line without wide gaps has cells in several columns."""
    return len({number for number, _ in _in_columns(line, columns)}) > 1


def _aligned(line: PrintedLine, columns: Sequence[_Column]) -> PrintedLine:
    """The line as a table row with these columns."""
    placed: dict[int, list[Piece]] = defaultdict(list)
    for number, piece in _in_columns(line, columns):
        placed[number].append(piece)
    text = "\t".join(cell_text(placed.get(n, ())) for n in range(len(columns))).rstrip()
    return replace(line, text=text, row="\t" in text)


def _column_of(piece: Piece, columns: Sequence[_Column]) -> int:
    """The index of the first column that a piece overlaps, or of the one to its left.

    A merged cell across several columns is placed in the first of them.
    """
    box = piece.box
    for number, column in enumerate(columns):
        if box.left < column.right and column.left < box.right:
            return number
    return max((n for n, column in enumerate(columns) if column.left <= box.left), default=0)
