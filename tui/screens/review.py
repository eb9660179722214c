"""The review screen: two plans side by side.

`plandiff.tui.keys.ACTIONS` maps a key to an action, `ReviewScreen.action_perform` dispatches it to
a controller, the controller changes its own state and the view, and the screen redraws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locales import Words
from plandiff.tui.keys import ACTIONS, keys_of
from plandiff.tui.layout.columns import Columns
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.bars import (
    footer_action,
    footer_parts,
    header_action,
    header_parts,
    legend_parts,
    status_parts,
    title_parts,
)
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.controllers.assembly import Controllers
from plandiff.tui.screens.controllers.host import Actions
from plandiff.tui.screens.services import Services
from plandiff.tui.screens.themed_app import ThemedApp
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Place
from plandiff.tui.widgets.lines import Bar, BarPointed, Body
from plandiff.tui.widgets.messages import (
    Compared,
    CompareFailed,
    LinePointed,
    MapPointed,
    PromptChanged,
    PromptDone,
    PromptInEditor,
    RowPicked,
    Wheeled,
)
from plandiff.tui.widgets.outline import Outline
from plandiff.tui.widgets.pane import Pane
from plandiff.tui.widgets.scroll_map import Margin, ScrollMap

if TYPE_CHECKING:  # loads rapidfuzz and msgspec, which the first paint does not need
    from plandiff.comparison.review import store
    from plandiff.comparison.review.store import ReviewStore
else:
    store = LazyModule("plandiff.comparison.review.store")

_LEGEND_FROM = 30
"""Terminal height in lines from which the legend of signs is shown."""
_TICK_SECONDS = 1.0
"""Seconds between two checks of the store and the files."""


class ReviewScreen(Services):
    """Connects widgets and controllers by messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ",".join(action.keys), f"perform('{action.name}')", action.name, False, id=action.name
        )
        for action in ACTIONS
    ]
    DEFAULT_CSS = """
    ReviewScreen { layout: vertical; }
    ReviewScreen > Detail { height: 25%; min-height: 7; max-height: 14; }
    """
    AUTO_FOCUS = "#new"

    def __init__(
        self, load: Callable[[], Comparison], context: ReviewContext, looks: RenderContext
    ) -> None:
        """``load`` reads and compares; it runs in a thread."""
        super().__init__(looks)
        self.context = context
        self.keys = keys_of(context.settings.keys)
        self.view: View | None = None
        self.swapped = False
        self._store = context.store
        self._side = Side.NEW
        self.header = Bar(self.looks, id="header")
        self.titles = Bar(self.looks, panel=False, id="titles")
        self.outline = Outline(self.looks)
        self.panes = {side: Pane(side, self.looks) for side in Side}
        self.map = ScrollMap(self.looks)
        self.margin = Margin(self.looks)
        self.legend = Bar(self.looks, panel=False, id="legend")
        self.controllers = Controllers(self, load)
        own: Actions = {
            "clear": self.clear,
            "help": partial(self.list_actions, grouped=True),
            "palette": partial(self.list_actions, grouped=False),
            "quit": self.end,
        }
        self.performers: Actions = {**own, **self.controllers.actions()}

    def compose(self) -> ComposeResult:
        """Header, titles, outline and panes, status, footer."""
        # The first paint already has the final layout, which avoids a second layout pass.
        self.controllers.status_line.busy = "busy.reading"
        self.share_width()
        self.refresh_bars()
        yield self.header
        yield self.titles
        with Body(id="body"):
            yield self.outline
            yield from self.panes.values()
            yield self.margin
            yield self.map
        yield self.legend
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        """Read and compare in the background; the frame is shown meanwhile."""
        # After the first paint: a computing thread would delay the frame (GIL).
        self.call_after_refresh(self.controllers.comparing.begin)
        self.set_interval(_TICK_SECONDS, self._tick)
        if self.context.watch:
            self.controllers.files.begin_watching()
            self.set_interval(_TICK_SECONDS, self.controllers.files.watch)

    # state that the controllers share

    @property
    def store(self) -> ReviewStore:
        """The review store, opened at first use, after the first paint."""
        if self._store is None:
            opened = self.context.open_store() if self.context.open_store is not None else None
            self._store = opened or _forgetful_store()
        return self._store

    @property
    def opened_store(self) -> ReviewStore | None:
        """The store, if it is open already."""
        return self._store

    def close_store(self) -> None:
        """Save and close the store, if it was opened."""
        if self._store is not None:
            self._store.close()

    @property
    def words(self) -> Words:
        """The texts of the current language."""
        return self.looks.words

    @property
    def names(self) -> tuple[str, str]:
        """Names of the left and the right plan."""
        names = (self.context.old_name, self.context.new_name)
        return (names[1], names[0]) if self.swapped else names

    @property
    def automatic_theme(self) -> str:
        """Name of the theme that suits the terminal."""
        return self.app.automatic_theme if isinstance(self.app, ThemedApp) else "dark"

    @property
    def columns(self) -> Columns:
        """The current widths of the parts."""
        return self.controllers.layouts.columns()

    @property
    def width(self) -> int:
        """Width of the screen in cells; before the first layout, that of the terminal."""
        return self.size.width or self.app.size.width

    @property
    def page(self) -> int:
        """Number of visible lines of a pane."""
        return max(self.panes[Side.NEW].size.height, 1)

    @property
    def side(self) -> Side:
        """The side of the pane that has, or last had, the focus."""
        return self._side if not self.columns.unified else Side.NEW

    @property
    def picked_side(self) -> Side | None:
        """The side of the picked section; None: no pin is begun."""
        return self.controllers.pins.picked[0] if self.controllers.pins.picked is not None else None

    # keys

    def action_perform(self, name: str) -> None:
        """Perform an action of `plandiff.tui.keys.ACTIONS`; postponed if it needs a comparison."""
        if not self.controllers.comparing.postpone(name):
            self.performers[name]()

    def press(self, keys: Iterable[str]) -> None:
        """Perform the actions of keys, by their names in Textual, as if they were pressed now."""
        bound = self.active_bindings
        for key in keys:
            name = bound[key].binding.id if key in bound else None
            if name is not None and name in self.performers:
                self.action_perform(name)

    def live_keys(self) -> dict[str, tuple[str, ...]]:
        """Return the currently bound keys, by action."""
        keys: dict[str, list[str]] = {}
        for key, active in self.active_bindings.items():
            name = active.binding.id
            if name is not None and name in self.performers and active.node is self:
                keys.setdefault(name, []).append(key)
        return {name: tuple(bound) for name, bound in keys.items()}

    def list_actions(self, *, grouped: bool) -> None:
        """Open the list of all actions: grouped as help, or with a filter as palette."""
        dialog = dialogs.ActionsDialog(self.looks, self.live_keys(), grouped=grouped)
        self.open_dialog(dialog, lambda name: self.action_perform(name) if name else None)

    def clear(self) -> None:
        """Cancel the first that exists: a note being moved, a pick, the search, a filter."""
        own = self.controllers
        if own.notes.drop_carried() or own.pins.drop_pick() or self.view is None:
            return
        own.status_line.message = ""
        if not (own.search.clear() or own.filters.clear()):
            self.refresh_bars()
        self.clear_selection()

    # the view

    def show(self, renderer: RowRenderer, layout: RowLayout, place: Place | None) -> None:
        """Show a comparison at a place; filters and folds are kept."""
        self.controllers.display.show(renderer, layout, place)

    def rebuild(self) -> None:
        """Lay the rows out after a change of filter, folds or width; the cursor's line stays."""
        self.controllers.display.rebuild()

    def rows_unfolded(self) -> None:
        """Redraw the visible part after a fold was opened."""
        self.controllers.display.draw_unfolded()

    def rows_replaced(self) -> None:
        """Search again after the rows were laid out again."""
        self.controllers.search.find_again()

    def redraw(self) -> None:
        """Redraw everything; the geometry is unchanged."""
        self.controllers.display.redraw()
        for part in (self.titles, self.header, self.footer, self.status):
            part.refresh()
        self.refresh_bars()

    def share_width(self) -> None:
        """Apply the widths of all parts; show the legend if the terminal is high enough."""
        height = self.size.height or self.app.size.height
        self.legend.display = self.context.settings.legend and height >= _LEGEND_FROM
        self.controllers.display.share_width()

    def refresh_bars(self) -> None:
        """Update header, titles, status line and footer."""
        self.header.put(*header_parts(self))
        self.legend.put(legend_parts(self))
        self.refresh_place()

    def refresh_place(self) -> None:
        """Update the parts that depend on the cursor: status line, footer, details, titles."""
        self.controllers.status_line.look_for_trouble()
        self.status.put(*status_parts(self))
        self.footer.put(*footer_parts(self))
        self.controllers.details.follow()
        self.refresh_titles()

    def refresh_titles(self) -> None:
        """Update the sections at the top of each pane."""
        self.titles.put(title_parts(self))

    # what controllers ask of each other through the screen

    def say(self, text: str) -> None:
        """Show a message in the status line until the cursor moves."""
        self.controllers.status_line.say(text)

    def move_to(self, line: int) -> None:
        """Put the cursor on a line and scroll to it."""
        self.controllers.navigation.move_to(line)

    def go_to_row(self, row: int, anchor: str = "") -> None:
        """Put the cursor on a row or an anchor in it, even if the row is hidden."""
        self.controllers.navigation.go_to_row(row, anchor)

    def open_dialog(self, dialog: Screen[Any], answered: Callable[[Any], None]) -> None:
        """Open a dialog and clear the message of the status line."""
        self.controllers.status_line.message = ""
        self.refresh_place()
        super().open_dialog(dialog, answered)

    def focus_pane(self) -> None:
        """Give the focus to the pane that had it last."""
        self.panes[self.side].focus()

    # messages of textual, the widgets and the worker

    def on_resize(self, _event: events.Resize) -> None:
        """Follow the size of the terminal."""
        self.controllers.measuring.resize()

    def on_wheeled(self, event: Wheeled) -> None:
        """Scroll with the mouse wheel."""
        event.stop()
        self.controllers.navigation.wheel(event.side, event.lines)

    def on_line_pointed(self, event: LinePointed) -> None:
        """Put the cursor on the clicked line."""
        event.stop()
        self._side = event.side
        self.controllers.status_line.message = ""
        self.controllers.navigation.set_cursor(event.line)

    def on_map_pointed(self, event: MapPointed) -> None:
        """Go to the clicked place of the map."""
        event.stop()
        if self.view is not None:
            self.move_to(int(event.share * self.view.geometry.height))

    def on_bar_pointed(self, event: BarPointed) -> None:
        """Press a clicked key of the footer; open the list of a clicked count of the header."""
        event.stop()
        if event.bar is self.footer:
            name = footer_action(self, event.pieces)
        else:
            name = header_action(self, event.pieces[0]) if event.bar is self.header else None
        if name is not None:
            self.action_perform(name)

    def on_row_picked(self, event: RowPicked) -> None:
        """Go to the section chosen in the outline."""
        event.stop()
        self.go_to_row(event.place.row, event.place.anchor)
        self.panes[self.side].focus()

    def on_descendant_focus(self) -> None:
        """Store which pane had the focus last."""
        for side, pane in self.panes.items():
            if self.focused is pane:
                self._side = side
        self.refresh_titles()

    def on_prompt_changed(self, event: PromptChanged) -> None:
        """Handle a change of the text in the prompt."""
        event.stop()
        self.controllers.prompts.changed(event.text)

    def on_prompt_done(self, event: PromptDone) -> None:
        """Handle the answer or cancellation of the prompt."""
        event.stop()
        self.controllers.prompts.done(event.purpose, event.text)

    def on_prompt_in_editor(self, event: PromptInEditor) -> None:
        """Continue writing in the editor."""
        event.stop()
        self.controllers.notes.write_in_editor(event.text)

    def on_compared(self, event: Compared) -> None:
        """Show a finished comparison with its initial messages."""
        event.stop()
        if self.controllers.comparing.take(event):
            waiting = self.controllers.comparing.take_postponed()
            self.controllers.news.introduce(event, alone=not waiting)
            for name in waiting:
                self.action_perform(name)

    def on_compare_failed(self, event: CompareFailed) -> None:
        """Handle an error of reading or comparing."""
        event.stop()
        self.controllers.comparing.take_failure(event)

    def _tick(self) -> None:
        own = self.controllers
        own.status_line.look_for_trouble()
        if own.status_line.busy is not None or own.export.writing is not None:
            self.refresh_bars()
        elif self.find_prompt() is None:
            own.news.take_in()


def _forgetful_store() -> ReviewStore:
    return store.MemoryStore()
