"""Columns next to the panes: the map of the whole document, and the margin of notes."""

from collections.abc import Iterator
from math import ceil

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from plandiff.comparison.edits import RowKind
from plandiff.corpus.text.width import pad
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import parts_strip
from plandiff.tui.view.beside import margin_lines
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import target_stops
from plandiff.tui.widgets.lines import PlainLines
from plandiff.tui.widgets.messages import MapPointed

_RANK = {"=": 1, "~": 2, "<": 3, ">": 3, "x": 3, "-": 4, "+": 5}
"""Ranks of signs: of several changes in a cell, the one with the highest rank is shown."""


class ScrollMap(PlainLines, Widget):
    """Column of signs for the changes of the document; a click goes to that place."""

    DEFAULT_CSS = "ScrollMap { width: 2; height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, looks: RenderContext) -> None:
        super().__init__(id="map")
        self.looks = looks
        self.view: View | None = None
        self.top = 0
        self._cells: list[tuple[str, str]] = []
        self._empty = Strip.blank(2, looks.palette.base)

    def show(self, view: View | None) -> None:
        """Draw this view from now on."""
        self.view = view
        self._cells = []
        self.refresh()

    def move_to(self, top: int) -> None:
        """Move the thumb to the visible part of the document."""
        if top != self.top:
            before, self.top = self._thumb(), top
            for y in _lines_of(before) ^ _lines_of(self._thumb()):
                self.refresh(Region(0, y, 2, 1))

    def _thumb(self) -> tuple[int, int]:
        """Return the first and last line of the map that represent the visible part."""
        height = max(self.size.height, 1)
        total = self.view.geometry.height if self.view is not None else 0
        scale = max(total, height) / height
        return int(self.top / scale), ceil((self.top + height) / scale) - 1

    def render_line(self, y: int) -> Strip:
        """One line: the thumb, and the changes that fall on it."""
        return self.paint_line(y)

    def paint_line(self, y: int) -> Strip:
        """One line: the thumb, and the changes that fall on it."""
        palette, glyphs = self.looks.palette, self.looks.glyphs
        if self.view is None:
            return self._empty
        if len(self._cells) != self.size.height:
            self._cells = self._marks(self.view, self.size.height)
        sign, name = self._cells[y]
        first, last = self._thumb()
        thumb = first <= y <= last
        edge = Segment(
            glyphs.thumb if thumb else " ", palette.style("accent" if thumb else "muted")
        )
        return Strip([edge, Segment(sign, palette.style(name))], 2)

    def on_click(self, event: events.Click) -> None:
        """Go to this part of the document."""
        self.post_message(MapPointed(event.y / max(self.size.height, 1)))

    def on_resize(self) -> None:
        """Discard the cells, which now cover other lines."""
        self._cells = []

    def _marks(self, view: View, height: int) -> list[tuple[str, str]]:
        cells: list[tuple[int, str, str]] = [(0, " ", "muted")] * height
        geometry, glyphs = view.geometry, self.looks.glyphs
        scale = max(geometry.height, height) / max(height, 1)

        def mark(line: int, rank: int, sign: str, name: str) -> None:
            y = min(int(line / scale), height - 1)
            if rank > cells[y][0]:
                cells[y] = (rank, sign, name)

        if self.looks.search.pattern is not None:
            for match in self.looks.search.matches:
                mark(geometry.top_of_row(match.row), 9, "o", "accent")
        for row in view.stops.rows:
            place = geometry.top_of_row(row)
            sign = view.sign(view.rows[row])
            if view.rows[row].kind is RowKind.UNCHANGED or sign == glyphs.moved:
                mark(place, 3, sign, "sign-moved")
            else:
                name = f"sign-{sign}" if sign in "+-~=" else "sign-moved"
                mark(place, _RANK.get(sign, 2), sign, name)
        for line in _target_lines(view):
            mark(line, 7, glyphs.target, "sign-#")
        return [(sign, name) for _, sign, name in cells]


def _target_lines(view: View) -> Iterator[int]:
    """Yield every line where a changed target begins."""
    for row in view.target_rows:
        index = view.geometry.item_of_row(row)
        if index is not None:
            stops = target_stops(view.geometry.blocks[index], view.renderer.glyphs.target)
            yield from (view.geometry.starts[index] + stop for stop in stops)


def _lines_of(thumb: tuple[int, int]) -> set[int]:
    return set(range(thumb[0], thumb[1] + 1))


class Margin(PlainLines, Widget):
    """Column of notes that follows the pane of the new plan."""

    DEFAULT_CSS = "Margin { height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, looks: RenderContext) -> None:
        super().__init__(id="margin")
        self.looks = looks
        self.view: View | None = None
        self.top = 0
        self._lines: dict[int, tuple[str, bool]] = {}

    def show(self, view: View | None) -> None:
        """Draw the notes of this view from now on."""
        self.view = view
        self._set()

    def move_to(self, top: int) -> None:
        """Follow the top line of the pane."""
        if top != self.top:
            self.top = top
            self._set()

    def on_resize(self) -> None:
        """Wrap the notes again at the new width."""
        self._set()

    def render_line(self, y: int) -> Strip:
        """One line."""
        return self.paint_line(y)

    def paint_line(self, y: int) -> Strip:
        """Draw a rule, the sign of a note at its first line, and its text."""
        palette, glyphs, width = self.looks.palette, self.looks.glyphs, self.size.width
        text, first = self._lines.get(self.top + y, ("", False))
        parts = [
            (glyphs.rule, palette.style("muted")),
            (f"{glyphs.note if first else ' '} ", palette.style("accent")),
            (pad(text, max(width - 3, 0)), palette.base),
        ]
        return parts_strip(parts, width, palette.base)

    def _set(self) -> None:
        self._lines = (
            margin_lines(self.view, self.top, self.size.height, self.size.width - 4)
            if self.view is not None and self.display
            else {}
        )
        self.refresh()
