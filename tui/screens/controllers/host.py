"""What the controllers ask of the review screen: a test answers with a few plain attributes."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from textual.message import Message
    from textual.screen import Screen
    from textual.widget import Widget

    from plandiff.comparison.model import Side
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
"""What a controller does for which actions of `plandiff.tui.keys.ACTIONS`, by their names."""


class Host(Protocol):
    """State that the controllers share, and what only a screen can do."""

    context: "ReviewContext"
    looks: "RenderContext"
    keys: dict[str, tuple[str, ...]]
    """The keys of each action."""
    view: "View | None"
    """None until the first comparison is there."""
    swapped: bool
    """Whether the old plan is shown as the new one."""
    outline: "Outline"
    panes: "dict[Side, Pane]"
    map: "ScrollMap"
    margin: "Margin"

    @property
    def words(self) -> "Words":
        """The words of the language in use."""

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
        """How the width is shared out now."""

    @property
    def width(self) -> int:
        """Cells of the screen."""

    @property
    def page(self) -> int:
        """Lines of a pane that are in sight."""

    @property
    def side(self) -> "Side":
        """The pane that has the focus, or had it last."""

    @property
    def picked_side(self) -> "Side | None":
        """The side of the section that waits for its partner."""

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
        """Update of the bars only what depends on the cursor."""

    # the view

    def show(self, renderer: "RowRenderer", layout: "RowLayout", place: "Place | None") -> None:
        """Show a comparison, at a place of it."""

    def rebuild(self) -> None:
        """Filter, folds, layout or width changed: lay the rows out again."""

    def rows_unfolded(self) -> None:
        """A fold was opened: draw what is in sight."""

    def rows_replaced(self) -> None:
        """The rows were laid out again: what refers to their lines must be found again."""

    def redraw(self) -> None:
        """Draw everything again; the geometry is the same."""

    def refresh_titles(self) -> None:
        """Update the sections at the top of each pane."""

    def share_width(self) -> None:
        """Give every part its width."""

    # moving

    def move_to(self, line: int) -> None:
        """Put the cursor on a line and bring it into sight."""

    def go_to_row(self, row: int, anchor: str = "") -> None:
        """Put the cursor on a row, or on what an anchor names in it, whatever hides it."""

    # what only a screen can do

    def open_dialog(self, dialog: "Screen[Any]", answered: Callable[[Any], None]) -> None:
        """Open a dialog; its answer, or None, goes to ``answered``."""

    def open_prompt(self, prompt: "Prompt") -> None:
        """Put a prompt in the place of the status line."""

    def place_strip(self, strip: "Widget", *, shown: bool) -> None:
        """Put a widget between the panes and the status line, or take it away."""

    def find_prompt(self) -> "Prompt | None":
        """The prompt that is open."""

    def close_prompt(self) -> None:
        """Take the prompt away, and show the status line again."""

    def get_selected_text(self) -> str | None:
        """The text that the mouse selected; None where nothing is."""

    def deliver(self, path: "Path") -> None:
        """Hand a report to the browser and remove it from this machine."""

    def copy_text(self, text: str) -> None:
        """Put text on the clipboard."""

    def suspended(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program; afterwards everything is drawn again."""

    def use_theme(self, name: str) -> None:
        """Let textual's own widgets follow a palette."""

    def end(self, failure: Exception | None = None) -> None:
        """End the app, with the failure that it could not go on after."""

    def post_message(self, message: "Message") -> bool:
        """Send a message to the screen; may be called in any thread."""

    def after_refresh(self, call: Callable[[], object]) -> None:
        """Call something once what was changed is on the screen."""

    def later(self, call: Callable[[], object]) -> None:
        """Call something in the app's thread; may be called in any thread."""

    def after(self, seconds: float, call: Callable[[], object]) -> None:
        """Call something once after some seconds."""
