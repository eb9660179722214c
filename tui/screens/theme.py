"""Themes with a preview: the review behind the box takes on the theme under the cursor."""

from collections.abc import Callable, Sequence

from plandiff.tui.drawing.looks import Looks
from plandiff.tui.screens.dialog import Dialog
from plandiff.tui.themes import THEME_NAMES
from plandiff.tui.widgets.rows import Entry, Rows


class ThemeDialog(Dialog[str]):
    """Enter keeps a theme and writes it to the settings; Esc goes back to the one before."""

    DEFAULT_CSS = """
    ThemeDialog { align: right bottom; }
    ThemeDialog > #box { width: 44; height: 9; }
    """
    TITLE_KEY = "title.theme"
    HINT_KEY = "hint.theme"

    def __init__(
        self, looks: Looks, show: Callable[[str], None], keep: Callable[[str], None]
    ) -> None:
        super().__init__(looks)
        self.show = show
        self.keep = keep
        self.before = looks.palette.name
        self.start = THEME_NAMES.index(self.before)

    def entries(self) -> Sequence[Entry]:
        """The themes."""
        return [Entry(((self.looks.words(f"theme.{name}"), ""),), name) for name in THEME_NAMES]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show it."""
        event.stop()
        self.show(str(event.value))

    def picked(self, value: object) -> None:
        """Keep it."""
        self.keep(str(value))
        self.dismiss(str(value))

    def action_give_up(self) -> None:
        """Back to the theme before."""
        self.show(self.before)
        self.dismiss(None)
