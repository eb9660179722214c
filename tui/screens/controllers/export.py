"""Export of reports from the app, written in the background."""

from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from plandiff.corpus.errors import PlandiffError, sentence
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.screens import dialogs
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.status import StatusController
from plandiff.tui.terminal.crash import kind_of
from plandiff.tui.work.writing import Writing


class ExportController:
    """Owns the report being written; at most one at a time."""

    def __init__(self, host: Host, status: StatusController) -> None:
        self._host = host
        self._status = status
        self.writing: Writing | None = None

    def actions(self) -> Actions:
        """Return the handler for export."""
        return {"export": self.choose}

    def choose(self) -> None:
        """Open the dialog for format and path; if a report is being written, cancel it instead."""
        host = self._host
        if self.writing is not None:
            self.writing.stop()
            return
        if host.view is None:
            return
        formats = host.context.formats()
        if host.context.export is None or not formats:
            host.say(host.words("cannot.export"))
            return
        stem = Path(host.names[1]).stem or "plandiff"
        dialog = dialogs.ExportDialog(
            host.looks, formats, f"{stem}-plandiff", served=host.context.served
        )
        host.open_dialog(dialog, self.write)

    def write(self, answer: tuple[str, Path] | None) -> None:
        """Write a report in a format to a path; None: the dialog was cancelled."""
        host, export = self._host, self._host.context.export
        if answer is None or host.view is None or export is None:
            return
        name, path = answer
        if host.context.served:
            # A temporary folder: the file is sent to the browser and then removed.
            path = Path(mkdtemp(prefix="plandiff-")) / (path.name or "plandiff")
        try:
            self.writing = export(host.view.comparison, path, name)
        except (PlandiffError, OSError) as error:
            host.say(reason_of(error, host.words, host.width))
            return
        self._status.message = ""
        host.refresh_bars()
        self.writing.start(partial(host.later, partial(self._written, self.writing)))

    def _written(self, writing: Writing) -> None:
        """Show the result of writing a report."""
        host, words = self._host, self._host.words
        self.writing = None
        failed = writing.error is not None or writing.stopped
        if host.context.served and not failed:
            host.deliver(writing.path)
        elif host.context.served:
            rmtree(writing.path.parent, ignore_errors=True)
        if isinstance(writing.error, PlandiffError | OSError | MemoryError):
            host.say(reason_of(writing.error, words, host.width))
        elif writing.error is not None:
            host.say(words("failed.writing", kind=kind_of(writing.error)))
        elif writing.stopped:
            host.say(words("done.writing_stopped", name=writing.path.name))
        else:
            done = words("done.exported", path=self._place(writing.path))
            host.say(f"{done} {writing.note}".rstrip())

    def _place(self, path: Path) -> str:
        """Return the path of a report, with its folder if the status line is wide enough."""
        whole = visible_line(str(path.absolute()))
        if self._host.context.served or cell_width(whole) > self._host.width * 2 // 3:
            return visible_line(path.name)
        return whole


def reason_of(error: PlandiffError | OSError | MemoryError, words: Words, width: int) -> str:
    """Return the error message, with its path shortened so that it fits ``width`` cells."""
    text = sentence(error, words.language)
    facts = error.facts if isinstance(error, PlandiffError) else {}
    path = str(facts.get("name") or facts.get("path") or "")
    if path and cell_width(text) > width // 2:
        text = text.replace(path, cut(Path(path).name, width // 4))
    return text
