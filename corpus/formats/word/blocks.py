"""Convert paragraphs, tables, content controls and text boxes of a Word document to lines."""

from collections.abc import Iterator

from msgspec import Struct, field

from plandiff.corpus.formats.grid import MOST_COVERED, row_line, row_text
from plandiff.corpus.formats.reading_parts import heading_text, soft_lines
from plandiff.corpus.formats.word.inline import (
    Inline,
    InlineReader,
    marked_change,
    note_id,
)
from plandiff.corpus.formats.word.numbering import Numbering
from plandiff.corpus.formats.word.styles import Style, Styles, outline_level
from plandiff.corpus.formats.word.xml import (
    Parts,
    attribute,
    child,
    children,
    kind_of,
    number,
    path,
)
from plandiff.corpus.formats.xml_parts import Element
from plandiff.corpus.model import HIDDEN, STRUCK, Finding, Line, Removed

_CONTENTS_WORDS = frozenset({"目录", "目錄", "目次", "contents", "tableofcontents"})


class _Open(Struct):
    """Text of a paragraph whose mark was deleted: the next paragraph continues it."""

    texts: list[str] = field(default_factory=list)

    def take(self) -> str:
        """Return the text so far and clear it."""
        text = "".join(self.texts)
        self.texts.clear()
        return text


class BlockReader:
    """Walks the blocks of a document and collects its lines; one instance per document."""

    def __init__(self, parts: Parts, *, original: bool, fields: bool = True) -> None:
        self.lines: list[Line] = []
        self.removed: list[Removed] = []
        self.findings: list[Finding] = []
        self.title: str | None = None
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering)
        self._inline = InlineReader(self._styles, original=original, fields=fields)
        self._original = original
        self._notes = _notes(parts)
        self._open = _Open()

    @property
    def fields_closed(self) -> bool:
        """Whether every opened field was closed; otherwise the result is not reliable."""
        return self._inline.fields_closed

    def read_body(self, root: Element) -> None:
        """Collect all lines below ``w:body``, then report tracked changes and hidden text."""
        body = child(root, "body")
        self._read_blocks(root if body is None else body)
        self._close()
        changes = self._inline.changes
        if changes.insertions or changes.deletions:
            state = "rejected" if self._original else "accepted"
            text = f"+{changes.insertions} -{changes.deletions} {state}"
            self.findings.insert(0, Finding("tracked-changes", None, text))

    def _read_blocks(self, parent: Element) -> None:
        for block in blocks_of(parent):
            if kind_of(block) == "w:p":
                self._read_paragraph(block)
            elif kind_of(block) == "w:tbl":
                self._read_table(block)
            elif _is_contents(block):
                self._remove_contents(block)
            else:
                content = child(block, "sdtContent")
                self._read_blocks(block if content is None else content)

    def _read_paragraph(self, paragraph: Element) -> None:
        properties = self._properties(paragraph)
        style_id = attribute(child(properties, "pStyle"))
        style = self._styles.get(style_id)
        within_contents = self._inline.in_contents
        inline = self._inline.read(paragraph, hidden=style.hidden)
        self._note_left_out(inline)
        self._open.texts.extend(inline.text)
        if self._continues(child(paragraph, "pPr")):
            self._follow(inline)
            return
        text = self._open.take()
        if text.strip() and (style.contents or within_contents):
            self.removed.append(Removed(text.strip(), "contents"))
        elif text.strip():
            label = self._label(properties, style_id, style)
            self._add_lines(text, _level(properties, style), label)
            if style.title and self.title is None:
                self.title = heading_text(text)
        self._follow(inline)

    def _properties(self, paragraph: Element) -> Element | None:
        """The paragraph's properties; for ``original`` those before a tracked change."""
        properties = child(paragraph, "pPr")
        before = path(properties, "pPrChange", "pPr") if self._original else None
        return properties if before is None else before

    def _continues(self, properties: Element | None) -> bool:
        """Whether the paragraph mark is absent in this version, so the paragraph continues."""
        mark = marked_change(properties)
        if mark == "ins":
            self._inline.changes.insertions += 1
        elif mark == "del":
            self._inline.changes.deletions += 1
        return mark == ("ins" if self._original else "del")

    def _close(self) -> None:
        text = self._open.take()
        if text.strip():
            self._add_lines(text, None, None)

    def _label(self, properties: Element | None, style_id: str | None, style: Style) -> str | None:
        own = child(properties, "numPr")
        own_id = number(child(own, "numId"))
        list_id = style.list_id if own_id is None else own_id
        if not list_id:
            return None
        levels = [number(child(own, "ilvl"))]
        if own_id is None:
            levels += [self._numbering.level_of_style(style_id), style.list_level]
        known = [level for level in levels if level is not None]
        return self._numbering.next_label(list_id, known[0] if known else 0)

    def _add_lines(self, text: str, level: int | None, label: str | None) -> None:
        if level is not None:
            self.lines.append(Line(heading_text(text), level, label, whole=True))
            return
        for line in soft_lines(text):
            self.lines.append(Line(line, None, label, whole=True))
            label = None

    def _note_left_out(self, inline: Inline) -> None:
        for reason, pieces in ((HIDDEN, inline.hidden), (STRUCK, inline.struck)):
            text = "".join(pieces).strip()
            if text:
                self.removed.append(Removed(text, reason))
                self.findings.append(Finding(reason, None, text))
        contents = "".join(inline.contents).strip()
        if contents:
            self._remove_contents_heading()
            self.removed.append(Removed(contents, "contents"))

    def _follow(self, inline: Inline) -> None:
        """Add text boxes and notes after the paragraph that they are anchored in."""
        for box in inline.boxes:
            self._read_blocks(box)
        for kind_and_id in inline.notes:
            note = self._notes.pop(kind_and_id, None)
            if note is not None:
                self._read_blocks(note)

    def _remove_contents(self, block: Element) -> None:
        self._remove_contents_heading()
        for paragraph in block.iter():
            if kind_of(paragraph) != "w:p":
                continue
            inline = self._inline.read(paragraph)
            text = "".join(inline.text + inline.hidden + inline.struck + inline.contents).strip()
            if text:
                self.removed.append(Removed(text, "contents"))

    def _remove_contents_heading(self) -> None:
        """Remove a line 目录 directly above a table of contents."""
        if self.lines and "".join(self.lines[-1].text.split()).lower() in _CONTENTS_WORDS:
            self.removed.append(Removed(self.lines.pop().text, "contents"))

    def _read_table(self, table: Element) -> None:
        self._close()
        rows = [row for row in _rows(table) if not self._row_absent(row)]
        cells = [list(_cells(row)) for row in rows]
        if max((len(row) for row in cells), default=0) <= 1:
            for row in cells:
                for cell in row:
                    self._read_blocks(cell)
            return
        for row, blanks in zip(cells, map(_blanks_before, rows), strict=True):
            self._read_row(row, blanks)

    def _row_absent(self, row: Element) -> bool:
        """Whether this version lacks the row: it was deleted, or is not yet inserted."""
        properties = child(row, "trPr")
        if child(properties, "ins") is not None:
            self._inline.changes.insertions += 1
            return self._original
        if child(properties, "del") is not None:
            self._inline.changes.deletions += 1
            return not self._original
        return False

    def _read_row(self, cells: list[Element], blanks: int) -> None:
        """Add one line per row, with tabs between cells; notes and boxes are inside their cells.

        The positions that a merged cell covers stay blank, so the columns remain aligned.
        """
        kept, self.lines = self.lines, []
        texts = [""] * blanks
        for cell in cells:
            covered = [""] * (_columns_of(cell) - 1)
            if _continues_above(cell):
                texts += ["", *covered]
                continue
            self.lines = []
            self._read_blocks(cell)
            self._close()
            parts = (f"{line.label or ''}{line.text}".strip() for line in self.lines)
            texts += [" ".join(part.replace("\t", " ") for part in parts), *covered]
        self.lines = kept
        if row := row_text(texts):
            self.lines.append(row_line(row))


