"""Theme, language, characters, and which plan is on which side."""

from plandiff.comparison.mirror import mirror
from plandiff.corpus.errors import OutputError, sentence
from plandiff.corpus.locales import Words
from plandiff.tui.render.glyphs import Glyphs
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.render.themes import palette
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.layout import LayoutController
from plandiff.tui.screens.controllers.pins import PinController
from plandiff.tui.settings import save_setting


class AppearanceController:
    """Changes the `RenderContext`, and shows the same rows with it."""

    def __init__(self, host: Host, layout: LayoutController, pins: PinController) -> None:
        self._host = host
        self._layout = layout
        self._pins = pins

    def actions(self) -> Actions:
        """Theme, language, sides."""
        return {"theme": self.choose_theme, "language": self.next_language, "swap": self.swap}

    def swap(self) -> None:
        """Old and new change places, in all that is said about them too."""
        host, view = self._host, self._host.view
        self._pins.picked = None  # it would be on the wrong side
        if view is None:
            return
        host.swapped = not host.swapped
        left, right = host.names
        self._show_with(RowRenderer(mirror(view.comparison), host.looks.words, host.looks.glyphs))
        host.say(host.words("done.swapped", left=left, right=right))

    def choose_theme(self) -> None:
        """Choose a theme, with a preview."""
        from plandiff.tui.screens.dialogs.theme import ThemeDialog  # noqa: PLC0415 - only when asked for

        dialog = ThemeDialog(self._host.looks, self.use_theme, self.keep_theme)
        self._host.open_dialog(dialog, lambda _answer: None)

    def use_theme(self, name: str) -> None:
        """Draw everything with this theme."""
        self._host.looks.palette = palette(name)
        self._host.use_theme(name)
        self._host.redraw()

    def keep_theme(self, name: str) -> None:
        """Write it to the settings; where that cannot be, say so."""
        self.use_theme(name)
        try:
            save_setting("theme", name)
        except OutputError as error:
            self._host.say(sentence(error, self._host.words.language))

    def next_language(self) -> None:
        """Chinese or English."""
        self.use_language(self._host.words.other())

    def use_language(self, words: Words) -> None:
        """Say everything in this language from now on."""
        self._host.looks.words = words
        self._show_again()

    def use_glyphs(self, glyphs: Glyphs) -> None:
        """Draw with these characters, and measure again: the terminal's widths are known now."""
        self._host.looks.glyphs = glyphs
        self._show_again()

    def _show_again(self) -> None:
        view, looks = self._host.view, self._host.looks
        if view is not None:
            self._show_with(RowRenderer(view.comparison, looks.words, looks.glyphs))
        self._host.redraw()

    def _show_with(self, renderer: RowRenderer) -> None:
        """The same rows drawn by another renderer; folds, filter and place stay."""
        view = self._host.view
        if view is None:
            return
        view.renderer = renderer
        view.renew()
        self._layout.forget()
        self._host.rebuild()
