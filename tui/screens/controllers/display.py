"""Shows a comparison in panes, outline and map; changes theme, language and sides."""

from msgspec.structs import replace
from textual.widget import Widget

from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror
from plandiff.corpus.errors import OutputError, sentence
from plandiff.corpus.locales import Words
from plandiff.tui.layout.items import Folding
from plandiff.tui.render.context import Glyphs
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer, new_renderer
from plandiff.tui.render.themes import palette
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.layout import LayoutController, MeasureController
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.screens.controllers.notes import NoteController
from plandiff.tui.screens.controllers.pins import PinController
from plandiff.tui.settings import save_setting
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Place

_FEW_SCREENS = 4
"""Number of screens of text from which unchanged sections are folded at the start."""


_MAP_PAUSE = 0.3
"""Delay in seconds before the map is redrawn, which is too slow in long plans for each key."""


class DisplayController:
    """Creates the host's view, and passes it to the widgets that draw it."""

    def __init__(
        self,
        host: Host,
        layouts: LayoutController,
        navigation: NavigationController,
        measuring: MeasureController,
        *,
        pins: PinController,
        notes: NoteController,
    ) -> None:
        self._host = host
        self._layouts = layouts
        self._navigation = navigation
        self._measuring = measuring
        self._pins = pins
        self._notes = notes
        self._map_waits = False

    def show(self, renderer: RowRenderer, layout: RowLayout, place: Place | None) -> None:
        """Show a comparison at a place; filters and folds are kept."""
        before, settings = self._host.view, self._host.context.settings
        view = View(renderer, self._host.store, Folding(settings.folded is True, settings.context))
        if before is not None:
            view.kinds = before.kinds
            view.only_unreviewed = before.only_unreviewed
            view.rolled_up = before.rolled_up
            view.fold_reviewed = before.fold_reviewed
            view.folding = replace(before.folding, turned=frozenset())
            view.tops = dict(before.tops)
        self._host.view = view
        self._layouts.forget(layout)
        self._pins.view_opened()
        if self._layouts.notes_moved():
            self._host.share_width()
        view.rebuild(self._layouts.row_layout(renderer))
        if before is None and settings.folded == "auto":
            self._fold_if_long(view)
        if place is not None:
            view.put(place)
        self._host.rows_replaced()
        self._draw_rows()
        self._navigation.reveal()
        self._notes.view_opened()

    def _fold_if_long(self, view: View) -> None:
        """Fold unchanged rows if the plans are longer than a few screens."""
        if view.geometry.height > _FEW_SCREENS * self._host.page and view.row_layout is not None:
            view.folding = replace(view.folding, folded=True)
            view.rebuild(view.row_layout)

    def rebuild(self) -> None:
        """Lay the rows out after a change of filter, folds or width; the cursor's line stays."""
        view = self._host.view
        if view is None:
            return
        above = view.cursor - view.tops[Side.NEW]
        view.count()
        if self._layouts.notes_moved():
            self._host.share_width()
        view.rebuild(self._layouts.row_layout(view.renderer))
        self._host.rows_replaced()
        self._draw_rows()
        self._navigation.scroll_both(view.cursor - min(max(above, 0), self._host.page - 1))
        self._navigation.reveal()

    def redraw(self) -> None:
        """Redraw rows, outline and map; the geometry is unchanged."""
        host = self._host
        if host.view is not None:
            host.view.count()
            if self._layouts.notes_moved():
                host.share_width()
                self.rebuild()
                return
        for pane in host.panes.values():
            pane.redraw()
        host.outline.refresh()
        host.map.show(host.view)
        host.margin.show(host.view)

    def draw_unfolded(self) -> None:
        """Redraw the visible part after a fold was opened; the map follows after a pause."""
        host, view = self._host, self._host.view
        if view is None:
            return
        host.rows_replaced()
        for side, pane in host.panes.items():
            pane.redraw()
            pane.shift(view.tops[side], view.geometry.height)
        if not self._map_waits:
            self._map_waits = True
            host.after(_MAP_PAUSE, self._draw_map)
        self._measuring.measure_the_rest()

    def _draw_map(self) -> None:
        self._map_waits = False
        self._host.map.show(self._host.view)
        self._host.margin.show(self._host.view)

    def _draw_rows(self) -> None:
        """Draw rows that were laid out again."""
        for pane in self._host.panes.values():
            pane.show(self._host.view)
        self._host.outline.show(self._host.view)
        self._host.map.show(self._host.view)
        self._host.margin.show(self._host.view)
        self._host.refresh_bars()
        self._host.after_refresh(self._judge)
        self._measuring.measure_the_rest()

    def _judge(self) -> None:
        """Show the verdict in the header, after the rows are on the screen.

        The summary may have computed it already; the header does not show it yet.
        """
        if (view := self._host.view) is not None:
            view.judge()
            self._host.refresh_bars()

    def share_width(self) -> None:
        """Apply the widths of all parts."""
        shared = self._host.columns
        parts: list[tuple[Widget, int]] = [
            (self._host.outline, shared.outline),
            (self._host.panes[Side.OLD], shared.left),
            (self._host.panes[Side.NEW], shared.right),
            (self._host.margin, shared.margin),
            (self._host.map, shared.map),
        ]
        for part, width in parts:
            part.display = width > 0
            if width:
                part.styles.width = width


