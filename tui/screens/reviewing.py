"""Keys of the review itself: marks, the list of what was said, undo."""

from typing import TYPE_CHECKING

from plandiff.comparison.model import Row, Side
from plandiff.comparison.options import Pin
from plandiff.tui.drawing.rows import Drawer
from plandiff.tui.layout.typesetter import Typesetter
from plandiff.tui.review.protocol import Mark, Step, StepKind
from plandiff.tui.screens.noting import Noting
from plandiff.tui.view import Place

if TYPE_CHECKING:
    from plandiff.tui.screens.said import SaidAnswer


class Reviewing(Noting):
    """What the reader decides."""

    _pins_shown: tuple[Pin, ...] = ()
    """The pins of the comparison on the screen."""

    def open_view(self, drawer: Drawer, typesetter: Typesetter, place: Place | None) -> None:
        """Show a comparison, and remember with which pins it was made."""
        super().open_view(drawer, typesetter, place)
        self._pins_shown = self.store.pins()

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

    def action_notes(self) -> None:
        """The list of notes."""
        self._open_said(only_notes=True)

    def action_said(self) -> None:
        """Everything that was said: what is open, outdated or lost can be settled there."""
        self._open_said(only_notes=False)

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._follow_step(self.store.undo(), "undone", "undo")

    def action_redo(self) -> None:
        """Take the decision again that was undone."""
        self._follow_step(self.store.redo(), "redone", "redo")

    def _mark_here(self, mark: Mark) -> None:
        view = self.view
        row = view.row() if view is not None else None
        if view is None or row is None:
            return
        if not row.changed:
            self.say(self.words("nothing.mark"))
            return
        opinions = self.store.opinions(row.id)
        taken_back = any(o.own and o.mark is mark and not o.outdated for o in opinions)
        self.store.set_mark(row.id, Mark.UNSEEN if taken_back else mark)
        here = view.place().row
        self.show_marks()
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
        self.show_marks()

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

    def _open_said(self, *, only_notes: bool) -> None:
        from plandiff.tui.screens.said import SaidDialog  # noqa: PLC0415 - only when asked for

        if self.view is not None:
            dialog = SaidDialog(self.looks, self.view, swapped=self.swapped, only_notes=only_notes)
            self.app.push_screen(dialog, self._after_said)

    def _after_said(self, answer: "SaidAnswer | None") -> None:
        self.show_marks()
        if answer is None:
            return
        if answer.row is not None:
            self.go_to_row(answer.row)
        if answer.compare:
            self.compare_with_pins()
        elif answer.carry is not None:
            self.carry_note(answer.carry)
        elif answer.edit is not None:
            from plandiff.tui.screens.topics import Topic  # noqa: PLC0415 - as above

            note = answer.edit
            self.write_note(Topic(note.about, note.place, note.row, note=note))

    def show_marks(self) -> None:
        """Marks or notes are others: draw them, and filter again where that depends on them."""
        if self.view is not None and self.view.filtered:
            self.rebuild()
        else:
            self.redraw()

    def take_in_news(self) -> None:
        """Show what another window wrote since the last time."""
        if self.view is None:
            return
        if self.store.refresh():
            self.show_marks()
            if self.store.pins() != self._pins_shown:
                self.compare_with_pins()
            elif not self.message:
                self.say(self.words("done.other_window"))

    def go_on(self) -> None:
        """At the start: to the first change without a mark, where a review was begun earlier."""
        done = self.store.progress()
        if 0 < done.reviewed < done.total:
            self._to_unseen(-1)
            self.say(self.words("done.goes_on", reviewed=done.reviewed, total=done.total))

    def tell_what_was_found_again(self) -> None:
        """After reading: which marks and notes have lost their text or their place."""
        if self.view is None:
            return
        from plandiff.tui.said import SaidKind, all_said  # noqa: PLC0415 - needs the word diff

        said = all_said(self.view)
        lost = sum(item.kind is SaidKind.LOST for item in said)
        old = sum(item.kind is SaidKind.OUTDATED or item.is_outdated_note for item in said)
        if lost or old:
            self.say(self.words("done.found_again", outdated=old, lost=lost))

    def _follow_step(self, step: Step | None, done: str, name: str) -> None:
        view = self.view
        if view is None:
            return
        if step is None:
            self.say(self.words(f"nothing.{name}"))
            return
        if step.kind is StepKind.PIN:
            self.compare_with_pins()
            self.say(self.words(f"done.{done}"))
            return
        self.show_marks()
        rows = [index for index, row in enumerate(view.rows) if row.id == step.row]
        if rows:
            self.go_to_row(rows[0])
        self.say(self.words(f"done.{done}"))
