"""Background comparison: at the start, after pins changed, and after files are read again."""

import gc
import threading
from collections.abc import Callable
from functools import partial

from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.errors import PlandiffError
from plandiff.tui.keys import BY_NAME, Group
from plandiff.tui.render.rows import new_renderer
from plandiff.tui.screens.controllers.export import reason_of
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.layout import LayoutController
from plandiff.tui.screens.controllers.status import StatusController
from plandiff.tui.view.navigation import Place
from plandiff.tui.widgets.messages import Compared, CompareFailed

Load = Callable[[], Comparison]
_ON_ROWS = frozenset({Group.CHANGES, Group.MOVE, Group.REVIEW, Group.FIND})
"""Groups of actions that need a comparison."""
_ALSO_ON_ROWS = frozenset({"details", "filter", "export"})


class CompareController:
    """Owns the number of the last job, and the place to restore afterwards."""

    def __init__(
        self, host: Host, load: Load, layout: LayoutController, status: StatusController
    ) -> None:
        self._host = host
        self._load = load
        self._layout = layout
        self._status = status
        self._job = 0
        """Number of the most recently started comparison."""
        self._before: tuple[Row, int] | None = None
        """Row under the cursor and line in it when that comparison was started."""
        self._postponed: list[str] = []
        """Actions requested before the first comparison was ready, in order."""

    def actions(self) -> Actions:
        """Return the handler for reading the files again."""
        return {"read_again": self.read_again}

    def begin(self) -> None:
        """Read and compare for the first time."""
        self._start(self._load, "busy.reading", again=False, without_pins=True)

    def read_again(self) -> None:
        """Read both files and compare again; the cursor's place is kept."""
        if self._status.busy is None:
            self._start(self._load, "busy.again", again=True, without_pins=True)

    def compare_with_pins(self) -> None:
        """Compare the loaded plans again with the current pins."""
        host, view = self._host, self._host.view
        compare = host.context.compare_again
        if compare is None or view is None:
            host.say(host.words("cannot.compare"))
            return
        shown = mirror(view.comparison) if host.swapped else view.comparison
        job = partial(compare, shown.old, shown.new, host.store.pins())
        self._start(job, "busy.comparing", again=True)

    def postpone(self, name: str) -> bool:
        """Postpone an action on rows until the first comparison; False if it can be performed now.

        On a slow machine a reader presses `]` and `r` while the plans are still being compared.
        """
        early = self._host.view is None and self._status.busy is not None
        if early and (BY_NAME[name].group in _ON_ROWS or name in _ALSO_ON_ROWS):
            self._postponed.append(name)
            return True
        return False

    def take_postponed(self) -> tuple[str, ...]:
        """Return the postponed actions and clear them."""
        names = tuple(self._postponed)
        self._postponed.clear()
        return names

    def take(self, event: Compared) -> bool:
        """Show a finished comparison; return False if it is not the one to show.

        Plans that were just read are compared once more if there are pins, and only that result is
        shown, because rows that move back afterwards would confuse the reader.
        """
        host = self._host
        if event.job != self._job:
            return False  # superseded by a later comparison
        self._status.set_busy(None)
        comparison = mirror(event.comparison) if host.swapped else event.comparison
        if event.without_pins and self._compare_read_plans(comparison, again=event.again):
            return False
        host.store.attach(comparison)
        renderer, layout = event.renderer, event.row_layout
        # Language, glyphs or width may have changed since the work began.
        if not renderer.suits(host.looks):
            renderer = new_renderer(event.comparison, host.looks)
        if renderer is not event.renderer or not self._layout.fits(layout):
            layout = self._layout.new_row_layout(renderer)
        place = place_again(event.comparison, *self._before) if self._before is not None else None
        host.show(renderer, layout, place)
        gc.freeze()  # long-lived: exclude the comparison from garbage collection
        return True

    def take_failure(self, event: CompareFailed) -> None:
        """Show the reason; at the start there is nothing to show, so the app ends and raises it."""
        host = self._host
        if event.job != self._job:
            return
        self._status.set_busy(None)
        if event.again and isinstance(event.error, PlandiffError | MemoryError):
            reason = reason_of(event.error, host.words, host.width)
            host.say(host.words("failed.keep", error=reason))
        else:
            host.end(event.error)

    def _compare_read_plans(self, read: Comparison, *, again: bool) -> bool:
        """Compare plans that were just read with their pins; return False if there are none."""
        pins = self._host.store.pins_for(read.old, read.new)
        compare = self._host.context.compare_again
        if not pins or compare is None:
            return False
        job = partial(compare, read.old, read.new, pins)
        self._start(job, "busy.comparing", again=again, read=again)
        return True

    def _start(
        self, load: Load, key: str, *, again: bool, without_pins: bool = False, read: bool = False
    ) -> None:
        """Compute in a daemon thread, which does not block the exit of the app.

        ``without_pins``: the plans are read now; ``read``: they were just read again.
        """
        host, view = self._host, self._host.view
        self._status.set_busy(key)
        self._job += 1
        job = self._job
        row = view.row() if view is not None else None
        self._before = (row, view.place().offset) if view is not None and row is not None else None

        def run() -> None:
            message = self.compute(load, again=again)
            message.job = job
            if isinstance(message, Compared):
                message.without_pins = without_pins
                message.read_again = read or (again and without_pins)
            host.post_message(message)

        threading.Thread(target=run, daemon=True).start()

    def compute(self, load: Load, *, again: bool) -> Compared | CompareFailed:
        """Compute the comparison and its layout, in a thread; return the result or error."""
        host = self._host
        try:
            comparison = load()
            shown = mirror(comparison) if host.swapped else comparison
            renderer = new_renderer(shown, host.looks)
            layout = self._layout.new_row_layout(renderer)
        except Exception as error:  # noqa: BLE001 - any error is reported to the reader
            return CompareFailed(error, again)
        return Compared(shown, renderer, layout, again)


def place_again(comparison: Comparison, row: Row, offset: int) -> Place:
    """Find a row of an earlier comparison by its new text, old text, heading, or id."""
    finders: tuple[Callable[[Row], bool], ...] = (
        lambda other: other.text(Side.NEW) == row.text(Side.NEW) and bool(other.new),
        lambda other: other.text(Side.OLD) == row.text(Side.OLD) and bool(other.old),
        lambda other: _heading(other) == _heading(row),
        lambda other: other.id == row.id,
    )
    for same in finders:
        for index, other in enumerate(comparison.rows):
            if same(other):
                return Place(index, offset)
    return Place(0, 0)


def _heading(row: Row) -> str:
    sections = row.new or row.old
    return sections[0].heading or sections[0].body[:40]
