"""The strip with the details of what is under the cursor, and the choice of another partner."""

from functools import partial

from plandiff.comparison.model import Passage, Row
from plandiff.tui.keys import shown_key
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.screens.controllers.pins import PinController
from plandiff.tui.view.details import MOST_CANDIDATES, details_of, other_candidates, pin_of
from plandiff.tui.view.walking import unit_at_cursor
from plandiff.tui.widgets.detail import Detail


class DetailController:
    """Owns the strip while it is open, and what it was filled with last."""

    def __init__(self, host: Host, navigation: NavigationController, pins: PinController) -> None:
        self._host = host
        self._navigation = navigation
        self._pins = pins
        self.strip: Detail | None = None
        self._filled: object = None

    def actions(self) -> Actions:
        """The strip, and a key for each candidate."""
        chosen = {
            f"candidate_{number + 1}": partial(self.choose, number)
            for number in range(MOST_CANDIDATES)
        }
        return {"details": self.toggle, **chosen}

    def toggle(self) -> None:
        """Open the strip below the panes, or close it; the cursor stays in sight."""
        host = self._host
        if self.strip is None:
            self.strip = Detail(host.looks)
            host.place_strip(self.strip, shown=True)
            self._filled = None
            self.follow()
        else:
            host.place_strip(self.strip, shown=False)
            self.strip = None
        host.after_refresh(self._navigation.reveal)

    def follow(self) -> None:
        """Show what is under the cursor now, if the strip is open."""
        host, view = self._host, self._host.view
        if self.strip is None or view is None:
            return
        found = self._here()
        wanted = (id(view.renderer), found and (found[0].id, found[1] and found[1].id))
        if wanted == self._filled:
            return
        self._filled = wanted
        keys = [
            shown_key(own[0])
            for n in range(MOST_CANDIDATES)
            if (own := host.keys[f"candidate_{n + 1}"])
        ]
        glyphs = host.looks.glyphs
        self.strip.put(details_of(view, *found, glyphs, keys) if found is not None else ())

    def choose(self, number: int) -> None:
        """Pin the section under the cursor to one of its other candidates, and compare again."""
        host, found = self._host, self._here()
        if found is None:
            return
        candidates = other_candidates(found[0])
        if number >= len(candidates):
            host.say(host.words("nothing.candidate"))
        else:
            self._pins.decide(pin_of(*candidates[number]))

    def _here(self) -> tuple[Row, Passage | None] | None:
        """The row under the cursor, and its passage there."""
        view = self._host.view
        item = view.item() if view is not None else None
        if view is None or item is None:
            return None
        row, unit = view.rows[item.first], unit_at_cursor(view)
        wanted = unit.id if unit is not None else ""
        return row, next((own for own in row.passages if own.id == wanted), None)
