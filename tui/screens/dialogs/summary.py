"""Dialogs of changes: a summary, and the list of all changes by consequence or place."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from plandiff.comparison.consequence import Consequence, Ranked
from plandiff.comparison.edits import Place, RowKind, Side
from plandiff.comparison.model import (
    ForceChange,
    Row,
    TargetChange,
    TargetChangeKind,
    TaskChange,
    TaskChangeKind,
)
from plandiff.comparison.reports.shared.duties import format_task
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import format_delta
from plandiff.comparison.reports.summary.items import format_notice
from plandiff.corpus.text.line_breaking import wrap
from plandiff.corpus.text.width import cell_width
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.row_changes import force_words, task_words
from plandiff.tui.render.section_names import name_of, place_of
from plandiff.tui.render.signs import row_sign, target_sign
from plandiff.tui.render.themes import target_style
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.kinds import Unit, counts_words, kind_counts, reviewed_words
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop
from plandiff.tui.widgets.pane import sign_style
from plandiff.tui.widgets.rows import Entry

_ORDER = (
    RowKind.ADDED,
    RowKind.REMOVED,
    RowKind.SPLIT,
    RowKind.MERGED,
    RowKind.REGROUPED,
    RowKind.MODIFIED,
)


class SummaryDialog(Dialog[Stop | str]):
    """Enter goes to the change of a line; a review key closes the dialog and is performed there."""

    TITLE_KEY = "title.summary"
    HINT_KEY = "hint.summary"
    COLUMNS = 3
    RESUMES = True

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self._index = {row.id: index for index, row in enumerate(view.rows)}

    def on_key(self, event: events.Key) -> None:
        """Answer with the name of a key that the dialog does not handle."""
        if event.key not in self.active_bindings:
            event.stop()
            self.dismiss(event.key)

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the review progress."""
        text = reviewed_words(self.view.store.progress(), self.looks.words)
        return [(f"{text} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """Return the verdict and counts, then one line for each change."""
        return list(self._lines())

    def _lines(self) -> Iterator[Entry]:
        comparison, words = self.view.comparison, self.looks.words
        yield from self._verdict()
        chips = counts_words(kind_counts(self.view), words)
        yield from (Entry(((line, ""),)) for line in packed(chips, self._room()))
        force = [self._force(change) for change in comparison.force]
        yield from self._part("summary.force", force, Unit.CHANGE)
        changes = [c for c in comparison.targets if c.kind is not TargetChangeKind.UNCHANGED]
        targets = [self._target(change) for change in changes]
        yield from self._part("summary.targets", targets, Unit.ITEM)
        tasks = [c for c in comparison.tasks if c.kind is not TaskChangeKind.UNCHANGED]
        yield from self._part("kind.tasks", [self._task_entry(c) for c in tasks], Unit.ITEM)
        moved = [row for row in view_rows(self.view) if row.moved]
        yield from self._part("kind.moved", [self._row(row, moved=True) for row in moved])
        for kind in _ORDER:
            rows = [row for row in view_rows(self.view) if row.kind is kind]
            yield from self._part(f"kind.{kind.value}", [self._row(row) for row in rows])
        yield from self._part("summary.replacements", list(self._replacements()), Unit.ITEM)
        yield from self._part("summary.notices", list(self._notices()), Unit.ITEM)

    def _verdict(self) -> Iterator[Entry]:
        """Yield the verdict, wrapped to the width of the dialog."""
        self.view.judge()
        verdict, start = self.view.verdict, 0
        for end in wrap(verdict, self._room()):
            yield Entry(((verdict[start:end], "strong"),))
            start = end
        yield Entry((("", ""),))

    def _room(self) -> int:
        """Width of a line of text in cells: without padding, cursor bar, and frame if any."""
        frame = 2 if self.has_class("framed") else 0
        return max(self.app.size.width - 6 - frame, 10)

    def _stop(self, change: TargetChange | ForceChange | TaskChange) -> Stop:
        anchor = self.view.renderer.changes.id_of(change)
        return Stop(self._index.get(change.row, 0), anchor)

    def _force(self, change: ForceChange) -> Entry:
        glyphs = self.looks.glyphs
        change_text = force_words(change, self.looks.words, glyphs)
        cells = ((glyphs.force, "sign-#"), (change.new.quote, ""), (change_text, ""))
        return Entry(cells, self._stop(change))

    def _task_entry(self, change: TaskChange) -> Entry:
        change_text = task_words(change, self.looks.words)
        cells = ((self.looks.glyphs.task, "sign-#"), (format_task(change), ""), (change_text, ""))
        return Entry(cells, self._stop(change))

    def _part(self, key: str, lines: list[Entry], unit: Unit = Unit.SECTION) -> Iterator[Entry]:
        """Yield a heading with the number of its lines and their unit, and the lines."""
        words = self.looks.words
        if lines:
            yield Entry((("", ""),))
            amount = words(f"amount.{unit.value}", count=len(lines))
            yield Entry(((f"{words(key)}  {amount}", "strong"),))
            yield from lines

    def _target(self, change: TargetChange) -> Entry:
        glyphs = self.looks.glyphs
        target = change.new or change.old
        quotes = [t.quote for t in (change.old, change.new) if t is not None]
        delta = (
            f" ({format_delta(change, labels_for(self.looks.words.language))})"
            if change.delta
            else ""
        )
        text = f" {glyphs.arrow} ".join(quotes) + delta
        sign = (target_sign(change, glyphs), target_style(change.kind.value))
        name = target.name if target is not None else ""
        return Entry((sign, (name, ""), (text, "")), self._stop(change))

    def _row(self, row: Row, *, moved: bool = False) -> Entry:
        comparison, glyphs = self.view.comparison, self.looks.glyphs
        places = [
            place_of(comparison.plan(side), row.sections(side)[0].id, 40)
            for side in Side
            if row.sections(side)
        ]
        sign = glyphs.moved if moved else row_sign(row, glyphs)
        text = f" {glyphs.arrow} ".join(places) if moved else places[-1]
        body = "" if moved else (row.new or row.old)[0].body.replace("\n", " ")
        cells = ((sign, sign_style(sign, glyphs)), (text, ""), (body, "muted"))
        return Entry(cells, Stop(self._index[row.id]))

    def _replacements(self) -> Iterator[Entry]:
        words, glyphs = self.looks.words, self.looks.glyphs
        for found in self.view.comparison.replacements:
            times = words("summary.times", count=found.count)
            row = self._index.get(found.rows[0], 0) if found.rows else 0
            text = f"{found.old} {glyphs.arrow} {found.new}"
            yield Entry((("~", "sign-~"), (text, ""), (times, "muted")), Stop(row))

    def _notices(self) -> Iterator[Entry]:
        comparison, labels = self.view.comparison, labels_for(self.looks.words.language)
        for notice in comparison.notices:
            text = format_notice(notice, comparison, labels)
            row = self._index.get(notice.row) if notice.row is not None else None
            stop = Stop(row) if row is not None else None
            yield Entry((("!", "accent"), (text, ""), ("", "")), stop)


def packed(pieces: Sequence[str], width: int) -> Iterator[str]:
    """Pack pieces into lines of at most ``width`` cells, without cutting any.

    >>> list(packed(["修改 5 处", "拆分 2 节", "合并 2 节"], 22))
    ['修改 5 处  拆分 2 节', '合并 2 节']
    """
    line = ""
    for piece in pieces:
        longer = f"{line}  {piece}" if line else piece
        if line and cell_width(longer) > width:
            yield line
            longer = piece
        line = longer
    if line:
        yield line


def view_rows(view: View) -> Sequence[Row]:
    """Return the rows in the order of the screen."""
    return view.rows


_LONGEST = 60
"""Maximum characters of a passage in the list."""
_STYLES = ((Consequence.TARGET_CHANGED, "lowered"), (Consequence.SECTION_SPLIT, "raised"))
"""Style by group: groups before the first require less, before the second more or are new."""


class ChangesDialog(Dialog[Stop]):
    """The list of all changes; ``O`` changes the order, ``/`` focuses the filter field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("O,s", "order", show=False),
        Binding("slash,f", "field", show=False),
    ]
    TITLE_KEY = "title.changes"
    HINT_KEY = "hint.changes"
    COLUMNS = 3
    RESUMES = True
    FIELD = True
    KEEPS_FOCUS = True

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self.by_place = False

    def on_mount(self) -> None:
        """Focus the list; ``/`` focuses the field."""
        self.list.focus()

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the current order."""
        key = "order.place" if self.by_place else "order.consequence"
        return [(f"{self.looks.words(key)} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """Return the changes; by consequence, with a heading for each group."""
        ranked = self.view.ranked
        if not ranked:
            return [Entry(((self.looks.words("nothing.differs"), "muted"),))]
        if self.by_place:
            return [self._entry(own) for own in sorted(ranked, key=self._position)]
        return list(self._by_consequence(ranked))

    def action_order(self) -> None:
        """Switch to the other order."""
        self.by_place = not self.by_place
        self.fill(self.query_one(Input).value)
        title = [(f" {self.looks.words(self.TITLE_KEY)}", "strong")]
        self.title_bar.put(title, self.title_end())

    def action_field(self) -> None:
        """Focus the filter field."""
        self.query_one(Input).focus()

    def picked(self, value: object) -> None:
        """Go to the change."""
        if isinstance(value, Ranked):
            anchor = value.id if value.id != value.row else ""
            self.dismiss(Stop(self.view.row_index[value.row], anchor))

    def _by_consequence(self, ranked: Sequence[Ranked]) -> Iterator[Entry]:
        for group, members in groupby(ranked, attrgetter("group")):
            entries = [self._entry(own) for own in members]
            unit = self._unit(group, entries[0].value)
            amount = self.looks.words(f"amount.{unit.value}", count=len(entries))
            yield Entry(((f"{self._group_words(group)}  {amount}", "strong"),))
            yield from entries

    @staticmethod
    def _unit(group: Consequence, first: object) -> Unit:
        """Return the unit in which a group is counted, as in the verdict."""
        if isinstance(first, Ranked) and first.id[0] in "tk":
            return Unit.ITEM
        return Unit.SECTION if group.name.startswith("SECTION") else Unit.CHANGE

    def _group_words(self, group: Consequence) -> str:
        return self.looks.words(f"consequence.{group.name.lower().replace('_', '-')}")

    def _entry(self, own: Ranked) -> Entry:
        row = self.view.rows[self.view.row_index[own.row]]
        style = next((style for group, style in _STYLES if own.group < group), "changed")
        side, section = self._section(own, row)
        place = place_of(self.view.comparison.plan(side), section, 30)
        group = self._group_words(own.group)
        kind = group if self.by_place else ""  # by consequence it is in the heading
        return Entry(((kind, style), (self._text(own, row), ""), (place, "muted")), own, group)

    def _section(self, own: Ranked, row: Row) -> tuple[Side, str]:
        """Return side and section of a change; for a removed target or task, in the old plan."""
        comparison = self.view.comparison
        if own.id[0] in "tk":
            changes = comparison.targets if own.id[0] == "t" else comparison.tasks
            change = changes[int(own.id[1:])]
            if (stated := change.new or change.old) is not None:
                return (Side.NEW if change.new is not None else Side.OLD), stated.section
        return row.side, row.sections(row.side)[0].id

    def _position(self, own: Ranked) -> tuple[int, int, int]:
        """Return row, section and offset of a change, on the side that identifies it."""
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
        """Return the text of a change in one line."""
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
    """Join the text of places of a side in one line."""
    texts = {section.id: section.text for section in row.sections(side)}
    pieces = (texts[place.section][place.start : place.end] for place in places)
    return " ".join(pieces).replace("\n", " ")[:_LONGEST]
