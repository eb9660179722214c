"""Themes with a preview: the review behind the box takes on the theme under the cursor."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App

from tui.drawing.looks import Looks
from tui.screens.dialog import Dialog
from tui.themes import THEME_NAMES
from tui.widgets.rows import Entry, Rows

if TYPE_CHECKING:
    from tui.app import PlandiffApp


class ThemeDialog(Dialog[str]):
    """Enter keeps a theme and writes it to the settings; Esc goes back to the one before."""

    DEFAULT_CSS = """
    ThemeDialog { align: right bottom; }
    ThemeDialog > #box { width: 44; height: 9; }
    """
    TITLE_KEY = "title.theme"
    HINT_KEY = "hint.theme"

    def __init__(self, looks: Looks, app: "App[None]") -> None:
        super().__init__(looks)
        self.owner: PlandiffApp = app  # type: ignore[assignment]
        self.before = looks.palette.name
        self.start = THEME_NAMES.index(self.before)

    def entries(self) -> Sequence[Entry]:
        """The themes."""
        return [Entry(((self.looks.words(f"theme.{name}"), ""),), name) for name in THEME_NAMES]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show it."""
        event.stop()
        self.owner.use_theme(str(event.value))

    def picked(self, value: object) -> None:
        """Keep it."""
        self.owner.use_theme(str(value))
        self.owner.keep_setting("theme", str(value))
        self.dismiss(str(value))

    def action_give_up(self) -> None:
        """Back to the theme before."""
        self.owner.use_theme(self.before)
        self.dismiss(None)
