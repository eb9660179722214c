"""Talk goes to standard error, a line at a time."""

import sys
from collections.abc import Iterable
from contextlib import suppress


def complain(message: str) -> None:
    """Write one line of talk to standard error; nothing in it can steer the terminal."""
    tell([f"plandiff: {message}"])


def tell(lines: Iterable[str], end: str = "\n") -> None:
    """Write lines to standard error, the last one too with ``end`` after it.

    Nothing in them can steer the terminal; where standard error is closed nobody is left to tell.
    """
    from plandiff.comparison.reports.visible import visible_line  # noqa: PLC0415 - --help needs none

    data = "".join(f"{visible_line(line)}{end}" for line in lines).encode("utf-8", "replace")
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
            sys.stderr.buffer.write(data)
            sys.stderr.buffer.flush()


def tell_progress(message: str) -> None:
    """Say what long work is at, where a person watches standard error; the next line replaces it.

    An empty message wipes the line.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return
    from plandiff.comparison.reports.visible import visible_line  # noqa: PLC0415 - as above

    sys.stderr.write(f"\r\x1b[K{visible_line(message)}")
    sys.stderr.flush()
