"""Opens a plan in the reader's editor at the current section."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from plandiff.corpus.errors import InputError, PlandiffError
from plandiff.corpus.formats.file_input import read_bytes
from plandiff.corpus.model import Section
from plandiff.corpus.system import default_editor, on_windows

_PLAIN = {".txt", ".md", ".html", ".htm", ""}
_BY_PLUS = {
    "vi",
    "vim",
    "nvim",
    "nano",
    "emacs",
    "emacsclient",
    "micro",
    "kak",
    "joe",
    "ne",
    "view",
}


def editor_command(asked: str | None, environ: Mapping[str, str]) -> list[str] | None:
    """Return the editor command as arguments: ``asked``, else ``$VISUAL``, else ``$EDITOR``.

    Else the default editor of the system; None if the system has none.
    """
    text = asked or environ.get("VISUAL") or environ.get("EDITOR") or ""
    if not text:
        return default_editor()
    try:
        words = shlex.split(text, posix=not on_windows())
    except ValueError:
        return None
    # Without POSIX rules, `shlex` keeps the quotes around C:\Program Files\….
    return [word.strip('"') if on_windows() else word for word in words] or None


def command_at(editor: list[str], path: Path, line: int) -> list[str]:
    """Return the command that opens a file, at a line if the editor is known to support it.

    >>> command_at(["vim"], Path("a.txt"), 12)
    ['vim', '+12', 'a.txt']
    >>> command_at(["code", "--wait"], Path("a.txt"), 12)
    ['code', '--wait', '--goto', 'a.txt:12']

    An editor would take a name that begins with a sign as an option, vi even as a command to run:

    >>> command_at(["vim"], Path("+!harm.txt"), 0)
    ['vim', './+!harm.txt']
    """
    name = Path(editor[0]).stem.lower()
    file = str(path)
    if not (file[:1].isalnum() or path.is_absolute()):
        file = os.path.join(os.curdir, file)  # noqa: PTH118 - Path would drop the ./
    if line > 0 and name in _BY_PLUS:
        return [*editor, f"+{line}", file]
    if line > 0 and name in {"code", "codium"}:
        return [*editor, "--goto", f"{file}:{line}"]
    if line > 0 and name in {"hx", "helix", "subl", "zed"}:
        return [*editor, f"{file}:{line}"]
    return [*editor, file]


def line_of(path: Path, section: Section) -> int:
    """Return the line (from 1) where a section starts in a plain text file; 0 if unknown."""
    if path.suffix.lower() not in _PLAIN:
        return 0
    wanted = section.heading or section.body.split("\n", 1)[0]
    head = "".join(wanted.split())[:12]
    if not head:
        return 0
    try:
        data = read_bytes(str(path))
    except InputError:
        return 0
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
        return next((i for i, line in enumerate(lines, 1) if head in "".join(line.split())), 0)
    return 0


class EditorError(PlandiffError):
    """The editor exited with an error, so its text is discarded."""

    code = "editor"

    def __init__(self, status: int) -> None:
        super().__init__(status=status)


def edited(editor: Sequence[str], text: str) -> str:
    """Edit a text in an editor and return it without trailing white space.

    The temporary file is readable only by the user, and is removed afterwards.  Raises OSError if
    the editor cannot be started, and `EditorError` if it exits with an error.
    """
    with tempfile.TemporaryDirectory(prefix="plandiff-") as folder:
        path = Path(folder) / "note.txt"
        path.write_text(f"{text}\n", "utf-8")
        done = subprocess.run([*editor, str(path)], check=False)  # noqa: S603 - the reader's editor
        if done.returncode:
            raise EditorError(done.returncode)
        return path.read_text("utf-8", "replace").rstrip()
