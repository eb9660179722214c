"""How the width is shared out between outline, panes and map, and the rows laid out for it."""

import time
from functools import partial

from plandiff.comparison.model import Side
from plandiff.tui.layout.columns import MARGIN_FROM, OUTLINE_FROM, Columns, Layout, columns
from plandiff.tui.layout.geometry import NotesByRow
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.view.navigation import Stop
from plandiff.tui.view.walking import part_at_cursor

_LAYOUTS = (Layout.AUTO, Layout.SPLIT, Layout.UNIFIED)
_REMEMBERED = 4
"""Widths of which the laid out rows are kept."""


class LayoutController:
    """Owns which parts the reader wants to see, and the rows as laid out for some widths."""

    def __init__(self, host: Host) -> None:
        settings = host.context.settings
        self._host = host
        self.layout = Layout(settings.layout)
        self.with_outline: bool | None = None if settings.outline else False
        """None: where there is room for it."""
        self.with_map = True
        self._row_layouts: dict[tuple[int, bool], RowLayout] = {}
        self._notes_shown: tuple[NotesByRow, str] = ({}, "sign")

    def actions(self) -> Actions:
        """Outline, map, panes."""
        return {
            "outline": self.toggle_outline,
            "map": self.toggle_map,
            "split": partial(self.use, Layout.SPLIT),
            "unified": partial(self.use, Layout.UNIFIED),
            "automatic": partial(self.use, Layout.AUTO),
            "next_layout": self.use_next,
        }

    def columns(self) -> Columns:
        """How the width is shared out now."""
        host, wanted = self._host, self.with_outline
        shown = host.width >= OUTLINE_FROM if wanted is None else wanted
        outline = host.context.settings.outline_width if shown else 0
        return columns(
            host.width,
            self.layout,
            outline=outline,
            with_map=self.with_map,
            with_margin=self._notes_place() == "margin",
        )

    def _notes_place(self) -> str:
        """Where notes are printed now: ``margin``, ``below``, or ``sign``: nowhere."""
        view, wanted = self._host.view, self._host.context.settings.notes
        if view is None or not view.beside:
            return "sign"
        if wanted == "auto":
            return "margin" if self._host.width >= MARGIN_FROM else "below"
        return wanted

    def notes_moved(self) -> bool:
        """Whether rows or columns must be laid out again, because notes are others than before."""
        view = self._host.view
        before = self._notes_shown
        self._notes_shown = (view.beside if view is not None else {}, self._notes_place())
        return before != self._notes_shown and self._host.context.settings.notes != "sign"

    def row_layout(self, renderer: RowRenderer) -> RowLayout:
        """The rows of the view for the width there is; those for earlier widths are kept."""
        shared = self.columns()
        key = (shared.text, shared.unified)
        if key not in self._row_layouts:
            if len(self._row_layouts) >= _REMEMBERED:
                self._row_layouts.pop(next(iter(self._row_layouts)))
            self._row_layouts[key] = self.new_row_layout(renderer)
        layout, view = self._row_layouts[key], self._host.view
        layout.put_notes(view.beside if view is not None and self._notes_place() == "below" else {})
        return layout

    def new_row_layout(self, renderer: RowRenderer) -> RowLayout:
        """Rows to be laid out for the width there is; may be called in any thread."""
        shared, spacing = self.columns(), self._host.context.settings.spacing
        return RowLayout(renderer, shared.text, unified=shared.unified, spacing=spacing)

    def fits(self, layout: RowLayout) -> bool:
        """Whether rows were laid out for the width there is."""
        shared = self.columns()
        return (layout.width, layout.unified) == (shared.text, shared.unified)

    def forget(self, keep: RowLayout | None = None) -> None:
        """Forget all laid out rows but these: other rows, words or glyphs are shown."""
        self._row_layouts = {(keep.width, keep.unified): keep} if keep is not None else {}

    def use(self, layout: Layout) -> None:
        """Two panes, one pane, or as many as there is room for."""
        host = self._host
        self.layout = layout
        self._share_again()
        host.say(host.words("done.layout", name=host.words(f"layout.{layout.value}")))

    def use_next(self) -> None:
        """The next of automatic, two panes, one pane."""
        self.use(_LAYOUTS[(_LAYOUTS.index(self.layout) + 1) % len(_LAYOUTS)])

    def toggle_outline(self) -> None:
        """The outline on or off."""
        host = self._host
        shown = host.columns.outline > 0
        self.with_outline = not shown
        if shown and host.focused is host.outline:
            host.panes[host.side].focus()
        self._share_again()

    def show_outline(self) -> None:
        """The outline on."""
        self.with_outline = True
        self._host.share_width()
        self._host.rebuild()

    def toggle_map(self) -> None:
        """The map of changes on or off."""
        self.with_map = not self.with_map
        self._share_again()

    def _share_again(self) -> None:
        host = self._host
        host.share_width()
        host.rebuild()
        if host.focused is not None and not host.focused.display:
            host.panes[Side.NEW].focus()


_PAUSE, _SLICE, _REST = 0.004, 0.008, 0.2
"""Work on rows out of sight: seconds between two slices, of one slice, and after a key."""


class MeasureController:
    """Owns whether a slice of the work, or a new size, is waited for."""

    def __init__(
        self, host: Host, layout: LayoutController, navigation: NavigationController
    ) -> None:
        self._host = host
        self._layout = layout
        self._navigation = navigation
        self._slice_waits = False
        self._size_waits = False

    def resize(self) -> None:
        """Share out a new width; of many sizes in a row, the rows follow only the last one."""
        self._host.share_width()
        if not self._size_waits:
            self._size_waits = True
            self._host.after_refresh(self._follow_size)

    def rewrap(self) -> None:
        """Lay the rows out for the size there is; the row at the top stays there."""
        host, view = self._host, self._host.view
        if view is None:
            return
        layout = self._layout.row_layout(view.renderer)
        if layout is not view.row_layout:
            view.rewrap(layout)
            host.rows_replaced()
            for pane in host.panes.values():
                pane.show(view)
            host.map.show(view)
            host.margin.show(view)
        host.outline.follow(Stop(view.place().row, part_at_cursor(view)))
        host.refresh_bars()
        self._navigation.scroll_both(view.tops[Side.NEW])
        self._navigation.reveal()
        self.measure_the_rest()

    def measure_the_rest(self, pause: float = _PAUSE) -> None:
        """Measure rows that are only estimated so far, a few at a time."""
        view = self._host.view
        if view is not None and view.geometry.rough and not self._slice_waits:
            self._slice_waits = True
            self._host.after(pause, self._measure_slice)

    def _follow_size(self) -> None:
        self._size_waits = False
        self.rewrap()

    def _measure_slice(self) -> None:
        self._slice_waits = False
        host, view = self._host, self._host.view
        if view is None:
            return
        now = time.perf_counter()
        if now < self._navigation.moved + _REST:  # a key is being held down
            self.measure_the_rest(_REST)
            return
        until = now + _SLICE
        more = view.measure_more(lambda: time.perf_counter() > until)
        for side, pane in host.panes.items():
            pane.shift(view.tops[side], view.geometry.height)
        host.map.top = view.tops[Side.NEW]
        host.margin.top = view.tops[Side.NEW]
        host.margin.show(view)
        if more:
            self.measure_the_rest()
        else:
            host.map.show(view)
