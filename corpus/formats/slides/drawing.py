"""Read the text of DrawingML in slides and drawings: numbered paragraphs and tables."""

from collections.abc import Iterator

from plandiff.corpus.formats.grid import row_line, table_lines
from plandiff.corpus.formats.number_formats import format_number
from plandiff.corpus.formats.reading_parts import soft_lines
from plandiff.corpus.formats.xml_parts import (
    Element,
    children_named,
    descendants_named,
    first_named,
    local_name,
)
from plandiff.corpus.model import Line
from plandiff.corpus.text import lazy_re as re

_NUMBERED = re.compile(
    r"(?P<kind>arabic|alpha|roman|circleNum|ea1)(?P<variant>\w*?)(?P<shape>Period|ParenR|ParenBoth|Plain)"
)
_FORMS = {"arabic": "decimal", "alpha": "Letter", "roman": "Roman", "ea1": "chineseCounting"}
_SHAPES = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}


def numbered(kind: str, number: int) -> str:
    """Format a number of automatic numbering (``a:buAutoNum``); ``''`` for an unknown kind.

    >>> numbered("ea1ChsPeriod", 3), numbered("alphaLcParenR", 2), numbered("circleNumDbPlain", 1)
    ('三.', 'b)', '①')
    """
    found = _NUMBERED.fullmatch(kind)
    if found is None:
        return ""
    if found["kind"] == "circleNum":
        return format_number(number, "decimalEnclosedCircle")
    form = _FORMS[found["kind"]]
    if form in {"Letter", "Roman"}:
        form = ("upper" if found["variant"].startswith("Uc") else "lower") + form
    return _SHAPES[found["shape"]].format(format_number(number, form))


def paragraph_lines(body: Element) -> Iterator[Line]:
    """Yield the non-blank paragraphs of a text body; automatic numbers are labels."""
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in children_named(body, "p"):
        text = paragraph_text(paragraph)
        if not text.strip():
            continue
        label = _label(paragraph, counts) or None
        for line in soft_lines(text):
            yield Line(line, None, label, whole=True)
            label = None


def _label(paragraph: Element, counts: dict[int, tuple[str, int]]) -> str:
    """The number of a paragraph; updates ``counts``, the kind and counter of each level."""
    properties = first_named(paragraph, "pPr")
    level = _small(None if properties is None else properties.get("lvl"))
    for deeper in [known for known in counts if known > level]:
        del counts[deeper]
    automatic = first_named(properties, "buAutoNum")
    if automatic is None:
        counts.pop(level, None)
        return ""
    kind = automatic.get("type") or ""
    before = counts.get(level)
    first = _small(automatic.get("startAt")) or 1
    number = before[1] + 1 if before and before[0] == kind else first
    counts[level] = kind, number
    return numbered(kind, number)


def paragraph_text(paragraph: Element) -> str:
    """The text of a paragraph's runs and fields; line breaks are newlines."""
    pieces = []
    for child in paragraph:
        kind = local_name(child)
        if kind == "br":
            pieces.append("\n")
        elif kind in {"r", "fld", "m", "AlternateContent"}:
            shown = next(iter(child), child) if kind == "AlternateContent" else child
            pieces += [(text.text or "") for text in descendants_named(shown, "t")]
    return "".join(pieces).replace("\v", "\n")


def body_text(body: Element | None) -> str:
    """All paragraphs of a text body, joined with newlines."""
    texts = (paragraph_text(paragraph).strip() for paragraph in children_named(body, "p"))
    return "\n".join(text for text in texts if text)


def drawn_table(table: Element) -> Iterator[Line]:
    """The rows of a table (``a:tbl``)."""
    rows: list[dict[int, str]] = []
    for row in children_named(table, "tr"):
        bodies = (first_named(cell, "txBody") for cell in children_named(row, "tc"))
        texts = (" ".join(body_text(body).split()) for body in bodies)
        rows.append({column: text for column, text in enumerate(texts) if text})
    yield from map(row_line, table_lines(rows))


def _small(value: str | None) -> int:
    """Parse a whole number of up to four digits; 0 if it is invalid."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 5 else 0
