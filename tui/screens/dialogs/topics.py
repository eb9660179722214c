"""What a note can be about here: the change, its sections and targets, the whole comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plandiff.comparison.model import Row, Side, TargetChange
from plandiff.comparison.review.marks import About, Note
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.section_names import name_of
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.model import View
from plandiff.tui.view.review_words import note_words
from plandiff.tui.widgets.rows import Entry


@dataclass(frozen=True, slots=True)
class Topic:
    """What a note is written about; sides are those of the screen."""

    about: About
    name: str = ""
    """In words, for the prompt."""
    row: str | None = None
    """Id of the row; None for the whole comparison."""
    side: Side | None = None
    part: str | None = None
    """Id of the section or target."""
    note: Note | None = None
    """The note to be changed; None: a new one."""


class TopicsDialog(Dialog[Topic]):
    """Enter writes the note, or changes the one under the cursor."""

    TITLE_KEY = "title.topics"
    HINT_KEY = "hint.topics"
    COLUMNS = 2

    def __init__(self, looks: RenderContext, view: View, row: Row) -> None:
        super().__init__(looks)
        self.view = view
        self.row = row

    def entries(self) -> Sequence[Entry]:
        """The notes that are here, then what a new one can be about."""
        words = self.looks.words
        notes = self.view.store.notes(self.row.id)
        lines: list[Entry] = []
        if notes:
            lines.append(Entry(((words("topic.edit"), "strong"),)))
            lines += [self._existing(note) for note in notes]
            lines.append(Entry((("", ""),)))
        lines.append(Entry(((words("topic.new"), "strong"),)))
        return [*lines, *(self._new(topic) for topic in topics(self.row, self.view))]

    def _existing(self, note: Note) -> Entry:
        topic = Topic(note.about, note.place, self.row.id, note=note)
        words, glyphs = self.looks.words, self.looks.glyphs
        return Entry(((glyphs.note, "accent"), (note_words(note, words), "")), topic)

    def _new(self, topic: Topic) -> Entry:
        words = self.looks.words
        side = f"{words(topic.side.value)} " if topic.side is not None else ""
        about = words(f"topic.{topic.about.value}")
        return Entry(((about, "label"), (f"{side}{topic.name}", "")), topic)


def topics(row: Row, view: View) -> Iterator[Topic]:
    """What a new note can be about in a row: from the change to the whole comparison."""
    yield Topic(About.CHANGE, name_of((row.new or row.old)[0], 40), row.id)
    for side in Side:
        for section in row.sections(side):
            yield Topic(About.SECTION, name_of(section, 40), row.id, side, section.id)
    yield from (topic_of(change) for change in view.comparison.targets if change.row == row.id)
    yield Topic(About.WHOLE)


def topic_of(change: TargetChange) -> Topic:
    """A note on a target: on the new plan's, where there is one."""
    side = change.side
    target = change.new or change.old
    if target is None:
        return Topic(About.WHOLE)
    name = f"{target.indicator} {target.quote}"
    return Topic(About.TARGET, name, change.row, side, target.id)
