"""Read Markdown into lines: headings and list items with levels, tables as rows, marks removed.

The parser is our own and works line by line, so every character is either in a line or in
``removed``.  `markdown_inline` parses the marks inside a line and explains why no library is used.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import is_finished, joint_of, width
from plandiff.corpus.formats.encodings import Decoded, damage_findings
from plandiff.corpus.formats.markdown_inline import MARKUP, Inline, read_inline
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import STRUCK, Finding, Line, Removed
from plandiff.corpus.outline.labels import starts_with_label
from plandiff.corpus.text import lazy_re as re

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_PASTED_HEADING = re.compile(r" {0,3}#{2,6} +\S")
_PASTED_STRONG = re.compile(r"\s*(?:[-*+•] +)?\*\*[^*\n]{2,40}\*\*")
"""Strong text that starts a paragraph; ``**`` around one character may be masks: ``**县**镇``."""
_FEWEST_HEADINGS, _FEWEST_STRONG = 2, 3
"""Headings and strong paragraphs from which a document of another format is read as Markdown."""
_TIGHT_HEADING = re.compile(r"(#{1,6})(?=[\u3400-\u9fff（(第【“《\d])")
_CLOSING = re.compile(r"[ \t]#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE = re.compile(r"[ \t]*(?:```+|~~~+)(?P<language>[^`]*)")
_TABLE_RULE = re.compile(r"[ \t]*+\|?(?:[ \t]*+:?-+:?[ \t]*+\|)*+(?:[ \t]*+:?-+:?)?[ \t]*+")
_BAR = re.compile(r"(?<!\\)\|")
_BULLET = re.compile(r"[-+*•][ \t]+(?=\S)")
_TICK_BOX = re.compile(r"\[[ xX✓✔]\][ \t]+(?=\S)")
"""Task list box after a bullet: ``- [x] done``."""
_CONTAINER = re.compile(r" {0,3}:{3,}[ \t]*(?:\{[^{}]*\}|[A-Za-z-]*)")
"""The line that opens or closes a container: ``::: tip``, ``:::``; a title after it is text."""
_ATTRIBUTES = re.compile(r"[ \t]*\{(?:[#.][\w-]+[ \t]*)+\}[ \t]*$")
"""Attributes after a heading: ``{#goals .unnumbered}``."""
_ORDERED = re.compile(r"\d{1,9}[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+(?:\[![A-Za-z]{2,20}\][-+]?)?")
_DEFINITION = re.compile(
    r" {0,3}\[[^\[\]^][^\[\]]*\]:[ \t]+<?(?=[^\s]*[./#])[^\s>]+>?(?:[ \t]+[\"'(].*[\"')])?[ \t]*"
)
_NOTE = re.compile(r" {0,3}\[\^[^\s\[\]]{1,30}\]:")
_CONTENTS = re.compile(r"\s*\[\[?_?TOC_?\]\]?\s*", re.IGNORECASE)
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)"
    r"|\+{3}[ \t]*\n(?:[^\n]*\n)*?\+{3}[ \t]*(?:\n|$)"
)
"""Front matter: YAML between ``---``, TOML between ``+++``."""
_FRONT_FIELD = re.compile(r"[\w-]+[ \t]*[:=]|\[", re.ASCII)
_FRONT_TITLE = re.compile(
    r"^title[ \t]*[:=][ \t]*[\"']?(?P<title>[^\n]*?)[\"']?[ \t]*$", re.MULTILINE
)
_DEEPER = 2
"""Columns by which the marker of an inner list is indented against the outer one."""
_FIELD = re.compile(r"[^\s，。；：,;:]{2,8}[:：](?!//)")
"""A field (``来源: 县政府网``) starts a new paragraph."""
_BROKEN = 44
"""Columns; a shorter line without a full stop may be a paragraph of its own."""
_LONGEST = 20_000
"""Characters; a longer line is not prose, and its marks are kept."""


class _Draft(Struct):
    """The parser's state: the lines so far, the removed marks, and the open blocks."""

    lines: list[Line] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    fence: str | None = None
    around: str | None = None
    """The mark of an open fence around Markdown, whose closing line opens no other."""
    open: bool = False
    """Whether the last line is a paragraph that the next line can continue."""
    indents: list[int] = field(default_factory=list)
    """Marker columns of the lists that the next line can continue, outermost first."""

    def take(self, text: str) -> None:
        """Record removed marks; those of one line and of adjacent lines are one `Removed`."""
        if not text.strip():
            return
        if self.removed and self.removed[-1].reason == MARKUP:
            text = f"{self.removed.pop().text}\n{text.strip()}"
        self.removed.append(Removed(text.strip(), MARKUP))

    def read(self, text: str) -> str:
        """Return the text of a line and record its marks as removed."""
        inline = read_inline(text) if len(text) <= _LONGEST else Inline(text, ())
        for piece in inline.removed:
            if piece.reason == MARKUP:
                self.take(piece.text)
            else:
                self.removed.append(piece)
        return inline.text


def _struck_findings(draft: _Draft) -> Iterator[Finding]:
    return (Finding(STRUCK, None, piece.text) for piece in draft.removed if piece.reason == STRUCK)


