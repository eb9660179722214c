"""Navigation from the cursor to the next change, target, note or section, and cursor queries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row
from plandiff.comparison.review.marks import About
from plandiff.tui.layout.geometry import Block, Line
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.canvas import shown_text
from plandiff.tui.view.navigation import (
    Count,
    Here,
    Stop,
    next_in_row,
    section_lines,
    sections_of,
    target_stops,
)

if TYPE_CHECKING:
    from plandiff.tui.view.model import View


class Unit(Struct, frozen=True):
    """The unit of marking: a changed passage, or a row."""

    stop: Stop
    id: str
    """Id of the passage or the row."""

    @property
    def is_passage(self) -> bool:
        """Whether the unit is a passage, not a whole row."""
        return bool(self.stop.anchor)

    @property
    def about(self) -> About:
        """The subject of a note on this unit."""
        return About.PASSAGE if self.is_passage else About.CHANGE


def unit_of(view: View, index: int, passage: str | None = None) -> Unit:
    """Return the unit of a row (by index), or of one of its passages (by id)."""
    row = view.rows[index]
    if passage is None or passage not in view.stops.passages(index):
        return Unit(Stop(index), row.id)
    return Unit(Stop(index, passage), passage)


def unit_at_cursor(view: View) -> Unit | None:
    """Return the changed passage in the cursor's line, or the row on a heading.

    A row without changed passages is a unit itself.  None on unchanged text of other rows.
    """
    item = view.item()
    if item is None:
        return None
    index = item.first
    if item.kind is not ItemKind.ROW or not view.stops.passages(index):
        return unit_of(view, index)
    passage = passage_at_cursor(view, index)
    if passage is not None:
        return unit_of(view, index, passage)
    block_index, offset = view.geometry.locate(view.cursor)
    on_heading = offset in section_lines(view.rows[index], view.geometry.blocks[block_index])
    return unit_of(view, index) if on_heading else None


def passage_at_cursor(view: View, index: int) -> str | None:
    """Return the passage at or around the current anchor; else the last one in the line."""
    own = view.stops.passages(index)
    if view.anchor in own:
        return view.anchor
    lines = [line for line in map(view.line_under_cursor, Side) if line is not None]
    if view.anchor and (inside := _holder(lines, view.anchor, own)):
        return inside
    here = {name for line in lines for name in line.shown_anchors()}
    in_order = reversed(view.stops.in_row(index, view.block(index)))
    return next((anchor for _, anchor in in_order if anchor in here), None)


def _holder(lines: Sequence[Line], anchor: str, passages: Sequence[str]) -> str | None:
    """Return the passage whose range contains the start of an anchor."""
    for line in lines:
        ranges = line.paragraph.anchors
        for start in (start for start, _, name in ranges if name == anchor):
            for first, last, name in ranges:
                if name in passages and first <= start < last:
                    return name
    return None


def next_unseen(view: View, after: Stop) -> Stop | None:
    """Return the next unmarked change after a stop, wrapping around; None: all are marked."""
    unseen = [row for row in view.stops.rows if view.waits(view.rows[row])]
    at = bisect_left(unseen, after.row)
    for row in (*unseen[at:], *unseen[:at]):
        own = _unseen_in(view, row)
        if row == after.row:
            own = _behind(view, after, own)
        if own:
            return Stop(row, own[0])
    own = _unseen_in(view, after.row) if after.row in unseen else []
    return Stop(after.row, own[0]) if own else None


def _unseen_in(view: View, row: int) -> list[str]:
    """Return the anchors of the unmarked stops of a row, from top to bottom."""
    anchors = [anchor for _, anchor in view.stops.in_row(row, view.block(row))]
    marked = view.store.marks()
    return [anchor for anchor in anchors if _bearer(view, row, anchor) not in marked]


def _bearer(view: View, row: int, anchor: str) -> str:
    """Return the id of the marked unit of a stop; for a target, the enclosing passage."""
    own, block = view.stops.passages(row), view.block(row)
    if anchor in own or not anchor or block is None:
        return anchor or view.rows[row].id
    both = ((block.left[at], block.right[at]) for at in block.lines_of(anchor))
    lines = [line for pair in both for line in pair if line is not None]
    return _holder(lines, anchor, own) or view.rows[row].id


def _behind(view: View, after: Stop, anchors: Sequence[str]) -> list[str]:
    order = [anchor for _, anchor in view.stops.in_row(after.row, view.block(after.row))]
    here = next((own for own in (after.anchor, view.anchor) if own in order), None)
    at = order.index(here) if here is not None else len(order)
    return [anchor for anchor in anchors if order.index(anchor) > at]


def change_stop(view: View, *, forward: bool) -> Stop | None:
    """Return the next (or previous) change stop, wrapping around the end of the document."""
    rows = view.stops.rows
    if not rows or not view.geometry.items:
        return None
    here = here_of(view)
    at = bisect_left(rows, here.row)
    if at < len(rows) and rows[at] == here.row:
        own = view.stops.in_row(here.row, view.block(here.row))
        anchor = next_in_row(own, here, forward=forward)
        if anchor is not None:
            return Stop(here.row, anchor)
        at += 1 if forward else 0
    index = at if forward else at - 1
    went_round = not 0 <= index < len(rows)
    row = rows[index % len(rows)]
    anchors = view.stops.in_row(row, view.block(row))
    return Stop(row, anchors[0 if forward else -1][1], went_round)


def count_places(view: View) -> tuple[Count, Count]:
    """Return the positions of the cursor among the shown sections and among the stops."""
    if not view.geometry.items:
        return Count(0, 0), Count(0, view.stops.total)
    here, part = here_of(view), part_at_cursor(view)
    names = [anchor for _, anchor in sections_of(view.rows[here.row])]
    number = names.index(part) + 1 if part in names else 1
    sections = view.stops.count_sections(here.row, number)
    return sections, view.stops.count(here, view.block(here.row))


def at_stop(view: View) -> bool:
    """Return whether the cursor is on a line with a stop."""
    here = here_of(view)
    if here.row not in view.stops.rows:
        return False
    return any(line == here.offset for line, _ in view.stops.in_row(here.row, view.block(here.row)))


def here_of(view: View) -> Here:
    """Return the cursor's position; on a pointer of a move, the end of the row before it."""
    index, offset = view.geometry.locate(view.cursor)
    items = view.geometry.items
    if items[index].kind is ItemKind.ROW:
        return Here(items[index].first, offset, _stop_around(view, items[index].first))
    if items[index].kind is ItemKind.FOLD:
        return Here(items[index].first, -1)
    while index > 0 and items[index].kind is ItemKind.GHOST:
        index -= 1
    return Here(items[index].last, view.geometry.height)


