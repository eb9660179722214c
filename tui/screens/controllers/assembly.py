"""Creates all controllers of a review screen, each with the controllers it depends on."""

from plandiff.tui.screens.controllers.comparing import CompareController, Load
from plandiff.tui.screens.controllers.display import AppearanceController, DisplayController
from plandiff.tui.screens.controllers.export import ExportController
from plandiff.tui.screens.controllers.files import FileController
from plandiff.tui.screens.controllers.filters import FilterController
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.layout import LayoutController, MeasureController
from plandiff.tui.screens.controllers.marks import MarkController
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.screens.controllers.notes import NoteController
from plandiff.tui.screens.controllers.pins import DetailController, PinController
from plandiff.tui.screens.controllers.search import SearchController
from plandiff.tui.screens.controllers.status import PromptController, StatusController
from plandiff.tui.widgets.messages import Compared


class NewsController:
    """Reports news of the store and the comparison through other controllers; has no state."""

    def __init__(
        self, host: Host, status: StatusController, pins: PinController, marks: MarkController
    ) -> None:
        self._host = host
        self._status = status
        self._pins = pins
        self._marks = marks

    def introduce(self, event: Compared, *, alone: bool = True) -> None:
        """Show the initial messages for a comparison that is now on the screen.

        ``alone``: no postponed key waits for the comparison.
        """
        host = self._host
        if not any(row.changed for row in event.comparison.rows):
            host.say(host.words("nothing.differs"))
        elif event.read_again:
            host.say(host.words("done.read_again"))
        elif not event.again and not self._marks.go_on() and alone:
            self._marks.open_review()
        if event.read_again or not event.again:
            self._marks.report_relocated()

    def take_in(self) -> None:
        """Show changes that another window wrote to the store."""
        host = self._host
        if host.view is not None and host.store.refresh():
            self._marks.show()
            if not self._pins.follow_store() and not self._status.message:
                host.say(host.words("done.other_window"))


class Controllers:
    """The controllers of one host; they need no app."""

    def __init__(self, host: Host, load: Load) -> None:
        """``load`` reads and compares; it runs in a thread."""
        self.status_line = StatusController(host)
        self.navigation = NavigationController(host, self.status_line)
        self.layouts = LayoutController(host)
        self.measuring = MeasureController(host, self.layouts, self.navigation)
        self.prompts = PromptController(host)
        self.search = SearchController(host, self.prompts, self.navigation)
        self.filters = FilterController(host, self.prompts, self.layouts)
        self.comparing = CompareController(host, load, self.layouts, self.status_line)
        self.pins = PinController(host, self.comparing)
        self.details = DetailController(host, self.navigation, self.pins)
        self.appearance = AppearanceController(host, self.layouts, self.pins)
        self.notes = NoteController(host, self.prompts)
        self.marks = MarkController(host, self.comparing, self.notes)
        self.export = ExportController(host, self.status_line)
        self.files = FileController(host, self.comparing, self.status_line)
        self.display = DisplayController(
            host,
            self.layouts,
            self.navigation,
            self.measuring,
            pins=self.pins,
            notes=self.notes,
        )
        self.news = NewsController(host, self.status_line, self.pins, self.marks)

    def actions(self) -> Actions:
        """Return the handlers of all actions."""
        return {
            **self.navigation.actions(),
            **self.search.actions(),
            **self.filters.actions(),
            **self.layouts.actions(),
            **self.appearance.actions(),
            **self.marks.actions(),
            **self.notes.actions(),
            **self.pins.actions(),
            **self.details.actions(),
            **self.export.actions(),
            **self.files.actions(),
            **self.comparing.actions(),
        }
