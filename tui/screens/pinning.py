"""Keys that decide on the alignment: two sections together, or what the list of pins offers."""

from typing import TYPE_CHECKING

from plandiff.comparison.model import Side
from plandiff.comparison.options import Pin, PinKind
from plandiff.corpus.model import Section
from plandiff.tui.drawing.places import name_of, section_of
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.mirroring import mirror_pin
from plandiff.tui.screens.viewing import Viewing

if TYPE_CHECKING:
    from plandiff.tui.screens.pins import PinsAnswer


class Pinning(Viewing):
    """The reader's hand on the alignment."""

    def action_pin(self) -> None:
        """Pick the section here; with one picked on the other side, pin the two together."""
        if self.context.compare_again is None:
            self.say(self.words("cannot.compare"))
            return
        if self.columns.unified:
            self.say(self.words("cannot.pin_unified"))
            return
        section, picked = self._section_here(), self.picked
        if section is None or section.parent is None:
            self.say(self.words("cannot.pin"))
        elif picked is not None and picked[0] is not self.side:
            self._pin_together(picked[1], section)
        elif picked is not None and picked[1].id == section.id:
            self._drop_pick()
        else:
            self.picked = (self.side, section)
            side = self.words(self.side.value)
            self.say(self.words("done.pin_first", side=side, name=name_of(section, 24)))

    def action_clear(self) -> None:
        """Take away a pick, before anything else that is taken away."""
        if self.picked is not None:
            self._drop_pick()
        else:
            super().action_clear()

    def action_swap(self) -> None:
        """The sides change places: a pick would be on the wrong one."""
        self.picked = None
        super().action_swap()

    def action_pins(self) -> None:
        """The list of pins; apart, new and dropped are decided there."""
        from plandiff.tui.screens.pins import PinsDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            dialog = PinsDialog(self.looks, self.view, swapped=self.swapped)
            self.app.push_screen(dialog, self._after_pins)

    def compare_with_pins(self) -> None:
        """Compare again; the file mixin does it."""

    def _after_pins(self, answer: "PinsAnswer | None") -> None:
        if answer is None:
            return
        if answer.row is not None:
            self.go_to_row(answer.row)
        if answer.decided is not None:
            self._decide(answer.decided)
        elif answer.compare:
            self.compare_with_pins()
            self.say(self.words("done.unpinned"))

    def _decide(self, pin: Pin) -> None:
        """Keep a pin that is given as it stands on the screen, and compare again."""
        if self.context.compare_again is None:
            self.say(self.words("cannot.compare"))
            return
        self.store.add_pin(mirror_pin(pin) if self.swapped else pin)
        names = f" {self.looks.glyphs.pair} ".join(self._names_of(pin))
        self.compare_with_pins()
        self.say(self.words(f"done.pin_{pin.kind.value}", names=names))

    def _names_of(self, pin: Pin) -> list[str]:
        if self.view is None:
            return []
        plan = self.view.comparison.plan
        ends = ((Side.OLD, pin.old), (Side.NEW, pin.new))
        return [name_of(section_of(plan(side), end)) for side, end in ends if end is not None]

    def _section_here(self) -> Section | None:
        """The section of the focused side at the cursor's line."""
        view = self.view
        item = view.item() if view is not None else None
        if view is None or item is None or item.kind is not ItemKind.ROW:
            return None
        sections = view.rows[item.first].sections(self.side)
        if len(sections) < 2:
            return sections[0] if sections else None
        index, offset = view.geometry.locate(view.cursor)
        lines = view.geometry.blocks[index].side(self.side)[: offset + 1]
        found = sections[0]
        for line in lines:
            if line is None or line.start:
                continue
            for section in sections:
                name = f"{section.label or ''}{section.heading}"
                if name and line.paragraph.text.replace(" ", "").startswith(name.replace(" ", "")):
                    found = section
        return found

    def _drop_pick(self) -> None:
        if self.picked is not None:
            name = name_of(self.picked[1], 24)
            self.picked = None
            self.say(self.words("done.pin_left", name=name))

    def _pin_together(self, picked: Section, section: Section) -> None:
        old, new = (picked, section) if self.side is Side.NEW else (section, picked)
        self.picked = None
        self._decide(Pin(PinKind.TOGETHER, old.id, new.id))