def blocks_of(parent: Element) -> Iterator[Element]:
    """Paragraphs, tables and content controls below ``parent``, also those inside wrappers."""
    for element in parent:
        kind = kind_of(element)
        if kind in {"w:p", "w:tbl", "w:sdt"}:
            yield element
        elif kind in {"w:customXml", "w:ins", "w:del", "w:moveTo", "w:moveFrom", "w:smartTag"}:
            yield from blocks_of(element)
        elif kind == "mc:AlternateContent":
            yield from blocks_of(next(iter(element), element))


def paragraph_texts(root: Element) -> Iterator[str]:
    """The text of each non-blank paragraph of a header or footer."""
    reader = InlineReader(Styles(None), original=False)
    for element in root.iter():
        if kind_of(element) == "w:p":
            inline = reader.read(element)
            text = "".join(inline.text).strip()
            if text:
                yield text


def _is_contents(block: Element) -> bool:
    gallery = path(block, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery) == "Table of Contents"


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        kind = kind_of(element)
        if kind == "w:tr":
            yield element
        elif kind in {"w:sdt", "w:customXml", "w:sdtContent"}:
            yield from _rows(element)


def _blanks_before(row: Element) -> int:
    """Number of grid columns that a row skips at its left."""
    return min(number(path(row, "trPr", "gridBefore")) or 0, MOST_COVERED)


def _columns_of(cell: Element) -> int:
    """Column span of a cell."""
    return max(1, min(number(path(cell, "tcPr", "gridSpan")) or 1, MOST_COVERED))


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        kind = kind_of(element)
        if kind == "w:tc":
            yield element
        elif kind in {"w:sdt", "w:customXml", "w:sdtContent"}:
            yield from _cells(element)


def _continues_above(cell: Element) -> bool:
    """Whether the cell continues a vertically merged cell from above."""
    merge = path(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge) in {None, "continue"}


def _level(properties: Element | None, style: Style) -> int | None:
    own = outline_level(properties)
    return (style.heading_level if own is None else own) or None


def _notes(parts: Parts) -> dict[tuple[str, str], Element]:
    found: dict[tuple[str, str], Element] = {}
    for kind, root in (("footnote", parts.footnotes), ("endnote", parts.endnotes)):
        for element in children(root, kind) if root is not None else ():
            key = note_id(element)
            if key is not None:
                found[(kind, key)] = element
    return found
