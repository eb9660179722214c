"""Outline: the sections of both plans with their changes and the reader's position."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from plandiff.comparison.model import Row
from plandiff.comparison.reports.shared.context_lines import kept_share
from plandiff.corpus.text.folding import fold_width
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.section_names import name_of
from plandiff.tui.render.signs import share_bar, state_sign
from plandiff.tui.render.strips import parts_strip
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop, sections_of
from plandiff.tui.widgets.lines import PlainLines
from plandiff.tui.widgets.messages import RowPicked
from plandiff.tui.widgets.pane import sign_style


class Entry(Struct, frozen=True):
    """One line of the outline."""

    row: int
    depth: int
    text: str
    targets: int
    below: tuple[str, ...] = ()
    """Ids of the changed rows of a chapter: its own and those of the sections under it."""
    anchor: str = ""
    """Anchor of a further section of a row, ``new.s3``; else empty."""


class Outline(PlainLines, ScrollView, can_focus=True, inherit_bindings=False):
    """Follows the cursor of the panes; has its own cursor while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup,b", "step(-10)", show=False),
        Binding("pagedown,space", "step(10)", show=False),
        Binding("home,g", "step(-1000000)", show=False),
        Binding("end,G", "step(1000000)", show=False),
        Binding("enter", "pick", show=False),
    ]
    DEFAULT_CSS = """
    Outline { height: 1fr; overflow-x: hidden; overflow-y: hidden; }
    """
    ALLOW_SELECT = False

    def __init__(self, looks: RenderContext) -> None:
        super().__init__(id="outline")
        self.looks = looks
        self.view: View | None = None
        self.entries: tuple[Entry, ...] = ()
        self.wanted = ""
        self._empty: Strip | None = None
        self._own = looks.palette
        self.index = 0
        self.here = Stop(0)
        """Row of the panes' cursor, and the section of the row that it is in."""

    def show(self, view: View | None) -> None:
        """List the shown rows of a view."""
        self.view = view
        self.entries = entries_of(view, self.wanted) if view is not None else ()
        self.virtual_size = Size(max(self.size.width, 1), max(len(self.entries), 1))
        self.follow(self.here)
        self.refresh()

    def follow(self, here: Stop) -> None:
        """Follow the cursor of the panes to a row, and to the section named by the anchor."""
        self.here = here
        before = self.index
        self.index = self._nearest(here)
        if self.index != before:
            top = round(self.scroll_y)
            for index in {before - top, self.index - top}:
                if 0 <= index < self.size.height:
                    self.refresh_lines(index + top, 1)
        self._keep_in_sight()

    @property
    def current(self) -> int | None:
        """The row under the outline's own cursor."""
        return self.entries[self.index].row if self.entries else None

    def action_step(self, steps: int) -> None:
        """Move the outline's cursor."""
        if self.entries:
            self.index = min(max(self.index + steps, 0), len(self.entries) - 1)
            self._keep_in_sight()
            self.refresh()

    def action_pick(self) -> None:
        """Go to the section under the cursor."""
        if self.entries:
            entry = self.entries[self.index]
            self.post_message(RowPicked(Stop(entry.row, entry.anchor)))

    def on_click(self, event: events.Click) -> None:
        """Go to the section that was clicked."""
        index = round(self.scroll_y) + event.y
        if index < len(self.entries):
            self.index = index
            self.action_pick()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the list alone."""
        event.prevent_default().stop()
        self._scroll_by(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the list alone."""
        event.prevent_default().stop()
        self._scroll_by(-3)

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Follow the panes again."""
        self.follow(self.here)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One section."""
        return self.paint_line(y)

    def paint_line(self, y: int) -> Strip:
        """One section."""
        palette, glyphs = self.looks.palette, self.looks.glyphs
        index = round(self.scroll_y) + y
        width = self.size.width
        rule = (glyphs.rule, palette.style("muted"))
        if self.view is None or index >= len(self.entries):
            if self._empty is None or self._empty.cell_length != width or palette is not self._own:
                blank = (" " * (width - 1), palette.base)
                self._own = palette
                self._empty = parts_strip([blank, rule], width, palette.base)
            return self._empty
        entry = self.entries[index]
        row = self.view.rows[entry.row]
        sign = self.view.sign(row) if not entry.anchor else glyphs.dot
        tail = self._tail(entry, row, sign)
        here = index == self.index
        room = width - 4 - cell_width(tail)
        text = cut("  " * entry.depth + entry.text, max(room, 1))
        name = "strong" if row.changed and not entry.anchor.startswith("old") else "muted"
        line = palette.style(name)
        if here:
            line = palette.panel + palette.styles["found-now" if self.has_focus else "strong"]
        parts = [
            (glyphs.bar if here else " ", palette.style("accent")),
            (sign, palette.style(sign_style(sign, glyphs))),
            (
                " " if entry.anchor else share_bar(1 - kept_share(row), glyphs),
                palette.style("muted"),
            ),
            (text + " " * (room - cell_width(text)), line),
            (tail, palette.style("raised")),
            rule,
        ]
        return parts_strip(parts, width, palette.base)

    def _tail(self, entry: Entry, row: Row, sign: str) -> str:
        """Return the signs after a heading: moved, noted, targets, progress, mark."""
        view, glyphs = self.view, self.looks.glyphs
        if view is None or entry.anchor:
            return ""
        mark = state_sign(view.state(row.id), glyphs).strip()
        badge = f"{entry.targets}{glyphs.target}" if entry.targets else ""
        note = glyphs.note if row.id in view.noted else ""
        moved = glyphs.moved if row.moved and sign != glyphs.moved else ""
        return f" {moved}{note}{badge}{self._done(entry)}{mark}".rstrip()

    def _done(self, entry: Entry) -> str:
        """Return the review progress of a chapter, once it has begun: ``3/7``."""
        marked = self.view.marked if self.view is not None else frozenset()
        done = sum(row in marked for row in entry.below)
        return f"{done}/{len(entry.below)}" if done else ""

    def _nearest(self, here: Stop) -> int:
        """Return the line of the reader's section, or of the last one before it."""
        first = bisect_left(self.entries, here.row, key=lambda entry: entry.row)
        end = bisect_right(self.entries, here.row, key=lambda entry: entry.row)
        own = range(first, end)
        return next(
            (i for i in own if self.entries[i].anchor == here.anchor), max(min(first, end - 1), 0)
        )

    def _keep_in_sight(self) -> None:
        height = max(self.size.height, 1)
        top = round(self.scroll_y)
        if not top + 1 <= self.index < top + height - 1:
            self._scroll_by(self.index - height // 3 - top)

    def _scroll_by(self, lines: int) -> None:
        limit = max(len(self.entries) - self.size.height, 0)
        top = min(max(round(self.scroll_y) + lines, 0), limit)
        if top != round(self.scroll_y):
            self.scroll_target_y = self.scroll_y = top


def entries_of(view: View, wanted: str) -> tuple[Entry, ...]:
    """Return the shown sections, filtered to headings that contain the wanted text.

    A row of several sections has a line for its first one, and below it, indented, one for each
    other section of the new plan, then, if it merges several, for those of the old plan.
    """
    text = fold_width(wanted).lower().strip()
    entries: list[Entry] = []
    for index, row in enumerate(view.rows):
        if not view.filtered or view.shows(row):
            targets = len(view.renderer.targets_of(row))
            for section, anchor in sections_of(row):
                name = name_of(section, 200)
                # A plan without a title has an empty root.
                if name and text in fold_width(name).lower():
                    first = (row.new or row.old)[0]
                    depth = min(max(first.level - 1, 0), 6) + (1 if anchor else 0)
                    entries.append(Entry(index, depth, name, 0 if anchor else targets, (), anchor))
    return tuple(_with_rows_below(entries, view))


def _with_rows_below(entries: Sequence[Entry], view: View) -> Iterator[Entry]:
    """Add ``below`` to chapters: entries with deeper ones below them and at least two changes."""
    for number, entry in enumerate(entries):
        end = number + 1
        while end < len(entries) and entries[end].depth > entry.depth:
            end += 1
        rows = {below.row: view.rows[below.row] for below in entries[number:end]}
        changed = tuple(row.id for row in rows.values() if row.changed)
        is_chapter = not entry.anchor and len(rows) > 1 < len(changed)
        yield replace(entry, below=changed) if is_chapter else entry