def read_markdown(decoded: Decoded) -> Reading:
    """Parse Markdown: headings have ``heading_level``, items of nested lists have ``depth``.

    Each table row is one line with tabs between the cells.  A single heading of level 1 is the
    title.  Marks, rules, comments, link addresses and front matter are in ``removed``.
    """
    draft = _Draft()
    text = _take_comments(_take_front_matter(decoded.text, draft), draft)
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        rows = _table_at(lines, at) if draft.fence is None else 0
        if rows:
            _read_table(lines[at : at + rows], draft)
        else:
            _read_line(lines[at], draft)
        at += rows or 1
    return Reading(
        lines=tuple(draft.lines),
        removed=tuple(draft.removed),
        findings=(*damage_findings(decoded), *_struck_findings(draft)),
        title=_title(draft.lines),
        characters=len(decoded.text),
    )


def without_pasted_marks(reading: Reading) -> Reading:
    """Parse Markdown source in the paragraphs of a document of another format.

    Answers of AI assistants are pasted into Word with their ``## `` and ``**``.
    """
    if not _holds_marks(reading.lines):
        return reading
    draft = _Draft()
    for plain, group in groupby(reading.lines, _is_plain):
        lines = list(group)
        if not plain:
            draft.lines += lines
            continue
        texts = [line.text for line in lines]
        at = 0
        while at < len(texts):
            draft.open = False
            begin = len(draft.lines)
            rows = _table_at(texts, at) if draft.fence is None else 0
            if rows:
                _read_table(texts[at : at + rows], draft)
            else:
                _read_line(texts[at], draft)
                draft.lines[begin:] = [replace(d, whole=True) for d in draft.lines[begin:]]
            at += rows or 1
    return replace(
        reading,
        lines=tuple(draft.lines),
        removed=(*reading.removed, *draft.removed),
        findings=(*reading.findings, *_struck_findings(draft)),
        title=reading.title or _title(draft.lines),
    )


def _is_plain(line: Line) -> bool:
    """Whether the format gives the line no structure: no heading level, label or row."""
    return line.heading_level is None and line.label is None and not line.row


def _holds_marks(lines: Sequence[Line]) -> bool:
    texts = [line.text for line in lines if _is_plain(line)]
    headings = sum(_PASTED_HEADING.match(text) is not None for text in texts)
    strong = sum(_PASTED_STRONG.match(text) is not None for text in texts)
    return headings >= _FEWEST_HEADINGS or strong >= _FEWEST_STRONG


def _title(lines: list[Line]) -> str | None:
    top = [line.text for line in lines if line.heading_level == 1 and line.text.strip()]
    return top[0].strip() if len(top) == 1 else None


def _read_line(line: str, draft: _Draft) -> None:
    goes_on, draft.open = draft.open, False
    if _take_fence(line, draft):
        return
    if draft.fence is not None:
        draft.lines.append(Line(line))
        return
    if _take_underline(line, draft):
        return
    if _RULE.fullmatch(line) or _DEFINITION.fullmatch(line) or _CONTENTS.fullmatch(line):
        draft.take(line)
        draft.lines.append(Line(""))
        return
    line = _without_quote(_without_container(line, draft), draft)
    heading = _HEADING.match(line) or _TIGHT_HEADING.match(line)
    if heading:
        draft.indents.clear()
        _add_heading(line, heading, draft)
    elif not _add_item(line, draft):
        if line.strip() and not line[0].isspace():
            draft.indents.clear()
        draft.open = goes_on
        _add_text(draft.read(line), draft)


def _add_text(text: str, draft: _Draft) -> None:
    """Add a line of a paragraph; join it to the last line if a sentence was wrapped there.

    Chinese writers who omit the blank line between paragraphs end each with a full stop.
    """
    above = draft.lines[-1] if draft.lines else Line("")
    before, start = above.text.rstrip(), text.strip()
    broken = (
        draft.open
        and width(before) >= _BROKEN
        and not is_finished(before)
        and before[-1] not in "：:；;"
        and bool(start)
        and not starts_with_label(start)
        and not _FIELD.match(start)
    )
    if broken:
        draft.lines[-1] = replace(above, text=before + joint_of(before, start) + start)
    else:
        draft.lines.append(Line(text))
    draft.open = bool(start)


def _without_quote(line: str, draft: _Draft) -> str:
    """The line without leading marks of a quotation (``> [!NOTE]``) or a footnote."""
    for mark in (_QUOTE, _NOTE):
        found = mark.match(line)
        if found:
            draft.take(found[0])
            line = line[found.end() :]
    return line


def _without_container(line: str, draft: _Draft) -> str:
    """The line without leading container marks (``::: tip``)."""
    found = _CONTAINER.match(line)
    if found is None:
        return line
    draft.take(found[0])
    return line[found.end() :].lstrip()