def _stop_around(view: View, row: int) -> str:
    """Return the current anchor if it is a stop of the row, else the stop that contains it.

    After a jump to a target, the next change is the one after the target's passage.
    """
    if not view.anchor:
        return ""
    stops = [anchor for _, anchor in view.stops.in_row(row, view.block(row))]
    holder = view.anchor if view.anchor in stops else _bearer(view, row, view.anchor)
    return holder if holder in stops else view.anchor


def target_line(view: View, *, forward: bool) -> int | None:
    """Return the next line where a changed target begins, wrapping around the end."""

    def lines_of(_row: int, block: Block) -> list[int]:
        return target_stops(block, view.renderer.glyphs.target)

    return _line(view, view.target_rows, lines_of, forward=forward)


def note_line(view: View, *, forward: bool) -> int | None:
    """Return the first line of the next row or passage with a note, wrapping around the end."""
    parts: dict[int, set[str]] = {}
    for note in view.store.notes():
        if note.row is not None:
            parts.setdefault(view.row_index[note.row], set()).add(note.part or "")

    def lines_of(row: int, block: Block) -> list[int]:
        lines = block.anchor_offsets()
        return sorted({lines.get(part, 0) for part in parts[row]})

    return _line(view, sorted(parts), lines_of, forward=forward)


