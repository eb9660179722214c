"""Where results go: standard output, the pager, files written whole or not at all."""

import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from plandiff.corpus.errors import OutputError
from plandiff.tui.terminal_size import terminal_size


def wants_colour(asked: str, environ: Mapping[str, str]) -> bool:
    """Whether styles belong on standard output: ``asked`` is ``auto``, ``always`` or ``never``.

    ``NO_COLOR`` counts when it is not empty (no-color.org); an option beats it.
    """
    if asked != "auto":
        return asked == "always"
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns of the terminal, 80 where there is none."""
    return terminal_size()[0]


def print_bytes(data: bytes) -> None:
    """Write data to standard output as it is; on a terminal through the pager when it is long.

    Raises `OutputError` where the disk behind it is full, BrokenPipeError where the reader left.
    """
    if sys.stdout is None:
        raise OutputError("standard output", "it is closed")
    long = sys.stdout.isatty() and data.count(b"\n") >= terminal_size()[1]
    if long and os.environ.get("TERM", "dumb") != "dumb" and _page(data):
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_output()
        raise OutputError("standard output", error.strerror or str(error)) from error


def forget_output() -> None:
    """Point standard output at nothing, so that its last flush does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _page(data: bytes) -> bool:
    import shlex  # noqa: PLC0415 - these three only where there is a terminal to page on
    import shutil  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    command = os.environ.get("PLANDIFF_PAGER") or os.environ.get("PAGER") or "less"
    words = shlex.split(command)
    if not words or words == ["cat"] or shutil.which(words[0]) is None:
        return False
    environ = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    # The pager is the user's own choice of program, as with git.
    with (
        subprocess.Popen(words, stdin=subprocess.PIPE, env=environ) as pager,  # noqa: S603
        contextlib.suppress(BrokenPipeError),
    ):
        pager.communicate(data)
    return True


def write_atomically(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all: a temporary file beside it, then a rename.

    An existing file that holds something is kept unless ``overwrite``.  Raises `OutputError`.
    """
    try:
        if path.is_dir():
            raise OutputError(str(path), "it is a directory")
        if not overwrite and path.exists() and path.stat().st_size > 0:
            raise OutputError(str(path), "it exists; add --force to replace it")
        _replace(path, data)
    except FileNotFoundError as error:
        raise OutputError(str(path), "there is no such folder") from error
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from error


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():  # a device such as /dev/stdout takes no rename
        path.write_bytes(data)
        return
    import tempfile  # noqa: PLC0415 - only where a file is written

    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
