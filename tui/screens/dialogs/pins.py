"""Dialog of pins: the reader's existing pins, and those that can be added at the cursor."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType

from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror_pin
from plandiff.comparison.model import Row
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.marks import LostPin
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.section_names import name_of, section_of
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.model import View
from plandiff.tui.widgets.rows import Entry


class Decision(Struct, frozen=True):
    """A pin that can be added, with sides as displayed."""

    pin: Pin


class PinsAnswer(Struct, frozen=True):
    """Request to the review screen after the dialog is closed."""

    row: int | None = None
    """Index of the row to go to."""
    decided: Pin | None = None
    """Pin to store, with sides as displayed."""
    compare: bool = False
    """Whether to compare again, because a pin was dropped."""


class PinsDialog(Dialog[PinsAnswer]):
    """Enter goes to a pin's row or adds the pin; ``d`` drops the pin under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d,delete", "drop", show=False)]
    TITLE_KEY = "title.pins"
    HINT_KEY = "hint.pins"
    COLUMNS = 4

    def __init__(self, looks: RenderContext, view: View, *, swapped: bool) -> None:
        super().__init__(looks)
        self.view = view
        self.swapped = swapped
        self._dropped = False

    def entries(self) -> Sequence[Entry]:
        """Return the active pins, those whose sections are missing, and those that can be added."""
        words = self.looks.words
        store = self.view.store
        pins = [self._entry(self._turned(pin), pin) for pin in store.pins()]
        lost = [self._lost(pin) for pin in store.lost_pins()]
        lines = [*pins, *lost] or [Entry(((words("no.pins"), "muted"),))]
        row = self.view.row()
        here = list(decisions(row, self._shown())) if row is not None else []
        if here:
            lines += [Entry((("", ""),)), Entry(((words("pin.here"), "strong"),))]
            lines += [self._entry(pin, Decision(pin)) for pin in here]
        return lines

    def picked(self, value: object) -> None:
        """Go to the pin's row, or add the pin."""
        if isinstance(value, Decision):
            self.dismiss(PinsAnswer(decided=value.pin, compare=self._dropped))
        elif isinstance(value, Pin):
            row = row_of_pin(self._turned(value), self.view)
            self.dismiss(PinsAnswer(row=row, compare=self._dropped))

    def action_drop(self) -> None:
        """Drop the pin under the cursor."""
        value = self.list.current
        if isinstance(value, Pin):
            self.view.store.remove_pin(value)
            self._dropped = True
        elif isinstance(value, LostPin):
            self.view.store.remove_lost_pin(value)
        self.refill()

    def action_give_up(self) -> None:
        """Close; compare again if something was dropped."""
        self.dismiss(PinsAnswer(compare=self._dropped))

    def _turned(self, pin: Pin) -> Pin:
        """Return a pin of the store with sides as displayed."""
        return mirror_pin(pin) if self.swapped else pin

    def _shown(self) -> frozenset[Pin]:
        return frozenset(self._turned(pin) for pin in self.view.store.pins())

    def _entry(self, pin: Pin, value: object) -> Entry:
        names = []
        for side, section in ((Side.OLD, pin.old), (Side.NEW, pin.new)):
            plan = self.view.comparison.plan(side)
            names.append(name_of(section_of(plan, section), 40) if section else "-")
        kind = self.looks.words(f"pin.{pin.kind.value}")
        pair = (self.looks.glyphs.pair, "muted")
        return Entry(((kind, "label"), (names[0], ""), pair, (names[1], "")), value)

    def _lost(self, pin: LostPin) -> Entry:
        words = self.looks.words
        kind = (words(f"pin.{pin.kind.value}"), "label")
        gone = (words("said.lost"), "accent")
        return Entry((kind, (f"({pin.place})", "muted"), ("", ""), gone), pin)


def decisions(row: Row, made: frozenset[Pin]) -> Iterator[Pin]:
    """Yield the pins that can be added for a row, except pairings and those in ``made``.

    The two plans as wholes are always paired.
    """
    if any(section.parent is None for section in (*row.old, *row.new)):
        return iter(())
    possible = [
        *(Pin(PinKind.APART, old, new) for old, new in row.links),
        *(Pin(PinKind.DROPPED, old=section.id) for section in row.old),
        *(Pin(PinKind.NEW, new=section.id) for section in row.new),
    ]
    return (pin for pin in possible if pin not in made)


def row_of_pin(pin: Pin, view: View) -> int | None:
    """Return the index of the first row with one of the pin's sections; None if there is none."""
    for index, row in enumerate(view.rows):
        if any(s.id == pin.old for s in row.old) or any(s.id == pin.new for s in row.new):
            return index
    return None
