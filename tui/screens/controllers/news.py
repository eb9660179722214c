"""What the reader is told without asking: after a comparison, and when another window wrote."""

from plandiff.tui.screens.controllers.host import Host
from plandiff.tui.screens.controllers.marks import MarkController
from plandiff.tui.screens.controllers.pins import PinController
from plandiff.tui.screens.controllers.status import StatusController
from plandiff.tui.widgets.messages import Compared


class NewsController:
    """Owns nothing: it looks at the store and the comparison, and asks the others to show them."""

    def __init__(
        self, host: Host, status: StatusController, pins: PinController, marks: MarkController
    ) -> None:
        self._host = host
        self._status = status
        self._pins = pins
        self._marks = marks

    def introduce(self, event: Compared) -> None:
        """Say what the reader should know first of a comparison that is now on the screen."""
        host = self._host
        if not any(row.changed for row in event.comparison.rows):
            host.say(host.words("nothing.differs"))
        elif event.read_again:
            host.say(host.words("done.read_again"))
        elif not event.again:
            self._marks.go_on()
        if event.read_again or not event.again:
            self._marks.report_relocated()

    def take_in(self) -> None:
        """Show what another window wrote since the last time."""
        host = self._host
        if host.view is not None and host.store.refresh():
            self._marks.show()
            if not self._pins.follow_store() and not self._status.message:
                host.say(host.words("done.other_window"))
