"""Filters of the rows (kinds, marks, replaced wordings), folds, and the filter of the outline."""

from functools import partial

from msgspec.structs import replace

from plandiff.tui.layout.items import ItemKind
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.layout import LayoutController
from plandiff.tui.screens.controllers.status import PromptController
from plandiff.tui.view.walking import at_stop, change_stop

_MOST_CONTEXT = 99


class FilterController:
    """Changes the filters and folds of the view, and the filter of the outline."""

    def __init__(self, host: Host, prompts: PromptController, layout: LayoutController) -> None:
        self._host = host
        self._prompts = prompts
        self._layout = layout

    def actions(self) -> Actions:
        """Return the handlers for filters and folds."""
        return {
            "filter": self.choose_kinds,
            "roll_up": self.toggle_rewordings,
            "unreviewed": self.toggle_reviewed,
            "fold_reviewed": self.toggle_fold_reviewed,
            "since": self.toggle_since,
            "outline_filter": self.ask_for_headings,
            "fold": self.fold,
            "fold_all": self.fold_all,
            "more_context": partial(self.change_context, 1),
            "less_context": partial(self.change_context, -1),
        }

    def clear(self) -> bool:
        """Remove the outline's filter, or else that of the rows; return False if there is none."""
        host, view = self._host, self._host.view
        if view is None:
            return False
        if host.outline.wanted:
            host.outline.wanted = ""
            host.outline.show(view)
            host.refresh_bars()
        elif view.filtered:
            view.show_all()
            host.rebuild()
        else:
            return False
        return True

    def choose_kinds(self) -> None:
        """Open the dialog for the kinds of change to show."""
        host = self._host
        if host.view is not None:
            host.open_dialog(dialogs.FilterDialog(host.looks, host.view), self.show_kinds)

    def show_kinds(self, kinds: frozenset[str] | None) -> None:
        """Show only rows of these kinds; empty: all rows; None: no change."""
        host, view = self._host, self._host.view
        if kinds is None or view is None:
            return
        view.kinds = kinds
        host.rebuild()
        if view.kinds and view.stops.rows and not at_stop(view):
            stop = change_stop(view, forward=True)
            if stop is not None:
                host.go_to_row(stop.row, stop.anchor)
        elif view.filtered and not view.stops.rows:
            host.say(host.words("nothing.matches"))

    def toggle_rewordings(self) -> None:
        """Toggle hiding rows whose only change is a wording replaced throughout the plan."""
        host, view = self._host, self._host.view
        if view is None:
            return
        if not view.reworded:
            host.say(host.words("reworded.none"))
            return
        view.rolled_up = not view.rolled_up
        host.rebuild()

    def toggle_reviewed(self) -> None:
        """Toggle showing only unmarked changes."""
        host, view = self._host, self._host.view
        if view is None:
            return
        view.only_unreviewed = not view.only_unreviewed
        host.rebuild()
        if view.only_unreviewed and not view.stops.rows:
            host.say(host.words("done.all"))

    def toggle_fold_reviewed(self) -> None:
        """Toggle folding of marked changes."""
        host, view = self._host, self._host.view
        if view is None:
            return
        view.fold_reviewed = not view.fold_reviewed
        view.folding = replace(view.folding, turned=frozenset())
        host.rebuild()
        host.say(host.words("done.fold_reviewed" if view.fold_reviewed else "done.open_reviewed"))

    def toggle_since(self) -> None:
        """Toggle showing only changes since the review was last opened."""
        host, view = self._host, self._host.view
        if view is None:
            return
        if not view.since:
            host.say(host.words("nothing.since"))
        else:
            self.show_kinds(frozenset() if view.kinds == {"since"} else frozenset({"since"}))

    def ask_for_headings(self) -> None:
        """Prompt for a text that headings in the outline must contain."""
        host = self._host
        if host.view is not None:
            self._layout.show_outline()
            self._prompts.ask(
                "outline", self._answer_headings, typed=self.list_headings, text=host.outline.wanted
            )

    def list_headings(self, text: str) -> None:
        """Filter the outline to headings that contain a text."""
        self._host.outline.wanted = text
        self._host.outline.show(self._host.view)

    def _answer_headings(self, text: str | None) -> None:
        if text is None:
            self.list_headings("")
        self._host.outline.focus()
        self._host.refresh_bars()

    # folds

    def fold(self) -> None:
        """Fold or unfold the unchanged rows at the cursor."""
        host, view = self._host, self._host.view
        item = view.item() if view is not None else None
        if view is None or item is None:
            return
        run = view.run_at(item.first)
        if run is None:
            host.say(host.words("nothing.fold"))
            return
        view.folding = replace(view.folding, turned=view.folding.turned ^ {run})
        host.rebuild()

    def fold_all(self) -> None:
        """Fold or unfold the unchanged rows everywhere."""
        host, view = self._host, self._host.view
        if view is None:
            return
        folded = not view.folding.folded
        view.folding = replace(view.folding, folded=folded, turned=frozenset())
        host.rebuild()
        if folded and all(item.kind is not ItemKind.FOLD for item in view.geometry.items):
            host.say(host.words("nothing.fold"))

    def change_context(self, step: int) -> None:
        """Change the number of unchanged rows shown around changes, and fold the others."""
        host, view = self._host, self._host.view
        if view is not None:
            count = min(max(view.folding.context + step, 0), _MOST_CONTEXT)
            view.folding = replace(view.folding, context=count, folded=True, turned=frozenset())
            host.rebuild()
            host.say(host.words("done.context", count=count))
