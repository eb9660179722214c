"""Read the cells of one sheet (``xl/worksheets/sheet1.xml``) as rows of displayed text."""

import math
from collections.abc import Sequence

from msgspec import Struct, field

from plandiff.corpus.errors import Phrase, TooLargeError
from plandiff.corpus.formats.limits import MAX_CHARACTERS
from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.reading_parts import paired
from plandiff.corpus.formats.sheet.value_formats import GENERAL, plain, shown
from plandiff.corpus.formats.xml_parts import (
    Element,
    children_named,
    descendants_named,
    first_named,
    iterate_xml,
    local_name,
)
from plandiff.corpus.text import lazy_re as re

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SheetRow(Struct, frozen=True):
    """One non-blank row."""

    number: int
    """0-based."""
    hidden: bool
    cells: dict[int, str]
    """Displayed text by 0-based column, without blank cells."""


class Sheet(Struct):
    """The content of one sheet."""

    rows: list[SheetRow] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last column of each hidden range, 0-based and inclusive."""
    without_value: list[str] = field(default_factory=list)
    """References of formula cells without a stored value: ``D4``."""
    characters: int = 0


class Looks(Struct, frozen=True):
    """Workbook data that all sheets share: strings, formats, date system."""

    strings: Sequence[str]
    formats: Sequence[str]
    """Format code of each cell style."""
    since_1904: bool


def read_sheet(package: OfficePackage, part: str, looks: Looks) -> Sheet:
    """Read the rows of a sheet in order; the size that the sheet states is ignored.

    Raises BrokenFileError, or TooLargeError above `MAX_CHARACTERS`.
    """
    sheet = Sheet()
    data = package.read(part)
    names = ("sheetFormatPr", "col", "row")
    hidden_by_default = False
    for element in iterate_xml(package.name, package.form, part, data, *names):
        kind = local_name(element)
        if kind == "row" and len(element):
            row = _read_row(element, sheet, looks, hidden=hidden_by_default)
            sheet.characters += sum(map(len, row.cells.values()))
            if sheet.characters > MAX_CHARACTERS:
                limit = Phrase("size.characters", count=MAX_CHARACTERS)
                raise TooLargeError.beyond(package.name, limit)
            if row.cells:
                sheet.rows.append(row)
        elif kind == "col" and _is_on(element.get("hidden")):
            first, last = _whole(element.get("min")), _whole(element.get("max"))
            if first and last:
                sheet.hidden_columns.append((first - 1, last - 1))
        elif kind == "sheetFormatPr":
            hidden_by_default = _is_on(element.get("zeroHeight"))
    sheet.rows.sort(key=lambda row: row.number)
    return sheet


def _read_row(element: Element, sheet: Sheet, looks: Looks, *, hidden: bool) -> SheetRow:
    before = sheet.rows[-1].number + 1 if sheet.rows else 0
    said = _whole(element.get("r"))
    number = said - 1 if said and said <= _LAST_ROW else before
    cells: dict[int, str] = {}
    column = -1
    for cell in children_named(element, "c"):
        reference = cell.get("r") or ""
        column = place[1] if (place := _place(reference)) else column + 1
        text = _text(cell, looks)
        if text is None:
            sheet.without_value.append(reference)
        elif text.strip():
            cells[column] = text
    shown_row = element.get("hidden")
    return SheetRow(number, hidden if shown_row is None else _is_on(shown_row), cells)


def _text(cell: Element, looks: Looks) -> str | None:
    """The displayed text of a cell on one line; None for a formula without a stored value."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _on_one_line(string_of(first_named(cell, "is")))
    value = first_named(cell, "v")
    raw = "" if value is None else value.text or ""
    if not raw:
        # openpyxl writes formulas with an empty value; but a text formula can have an empty result.
        return None if first_named(cell, "f") is not None and kind != "str" else ""
    if kind == "s":
        index = _whole(raw)
        known = index is not None and index < len(looks.strings)
        return _on_one_line(looks.strings[index]) if known and index is not None else ""
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    if kind == "n":
        return _on_one_line(_number(raw, cell, looks))
    return _on_one_line(unescaped(raw))  # a formula's text, an error, an ISO date


def _number(raw: str, cell: Element, looks: Looks) -> str:
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value):
        return raw
    style = _whole(cell.get("s")) or 0
    code = looks.formats[style] if style < len(looks.formats) else GENERAL
    if code == GENERAL:
        return plain(value)
    return shown(value, code, since_1904=looks.since_1904)


def _on_one_line(text: str) -> str:
    """Join the paragraphs of a cell with spaces, as for table cells in Word."""
    return " ".join(line for piece in text.splitlines() if (line := piece.strip())).replace(
        "\t", " "
    )


def string_of(item: Element | None) -> str:
    """The text of a string item: all its runs, without phonetic guides (``rPh``)."""
    if item is None:
        return ""
    runs = (
        text.text or ""
        for part in children_named(item, "t", "r")
        for text in descendants_named(part, "t")
    )
    return unescaped("".join(runs))


def unescaped(text: str) -> str:
    """Decode control characters, which are written as ``_x000D_``.

    >>> unescaped("一_x0009_二_x005F_x000A_").expandtabs(2)
    '一 二_x000A_'
    """
    if "_x" not in text:
        return text
    return paired(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of ``B3``, 0-based: ``_place("B3")`` is ``(2, 1)``."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row - 1, column - 1) if 0 < row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _whole(value: str | None) -> int | None:
    return (
        int(value) if value and value.isascii() and value.isdecimal() and len(value) < 9 else None
    )


def _is_on(value: str | None) -> bool:
    return value in {"1", "true"}
