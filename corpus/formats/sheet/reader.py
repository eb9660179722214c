"""Read a workbook into lines: each sheet is a section with its name, its rows are table rows.

The XML is parsed with lxml instead of a library: openpyxl takes about 300 ms to import and creates
every cell that a merged range claims (16 billion in the worst file), and python-calamine returns
0.95 where the sheet displays 95%.
"""

from collections.abc import Iterator
from typing import NamedTuple

from plandiff.corpus.errors import Phrase, TooLargeError
from plandiff.corpus.formats.grid import row_line, table_lines, used_columns
from plandiff.corpus.formats.limits import MAX_CHARACTERS
from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.sheet.cells import Looks, Sheet, SheetRow, read_sheet, string_of
from plandiff.corpus.formats.sheet.value_formats import built_in
from plandiff.corpus.formats.slides.drawing import body_text
from plandiff.corpus.formats.xml_parts import (
    attribute_named,
    children_named,
    descendants_named,
    first_named,
    iterate_xml,
)
from plandiff.corpus.model import HIDDEN, Finding, Line, Removed

FORM = "xlsx"
HIDDEN_SHEET = "hidden-sheet"
HIDDEN_ROWS = "hidden-rows"
WITHOUT_VALUE = "formula-without-value"

_MAIN = "xl/workbook.xml"
_MOST_NAMED = 8
"""Maximum references listed in a finding."""


class _Named(NamedTuple):
    """A sheet with its name in the workbook."""

    name: str
    hidden: bool
    part: str


class _Shown(NamedTuple):
    """The lines of a sheet, and those of its hidden rows and columns."""

    lines: list[str]
    left_out: list[str]


def read_workbook(name: str, data: bytes) -> Reading:
    """Read the rows of all sheets, with tabs between cells and values as displayed.

    The first row of the first sheet is the title if it has a single cell.  If several sheets have
    content, their names are headings.  Text boxes follow the rows; comments are in ``removed``.
    Hidden sheets, rows and columns are in ``removed`` and reported as findings, unless there is no
    other sheet or they are most of their sheet.  Raises BrokenFileError or TooLargeError.
    """
    package = OfficePackage(data, name, FORM)
    looks, sheets = _open(package)
    findings: list[Finding] = []
    removed: list[Removed] = []
    shown: list[tuple[str, list[str]]] = []
    hidden: list[tuple[str, list[str]]] = []
    characters = 0
    for named in sheets:
        sheet = read_sheet(package, named.part, looks)
        characters += sheet.characters
        if characters > MAX_CHARACTERS:
            raise TooLargeError.beyond(name, Phrase("size.characters", count=MAX_CHARACTERS))
        part = _show(package.name, sheet)
        boxes, comments = _beside(package, named.part)
        part.lines.extend(boxes)
        removed += [Removed(text, "comment") for text in comments]
        if not part.lines and not part.left_out and not sheet.without_value:
            continue
        findings += _findings(named, sheet, part)
        (hidden if named.hidden else shown).append((named.name, part.lines))
        if part.left_out:
            removed.append(Removed("\n".join(part.left_out), HIDDEN))
    if not any(lines for _, lines in shown):
        shown, hidden = hidden, shown
    removed += [Removed("\n".join([name, *lines]), HIDDEN) for name, lines in hidden]
    return Reading(tuple(_lines(shown)), tuple(removed), tuple(findings), _title(shown))


def _open(package: OfficePackage) -> tuple[Looks, list[_Named]]:
    main = package.main_part(_MAIN)
    workbook = package.parse(main)
    targets = package.targets(main)
    related = package.related(main)
    sheets: dict[str, _Named] = {}
    for sheet in children_named(first_named(workbook, "sheets"), "sheet"):
        kind, part = targets.get(attribute_named(sheet, "id") or "", ("", ""))
        if kind == "worksheet":
            hidden = sheet.get("state") in {"hidden", "veryHidden"}
            # Each part is read once, even if a hostile workbook references it repeatedly.
            sheets.setdefault(part, _Named((sheet.get("name") or "").strip(), hidden, part))
    properties = first_named(workbook, "workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    strings = [
        string_of(item)
        for part in related.get("sharedStrings", ())[:1]
        for item in iterate_xml(package.name, FORM, part, package.read(part), "si")
    ]
    formats = [f for part in related.get("styles", ())[:1] for f in _cell_formats(package, part)]
    return Looks(strings, formats, since_1904), list(sheets.values())


