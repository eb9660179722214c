"""Keys that write: a note on a change, a section, a target or everything, here or in the editor."""

import os
from typing import TYPE_CHECKING

from plandiff.comparison.model import Row
from plandiff.tui.drawing.places import name_of
from plandiff.tui.drawing.rows import Drawer
from plandiff.tui.layout.typesetter import Typesetter
from plandiff.tui.messages import PromptInEditor
from plandiff.tui.mirroring import mirror_side
from plandiff.tui.review.protocol import About, Note
from plandiff.tui.screens.pinning import Pinning
from plandiff.tui.view import Place

if TYPE_CHECKING:
    from plandiff.tui.screens.topics import Topic

BREAK = "↵"
"""Stands for a line break of a note where there is room for one line only."""


class Noting(Pinning):
    """What the reader writes."""

    _topic: "Topic | None" = None
    """What the prompt for a note was opened on."""

    def open_view(self, drawer: Drawer, typesetter: Typesetter, place: Place | None) -> None:
        """Rows have other ids in another comparison: a note being written goes where it was."""
        super().open_view(drawer, typesetter, place)
        row = self.view.row() if self.view is not None else None
        topic = self._topic
        if row is not None and topic is not None and topic.about is not About.WHOLE:
            self._topic = self._on_change(row, topic.note)

    def action_note(self) -> None:
        """Write a note on this row, or change one's own; put a note that is being moved here."""
        row = self.view.row() if self.view is not None else None
        if row is None:
            return
        if self.carried is not None:
            self._put_carried(self.carried, row)
            return
        own = [n for n in self.store.notes(row.id) if n.own and n.about is About.CHANGE]
        self.write_note(self._on_change(row, own[0] if own else None))

    def action_note_on(self) -> None:
        """Choose what the note is about: change, section, target, everything; or another's note."""
        from plandiff.tui.screens.topics import TopicsDialog  # noqa: PLC0415 - only when asked for

        row = self.view.row() if self.view is not None else None
        if self.view is not None and row is not None:
            self.app.push_screen(TopicsDialog(self.looks, self.view, row), self.write_note)

    def action_clear(self) -> None:
        """Let go of a note that is being moved, before anything else that is taken away."""
        if self.carried is not None:
            self.carried = None
            self.say(self.words("done.carry_left"))
        else:
            super().action_clear()

    def write_note(self, topic: "Topic | None") -> None:
        """Ask for the text of a note."""
        if topic is None:
            return
        self._topic = topic
        name = topic.name or self.words(f"topic.{topic.about.value}")
        label = self.words("prompt.note_edit" if topic.note else "prompt.note_on", name=name)
        text = topic.note.text if topic.note is not None else ""
        self.ask("note", text.replace("\n", BREAK), label)

    def carry_note(self, note: Note) -> None:
        """Take a note along until the reader says where it belongs."""
        self.carried = note
        self.say(self.words("done.carry"))

    def on_prompt_in_editor(self, event: PromptInEditor) -> None:
        """Write on in the reader's own editor."""
        event.stop()
        from plandiff.tui.editing import EditorError, edited, editor_command  # noqa: PLC0415

        editor = editor_command(self.context.editor, os.environ)
        if editor is None:
            self.prompt_says(self.words("cannot.editor"))
            return
        try:
            with self.app.suspend():
                text = edited(editor, event.text.replace(BREAK, "\n"))
        except (OSError, EditorError) as error:
            self.prompt_says(self.words("failed.editor", error=self._why_no_editor(error)))
            return
        finally:
            self.refresh()
        self.close_prompt()
        self._answer_note(text)

    def _why_no_editor(self, error: Exception) -> str:
        from plandiff.tui.error_words import of_system  # noqa: PLC0415 - seldom wanted

        if isinstance(error, OSError):
            return of_system(error, self.words.language)
        return str(error)

    def _on_change(self, row: Row, note: Note | None) -> "Topic":
        from plandiff.tui.screens.topics import Topic  # noqa: PLC0415 - only when a note is written

        side = self.side if row.sections(self.side) else mirror_side(self.side)
        name = name_of(row.sections(side)[0], max(self.size.width // 3, 8))
        return Topic(About.CHANGE, name, row.id, note=note)

    def _answer_note(self, text: str | None) -> None:
        topic, self._topic = self._topic, None
        if text is None or topic is None:
            self.refresh_bars()
            return
        written = text.replace(BREAK, "\n").strip()
        if not written and topic.note is None:
            self.refresh_bars()
            return
        try:
            self._keep_note(topic, written)
        except KeyError:  # another window deleted it, or the plans were read again
            self.say(self.words("cannot.note"))
            return
        self.redraw()
        self.say(self.words("done.note_saved" if written else "done.note_deleted"))

    def _keep_note(self, topic: "Topic", text: str) -> None:
        if topic.note is not None:
            if text:
                self.store.edit_note(topic.note.id, text)
            else:
                self.store.delete_note(topic.note.id)
        elif topic.side is not None and topic.part is not None:
            on_section = topic.about is About.SECTION
            add = self.store.add_section_note if on_section else self.store.add_target_note
            side = mirror_side(topic.side) if self.swapped else topic.side
            add(side, topic.part, text)
        elif topic.row is not None:
            self.store.add_note(topic.row, text)
        else:
            self.store.add_general_note(text)

    def _put_carried(self, note: Note, row: Row) -> None:
        self.carried = None
        try:
            self.store.move_note(note.id, row.id)
        except KeyError:
            self.say(self.words("cannot.note"))
            return
        self.redraw()
        self.say(self.words("done.carried", name=name_of((row.new or row.old)[0], 30)))
