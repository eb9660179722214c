"""The coverage of a superior plan in the app: requirements × plans, gaps first.

Enter opens the requirement and its answer side by side, each in its section.
"""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from plandiff.comparison.across.coverage import Coverage, Status
from plandiff.comparison.reports.coverage.table import Cell, CoverageTable, Line
from plandiff.tui.render.context import RenderContext
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.texts import ListApp, TextsScreen, paragraphs
from plandiff.tui.widgets.lines import Bar
from plandiff.tui.widgets.rows import Entry, Rows

_MOST_WORDS = 3
"""Maximum number of plans for which answers are shown in words; for more, as signs."""
_SIGNS = {Status.COVERED: "+", Status.PARTLY: "~", Status.MISSING: "!"}
_STYLES = {Status.COVERED: "", Status.PARTLY: "changed", Status.MISSING: "lowered"}


class MatrixApp(ListApp):
    """App whose initial screen is the matrix."""

    def __init__(self, coverage: Coverage, context: ReviewContext) -> None:
        super().__init__(context)
        self.first = self.matrix = MatrixScreen(
            CoverageTable(coverage, context.language), self.looks
        )


class MatrixScreen(Screen[None]):
    """Shows a line for each requirement with the answer of each plan."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "app.quit", show=False)]

    def __init__(self, table: CoverageTable, looks: RenderContext) -> None:
        super().__init__()
        self.table, self.looks = table, looks
        self.list = Rows(looks, columns=2 + len(table.names))
        self.title_bar, self.hint_bar = Bar(looks), Bar(looks)

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        yield self.title_bar
        yield self.list
        yield self.hint_bar

    def on_mount(self) -> None:
        """Fill the list; nothing in it changes afterwards."""
        self.title_bar.put([(f" {self.table.title}", "strong")])
        self.hint_bar.put([(f" {self.looks.words('hint.matrix')}", "muted")])
        self.list.put(list(self._entries()))
        self.list.focus()

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Open the requirement; of several plans, at the first one that must answer it."""
        if isinstance(event.value, Line):
            lacking = (at for at, cell in enumerate(event.value.cells) if cell.gap)
            self.app.push_screen(
                PlacesScreen(self.table, self.looks, event.value, next(lacking, 0))
            )

    def _entries(self) -> Iterator[Entry]:
        for one in self.table.standings:
            yield Entry(((f"{one.name}  {self.table.standing_words(one)}", "muted"),))
        written = len(self.table.names) <= _MOST_WORDS
        if not written:
            signs = (
                f"{sign} {self.table.words[f'coverage.status.{status.value}']}"
                for status, sign in _SIGNS.items()
            )
            yield Entry((("   ".join(signs), "muted"),))
        for line in self.table.lines:
            cells = [self._cell(cell, written=written) for cell in line.cells]
            yield Entry(((str(line.number), "muted"), (line.quote, ""), *cells), line)

    def _cell(self, cell: Cell, *, written: bool) -> tuple[str, str]:
        """Return the answer of a plan and its style; muted if missing but not required."""
        status = cell.answer.status
        if status is Status.MISSING and not cell.gap:
            return cell.status, "muted"
        return cell.brief if written else _SIGNS[status], _STYLES[status]


class PlacesScreen(TextsScreen):
    """Shows the section of a requirement next to the sections that answer it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "dismiss", show=False),
        Binding("up,k", "scroll_texts(-1)", show=False),
        Binding("down,j", "scroll_texts(1)", show=False),
        Binding("pageup,b", "scroll_texts(-10)", show=False),
        Binding("pagedown,space", "scroll_texts(10)", show=False),
        Binding("left,h", "plan(-1)", show=False),
        Binding("right,l", "plan(1)", show=False),
        Binding("n", "line(1)", show=False),
        Binding("N", "line(-1)", show=False),
    ]

    def __init__(self, table: CoverageTable, looks: RenderContext, line: Line, local: int) -> None:
        super().__init__(looks, 2)
        self.table, self.line, self.local = table, line, local

    def compose(self) -> ComposeResult:
        """Names of the plans, both texts, the answer in words, keys."""
        yield self.title_bar
        yield from self.compose_texts()
        yield self.names_bar
        yield self.hint_bar

    def on_mount(self) -> None:
        """Show the first plan."""
        self.hint_bar.put([(f" {self.looks.words('hint.places')}", "muted")])
        self._show()

    def _show(self) -> None:
        coverage, cell = self.table.coverage, self.line.cells[self.local]
        names = f" {self.table.superior}", f"{self.table.names[self.local]} "
        self.title_bar.put([(names[0], "strong")], [(names[1], "strong")])
        status = "lowered" if cell.gap else "label"
        spread = f"  {self.table.spread(self.line)}".rstrip()
        self.names_bar.put(
            [(f" {self.line.number}  ", "muted"), (cell.brief, status), (spread, "muted")]
        )
        quotes = [self.line.requirement.quote]
        self.texts[0].put(paragraphs(coverage.superior, quotes))
        answered = paragraphs(
            coverage.locals[self.local], cell.answer.quotes or cell.answer.nearest
        )
        self.texts[1].put(answered or [[(cell.status, status)]])

    def action_plan(self, step: int) -> None:
        """Show the answer of the next plan, or of the one before."""
        self.local = (self.local + step) % len(self.line.cells)
        self._show()

    def action_line(self, step: int) -> None:
        """Show the next requirement of the matrix, or the one before."""
        lines = self.table.lines
        self.line = lines[(lines.index(self.line) + step) % len(lines)]
        self._show()


def run_matrix(coverage: Coverage, context: ReviewContext) -> int:
    """Open the app on a coverage and return the exit status."""
    return MatrixApp(coverage, context).run_with(context)
