"""A field in which Ctrl+A selects all, as everywhere else outside a shell."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class Field(Input):
    """One line of text; what was written before is replaced by typing while all is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", show=False)]

    @property
    def all_selected(self) -> bool:
        """Whether typing would replace everything."""
        start, end = sorted(self.selection)
        return (start, end) == (0, len(self.value))
