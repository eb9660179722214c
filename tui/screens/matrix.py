"""The coverage of a superior plan in the app: requirements × plans, gaps first.

Enter opens the requirement and its answer side by side, each in its section.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from plandiff.comparison.across.coverage import Coverage, Quote, Status
from plandiff.comparison.reports.coverage.table import Cell, CoverageTable, Line
from plandiff.comparison.reports.shared.section_paths import SectionPaths
from plandiff.corpus.model import Plan
from plandiff.corpus.text.line_breaking import Segment, wrap_segments
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import parts_strip
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.themed_app import ThemedApp
from plandiff.tui.terminal.rich_width import use_ambiguous_width
from plandiff.tui.widgets.lines import Bar
from plandiff.tui.widgets.rows import Entry, Rows

_MOST_WORDS = 3
"""Plans whose answers are written out; of more there is a sign for each."""
_SIGNS = {Status.COVERED: "+", Status.PARTLY: "~", Status.MISSING: "!"}
_STYLES = {Status.COVERED: "", Status.PARTLY: "changed", Status.MISSING: "lowered"}
_QUOTE = "found"


class MatrixApp(ThemedApp[None]):
    """The matrix is its first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self, coverage: Coverage, context: ReviewContext) -> None:
        super().__init__(context)
        self.matrix = MatrixScreen(CoverageTable(coverage, context.language), self.looks)

    def get_default_screen(self) -> "MatrixScreen":
        """The matrix."""
        return self.matrix


class MatrixScreen(Screen[None]):
    """A line for each requirement, and what each plan answers."""

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
        """Open the places of the requirement; of several plans the first that owes an answer."""
        if isinstance(event.value, Line):
            lacking = (at for at, cell in enumerate(event.value.cells) if cell.gap)
            self.app.push_screen(PlacesScreen(self.table, event.value, next(lacking, 0)))

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
        """What a plan answers, and the style; what is not owed is not marked."""
        status = cell.answer.status
        if status is Status.MISSING and not cell.gap:
            return cell.status, "muted"
        return cell.brief if written else _SIGNS[status], _STYLES[status]


