"""What changed, on one page: targets first, then moved, added, removed and reworded sections."""

from collections.abc import Iterator, Sequence

from textual import events

from plandiff.comparison.model import (
    ForceChange,
    Row,
    RowKind,
    Side,
    TargetChange,
    TargetChangeKind,
    TaskChange,
    TaskChangeKind,
)
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import format_delta
from plandiff.comparison.reports.shared.tasks import format_task
from plandiff.comparison.reports.summary.items import format_notice
from plandiff.corpus.text.line_breaking import wrap
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.row_changes import force_words, task_words
from plandiff.tui.render.section_names import place_of
from plandiff.tui.render.signs import row_sign, target_sign
from plandiff.tui.render.themes import target_style
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.model import View
from plandiff.tui.view.row_facts import KINDS
from plandiff.tui.view.stops import Stop
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
    """Enter goes to what a line is about; a key of the review closes it and does its work there."""

    TITLE_KEY = "title.summary"
    HINT_KEY = "hint.summary"
    COLUMNS = 3

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self._index = {row.id: index for index, row in enumerate(view.rows)}

    def on_key(self, event: events.Key) -> None:
        """Hand a key on that the dialog does not know: the answer is its name in Textual."""
        if event.key not in self.active_bindings:
            event.stop()
            self.dismiss(event.key)

    def title_end(self) -> Sequence[tuple[str, str]]:
        """How far the review is."""
        done = self.view.store.progress()
        text = self.looks.words("summary.reviewed", reviewed=done.reviewed, total=done.total)
        return [(f"{text} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """The verdict and counts, then one line for each change."""
        return list(self._lines())

    def _lines(self) -> Iterator[Entry]:
        comparison, words = self.view.comparison, self.looks.words
        found = self.view.kind_counts()
        counts = "  ".join(
            f"{words(f'kind.{kind}')} {found[kind]}" for kind in KINDS if found[kind]
        )
        yield from self._verdict()
        yield Entry(((counts, ""),))
        force = [self._force(change) for change in comparison.force]
        yield from self._part("summary.force", force)
        changes = [c for c in comparison.targets if c.kind is not TargetChangeKind.UNCHANGED]
        yield from self._part("summary.targets", [self._target(change) for change in changes])
        tasks = [c for c in comparison.tasks if c.kind is not TaskChangeKind.UNCHANGED]
        yield from self._part("kind.tasks", [self._task_entry(change) for change in tasks])
        moved = [row for row in view_rows(self.view) if row.moved]
        yield from self._part("kind.moved", [self._row(row, moved=True) for row in moved])
        for kind in _ORDER:
            rows = [row for row in view_rows(self.view) if row.kind is kind]
            yield from self._part(f"kind.{kind.value}", [self._row(row) for row in rows])
        yield from self._part("summary.replacements", list(self._replacements()))
        yield from self._part("summary.notices", list(self._notices()))

    def _verdict(self) -> Iterator[Entry]:
        """The verdict, broken to the width of the dialog."""
        self.view.judge()
        said, start = self.view.verdict, 0
        width = min(self.app.size.width * 92 // 100, 118) - 6
        for end in wrap(said, max(width, 10)):
            yield Entry(((said[start:end], "strong"),))
            start = end
        yield Entry((("", ""),))

    def _stop(self, change: TargetChange | ForceChange | TaskChange) -> Stop:
        anchor = self.view.renderer.changes.id_of(change)
        return Stop(self._index.get(change.row, 0), anchor)

    def _force(self, change: ForceChange) -> Entry:
        glyphs = self.looks.glyphs
        said = force_words(change, self.looks.words, glyphs)
        cells = ((glyphs.force, "sign-#"), (change.new.quote, ""), (said, ""))
        return Entry(cells, self._stop(change))

    def _task_entry(self, change: TaskChange) -> Entry:
        said = task_words(change, self.looks.words)
        cells = ((self.looks.glyphs.task, "sign-#"), (format_task(change), ""), (said, ""))
        return Entry(cells, self._stop(change))

    def _part(self, key: str, lines: list[Entry]) -> Iterator[Entry]:
        if lines:
            yield Entry((("", ""),))
            yield Entry(((f"{self.looks.words(key)}  {len(lines)}", "strong"),))
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


def view_rows(view: View) -> Sequence[Row]:
    """Rows in the order of the screen."""
    return view.rows
