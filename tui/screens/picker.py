"""Choosing two plans: two paths to type, and the pairs that were compared last."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.context import ReviewContext
from tui.widgets.bar import Bar
from tui.widgets.rows import Entry, Rows
from tui.widgets.shared import Looks

Pair = tuple[str, str]


class PickerApp(App[Pair]):
    """Ends with the two paths, or with None."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q,ctrl+c", "quit", show=False, priority=True),
        Binding("up", "list_step(-1)", show=False),
        Binding("down", "list_step(1)", show=False),
    ]
    DEFAULT_CSS = """
    PickerApp Input { height: 1; border: none; padding: 0 1; background: $panel; margin: 0 0 1 0; }
    PickerApp Input:focus { border: none; background: $boost; }
    PickerApp #pick-title { margin: 0 0 1 0; }
    """

    def __init__(self, context: ReviewContext, looks: Looks, recent: Sequence[Pair]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.context = context
        self.looks = looks
        self.recent = recent
        self.list = Rows(looks, columns=2)
        self.hint = Bar(looks)

    def compose(self) -> ComposeResult:
        """Title, two fields, recent pairs."""
        words = self.looks.words
        title = Bar(self.looks, id="pick-title")
        title.put([(f" {words('title.pick')}", "strong")])
        yield title
        yield Input(self.context.old_name, placeholder=words("pick.old"), id="old", compact=True)
        yield Input(placeholder=words("pick.new"), id="new", compact=True)
        yield self.list
        yield self.hint

    def on_mount(self) -> None:
        """List what was used last."""
        entries = [
            Entry(((Path(old).name, ""), (Path(new).name, "")), (old, new), f"{old} {new}")
            for old, new in self.recent
        ]
        if entries:
            head = Entry(((self.looks.words("pick.recent"), "muted"),))
            self.list.put([head, *entries])
        self.hint.put([(f" {self.looks.words('hint.pick')}", "muted")])
        self.query_one("#old").focus()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """A recent pair fills the fields."""
        event.stop()
        if isinstance(event.value, tuple):
            for name, path in zip(("#old", "#new"), event.value, strict=True):
                self.query_one(name, Input).value = str(path)

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """A recent pair was chosen."""
        event.stop()
        self.exit(event.value)  # type: ignore[arg-type]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the empty field, or starts."""
        fields = {name: self.query_one(f"#{name}", Input) for name in ("old", "new")}
        paths = {name: Path(field.value.strip()).expanduser() for name, field in fields.items()}
        for name, field in fields.items():
            if not field.value.strip():
                field.focus()
                return
            if not paths[name].is_file():
                words = self.looks.words
                self.hint.put([(f" {words('pick.missing', path=paths[name])}", "accent")])
                field.focus()
                return
        event.stop()
        self.exit((str(paths["old"]), str(paths["new"])))

    def action_list_step(self, steps: int) -> None:
        """Walk through the recent pairs while a field has the focus."""
        self.list.action_step(steps)
