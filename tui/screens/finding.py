"""Keys that find: search on both sides, go to, filter, targets, summary."""

from collections import defaultdict
from typing import TYPE_CHECKING

from plandiff.comparison.model import Side
from plandiff.tui.drawing.looks import Search
from plandiff.tui.messages import PromptChanged, PromptDone
from plandiff.tui.screens.moves import Moves
from plandiff.tui.search import Match, find_all, haystack, pattern_of
from plandiff.tui.view import Place

if TYPE_CHECKING:
    from plandiff.tui.screens.topics import Topic


class Finding(Moves):
    """Everything that looks for a place."""

    _origin: Place | None = None
    _hay: tuple[tuple[int, bool], list[str]] | None = None

    def on_mount(self) -> None:
        """Answers to the prompts are remembered for ↑."""
        self._history: dict[str, list[str]] = defaultdict(list)

    def action_search(self) -> None:
        """Ask what to search; matches are shown as the reader types."""
        if self.view is not None:
            self._origin = self.view.place()
            self.ask("search")

    def action_go_to(self) -> None:
        """Ask for a section."""
        if self.view is not None:
            self._origin = self.view.place()
            self.ask("go_to")

    def action_outline_filter(self) -> None:
        """Ask for a part of the headings to list."""
        if self.view is not None:
            self.outline_asked = True
            self.share_width()
            self.rebuild()
            self.ask("outline", self.outline.wanted)

    def action_next_match(self) -> None:
        """To the next match."""
        self._to_match(1)

    def action_previous_match(self) -> None:
        """To the match before."""
        self._to_match(-1)

    def action_clear(self) -> None:
        """Take away the search, then the outline's filter, then the filter of kinds."""
        view = self.view
        if view is None:
            return
        self.message = ""
        if self.looks.search.pattern is not None:
            self.looks.search = Search()
            self.redraw()
        elif self.outline.wanted:
            self.outline.wanted = ""
            self.outline.show(view)
            self.refresh_bars()
        elif view.filtered:
            view.show_all()
            self.rebuild()
        else:
            self.refresh_bars()
        self.clear_selection()

    def write_note(self, topic: "Topic | None") -> None:
        """Ask for the text of a note; the mixin that writes does it."""

    def _after_targets(self, answer: "int | Topic | None") -> None:
        if isinstance(answer, int):
            self.go_to_row(answer)
        else:
            self.write_note(answer)

    def action_targets(self) -> None:
        """The table of targets."""
        from plandiff.tui.screens.targets import TargetsDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            dialog = TargetsDialog(self.looks, self.view)
            self.app.push_screen(dialog, self._after_targets)

    def action_summary(self) -> None:
        """What changed, on one page."""
        from plandiff.tui.screens.summary import SummaryDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            self.app.push_screen(SummaryDialog(self.looks, self.view), self._go_to_answer)

    def action_filter(self) -> None:
        """Choose the kinds of change to show."""
        from plandiff.tui.screens.filters import FilterDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            self.app.push_screen(FilterDialog(self.looks, self.view), self._apply_filter)

    def action_roll_up(self) -> None:
        """Hide rows of which all that changed is a wording changed throughout; show them again."""
        view = self.view
        if view is None:
            return
        if not view.reworded:
            self.say(self.words("reworded.none"))
            return
        view.rolled_up = not view.rolled_up
        self.rebuild()

    def ask(self, purpose: str, text: str = "", label: str = "") -> None:
        """Open the prompt in the place of the status line; ``label`` says more than the purpose."""
        from plandiff.tui.widgets.prompt import Prompt  # noqa: PLC0415 - the field costs import time

        if self.query("#prompt"):
            return
        history = self._history[purpose]
        self.status.display = False
        name = label or self.words(f"prompt.{purpose}")
        self.mount(Prompt(self.looks, (purpose, name), text, history), before=self.footer)

    def on_prompt_changed(self, event: PromptChanged) -> None:
        """What is being typed is looked for at once."""
        event.stop()
        if event.purpose == "search":
            self._search(event.text)
        elif event.purpose == "outline":
            self.outline.wanted = event.text
            self.outline.show(self.view)

    def on_prompt_done(self, event: PromptDone) -> None:
        """The prompt was answered or given up."""
        event.stop()
        self.close_prompt()
        if event.text:
            history = self._history[event.purpose]
            history[:] = [*(own for own in history if own != event.text), event.text][-50:]
        answer = getattr(self, f"_answer_{event.purpose}")
        answer(event.text)

    def look_up_again(self) -> None:
        """Search again: the rows are set anew."""
        search = self.looks.search
        if search.pattern is None or self.view is None:
            return
        now = search.now
        search.matches = self._matches()
        search.index = None
        if now is not None:
            same = [i for i, match in enumerate(search.matches) if match.row == now.row]
            search.index = same[0] if same else None

    def _answer_search(self, text: str | None) -> None:
        if not text:
            self.looks.search = Search()
            if self._origin is not None and self.view is not None:
                self.view.put(self._origin)
                self.reveal()
            self.redraw()
            return
        self._search(text)

    def _answer_go_to(self, text: str | None) -> None:
        if not text or self.view is None:
            self.refresh_bars()
            return
        from plandiff.tui.going import find_section  # noqa: PLC0415 - only when asked for

        row = find_section(self.view.comparison, text, self.view.place().row)
        if row is None:
            self.say(self.words("nothing.section", text=text))
        else:
            self.go_to_row(row)

    def _answer_outline(self, text: str | None) -> None:
        if text is None:
            self.outline.wanted = ""
            self.outline.show(self.view)
        self.outline.focus()
        self.refresh_bars()

    def prompt_says(self, text: str) -> None:
        """Tell something while the prompt is open."""
        from plandiff.tui.widgets.prompt import Prompt  # noqa: PLC0415 - as above

        self.query_one(Prompt).tell(text)

    def close_prompt(self) -> None:
        """Take the prompt away, and show the status line again."""
        for prompt in self.query("#prompt"):
            prompt.remove()
        self.status.display = True
        self.panes[self.side].focus()

    def _search(self, text: str) -> None:
        view = self.view
        if view is None:
            return
        search = self.looks.search = Search(text, pattern_of(text))
        search.matches = self._matches() if search.pattern is not None else ()
        start = self._origin.row if self._origin is not None else 0
        after = (i for i, match in enumerate(search.matches) if match.row >= start)
        search.index = next(after, 0) if search.matches else None
        self.redraw()
        self._show_match()

    def _matches(self) -> tuple[Match, ...]:
        view, search = self.view, self.looks.search
        if view is None or search.pattern is None:
            return ()
        draw = view.drawer.unified if self.columns.unified else view.drawer.split
        hay = self._haystacks()
        wanted = [
            (index, draw(row))
            for index, row in enumerate(view.rows)
            if search.pattern.search(hay[index]) and (not view.filtered or view.shows(row))
        ]
        return find_all(wanted, search.pattern)

    def _haystacks(self) -> list[str]:
        view = self.view
        if view is None:
            return []
        key = (id(view.drawer), self.columns.unified)
        if self._hay is None or self._hay[0] != key:
            draw = view.drawer.unified if key[1] else view.drawer.split
            self._hay = (key, [haystack(draw(row)) for row in view.rows])
        return self._hay[1]

    def _to_match(self, step: int) -> None:
        search = self.looks.search
        if not search.matches:
            text = search.text
            self.say(
                self.words("status.no_match", text=text) if text else self.words("nothing.search")
            )
            return
        index = (search.index or 0) + step if search.index is not None else 0
        search.index = index % len(search.matches)
        for pane in self.panes.values():
            pane.redraw()
        self._show_match()
        if index != search.index:
            self.say(self._wrapped_words(step))

    def _wrapped_words(self, step: int) -> str:
        search = self.looks.search
        now = (search.index or 0) + 1
        said = self.words("wrapped" if step > 0 else "wrapped.back")
        found = self.words("status.match", text=search.text, now=now, total=len(search.matches))
        return f"{found}  {said}"

    def _show_match(self) -> None:
        view, match = self.view, self.looks.search.now
        if view is None or match is None:
            self.refresh_bars()
            return
        if view.open_row(match.row):
            self.rebuild()
            match = self.looks.search.now or match
        side = Side.NEW if self.columns.unified else match.side
        self.move_to(view.geometry.line_of(match.row, side, match.paragraph, match.start))

    def _apply_filter(self, kinds: frozenset[str] | None) -> None:
        view = self.view
        if kinds is None or view is None:
            return
        view.kinds = kinds
        self.rebuild()
        if view.stops:
            if view.row() is None or not view.shows(view.rows[view.place().row]):
                self.go_to_row(view.stops[0])
        elif view.filtered:
            self.say(self.words("nothing.matches"))

    def _go_to_answer(self, row: int | None) -> None:
        if row is not None:
            self.go_to_row(row)
