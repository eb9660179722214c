"""What changed, on one page: targets first, then moved, added, removed and reworded sections."""

from collections.abc import Iterator, Sequence

from plandiff.comparison.model import Row, RowKind, Side, TargetChange, TargetChangeKind
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.summary.items import format_notice
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.section_names import place_of
from plandiff.tui.render.signs import row_sign, signed, target_sign
from plandiff.tui.render.themes import target_style
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.view.model import View
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


class SummaryDialog(Dialog[int]):
    """Enter goes to the row of a line."""

    TITLE_KEY = "title.summary"
    HINT_KEY = "hint.summary"
    COLUMNS = 3

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.view = view
        self._index = {row.id: index for index, row in enumerate(view.rows)}

    def title_end(self) -> Sequence[tuple[str, str]]:
        """How far the review is."""
        done = self.view.store.progress()
        text = self.looks.words("summary.reviewed", reviewed=done.reviewed, total=done.total)
        return [(f"{text} ", "muted")]

    def entries(self) -> Sequence[Entry]:
        """Counts, then one line for each change."""
        return list(self._lines())

    def _lines(self) -> Iterator[Entry]:
        comparison, words = self.view.comparison, self.looks.words
        counts = "  ".join(
            f"{words(f'kind.{kind}')} {count}"
            for kind, count in comparison.row_counts.items()
            if words.has(f"kind.{kind}")
        )
        yield Entry(((counts, ""),))
        changes = [c for c in comparison.targets if c.kind is not TargetChangeKind.UNCHANGED]
        yield from self._part("summary.targets", [self._target(change) for change in changes])
        moved = [row for row in view_rows(self.view) if row.moved]
        yield from self._part("kind.moved", [self._row(row, moved=True) for row in moved])
        for kind in _ORDER:
            rows = [row for row in view_rows(self.view) if row.kind is kind]
            yield from self._part(f"kind.{kind.value}", [self._row(row) for row in rows])
        yield from self._part("summary.replacements", list(self._replacements()))
        yield from self._part("summary.notices", list(self._notices()))

    def _part(self, key: str, lines: list[Entry]) -> Iterator[Entry]:
        if lines:
            yield Entry((("", ""),))
            yield Entry(((f"{self.looks.words(key)}  {len(lines)}", "strong"),))
            yield from lines

    def _target(self, change: TargetChange) -> Entry:
        glyphs = self.looks.glyphs
        target = change.new or change.old
        quotes = [t.quote for t in (change.old, change.new) if t is not None]
        delta = f" ({signed(change.delta)})" if change.delta else ""
        text = f" {glyphs.arrow} ".join(quotes) + delta
        sign = (target_sign(change, glyphs), target_style(change.kind.value))
        name = target.name if target is not None else ""
        return Entry((sign, (name, ""), (text, "")), self._index.get(change.row, 0))

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
        return Entry(cells, self._index[row.id])

    def _replacements(self) -> Iterator[Entry]:
        words, glyphs = self.looks.words, self.looks.glyphs
        for found in self.view.comparison.replacements:
            times = words("summary.times", count=found.count)
            row = self._index.get(found.rows[0], 0) if found.rows else 0
            text = f"{found.old} {glyphs.arrow} {found.new}"
            yield Entry((("~", "sign-~"), (text, ""), (times, "muted")), row)

    def _notices(self) -> Iterator[Entry]:
        comparison, labels = self.view.comparison, labels_for(self.looks.words.language)
        for notice in comparison.notices:
            text = format_notice(notice, comparison, labels)
            row = self._index.get(notice.row) if notice.row is not None else None
            yield Entry((("!", "accent"), (text, ""), ("", "")), row)


def view_rows(view: View) -> Sequence[Row]:
    """Rows in the order of the screen."""
    return view.rows
