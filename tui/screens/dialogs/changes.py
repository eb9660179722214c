"""Every change once, in the order of its consequence or of its place; Enter goes to it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from plandiff.comparison.consequence import Consequence, Ranked
from plandiff.comparison.model import Place, Row, Side
from plandiff.comparison.reports.shared.tasks import format_task
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.row_changes import force_words, task_words
from plandiff.tui.render.section_names import name_of, place_of
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.model import View
from plandiff.tui.view.stops import Stop
from plandiff.tui.widgets.rows import Entry

_LONGEST = 60
"""Characters of a passage that are listed."""
_STYLES = ((Consequence.TARGET_CHANGED, "lowered"), (Consequence.SECTION_SPLIT, "raised"))
"""Groups before the first ask less, those before the second ask more or are new."""


class ChangesDialog(Dialog[Stop]):
    """``O`` changes the order, ``/`` goes to the field that filters."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("O,s", "order", show=False),
        Binding("slash,f", "field", show=False),
    ]
    TITLE_KEY = "title.changes"
    HINT_KEY = "hint.changes"
    COLUMNS = 3
    FIELD = True
    KEEPS_FOCUS = True

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self.by_place = False

    def on_mount(self) -> None:
        """Keys of the list first; ``/`` goes to the field."""
        self.list.focus()

    def title_end(self) -> Sequence[tuple[str, str]]:
        """How it is ordered."""
        key = "order.place" if self.by_place else "order.consequence"
        return [(f"{self.looks.words(key)} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """The changes; by consequence with a heading for each group."""
        ranked = self.view.ranked
        if not ranked:
            return [Entry(((self.looks.words("nothing.differs"), "muted"),))]
        if self.by_place:
            return [self._entry(own) for own in sorted(ranked, key=self._position)]
        return list(self._by_consequence(ranked))

    def action_order(self) -> None:
        """The other order."""
        self.by_place = not self.by_place
        self.fill(self.query_one(Input).value)
        title = [(f" {self.looks.words(self.TITLE_KEY)}", "strong")]
        self.title_bar.put(title, self.title_end())

    def action_field(self) -> None:
        """Type a filter."""
        self.query_one(Input).focus()

    def picked(self, value: object) -> None:
        """Go to the change."""
        if isinstance(value, Ranked):
            anchor = value.id if value.id != value.row else ""
            self.dismiss(Stop(self.view.row_index[value.row], anchor))

    def _by_consequence(self, ranked: Sequence[Ranked]) -> Iterator[Entry]:
        for group, members in groupby(ranked, attrgetter("group")):
            entries = [self._entry(own) for own in members]
            yield Entry(((f"{self._group_words(group)}  {len(entries)}", "strong"),))
            yield from entries

    def _group_words(self, group: Consequence) -> str:
        return self.looks.words(f"consequence.{group.name.lower().replace('_', '-')}")

    def _entry(self, own: Ranked) -> Entry:
        row = self.view.rows[self.view.row_index[own.row]]
        style = next((style for group, style in _STYLES if own.group < group), "changed")
        section = row.sections(row.side)[0].id
        place = place_of(self.view.comparison.plan(row.side), section, 30)
        group = self._group_words(own.group)
        kind = group if self.by_place else ""  # else it is in the heading
        return Entry(((kind, style), (self._text(own, row), ""), (place, "muted")), own, group)

    def _position(self, own: Ranked) -> tuple[int, int, int]:
        """Row, section and character where a change stands, on the side that it is named by."""
        comparison, index = self.view.comparison, self.view.row_index[own.row]
        number = int(own.id[1:]) if own.id[0] in "tfk" else 0
        if own.id.startswith("f"):
            clause = comparison.force[number].new
            return (index, int(clause.section[1:]), clause.span.start)
        if own.id[0] in "tk":
            change = (comparison.targets if own.id[0] == "t" else comparison.tasks)[number]
            stated = change.new or change.old
            return (index, int(stated.section[1:]), stated.span.start) if stated else (index, 0, 0)
        for passage in self.view.rows[index].passages:
            if passage.id == own.id:
                place = (passage.new or passage.old)[0]
                return (index, int(place.section[1:]), place.start)
        return (index, -1, 0)

    def _text(self, own: Ranked, row: Row) -> str:
        """What a change says, in one line."""
        comparison, words, glyphs = self.view.comparison, self.looks.words, self.looks.glyphs
        number = int(own.id[1:]) if own.id[0] in "tfk" else 0
        if own.id.startswith("t"):
            target = comparison.targets[number]
            both = [one for one in (target.old, target.new) if one is not None]
            return f"{both[-1].name} {f' {glyphs.arrow} '.join(one.quote for one in both)}"
        if own.id.startswith("f"):
            force = comparison.force[number]
            return f"{force_words(force, words, glyphs)}  {force.new.quote}"
        if own.id.startswith("k"):
            task = comparison.tasks[number]
            return f"{task_words(task, words)}  {format_task(task)}"
        passage = next((p for p in row.passages if p.id == own.id), None)
        if passage is None:
            return name_of(row.sections(row.side)[0], _LONGEST)
        side = Side.NEW if passage.new else Side.OLD
        return _joined(row, side, passage.places(side))


def _joined(row: Row, side: Side, places: Sequence[Place]) -> str:
    """The text of places of a side, in one line."""
    texts = {section.id: section.text for section in row.sections(side)}
    pieces = (texts[place.section][place.start : place.end] for place in places)
    return " ".join(pieces).replace("\n", " ")[:_LONGEST]
