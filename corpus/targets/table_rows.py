"""Rows of tables: lines whose cells are separated by tabs or bars, multi-row headers, values.

A merged cell is printed once, at its upper left; the other cells that it covers are blank:

    类别 | 指标 | 数值       |            ->  类别, 指标, 数值 2025年完成, 数值 2026年目标
         |      | 2025年完成 | 2026年目标

A value is a number with bound, unit and range, in Chinese or English: ≥92%, at least 40 mentors,
£1.2m, 从92%提高到95%.  A cell with more words is a sentence, which the grammar of prose reads.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from plandiff.corpus import word_patterns as re
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.text.numerals import read_number
from plandiff.corpus.text.table_cells import Cell, cells_of_lines

if TYPE_CHECKING:
    from plandiff.corpus.targets import english_numbers, english_words
else:
    english_numbers = LazyModule("plandiff.corpus.targets.english_numbers")
    english_words = LazyModule("plandiff.corpus.targets.english_words")

MOST_HEAD_ROWS = 3
_VALUE = re.compile(
    r"(?!20\d\d ?(?:年|\Z)|\d{1,2}(?:-\d{1,2})?(?:月|季度))"
    r"[-+≥≤<>约]? ?\d[\d,.]* ?(?:%|‰|[^\W\d_]{1,4})?"
)
_UNIT = r"[^\s\d()、,;:]{1,8}"
_CAPTION = re.compile(rf"(?:^|[(\s])(?:计量)?单位 ?: ?(?P<unit>{_UNIT})[)\s]*\Z")


class Head(NamedTuple):
    """The header of one column of a table."""

    text: str
    cells: tuple[Cell, ...]
    """Its cells from top to bottom, including merged cells shared with other columns."""


class Row(NamedTuple):
    """A line of a table."""

    cells: list[Cell]
    start: int
    end: int


def find_rows(text: str) -> Iterator[Row | None]:
    """Yield one item per line: its cells, or None if the line is not a row.

    >>> [row and row.cells for row in find_rows("指标" + chr(9) + "目标" + chr(10) + "说明")]
    [[(0, 2), (3, 5)], None]
    """
    start = 0
    for line, cells in zip(text.split("\n"), cells_of_lines(text), strict=True):
        yield Row(cells, start, start + len(line)) if cells else None
        start += len(line) + 1


def find_caption_unit(text: str, line: Cell) -> str:
    """The unit that a line above a table states for all its numbers; '' if there is none.

    >>> find_caption_unit("附表(单位:万元)", (0, 10))
    '万元'
    """
    found = _CAPTION.search(text[slice(*line)])
    return found["unit"] if found else ""


def is_value(cell: str) -> bool:
    """Whether a cell contains a number, with or without unit, other than a year or a month."""
    return _VALUE.fullmatch(cell) is not None


def single_heads(text: str, cells: Sequence[Cell]) -> list[Head]:
    """The headers of the columns if the header is one row."""
    return [Head(text[slice(*cell)], (cell,) if cell[0] < cell[1] else ()) for cell in cells]


def count_head_rows(text: str, rows: Sequence[Row]) -> int:
    """Number of header rows at the top of a table; each further row fills gaps of the one above."""
    count = 1
    while count < min(len(rows), MOST_HEAD_ROWS) and _goes_on(text, rows[count - 1], rows[count]):
        count += 1
    return count


def _goes_on(text: str, above: Row, below: Row) -> bool:
    """Whether a row names the columns below a merged cell of the row above."""
    names = [text[slice(*cell)] for cell in below.cells]
    if any(map(is_value, names)):
        return False
    filled = [index for index, name in enumerate(names) if name]
    beside = [i for i in filled if i >= len(above.cells) or _is_blank(above.cells[i])]
    return bool(beside) and len(filled) < len(_filled(above) | set(filled))


def _filled(row: Row) -> set[int]:
    return {index for index, cell in enumerate(row.cells) if not _is_blank(cell)}


def _is_blank(cell: Cell) -> bool:
    return cell[0] == cell[1]


def join_heads(text: str, rows: Sequence[Row]) -> list[Head]:
    """The headers of the columns if the header is these rows."""
    width = max(len(row.cells) for row in rows)
    named: list[list[Cell]] = [[] for _ in range(width)]
    for place, row in enumerate(rows):
        below = set().union(*map(_filled, rows[place + 1 :]))
        merged: Cell | None = None
        for column, cells in enumerate(named):
            own = row.cells[column] if column < len(row.cells) else (0, 0)
            merged = merged if _is_blank(own) else own
            # A blank cell above a name belongs to the merged cell on its left.
            if merged and (not _is_blank(own) or column in below):
                cells.append(merged)
    return [Head("".join(text[slice(*c)] for c in cells), tuple(cells)) for cells in named]


_AMOUNT = r"(?=[\d,.]{0,15}□)[\d□][\d,.□]{0,15}|\d[\d,]{0,15}(?:\.\d{1,6})?|[*×]{1,6}"
_CELL_UNIT = (
    rf"%|‰|(?!以[上下内]|左右|上下){vocabulary.HAN}{{1,6}}?(?:/{vocabulary.HAN}{{1,3}})?|/10万"
    r"|k?m[23]?|hm2|kg|t|[kMG]W(?:h|p)?|[GT]B|Mbps"
)
_PERIOD = r"[\"“]?十[一二三四五六]五[\"”]?"
_RISE = r"(?:提[高升]|增加|增长|上升|扩大|下降|降低?|减少|压减|升|增)"
_CELL_VALUE = re.compile(
    rf"[\[(]?(?:{_PERIOD}(?:期间|时期)?)? ?(?:{re.any_of('VALUE')})?"
    rf"(?:[由从] ?(?P<base>\d[\d,.]{{0,15}} ?(?:{_CELL_UNIT})?) ?{_RISE}?[到至为] ?)?"
    rf"(?P<quote>(?P<sign>{re.any_of('BOUND_BEFORE_CELL_VALUE')})? ?(?:"
    rf"{re.any_of('CHANGE_BEFORE_CELL_VALUE')})? ?"
    rf"(?P<number>-?(?:{_AMOUNT}))(?P<first_unit>%)?(?:[-~至](?P<upper>{_AMOUNT}))? ?"
    rf"(?P<unit>{_CELL_UNIT})?(?P<more>{re.any_of('BOUND_BEHIND_CELL_VALUE')})?)[\])]?(?:(?:,(?!\d)|[;(]).*)?"
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
_LATIN = re.compile(r"[A-Za-z£$€+]")
_HAN = re.compile(vocabulary.HAN)
_ASIDE = re.compile(r" *(?:,(?!\d)|[;(]).*\Z")
_OPENING = re.compile(
    r"(?i:(?:an? |the )?(?:reach|achieve|maintain|remain|keep|average|total|target|increase|rise"
    r"|grow|improve|raise|reduce|reduction|decrease|fall|drop|cut|up|down)?(?:d|s)?"
    r"(?: ?(?:at|of|to|by|:))?) *"
)
"""Words before the number or its bound that add nothing to a cell: ``Increase to``."""
_FROM = re.compile(r"(?i:(?:[a-z]+ )?from) ")
_TO = re.compile(r"(?P<unit>(?: [a-z-]+)?) (?i:to) ")
_ENGLISH_UNIT = re.compile(
    r"(?: ?(?P<noun>(?!per\b|to\b|by\b|and\b|in\b|of\b|or\b)[A-Za-z][A-Za-z-]*))?"
    r"(?P<per>(?: per | an? | each | every |/)[a-z]+)?[.]?"
)
_RATIO = re.compile(r"(\d{1,3}(?:\.\d)?) ?: ?1")
_LONGEST = 48
"""Characters of an English cell; a longer one is a sentence."""


class Value(NamedTuple):
    """The value in a cell; ``start:end`` is its quote, ``base`` the level it starts from."""

    start: int
    end: int
    relation: Relation
    value: float | None
    upper: float | None
    unit: str
    masked: bool
    base: Cell | None = None
    counted: bool = False
    """Whether its unit is English: a noun, a currency or a rate."""


def read_value(text: str, cell: Cell) -> Value | None:
    """The value that fills a cell of folded ``text``; None if the cell is none.

    >>> read_value("≥92%", (0, 4))[2:6], read_value("from 70% to at least 85%", (0, 24))[2:6]
    ((<Relation.AT_LEAST: '>='>, 92.0, None, '%'), (<Relation.AT_LEAST: '>='>, 85.0, None, '%'))
    >>> read_value("市教育局", (0, 4)), read_value("6 hubs open in May", (0, 18))
    (None, None)
    """
    found = _CELL_VALUE.fullmatch(text, *cell)
    if found:
        return _from_match(found)
    if ratio := _RATIO.fullmatch(text, *cell):
        return Value(
            *cell, Relation.EQUAL, float(ratio[1]), None, "ratio", masked=False, counted=True
        )
    start, end = cell
    if end - start > _LONGEST or _HAN.search(text, *cell) or not _LATIN.search(text, *cell):
        return None
    return _read_english(text, cell)


def _from_match(found: re.Match[str]) -> Value:
    masked = "□" in found["number"] or not found["number"].strip("-")[0].isdigit()
    upper = found["upper"]
    relation = _RELATION_OF.get(found["more"] or found["sign"] or "", Relation.EQUAL)
    return Value(
        found.start("quote"),
        found.start("quote") + len(found["quote"].rstrip()),
        Relation.RANGE if upper else relation,
        None if masked else _number(found["number"]),
        _number(upper) if upper and not masked else None,
        (found["unit"] or found["first_unit"] or "").strip(),
        masked,
        found.span("base") if found["base"] else None,
    )


def _number(printed: str) -> float | None:
    number = read_number(printed.removeprefix("-"))
    return -number if number is not None and printed.startswith("-") else number


def _read_english(text: str, cell: Cell) -> Value | None:
    aside = _ASIDE.search(text, *cell)
    start, end = cell[0], aside.start() if aside else cell[1]
    words = text[start:end]
    found = list(english_numbers.find_quantities(words))
    base: Cell | None = None
    if len(found) == 2:  # from A to B
        opens = _FROM.fullmatch(words, 0, found[0].start)
        between = words[found[0].end : found[1].start]
        if opens is None or _TO.match(between) is None:
            return None
        base = (start + found[0].start, start + found[0].end)
    elif len(found) != 1:
        return None
    quantity = found[-1]
    floor = found[0].end if base else 0
    opening, relation = _bound_before(words, floor, quantity.start)
    if base is None and not _OPENING.fullmatch(words, 0, opening):
        return None
    behind, stop, noun = _behind(words, quantity.end)
    if stop < len(words):
        return None
    unit = quantity.unit if quantity.unit and noun.startswith("/") else quantity.unit or noun
    return Value(
        start + opening,
        start + stop,
        Relation.RANGE if quantity.upper is not None else behind or relation,
        quantity.value,
        quantity.upper,
        unit + noun if quantity.unit and noun.startswith("/") else unit,
        masked=False,
        base=base,
        counted=bool(unit),
    )


def _bound_before(words: str, floor: int, start: int) -> tuple[int, Relation]:
    """Start of the bound before a number, and its relation; the number's start if there is none."""
    for relation, pattern in english_words.BOUNDS:
        found = pattern.search(words, floor, start)
        if found:
            return found.start(), relation
    return start, Relation.EQUAL


def _behind(words: str, end: int) -> tuple[Relation | None, int, str]:
    """The bound after a number, the end of all that belongs to it, and the noun it counts."""
    relation: Relation | None = None
    noun = ""
    for _ in range(2):  # 40 or more places, 40 places or more
        bound = english_words.BOUND_BEHIND.match(words, end)
        if bound:
            relation = Relation.AT_LEAST if bound["least"] else Relation.AT_MOST
            end = bound.end()
        elif plus := english_words.PLUS.match(words, end):
            relation, end = Relation.AT_LEAST, plus.end()
        if not noun and (named := _ENGLISH_UNIT.match(words, end)):
            per = (named["per"] or "").strip()
            per = "/" + per.split()[-1].lstrip("/") if per else ""
            noun, end = (named["noun"] or "") + per, named.end()
    return relation, end, noun
