"""The input line at the bottom: search, go to, outline filter, note."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width
from plandiff.tui.render.context import RenderContext
from plandiff.tui.widgets.lines import Bar
from plandiff.tui.widgets.messages import PromptChanged, PromptDone, PromptInEditor


class Field(Input):
    """Input of one line; typing replaces the text while all of it is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", show=False)]

    @property
    def all_selected(self) -> bool:
        """Whether all text is selected, so typing replaces it."""
        start, end = sorted(self.selection)
        return (start, end) == (0, len(self.value))

    @property
    def _value(self) -> Text:
        """The text to draw, without control characters: file names and notes may contain them."""
        return Text(visible_line(self.value), no_wrap=True, overflow="ignore", end="")


class Prompt(Horizontal):
    """Asks for one line of text; Enter answers, Esc cancels, ↑ ↓ recall earlier answers.

    For notes, Ctrl+E continues in the reader's editor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "in_editor", show=False, priority=True)
    ]
    DEFAULT_CSS = """
    Prompt { height: 1; }
    Prompt.tall { height: 2; layout: vertical; }
    Prompt.tall > Bar { width: 100%; }
    Prompt Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    Prompt Input:focus { border: none; }
    """

    def __init__(
        self,
        looks: RenderContext,
        purpose: tuple[str, str],
        text: str = "",
        history: Sequence[str] = (),
    ) -> None:
        """``purpose``: identifier in the app's messages, and name to display."""
        super().__init__(id="prompt")
        self.looks = looks
        self.purpose, self.name_shown = purpose
        self.text = text
        self.label = Bar(looks)
        self.set_class(self.tall, "tall")
        self._history = [*history, text]
        self._at = len(history)

    @property
    def tall(self) -> bool:
        """Whether the label has a separate line, as for notes, whose label quotes a sentence."""
        return self.purpose == "note"

    def compose(self) -> ComposeResult:
        """A label and the field."""
        words = self.looks.words
        self.tell(self.name_shown)
        yield self.label
        yield Field(
            self.text,
            placeholder=words(f"prompt.{self.purpose}_hint"),
            compact=True,
            select_on_focus=False,
        )

    def tell(self, text: str) -> None:
        """Show a text before the field."""
        name = f" {text}" if self.tall else f" {text}: "
        if not self.tall:
            self.label.styles.width = cell_width(name)
        self.label.put([(name, "accent")])

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        """Enable the editor for notes only; elsewhere its key moves to the end of the line."""
        return action != "in_editor" or self.purpose == "note"

    def action_in_editor(self) -> None:
        """Continue in the editor."""
        self.post_message(PromptInEditor(self.purpose, self.query_one(Input).value))

    def on_mount(self) -> None:
        """Focus the field."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Post the text being typed."""
        event.stop()
        self.post_message(PromptChanged(self.purpose, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Post the answer."""
        event.stop()
        self.post_message(PromptDone(self.purpose, event.value))

    def on_key(self, event: events.Key) -> None:
        """Esc cancels; ↑ ↓ recall earlier answers."""
        if event.key == "escape":
            event.prevent_default().stop()
            self.post_message(PromptDone(self.purpose, None))
        elif event.key in {"up", "down"}:
            event.prevent_default().stop()
            step = -1 if event.key == "up" else 1
            self._at = min(max(self._at + step, 0), len(self._history) - 1)
            field = self.query_one(Input)
            field.value = self._history[self._at]
            field.cursor_position = len(field.value)
