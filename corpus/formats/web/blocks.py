"""Convert the visible text of a page to lines: paragraphs, headings, list items, table rows."""

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct, field

from plandiff.corpus.formats.grid import MOST_COVERED, SpannedCell, Spans, row_line, row_text
from plandiff.corpus.formats.reading_parts import heading_text, soft_lines
from plandiff.corpus.formats.web.furniture import Furniture
from plandiff.corpus.formats.web.lists import ListState, has_own_label, open_list
from plandiff.corpus.formats.web.tree import INLINE, SILENT, Element, name_of
from plandiff.corpus.model import HIDDEN, STRUCK, Finding, Line, Removed
from plandiff.corpus.text import lazy_re as re

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_DOCUMENT = re.compile(r"\.(?:docx?|wps|pdf|ofd|rtf|odt|xlsx?|et|pptx?|zip|rar)\s*$", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n\r\f]+")
_BREAK_IN_HAN = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t\r\f]*+\n[ \t\n\r\f]*+(?=[\u2e80-\u9fff\uff00-\uffef])"
)
_MOST_IN_CELL = 4
"""Maximum paragraphs in a cell of a data table; with more it is a layout table."""


class _State(Struct):
    """State of the tree walk."""

    buffer: list[str] = field(default_factory=list)
    label: str | None = None
    heading: int | None = None
    verbatim: int = 0
    lists: list[ListState] = field(default_factory=list)
    row_tables: list[Spans | None] = field(default_factory=list)
    """Merged cells of each open data table; None for a layout table."""
    cells: list[SpannedCell] | None = None
    """Cells of the open row."""
    span: tuple[int, int] = (1, 1)
    """Column and row span of the open cell."""
    pieces: list[str] | None = None
    """Paragraphs of the open cell."""


class PageReader:
    """Walks a page once and collects its lines."""

    def __init__(self, root: Element) -> None:
        self.lines: list[Line] = []
        self.removed: list[Removed] = []
        self.findings: list[Finding] = []
        self._furniture = Furniture(root)
        self._state = _State()
        self._walk(root)
        self._flush()
        self.attachments = tuple(dict.fromkeys(_attachments(root)))

    def _walk(self, root: Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = name_of(element)
            if event == "end":
                self._end(tag)
                self._add(element.tail)
            elif tag in SILENT or self._left_out(element):
                walk.skip_subtree()
            else:
                self._start(tag, element)
                self._add(element.text)

    def _left_out(self, element: Element) -> bool:
        reason = self._furniture.reason(element)
        if reason is None:
            return False
        text = _shown_text(element)
        if text:
            self.removed.append(Removed(text, reason))
            if reason in {HIDDEN, STRUCK}:
                self.findings.append(Finding(reason, None, text))
        return True

    def _start(self, tag: str, element: Element) -> None:
        if tag in INLINE:
            return
        if tag == "br":
            self._state.buffer.append("\v")
            return
        self._flush()
        state = self._state
        if tag in _HEADINGS:
            state.heading = _HEADINGS[tag]
        elif tag in _LISTS:
            state.lists.append(open_list(element))
        elif tag == "li" and state.lists:
            state.label = state.lists[-1].label(element)
        elif tag == "pre":
            state.verbatim += 1
        elif tag == "table":
            state.row_tables.append(Spans() if _is_data(element) else None)
        elif self._in_rows and tag == "tr":
            state.cells = []
        elif self._in_rows and tag in _CELLS:
            state.pieces = []
            state.span = (min(_span(element, "colspan"), MOST_COVERED), _span(element, "rowspan"))

    def _end(self, tag: str) -> None:
        if tag in INLINE or tag == "br":
            return
        self._flush()
        state = self._state
        if tag in _HEADINGS:
            state.heading = None
        elif tag in _LISTS and state.lists:
            state.lists.pop()
        elif tag == "li":
            state.label = None
        elif tag == "pre":
            state.verbatim = max(state.verbatim - 1, 0)
        elif tag == "table" and state.row_tables:
            state.row_tables.pop()
        elif self._in_rows and tag in _CELLS and state.pieces is not None:
            if state.cells is not None:
                state.cells.append(SpannedCell(" ".join(state.pieces), *state.span))
            state.pieces = None
        elif self._in_rows and tag == "tr" and state.cells is not None:
            spans = state.row_tables[-1]
            row = row_text(spans.place(state.cells)) if spans else ""
            state.cells = None
            if row:
                self.lines.append(row_line(row))

    @property
    def _in_rows(self) -> bool:
        return bool(self._state.row_tables) and self._state.row_tables[-1] is not None

    def _add(self, text: str | None) -> None:
        if text:
            self._state.buffer.append(text.replace("\v", " "))

    def _flush(self) -> None:
        """End the open paragraph and add it if it has text."""
        state = self._state
        text = "".join(state.buffer)
        state.buffer.clear()
        text = text.replace("\v", "\n") if state.verbatim else _collapse(text)
        if not text.strip():
            return
        if state.pieces is not None:
            state.pieces.append((state.label or "") + heading_text(text))
            state.label = None
        elif state.heading is not None:
            self.lines.append(Line(heading_text(text), state.heading, self._take_label(text), True))
        else:
            for line in soft_lines(text):
                self.lines.append(
                    Line(line, None, self._take_label(line), whole=not state.verbatim)
                )

    def _take_label(self, text: str) -> str | None:
        label, self._state.label = self._state.label, None
        return None if label is None or has_own_label(text) else label


def _collapse(text: str) -> str:
    """Collapse white space like a browser; drop source line breaks between Chinese characters."""
    if "\n" in text:
        text = _BREAK_IN_HAN.sub("", text)
    return _WHITE.sub(" ", text).replace("\v", "\n")


def _attachments(root: Element) -> Iterator[str]:
    """The names of links and embedded viewers that lead to a document."""
    for element in root.iter("a", "iframe", "embed", "object"):
        address = element.get("href") or element.get("src") or element.get("data") or ""
        path = address[:2000].partition("#")[0].partition("?")[0]
        name = _shown_text(element)
        if _DOCUMENT.search(path) or _DOCUMENT.search(name):
            yield name or unquote(path.rpartition("/")[2])


def _span(cell: Element, name: str) -> int:
    """The column or row span of a cell, from the attribute ``name``."""
    printed = (cell.get(name) or "").strip()
    return max(1, int(printed)) if printed.isdecimal() and len(printed) < 9 else 1


def _is_data(table: Element) -> bool:
    """Whether a table holds data; other tables only arrange the page."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return False
    if table.find(".//table") is not None:
        return False
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if name_of(cell) in _CELLS]
        widest = max(widest, len(cells))
        if any(sum(1 for _ in cell.iterchildren("p", "div")) > _MOST_IN_CELL for cell in cells):
            return False
    return widest > 1


def _shown_text(element: Element) -> str:
    """The text of an element on one line, without scripts and styles."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, below in walk:
        if event == "end":
            if below is not element:
                pieces.append(below.tail or "")
        elif name_of(below) in SILENT:
            walk.skip_subtree()
        else:
            pieces.append(below.text or "")
            pieces.append(" " if name_of(below) not in INLINE else "")
    return " ".join("".join(pieces).split())
