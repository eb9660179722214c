"""Measures rows out of sight while the reader rests, and follows the size of the terminal."""

import time

from plandiff.comparison.model import Side
from plandiff.tui.screens.controllers.host import Host
from plandiff.tui.screens.controllers.layout import LayoutController
from plandiff.tui.screens.controllers.navigation import NavigationController

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
        host.outline.follow(view.place().row)
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
        if more:
            self.measure_the_rest()
        else:
            host.map.show(view)
