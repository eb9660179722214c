"""Stops of next and previous change: every changed passage, and changed rows without passages.

A row that only moved or was renumbered has no changed passage, and is one stop at its top.
The rows with stops are computed once per filter; the lines of the stops in a row are found when the
row is reached.  So the cost of a key does not depend on the length of the plan.  The other end of a
move is found here, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.comparison.edits import Edit, EditNature, Passage, RowKind, Side
from plandiff.comparison.model import Row
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Section
from plandiff.tui.layout.geometry import Block, Line
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.canvas import shown_text

if TYPE_CHECKING:
    from rapidfuzz import distance

    from plandiff.tui.view.model import View
else:
    distance = LazyModule("rapidfuzz.distance")


class Stop(Struct, frozen=True):
    """A position that navigation can reach."""

    row: int
    """Index of the row."""
    anchor: str = ""
    """Name of the range in the row's drawing (id of a passage, a target …); empty: its top."""
    went_round: bool = False
    """Whether navigation wrapped around the end of the document to reach it."""


class Place(Struct, frozen=True):
    """A line as row and offset; stays valid when width, folds or the comparison change."""

    row: int
    offset: int


class Here(Struct, frozen=True):
    """Position of the cursor: a line of a row, and the anchor of its stop, if any."""

    row: int
    offset: int
    anchor: str = ""


class Count(Struct, frozen=True):
    """Number of the item at or before the cursor (0: before the first), and the total."""

    now: int
    total: int


class Stops:
    """The stops of a comparison; `show` selects the rows that are walked."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._passages = {
            index: ids
            for index, row in enumerate(rows)
            if (ids := tuple(passage.id for passage in row.changed_passages))
        }
        self.rows: tuple[int, ...] = ()
        self._only: Mapping[int, tuple[str, ...]] = {}
        self._without: Container[str] = ()
        self._lines_of_row = [sum(1 for _ in sections_of(row)) for row in rows]
        self._lines_before = [0, *accumulate(self._lines_of_row)]
        self._before: list[int] = [0]
        self._lines: dict[int, tuple[Block, tuple[tuple[int, str], ...]]] = {}

    def show(
        self,
        rows: Sequence[int],
        without: Container[str] = (),
        *,
        only: Mapping[int, tuple[str, ...]] | None = None,
        shown: Sequence[int] | None = None,
    ) -> None:
        """Select the rows to walk, by rising index, and the passages in them to skip.

        ``only`` restricts the anchors of the rows that it contains; a row without remaining
        anchors is one stop.  ``shown``: the rows on the screen; None: all.
        """
        self.rows = tuple(rows)
        self._only = only or {}
        self._without = without
        on_screen = frozenset(range(len(self._lines_of_row)) if shown is None else shown)
        counts = (count if row in on_screen else 0 for row, count in enumerate(self._lines_of_row))
        self._lines_before = [0, *accumulate(counts)]
        self._lines.clear()
        self._before = [0, *accumulate(self._size(row) for row in self.rows)]

    @property
    def total(self) -> int:
        """Number of stops in the walked rows."""
        return self._before[-1]

    def in_row(self, row: int, block: Block | None) -> tuple[tuple[int, str], ...]:
        """Return line offset and anchor of each stop in a row; ``block`` None: it is folded."""
        if block is None or not (row in self._passages or row in self._only):
            return ((0, ""),)
        known = self._lines.get(row)
        if known is None or known[0] is not block:
            lines = block.anchor_offsets()
            names = self._walked(row)
            found = sorted((lines.get(name, 0), n) for n, name in enumerate(names))
            own = tuple((line, names[n]) for line, n in found)
            known = self._lines[row] = (block, own or ((0, ""),))
        return known[1]

    def passages(self, row: int) -> tuple[str, ...]:
        """Return the ids of the changed passages of a row."""
        return self._passages.get(row, ())

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Index of the row of each changed passage."""
        return {own: row for row, passages in self._passages.items() for own in passages}

    def _walked(self, row: int) -> tuple[str, ...]:
        names = self._only.get(row) or self._passages.get(row, ())
        return (
            tuple(name for name in names if name not in self._without) if self._without else names
        )

    def count_sections(self, row: int, part: int) -> Count:
        """Return the position among the shown sections; ``part`` is the index within the row.

        Sections are the lines of the outline.
        """
        before = self._lines_before
        here = min(part, before[row + 1] - before[row])
        return Count(before[row] + here, before[-1])

    def count(self, here: Here, block: Block | None) -> Count:
        """Return the number of the stop at or before the cursor, and the total."""
        index = bisect_left(self.rows, here.row)
        if index == len(self.rows) or self.rows[index] != here.row:
            return Count(self._before[index], self.total)
        return Count(self._before[index] + self._passed(here, block), self.total)

    def _passed(self, here: Here, block: Block | None) -> int:
        """Count the stops of the row at or before the cursor."""
        own = self.in_row(here.row, block)
        anchors = [anchor for _, anchor in own]
        if here.anchor and here.anchor in anchors:
            return anchors.index(here.anchor) + 1
        return sum(line <= here.offset for line, _ in own)

    def _size(self, row: int) -> int:
        return len(self._walked(row)) or 1


def is_stop(row: Row, *, hide_form: bool = False) -> bool:
    """Return whether a row has a stop; ``hide_form``: changes of form only do not count."""
    return (row.changed or row.renumbered) and not (hide_form and is_formal(row))


