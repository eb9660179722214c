"""Keys of the review itself: marks, notes, pins, undo."""

from comparison.model import Row, Side
from comparison.options import Pin, PinKind
from corpus.model import Section
from tui.drawing_places import name_of
from tui.drawing_rows import Drawer
from tui.layout.items import ItemKind
from tui.layout.typesetter import Typesetter
from tui.mirroring import mirror_pin
from tui.review.protocol import Mark, Step, StepKind
from tui.screens.viewing import Viewing
from tui.view import Place


class Reviewing(Viewing):
    """What the reader decides."""

    _noted = ""
    """Id of the row that the prompt for a note was opened on."""

    def open_view(self, drawer: Drawer, typesetter: Typesetter, place: Place | None) -> None:
        """Rows have other ids in another comparison: a note being written goes where it was."""
        super().open_view(drawer, typesetter, place)
        row = self.view.row() if self.view is not None else None
        self._noted = row.id if row is not None else ""

    def action_review(self) -> None:
        """Mark as reviewed and go on to the next change that is not; a second time takes it back.

        In the outline it marks every change of the section and of its subsections.
        """
        if self.focused is self.outline and self.outline.current is not None:
            self._mark_chapter(self.outline.current)
        else:
            self._mark_here(Mark.REVIEWED)

    def action_accept(self) -> None:
        """Mark as accepted."""
        self._mark_here(Mark.ACCEPTED)

    def action_question(self) -> None:
        """Mark as questioned."""
        self._mark_here(Mark.QUESTIONED)

    def action_unreviewed(self) -> None:
        """Only changes without a mark."""
        view = self.view
        if view is None:
            return
        view.only_unreviewed = not view.only_unreviewed
        self.rebuild()
        if view.only_unreviewed and not view.stops:
            self.say(self.words("done.all"))

    def action_note(self) -> None:
        """Write a note on this row, or change the one that is there."""
        row = self.view.row() if self.view is not None else None
        if row is not None:
            notes = self.store.notes(row.id)
            side = self.side if row.sections(self.side) else self._other(self.side)
            name = name_of(row.sections(side)[0], max(self.size.width // 3, 8))
            label = self.words("prompt.note_edit" if notes else "prompt.note_on", name=name)
            self._noted = row.id
            self.ask("note", notes[0].text if notes else "", label)

    def action_notes(self) -> None:
        """The list of notes."""
        from tui.screens.notes import NotesDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            self.app.push_screen(NotesDialog(self.looks, self.view), self._after_list)

    def action_pin(self) -> None:
        """Pick the section here; with one picked on the other side, pin the two together."""
        if self.context.compare_again is None:
            self.say(self.words("cannot.compare"))
            return
        if self.columns.unified:
            self.say(self.words("cannot.pin_unified"))
            return
        section, picked = self._section_here(), self.picked
        if section is None:
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
        """The list of pins."""
        from tui.screens.notes import PinsDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            dialog = PinsDialog(self.looks, self.view, swapped=self.swapped)
            self.app.push_screen(dialog, self._after_pins)

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._follow_step(self.store.undo(), "undone", "undo")

    def action_redo(self) -> None:
        """Take the decision again that was undone."""
        self._follow_step(self.store.redo(), "redone", "redo")

    def compare_with_pins(self) -> None:
        """Compare again; the file mixin does it."""

    def _mark_here(self, mark: Mark) -> None:
        view = self.view
        row = view.row() if view is not None else None
        if view is None or row is None:
            return
        if not row.changed:
            self.say(self.words("nothing.mark"))
            return
        taken_back = self.store.mark(row.id) is mark
        self.store.set_mark(row.id, Mark.UNSEEN if taken_back else mark)
        here = view.place().row
        if view.only_unreviewed:
            self.rebuild()
        else:
            self.redraw()
        if not taken_back:
            self._to_unseen(here)

    def _to_unseen(self, here: int) -> None:
        """To the next change without a mark; round from the start when there is none below."""
        view = self.view
        if view is None:
            return
        open_rows = [r for r in view.stops if self.store.mark(view.rows[r].id) is Mark.UNSEEN]
        if not open_rows:
            self.say(self.words("done.all"))
            return
        row = next((r for r in open_rows if r > here), open_rows[0])
        self.move_to(view.first_stop(row, self.page))

    def _mark_chapter(self, row: int) -> None:
        view = self.view
        if view is None:
            return
        rows = tuple(r.id for r in self._rows_under(view.rows[row]) if r.changed)
        done = all(self.store.mark(r) is Mark.REVIEWED for r in rows)
        self.store.set_marks(rows, Mark.UNSEEN if done else Mark.REVIEWED)
        if view.only_unreviewed:
            self.rebuild()
        else:
            self.redraw()

    def _rows_under(self, row: Row) -> list[Row]:
        """The row and those of all sections below its sections."""
        view = self.view
        if view is None:
            return []
        inside = {(side, section.id) for side in Side for section in row.sections(side)}
        for side in Side:
            for section in view.comparison.plan(side).sections:
                if (side, section.parent or "") in inside:
                    inside.add((side, section.id))
        return [
            other
            for other in view.rows
            if any((side, s.id) in inside for side in Side for s in other.sections(side))
        ]

    def _answer_note(self, text: str | None) -> None:
        row = self._noted
        if text is None or not row:
            self.refresh_bars()
            return
        notes = self.store.notes(row)
        if notes and text.strip():
            self.store.edit_note(notes[0].id, text.strip())
        elif notes:
            self.store.delete_note(notes[0].id)
        elif text.strip():
            self.store.add_note(row, text.strip())
        else:
            return
        self.redraw()
        self.say(self.words("done.note_saved" if text.strip() else "done.note_deleted"))

    def _after_list(self, row: int | None) -> None:
        self.redraw()
        if row is not None:
            self.go_to_row(row)

    def _after_pins(self, row: int | None) -> None:
        if row == -1:
            self.compare_with_pins()
        elif row is not None:
            self.go_to_row(row)

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

    @staticmethod
    def _other(side: Side) -> Side:
        return Side.OLD if side is Side.NEW else Side.NEW

    def _drop_pick(self) -> None:
        if self.picked is not None:
            name = name_of(self.picked[1], 24)
            self.picked = None
            self.say(self.words("done.pin_left", name=name))

    def _pin_together(self, picked: Section, section: Section) -> None:
        old, new = (picked, section) if self.side is Side.NEW else (section, picked)
        self.picked = None
        pin = Pin(PinKind.TOGETHER, old.id, new.id)
        self.store.add_pin(mirror_pin(pin) if self.swapped else pin)
        self.compare_with_pins()
        self.say(self.words("done.pinned", old=name_of(old), new=name_of(new)))

    def _follow_step(self, step: Step | None, done: str, name: str) -> None:
        view = self.view
        if view is None:
            return
        if step is None:
            self.say(self.words(f"nothing.{name}"))
            return
        if step.kind is StepKind.PIN:
            self.compare_with_pins()
            return
        if view.only_unreviewed:
            self.rebuild()
        else:
            self.redraw()
        rows = [index for index, row in enumerate(view.rows) if row.id == step.row]
        if rows:
            self.go_to_row(rows[0])
        self.say(self.words(f"done.{done}"))
