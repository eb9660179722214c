"""All controllers of a review screen, each made with the ones that it needs."""

from plandiff.tui.screens.controllers.appearance import AppearanceController
from plandiff.tui.screens.controllers.comparing import CompareController, Load
from plandiff.tui.screens.controllers.display import DisplayController
from plandiff.tui.screens.controllers.export import ExportController
from plandiff.tui.screens.controllers.files import FileController
from plandiff.tui.screens.controllers.filters import FilterController
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.layout import LayoutController
from plandiff.tui.screens.controllers.marks import MarkController
from plandiff.tui.screens.controllers.measuring import MeasureController
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.screens.controllers.news import NewsController
from plandiff.tui.screens.controllers.notes import NoteController
from plandiff.tui.screens.controllers.pins import PinController
from plandiff.tui.screens.controllers.prompts import PromptController
from plandiff.tui.screens.controllers.search import SearchController
from plandiff.tui.screens.controllers.status import StatusController


class Controllers:
    """The controllers of one host; made without an app."""

    def __init__(self, host: Host, load: Load) -> None:
        """``load`` reads and compares, in a thread."""
        self.status_line = StatusController(host)
        self.navigation = NavigationController(host, self.status_line)
        self.layouts = LayoutController(host)
        self.measuring = MeasureController(host, self.layouts, self.navigation)
        self.prompts = PromptController(host)
        self.search = SearchController(host, self.prompts, self.navigation)
        self.filters = FilterController(host, self.prompts, self.layouts)
        self.comparing = CompareController(host, load, self.layouts, self.status_line)
        self.pins = PinController(host, self.comparing)
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
        """What the controllers do for which actions."""
        return {
            **self.navigation.actions(),
            **self.search.actions(),
            **self.filters.actions(),
            **self.layouts.actions(),
            **self.appearance.actions(),
            **self.marks.actions(),
            **self.notes.actions(),
            **self.pins.actions(),
            **self.export.actions(),
            **self.files.actions(),
            **self.comparing.actions(),
        }
