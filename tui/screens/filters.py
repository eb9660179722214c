"""Which kinds of change to show."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from plandiff.tui.drawing.looks import Looks
from plandiff.tui.kinds import KINDS
from plandiff.tui.screens.dialog import Dialog
from plandiff.tui.view import View
from plandiff.tui.widgets.rows import Entry


class FilterDialog(Dialog[frozenset[str]]):
    """Space picks kinds, Enter shows them; Enter on a kind with none picked shows that one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick_kind", show=False),
        Binding("a", "none", show=False),
        Binding("f", "give_up", show=False),
    ]
    DEFAULT_CSS = "FilterDialog > #box { width: 56; height: 17; }"
    TITLE_KEY = "title.filter"
    HINT_KEY = "hint.filter"
    COLUMNS = 3

    def __init__(self, looks: Looks, view: View) -> None:
        super().__init__(looks)
        self.kinds = set(view.kinds)
        self.touched = bool(view.kinds)
        self.counts = Counter(kind for row in view.rows for kind in view.kinds_of(row))

    def entries(self) -> Sequence[Entry]:
        """The kinds with how many rows each has."""
        words = self.looks.words
        return [
            Entry(
                (
                    ("[x]" if kind in self.kinds else "[ ]", "accent"),
                    (words(f"kind.{kind}"), "" if self.counts[kind] else "muted"),
                    (str(self.counts[kind]), "muted"),
                ),
                kind,
            )
            for kind in KINDS
        ]

    def action_pick_kind(self) -> None:
        """Pick a kind, or drop it."""
        self.kinds ^= {str(self.list.current)}
        self.touched = True
        self.refill()

    def action_none(self) -> None:
        """Drop them all."""
        self.kinds.clear()
        self.touched = True
        self.refill()

    def picked(self, value: object) -> None:
        """Show what was picked."""
        self.dismiss(frozenset(self.kinds) if self.touched else frozenset({str(value)}))
