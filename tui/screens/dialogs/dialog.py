"""Base class of dialogs: a titled box with a list, and optionally a field to filter it."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from plandiff.corpus.text.folding import fold_width
from plandiff.tui.render.context import RenderContext
from plandiff.tui.widgets.lines import Bar
from plandiff.tui.widgets.prompt import Field
from plandiff.tui.widgets.rows import Entry, Rows

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A modal dialog; Esc closes it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "give_up", show=False),
        Binding("up", "list_step(-1)", show=False),
        Binding("down", "list_step(1)", show=False),
        Binding("pageup", "list_page(-1)", show=False),
        Binding("pagedown", "list_page(1)", show=False),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > #box { width: 100%; height: 100%; background: $surface; padding: 0 1; }
    Dialog.framed > #box { border-left: ascii $foreground; border-right: ascii $foreground; }
    Dialog Input { height: 1; border: none; padding: 0 1; background: $surface; }
    Dialog Input:focus { border: none; }
    """
    TITLE_KEY: ClassVar[str] = ""
    HINT_KEY: ClassVar[str] = ""
    COLUMNS: ClassVar[int] = 1
    FIELD: ClassVar[bool] = False
    """Whether the dialog has a field that filters the list."""
    KEEPS_FOCUS: ClassVar[bool] = False
    """Whether the list has the focus first; Esc then clears the field before it closes."""

    RESUMES: ClassVar[bool] = False
    """Whether the cursor begins where it was when the dialog was open last."""

    def __init__(self, looks: RenderContext) -> None:
        super().__init__()
        self.looks = looks
        self.start = 0
        """Initial line of the cursor."""
        self.resume_at: object = None
        """Value of the line to begin at instead, if it is still listed."""
        self.list = Rows(looks, columns=self.COLUMNS)
        self.title_bar = Bar(looks)
        self.hint_bar = Bar(looks)

    def compose(self) -> ComposeResult:
        """Title, field, list, hint."""
        with Vertical(id="box"):
            yield self.title_bar
            if self.FIELD:
                yield self.field()
            yield self.list
            yield self.hint_bar

    def field(self) -> Field:
        """Create the field that filters the list."""
        key = "slash.filter" if self.KEEPS_FOCUS else "type.filter"
        return Field(placeholder=self.looks.words(key), compact=True)

    def on_mount(self) -> None:
        """Fill the list."""
        words = self.looks.words
        self.set_class(self.looks.palette.name in {"ansi", "mono"}, "framed")
        self.title_bar.put([(f" {words(self.TITLE_KEY)}", "strong")], self.title_end())
        self.hint_bar.put([(f" {words(self.HINT_KEY)}", "muted")])
        self.fill(index=self._first_line())
        if not self.FIELD:
            self.list.focus()

    def _first_line(self) -> int:
        if self.resume_at is None:
            return self.start
        lines = enumerate(self.entries())
        return next((at for at, own in lines if own.value == self.resume_at), self.start)

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the text at the right of the title."""
        return ()

    def entries(self) -> Sequence[Entry]:
        """Return the lines of the list."""
        return ()

    def fill(self, wanted: str = "", index: int = 0) -> None:
        """List the lines that match the typed text."""
        text = fold_width(wanted).lower().strip()
        fitting = [entry for entry in self.entries() if _fits(entry, text)]
        if all(entry.head for entry in fitting):
            fitting = [*fitting, Entry(((self.looks.words("no.matches"), "muted"),))]
        self.list.put(fitting, index)

    def refill(self) -> None:
        """List the lines again, with the cursor on the same line."""
        self.fill(index=self.list.index)

    def picked(self, value: object) -> None:
        """Handle a chosen line; by default its value is the answer."""
        self.dismiss(value)  # type: ignore[arg-type]

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Handle a line chosen in the list."""
        event.stop()
        self.picked(event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as the reader types."""
        if self.FIELD:
            self.fill(event.value)

    def on_key(self, event: events.Key) -> None:
        """Begin to filter with a Chinese character, while the list has the focus.

        Such characters are no keys, so that a reader with an input method need not press ``/``.
        """
        character = event.character or ""
        # ｊ is the key j, as on the review screen
        is_key = character <= "\x7f" or "！" <= character <= "～"
        if self.KEEPS_FOCUS and character.isalnum() and not is_key:
            field = self.query_one(Input)
            field.select_on_focus = False  # the next character would replace the first
            field.focus()
            field.insert_text_at_cursor(character)
            event.stop()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Choose the line under the cursor by Enter in the field."""
        self.list.action_pick()

    def action_give_up(self) -> None:
        """Close without an answer; clear the filter first, if there is one."""
        field = next(iter(self.query(Input)), None) if self.KEEPS_FOCUS else None
        if field is not None and field.value:
            field.value = ""
            self.list.focus()
        else:
            self.dismiss(None)

    def action_list_step(self, steps: int) -> None:
        """Move the list's cursor while the field has the focus."""
        self.list.action_step(steps)

    def action_list_page(self, pages: int) -> None:
        """Move the list's cursor by pages while the field has the focus."""
        self.list.action_page(pages)


def _fits(entry: Entry, text: str) -> bool:
    if not text or entry.head:
        return True
    if entry.value is None:
        return False
    words = " ".join((*(cell for cell, _ in entry.cells), entry.key))
    return all(part in fold_width(words).lower() for part in text.split())
