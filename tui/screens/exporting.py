"""Reports from inside the app: they are written while the reader goes on."""

from functools import partial
from pathlib import Path

from plandiff.corpus.errors import PlandiffError
from plandiff.tui.crash import kind_of
from plandiff.tui.error_words import no_memory, of_system, sentence
from plandiff.tui.layout.width import cell_width, cut
from plandiff.tui.screens.reviewing import Reviewing
from plandiff.tui.work.writing import Writing


class Exporting(Reviewing):
    """One report at a time; E while it is written gives it up."""

    def action_export(self) -> None:
        """Choose format and place of a report; while one is being written, give it up."""
        if self.writing is not None:
            self.writing.stop()
            return
        if self.view is None:
            return
        formats = self.context.formats()
        if self.context.export is None or not formats:
            self.say(self.words("cannot.export"))
            return
        from plandiff.tui.screens.export import ExportDialog  # noqa: PLC0415 - only when asked for

        stem = Path(self.names[1]).stem or "plandiff"
        dialog = ExportDialog(self.looks, formats, f"{stem}-plandiff")
        self.app.push_screen(dialog, self._export)

    def _export(self, answer: tuple[str, Path] | None) -> None:
        comparison, export = self.comparison_shown(), self.context.export
        if answer is None or comparison is None or export is None:
            return
        name, path = answer
        try:
            self.writing = export(comparison, path, name)
        except (PlandiffError, OSError) as error:
            self.say(self.why(error))
            return
        self.message = ""
        self.refresh_bars()
        self.writing.start(partial(self.app.call_later, self._written, self.writing))

    def _written(self, writing: Writing) -> None:
        """A report came to its end, this way or that."""
        self.writing = None
        if isinstance(writing.error, PlandiffError | OSError | MemoryError):
            self.say(self.why(writing.error))
        elif writing.error is not None:
            self.say(self.words("failed.writing", kind=kind_of(writing.error)))
        elif writing.stopped:
            self.say(self.words("done.writing_stopped", name=writing.path.name))
        else:
            self.say(self.words("done.exported", path=writing.path))

    def why(self, error: PlandiffError | OSError | MemoryError) -> str:
        """What went wrong; a long path does not push the reason off the line."""
        if isinstance(error, MemoryError):
            return no_memory(self.words.language)
        if isinstance(error, OSError):
            return of_system(error, self.words.language)
        text = sentence(error, self.words.language)
        path = str(getattr(error, "name", "") or getattr(error, "path", ""))
        if path and cell_width(text) > self.size.width // 2:
            text = text.replace(path, cut(Path(path).name, self.size.width // 4))
        return text
