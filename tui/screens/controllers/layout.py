"""Divides the width among outline, panes and map, and lays out the rows for it."""

import time
from functools import partial

from plandiff.comparison.edits import Side
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
"""Number of widths for which laid out rows are cached."""


class LayoutController:
    """Owns the visibility of the parts, and the rows laid out for some widths."""

    def __init__(self, host: Host) -> None:
        settings = host.context.settings
        self._host = host
        self.layout = Layout(settings.layout)
        self.with_outline: bool | None = None if settings.outline else False
        """None: shown if there is room."""
        self.with_map = True
        self._row_layouts: dict[tuple[int, bool], RowLayout] = {}
        self._notes_shown: tuple[NotesByRow, str] = ({}, "sign")

    def actions(self) -> Actions:
        """Return the handlers for outline, map and panes."""
        return {
            "outline": self.toggle_outline,
            "map": self.toggle_map,
            "split": partial(self.use, Layout.SPLIT),
            "unified": partial(self.use, Layout.UNIFIED),
            "automatic": partial(self.use, Layout.AUTO),
            "next_layout": self.use_next,
        }

    def columns(self) -> Columns:
        """The current widths of the parts."""
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
        """Return where notes are shown: ``margin``, ``below``, or ``sign`` (not printed)."""
        view, wanted = self._host.view, self._host.context.settings.notes
        if view is None or not view.beside:
            return "sign"
        if wanted == "auto":
            return "margin" if self._host.width >= MARGIN_FROM else "below"
        return wanted

    def notes_moved(self) -> bool:
        """Return whether changed notes require a new layout of rows or columns."""
        view = self._host.view
        before = self._notes_shown
        self._notes_shown = (view.beside if view is not None else {}, self._notes_place())
        return before != self._notes_shown and self._host.context.settings.notes != "sign"

    def row_layout(self, renderer: RowRenderer) -> RowLayout:
        """Return the view's rows for the current width; rows for earlier widths are cached."""
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
        """Create a row layout for the current width; may be called from any thread."""
        shared, spacing = self.columns(), self._host.context.settings.spacing
        return RowLayout(renderer, shared.text, unified=shared.unified, spacing=spacing)

    def fits(self, layout: RowLayout) -> bool:
        """Return whether rows were laid out for the current width."""
        shared = self.columns()
        return (layout.width, layout.unified) == (shared.text, shared.unified)

    def forget(self, keep: RowLayout | None = None) -> None:
        """Clear the cache except ``keep``, after rows, words or glyphs have changed."""
        self._row_layouts = {(keep.width, keep.unified): keep} if keep is not None else {}

    def use(self, layout: Layout) -> None:
        """Select two panes, one pane, or automatic."""
        host = self._host
        self.layout = layout
        self._share_again()
        host.say(host.words("done.layout", name=host.words(f"layout.{layout.value}")))

    def use_next(self) -> None:
        """Select the next of automatic, two panes, one pane."""
        self.use(_LAYOUTS[(_LAYOUTS.index(self.layout) + 1) % len(_LAYOUTS)])

    def toggle_outline(self) -> None:
        """Toggle the outline."""
        host = self._host
        shown = host.columns.outline > 0
        self.with_outline = not shown
        if shown and host.focused is host.outline:
            host.panes[host.side].focus()
        self._share_again()

    def show_outline(self) -> None:
        """Show the outline."""
        self.with_outline = True
        self._host.share_width()
        self._host.rebuild()

    def toggle_map(self) -> None:
        """Toggle the map of changes."""
        self.with_map = not self.with_map
        self._share_again()

    def _share_again(self) -> None:
        host = self._host
        host.share_width()
        host.rebuild()
        if host.focused is not None and not host.focused.display:
            host.panes[Side.NEW].focus()


_PAUSE, _SLICE, _REST = 0.004, 0.008, 0.2
"""Measuring hidden rows: seconds between two slices, per slice, and of rest after a key."""


class MeasureController:
    """Owns the pending state of measuring and of resizing."""

    def __init__(
        self, host: Host, layout: LayoutController, navigation: NavigationController
    ) -> None:
        self._host = host
        self._layout = layout
        self._navigation = navigation
        self._slice_waits = False
        self._size_waits = False

    def resize(self) -> None:
        """Apply a new size; in a quick sequence of sizes, rows are laid out for the last one."""
        self._host.share_width()
        if not self._size_waits:
            self._size_waits = True
            self._host.after_refresh(self._follow_size)

    def rewrap(self) -> None:
        """Lay the rows out for the current size; the row at the top stays there."""
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
        if view.anchor and not host.columns.unified:
            self._navigation.face_old_place(view, Stop(view.place().row, view.anchor))
        self.measure_the_rest()

    def measure_the_rest(self, pause: float = _PAUSE) -> None:
        """Measure the rows whose heights are still estimated, a few at a time."""
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
