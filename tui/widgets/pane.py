"""One side of the comparison: draws the visible lines of the shared geometry."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from plandiff.comparison.edits import Side
from plandiff.comparison.review.marks import Mark
from plandiff.tui.layout.geometry import Block, Line, Paint
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.context import Glyphs, RenderContext
from plandiff.tui.render.signs import state_sign
from plandiff.tui.render.strips import GUTTER, Gutter, filled, joined, line_segments
from plandiff.tui.render.themes import Palette
from plandiff.tui.view.model import View
from plandiff.tui.view.search import spans_in
from plandiff.tui.widgets.lines import PlainLines
from plandiff.tui.widgets.messages import LinePointed, Wheeled

_WHEEL_LINES = 3
_DEALT_WITH = (Mark.REVIEWED, Mark.ACCEPTED)
_DONE = tuple(mark.value for mark in _DEALT_WITH)
_UNSEEN = Mark.UNSEEN.value
_GRAVEST = ("conflict", "outdated", Mark.QUESTIONED.value, *_DONE)
"""Priority of the states of passages that begin in one line; only the first is shown."""

_LineKey = tuple[int, int, int, str]
"""What the drawing of a line depends on: item, offset in it, bar, anchor of the current stop."""


class Pane(PlainLines, ScrollView, can_focus=True, inherit_bindings=False):
    """Draws one side; the screen controls scrolling and the cursor."""

    DEFAULT_CSS = """
    Pane { height: 1fr; overflow-x: hidden; overflow-y: hidden; }
    """
    ALLOW_MAXIMIZE = False

    def __init__(self, side: Side, looks: RenderContext) -> None:
        super().__init__(id=side.value)
        self.side = side
        self.looks = looks
        self.view: View | None = None
        self.ruled = side is Side.OLD
        self._strips: LRUCache[_LineKey, Strip] = LRUCache(2000)
        self._empty: Strip | None = None
        self._selection: Selection | None = None
        self._top = self._here = 0
        """First visible line, and the item of the cursor, while lines are drawn."""

    def show(self, view: View | None) -> None:
        """Draw this view from now on."""
        self.view = view
        self._strips.clear()
        self._empty = None
        height = view.geometry.height if view is not None else 0
        self.virtual_size = Size(max(self.size.width, 1), max(height, 1))
        self.refresh()

    def redraw(self) -> None:
        """Draw every line again, because colours, marks or matches have changed."""
        self._strips.clear()
        self._empty = None
        self.refresh()

    def scroll_to_line(self, top: int, height: int) -> None:
        """Scroll a line to the top of the pane without animation."""
        self._be_high(height)
        if round(self.scroll_y) != top:
            self.scroll_target_y = self.scroll_y = top

    def shift(self, top: int, height: int) -> None:
        """Follow changed line numbers after hidden rows were wrapped; no visible line differs."""
        self._be_high(height)
        self.set_reactive(Pane.scroll_y, top)
        self.set_reactive(Pane.scroll_target_y, top)

    def _be_high(self, height: int) -> None:
        """Set the virtual size that limits scrolling, without triggering a layout."""
        if height != self.virtual_size.height:
            size = Size(self.virtual_size.width, max(height, 1))
            self.set_reactive(Pane.virtual_size, size)

    def redraw_rows(self, first: int, last: int) -> None:
        """Redraw the visible ones of these lines."""
        self.refresh_lines(first, last - first + 1)

    def render_line(self, y: int) -> Strip:
        """Return a line whose segments carry their offset in the text, for the mouse."""
        self._look_up()
        view, number = self.view, self._top + y
        if view is None or number >= view.geometry.height:
            return self._blank(self.size.width)
        return self._draw(view, number, self._key(view, number), placed=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region; selection and cursor are looked up once for all of them."""
        self._look_up()
        return super().render_lines(crop)

    def _look_up(self) -> None:
        view = self.view
        self._selection = self.text_selection
        self._top = round(self.scroll_y)
        if view is not None and view.geometry.items:
            self._here = view.geometry.index_at(view.cursor)

    def paint_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self._line_cells
        number = self._top + y
        view = self.view
        if view is None or number >= view.geometry.height:
            return self._blank(width)
        key = self._key(view, number)
        index, offset, bar, anchor = key
        if not bar and not anchor and self._is_blank(view, index, offset):
            return self._blank(width)
        if self._selection is not None:
            return self._draw(view, number, key)
        strip = self._strips.get(key)
        if strip is None or strip.cell_length != width:
            strip = self._strips[key] = self._draw(view, number, key)
        return strip

    def _key(self, view: View, number: int) -> _LineKey:
        """Return the key of a line; the bar is 2 on the cursor's line, 1 on its item, else 0."""
        index, offset = view.geometry.locate(number)
        bar = 2 if number == view.cursor else int(index == self._here)
        return index, offset, bar, self._anchor(view, view.geometry.blocks[index], offset)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the plan's text of a selection: no gutter, badges, or breaks in a paragraph."""
        if self.view is None:
            return None
        return "".join(self._selected(self.view, selection)), "\n"

    def selection_updated(self, _selection: Selection | None) -> None:
        """Redraw after the selection changed."""
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll both panes."""
        event.prevent_default().stop()
        self.post_message(Wheeled(self.side, _WHEEL_LINES))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll both panes."""
        event.prevent_default().stop()
        self.post_message(Wheeled(self.side, -_WHEEL_LINES))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        line = round(self.scroll_y) + event.y
        if self.view is not None and line < self.view.geometry.height:
            self.post_message(LinePointed(self.side, line))

    @staticmethod
    def _is_blank(view: View, index: int, offset: int) -> bool:
        """Return whether a line is empty on both sides, without the sign of a note on its row."""
        block = view.geometry.blocks[index]
        if block.left[offset] is not None or block.right[offset] is not None:
            return False
        return offset != 1 or view.rows[view.geometry.items[index].first].id not in view.noted_whole

    def _blank(self, width: int) -> Strip:
        """Return one strip shared by all empty lines, because Textual caches work per strip."""
        strip = self._empty
        if strip is None or strip.cell_length != width:
            strip = self._empty = self._edged([], width)
        return strip

    def _anchor(self, view: View, block: Block, offset: int) -> str:
        """Return the anchor of the current stop if the line intersects it; else empty."""
        if not view.anchor:
            return ""
        if offset not in block.lines_of(view.anchor):
            return ""
        line = block.side(self.side)[offset]
        return view.anchor if line is not None and line.shows(view.anchor) else ""

    def _draw(self, view: View, number: int, key: _LineKey, *, placed: bool = False) -> Strip:
        index, offset, bar, anchor = key
        palette, width = self.looks.palette, self.size.width if placed else self._line_cells
        block = view.geometry.blocks[index]
        line = block.side(self.side)[offset]
        if anchor:
            bar = 2  # mark the whole passage, not only its first line
        segments = self._gutter(view, index, offset, line, bar).segments(palette)
        if line is None and self._gap(block.left[offset], block.right[offset]):
            return self._edged(segments, width, gap=True)
        if line is not None:
            done = _reviewed(view, line) if view.marked else []
            found = [*done, *self._found(view, index, line)]
            under = [own for own in line.paragraph.anchors if own[2] == anchor] if anchor else []
            under = [(start, end, "here") for start, end, _ in under]
            place = (0, number) if placed else None
            text = line_segments(line, palette, found, place, under=under)
            segments += text if placed else self._with_selection(text, number)
        return self._edged(segments, width, self.looks.glyphs.rule)

    @staticmethod
    def _gap(left: Line | None, right: Line | None) -> bool:
        return (left is None) != (right is None)

    def _gutter(self, view: View, index: int, offset: int, line: Line | None, bar: int) -> Gutter:
        glyphs, item = self.looks.glyphs, view.geometry.items[index]
        place = (glyphs.bar if bar == 2 else glyphs.thin if bar else " ", "accent")
        plain = line is None or not (line.paragraph.signs or line.paragraph.anchors)
        if item.kind is not ItemKind.ROW or (plain and offset > 1):
            return Gutter(place)
        row = view.rows[item.first]
        signs = line.shown_signs() if line is not None else []
        sign = next((own for own in signs if own not in glyphs.findings), "")
        if offset == 0 and line is not None:
            sign = view.sign(row).strip() or sign
        # Show the most important finding of a line: force, a target, a task.
        finding = next((own for own in glyphs.findings if own in signs), "")
        mark, style = self._mark(view, index, offset, line)
        own = (sign or " ", sign_style(sign, glyphs))
        return Gutter(place, own, (finding or " ", "sign-#"), (mark, style))

    def _mark(self, view: View, index: int, offset: int, line: Line | None) -> tuple[str, str]:
        """Return the review sign of the row or passage that begins in a line, else a note sign."""
        glyphs, item = self.looks.glyphs, view.geometry.items[index]
        row = view.rows[item.first].id
        state = view.state(row) if offset == 0 else _UNSEEN
        begun: list[str] = []
        if line is not None and view.stops.passages(item.first):
            passages = view.stops.row_of
            begun = [name for name in line.begun() if name in passages]
        if state == _UNSEEN and begun:
            states = {view.state(name) for name in begun}
            here = view.anchor if view.anchor in begun else ""
            state = view.state(here) if here else next((s for s in _GRAVEST if s in states), state)
            if state in _DONE and _UNSEEN in states and not here:
                return glyphs.dot, "raised"  # a part of what begins in this line
        if state != _UNSEEN:
            return state_sign(state, glyphs), "raised" if state in _DONE else "accent"
        noted = not view.noted.isdisjoint(begun) or (offset == 1 and row in view.noted_whole)
        return (glyphs.note, "accent") if noted else (" ", "muted")

    def _found(self, view: View, index: int, line: Line) -> list[Paint]:
        search = self.looks.search
        if search.pattern is None or view.geometry.items[index].kind is not ItemKind.ROW:
            return []
        now = search.now
        return [
            (start, end, "found-now" if now is not None and now.paragraph is line.paragraph
             and now.start == start and now.side is self.side else "found")
            for start, end in spans_in(line.paragraph, search.pattern)
            if start < line.end and end > line.start
        ]  # fmt: skip

    def _with_selection(self, segments: list[Segment], number: int) -> list[Segment]:
        selection = self._selection
        span = selection.get_span(number) if selection is not None else None
        if span is None:
            return segments
        start, end = span
        chosen = Style(reverse=True)
        painted: list[Segment] = []
        at = 0
        for segment in segments:
            size = len(segment.text)
            left = min(max(start - at, 0), size)
            right = size if end == -1 else min(max(end - at, 0), size)
            style = segment.style or Style()
            for first, last, own in ((0, left, style), (left, right, style + chosen),
                                     (max(right, left), size, style)):  # fmt: skip
                if last > first:
                    painted.append(Segment(segment.text[first:last], own))
            at += size
        return painted

    def _edged(
        self, segments: list[Segment], width: int, rule: str = "", *, gap: bool = False
    ) -> Strip:
        """Pad a line to the pane's width, with the rule between the panes at its end."""
        palette: Palette = self.looks.palette
        back = palette.filler if gap else palette.base
        if not self.ruled:
            return Strip(joined(filled(segments, width, back)), width)
        edge = Segment(rule or self.looks.glyphs.rule, palette.style("muted"))
        return Strip([*joined(filled(segments, width - 1, back)), edge], width)

    def _selected(self, view: View, selection: Selection) -> Iterator[str]:
        geometry = view.geometry
        first = selection.start.y if selection.start is not None else 0
        last = selection.end.y if selection.end is not None else geometry.height - 1
        before: Line | None = None
        for number in range(first, min(last, geometry.height - 1) + 1):
            line = geometry.at(number, self.side)
            span = selection.get_span(number)
            if line is None or span is None or line.paragraph.tag:
                continue
            if before is not None and before.paragraph is not line.paragraph:
                yield "" if before.paragraph.continued else "\n"
            before = line
            start, end = span
            size = line.end - line.start
            yield _own_text(line, line.start + start, line.start + (size if end == -1 else end))


def _own_text(line: Line, start: int, end: int) -> str:
    """Return the plan's characters of a range, without inlays of the app."""
    text = line.paragraph.text
    inlays = line.paragraph.inlays
    return "".join(
        text[i]
        for i in range(max(start, 0), min(end, line.end))
        if not any(first <= i < last for first, last in inlays)
    )


def _reviewed(view: View, line: Line) -> list[Paint]:
    """Return paint for the reviewed passages of a line, to tell several in a line apart."""
    return [
        (start, end, "done")
        for start, end, name in line.paragraph.anchors
        if view.marked.get(name) in _DEALT_WITH and start < line.end and end > line.start
    ]


def sign_style(sign: str, glyphs: Glyphs) -> str:
    """Return the style name of a gutter sign."""
    if sign in {"<", ">", "x", glyphs.moved}:
        return "sign-moved"
    return f"sign-{sign}" if sign in {"+", "-", "~", "=", "#"} else "muted"


__all__ = ["GUTTER", "Pane", "sign_style"]
