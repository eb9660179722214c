"""Format and place of a report."""

from collections.abc import Sequence
from pathlib import Path

from textual.widgets import Input

from tui.screens.dialog import Dialog
from tui.widgets.rows import Entry, Rows
from tui.widgets.shared import Looks


class ExportDialog(Dialog[tuple[str, Path]]):
    """The answer is a format's name and a path; a file that is there is asked about once."""

    DEFAULT_CSS = "ExportDialog > #box { width: 76; height: 14; }"
    TITLE_KEY = "title.export"
    HINT_KEY = "hint.export"
    COLUMNS = 2
    FIELD = True

    def __init__(self, looks: Looks, formats: Sequence[tuple[str, str]], stem: str) -> None:
        super().__init__(looks)
        self.formats = formats
        self.stem = stem
        self.confirmed: Path | None = None

    def on_mount(self) -> None:
        """A name is proposed."""
        self.query_one(Input).value = f"{self.stem}{self.formats[0][1]}"
        self.list.focus()

    def entries(self) -> Sequence[Entry]:
        """The formats."""
        return [
            Entry(((name, ""), (suffix, "muted")), (name, suffix)) for name, suffix in self.formats
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """The name is not a filter here: its suffix chooses the format."""
        event.prevent_default()
        self.confirmed = None
        suffix = Path(event.value).suffix.lower()
        for index, (_, own) in enumerate(self.formats):
            if own == suffix and index != self.list.index:
                self.list.put(self.entries(), index)
                return

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another format: the name gets its suffix."""
        event.stop()
        if isinstance(event.value, tuple):
            field = self.query_one(Input)
            field.value = str(Path(field.value or self.stem).with_suffix(str(event.value[1])))

    def picked(self, value: object) -> None:
        """Write, unless a file is there that was not yet spoken of."""
        text = self.query_one(Input).value.strip()
        if not text or not isinstance(value, tuple):
            return
        path = Path(text).expanduser()
        if path.exists() and self.confirmed != path:
            self.confirmed = path
            words = self.looks.words
            self.hint_bar.put([(f" {words('export.exists', path=path)}", "accent")])
            return
        self.dismiss((str(value[0]), path))
