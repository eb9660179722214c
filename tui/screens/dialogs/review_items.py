"""Dialog of review items: conflicts, questions, outdated marks, notes, and lost items.

The reader can go to each item, or resolve it in the list.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from plandiff.comparison.review.marks import Mark, Note, Step, StepKind
from plandiff.corpus.text.escape import visible
from plandiff.tui.render.context import RenderContext
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.kinds import reviewed_words
from plandiff.tui.view.model import View
from plandiff.tui.view.review_items import (
    ReviewItem,
    ReviewItemKind,
    all_review_items,
    item_details,
    item_line,
    note_items,
)
from plandiff.tui.widgets.detail import Detail
from plandiff.tui.widgets.rows import Entry, Rows

_SIGNED = {
    ReviewItemKind.CONFLICT: "conflict",
    ReviewItemKind.QUESTION: "questioned",
    ReviewItemKind.OUTDATED: "outdated",
    ReviewItemKind.NOTE: "note",
}


class ReviewItemsAnswer(Struct, frozen=True):
    """Request to the review screen after the dialog is closed."""

    row: int | None = None
    """Index of the row to go to."""
    anchor: str = ""
    """Passage of the row to go to; empty: the row."""
    edit: Note | None = None
    """Note to edit."""
    carry: Note | None = None
    """Note to move to a row that the reader then chooses."""
    compare: bool = False
    """Whether to compare again, because a pin was dropped or restored."""


class ReviewItemsDialog(Dialog[ReviewItemsAnswer]):
    """Enter goes to the row; the review keys resolve the item."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "say('reviewed')", show=False),
        Binding("K", "say('accepted')", show=False),
        Binding("Q", "say('questioned')", show=False),
        Binding("d,delete", "drop", show=False),
        Binding("c", "edit", show=False),
        Binding("p", "carry", show=False),
        Binding("y", "copy", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+y", "redo", show=False),
    ]
    HINT_KEY = "hint.close"
    COLUMNS = 3

    def __init__(
        self, looks: RenderContext, view: View, *, swapped: bool, only_notes: bool
    ) -> None:
        super().__init__(looks)
        self.view = view
        self.swapped = swapped
        self.only_notes = only_notes
        self.TITLE_KEY = "title.notes" if only_notes else "title.said"  # type: ignore[misc]
        self.detail = Detail(looks)
        self._compare = False

    def compose(self) -> ComposeResult:
        """Title, list, details of the current line, hint."""
        with Vertical(id="box"):
            yield self.title_bar
            yield self.list
            yield self.detail
            yield self.hint_bar

    def fill(self, wanted: str = "", index: int = 0) -> None:
        """List the lines, and show the details of the current one."""
        super().fill(wanted, index)
        words = self.looks.words
        self.title_bar.put([(f" {words(self.TITLE_KEY)}", "strong")], self.title_end())
        self._tell()

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the review progress."""
        text = reviewed_words(self.view.store.progress(), self.looks.words)
        return [(f"{text} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """Return the items, each kind under its heading."""
        self.view.count()
        items = note_items(self.view) if self.only_notes else all_review_items(self.view)
        if not items:
            key = "nothing.notes" if self.only_notes else "nothing.said"
            return [Entry(((self.looks.words(key), "muted"),))]
        return list(self._grouped(items))

    def picked(self, value: object) -> None:
        """Go to the row, if there is one."""
        if isinstance(value, ReviewItem) and value.row is not None:
            self._close(ReviewItemsAnswer(value.row, value.anchor))

    def action_give_up(self) -> None:
        """Close; compare again if a pin was dropped."""
        self._close(ReviewItemsAnswer())

    def action_say(self, mark: str) -> None:
        """Set a mark on an item without a note; confirm an outdated note for the current text."""
        item = self.list.current
        if not isinstance(item, ReviewItem) or item.row is None:
            return
        unit = item.anchor or self.view.rows[item.row].id
        if item.note is None:
            self.view.store.settle(unit, Mark(mark))
        elif item.is_outdated_note:
            self.view.store.move_note(item.note.id, unit)
        self.refill()

    def action_drop(self) -> None:
        """Drop a note, an outdated or lost mark, or a lost pin."""
        item = self.list.current
        store = self.view.store
        if not isinstance(item, ReviewItem):
            return
        if item.note is not None:
            store.delete_note(item.note.id)
        elif item.pin is not None:
            store.remove_lost_pin(item.pin)
        elif item.kind in (ReviewItemKind.OUTDATED, ReviewItemKind.LOST):
            store.dismiss(item.opinions)
        self.refill()

    def action_edit(self) -> None:
        """Edit the note under the cursor."""
        if isinstance(item := self.list.current, ReviewItem) and item.note is not None:
            self._close(ReviewItemsAnswer(item.row, item.anchor, edit=item.note))

    def action_carry(self) -> None:
        """Start moving the note to another row."""
        if isinstance(item := self.list.current, ReviewItem) and item.note is not None:
            self._close(ReviewItemsAnswer(carry=item.note))

    def action_copy(self) -> None:
        """Copy the full text of the item."""
        if isinstance(item := self.list.current, ReviewItem):
            lines = [item.place, *("".join(t for t, _ in parts) for parts in self._full(item))]
            text = visible("\n".join(line for line in lines if line))
            self.app.copy_to_clipboard(text)
            words = self.looks.words
            self.hint_bar.put([(f" {words('done.copied', count=len(text))}", "accent")])

    def action_undo(self) -> None:
        """Undo the last decision."""
        self._follow(self.view.store.undo())

    def action_redo(self) -> None:
        """Redo the last undone decision."""
        self._follow(self.view.store.redo())

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show the details of another line."""
        event.stop()
        self._tell()

    def _follow(self, step: Step | None) -> None:
        if step is not None and step.kind is StepKind.PIN:
            self._compare = True
        self.refill()

    def _close(self, answer: ReviewItemsAnswer) -> None:
        if self._compare:
            answer = replace(answer, compare=True)
        self.dismiss(answer)

    def _tell(self) -> None:
        item = self.list.current
        self.detail.put(self._full(item) if isinstance(item, ReviewItem) else ())
        hint = _hint(item) if isinstance(item, ReviewItem) else self.HINT_KEY
        self.hint_bar.put([(f" {self.looks.words(hint)}", "muted")])

    def _full(self, item: ReviewItem) -> list[tuple[tuple[str, str], ...]]:
        return item_details(item, self.view, self.looks.words, swapped=self.swapped)

    def _grouped(self, found: Sequence[ReviewItem]) -> Iterator[Entry]:
        words = self.looks.words
        for kind, group in groupby(found, key=lambda item: item.kind):
            items = list(group)
            yield Entry(((f"{words(f'said.{kind.value}')}  {len(items)}", "strong"),))
            yield from (self._entry(item) for item in items)

    def _entry(self, item: ReviewItem) -> Entry:
        words, glyphs = self.looks.words, self.looks.glyphs
        name = "outdated" if item.is_outdated_note else _SIGNED.get(item.kind, "")
        sign = getattr(glyphs, name) if name else "x"
        place = f"({item.place})" if item.kind is ReviewItemKind.LOST else item.place
        text = item_line(item, self.view, words)
        return Entry(((sign, "accent"), (place, "label"), (text, "")), item)


def _hint(item: ReviewItem) -> str:
    """Return the hint about the keys that apply to an item."""
    if item.note is not None:
        kind = "outdated_note" if item.is_outdated_note else f"{item.kind.value}_note"
        return f"hint.said.{kind.replace('note_note', 'note')}"
    return f"hint.said.{item.kind.value}"
