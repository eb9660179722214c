"""Interaction with the system: clipboard, the reader's editor, and watching of the files."""

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import locate
from plandiff.corpus.text.escape import visible
from plandiff.tui.render.section_names import place_of
from plandiff.tui.screens.controllers.comparing import CompareController
from plandiff.tui.screens.controllers.export import reason_of
from plandiff.tui.screens.controllers.host import Actions, Host
from plandiff.tui.screens.controllers.status import StatusController

if TYPE_CHECKING:
    from plandiff.tui.screens import editor as external
else:
    external = LazyModule("plandiff.tui.screens.editor")

_Stamp: TypeAlias = tuple[int, int] | None
"""Modification time in nanoseconds and size of a file; None: it is not accessible."""


class FileController:
    """Owns the last seen modification times and sizes of the two files."""

    def __init__(self, host: Host, comparing: CompareController, status: StatusController) -> None:
        self._host = host
        self._comparing = comparing
        self._status = status
        self._stamps: tuple[_Stamp, ...] = ()

    def actions(self) -> Actions:
        """Return the handlers for copy and edit."""
        return {"copy": self.copy, "copy_full": self.copy_full, "edit": self.edit}

    # watching

    def begin_watching(self) -> None:
        """Store the current state of the files as the reference."""
        self._stamps = self._look()

    def watch(self) -> None:
        """Read the plans again if a file has changed."""
        stamps = self._look()
        if stamps != self._stamps and self._status.busy is None:
            self._stamps = stamps
            self._comparing.read_again()

    def _look(self) -> tuple[_Stamp, ...]:
        context = self._host.context
        return tuple(_stamp(path) for path in (context.old_path, context.new_path))

    # the clipboard

    def copy(self) -> None:
        """Copy the selection, else the text of the current change on the focused side."""
        host = self._host
        if selected := host.get_selected_text():
            self._copy(selected)
            return
        row = host.view.row() if host.view is not None else None
        if row is not None:
            side = host.side if row.sections(host.side) else host.side.other
            self._copy(_labelled(row, side))

    def copy_full(self) -> None:
        """Copy the current change with its place and both sides."""
        host, view = self._host, self._host.view
        row = view.row() if view is not None else None
        if view is None or row is None:
            return
        parts = []
        for side, name in zip(Side, host.names, strict=True):
            if sections := row.sections(side):
                place = place_of(view.comparison.plan(side), sections[0].id, 60)
                parts.append(f"【{host.words(side.value)}】{name} {place}\n{_labelled(row, side)}")
        self._copy("\n\n".join(parts))

    def _copy(self, text: str) -> None:
        text = visible(text)
        self._host.copy_text(text)
        self._host.say(self._host.words("done.copied", count=len(text)))

    # the editor

    def edit(self) -> None:
        """Open the focused side's file at the current section; read it again if it was changed."""
        host = self._host
        if host.context.served:
            host.say(host.words("cannot.served"))
            return
        row = host.view.row() if host.view is not None else None
        side = host.side if row is None or row.sections(host.side) else host.side.other
        path = self._path(side)
        if row is None or path is None or locate(str(path)).member:
            host.say(host.words("cannot.edit"))
            return
        editor = external.editor_command(host.context.editor, os.environ)
        if editor is None:
            host.say(host.words("cannot.editor"))
            return
        sections = row.sections(side)
        line = external.line_of(path, sections[0]) if sections else 0
        before = self._look()
        self._run(external.command_at(editor, path, line))
        if self._look() != before:
            self._stamps = self._look()
            self._comparing.read_again()

    def _path(self, side: Side) -> Path | None:
        """Return the file shown on a side."""
        context = self._host.context
        return context.new_path if (side is Side.NEW) != self._host.swapped else context.old_path

    def _run(self, command: list[str]) -> None:
        host = self._host
        with host.suspended():
            try:
                subprocess.run(command, check=False)  # noqa: S603 - the reader's editor
            except OSError as error:
                self._status.message = reason_of(error, host.words, host.width)
        host.refresh_bars()


def _stamp(path: Path | None) -> _Stamp:
    try:
        found = Path(locate(str(path)).file).stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found is not None else None


def _labelled(row: Row, side: Side) -> str:
    return "\n".join(f"{section.label or ''}{section.text}" for section in row.sections(side))
