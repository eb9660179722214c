"""Pins: sections paired by hand, or by choosing a candidate in the strip of details."""

from functools import partial

from plandiff.comparison.edits import Passage, Side
from plandiff.comparison.mirror import mirror_pin
from plandiff.comparison.model import Row
from plandiff.comparison.options import Pin, PinKind
from plandiff.corpus.model import Section
from plandiff.tui.keys import shown_key
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.section_names import name_of, section_of
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.comparing import CompareController
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.navigation import NavigationController
from plandiff.tui.view.details import MOST_CANDIDATES, details_of, other_candidates, pin_of
from plandiff.tui.view.model import View
from plandiff.tui.view.walking import unit_at_cursor
from plandiff.tui.widgets.detail import Detail


class PinController:
    """Owns the picked section that still lacks a partner, and the pins of the comparison."""

    def __init__(self, host: Host, comparing: CompareController) -> None:
        self._host = host
        self._comparing = comparing
        self.picked: tuple[Side, Section] | None = None
        """The first section of an unfinished pin, which waits for its partner, or None."""
        self._shown: tuple[Pin, ...] = ()

    def actions(self) -> Actions:
        """Return the handlers for pinning and for the list of pins."""
        return {"pin": self.pin_here, "pins": self.open_list}

    def view_opened(self) -> None:
        """Drop the picked section after another comparison is shown."""
        self.picked = None
        self._shown = self._host.store.pins()

    def follow_store(self) -> bool:
        """Compare again if another window changed the pins; return False if it did not."""
        if self._host.store.pins() == self._shown:
            return False
        self._comparing.compare_with_pins()
        return True

    def pin_here(self) -> None:
        """Pick the section at the cursor, or pair it with the one picked on the other side."""
        host, picked = self._host, self.picked
        if host.context.compare_again is None:
            host.say(host.words("cannot.compare"))
            return
        if host.columns.unified:
            host.say(host.words("cannot.pin_unified"))
            return
        section = section_at_cursor(host.view, host.side) if host.view is not None else None
        if section is None or section.parent is None:
            host.say(host.words("cannot.pin"))
        elif picked is not None and picked[0] is not host.side:
            self._pin_together(picked[1], section)
        elif picked is not None and picked[1].id == section.id:
            self.drop_pick()
        else:
            self.picked = (host.side, section)
            side = host.words(host.side.value)
            host.say(host.words("done.pin_first", side=side, name=name_of(section, 24)))

    def drop_pick(self) -> bool:
        """Cancel an unfinished pin; return False if there is none."""
        if self.picked is None:
            return False
        name = name_of(self.picked[1], 24)
        self.picked = None
        self._host.say(self._host.words("done.pin_left", name=name))
        return True

    def open_list(self) -> None:
        """Open the list of pins, where pins are added and dropped."""
        host = self._host
        if host.view is not None:
            dialog = dialogs.PinsDialog(host.looks, host.view, swapped=host.swapped)
            host.open_dialog(dialog, self._after_list)

    def _after_list(self, answer: "dialogs.PinsAnswer | None") -> None:
        if answer is None:
            return
        if answer.row is not None:
            self._host.go_to_row(answer.row)
        if answer.decided is not None:
            self.decide(answer.decided)
        elif answer.compare:
            self._comparing.compare_with_pins()
            self._host.say(self._host.words("done.unpinned"))

    def _pin_together(self, picked: Section, section: Section) -> None:
        old, new = (picked, section) if self._host.side is Side.NEW else (section, picked)
        self.picked = None
        self.decide(Pin(PinKind.TOGETHER, old.id, new.id))

    def decide(self, pin: Pin) -> None:
        """Store a pin, given for the sides as displayed, and compare again."""
        host = self._host
        if host.context.compare_again is None:
            host.say(host.words("cannot.compare"))
            return
        host.store.add_pin(mirror_pin(pin) if host.swapped else pin)
        names = f" {host.looks.glyphs.pair} ".join(self._names_of(pin))
        self._comparing.compare_with_pins()
        host.say(host.words(f"done.pin_{pin.kind.value}", names=names))

    def _names_of(self, pin: Pin) -> list[str]:
        view = self._host.view
        if view is None:
            return []
        plan = view.comparison.plan
        ends = ((Side.OLD, pin.old), (Side.NEW, pin.new))
        return [name_of(section_of(plan(side), end)) for side, end in ends if end is not None]


def section_at_cursor(view: View, side: Side) -> Section | None:
    """Return the section of a side at the cursor; of several in a row, the last one begun."""
    item = view.item()
    if item is None or item.kind is not ItemKind.ROW:
        return None
    sections = view.rows[item.first].sections(side)
    if len(sections) < 2:
        return sections[0] if sections else None
    index, offset = view.geometry.locate(view.cursor)
    lines = view.geometry.blocks[index].side(side)[: offset + 1]
    found = sections[0]
    for line in lines:
        if line is None or line.start:  # not the first line of its paragraph
            continue
        # A heading is drawn with additional spaces between label and text.
        text = line.paragraph.text.replace(" ", "")
        for section in sections:
            name = f"{section.label or ''}{section.heading}".replace(" ", "")
            if name and text.startswith(name):
                found = section
    return found


class DetailController:
    """Owns the strip of details while it is open, and its last contents."""

    def __init__(self, host: Host, navigation: NavigationController, pins: PinController) -> None:
        self._host = host
        self._navigation = navigation
        self._pins = pins
        self.strip: Detail | None = None
        self._filled: object = None

    def actions(self) -> Actions:
        """Return the handlers for the strip and for each candidate."""
        chosen = {
            f"candidate_{number + 1}": partial(self.choose, number)
            for number in range(MOST_CANDIDATES)
        }
        return {"details": self.toggle, **chosen}

    def toggle(self) -> None:
        """Open or close the strip below the panes; the cursor stays visible."""
        host = self._host
        if self.strip is None:
            self.strip = Detail(host.looks)
            host.place_strip(self.strip, shown=True)
            self._filled = None
            self.follow()
        else:
            host.place_strip(self.strip, shown=False)
            self.strip = None
        host.after_refresh(self._navigation.reveal)

    def follow(self) -> None:
        """Show the details at the cursor, if the strip is open."""
        host, view = self._host, self._host.view
        if self.strip is None or view is None:
            return
        found = self._here()
        wanted = (id(view.renderer), found and (found[0].id, found[1] and found[1].id))
        if wanted == self._filled:
            return
        self._filled = wanted
        keys = [
            shown_key(own[0])
            for n in range(MOST_CANDIDATES)
            if (own := host.keys[f"candidate_{n + 1}"])
        ]
        glyphs = host.looks.glyphs
        self.strip.put(details_of(view, *found, glyphs, keys) if found is not None else ())

    def choose(self, number: int) -> None:
        """Pin the section under the cursor to another candidate, and compare again."""
        host, found = self._host, self._here()
        if found is None:
            return
        candidates = other_candidates(found[0])
        if number >= len(candidates):
            host.say(host.words("nothing.candidate"))
        else:
            self._pins.decide(pin_of(*candidates[number]))

    def _here(self) -> tuple[Row, Passage | None] | None:
        """Return the row under the cursor, and the passage if there is one."""
        view = self._host.view
        item = view.item() if view is not None else None
        if view is None or item is None:
            return None
        row, unit = view.rows[item.first], unit_at_cursor(view)
        wanted = unit.id if unit is not None else ""
        return row, next((own for own in row.passages if own.id == wanted), None)
