"""The screen's size: rows in sight are set for it at once, the rest while the reader rests."""

import time

from textual import events

from plandiff.comparison.model import Side
from plandiff.tui.screens.telling import Telling

_PAUSE, _SLICE, _REST = 0.004, 0.008, 0.2
"""Work on rows out of sight: seconds between two slices, of one slice, and after a key."""


class Sizing(Telling):
    """Follows the size of the terminal."""

    _setting = False
    _resized = False

    def on_resize(self, _event: events.Resize) -> None:
        """Share out the new width and set the rows for it."""
        self.share_width()
        if not self._resized:  # of many sizes in a row, only the last one counts
            self._resized = True
            self.call_after_refresh(self._follow_size)

    def _follow_size(self) -> None:
        self._resized = False
        self.rewrap()

    def rewrap(self) -> None:
        """The screen is another size: set the rows for it; the row at the top stays there."""
        view = self.view
        if view is None:
            return
        typesetter = self.typesetter()
        if typesetter is not view.typesetter:
            view.rewrap(typesetter)
            self.look_up_again()
            for pane in self.panes.values():
                pane.show(view)
            self.map.show(view)
        self.outline.follow(view.place().row)
        self.refresh_bars()
        self.scroll_both(self.tops[Side.NEW])
        self.reveal()
        self.set_the_rest()

    def set_the_rest(self, pause: float = _PAUSE) -> None:
        """Set rows that are only rough so far, a few at a time, while the reader rests."""
        if self.view is not None and self.view.geometry.rough and not self._setting:
            self._setting = True
            self.set_timer(pause, self._set_more)

    def _set_more(self) -> None:
        self._setting = False
        view = self.view
        if view is None:
            return
        now = time.perf_counter()
        if now < self.moved + _REST:
            self.set_the_rest(_REST)
            return
        until = now + _SLICE
        more = view.settle_more(lambda: time.perf_counter() > until)
        for side, pane in self.panes.items():
            pane.shift(view.tops[side], view.geometry.height)
        self.map.top = view.tops[Side.NEW]
        if more:
            self.set_the_rest()
        else:
            self.map.show(view)
