"""Paragraphs below a list or the panes: the full text of an item shown there in one line."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from plandiff.corpus.text.line_breaking import wrap
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.strips import parts_strip
from plandiff.tui.widgets.lines import Parts


class Detail(Widget):
    """Widget that shows paragraphs of styled pieces, without markup."""

    DEFAULT_CSS = "Detail { height: 35%; min-height: 3; }"
    ALLOW_SELECT = False

    def __init__(self, looks: RenderContext) -> None:
        super().__init__()
        self.looks = looks
        self._paragraphs: Sequence[Parts] = ()
        self._lines: list[list[tuple[str, str]]] = []

    def put(self, paragraphs: Sequence[Parts]) -> None:
        """Show these paragraphs."""
        self._paragraphs = paragraphs
        self._set()

    def on_resize(self) -> None:
        """Wrap again at the new width."""
        self._set()

    def render_line(self, y: int) -> Strip:
        """Draw one line; the first line is a rule."""
        palette, width = self.looks.palette, self.size.width
        if y == 0:
            rule = (self.looks.glyphs.fold * width, palette.style("muted"))
            return parts_strip([rule], width, palette.base)
        line = self._lines[y - 1] if y <= len(self._lines) else []
        cut_off = y == self.size.height - 1 and len(self._lines) > y
        shown = [("…", "muted")] if cut_off else line
        base = palette.base
        parts = [(text, base + palette.styles.get(name, Style())) for text, name in shown]
        return parts_strip([("  ", base), *parts], width, base)

    def _set(self) -> None:
        width = max(self.size.width - 3, 10)
        self._lines = [line for parts in self._paragraphs for line in wrapped(parts, width)]
        self.refresh()


def wrapped(parts: Parts, width: int) -> list[list[tuple[str, str]]]:
    """Wrap a paragraph of styled pieces to lines of at most ``width`` cells.

    >>> wrapped([("新建", ""), ("3所", "delete")], 6)
    [[('新建', '')], [('3所', 'delete')]]
    """
    text = "".join(piece for piece, _ in parts)
    lines: list[list[tuple[str, str]]] = []
    start = 0
    for end in wrap(text, width):
        lines.append(_between(parts, start, end))
        start = end
    return lines


def _between(parts: Parts, start: int, end: int) -> list[tuple[str, str]]:
    pieces = []
    at = 0
    for text, name in parts:
        own = text[max(start - at, 0) : max(end - at, 0)]
        if own:
            pieces.append((own, name))
        at += len(text)
    return pieces
