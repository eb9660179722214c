"""Base classes for screens that show passages in their sections side by side.

Used by the coverage matrix (`matrix`) and the lists of remarks, series and clauses (`beside`).
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

from plandiff.comparison.across.coverage import Quote
from plandiff.comparison.reports.shared.section_paths import SectionPaths
from plandiff.corpus.model import Plan
from plandiff.corpus.text.line_breaking import Segment, wrap_segments
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import parts_strip
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.themed_app import ThemedApp
from plandiff.tui.terminal.rich_width import use_ambiguous_width
from plandiff.tui.widgets.lines import Bar

_QUOTE = "found"


class ListApp(ThemedApp[None]):
    """An app with one initial screen and no result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
    ]
    first: Screen[None]

    def get_default_screen(self) -> Screen[None]:
        """Return the initial screen."""
        return self.first

    def run_with(self, context: ReviewContext) -> int:
        """Run the app and return the exit status."""
        width = context.settings.ambiguous_width
        use_ambiguous_width(width if isinstance(width, int) else 1)
        gc.enable()
        self.run(mouse=context.settings.mouse)
        return self.return_code or 0


class TextsScreen(Screen[None]):
    """Screen with passages side by side, and bars for title and keys."""

    DEFAULT_CSS = """
    TextsScreen Horizontal { height: 1fr; }
    TextsScreen Text { width: 1fr; }
    """

    def __init__(self, looks: RenderContext, texts: int) -> None:
        super().__init__()
        self.looks = looks
        self.title_bar, self.names_bar, self.hint_bar = (Bar(looks) for _ in range(3))
        self.texts = tuple(Text(looks) for _ in range(texts))

    def compose_texts(self) -> ComposeResult:
        """Yield the passages side by side."""
        with Horizontal():
            yield from self.texts

    def action_scroll_texts(self, lines: int) -> None:
        """Scroll all passages."""
        for text in self.texts:
            text.move(lines)


class Text(ScrollView, can_focus=False):
    """Wrapped paragraphs of styled runs; initially scrolled to the first quote."""

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
        """Wrap at the new width; the quote stays visible."""
        self.put(self._paragraphs)

    def render_line(self, y: int) -> Strip:
        """Draw one line, with a space at both ends."""
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
    """Return the sections of the quotes below their paths, with the quotes highlighted."""
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
    """Yield the lines of a text, with the spans in the style of quotes."""
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
