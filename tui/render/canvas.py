"""Paints rows as paragraphs with named styles, for both panes and the unified view.

Pure functions: take a `Row` and the words of the language, return a `RowDrawing` that is neither
wrapped nor coloured yet.  All text of a plan passes `visible` here, so no later step can send
control characters to the terminal.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from msgspec import Struct, field

from plandiff.comparison.edits import Edit, Op
from plandiff.corpus.text.escape import visible
from plandiff.tui.layout.geometry import Paint, Paragraph


class Canvas(Struct):
    """One side of a row being painted; offsets are into the text of the side, before insertions."""

    text: str
    paints: list[Paint] = field(default_factory=list)
    inserted: list[tuple[int, str, str, bool]] = field(default_factory=list)
    """Offset, text, style name, and whether it is part of the plan (a label)."""
    signs: list[Paint] = field(default_factory=list)
    anchors: list[Paint] = field(default_factory=list)

    def paint(self, start: int, end: int, name: str) -> None:
        """Paint a range with a style; later styles override earlier ones."""
        if end > start:
            self.paints.append((start, end, name))

    def insert(self, at: int, text: str, name: str, *, of_plan: bool) -> None:
        """Insert text before the character at an offset."""
        self.inserted.append((at, text, name, of_plan))

    def sign(self, start: int, end: int, sign: str) -> None:
        """Show a sign in the gutter of the lines that intersect this range."""
        self.signs.append((start, max(end, start + 1), sign))

    def anchor(self, start: int, end: int, name: str) -> None:
        """Give a range a name by which it can be found."""
        self.anchors.append((start, max(end, start + 1), name))

    def paragraphs(self, cuts: Sequence[int]) -> list[tuple[Paragraph, ...]]:
        """Split the canvas at ``cuts`` (rising offsets, first 0): one tuple of paragraphs per cut.

        Each newline ends a paragraph; a cut after a newline belongs to the text that follows.
        """
        shown, shift = self._with_insertions()
        starts = [shift.start_of(cut) for cut in cuts]
        ends = [*starts[1:], len(shown)]
        marks = _Marks(shift, self)
        return [
            tuple(_paragraphs(shown, start, end, marks, last=index == len(cuts) - 1))
            for index, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]

    def _with_insertions(self) -> tuple[str, "_Shift"]:
        inserted = sorted(self.inserted, key=lambda item: item[0])
        pieces, done = [], 0
        for at, text, _, _ in inserted:
            pieces += [self.text[done:at], text]
            done = at
        pieces.append(self.text[done:])
        return "".join(pieces), _Shift(inserted)


class _Shift:
    """Maps offsets of the side's text to offsets after the insertions."""

    def __init__(self, inserted: Sequence[tuple[int, str, str, bool]]) -> None:
        self.inserted = inserted
        self._at = [at for at, *_ in inserted]
        self._length = [0, *accumulate(len(text) for _, text, *_ in inserted)]

    def of(self, offset: int) -> int:
        """Map the offset of a character; text inserted before it precedes it."""
        return offset + self._length[bisect_right(self._at, offset)]

    def start_of(self, offset: int) -> int:
        """Map the offset of a cut; text inserted there follows the cut."""
        return offset + self._length[bisect_left(self._at, offset)]

    end_of = start_of

    def own(self) -> Iterable[tuple[int, int, str, bool]]:
        """Yield the ranges of the insertions, with style and whether they are part of the plan."""
        for index, (at, text, name, of_plan) in enumerate(self.inserted):
            start = at + self._length[index]
            yield start, start + len(text), name, of_plan


class _Marks:
    """Paints, inlays, signs and anchors in offsets after insertions, to be cut into paragraphs."""

    def __init__(self, shift: _Shift, canvas: Canvas) -> None:
        paints = canvas.paints
        self.paints = [(shift.of(start), shift.end_of(end), name) for start, end, name in paints]
        self.inlays = []
        for start, end, name, of_plan in shift.own():
            self.paints.append((start, end, name))
            if not of_plan:
                self.inlays.append((start, end))
        self.signs = [
            (shift.start_of(start), shift.of(end), sign) for start, end, sign in canvas.signs
        ]
        # A label or badge at the end of a range belongs to the next passage, hence `end_of`.
        self.anchors = [
            (shift.start_of(start), shift.end_of(end), name) for start, end, name in canvas.anchors
        ]


def _paragraphs(
    shown: str, start: int, end: int, marks: _Marks, *, last: bool
) -> Iterable[Paragraph]:
    body = shown[start:end]
    continued = not last and not body.endswith("\n")
    if not last and body.endswith("\n"):
        body = body[:-1]
    if not body and not shown:
        return
    lines = body.split("\n")
    at = start
    for index, line in enumerate(lines):
        stop = at + len(line)
        yield Paragraph(
            line,
            _clip(marks.paints, at, stop),
            tuple((s - at, e - at) for s, e in marks.inlays if s >= at and e <= stop),
            _clip(marks.signs, at, stop + 1),
            _clip(marks.anchors, at, stop + 1),
            continued=continued and index == len(lines) - 1,
        )
        at = stop + 1


def _clip(paints: Sequence[Paint], start: int, end: int) -> tuple[Paint, ...]:
    return tuple(
        (max(s, start) - start, min(e, end) - start, name)
        for s, e, name in paints
        if s < end and e > start
    )


def shown_text(text: str) -> str:
    """Replace control characters of a plan's text; length and newlines are preserved."""
    return visible(text)


class BothTexts:
    """Maps offsets of the old and the new text to offsets in the merged text."""

    def __init__(self, edits: tuple[Edit, ...], is_left_out: Callable[[Edit], bool]) -> None:
        self._old: list[tuple[int, int]] = []
        self._new: list[tuple[int, int]] = []
        old = new = both = 0
        for edit in edits:
            size = len(edit.text)
            if edit.op is not Op.INSERT:
                self._old.append((old, both))
                old += size
            if edit.op is not Op.DELETE:
                self._new.append((new, both))
                new += size
            both += 0 if is_left_out(edit) else size

    def of_old(self, offset: int) -> int:
        """Map the offset of a character of the old text."""
        return _mapped(self._old, offset)

    def of_new(self, offset: int) -> int:
        """Map the offset of a character of the new text."""
        return _mapped(self._new, offset)


def _mapped(steps: list[tuple[int, int]], offset: int) -> int:
    if not steps:
        return offset
    own, both = steps[max(bisect_right(steps, (offset, 1 << 60)) - 1, 0)]
    return both + offset - own
