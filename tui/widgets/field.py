"""A field in which Ctrl+A selects all, as outside a shell, and no text steers the terminal."""

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Input

from plandiff.comparison.reports.visible import visible_line


class Field(Input):
    """One line of text; what was written before is replaced by typing while all is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", show=False)]

    @property
    def all_selected(self) -> bool:
        """Whether typing would replace everything."""
        start, end = sorted(self.selection)
        return (start, end) == (0, len(self.value))

    @property
    def _value(self) -> Text:
        """What Textual draws: file names and notes may hold what would steer a terminal."""
        return Text(visible_line(self.value), no_wrap=True, overflow="ignore", end="")
