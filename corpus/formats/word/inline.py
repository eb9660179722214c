"""Read the text of one paragraph: runs, fields, tracked changes, notes, text boxes.

Fields (``fldChar`` begin … separate … end) can span paragraphs, so the reader keeps their state
between paragraphs.
"""

from msgspec import Struct, field

from plandiff.corpus.formats.word.styles import Style, Styles
from plandiff.corpus.formats.word.xml import attribute, child, kind_of, number, path, switch
from plandiff.corpus.formats.xml_parts import Element
from plandiff.corpus.model import HIDDEN, STRUCK

_MARKS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_ADDED = frozenset({"w:ins", "w:moveTo"})
_DELETED = frozenset({"w:del", "w:moveFrom"})
_WRAPPERS = frozenset(
    {
        "w:hyperlink",
        "w:smartTag",
        "w:sdt",
        "w:sdtContent",
        "w:customXml",
        "w:bdo",
        "w:dir",
        "w:ruby",
        "w:rubyBase",
    }
)
_DRAWINGS = frozenset({"w:drawing", "w:pict", "w:object"})
_DEEPEST_FIELD = 40
_CONTENTS_FIELDS = ("TOC", "INDEX")


class Inline(Struct):
    """The content of one paragraph."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    """Text in a table of contents field."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """``("footnote", id)`` in order of reference."""
    boxes: list[Element] = field(default_factory=list)
    """``w:txbxContent`` elements in order."""


class Changes(Struct):
    """Number of tracked changes in the document."""

    insertions: int = 0
    deletions: int = 0


class InlineReader:
    """Reads paragraphs in order, with tracked changes accepted or rejected."""

    def __init__(self, styles: Styles, *, original: bool, fields: bool = True) -> None:
        self.original = original
        self._follow_fields = fields
        self.changes = Changes()
        self._styles = styles
        self._fields: list[tuple[str, bool]] = []
        """For each open field: its instruction, and whether its result has begun."""
        self._deeper = 0
        """Number of open fields nested deeper than the limit."""

    @property
    def fields_closed(self) -> bool:
        """Whether no field is open."""
        return not self._fields

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents field is open."""
        return any(
            instruction.split(None, 1)[:1] and instruction.split(None, 1)[0] in _CONTENTS_FIELDS
            for instruction, _ in self._fields
        )

    def read(self, paragraph: Element, *, hidden: bool = False) -> Inline:
        """Read the content of a ``w:p``; ``hidden`` if its style hides it."""
        found = Inline()
        self._walk(paragraph, found, HIDDEN if hidden else "")
        return found

    def _walk(self, parent: Element, found: Inline, left_out: str) -> None:
        for element in parent:
            kind = kind_of(element)
            if kind == "w:r":
                self._walk(element, found, self._run_left_out(element, left_out))
            elif kind in _WRAPPERS or kind.startswith("m:"):
                if kind == "m:t":
                    self._add(element.text or "", found, left_out)
                self._walk(element, found, left_out)
            elif kind in _ADDED or kind in _DELETED:
                self._walk_change(element, kind in _ADDED, found, left_out)
            elif kind == "w:fldSimple":
                self._walk_simple_field(element, found, left_out)
            elif kind == "mc:AlternateContent":
                self._walk_alternatives(element, found, left_out)
            else:
                self._read_leaf(element, kind, found, left_out)

    def _read_leaf(self, element: Element, kind: str, found: Inline, left_out: str) -> None:
        if kind == "w:t" or (kind == "w:delText" and self.original):
            self._add(element.text or "", found, left_out)
        elif kind in _MARKS:
            self._add(_MARKS[kind], found, left_out)
        elif kind == "w:br":
            breaks_line = attribute(element, "type") in {None, "textWrapping"}
            self._add("\n" if breaks_line else "", found, left_out)
        elif kind == "w:sym":
            self._add(_symbol(element), found, left_out)
        elif kind == "w:fldChar":
            self._turn_field(attribute(element, "fldCharType"))
        elif kind == "w:instrText" and self._fields:
            instruction, begun = self._fields[-1]
            if not begun and len(instruction) < 200:
                self._fields[-1] = (instruction + (element.text or ""), begun)
        elif kind in {"w:footnoteReference", "w:endnoteReference"} and not left_out:
            found.notes.append((kind[2:-9], attribute(element, "id") or ""))
        elif kind in _DRAWINGS:
            found.boxes.extend(text_boxes(element))

    def _add(self, text: str, found: Inline, left_out: str) -> None:
        if any(not begun for _, begun in self._fields):
            return
        if self.in_contents:
            found.contents.append(text)
        elif left_out:
            (found.hidden if left_out == HIDDEN else found.struck).append(text)
        else:
            found.text.append(text)

    def _walk_change(self, element: Element, added: bool, found: Inline, left_out: str) -> None:
        if added:
            self.changes.insertions += 1
        else:
            self.changes.deletions += 1
        if added != self.original:
            self._walk(element, found, left_out)
        else:
            self._walk_fields_only(element)

    def _walk_fields_only(self, element: Element) -> None:
        """Track begin and end of fields in text that is skipped."""
        for mark in element.iter():
            if kind_of(mark) == "w:fldChar":
                self._turn_field(attribute(mark, "fldCharType"))

    def _walk_simple_field(self, element: Element, found: Inline, left_out: str) -> None:
        self._fields.append((attribute(element, "instr") or "", True))
        self._walk(element, found, left_out)
        self._fields.pop()

    def _walk_alternatives(self, element: Element, found: Inline, left_out: str) -> None:
        """Read one alternative: the first choice, or the fallback if there is no choice."""
        alternatives = sorted(
            (a for a in element if kind_of(a) in {"mc:Choice", "mc:Fallback"}),
            key=lambda a: kind_of(a) != "mc:Choice",
        )
        if alternatives:
            self._walk(alternatives[0], found, left_out)

    def _turn_field(self, turn: str | None) -> None:
        if turn == "begin" and self._follow_fields:
            if len(self._fields) < _DEEPEST_FIELD:
                self._fields.append(("", False))
            else:
                self._deeper += 1
        elif turn == "end" and self._deeper:
            self._deeper -= 1
        elif turn == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif turn == "end" and self._fields:
            self._fields.pop()

    def _run_left_out(self, run: Element, left_out: str) -> str:
        """The reason to remove a run's text, hidden or struck out; "" if it is kept.

        Struck-out text is a manual deletion, so ``original`` keeps it.
        """
        properties = child(run, "rPr")
        if properties is None:
            return left_out
        key = attribute(child(properties, "rStyle"))
        style = self._styles.get(key) if key is not None else Style()
        vanished = switch(child(properties, "vanish"))
        if style.hidden if vanished is None else vanished:
            return HIDDEN
        struck = [switch(child(properties, name)) for name in ("strike", "dstrike")]
        if not self.original and (any(struck) or (style.struck and False not in struck)):
            return STRUCK
        return "" if vanished is False and left_out == HIDDEN else left_out


