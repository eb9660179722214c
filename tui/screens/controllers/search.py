"""Search on both sides, and navigation to a section by name or number."""

from functools import partial

from plandiff.comparison.edits import Side
from plandiff.tui.render.context import Search
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.screens.controllers.status import PromptController
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Place, Stop
from plandiff.tui.view.search import Match, find_all, find_sections, haystack, pattern_of


class SearchController:
    """Owns the place where a search began, and the folded text of all rows.

    The search itself is in `RenderContext.search`, because the panes draw its matches.
    """

    def __init__(
        self, host: Host, prompts: PromptController, navigation: NavigationController
    ) -> None:
        self._host = host
        self._prompts = prompts
        self._navigation = navigation
        self._origin: Place | None = None
        self._haystacks: tuple[tuple[int, bool], list[str]] | None = None

    def actions(self) -> Actions:
        """Return the handlers for search, matches and sections."""
        return {
            "search": self.ask,
            "next_match": partial(self.step, 1),
            "previous_match": partial(self.step, -1),
            "go_to": self.ask_for_section,
        }

    def ask(self) -> None:
        """Prompt for the search text; matches are shown as the reader types."""
        if self._host.view is not None:
            self._origin = self._host.view.place()
            self._prompts.ask("search", self._answer, typed=self.search)

    def search(self, text: str) -> None:
        """Search a text, and show the first match after the place where the search began."""
        if self._host.view is None:
            return
        search = self._host.looks.search = Search(text, pattern_of(text))
        search.matches = self._matches() if search.pattern is not None else ()
        start = self._origin.row if self._origin is not None else 0
        after = (i for i, match in enumerate(search.matches) if match.row >= start)
        search.index = next(after, 0) if search.matches else None
        self._host.redraw()
        self._show_match()

    def clear(self) -> bool:
        """Clear the search; return False if there is none."""
        if self._host.looks.search.pattern is None:
            return False
        self._host.looks.search = Search()
        self._host.redraw()
        return True

    def find_again(self) -> None:
        """Search again after the rows were laid out again."""
        search = self._host.looks.search
        if search.pattern is None or self._host.view is None:
            return
        now = search.now
        search.matches = self._matches()
        search.index = None
        if now is not None:
            same = [i for i, match in enumerate(search.matches) if match.row == now.row]
            search.index = same[0] if same else None

    def step(self, step: int) -> None:
        """Go to the next or previous match, wrapping around the end."""
        host, search = self._host, self._host.looks.search
        if not search.matches:
            key = "status.no_match" if search.text else "nothing.search"
            host.say(host.words(key, text=search.text))
            return
        index = (search.index or 0) + step if search.index is not None else 0
        search.index = index % len(search.matches)
        for pane in host.panes.values():
            pane.redraw()
        self._show_match()
        if index != search.index:
            host.say(self._wrapped_words(step))

    def ask_for_section(self) -> None:
        """Prompt for a section."""
        if self._host.view is not None:
            self._origin = self._host.view.place()
            self._prompts.ask("go_to", self._go_to_section)

    def _go_to_section(self, text: str | None) -> None:
        host, view = self._host, self._host.view
        if not text or view is None:
            host.refresh_bars()
            return
        found = find_sections(view.comparison, text, host.side)
        if not found:
            host.say(host.words("nothing.section", text=text))
        elif len(found) == 1:
            self._go_to(found[0].stop)
        else:
            here = view.place().row
            start = next((i for i, one in enumerate(found) if one.stop.row > here), 0)
            dialog = dialogs.SectionsDialog(host.looks, view.comparison, found, start)
            host.open_dialog(dialog, self._go_to)

    def _go_to(self, stop: Stop | None) -> None:
        if stop is not None:
            self._host.go_to_row(stop.row, stop.anchor)

    def _answer(self, text: str | None) -> None:
        """Keep the current match; without a text, return to the place where the search began."""
        if text:
            self.search(text)
            return
        view = self._host.view
        self._host.looks.search = Search()
        if self._origin is not None and view is not None:
            view.put(self._origin)
            self._navigation.reveal()
        self._host.redraw()

    def _matches(self) -> tuple[Match, ...]:
        view, search = self._host.view, self._host.looks.search
        if view is None or search.pattern is None:
            return ()
        unified = self._host.columns.unified
        draw = view.renderer.unified if unified else view.renderer.split
        texts = self._texts_of(view, unified=unified)
        wanted = [
            (index, draw(row))
            for index, row in enumerate(view.rows)
            if search.pattern.search(texts[index]) and (not view.filtered or view.shows(row))
        ]
        return find_all(wanted, search.pattern)

    def _texts_of(self, view: View, *, unified: bool) -> list[str]:
        """Return the folded text of each row; cached until other rows are shown."""
        key = (id(view.renderer), unified)
        if self._haystacks is None or self._haystacks[0] != key:
            draw = view.renderer.unified if unified else view.renderer.split
            self._haystacks = (key, [haystack(draw(row)) for row in view.rows])
        return self._haystacks[1]

    def _wrapped_words(self, step: int) -> str:
        words, search = self._host.words, self._host.looks.search
        now = (search.index or 0) + 1
        wrapped = words("wrapped" if step > 0 else "wrapped.back")
        found = words("status.match", text=search.text, now=now, total=len(search.matches))
        return f"{found}  {wrapped}"

    def _show_match(self) -> None:
        host, view, match = self._host, self._host.view, self._host.looks.search.now
        if view is None or match is None:
            host.refresh_bars()
            return
        if view.open_row(match.row):
            host.rows_unfolded()  # this repeats the search
            match = host.looks.search.now or match
        side = Side.NEW if host.columns.unified else match.side
        host.move_to(view.geometry.line_of(match.row, side, match.paragraph, match.start))