def is_formal(unit: Row | Passage) -> bool:
    """Return whether only punctuation, width, script or numbering changed."""
    kinds = (RowKind.UNCHANGED, RowKind.MODIFIED)
    return unit.kind in kinds and not (unit.moved or unit.substantive)


def next_in_row(stops: Sequence[tuple[int, str]], here: Here, *, forward: bool) -> str | None:
    """Return the anchor of the next (or previous) stop in the row of the cursor; None: no more."""
    anchors = [anchor for _, anchor in stops]
    if here.anchor and here.anchor in anchors:
        index = anchors.index(here.anchor) + (1 if forward else -1)
        return anchors[index] if 0 <= index < len(anchors) else None
    if forward:
        return next((anchor for line, anchor in stops if line > here.offset), None)
    return next((anchor for line, anchor in reversed(stops) if line < here.offset), None)


def sections_of(row: Row) -> Iterator[tuple[Section, str]]:
    """Yield the sections of a row that have a line in the outline, each with its anchor.

    The first section, then the others of the new plan, then, if the row merges several, those of
    the old plan.
    """
    yield (row.new or row.old)[0], ""
    for section in row.new[1:]:
        yield section, f"{Side.NEW.value}.{section.id}"
    if len(row.old) > 1:
        for section in row.old if row.new else row.old[1:]:
            yield section, f"{Side.OLD.value}.{section.id}"


def section_lines(row: Row, block: Block) -> list[int]:
    """Return the line offsets where sections start: the top, and parts of a split or merge."""
    lines = block.anchor_offsets()
    parts = (f"{side.value}.{s.id}" for side in Side for s in row.sections(side)[1:])
    return sorted({0, *(lines[part] for part in parts if part in lines)})


def target_stops(block: Block, sign: str) -> list[int]:
    """Return the line offsets of a block where a changed target begins, on either side."""
    return [
        offset
        for offset, pair in enumerate(zip(block.left, block.right, strict=True))
        # Most paragraphs have no signs, and the map asks for all lines of the document.
        if any(line is not None and line.paragraph.signs and begins(line, sign) for line in pair)
    ]


def begins(line: Line, sign: str) -> bool:
    """Return whether a range with this gutter sign begins in a line."""
    return any(
        own == sign and line.start <= start < max(line.end, line.start + 1)
        for start, _, own in line.paragraph.signs
    )


def counterpart(view: View) -> int | None:
    """Return the line at the other end of the move under the cursor; None if there is none."""
    item = view.item()
    if item is None:
        return None
    if item.kind is ItemKind.GHOST:
        return view.geometry.top_of_row(item.first)
    row = view.rows[item.first]
    if item.kind is ItemKind.ROW and (carried := moved_text_line(view, row)) is not None:
        return carried
    if item.kind is not ItemKind.ROW or not row.moved:
        return None
    for index, other in enumerate(view.geometry.items):
        if other.kind is ItemKind.GHOST and _same_move(view.rows[other.first], row):
            return view.geometry.starts[index]
    return None


def _same_move(one: Row, other: Row) -> bool:
    return one is other or (one.block is not None and one.block == other.block)


def moved_text_line(view: View, row: Row) -> int | None:
    """Return the line at the other end of the moved sentence under the cursor, in this row.

    Without one under the cursor, that of the row's first moved sentence; None if it has none.
    """
    moved = [edit for edit in row.edits if edit.nature is EditNature.MOVED]
    index, offset = view.geometry.locate(view.cursor)
    block = view.geometry.blocks[index]
    here = next(_moved_texts(block, offset), "")
    if not moved or (row.moved and not here):
        return None
    edit = next((e for e in moved if here and here in shown_text(e.text)), moved[0])
    if edit.link is None:
        return None
    other = view.row_index[edit.link]
    item = view.geometry.item_of_row(other)
    if item is None:
        return view.geometry.top_of_row(other)
    end = _other_end(edit, row, view.rows[other])
    inside = view.rows[other] is row
    ends, last = ([edit, end], offset) if inside else ([end], -1)
    return view.geometry.starts[item] + _next_begin(view.geometry.blocks[item], ends, last)


def _other_end(edit: Edit, row: Row, other: Row) -> Edit:
    """Return the counterpart of a moved sentence in the other row."""
    ends = [end for end in other.edits if end.link == row.id and end.op is not edit.op]
    return max(
        ends,
        key=lambda end: distance.Indel.normalized_similarity(end.text, edit.text),
        default=edit,
    )


def _moved_texts(block: Block, offset: int) -> Iterator[str]:
    """Yield the parts of moved sentences that a line shows."""
    for line in (block.left[offset], block.right[offset]):
        for start, end, name in line.paragraph.paints if line is not None else ():
            if line is not None and name == "carried" and start < line.end and end > line.start:
                yield line.paragraph.text[max(start, line.start) : min(end, line.end)]


def _next_begin(block: Block, ends: Sequence[Edit], offset: int) -> int:
    """Return the next line after ``offset`` where one of these sentences begins, wrapping around.

    0 if there is none.
    """
    texts = [shown_text(end.text) for end in ends]
    begins = [
        line
        for line in range(block.height)
        if any(text.startswith(found) for found in _moved_texts(block, line) for text in texts)
    ]
    return next((line for line in begins if line > offset), begins[0] if begins else 0)
