"""Dialog for the format and path of a report."""

from collections.abc import Sequence
from pathlib import Path

from textual.widgets import Input

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.render.context import RenderContext
from plandiff.tui.screens.dialogs.dialog import Dialog
from plandiff.tui.widgets.prompt import Field
from plandiff.tui.widgets.rows import Entry, Rows

_ORDER = ("docx-table", "docx", "xlsx", "html", "md", "csv", "json", "text")
"""Order of the formats: documents first, data formats last; the comparison table is initial."""


_WORD = ("docx-table", "docx")
_FOLDER_CELLS = 48


class ExportDialog(Dialog[tuple[str, Path]]):
    """The answer is a format's name and a path; overwriting a file needs one confirmation.

    The field has the focus, with the cursor before the suffix; ↑ ↓ choose a format.
    """

    DEFAULT_CSS = "ExportDialog > #box { width: 76; height: 14; }"
    TITLE_KEY = "title.export"
    HINT_KEY = "hint.export"
    COLUMNS = 2
    FIELD = True

    def __init__(
        self,
        looks: RenderContext,
        formats: Sequence[tuple[str, str]],
        stem: str,
        *,
        served: bool = False,
    ) -> None:
        """``served``: the browser saves the report; no local folder or file is shown."""
        super().__init__(looks)
        self.served = served
        self.formats = sorted(formats, key=_rank)
        self.stem = stem
        self.proposed = ""
        """The name proposed in the field, until the reader changes it."""
        self.confirmed: Path | None = None

    def title_end(self) -> Sequence[tuple[str, str]]:
        """Return the folder for names without a folder."""
        if self.served:
            return ()
        folder = visible_line(str(Path.cwd()))
        if cell_width(folder) > _FOLDER_CELLS:
            folder = f"…/{cut(visible_line(Path.cwd().name), _FOLDER_CELLS)}"
        return [(f"{self.looks.words('export.folder', folder=folder)} ", "muted")]

    def on_mount(self) -> None:
        """Propose a name."""
        field = self.query_one(Field)
        field.value = self.proposed = self._name_for(*self.formats[0])
        field.focus()
        self._put_cursor(field)

    def entries(self) -> Sequence[Entry]:
        """Return the formats; two may share a suffix."""
        return [
            Entry(((suffix, "strong"), (self._label(name), "")), (name, suffix))
            for name, suffix in self.formats
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Select the format by the suffix; the field is not a filter here."""
        event.prevent_default()
        if self.confirmed is not None:
            self.confirmed = None
            self.hint_bar.put([(f" {self.looks.words(self.HINT_KEY)}", "muted")])
        suffix = Path(event.value).suffix.lower()
        suffixes = [own for _, own in self.formats]
        if suffix in suffixes and suffixes[self.list.index] != suffix:
            self.list.put(self.entries(), suffixes.index(suffix))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Set the suffix of the name after another format is selected."""
        event.stop()
        if isinstance(event.value, tuple):
            field = self.query_one(Field)
            name, suffix = event.value
            if field.value in {"", self.proposed}:
                field.value = self.proposed = self._name_for(str(name), str(suffix))
            else:
                field.value = self._with_suffix(field.value, str(suffix))
            self._put_cursor(field)

    def picked(self, value: object) -> None:
        """Answer, unless the file exists and overwriting is not confirmed yet."""
        text = self.query_one(Field).value.strip()
        if not text or not isinstance(value, tuple):
            return
        path = Path(self._with_suffix(text, str(value[1])))
        path = Path(path.name) if self.served else path.expanduser()
        if not self.served and path.exists() and self.confirmed != path:
            self.confirmed = path
            words = self.looks.words
            self.hint_bar.put([(f" {words('export.exists', path=path)}", "accent")])
            return
        self.dismiss((str(value[0]), path))

    @staticmethod
    def _put_cursor(field: Field) -> None:
        """Put the cursor before the suffix, where a reader would change the name."""
        field.cursor_position = len(field.value) - len(Path(field.value).suffix)

    def _name_for(self, name: str, suffix: str) -> str:
        """Return the proposed name; the two Word formats have different names."""
        kind = self.looks.words(f"export.name.{name}") if name in _WORD else ""
        return f"{self.stem}{kind}{suffix}"

    def _label(self, name: str) -> str:
        key = f"format.{name}"
        return self.looks.words(key) if self.looks.words.has(key) else name

    def _with_suffix(self, name: str, suffix: str) -> str:
        """Replace the suffix of a format in a name, or append it; ``1.5版`` has no such suffix."""
        own = Path(name).suffix
        if own.lower() in {known for _, known in self.formats}:
            name = name[: -len(own)]
        return f"{name}{suffix}"


def _rank(form: tuple[str, str]) -> int:
    return _ORDER.index(form[0]) if form[0] in _ORDER else len(_ORDER)
