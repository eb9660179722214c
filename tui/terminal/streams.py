"""Standard error, where a line at a time is written for people, and the size of the terminal."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

_USUAL = (80, 24)


def terminal_size() -> tuple[int, int]:
    """Columns and lines: what ``COLUMNS`` and ``LINES`` say, else the terminal, else 80 by 24."""
    asked = [_positive(os.environ.get(name, "")) for name in ("COLUMNS", "LINES")]
    found = _USUAL if all(asked) else _of_output()
    return asked[0] or found[0] or _USUAL[0], asked[1] or found[1] or _USUAL[1]


def _positive(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _of_output() -> tuple[int, int]:
    try:
        return os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, redirected, or no file at all
        return _USUAL


def print_error(message: str) -> None:
    """Write one line of talk to standard error; nothing in it can steer the terminal."""
    print_notes([f"plandiff: {message}"])


def print_notes(lines: Iterable[str], end: str = "\n") -> None:
    """Write lines to standard error, the last one too with ``end`` after it.

    Control characters are escaped.  Where standard error is closed, nothing is written.
    """
    from plandiff.corpus.text.escape import visible_line  # noqa: PLC0415 - --help needs none

    data = "".join(f"{visible_line(line)}{end}" for line in lines).encode("utf-8", "replace")
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
            sys.stderr.buffer.write(data)
            sys.stderr.buffer.flush()


def print_progress(message: str) -> None:
    """Say what long work is at, where a person watches standard error; the next line replaces it.

    An empty message wipes the line.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return
    from plandiff.corpus.text.escape import visible_line  # noqa: PLC0415 - as above

    sys.stderr.write(f"\r\x1b[K{visible_line(message)}")
    sys.stderr.flush()
