"""Keys that change what is shown: folds, layout, outline, sides, theme, language."""

from dataclasses import replace

from plandiff.comparison.model import Side
from plandiff.corpus.errors import OutputError
from plandiff.tui.drawing.glyphs import Glyphs
from plandiff.tui.drawing.rows import Drawer
from plandiff.tui.i18n import Words
from plandiff.tui.layout.columns import Layout
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.mirroring import mirror
from plandiff.tui.screens.finding import Finding
from plandiff.tui.settings import save_setting
from plandiff.tui.themes import palette

_LAYOUTS = (Layout.AUTO, Layout.SPLIT, Layout.UNIFIED)


class Viewing(Finding):
    """How the comparison is shown."""

    def action_outline(self) -> None:
        """The outline on or off."""
        shown = self.columns.outline > 0
        self.outline_asked = not shown
        if shown and self.focused is self.outline:
            self.panes[self.side].focus()
        self._other_widths()

    def action_map(self) -> None:
        """The map of changes on or off."""
        self.with_map = not self.with_map
        self._other_widths()

    def action_fold(self) -> None:
        """Fold or unfold the unchanged rows here."""
        view = self.view
        item = view.item() if view is not None else None
        if view is None or item is None:
            return
        run = view.run_at(item.first)
        if run is None:
            self.say(self.words("nothing.fold"))
            return
        view.folding = replace(view.folding, turned=view.folding.turned ^ {run})
        self.rebuild()

    def action_fold_all(self) -> None:
        """Fold or unfold the unchanged rows everywhere."""
        if self.view is not None:
            folding = self.view.folding
            self.view.folding = replace(folding, folded=not folding.folded, turned=frozenset())
            self.rebuild()
            items = self.view.geometry.items
            if not folding.folded and all(item.kind is not ItemKind.FOLD for item in items):
                self.say(self.words("nothing.fold"))

    def action_more_context(self) -> None:
        """One more row around changes."""
        self._set_context(1)

    def action_less_context(self) -> None:
        """One row less around changes."""
        self._set_context(-1)

    def action_split(self) -> None:
        """Two panes."""
        self._use_layout(Layout.SPLIT)

    def action_unified(self) -> None:
        """One pane."""
        self._use_layout(Layout.UNIFIED)

    def action_automatic(self) -> None:
        """As many panes as there is room for."""
        self._use_layout(Layout.AUTO)

    def action_next_layout(self) -> None:
        """The next of automatic, two panes, one pane."""
        self._use_layout(_LAYOUTS[(_LAYOUTS.index(self.layout_asked) + 1) % len(_LAYOUTS)])

    def action_unlock(self) -> None:
        """Let each pane scroll by itself, or together again."""
        self.unlocked = not self.unlocked
        if not self.unlocked:
            self.scroll_both(self.tops[self.side])
            if self.view is not None:
                top = self.tops[Side.NEW]
                self.set_cursor(min(max(self.view.cursor, top), top + self.page - 1))
        self.say(self.words("status.unlocked" if self.unlocked else "done.synced"))

    def action_swap(self) -> None:
        """Old and new change places, in all that is said about them too."""
        view = self.view
        if view is None:
            return
        self.swapped = not self.swapped
        left, right = self.names
        self._show_with(Drawer(mirror(view.comparison), self.looks.words, self.looks.glyphs))
        self.say(self.words("done.swapped", left=left, right=right))

    def action_theme(self) -> None:
        """Choose a theme, with a preview."""
        from plandiff.tui.screens.theme import ThemeDialog  # noqa: PLC0415 - only when asked for

        self.app.push_screen(ThemeDialog(self.looks, self._use_theme, self._keep_theme))

    def _use_theme(self, name: str) -> None:
        """Draw everything with this theme."""
        self.looks.palette = palette(name)
        self.app.theme = f"plandiff-{name}"
        self.redraw()

    def _keep_theme(self, name: str) -> None:
        """Write it to the settings; where that cannot be, say so."""
        self._use_theme(name)
        try:
            save_setting("theme", name)
        except OutputError as error:
            from plandiff.tui.error_words import sentence  # noqa: PLC0415 - seldom wanted

            self.say(sentence(error, self.words.language))

    def action_language(self) -> None:
        """Chinese or English."""
        self.set_language(self.looks.words.other())

    def set_language(self, words: Words) -> None:
        """Say everything in this language from now on."""
        self.looks.words = words
        if self.view is not None:
            self._show_with(Drawer(self.view.comparison, words, self.looks.glyphs))
        self.redraw()

    def use_glyphs(self, glyphs: Glyphs) -> None:
        """Draw with these characters, and measure anew: the terminal's widths are known now."""
        self.looks.glyphs = glyphs
        if self.view is not None:
            self._show_with(Drawer(self.view.comparison, self.looks.words, glyphs))
        self.redraw()

    def _show_with(self, drawer: Drawer) -> None:
        """The same rows drawn by another drawer; folds, filter and place stay."""
        view = self.view
        if view is None:
            return
        view.drawer = drawer
        view.renew()
        self.typesetters.clear()
        self.rebuild()

    def _use_layout(self, layout: Layout) -> None:
        self.layout_asked = layout
        self._other_widths()
        self.say(self.words("done.layout", name=self.words(f"layout.{layout.value}")))

    def _other_widths(self) -> None:
        self.share_width()
        self.rebuild()
        if self.focused is not None and not self.focused.display:
            self.panes[Side.NEW].focus()

    def _set_context(self, step: int) -> None:
        view = self.view
        if view is not None:
            count = min(max(view.folding.context + step, 0), 99)
            view.folding = replace(view.folding, context=count, folded=True, turned=frozenset())
            self.rebuild()
            self.say(self.words("done.context", count=count))