def _add_heading(line: str, heading: re.Match[str], draft: _Draft) -> None:
    draft.take(heading[1])
    text = line[heading.end() :]
    attributes = _ATTRIBUTES.search(text)
    if attributes:
        draft.take(attributes[0])
        text = text[: attributes.start()]
    closing = _CLOSING.search(f" {text}")
    if closing:
        draft.take(closing[0])
        text = f" {text}"[: closing.start()]
    text = " ".join(draft.read(text.strip()).splitlines())
    draft.lines.append(Line(text, heading_level=len(heading[1])))


def _add_item(line: str, draft: _Draft) -> bool:
    """Add the line if it starts a list item: a bullet is removed, a number becomes the label."""
    text = line.lstrip(" \t")
    bullet = _BULLET.match(text)
    if bullet is None and _ORDERED.match(text) is None:
        return False
    column = len(line[: len(line) - len(text)].expandtabs(4))
    while draft.indents and column < draft.indents[-1] + _DEEPER:
        draft.indents.pop()
    draft.indents.append(column)
    if bullet:
        draft.take(bullet[0])
        text = text[bullet.end() :]
        box = _TICK_BOX.match(text)
        if box:
            draft.take(box[0])
            text = text[box.end() :]
    depth = len(draft.indents)
    draft.lines.append(Line(draft.read(text), depth=depth if depth > 1 else 0))
    draft.open = True
    return True


def _table_at(lines: list[str], at: int) -> int:
    """Number of lines of the table that starts at line ``at``; 0 if none starts there."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "|" not in lines[at + 1]:
        return 0
    if not _TABLE_RULE.fullmatch(lines[at + 1]) or "-" not in lines[at + 1]:
        return 0
    if len(_cells(lines[at])) != len(_cells(lines[at + 1])):
        return 0
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end - at


def _read_table(rows: list[str], draft: _Draft) -> None:
    """Add one line per row, as for Word tables; the dashes below the head are removed."""
    for number, row in enumerate(rows):
        if number == 1:
            draft.take(row)
            continue
        draft.take(" ".join(_BAR.findall(row)))
        cells = (" ".join(draft.read(cell).split()) for cell in _cells(row))
        text = "\t".join(cells).strip()
        if text:
            draft.lines.append(Line(text, whole=True))
    draft.lines.append(Line(""))


def _cells(row: str) -> list[str]:
    """The cells of a row; bars at its ends are not separators."""
    cells = _BAR.split(row.strip())
    if len(cells) > 1 and not cells[0].strip():
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _take_underline(line: str, draft: _Draft) -> bool:
    """Whether the line underlines a heading: a single line above it, after a blank one."""
    if not _UNDERLINE.fullmatch(line) or not draft.lines:
        return False
    above = draft.lines[-1]
    alone = len(draft.lines) < 2 or not draft.lines[-2].text.strip()
    if not above.text.strip() or above.heading_level or above.whole or not alone:
        return False
    draft.take(line)
    level = 1 if "=" in line else 2
    draft.lines[-1] = Line(above.text.strip(), heading_level=level)
    return True


def _take_fence(line: str, draft: _Draft) -> bool:
    """Whether the line opens or closes a code fence; fences around Markdown are only removed."""
    found = _FENCE.fullmatch(line)
    if found is None:
        return False
    kind = line.strip()[0]
    if draft.fence is None or draft.fence == kind:
        draft.take(line)
        if draft.fence is None and draft.around == kind and not found["language"].strip():
            draft.around = None
        elif draft.fence is None and found["language"].strip().lower() in {"markdown", "md"}:
            draft.around = kind
        else:
            draft.fence = kind if draft.fence is None else None
        return True
    return False


def _take_comments(text: str, draft: _Draft) -> str:
    pieces: list[str] = []
    start = 0
    while (opened := text.find("<!--", start)) >= 0:
        closed = text.find("-->", opened + 4)
        if closed < 0:
            break
        pieces.append(text[start:opened])
        draft.removed.append(Removed(text[opened : closed + 3], "comment"))
        start = closed + 3
    return "".join(pieces) + text[start:]


def _take_front_matter(text: str, draft: _Draft) -> str:
    """Remove front matter: leading ``key: value`` lines in ``---`` (``key = value`` in ``+++``).

    Its title is the document's if the text has no heading of level 1.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return text
    fields = [line for line in found[0].splitlines()[1:-1] if line.strip()]
    if not fields or _FRONT_FIELD.match(fields[0]) is None:
        return text
    rest = text[found.end() :]
    stated = _FRONT_TITLE.search(found[0])
    pieces = [found[0].strip()]
    if stated and stated["title"] and not any(_first_headings(rest)):
        draft.lines.append(Line(stated["title"], heading_level=1))
        pieces = [found[0][: stated.start("title")], found[0][stated.end("title") :]]
    draft.removed += [Removed(piece.strip(), "front-matter") for piece in pieces]
    return rest


def _first_headings(text: str) -> Iterator[bool]:
    lines = text.splitlines()
    for above, line in pairwise(["", *lines]):
        heading = _HEADING.match(line) or _TIGHT_HEADING.match(line)
        yield heading is not None and len(heading[1]) == 1
        yield bool(above.strip()) and "=" in line and _UNDERLINE.fullmatch(line) is not None
