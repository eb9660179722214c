"""Tables flattened to one cell per line: header and rows are recognised by their contents.

    指标        }                      -> the header 指标 单位 2020年 2025年, and the row
    单位        } four heads              毛入园率 % 85 92
    2020年      }
    2025年      }
    毛入园率    }
    %           } and four cells under them, and so on
    85          }
    92          }

The number of columns is the one that the most rows fit.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.table_heads import Columns, read_head
from plandiff.corpus.targets.table_rows import single_heads
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.text.table_cells import Cell

_HEAD = re.compile(vocabulary.FIRST_HEADS)
_SENTENCE = re.compile(r"[。;!?]|,.*,")
_MERGED = re.compile(rf"[^\d]{{0,10}}(?:{re.any_of('MERGED')})")
_YEAR = re.compile(r"20\d\d ?年?")
_LONGEST_CELL = 60
_FEWEST, _MOST = 3, 8
_ROWS = 2
"""Minimum number of rows; fewer may fit a header by chance."""


class FlatTable(Struct, frozen=True):
    """A flattened table: its columns, its rows and its span in the text."""

    columns: Columns
    rows: tuple[list[Cell], ...]
    start: int
    end: int


def find_flat_tables(
    text: str, year: int | None, fits: Callable[[list[Cell], Columns], bool]
) -> Iterator[FlatTable]:
    """Yield the tables of folded ``text`` in order.

    ``year``: first year of the plan, or None.  ``fits(cells, columns)``: whether cells are a row.
    """
    lines = _lines(text)
    at = 0
    while at + _FEWEST * (1 + _ROWS) <= len(lines):
        opens = _HEAD.fullmatch(text, *lines[at])
        table = _table_at(text, lines, at, (year, fits)) if opens else None
        if table:
            yield table
            at = next((n for n in range(at, len(lines)) if lines[n][0] >= table.end), len(lines))
        else:
            at += 1


def _lines(text: str) -> list[Cell]:
    """Spans of the non-blank lines, stripped of white space."""
    spans, start = [], 0
    for line in text.split("\n"):
        if words := line.strip():
            begin = start + line.index(words)
            spans.append((begin, begin + len(words)))
        start += len(line) + 1
    return spans


def _table_at(
    text: str,
    lines: list[Cell],
    at: int,
    reading: tuple[int | None, Callable[[list[Cell], Columns], bool]],
) -> FlatTable | None:
    """The table whose header begins with line ``at``, in the width with the highest score.

    ``reading``: first year of the plan, and the predicate that accepts a row.
    """
    year, fits = reading
    best: FlatTable | None = None
    most = 0
    for width in range(_FEWEST, _MOST + 1):
        for cells in _heads(text, lines[at : at + width]):
            heads = single_heads(text, cells)
            columns = read_head(text, heads, year, only_promises=True)
            if columns is None or columns.width != len(cells) or columns.name > 2:
                continue
            rows = tuple(_rows(text, lines[at + width :], columns, fits))
            # Complete rows count twice: with a wrong width each row takes cells of the next.
            score = len(rows) + sum(row[0][0] < row[0][1] for row in rows)
            if len(rows) >= _ROWS and score > most:
                best, most = FlatTable(columns, rows, lines[at][0], rows[-1][-1][1]), score
    return best


def _heads(text: str, cells: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the header cells, then the header without a merged cell above the years after it."""
    yield cells
    for place, (cell, after) in enumerate(pairwise(cells)):
        if _MERGED.fullmatch(text, *cell) and _YEAR.match(text, *after):
            yield [*cells[:place], *cells[place + 1 :]]


def _rows(
    text: str,
    lines: list[Cell],
    columns: Columns,
    fits: Callable[[list[Cell], Columns], bool],
) -> Iterator[list[Cell]]:
    """Yield rows while they fit; a row may omit leading cells merged with the row above."""
    at = 0
    while at < len(lines):
        for missing in range(columns.name + 1):
            cells = lines[at : at + columns.width - missing]
            row = [(0, 0)] * missing + cells
            if len(row) == columns.width and _are_cells(text, cells) and fits(row, columns):
                yield row
                at += len(cells)
                break
        else:
            return


def _are_cells(text: str, cells: list[Cell]) -> bool:
    return not any(
        end - start > _LONGEST_CELL or _SENTENCE.search(text, start, end) for start, end in cells
    )


_BINDING_ROW = re.compile(
    r"(?:(?<![\d.])\d{1,2}[ \t.、]+)?(?P<name>(?:\d{1,2} ?岁)?[^\n\d(;。\s][^\n;。]{1,40}?) ?\("
    rf"(?P<unit>%|‰|[^()\d\s]{{1,8}})\)[ \t]*(?P<quote>(?P<sign>{re.any_of('BINDING_ROW')})? ?"
    r"(?P<value>\d{1,9}(?:,\d{3})*(?:\.\d{1,4})?)(?: ?(?P<points>个百分点))?(?: ?(?P<behind>"
    rf"{re.any_of('FLAT_TABLES_BINDING_ROW')}))?)[ \t]*\[?(?:预期性|约束性)"
)
_ROW_STARTS = re.compile(r"(?:预期性|约束性)\]?[ \t]*(?:\d{1,2}[ \t.、]+)?")
_SIGNS = {
    **dict.fromkeys(("≥", "≧", "不低于", "不少于", "以上"), Relation.AT_LEAST),
    **dict.fromkeys(("≤", "≦", "不高于", "不超过", "以下", "以内"), Relation.AT_MOST),
    ">": Relation.MORE_THAN,
    "<": Relation.LESS_THAN,
    "左右": Relation.ABOUT,
}


def find_binding_rows(text: str, deadline: tuple[int, int] | None) -> Iterator[Draft]:
    """Yield drafts from rows of an indicator table whose cells follow each other in one line.

    Such a row ends in 预期性 or 约束性, and the unit follows the name in parentheses.

    >>> row = "3 森林覆盖率(%) ≥7.64 约束性"
    >>> [(row[slice(*d.indicator)], d.relation.value, d.value, d.unit)
    ...  for d in find_binding_rows(row, None) if d.indicator]
    [('森林覆盖率', '>=', 7.64, '%')]
    """
    for m in _BINDING_ROW.finditer(text):
        start = m.start("name")
        for opening in _ROW_STARTS.finditer(text, start, m.end("name")):
            start = opening.end()
        if start >= m.end("name"):
            continue
        yield Draft(
            start=m.start("quote"),
            end=m.end("quote"),
            indicator=(start, m.end("name")),
            relation=_SIGNS.get(m["behind"] or m["sign"] or "", Relation.EQUAL),
            value=float(m["value"].replace(",", "")),
            unit=m["points"] or m["unit"],
            deadline=deadline,
        )
