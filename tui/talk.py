"""Talk goes to standard error, a line at a time."""

import sys
from contextlib import suppress


def complain(message: str) -> None:
    """Write one line of talk to standard error; nothing in it can steer the terminal."""
    from comparison.reports.visible import visible_line  # noqa: PLC0415 - --help needs none

    data = f"plandiff: {visible_line(message)}\n".encode("utf-8", "replace")
    with suppress(OSError):  # nobody is left to tell
        sys.stderr.flush()
        sys.stderr.buffer.write(data)
        sys.stderr.buffer.flush()


def tell_progress(message: str) -> None:
    """Say what long work is at, where a person watches standard error; the next line replaces it.

    An empty message wipes the line.
    """
    if not sys.stderr.isatty():
        return
    from comparison.reports.visible import visible_line  # noqa: PLC0415 - as above

    sys.stderr.write(f"\r\x1b[K{visible_line(message)}")
    sys.stderr.flush()
