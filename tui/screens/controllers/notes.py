"""Notes on a change, section, target or the comparison, written in a prompt or an editor."""

import os
from typing import TYPE_CHECKING

from plandiff.comparison.review.marks import About, Note
from plandiff.corpus.errors import sentence
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cut
from plandiff.tui.render.section_names import name_of
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.status import PromptController
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop
from plandiff.tui.view.walking import Unit, passage_words, unit_at_cursor, unit_of

if TYPE_CHECKING:
    from plandiff.tui.screens import editor as external
else:
    external = LazyModule("plandiff.tui.screens.editor")

BREAK = "↵"
"""Represents a line break of a note in a single line."""


_LABEL_CELLS = 14
"""Cells of the prompt's label besides the name of the note's subject."""


class NoteController:
    """Owns the subject of the note being written, and the note being moved."""

    def __init__(self, host: Host, prompts: PromptController) -> None:
        self._host = host
        self._prompts = prompts
        self.carried: Note | None = None
        """The note being moved, which waits for its new row; None: there is none."""
        self._topic: dialogs.Topic | None = None

    def actions(self) -> Actions:
        """Return the handlers for notes and for the table of targets."""
        return {
            "note": self.write_here,
            "note_section": self.write_on_section,
            "note_on": self.choose_topic,
            "targets": self.open_targets,
        }

    def view_opened(self) -> None:
        """Follow a new comparison with other row ids: a note being written moves to this row."""
        view, topic = self._host.view, self._topic
        if view is None or topic is None or topic.about is About.WHOLE:
            return
        if (unit := self._unit_here(view)) is not None:
            self._topic = self._on_unit(view, unit, topic.note)

    def write_here(self) -> None:
        """Write a note on the passage under the cursor, or edit the reader's own.

        On a heading, or if the row has no changed passages, the note is on the row.  A note that
        is being moved is put here instead.
        """
        if (view := self._host.view) is not None and (unit := self._unit_here(view)) is not None:
            self._write_on(view, unit)

    def write_on_section(self) -> None:
        """Write a note on the row under the cursor, or edit the reader's own."""
        view = self._host.view
        item = view.item() if view is not None else None
        if view is not None and item is not None:
            self._write_on(view, unit_of(view, item.first))

    @staticmethod
    def _unit_here(view: View) -> Unit | None:
        item = view.item()
        if item is None:
            return None
        return unit_at_cursor(view) or unit_of(view, item.first)

    def _write_on(self, view: View, unit: Unit) -> None:
        if self.carried is not None:
            self._put_carried(self.carried, unit)
            return
        part = unit.id if unit.is_passage else None
        own = [
            note
            for note in self._host.store.notes(view.rows[unit.stop.row].id)
            if note.own and note.about is unit.about and note.part == part
        ]
        self.write(self._on_unit(view, unit, own[0] if own else None))

    def choose_topic(self) -> None:
        """Open the dialog of subjects (change, section, target, comparison) and existing notes."""
        host, view = self._host, self._host.view
        row = view.row() if view is not None else None
        if view is None or row is None:
            return
        unit = unit_at_cursor(view)
        here = self._on_unit(view, unit, None) if unit is not None and unit.is_passage else None
        host.open_dialog(dialogs.TopicsDialog(host.looks, view, row, here), self.write)

    def open_targets(self) -> None:
        """Open the table of targets: go to one, or write a note on it."""
        host = self._host
        if host.view is not None:
            host.open_dialog(dialogs.TargetsDialog(host.looks, host.view), self._after_targets)

    def write(self, topic: "dialogs.Topic | None") -> None:
        """Prompt for the text of a note; None: no topic was chosen."""
        if topic is None:
            return
        self._topic = topic
        words = self._host.words
        name = topic.name or words(f"topic.{topic.about.value}")
        label = words("prompt.note_edit" if topic.note else "prompt.note_on", name=name)
        text = topic.note.text if topic.note is not None else ""
        self._prompts.ask("note", self._answer, text=text.replace("\n", BREAK), label=label)

    def carry(self, note: Note) -> None:
        """Start moving a note; the reader then selects its new place."""
        self.carried = note
        self._host.say(self._host.words("done.carry"))

    def drop_carried(self) -> bool:
        """Cancel moving a note; return False if none is being moved."""
        if self.carried is None:
            return False
        self.carried = None
        self._host.say(self._host.words("done.carry_left"))
        return True

    def write_in_editor(self, text: str) -> None:
        """Continue writing in the reader's editor."""
        host = self._host
        if host.context.served:
            self._prompts.tell(host.words("cannot.served"))
            return
        editor = external.editor_command(host.context.editor, os.environ)
        if editor is None:
            self._prompts.tell(host.words("cannot.editor"))
            return
        try:
            with host.suspended():
                text = external.edited(editor, text.replace(BREAK, "\n"))
        except (OSError, external.EditorError) as error:
            reason = sentence(error, host.words.language)
            self._prompts.tell(host.words("failed.editor", error=reason))
            return
        host.close_prompt()
        self._answer(text)

    def _after_targets(self, answer: "Stop | dialogs.Topic | None") -> None:
        if isinstance(answer, Stop):
            self._host.go_to_row(answer.row, answer.anchor)
        else:
            self.write(answer)

    def _on_unit(self, view: View, unit: Unit, note: Note | None) -> "dialogs.Topic":
        row = view.rows[unit.stop.row]
        room = max(self._host.width - _LABEL_CELLS, 8)
        side = self._host.side
        side = side if row.sections(side) else side.other
        name = name_of(row.sections(side)[0], room)
        if unit.is_passage:
            name = cut(visible_line(passage_words(row, unit.id, side)), room)
        return dialogs.Topic(unit.about, name, row.id, part=unit.stop.anchor or None, note=note)

    def _answer(self, text: str | None) -> None:
        host = self._host
        topic, self._topic = self._topic, None
        written = text.replace(BREAK, "\n").strip() if text is not None else ""
        if text is None or topic is None or (not written and topic.note is None):
            host.refresh_bars()
            return
        try:
            self._save(topic, written)
        except KeyError:  # another window deleted it, or the plans were read again
            host.say(host.words("cannot.note"))
            return
        host.redraw()
        host.say(host.words("done.note_saved" if written else "done.note_deleted"))

    def _save(self, topic: "dialogs.Topic", text: str) -> None:
        """Save the text of a note, new or changed; an empty text deletes it."""
        store = self._host.store
        if topic.note is not None:
            if text:
                store.edit_note(topic.note.id, text)
            else:
                store.delete_note(topic.note.id)
        elif topic.about is About.PASSAGE and topic.part is not None:
            store.add_note(topic.part, text)
        elif topic.side is not None and topic.part is not None:
            on_section = topic.about is About.SECTION
            add = store.add_section_note if on_section else store.add_target_note
            side = topic.side.other if self._host.swapped else topic.side
            add(side, topic.part, text)
        elif topic.row is not None:
            store.add_note(topic.row, text)
        else:
            store.add_general_note(text)

    def _put_carried(self, note: Note, unit: Unit) -> None:
        host, view = self._host, self._host.view
        self.carried = None
        if view is None:
            return
        row = view.rows[unit.stop.row]
        try:
            host.store.move_note(note.id, unit.id)
        except KeyError:
            host.say(host.words("cannot.note"))
            return
        host.redraw()
        host.say(host.words("done.carried", name=name_of((row.new or row.old)[0], 30)))