class PlacesScreen(Screen[None]):
    """The section of a requirement, and beside it the sections that answer it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "dismiss", show=False),
        Binding("up,k", "scroll_both(-1)", show=False),
        Binding("down,j", "scroll_both(1)", show=False),
        Binding("pageup,b", "scroll_both(-10)", show=False),
        Binding("pagedown,space", "scroll_both(10)", show=False),
        Binding("left,h", "plan(-1)", show=False),
        Binding("right,l", "plan(1)", show=False),
        Binding("n", "line(1)", show=False),
        Binding("N", "line(-1)", show=False),
    ]
    DEFAULT_CSS = """
    PlacesScreen Horizontal { height: 1fr; }
    PlacesScreen Text { width: 1fr; }
    """

    def __init__(self, table: CoverageTable, line: Line, local: int) -> None:
        super().__init__()
        self.table, self.line, self.local = table, line, local

    @property
    def looks(self) -> RenderContext:
        """What the app draws with."""
        app = self.app
        if not isinstance(app, ThemedApp):
            raise TypeError(app)
        return app.looks

    def compose(self) -> ComposeResult:
        """Names of the plans, both texts, the answer in words, keys."""
        self.title_bar, self.answer_bar, self.hint_bar = (Bar(self.looks) for _ in range(3))
        self.texts = Text(self.looks), Text(self.looks)
        yield self.title_bar
        with Horizontal():
            yield from self.texts
        yield self.answer_bar
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
        self.answer_bar.put([(f" {self.line.number}  ", "muted"), (cell.brief, status)])
        quotes = [self.line.requirement.quote]
        self.texts[0].put(paragraphs(coverage.superior, quotes))
        answered = paragraphs(
            coverage.locals[self.local], cell.answer.quotes or cell.answer.nearest
        )
        self.texts[1].put(answered or [[(cell.status, status)]])

    def action_scroll_both(self, lines: int) -> None:
        """Scroll both texts."""
        for text in self.texts:
            text.move(lines)

    def action_plan(self, step: int) -> None:
        """Show the answer of the next plan, or of the one before."""
        self.local = (self.local + step) % len(self.line.cells)
        self._show()

    def action_line(self, step: int) -> None:
        """Show the next requirement of the matrix, or the one before."""
        lines = self.table.lines
        self.line = lines[(lines.index(self.line) + step) % len(lines)]
        self._show()


class Text(ScrollView, can_focus=False):
    """Paragraphs of styled runs, wrapped; it begins where the first quote is in sight."""

    DEFAULT_CSS = "Text { overflow: hidden hidden; scrollbar-size: 0 0; padding: 0; }"

    def __init__(self, looks: RenderContext) -> None:
        super().__init__()
        self.looks = looks
        self._paragraphs: Sequence[Sequence[Segment]] = ()
        self.lines: list[list[Segment]] = []
        self.top = 0

    def put(self, shown: Sequence[Sequence[Segment]]) -> None:
        """Show these paragraphs."""
        self._paragraphs = shown
        self._lay()
        quoted = (at for at, line in enumerate(self.lines) if any(s == _QUOTE for _, s in line))
        first = next(quoted, 0)
        self.top = 0
        self.move(max(first - max(self.size.height // 3, 1), 0))

    def move(self, lines: int) -> None:
        """Scroll by lines, within the text."""
        most = max(len(self.lines) - self.size.height, 0)
        self.top = min(max(self.top + lines, 0), most)
        self.refresh()

    def on_resize(self) -> None:
        """Another width wraps otherwise; the quote stays in sight."""
        self.put(self._paragraphs)

    def render_line(self, y: int) -> Strip:
        """One line, with a blank at both sides."""
        palette, width = self.looks.palette, self.size.width
        at = self.top + y
        line = self.lines[at] if at < len(self.lines) else []
        parts = [
            (text, palette.base + palette.styles[style] if style else palette.base)
            for text, style in line
        ]
        return parts_strip([(" ", palette.base), *parts], width, palette.base)

    def _lay(self) -> None:
        width = max(self.size.width - 2, 10)
        self.lines = [line for one in self._paragraphs for line in wrap_segments(one, width)]
        self.virtual_size = Size(width, max(len(self.lines), 1))


def paragraphs(plan: Plan, quotes: Iterable[Quote]) -> list[list[Segment]]:
    """The sections that quotes are of, their paths above them, with the quotes marked."""
    paths = SectionPaths(plan)
    by_section: dict[str, list[tuple[int, int]]] = {}
    for quote in quotes:
        place = quote.place
        by_section.setdefault(place.section, []).append((place.start, place.end))
    found: list[list[Segment]] = []
    for identity, spans in by_section.items():
        section = paths.section(identity)
        if found:
            found.append([])
        found.append([(paths.paths((section,)), "strong")])
        found += _marked(section.text, sorted(spans))
    return found


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[list[Segment]]:
    """The lines of a text, with the spans in the style of quotes."""
    begin = 0
    for line in text.split("\n"):
        end, at = begin + len(line), begin
        runs: list[Segment] = []
        for first, last in spans:
            start, stop = max(first, at), min(last, end)
            if start < stop:
                runs += [(text[at:start], ""), (text[start:stop], _QUOTE)]
                at = stop
        runs.append((text[at:end], ""))
        yield [run for run in runs if run[0]]
        begin = end + 1


def run_matrix(coverage: Coverage, context: ReviewContext) -> int:
    """Open the app on a coverage; gives the exit status."""
    width = context.settings.ambiguous_width
    use_ambiguous_width(width if isinstance(width, int) else 1)
    gc.enable()
    app = MatrixApp(coverage, context)
    app.run(mouse=context.settings.mouse)
    return app.return_code or 0