class AppearanceController:
    """Changes the `RenderContext`, and redraws the rows with it."""

    def __init__(self, host: Host, layout: LayoutController, pins: PinController) -> None:
        self._host = host
        self._layout = layout
        self._pins = pins

    def actions(self) -> Actions:
        """Return the handlers for theme, language and sides."""
        return {
            "theme": self.choose_theme,
            "language": self.next_language,
            "swap": self.swap,
            "form": self.toggle_form,
        }

    def swap(self) -> None:
        """Swap the old and the new plan, also in all descriptions of changes."""
        host, view = self._host, self._host.view
        self._pins.picked = None  # its side would be wrong
        if view is None:
            return
        host.swapped = not host.swapped
        left, right = host.names
        self._show_with(new_renderer(mirror(view.comparison), host.looks))
        host.say(host.words("done.swapped", left=left, right=right))

    def toggle_form(self) -> None:
        """Toggle whether differences of punctuation, script and numbering are drawn."""
        host, view = self._host, self._host.view
        if view is None:
            return
        host.looks.hide_form = not host.looks.hide_form
        self._show_with(new_renderer(view.comparison, host.looks))
        host.say(host.words("done.form_hidden" if host.looks.hide_form else "done.form_shown"))

    def choose_theme(self) -> None:
        """Open the dialog of themes, with a preview."""
        dialog = dialogs.ThemeDialog(self._host.looks, self.use_theme, self.keep_theme)
        self._host.open_dialog(dialog, lambda _answer: None)

    def use_theme(self, name: str) -> None:
        """Apply a theme; ``auto`` selects the one that suits the terminal."""
        name = self._host.automatic_theme if name == "auto" else name
        self._host.looks.palette = palette(name)
        self._host.use_theme(name)
        self._host.redraw()

    def keep_theme(self, name: str) -> None:
        """Save the theme to the settings; show a message if that fails."""
        self.use_theme(name)
        try:
            save_setting("theme", name)
        except OutputError as error:
            self._host.say(sentence(error, self._host.words.language))

    def next_language(self) -> None:
        """Switch between Chinese and English."""
        self.use_language(self._host.words.other())

    def use_language(self, words: Words) -> None:
        """Apply a language."""
        self._host.looks.words = words
        self._show_again()

    def use_glyphs(self, glyphs: Glyphs) -> None:
        """Apply glyphs and measure again, after the terminal reported its character widths."""
        self._host.looks.glyphs = glyphs
        self._show_again()

    def _show_again(self) -> None:
        view, looks = self._host.view, self._host.looks
        if view is not None:
            self._show_with(new_renderer(view.comparison, looks))
        self._host.redraw()

    def _show_with(self, renderer: RowRenderer) -> None:
        """Show the same rows with another renderer; folds, filter and place are kept."""
        view = self._host.view
        if view is None:
            return
        view.renderer = renderer
        view.renew()
        self._layout.forget()
        self._host.rebuild()
