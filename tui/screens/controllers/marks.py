"""Marks and undo, the list of marks and notes, and the start of a review."""

from functools import partial
from typing import TYPE_CHECKING

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.review.marks import Mark, Step, StepKind
from plandiff.corpus.lazy_import import LazyModule
from plandiff.tui.render.section_names import place_of
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.comparing import CompareController
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.notes import NoteController
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop, is_stop
from plandiff.tui.view.walking import Unit, next_unseen, unit_at_cursor, unit_of

if TYPE_CHECKING:
    from plandiff.tui.view import review_items
else:
    review_items = LazyModule("plandiff.tui.view.review_items")


class MarkController:
    """Sets the reader's marks on changes; the marks themselves are in the store."""

    def __init__(self, host: Host, comparing: CompareController, notes: NoteController) -> None:
        self._host = host
        self._comparing = comparing
        self._notes = notes

    def actions(self) -> Actions:
        """Return the handlers for marks, lists and undo."""
        return {
            "review": self.review,
            "accept": partial(self.mark_here, Mark.ACCEPTED),
            "question": partial(self.mark_here, Mark.QUESTIONED),
            "review_section": partial(self.mark_section, Mark.REVIEWED),
            "accept_section": partial(self.mark_section, Mark.ACCEPTED),
            "question_section": partial(self.mark_section, Mark.QUESTIONED),
            "notes": partial(self.open_items, only_notes=True),
            "said": partial(self.open_items, only_notes=False),
            "undo": self.undo,
            "redo": self.redo,
            "summary": self.open_summary,
            "changes": self.open_changes,
            "charts": self.open_charts,
        }

    def review(self) -> None:
        """Mark as reviewed and go to the next unmarked change; if already marked, remove the mark.

        In the outline, all changes of the section and its subsections are marked.
        """
        outline = self._host.outline
        if self._host.focused is outline and outline.current is not None:
            self.mark_chapter(outline.current)
        else:
            self.mark_here(Mark.REVIEWED)

    def mark_here(self, mark: Mark) -> None:
        """Mark the passage under the cursor and move on; if already marked so, remove the mark.

        On a heading, or if the row has no changed passages, the row is marked.
        """
        view = self._host.view
        unit = unit_at_cursor(view) if view is not None else None
        if unit is not None:
            self._mark(unit, mark)
        elif view is not None and view.item() is not None:
            self._host.say(self._host.words("nothing.mark_here"))

    def mark_section(self, mark: Mark) -> None:
        """Mark the row under the cursor with all its passages and move on, or remove the mark."""
        view = self._host.view
        item = view.item() if view is not None else None
        if view is not None and item is not None:
            self._mark(unit_of(view, item.first), mark)

    def _mark(self, unit: Unit, mark: Mark) -> None:
        host, view = self._host, self._host.view
        if view is None:
            return
        if not is_stop(view.rows[unit.stop.row]):
            host.say(host.words("nothing.mark"))
            return
        taken_back = host.store.says(unit.id, mark)
        host.store.set_mark(unit.id, Mark.UNSEEN if taken_back else mark)
        self.show()
        if not taken_back:
            self.go_to_unseen(unit.stop)

    def mark_chapter(self, row: int) -> None:
        """Mark all changes of a section and its subsections; if all are marked, unmark them."""
        view, store = self._host.view, self._host.store
        if view is None:
            return
        rows = tuple(r.id for r in rows_under(view.comparison, view.rows[row]) if r.changed)
        done = all(store.mark(r) is Mark.REVIEWED for r in rows)
        store.set_marks(rows, Mark.UNSEEN if done else Mark.REVIEWED)
        self.show()

    def go_to_unseen(self, after: Stop) -> None:
        """Go to the next unmarked change, wrapping around the end."""
        host, view = self._host, self._host.view
        if view is None:
            return
        stop = next_unseen(view, after)
        if stop is None:
            host.say(host.words("done.all_shown" if view.kinds else "done.all"))
        else:
            host.go_to_row(stop.row, stop.anchor)

    def show(self) -> None:
        """Redraw after marks or notes changed, and apply filters that depend on them again."""
        view = self._host.view
        if view is not None and (view.filtered or view.fold_reviewed):
            self._host.rebuild()
        else:
            self._host.redraw()

    # undo

    def undo(self) -> None:
        """Undo the last decision."""
        self._follow_step(self._host.store.undo(), "undone", "undo")

    def redo(self) -> None:
        """Redo the last undone decision."""
        self._follow_step(self._host.store.redo(), "redone", "redo")

    def _follow_step(self, step: Step | None, done: str, name: str) -> None:
        """Show the change made by a step of the history."""
        host, view = self._host, self._host.view
        if view is None:
            return
        if step is None:
            host.say(host.words(f"nothing.{name}"))
            return
        if step.kind is StepKind.PIN:
            self._comparing.compare_with_pins()
        else:
            self.show()
            if step.row in view.row_index:
                host.go_to_row(view.row_index[step.row], step.part or "")
        host.say(f"{host.words(f'done.{done}')}  {self._what(view, step)}".rstrip())

    def _what(self, view: View, step: Step) -> str:
        """Describe the subject of a step: its kind and the section."""
        words = self._host.words
        kind = words(f"step.{step.kind.value}")
        if step.row not in view.row_index:
            return kind
        row = view.rows[view.row_index[step.row]]
        place = place_of(view.comparison.plan(row.side), row.sections(row.side)[0].id, 40)
        return f"{kind}  {place}"

    # dialogs

    def open_summary(self) -> None:
        """Open the summary of changes."""
        host = self._host
        if host.view is not None:
            host.open_dialog(dialogs.SummaryDialog(host.looks, host.view), self._go_to)

    def open_items(self, *, only_notes: bool) -> None:
        """Open the list of marks and notes, where open, outdated or lost items are resolved."""
        host = self._host
        if host.view is not None:
            dialog = dialogs.ReviewItemsDialog(
                host.looks, host.view, swapped=host.swapped, only_notes=only_notes
            )
            host.open_dialog(dialog, self._after_items)

    def open_changes(self) -> None:
        """Open the list of all changes, by consequence or by place."""
        host = self._host
        if host.view is not None:
            host.open_dialog(dialogs.ChangesDialog(host.looks, host.view), self._go_to)

    def open_charts(self) -> None:
        """Open the charts: both values of each target as bars."""
        host = self._host
        if host.view is not None:
            host.open_dialog(dialogs.ChartsDialog(host.looks, host.view), self._go_to)

    def _go_to(self, answer: Stop | str | None) -> None:
        """Go to the stop that a dialog returned, or press the key that closed it."""
        if isinstance(answer, str):
            self._host.press((answer,))
        elif answer is not None:
            self._host.go_to_row(answer.row, answer.anchor)

    def _after_items(self, answer: "dialogs.ReviewItemsAnswer | None") -> None:
        self.show()
        if answer is None:
            return
        if answer.row is not None:
            self._host.go_to_row(answer.row, answer.anchor)
        if answer.compare:
            self._comparing.compare_with_pins()
        elif answer.carry is not None:
            self._notes.carry(answer.carry)
        elif answer.edit is not None:
            note = answer.edit
            self._notes.write(dialogs.Topic(note.about, note.place, note.row, note=note))

    # what was there before

    def go_on(self) -> bool:
        """At the start, go to the first unmarked change; return False if no review was begun."""
        host = self._host
        done = host.store.progress()
        begun = bool(host.store.marks()) and done.places < done.all_places
        if begun:
            self.go_to_unseen(Stop(-1))
            host.say(host.words("done.goes_on", reviewed=done.places, total=done.all_places))
        return begun

    def open_review(self) -> None:
        """At the start of a review, show the summary or the first change, as in the settings."""
        view, opening = self._host.view, self._host.context.settings.opening
        if opening == "summary":
            self.open_summary()
        elif opening == "change" and view is not None and view.stops.rows:
            self._go_to(view.first_stop(view.stops.rows[0]))

    def report_relocated(self) -> None:
        """After reading, report how many marks and notes lost their text or their place."""
        host = self._host
        if host.view is None:
            return
        items = review_items.all_review_items(host.view)
        lost = sum(item.kind is review_items.ReviewItemKind.LOST for item in items)
        outdated = [
            i for i in items if i.kind is review_items.ReviewItemKind.OUTDATED or i.is_outdated_note
        ]
        messages = []
        if since := len(host.view.since):
            messages.append(host.words("done.since", count=since))
        if lost or outdated:
            messages.append(host.words("done.found_again", outdated=len(outdated), lost=lost))
        if messages:
            host.say("  ".join(messages))


def rows_under(comparison: Comparison, row: Row) -> list[Row]:
    """Return the row and the rows of all descendants of its sections."""
    inside = {(side, section.id) for side in Side for section in row.sections(side)}
    for side in Side:
        for section in comparison.plan(side).sections:  # parents come before their children
            if (side, section.parent or "") in inside:
                inside.add((side, section.id))
    return [
        other
        for other in comparison.rows
        if any((side, s.id) in inside for side in Side for s in other.sections(side))
    ]
