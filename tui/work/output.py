"""Writes results: to standard output, the pager, or atomically to files."""

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plandiff.corpus.errors import STANDARD_OUTPUT, OutputError, Phrase, UsageError, system_reason
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import locate
from plandiff.corpus.text.atomic_write import replace_file
from plandiff.tui.terminal.streams import encoded, escapes_work, terminal_size

if TYPE_CHECKING:
    import shlex
    import shutil
    import subprocess

    from plandiff.corpus import system
else:
    system = LazyModule("plandiff.corpus.system")
    shlex = LazyModule("shlex")
    shutil = LazyModule("shutil")
    subprocess = LazyModule("subprocess")


def wants_colour(asked: str, environ: Mapping[str, str]) -> bool:
    """Whether to print styles to standard output: ``asked`` is ``auto``, ``always`` or ``never``.

    ``NO_COLOR`` applies if it is not empty (no-color.org); an option overrides it.
    """
    if asked != "auto":
        return asked == "always"
    terminal = sys.stdout is not None and sys.stdout.isatty()
    quiet = environ.get("NO_COLOR") or environ.get("TERM") == "dumb"
    return terminal and not quiet and escapes_work()


def terminal_width() -> int:
    """Columns of the terminal, 80 if there is none."""
    return terminal_size()[0]


def print_text(data: bytes) -> None:
    """Write UTF-8 text to standard output in the encoding of `settle_encodings`."""
    print_bytes(encoded(data.decode("utf-8", "replace"), sys.stdout))


def print_form(data: bytes, form: str) -> None:
    """Write a report to standard output; data formats are always UTF-8, as consumers expect."""
    (print_text if form in {"text", "md"} else print_bytes)(data)


def print_bytes(data: bytes) -> None:
    """Write data unchanged to standard output; long data on a terminal goes through the pager.

    Raises `OutputError` if the disk is full, BrokenPipeError if the reader closed the pipe.
    """
    if sys.stdout is None:
        raise OutputError(STANDARD_OUTPUT, Phrase("reason.closed"))
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
        raise OutputError(STANDARD_OUTPUT, system_reason(error)) from error


def forget_output() -> None:
    """Redirect standard output to the null device, so that its final flush does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _page(data: bytes) -> bool:
    command = os.environ.get("PLANDIFF_PAGER") or os.environ.get("PAGER") or "less"
    words = shlex.split(command)
    if not words or words == ["cat"] or shutil.which(words[0]) is None:
        return False
    environ = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    # The pager is a program that the user configured, as with git.
    with (
        subprocess.Popen(words, stdin=subprocess.PIPE, env=environ) as pager,
        contextlib.suppress(BrokenPipeError),
    ):
        pager.communicate(data)
    return True


def refuse_inputs(path: Path, inputs: Iterable[str]) -> None:
    """Raise `OutputError` if a report would overwrite one of its input files.

    The same file under another path or through a link also counts; ``-`` is standard input.
    """
    for name in inputs:
        with contextlib.suppress(OSError, ValueError):
            if name != "-" and path.samefile(locate(name).file):
                raise OutputError(str(path), Phrase("reason.compared-plan"))


def check_outputs(names: Sequence[str], inputs: Iterable[str]) -> None:
    """Reject outputs that are inputs, or that are named twice, before any work is done.

    Raises `OutputError` as `refuse_inputs` does, and `UsageError` for a file named twice.
    """
    plans = tuple(inputs)
    named: set[str] = set()
    for name in names:
        refuse_inputs(Path(name), plans)
        place = os.path.normcase(os.path.realpath(name))
        if place in named:
            raise UsageError("same-output", name=name)
        named.add(place)


def write_atomically(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file atomically, see `plandiff.corpus.text.atomic_write.replace_file`.

    An existing, non-empty file is kept unless ``overwrite``.  Raises `OutputError`.
    """
    try:
        if os.name == "nt":
            _refuse_by_name(path)
        if path.is_dir():
            raise OutputError(str(path), Phrase("reason.folder"))
        if not overwrite and path.exists() and path.stat().st_size > 0:
            raise OutputError(str(path), Phrase("reason.exists"))
        replace_file(path, data)
    except FileNotFoundError as error:
        raise OutputError(str(path), Phrase("reason.no-folder")) from error
    except OSError as error:
        raise OutputError(str(path), _reason(error, path)) from error


def _refuse_by_name(path: Path) -> None:
    """Raise `OutputError` for a name that Windows treats as a device, truncates or cannot find."""
    if system.is_reserved_name(str(path)):
        raise OutputError(str(path), Phrase("reason.reserved-name"))
    if system.is_too_long_a_path(path):
        raise OutputError(str(path), Phrase("reason.long-path"))


def _reason(error: OSError, path: Path) -> Phrase:
    held = system.is_held_by_another_program(error, path)
    return Phrase("reason.held") if held else system_reason(error)
