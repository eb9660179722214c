"""The review screen's frame: what it holds, how it is laid out, how the cursor moves."""

import time
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from plandiff.comparison.model import Comparison, Side
from plandiff.corpus.model import Section
from plandiff.tui.context import ReviewContext
from plandiff.tui.drawing.looks import Looks, Search
from plandiff.tui.drawing.rows import Drawer
from plandiff.tui.i18n import Words
from plandiff.tui.keys import ACTIONS, keys_of
from plandiff.tui.layout.columns import OUTLINE_FROM, Columns, Layout, columns
from plandiff.tui.layout.items import Folding
from plandiff.tui.layout.typesetter import Typesetter
from plandiff.tui.review.protocol import Note, ReviewStore
from plandiff.tui.review.troubles import Trouble
from plandiff.tui.view import Place, View
from plandiff.tui.widgets.backdrop import Backdrop, Body
from plandiff.tui.widgets.bar import Bar
from plandiff.tui.widgets.outline import Outline
from plandiff.tui.widgets.pane import Pane
from plandiff.tui.widgets.scroll_map import ScrollMap
from plandiff.tui.work.writing import Writing

_MARGIN = 3
"""Lines that stay in sight above and below the cursor."""


class ReviewFrame(Backdrop, Screen[None]):
    """State and frame; the actions stand in the mixins that `ReviewScreen` is made of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(action.keys), action.name, action.name, show=False, id=action.name)
        for action in ACTIONS
    ]
    DEFAULT_CSS = "ReviewFrame { layout: vertical; }"
    AUTO_FOCUS = "#new"

    def __init__(self, context: ReviewContext, looks: Looks) -> None:
        super().__init__()
        self.context = context
        self.looks = looks
        self.keys = keys_of(context.settings.keys)
        self._store = context.store
        self._trouble: Trouble | None = None
        self.view: View | None = None
        self.layout_asked = Layout(context.settings.layout)
        self.outline_asked: bool | None = None if context.settings.outline else False
        self.with_map = True
        self.unlocked = False
        self.swapped = False
        self.message = ""
        self.busy: str | None = None
        self.writing: Writing | None = None
        """The report that is being written."""
        self.busy_since = time.monotonic()
        self.picked: tuple[Side, Section] | None = None
        """The section that waits for its partner while a pin is begun."""
        self.carried: Note | None = None
        """A note that waits for the row it is to be put on."""
        self.moved = 0.0
        self.typesetters: dict[tuple[int, bool], Typesetter] = {}
        self.header = Bar(self.looks, id="header")
        self.titles = Bar(self.looks, panel=False, id="titles")
        self.outline = Outline(self.looks)
        self.panes = {side: Pane(side, self.looks) for side in Side}
        self.map = ScrollMap(self.looks)
        self.status = Bar(self.looks, panel=False, id="status")
        self.footer = Bar(self.looks, id="footer")

    def compose(self) -> ComposeResult:
        """Header, titles, outline and panes, status, footer."""
        # All that is known is there at the first paint, in its place: no second layout follows.
        self.busy = "busy.reading"
        self.share_width()
        self.refresh_bars()
        yield self.header
        yield self.titles
        with Body(id="body"):
            yield self.outline
            yield from self.panes.values()
            yield self.map
        yield self.status
        yield self.footer

    @property
    def store(self) -> ReviewStore:
        """The review store, opened when it is first wanted: after the first paint."""
        if self._store is None:
            opened = self.context.open_store() if self.context.open_store is not None else None
            self._store = opened or _forgetful_store()
        return self._store

    def close_store(self) -> None:
        """Write everything out, if anything was opened."""
        if self._store is not None:
            self._store.close()

    # what is shown where

    @property
    def saving(self) -> bool:
        """Whether what the reader decides is being kept; True while no store is open."""
        return self._trouble is None or self._trouble.saving

    @property
    def words(self) -> Words:
        """The words of the language in use."""
        return self.looks.words

    @property
    def names(self) -> tuple[str, str]:
        """Names of the left and the right plan."""
        names = (self.context.old_name, self.context.new_name)
        return (names[1], names[0]) if self.swapped else names

    @property
    def page(self) -> int:
        """Lines of a pane that are in sight."""
        return max(self.panes[Side.NEW].size.height, 1)

    @property
    def side(self) -> Side:
        """The pane that has the focus, or had it last."""
        return self._side if not self.columns.unified else Side.NEW

    _side = Side.NEW

    @property
    def width(self) -> int:
        """Cells of the screen; the terminal's while the screen has none yet."""
        return self.size.width or self.app.size.width

    @property
    def columns(self) -> Columns:
        """How the width is shared out now."""
        asked = self.outline_asked
        shown = self.width >= OUTLINE_FROM if asked is None else asked
        width = self.context.settings.outline_width if shown else 0
        return columns(self.width, self.layout_asked, outline=width, with_map=self.with_map)

    def typesetter(self) -> Typesetter:
        """The typesetter for the width there is; earlier widths are remembered, a few of them."""
        if self.view is None:
            raise LookupError
        shared = self.columns
        key = (shared.text, shared.unified)
        if key not in self.typesetters:
            if len(self.typesetters) >= 4:
                self.typesetters.pop(next(iter(self.typesetters)))
            spacing = self.context.settings.spacing
            self.typesetters[key] = Typesetter(
                self.view.drawer, shared.text, unified=shared.unified, spacing=spacing
            )
        return self.typesetters[key]

    @property
    def tops(self) -> dict[Side, int]:
        """The line at the top of each pane."""
        return self.view.tops if self.view is not None else dict.fromkeys(Side, 0)

    def share_width(self) -> None:
        """Give every part its width."""
        shared = self.columns
        parts: list[tuple[Widget, int]] = [
            (self.outline, shared.outline),
            (self.panes[Side.OLD], shared.left),
            (self.panes[Side.NEW], shared.right),
            (self.map, shared.map),
        ]
        for part, width in parts:
            part.display = width > 0
            if width:
                part.styles.width = width

    # the view

    def open_view(self, drawer: Drawer, typesetter: Typesetter, place: Place | None) -> None:
        """Show a comparison, at a place of it."""
        before = self.view
        self.picked = None  # a section of the comparison before
        settings = self.context.settings
        folding = Folding(settings.folded, settings.context)
        self.view = View(drawer, self.store, folding)
        if before is not None:
            self.view.kinds = before.kinds
            self.view.only_unreviewed = before.only_unreviewed
            self.view.rolled_up = before.rolled_up
            self.view.folding = replace(before.folding, turned=frozenset())
            self.view.tops = dict(before.tops)
        self.typesetters = {(typesetter.width, typesetter.unified): typesetter}
        self.view.rebuild(self.typesetter())
        if place is not None:
            self.view.put(place)
        self.look_up_again()
        self.refresh_all()
        self.reveal()

    def rebuild(self) -> None:
        """Filter, folds, layout or width are others: set the rows anew, the cursor's line stays."""
        if self.view is None:
            return
        above = self.view.cursor - self.tops[Side.NEW]
        self.view.rebuild(self.typesetter())
        self.look_up_again()
        self.refresh_all()
        self.scroll_both(self.view.cursor - min(max(above, 0), self.page - 1))
        self.reveal()

    def set_the_rest(self) -> None:
        """Rows out of sight are set while the reader rests; the sizing mixin does it."""

    def refresh_bars(self) -> None:
        """Header, titles, status and footer say what is so now; the telling mixin does it."""

    def refresh_titles(self) -> None:
        """The sections at the top of each pane; the telling mixin does it."""

    def look_up_again(self) -> None:
        """The search is made again where there is one; the search mixin does it."""

    def refresh_all(self) -> None:
        """Draw everything anew."""
        for pane in self.panes.values():
            pane.show(self.view)
        self.outline.show(self.view)
        self.map.show(self.view)
        self.refresh_bars()
        self.set_the_rest()

    def redraw(self) -> None:
        """Draw everything anew; the geometry is the same."""
        if self.view is not None:
            self.view.count()
        for pane in self.panes.values():
            pane.redraw()
        for part in (self.outline, self.titles, self.header, self.footer, self.status):
            part.refresh()
        self.map.show(self.view)
        self.refresh_bars()

    # moving

    def move_to(self, line: int) -> None:
        """Put the cursor on a line and bring it into sight with some lines after it."""
        if self.view is not None:
            self.message = ""
            self.set_cursor(line)
            self.reveal()

    def set_cursor(self, line: int) -> None:
        """Put the cursor on a line; only what changes is drawn."""
        self.moved = time.perf_counter()
        view = self.view
        if view is None:
            return
        view.settle((view.geometry.index_at(line),))
        before = view.cursor
        view.cursor = min(max(line, 0), max(view.geometry.height - 1, 0))
        for moved in {before, view.cursor}:
            index = view.geometry.index_at(moved)
            first, last = view.geometry.starts[index], view.geometry.starts[index + 1] - 1
            for side, pane in self.panes.items():
                top = self.tops[side]
                low, high = max(first, top), min(last, top + self.page)
                if low <= high:
                    pane.redraw_rows(low, high)
        item = view.item()
        if item is not None:
            self.outline.follow(item.first)
        self.refresh_bars()

    def reveal(self) -> None:
        """Scroll so that the cursor stands comfortably, if it does not already."""
        if self.view is None:
            return
        line, top, page = self.view.cursor, self.tops[Side.NEW], self.page
        after = min(8, page // 3)
        if line < top + min(1, page - 1) or line > top + page - 1 - after:
            self.scroll_both(line - page // 4)
        else:
            self.scroll_both(top)

    def step(self, lines: int) -> None:
        """Move the cursor by lines; the panes follow when it nears their edge."""
        view = self.view
        if view is None:
            return
        if self._scrolled_alone(lines):
            return
        self.set_cursor(view.cursor + lines)
        top, margin = self.tops[Side.NEW], min(_MARGIN, self.page // 3)
        low = view.cursor - self.page + 1 + margin
        self.scroll_both(min(max(top, low), view.cursor - margin))

    def leaf(self, lines: int) -> None:
        """Scroll by (part of) a page and take the cursor along."""
        view = self.view
        if view is None:
            return
        if self._scrolled_alone(lines):
            return
        self.scroll_both(self.tops[Side.NEW] + lines)
        self.set_cursor(view.cursor + lines)

    def _scrolled_alone(self, lines: int) -> bool:
        """Where the panes are unlocked, scroll the one that has the focus; the cursor stays."""
        self.message = ""
        if self.unlocked:
            self.scroll_one(self.side, self.tops[self.side] + lines)
        return self.unlocked

    def scroll_both(self, top: int) -> None:
        """Put a line at the top of both panes."""
        self.moved = time.perf_counter()
        for side in Side:
            self.scroll_one(side, top)
        self.refresh_titles()

    def scroll_one(self, side: Side, top: int) -> None:
        """Put a line at the top of one pane."""
        view, pane = self.view, self.panes[side]
        if view is None:
            return
        wanted, limit = max(top, 0), max(view.geometry.height - self.page, 0)
        while view.settle_page(min(wanted, limit), self.page):
            limit = max(view.geometry.height - self.page, 0)
            for other in self.panes.values():
                other.refresh()
        top = view.tops[side] = min(wanted, limit)
        pane.scroll_to_line(top, view.geometry.height)
        if side is Side.NEW:
            self.map.move_to(top)

    def comparison_shown(self) -> Comparison | None:
        """The comparison as it stands on the screen."""
        return self.view.comparison if self.view is not None else None


def _forgetful_store() -> ReviewStore:
    from plandiff.tui.review.memory import MemoryStore  # noqa: PLC0415 - not needed as a rule

    return MemoryStore()


__all__ = ["Place", "ReviewFrame", "Search"]
