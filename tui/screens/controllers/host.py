"""Interface of the review screen for its controllers; tests implement it with plain attributes."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from textual.message import Message
    from textual.screen import Screen
    from textual.widget import Widget

    from plandiff.comparison.edits import Side
    from plandiff.comparison.review.store import ReviewStore
    from plandiff.corpus.locales import Words
    from plandiff.tui.layout.columns import Columns
    from plandiff.tui.render.context import RenderContext
    from plandiff.tui.render.row_layout import RowLayout
    from plandiff.tui.render.rows import RowRenderer
    from plandiff.tui.screens.context import ReviewContext
    from plandiff.tui.view.model import View
    from plandiff.tui.view.navigation import Place
    from plandiff.tui.widgets.outline import Outline
    from plandiff.tui.widgets.pane import Pane
    from plandiff.tui.widgets.prompt import Prompt
    from plandiff.tui.widgets.scroll_map import Margin, ScrollMap

Actions: TypeAlias = Mapping[str, Callable[[], object]]
"""Handlers of actions by name (`plandiff.tui.keys.ACTIONS`)."""


class Host(Protocol):
    """State that the controllers share, and operations that need the screen."""

    context: "ReviewContext"
    looks: "RenderContext"
    keys: dict[str, tuple[str, ...]]
    """The keys of each action."""
    view: "View | None"
    """None until the first comparison is ready."""
    swapped: bool
    """Whether the old plan is shown as the new one."""
    outline: "Outline"
    panes: "dict[Side, Pane]"
    map: "ScrollMap"
    margin: "Margin"

    @property
    def words(self) -> "Words":
        """The texts of the current language."""

    @property
    def names(self) -> tuple[str, str]:
        """Names of the left and the right plan."""

    @property
    def store(self) -> "ReviewStore":
        """Marks, notes and pins; opened at the first call."""

    @property
    def opened_store(self) -> "ReviewStore | None":
        """The store, if it is open already."""

    @property
    def automatic_theme(self) -> str:
        """Name of the theme that suits the terminal."""

    @property
    def columns(self) -> "Columns":
        """The current widths of the parts."""

    @property
    def width(self) -> int:
        """Width of the screen in cells."""

    @property
    def page(self) -> int:
        """Number of visible lines of a pane."""

    @property
    def side(self) -> "Side":
        """The side of the pane that has, or last had, the focus."""

    @property
    def picked_side(self) -> "Side | None":
        """The side of the picked section; None: no pin is begun."""

    @property
    def focused(self) -> "Widget | None":
        """The widget that has the focus."""

    def press(self, keys: Iterable[str]) -> None:
        """Perform the actions of keys, by their names in Textual."""

    # the status line

    def say(self, text: str) -> None:
        """Show a message in the status line until the cursor moves."""

    def refresh_bars(self) -> None:
        """Update header, titles, status line and footer."""

    def refresh_place(self) -> None:
        """Update only the parts of the bars that depend on the cursor."""

    # the view

    def show(self, renderer: "RowRenderer", layout: "RowLayout", place: "Place | None") -> None:
        """Show a comparison at a place."""

    def rebuild(self) -> None:
        """Lay the rows out again after a change of filter, folds, layout or width."""

    def rows_unfolded(self) -> None:
        """Redraw the visible part after a fold was opened."""

    def rows_replaced(self) -> None:
        """Recompute references to lines after the rows were laid out again."""

    def redraw(self) -> None:
        """Redraw everything; the geometry is unchanged."""

    def refresh_titles(self) -> None:
        """Update the sections at the top of each pane."""

    def share_width(self) -> None:
        """Apply the widths of all parts."""

    # moving

    def move_to(self, line: int) -> None:
        """Put the cursor on a line and scroll to it."""

    def go_to_row(self, row: int, anchor: str = "") -> None:
        """Put the cursor on a row or an anchor in it, even if the row is hidden."""

    # what only a screen can do

    def open_dialog(self, dialog: "Screen[Any]", answered: Callable[[Any], None]) -> None:
        """Open a dialog; ``answered`` receives its answer, or None."""

    def open_prompt(self, prompt: "Prompt") -> None:
        """Replace the status line by a prompt."""

    def place_strip(self, strip: "Widget", *, shown: bool) -> None:
        """Insert a widget between the panes and the status line, or remove it."""

    def find_prompt(self) -> "Prompt | None":
        """Return the open prompt; None if there is none."""

    def close_prompt(self) -> None:
        """Remove the prompt, and show the status line again."""

    def get_selected_text(self) -> str | None:
        """Return the selected text; None if nothing is selected."""

    def deliver(self, path: "Path") -> None:
        """Send a report to the browser and remove it from this machine."""

    def copy_text(self, text: str) -> None:
        """Copy text to the clipboard."""

    def suspended(self) -> AbstractContextManager[None]:
        """Release the terminal to another program; redraw everything afterwards."""

    def use_theme(self, name: str) -> None:
        """Apply a palette to Textual's widgets."""

    def end(self, failure: Exception | None = None) -> None:
        """End the app, optionally with a fatal error."""

    def post_message(self, message: "Message") -> bool:
        """Send a message to the screen; may be called from any thread."""

    def after_refresh(self, call: Callable[[], object]) -> None:
        """Call a function after the next refresh of the screen."""

    def later(self, call: Callable[[], object]) -> None:
        """Call a function in the app's thread; may be called from any thread."""

    def after(self, seconds: float, call: Callable[[], object]) -> None:
        """Call a function once after some seconds."""
