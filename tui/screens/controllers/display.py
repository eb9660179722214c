"""Shows a comparison in the panes, the outline and the map, and shares the width out to them."""

from dataclasses import replace

from textual.widget import Widget

from plandiff.comparison.model import Side
from plandiff.tui.layout.items import Folding
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.screens.controllers.host import Host
from plandiff.tui.screens.controllers.layout import LayoutController
from plandiff.tui.screens.controllers.measuring import MeasureController
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.screens.controllers.notes import NoteController
from plandiff.tui.screens.controllers.pins import PinController
from plandiff.tui.view.model import Place, View


class DisplayController:
    """Makes the host's view, and gives it to the widgets that draw it."""

    def __init__(
        self,
        host: Host,
        layouts: LayoutController,
        navigation: NavigationController,
        measuring: MeasureController,
        *,
        pins: PinController,
        notes: NoteController,
    ) -> None:
        self._host = host
        self._layouts = layouts
        self._navigation = navigation
        self._measuring = measuring
        self._pins = pins
        self._notes = notes

    def show(self, renderer: RowRenderer, layout: RowLayout, place: Place | None) -> None:
        """Show a comparison, at a place of it; filters and folds stay as they were."""
        before, settings = self._host.view, self._host.context.settings
        view = View(renderer, self._host.store, Folding(settings.folded, settings.context))
        if before is not None:
            view.kinds = before.kinds
            view.only_unreviewed = before.only_unreviewed
            view.rolled_up = before.rolled_up
            view.folding = replace(before.folding, turned=frozenset())
            view.tops = dict(before.tops)
        self._host.view = view
        self._layouts.forget(layout)
        self._pins.view_opened()
        view.rebuild(self._layouts.row_layout(renderer))
        if place is not None:
            view.put(place)
        self._host.rows_replaced()
        self._draw_rows()
        self._navigation.reveal()
        self._notes.view_opened()

    def rebuild(self) -> None:
        """Filter, folds, layout or width changed: lay the rows out, the cursor's line stays."""
        view = self._host.view
        if view is None:
            return
        above = view.cursor - view.tops[Side.NEW]
        view.rebuild(self._layouts.row_layout(view.renderer))
        self._host.rows_replaced()
        self._draw_rows()
        self._navigation.scroll_both(view.cursor - min(max(above, 0), self._host.page - 1))
        self._navigation.reveal()

    def redraw(self) -> None:
        """Draw rows, outline and map again; the geometry is the same."""
        host = self._host
        if host.view is not None:
            host.view.count()
        for pane in host.panes.values():
            pane.redraw()
        host.outline.refresh()
        host.map.show(host.view)

    def _draw_rows(self) -> None:
        """Draw rows that were laid out anew."""
        for pane in self._host.panes.values():
            pane.show(self._host.view)
        self._host.outline.show(self._host.view)
        self._host.map.show(self._host.view)
        self._host.refresh_bars()
        self._measuring.measure_the_rest()

    def share_width(self) -> None:
        """Give every part its width."""
        shared = self._host.columns
        parts: list[tuple[Widget, int]] = [
            (self._host.outline, shared.outline),
            (self._host.panes[Side.OLD], shared.left),
            (self._host.panes[Side.NEW], shared.right),
            (self._host.map, shared.map),
        ]
        for part, width in parts:
            part.display = width > 0
            if width:
                part.styles.width = width
