"""Cursor and scrolling: by lines and pages, to the next change, target, section or note."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from plandiff.comparison.edits import Side
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.status import StatusController
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop, counterpart
from plandiff.tui.view.walking import (
    change_stop,
    note_line,
    old_line,
    old_words,
    part_at_cursor,
    section_line,
    target_line,
)

_MARGIN = 3
"""Lines that stay visible above and below the cursor."""
_TO_THE_END = 10**9
"""A number of lines larger than any document."""


class NavigationController:
    """Owns the lock of the panes, and the time of the last movement."""

    def __init__(self, host: Host, status: StatusController) -> None:
        self._host = host
        self._status = status
        self.unlocked = False
        """Whether the panes scroll separately."""
        self.moved = 0.0
        """Time of the last move or scroll, by `time.perf_counter`."""

    def actions(self) -> Actions:
        """Return the handlers for lines, pages, stops and focus."""
        page = self._scroll_by_page
        return {
            "line_down": partial(self.step, 1),
            "line_up": partial(self.step, -1),
            # Two lines of the previous page stay visible.
            "page_down": partial(page, lambda height: max(height - 2, 1)),
            "page_up": partial(page, lambda height: -max(height - 2, 1)),
            "half_down": partial(page, lambda height: max(height // 2, 1)),
            "half_up": partial(page, lambda height: -max(height // 2, 1)),
            "top": partial(self.scroll_by, -_TO_THE_END),
            "bottom": partial(self.scroll_by, _TO_THE_END),
            "next_change": partial(self._go_to_change, forward=True),
            "previous_change": partial(self._go_to_change, forward=False),
            "next_target": partial(self._go_to_target, forward=True),
            "previous_target": partial(self._go_to_target, forward=False),
            "next_section": partial(self._go_to_section, forward=True),
            "previous_section": partial(self._go_to_section, forward=False),
            "next_note": partial(self._go_to_note, forward=True),
            "previous_note": partial(self._go_to_note, forward=False),
            "jump": self.jump,
            "focus_right": partial(self._focus_part, 1),
            "focus_left": partial(self._focus_part, -1),
            "unlock": self.toggle_lock,
        }

    # the cursor

    def move_to(self, line: int, anchor: str = "") -> None:
        """Put the cursor on a line and scroll to it, with some lines after it visible.

        ``anchor`` is the stop in the line; its whole range is highlighted.
        """
        if self._host.view is not None:
            self._status.message = ""
            self.set_cursor(line, anchor)
            self.reveal()

    def go_to_row(self, row: int, anchor: str = "") -> None:
        """Put the cursor on a row or an anchor in it, even if the row is hidden.

        A fold is opened; a filter that hides the row is removed.
        """
        view = self._host.view
        if view is None:
            return
        if view.filtered and not view.shows(view.rows[row]):
            view.show_all()
            self._host.rebuild()
        if view.open_row(row):
            self._host.rows_unfolded()
        self.move_to(view.line_of(Stop(row, anchor)), anchor)
        pane = self._host.panes[self._host.side]
        if anchor and self._host.focused is not pane:
            pane.focus()  # the next keys apply to this line
        self.face_old_place(view, Stop(row, anchor))

    def face_old_place(self, view: View, stop: Stop) -> None:
        """Show the old side of a duty, target or task next to the new one, if it is off the page.

        The old pane scrolls separately until the cursor moves; with one pane, the status line
        shows the old words.
        """
        host = self._host
        if host.columns.unified:
            if (words := old_words(view, stop)) is not None:
                host.say(host.words("status.old_place", text=words))
            return
        line = old_line(view, stop)
        top = view.tops[Side.OLD]
        if line is not None and not top <= line < top + host.page:
            self.scroll_one(Side.OLD, line - (view.cursor - view.tops[Side.NEW]))
            host.refresh_titles()

    def set_cursor(self, line: int, anchor: str = "") -> None:
        """Put the cursor on a line and an anchor in it; redraw only the affected lines."""
        self.moved = time.perf_counter()
        view = self._host.view
        if view is None:
            return
        view.measure((view.geometry.index_at(line),))
        before = _marked_lines(view)
        from_item = view.geometry.index_at(view.cursor)
        view.cursor = min(max(line, 0), max(view.geometry.height - 1, 0))
        view.anchor = anchor
        to_item = view.geometry.index_at(view.cursor)
        if to_item == from_item:
            self._redraw_lines(view, before | _marked_lines(view))
        else:  # the bar at the edge marks the item of the cursor
            starts, tops = view.geometry.starts, view.tops.values()
            for index in (from_item, to_item):
                first = max(starts[index], min(tops))
                last = min(starts[index + 1], max(tops) + self._host.page + 1)
                self._redraw_lines(view, range(first, last))
        item = view.item()
        if item is not None:
            self._host.outline.follow(Stop(item.first, part_at_cursor(view)))
        self._host.refresh_place()

    def _redraw_lines(self, view: View, lines: Collection[int]) -> None:
        """Redraw the visible ones of these lines."""
        page = self._host.page
        for side, pane in self._host.panes.items():
            top = view.tops[side]
            seen = sorted(line for line in lines if top <= line <= top + page)
            for first, last in stretches(seen):
                pane.redraw_rows(first, last)

    def keep_cursor_in_sight(self) -> None:
        """Move the cursor to the first or last line of the page if it is outside."""
        view = self._host.view
        if view is not None:
            top = view.tops[Side.NEW]
            line = min(max(view.cursor, top), top + self._host.page - 1)
            if line != view.cursor:
                self.set_cursor(line)

    # scrolling

    def reveal(self) -> None:
        """Scroll so that some lines around the cursor are visible, if necessary."""
        view, page = self._host.view, self._host.page
        if view is None:
            return
        line, top = view.cursor, view.tops[Side.NEW]
        after = min(8, page // 3)
        if line < top + min(1, page - 1) or line > top + page - 1 - after:
            self.scroll_both(line - page // 4)
        else:
            self.scroll_both(top)

    def step(self, lines: int) -> None:
        """Move the cursor by lines; the panes scroll when it is near their edge."""
        view, page = self._host.view, self._host.page
        if view is None or self._scroll_alone(view, lines):
            return
        self.set_cursor(view.cursor + lines)
        top, margin = view.tops[Side.NEW], min(_MARGIN, page // 3)
        low = view.cursor - page + 1 + margin
        self.scroll_both(min(max(top, low), view.cursor - margin))

    def scroll_by(self, lines: int) -> None:
        """Scroll by lines and move the cursor with the text."""
        view = self._host.view
        if view is None or self._scroll_alone(view, lines):
            return
        self.scroll_both(view.tops[Side.NEW] + lines)
        self.set_cursor(view.cursor + lines)

    def wheel(self, side: Side, lines: int) -> None:
        """Scroll both panes, or one if unlocked; the cursor stays visible."""
        view = self._host.view
        if view is None:
            return
        if self.unlocked:
            self.scroll_one(side, view.tops[side] + lines)
            return
        self.scroll_both(view.tops[Side.NEW] + lines)
        self.keep_cursor_in_sight()

    def scroll_both(self, top: int) -> None:
        """Put a line at the top of both panes."""
        self.moved = time.perf_counter()
        view = self._host.view
        before = dict(view.tops) if view is not None else {}
        for side in Side:
            self.scroll_one(side, top)
        if view is not None and view.tops != before:
            self._host.refresh_titles()

    def scroll_one(self, side: Side, top: int) -> None:
        """Put a line at the top of one pane."""
        view, page = self._host.view, self._host.page
        if view is None:
            return
        wanted, limit = max(top, 0), max(view.geometry.height - page, 0)
        # Measuring can change the heights of visible rows, so other rows become visible.
        while view.measure_page(min(wanted, limit), page):
            limit = max(view.geometry.height - page, 0)
            for pane in self._host.panes.values():
                pane.refresh()
        top = view.tops[side] = min(wanted, limit)
        self._host.panes[side].scroll_to_line(top, view.geometry.height)
        if side is Side.NEW:
            self._host.map.move_to(top)
            self._host.margin.move_to(top)

    def toggle_lock(self) -> None:
        """Toggle between separate and joint scrolling of the panes."""
        host = self._host
        self.unlocked = not self.unlocked
        if not self.unlocked:
            view = host.view
            self.scroll_both(view.tops[host.side] if view is not None else 0)
            self.keep_cursor_in_sight()
        host.say(host.words("status.unlocked" if self.unlocked else "done.synced"))

    def _scroll_by_page(self, share: Callable[[int], int]) -> None:
        self.scroll_by(share(self._host.page))

    def _scroll_alone(self, view: View, lines: int) -> bool:
        """Scroll the focused pane if the panes are unlocked, without moving the cursor."""
        self._status.message = ""
        if self.unlocked:
            side = self._host.side
            self.scroll_one(side, view.tops[side] + lines)
        return self.unlocked

    # stops

    def jump(self) -> None:
        """Go to the other end of a move, or open the fold at the cursor."""
        host, view = self._host, self._host.view
        item = view.item() if view is not None else None
        if view is None or item is None:
            return
        if item.kind is ItemKind.FOLD:
            view.open_row(item.first)
            host.rows_unfolded()
            return
        line = counterpart(view)
        if line is None:
            host.say(host.words("nothing.jump"))
        else:
            self.move_to(line)

    def _go_to_change(self, *, forward: bool) -> None:
        view = self._host.view
        stop = change_stop(view, forward=forward) if view is not None else None
        if stop is None:
            if view is not None:
                self._host.say(self._host.words("nothing.changes"))
            return
        self.go_to_row(stop.row, stop.anchor)
        if stop.went_round:
            self._host.say(self._host.words("wrapped" if forward else "wrapped.back"))

    def _go_to_target(self, *, forward: bool) -> None:
        if (view := self._host.view) is not None:
            self._go(view, target_line(view, forward=forward), "targets", forward=forward)

    def _go_to_note(self, *, forward: bool) -> None:
        if (view := self._host.view) is not None:
            self._go(view, note_line(view, forward=forward), "notes", forward=forward)

    def _go_to_section(self, *, forward: bool) -> None:
        """Go to the next section, or to the start of this or the previous one; no wrapping."""
        view = self._host.view
        line = section_line(view, forward=forward) if view is not None else None
        if line is not None:
            self.move_to(line)

    def _go(self, view: View, line: int | None, what: str, *, forward: bool) -> None:
        """Go to a stop; show a message if there is none or the search wrapped around."""
        host = self._host
        if line is None:
            host.say(host.words(f"nothing.{what}"))
            return
        went_round = line <= view.cursor if forward else line >= view.cursor
        self.move_to(line)
        if went_round:
            host.say(host.words("wrapped" if forward else "wrapped.back"))

    # the focus

    def _focus_part(self, step: int) -> None:
        """Move the focus along outline, old, new; to the other side while a pin is unfinished."""
        host, shared = self._host, self._host.columns
        here = host.picked_side
        if here is not None and not shared.unified:
            is_there = host.focused is host.panes[here.other]
            host.panes[here if is_there else here.other].focus()
            return
        widths = (
            (host.outline, shared.outline),
            (host.panes[Side.OLD], shared.left),
            (host.panes[Side.NEW], shared.right),
        )
        parts = [part for part, width in widths if width]
        now = next((i for i, part in enumerate(parts) if part is host.focused), len(parts) - 1)
        parts[(now + step) % len(parts)].focus()


def _marked_lines(view: View) -> set[int]:
    """Return the cursor's line, and the lines that intersect the range of its anchor."""
    if not view.geometry.items:
        return set()
    index, _ = view.geometry.locate(view.cursor)
    start, block = view.geometry.starts[index], view.geometry.blocks[index]
    return {view.cursor, *(start + line for line in block.lines_of(view.anchor))}


def stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of consecutive numbers; ``numbers`` must rise.

    >>> list(stretches([1, 2, 3, 7]))
    [(1, 3), (7, 7)]
    """
    first = 0
    for at, number in enumerate(numbers):
        if at + 1 == len(numbers) or numbers[at + 1] > number + 1:
            yield numbers[first], number
            first = at + 1