def text_boxes(element: Element) -> list[Element]:
    """The outermost ``w:txbxContent`` elements below ``element``, without fallbacks."""
    boxes: list[Element] = []
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if kind_of(current) == "w:txbxContent":
            boxes.append(current)
            continue
        choices = [a for a in current if kind_of(a) == "mc:Choice"]
        waiting.extend(reversed(choices[:1] or list(current)))
    return boxes


def marked_change(properties: Element | None) -> str | None:
    """``"ins"`` or ``"del"`` if the paragraph mark itself was inserted or deleted, else None."""
    marks = path(properties, "rPr")
    if marks is None:
        return None
    for kind, names in (("ins", ("ins", "moveTo")), ("del", ("del", "moveFrom"))):
        if any(child(marks, name) is not None for name in names):
            return kind
    return None


def _symbol(element: Element) -> str:
    """The character of a ``w:sym``; ``''`` for private-use ones (Wingdings and similar)."""
    code = attribute(element, "char") or ""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    private = "\ue000" <= character <= "\uf8ff" or "\ud800" <= character <= "\udfff"
    return "" if private else character


def note_id(element: Element) -> str | None:
    """The id of a regular note; None for the separators that Word stores among the notes."""
    ordinary = attribute(element, "type") in {None, "normal"}
    return attribute(element, "id") if ordinary and number(element, "id") != -1 else None
