"""Dialogs of targets, of their charts, and of the subjects of a note."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Breakdown, Row, TargetChange, TargetChangeKind
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import format_delta
from plandiff.comparison.review.marks import About, Note
from plandiff.corpus.text.width import cell_width, cut, pad
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.section_names import name_of, place_of
from plandiff.tui.render.signs import bar, kind_sign, signed, target_sign
from plandiff.tui.render.themes import target_style
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.beside import note_words
from plandiff.tui.view.charts import Bars, charts_of
from plandiff.tui.view.details import details_of, passage_with
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop
from plandiff.tui.widgets.detail import Detail
from plandiff.tui.widgets.rows import Entry, Rows


class Topic(Struct, frozen=True):
    """The subject of a note; sides are those of the screen."""

    about: About
    name: str = ""
    """Display name, for the prompt."""
    row: str | None = None
    """Id of the row; None for the whole comparison."""
    side: Side | None = None
    part: str | None = None
    """Id of the passage, section or target."""
    note: Note | None = None
    """The note to edit; None: a new one."""


class TopicsDialog(Dialog[Topic]):
    """Enter writes a new note, or edits the one under the cursor."""

    TITLE_KEY = "title.topics"
    HINT_KEY = "hint.topics"
    COLUMNS = 2

    def __init__(self, looks: RenderContext, view: View, row: Row, here: Topic | None) -> None:
        """``here``: the change under the cursor, if it is one passage of the row."""
        super().__init__(looks)
        self.view = view
        self.row = row
        self.here = here

    def entries(self) -> Sequence[Entry]:
        """Return the existing notes, then the subjects for a new one."""
        words = self.looks.words
        notes = self.view.store.notes(self.row.id)
        lines: list[Entry] = []
        if notes:
            lines.append(Entry(((words("topic.edit"), "strong"),)))
            lines += [self._existing(note) for note in notes]
            lines.append(Entry((("", ""),)))
        lines.append(Entry(((words("topic.new"), "strong"),)))
        if self.here is not None:
            lines.append(self._new(self.here))
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
    """Yield the subjects for a new note in a row, up to the whole comparison."""
    yield Topic(About.CHANGE, name_of((row.new or row.old)[0], 40), row.id)
    for side in Side:
        for section in row.sections(side):
            yield Topic(About.SECTION, name_of(section, 40), row.id, side, section.id)
    yield from (topic_of(change) for change in view.comparison.targets if change.row == row.id)
    yield Topic(About.WHOLE)


def topic_of(change: TargetChange) -> Topic:
    """Return the subject for a target, in the new plan if it is there."""
    side = change.side
    target = change.new or change.old
    if target is None:
        return Topic(About.WHOLE)
    name = f"{target.indicator} {target.quote}"
    return Topic(About.TARGET, name, change.row, side, target.id)


_SORTS = ("document", "kind", "delta", "indicator")
_KINDS = tuple(TargetChangeKind)
_WITH_PLACES = 100
"""Screen width in cells from which the column of places is shown."""
_WITH_DETAILS = 30
"""Terminal height in lines from which the details are shown initially."""


class TargetsDialog(Dialog[Stop | Topic]):
    """Enter goes to the line of a target, ``c`` writes a note on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", show=False),
        Binding("a,t", "all", show=False),
        Binding("slash,f", "field", show=False),
        Binding("c", "note", show=False),
        Binding("i", "details", show=False),
        Binding("B", "charts", show=False),
    ]
    TITLE_KEY = "title.targets"
    HINT_KEY = "hint.targets"
    COLUMNS = 6
    RESUMES = True
    FIELD = True
    KEEPS_FOCUS = True

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self.sort = 0
        self.everything = False
        self.detail = Detail(looks)
        self._index = view.row_index
        self._noted = {
            (note.side, note.part) for note in view.store.notes() if note.about is About.TARGET
        }

    def compose(self) -> ComposeResult:
        """Title, field, list, details of the target, hint."""
        with Vertical(id="box"):
            yield self.title_bar
            yield self.field()
            yield self.list
            yield self.detail
            yield self.hint_bar

    def on_mount(self) -> None:
        """Focus the table; ``/`` focuses the field."""
        self.detail.display = self.app.size.height >= _WITH_DETAILS
        self.list.focus()

    def fill(self, wanted: str = "", index: int = 0) -> None:
        """List the matching targets, and show the details of the current one."""
        super().fill(wanted, index)
        self._show_details()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show the details of another target."""
        event.stop()
        self._show_details()

    def action_details(self) -> None:
        """Toggle the details."""
        self.detail.display = not self.detail.display
        self._show_details()

    def _show_details(self) -> None:
        change = self.list.current
        if self.detail.display and isinstance(change, TargetChange):
            row = self.view.rows[self._index.get(change.row, 0)]
            glyphs = self.looks.glyphs
            self.detail.put(details_of(self.view, row, passage_with(row, change), glyphs))

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the selection and the order of the targets."""
        words = self.looks.words
        scope = words("targets.all" if self.everything else "targets.changed")
        return [(f"{scope}  {words(f'sort.{_SORTS[self.sort]}')} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """Return a line of column names, then the targets."""
        words = self.looks.words
        names: tuple[str, ...] = ("kind", "indicator", "old", "new", "delta", "place")
        # In a narrow terminal the column of places is omitted; Enter goes there anyway.
        self.list.columns = len(names) - (self.app.size.width < _WITH_PLACES)
        names = names[: self.list.columns]
        head = Entry(tuple((words(f"column.{name}"), "muted") for name in names), head=True)
        changes = [
            change
            for change in self.view.comparison.targets
            if self.everything or change.kind is not TargetChangeKind.UNCHANGED
        ]
        if not changes:
            return [Entry(((words("nothing.targets"), "muted"),))]
        return [head, *(self._entry(change) for change in sorted(changes, key=self._key))]

    def action_sort(self) -> None:
        """Sort by the next order."""
        self.sort = (self.sort + 1) % len(_SORTS)
        self._fill_again()

    def action_all(self) -> None:
        """Toggle between all and changed targets."""
        self.everything = not self.everything
        self._fill_again()

    def action_field(self) -> None:
        """Focus the filter field."""
        self.query_one(Input).focus()

    def action_note(self) -> None:
        """Write a note on the target under the cursor."""
        if isinstance(change := self.list.current, TargetChange):
            self.dismiss(topic_of(change))

    def picked(self, value: object) -> None:
        """Go to the target's line."""
        if isinstance(value, TargetChange):
            anchor = self.view.renderer.changes.id_of(value)
            self.dismiss(Stop(self._index.get(value.row, 0), anchor))

    def action_charts(self) -> None:
        """Open the charts; if the reader chooses a target there, the table closes too."""

        def go(stop: Stop | None) -> None:
            if stop is not None:
                self.dismiss(stop)

        self.app.push_screen(ChartsDialog(self.looks, self.view), go)

    def _fill_again(self) -> None:
        self.fill(self.query_one(Input).value)
        title = [(f" {self.looks.words(self.TITLE_KEY)}", "strong")]
        self.title_bar.put(title, self.title_end())

    def _key(self, change: TargetChange) -> tuple[object, ...]:
        row = self._index.get(change.row, 0)
        target = change.new or change.old
        name = target.name if target is not None else ""
        if _SORTS[self.sort] == "kind":
            return (_KINDS.index(change.kind), row)
        if _SORTS[self.sort] == "delta":
            return (-_share(change), row)
        if _SORTS[self.sort] == "indicator":
            return (name, row)
        return (row, target.span.start if target is not None else 0)

    def _breakdown(self, breakdown: Breakdown) -> str:
        """Describe the breakdown of a target into parts, and their total."""
        words = self.looks.words
        if breakdown.within:
            return words("breakdown.within")
        if breakdown.total is None:
            return words("breakdown.joint")
        total = signed(breakdown.total).lstrip("+")
        return words(f"breakdown.{breakdown.side.value}", total=total)

    def _entry(self, change: TargetChange) -> Entry:
        words, glyphs = self.looks.words, self.looks.glyphs
        topic = topic_of(change)
        note = glyphs.note if (topic.side, topic.part) in self._noted else ""
        kind = f"{note}{target_sign(change, glyphs)} {words(f'target.{change.kind.value}')}"
        style = target_style(change.kind.value)
        target = change.new or change.old
        delta = format_delta(change, labels_for(words.language)) if change.delta else ""
        if change.deadline:
            delta = f"{delta} {words(f'deadline.{change.deadline}')}".strip()
        if change.breakdown:
            delta = f"{delta} {self._breakdown(change.breakdown)}".strip()
        side = change.side
        place = place_of(self.view.comparison.plan(side), target.section, 30) if target else ""
        cells = (
            (kind, style),
            (target.name if target else "", ""),
            (change.old.quote if change.old else "", ""),
            (change.new.quote if change.new else "", ""),
            (delta, style),
            (place, "muted"),
        )
        return Entry(cells, change)


_NAME_SHARE = 3
"""Divisor of the chart's width for the maximum width of indicator names."""
_VALUE_CELLS = 30


class ChartsDialog(Dialog[Stop]):
    """Bars of the old and the new value of each target; Enter goes to its line."""

    TITLE_KEY = "title.charts"
    HINT_KEY = "hint.charts"
    COLUMNS = 3
    RESUMES = True

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the legend of the bars."""
        words, glyphs = self.looks.words, self.looks.glyphs
        old, new = (words(side.value) for side in Side)
        return [(f"{glyphs.old_bar * 2} {old}  {glyphs.bars[-1] * 2} {new} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """Return groups of indicators, each indicator with two bars, one below the other."""
        return list(self._lines()) or [Entry(((self.looks.words("nothing.charts"), "muted"),))]

    def on_resize(self) -> None:
        """Draw the bars for the new width."""
        self.refill()

    def _lines(self) -> Iterator[Entry]:
        width = min(self.app.size.width * 92 // 100, 118) - 10
        names = max(width // _NAME_SHARE, 10)
        cells = max(width - names - _VALUE_CELLS, 6)
        for kind, members in groupby(charts_of(self.view.comparison.targets), attrgetter("kind")):
            yield Entry(((self.looks.words(f"chart.{kind.value}"), "strong"),))
            for bars in members:
                yield from self._pair(bars, names, cells)
            yield Entry((("", ""),))

    def _pair(self, bars: Bars, names: int, cells: int) -> Iterator[Entry]:
        change, glyphs = bars.change, self.looks.glyphs
        if change.old is None or change.new is None:
            return
        row = self.view.row_index.get(change.row, 0)
        stop = Stop(row, self.view.renderer.changes.id_of(change))
        # A column is as wide as its widest cell; names are padded to align the bars of all groups.
        name = pad(cut(change.new.name, names), names)
        old = pad(bar(bars.old, cells, glyphs, old=True), cells)
        new = pad(bar(bars.new, cells, glyphs), cells)
        style = target_style(change.kind.value)
        delta = format_delta(change, labels_for(self.looks.words.language))
        moved = f"{kind_sign(change.kind, glyphs)} {delta if change.delta else ''}".rstrip()
        # The quotes are cut, so that the bars keep their length and the delta is complete.
        room = max(_VALUE_CELLS - cell_width(moved) - 2, 0)
        shown = f"{cut(change.new.quote, room)}  {moved}"
        quote = cut(change.old.quote, _VALUE_CELLS)
        yield Entry(((name, ""), (old, "muted"), (quote, "muted")), stop, change.new.name)
        yield Entry((("", ""), (new, style), (shown, style)))


def _share(change: TargetChange) -> float:
    """Return the change of a target relative to its old value."""
    if not change.delta:
        return 0.0
    base = change.old.value if change.old is not None else None
    return abs(change.delta / base) if base else abs(change.delta)