def _cell_formats(package: OfficePackage, part: str) -> Iterator[str]:
    """The format code of each cell style."""
    root = package.parse(part)
    own = {
        entry.get("numFmtId"): entry.get("formatCode") or ""
        for formats in children_named(root, "numFmts")
        for entry in children_named(formats, "numFmt")
    }
    for style in children_named(first_named(root, "cellXfs"), "xf"):
        number = style.get("numFmtId") or "0"
        code = own.get(number)
        usual = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
        yield built_in(usual) if code is None else code


def _show(name: str, sheet: Sheet) -> _Shown:
    """Rows as lines; hidden rows and columns are separate unless they are most of the sheet."""
    rows = [row for row in sheet.rows if not row.hidden]
    hidden = [row for row in sheet.rows if row.hidden]
    if len(hidden) > len(rows):
        rows, hidden = sheet.rows, []
    columns = used_columns(row.cells for row in rows)
    _refuse_wide(name, len(columns) * len(rows))
    left_out = {
        column
        for column in columns
        if any(first <= column <= last for first, last in sheet.hidden_columns)
    }
    if len(left_out) * 2 > len(columns):
        left_out = set()
    apart = ["\t".join(row.cells.values()) for row in hidden]
    apart += [
        "\t".join(row.cells[c] for c in columns if c in row.cells and c in left_out) for row in rows
    ]
    columns = tuple(column for column in columns if column not in left_out)
    lines: list[str] = []
    for block in _blocks(rows):
        kept = ({c: text for c, text in row.cells.items() if c not in left_out} for row in block)
        lines += table_lines(kept, columns)
    return _Shown(lines, [text for text in apart if text])


def _beside(package: OfficePackage, part: str) -> tuple[list[str], list[str]]:
    """The lines of a sheet's text boxes, and its comments."""
    boxes: list[str] = []
    comments: list[str] = []
    for kind, related in package.targets(part).values():
        if kind == "drawing":
            for shape in descendants_named(package.parse(related), "sp"):
                boxes += body_text(first_named(shape, "txBody")).split("\n")
        elif kind == "comments":
            found = descendants_named(package.parse(related), "comment")
            comments += [string_of(first_named(comment, "text")).strip() for comment in found]
    return [line for line in boxes if line], [text for text in comments if text]


def _refuse_wide(name: str, cells: int) -> None:
    """Raise TooLargeError for huge sparse tables: two distant cells make rows of mostly tabs."""
    if cells > MAX_CHARACTERS:
        limit = Phrase("size.cells", count=MAX_CHARACTERS)
        raise TooLargeError(name, Phrase("size.cells", count=cells), limit)


def _blocks(rows: list[SheetRow]) -> Iterator[list[SheetRow]]:
    """Split rows at blank rows in the sheet."""
    block: list[SheetRow] = []
    for row in rows:
        if block and row.number > block[-1].number + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _findings(named: _Named, sheet: Sheet, part: _Shown) -> Iterator[Finding]:
    if named.hidden:
        yield Finding(HIDDEN_SHEET, None, named.name)
    if any(row.hidden for row in sheet.rows) or part.left_out:
        numbers = [f"{row.number + 1}" for row in sheet.rows if row.hidden]
        yield Finding(HIDDEN_ROWS, None, f"{named.name} {_listed(numbers)}".strip())
    if sheet.without_value:
        yield Finding(WITHOUT_VALUE, None, f"{named.name} {_listed(sheet.without_value)}")


def _listed(names: list[str]) -> str:
    more = " …" if len(names) > _MOST_NAMED else ""
    return " ".join(names[:_MOST_NAMED]) + more


def _lines(sheets: list[tuple[str, list[str]]]) -> Iterator[Line]:
    """The lines of each sheet below its name; the title row comes first."""
    several = sum(bool(lines) for _, lines in sheets) > 1
    for place, (name, lines) in enumerate((name, lines) for name, lines in sheets if lines):
        begun = 0
        if place == 0 and len(lines) > 1 and "\t" not in lines[0]:
            yield Line(lines[0], whole=True)
            begun = 1
        if several and name:
            yield Line(name, heading_level=1, whole=True)
        yield from (row_line(line) for line in lines[begun:])


def _title(sheets: list[tuple[str, list[str]]]) -> str | None:
    first = next((lines for _, lines in sheets if lines), [])
    return first[0] if len(first) > 1 and "\t" not in first[0] else None
