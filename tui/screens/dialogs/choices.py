"""Dialogs with one list of choices: actions, kinds of change, sections, themes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.keys import format_key
from textual.widgets import Input

from plandiff.comparison.model import Comparison
from plandiff.tui.keys import ACTIONS, BY_NAME, Action, Group, shown_key
from plandiff.tui.render.context import RenderContext
from plandiff.tui.render.section_names import place_of
from plandiff.tui.render.signs import legend, state_legend
from plandiff.tui.render.themes import THEME_NAMES
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.screens.themed_app import bound_key
from plandiff.tui.view.kinds import KINDS, amount_words, kind_counts
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop
from plandiff.tui.view.search import FoundSection
from plandiff.tui.widgets.pane import sign_style
from plandiff.tui.widgets.rows import Entry, Rows


class ActionsDialog(Dialog[str]):
    """Filtered by typing; Enter performs the action of the line."""

    HINT_KEY = "hint.help"
    COLUMNS = 2
    FIELD = True

    def __init__(
        self, looks: RenderContext, keys: Mapping[str, tuple[str, ...]], *, grouped: bool
    ) -> None:
        super().__init__(looks)
        self.keys = keys
        self.grouped = grouped
        self.TITLE_KEY = "title.help" if grouped else "title.palette"  # type: ignore[misc]

    def entries(self) -> Sequence[Entry]:
        """Return the actions; in the help, under the headings of their groups."""
        if not self.grouped:
            return [self._entry(action) for action in ACTIONS if action.name != "palette"]
        return list(self._by_group())

    def _legend(self) -> Iterator[Entry]:
        words, glyphs = self.looks.words, self.looks.glyphs
        yield Entry(((words("legend"), "strong"),))
        for name, sign in legend(glyphs):
            yield Entry(((sign, sign_style(sign, glyphs)), (words(f"legend.{name}"), "")))

    def _states(self) -> Iterator[Entry]:
        for name, sign in state_legend(self.looks.glyphs):
            yield Entry(((sign, "accent"), (self.looks.words(f"legend.{name}"), "")))

    def _by_group(self) -> Iterator[Entry]:
        yield from self._legend()
        for group in Group:
            yield Entry(((self.looks.words(f"group.{group.value}"), "strong"),))
            if group is Group.REVIEW:
                yield from self._states()
            yield from (self._entry(action) for action in ACTIONS if action.group is group)

    def _entry(self, action: Action) -> Entry:
        keys = "  ".join(_readable(key, action.name) for key in self.keys.get(action.name, ()))
        text = self.looks.words(f"do.{action.name}")
        return Entry(((keys, "accent"), (text, "")), action.name, action.name)


def _readable(key: str, action: str) -> str:
    """Return a bound key (``right_square_bracket``) as printed on the keyboard."""
    for written in BY_NAME[action].keys:
        if key in (written, bound_key(written) if len(written) == 1 else written):
            return shown_key(written)
    printed = format_key(key)
    return printed if len(printed) == 1 and bound_key(printed) == key else shown_key(key)


_FILTER_BARS = 2
"""Lines of the filter dialog besides the list: title and hint."""


class FilterDialog(Dialog[frozenset[str]]):
    """Space selects kinds, Enter shows them; without a selection, Enter shows the current kind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick_kind", show=False),
        Binding("a", "none", show=False),
        Binding("f", "give_up", show=False),
    ]
    DEFAULT_CSS = "FilterDialog > #box { width: 56; max-height: 100%; }"
    TITLE_KEY = "title.filter"
    HINT_KEY = "hint.filter"
    COLUMNS = 3

    def __init__(self, looks: RenderContext, view: View) -> None:
        super().__init__(looks)
        self.kinds = set(view.kinds)
        self.touched = bool(view.kinds)
        self.counts = kind_counts(view)

    def on_mount(self) -> None:
        """Show all kinds at once, if the screen is high enough."""
        self.query_one("#box").styles.height = len(self.entries()) + _FILTER_BARS

    def entries(self) -> Sequence[Entry]:
        """Return the kinds that occur, each with its number of changes, sections or items."""
        words = self.looks.words
        offered = [kind for kind in KINDS if self.counts[kind] or kind in self.kinds]
        if not offered:
            return [Entry(((words("nothing.differs"), "muted"),))]
        return [
            Entry(
                (
                    ("[x]" if kind in self.kinds else "[ ]", "accent"),
                    (words(f"kind.{kind}"), ""),
                    (amount_words(kind, self.counts[kind], words), "muted"),
                ),
                kind,
            )
            for kind in offered
        ]

    def action_pick_kind(self) -> None:
        """Toggle the selection of a kind."""
        self.kinds ^= {str(self.list.current)}
        self.touched = True
        self.refill()

    def action_none(self) -> None:
        """Clear the selection."""
        self.kinds.clear()
        self.touched = True
        self.refill()

    def picked(self, value: object) -> None:
        """Show the selected kinds."""
        self.dismiss(frozenset(self.kinds) if self.touched else frozenset({str(value)}))


class SectionsDialog(Dialog[Stop]):
    """The sections that match a label or a word; Enter goes to one."""

    TITLE_KEY = "title.sections"
    HINT_KEY = "hint.sections"
    COLUMNS = 2
    FIELD = True

    def __init__(
        self,
        looks: RenderContext,
        comparison: Comparison,
        found: Sequence[FoundSection],
        start: int,
    ) -> None:
        super().__init__(looks)
        self.comparison = comparison
        self.found = found
        self.start = start

    def entries(self) -> Sequence[Entry]:
        """Return the sections with their paths."""
        return [
            Entry(
                (
                    (self.looks.words(one.side.value), "label"),
                    (place_of(self.comparison.plan(one.side), one.section.id, 80), ""),
                ),
                one.stop,
            )
            for one in self.found
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as the reader types; initially the cursor is on the next section."""
        if event.value:
            super().on_input_changed(event)


_OFFERED_THEMES = ("auto", *THEME_NAMES)


class ThemeDialog(Dialog[str]):
    """Enter saves a theme to the settings; Esc restores the previous one."""

    DEFAULT_CSS = """
    ThemeDialog { align: right bottom; }
    ThemeDialog > #box { width: 44; height: 10; margin-bottom: 2; }
    """
    TITLE_KEY = "title.theme"
    HINT_KEY = "hint.theme"

    def __init__(
        self, looks: RenderContext, show: Callable[[str], None], keep: Callable[[str], None]
    ) -> None:
        super().__init__(looks)
        self.show = show
        self.keep = keep
        self.before = looks.palette.name
        self.start = _OFFERED_THEMES.index(self.before)

    def entries(self) -> Sequence[Entry]:
        """Return the themes; the first is automatic, by the terminal."""
        words = self.looks.words
        return [Entry(((words(f"theme.{name}"), ""),), name) for name in _OFFERED_THEMES]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Preview the theme."""
        event.stop()
        self.show(str(event.value))

    def picked(self, value: object) -> None:
        """Save the theme."""
        self.keep(str(value))
        self.dismiss(str(value))

    def action_give_up(self) -> None:
        """Restore the previous theme."""
        self.show(self.before)
        self.dismiss(None)
