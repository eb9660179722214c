"""Selectable list: a cursor and lines of styled pieces, without markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import parts_strip

Cell = tuple[str, str]
"""Text and its style name."""


class Entry(Struct, frozen=True):
    """A line of the list."""

    cells: tuple[Cell, ...]
    value: object = None
    """Value reported when the line is chosen; None: it cannot be chosen."""
    key: str = ""
    """Additional text for the filter, besides the cells."""
    head: bool = False
    """Whether this is the line of column names, which a filter keeps."""


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """List in columns; the widest column except the first shrinks when space is short."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup,b", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "step(-1000000)", show=False),
        Binding("end,G", "step(1000000)", show=False),
        Binding("enter", "pick", show=False),
    ]
    DEFAULT_CSS = """
    Rows { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0; }
    """
    ALLOW_SELECT = False

    @dataclass
    class Picked(Message):
        """A line was chosen."""

        value: object

    @dataclass
    class Moved(Message):
        """The cursor is on another line."""

        value: object

    def __init__(self, looks: RenderContext, *, columns: int = 1) -> None:
        super().__init__()
        self.looks = looks
        self.entries: Sequence[Entry] = ()
        self.index = 0
        self.columns = columns
        """Number of cells shown per line; a line with fewer is not split into columns."""
        self._widths: list[int] = []
        self._measured_for = -1
        """Width for which the column widths were computed."""

    def put(self, entries: Sequence[Entry], index: int = 0) -> None:
        """List these lines."""
        self.entries = entries
        self._measured_for = -1
        self.virtual_size = Size(max(self.size.width, 1), max(len(entries), 1))
        self.index = min(max(index, 0), max(len(entries) - 1, 0))
        if entries and self.current is None:
            self._to_choosable(1)
        self._keep_in_sight()
        self.refresh()

    @property
    def current(self) -> object:
        """The value under the cursor."""
        return self.entries[self.index].value if self.entries else None

    def action_step(self, steps: int) -> None:
        """Move the cursor; lines that cannot be chosen are skipped."""
        if not self.entries:
            return
        self.index = min(max(self.index + steps, 0), len(self.entries) - 1)
        self._to_choosable(1 if steps > 0 else -1)
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self.current))

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.action_step(pages * max(self.size.height - 1, 1))

    def action_pick(self) -> None:
        """Choose the line under the cursor."""
        if self.current is not None:
            self.post_message(self.Picked(self.current))

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        index = round(self.scroll_y) + event.y
        if index < len(self.entries) and self.entries[index].value is not None:
            self.index = index
            self.refresh()
            self.action_pick()

    def on_resize(self) -> None:
        """Compute the column widths again."""
        self._keep_in_sight()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        palette, width = self.looks.palette, self.size.width
        if self._measured_for != width:
            self._widths, self._measured_for = self._measure(), width
        index = round(self.scroll_y) + y
        if index >= len(self.entries):
            return Strip.blank(width, palette.base)
        entry = self.entries[index]
        here = index == self.index and entry.value is not None
        base = palette.panel if here else palette.base
        parts = [(f"{self.looks.glyphs.bar if here else ' '} ", base + palette.styles["accent"])]
        single = len(entry.cells) < self.columns
        for column, (text, name) in enumerate(entry.cells[: self.columns]):
            cells = width - 3 if single else self._widths[column]
            shown = cut(visible_line(text), max(cells, 0))
            style = base + palette.styles[name] if name else base
            gap = cells - cell_width(shown) + 1
            parts += [(shown, style), (" " * gap, base)]
        return parts_strip(parts, width, base)

    def _measure(self) -> list[int]:
        full = [e for e in self.entries if len(e.cells) >= self.columns]
        widths = [
            max((cell_width(visible_line(e.cells[c][0])) for e in full), default=0)
            for c in range(self.columns)
        ]
        room = self.size.width - 3 - self.columns
        while sum(widths) > room and max(widths) > 6:
            widest = max(range(self.columns), key=lambda c: (widths[c], c))
            widths[widest] -= 1
        return widths

    def _to_choosable(self, step: int) -> None:
        for direction in (step, -step):
            index = self.index
            while 0 <= index < len(self.entries):
                if self.entries[index].value is not None:
                    self.index = index
                    return
                index += direction

    def _keep_in_sight(self) -> None:
        height = self.size.height
        if height < 1:
            return
        top = round(self.scroll_y)
        if all(entry.value is None for entry in self.entries[: self.index]):
            top = 0  # show the heading lines above the first line that can be chosen
        if self.index < top + 1:
            top = max(self.index - 1, 0)
        elif self.index > top + height - 2:
            top = self.index - height + 2
        top = min(max(top, 0), max(len(self.entries) - height, 0))
        if top != round(self.scroll_y):
            self.scroll_target_y = self.scroll_y = top