def section_line(view: View, *, forward: bool) -> int | None:
    """Return the first line of the next section; backward, of this one or the one before.

    None at the ends of the document.  Each part of a split or merge is a separate section.
    """
    items, step = view.geometry.items, 1 if forward else -1
    index = view.geometry.index_at(view.cursor)
    while 0 <= index < len(items):
        if items[index].kind is ItemKind.ROW:
            view.measure((index,))
            lines = section_lines(view.rows[items[index].first], view.geometry.blocks[index])
            for line in lines[::step]:
                found = view.geometry.starts[index] + line
                if (found > view.cursor) if forward else (found < view.cursor):
                    return found
        index += step
    return None


def part_at_cursor(view: View) -> str:
    """Return the anchor of the cursor's section in a row of several; else empty.

    This is the last section of the new plan that begins at or above the cursor; in a merged row,
    one of the old plan, because the new plan has a single section there.
    """
    item = view.item()
    row = view.rows[item.first] if item is not None and item.kind is ItemKind.ROW else None
    if row is None or max(len(row.new), len(row.old)) < 2:
        return ""
    side = Side.NEW if len(row.new) > 1 else Side.OLD
    index, offset = view.geometry.locate(view.cursor)
    lines = view.geometry.blocks[index].anchor_offsets()
    names = [f"{side.value}.{section.id}" for section in row.sections(side)]
    begun = [name for name in names if lines.get(name, 0) <= offset]
    # The first section of the new plan is the line of the row itself.
    return begun[-1] if begun and (side is Side.OLD or begun[-1] != names[0]) else ""


def _line(
    view: View,
    rows: Sequence[int],
    lines_of: Callable[[int, Block], list[int]],
    *,
    forward: bool,
) -> int | None:
    """Return the line after (or before) the cursor in rows (rising), else the first (or last)."""
    item = view.item()
    if item is None:
        return None
    here = bisect_left(rows, item.first) if forward else bisect_right(rows, item.first)
    ahead = rows[here:] if forward else rows[:here][::-1]
    for line in _stops_in(view, ahead, lines_of, forward=forward):
        if (line > view.cursor) if forward else (line < view.cursor):
            return line
    from_end = rows if forward else rows[::-1]
    return next(_stops_in(view, from_end, lines_of, forward=forward), None)


def _stops_in(
    view: View,
    rows: Sequence[int],
    lines_of: Callable[[int, Block], list[int]],
    *,
    forward: bool,
) -> Iterator[int]:
    """Yield the lines of the shown stops of these rows, in the order of the rows."""
    for row in rows:
        index = view.geometry.item_of_row(row)
        if index is not None:
            view.measure((index,))
            offsets = lines_of(row, view.geometry.blocks[index])
            for offset in offsets if forward else offsets[::-1]:
                yield view.geometry.starts[index] + offset


def passage_words(row: Row, passage: str, side: Side) -> str:
    """Return the text of a passage in one line, of ``side`` if it has text there."""
    own = next(own for own in row.passages if own.id == passage)
    return " ".join((own.text(side) or own.text(side.other)).split())


def old_line(view: View, stop: Stop) -> int | None:
    """Return the line of the old side of a change of target, duty or task; None: it has none."""
    row = view.renderer.changes.old_rows.get(stop.anchor)
    if row is None:
        return None
    index = view.geometry.item_of_row(view.row_index[row])
    if index is None:
        return None
    view.measure((index,))
    block = view.geometry.blocks[index]
    lines = (n for n, line in enumerate(block.left) if line and line.shows(stop.anchor))
    offset = next(lines, None)
    return None if offset is None else view.geometry.starts[index] + offset


def old_words(view: View, stop: Stop) -> str | None:
    """Return the old text of a change whose old side is in another row; else None."""
    changes, row = view.renderer.changes, view.rows[stop.row].id
    if changes.old_rows.get(stop.anchor, row) == row:
        return None
    same = (own for own in changes.force.get(row, ()) if changes.id_of(own) == stop.anchor)
    force = next(same, None)
    return shown_text(force.old.quote) if force is not None else None
