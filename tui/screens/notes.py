"""Lists of what the reader decided: notes and pins."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from comparison.model import Side
from comparison.options import Pin
from tui.drawing_places import name_of, section_of
from tui.mirroring import mirror_pin
from tui.review.protocol import Note
from tui.screens.dialog import Dialog
from tui.view import View
from tui.widgets.rows import Entry
from tui.widgets.shared import Looks


class NotesDialog(Dialog[int]):
    """Enter goes to a note's row, ``d`` deletes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d,delete", "drop", show=False)]
    TITLE_KEY = "title.notes"
    HINT_KEY = "hint.list"
    COLUMNS = 2

    def __init__(self, looks: Looks, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self._index = {row.id: index for index, row in enumerate(view.rows)}

    def entries(self) -> Sequence[Entry]:
        """Place and text of each note."""
        notes = self.view.store.notes()
        if not notes:
            return [Entry(((self.looks.words("nothing.notes"), "muted"),))]
        return [Entry(((self._place(note), "label"), (note.text, "")), note) for note in notes]

    def picked(self, value: object) -> None:
        """Go to the note's row, where it still has one."""
        if isinstance(value, Note) and value.row in self._index:
            self.dismiss(self._index[value.row])

    def action_drop(self) -> None:
        """Delete the note under the cursor."""
        if isinstance(note := self.list.current, Note):
            self.view.store.delete_note(note.id)
            self.refill()

    def _place(self, note: Note) -> str:
        if note.row in self._index:
            row = self.view.rows[self._index[note.row]]
            return name_of((row.new or row.old)[0])
        return f"({note.place})"


class PinsDialog(Dialog[int]):
    """Enter goes to a pin's row, ``d`` drops it; the answer -1 asks to compare again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d,delete", "drop", show=False)]
    TITLE_KEY = "title.pins"
    HINT_KEY = "hint.pins"
    COLUMNS = 3

    def __init__(self, looks: Looks, view: View, *, swapped: bool) -> None:
        super().__init__(looks)
        self.view = view
        self.swapped = swapped
        self._dropped = False

    def entries(self) -> Sequence[Entry]:
        """Both sections of each pin."""
        pins = self.view.store.pins()
        if not pins:
            return [Entry(((self.looks.words("no.pins"), "muted"),))]
        return [self._entry(pin) for pin in pins]

    def picked(self, value: object) -> None:
        """Go to the pin's row."""
        if isinstance(value, Pin):
            pin = mirror_pin(value) if self.swapped else value
            for index, row in enumerate(self.view.rows):
                if any(s.id == pin.old for s in row.old) or any(s.id == pin.new for s in row.new):
                    self.dismiss(-1 if self._dropped else index)
                    return

    def action_drop(self) -> None:
        """Drop the pin under the cursor."""
        if isinstance(pin := self.list.current, Pin):
            self.view.store.remove_pin(pin)
            self._dropped = True
            self.refill()

    def action_give_up(self) -> None:
        """Close; compare again if something was dropped."""
        self.dismiss(-1 if self._dropped else None)

    def _entry(self, pin: Pin) -> Entry:
        shown = mirror_pin(pin) if self.swapped else pin
        names = []
        for side, section in ((Side.OLD, shown.old), (Side.NEW, shown.new)):
            known = {s.id for s in self.view.comparison.plan(side).sections}
            plan = self.view.comparison.plan(side)
            names.append(name_of(section_of(plan, section), 40) if section in known else "-")
        return Entry(((names[0], ""), (self.looks.glyphs.pair, "muted"), (names[1], "")), pin)
