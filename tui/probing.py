"""Asking the terminal how many cells it gives to an ambiguous character."""

import os
import re
import sys
import time

_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")
_PATIENCE = 0.15


def probe_ambiguous_width() -> int:
    """1 or 2: write ``“`` at the start of a line and ask where the cursor is; 1 if none answers."""
    try:
        import termios  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415
    except ImportError:
        return 1
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 1
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        sys.stdout.write("\r“\x1b[6n")
        sys.stdout.flush()
        answer = _read_answer(descriptor)
    finally:
        sys.stdout.write("\r\x1b[K")
        sys.stdout.flush()
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
    return 2 if answer == 3 else 1


def _read_answer(descriptor: int) -> int | None:
    import select  # noqa: PLC0415 - only where there is a terminal to ask

    data = b""
    until = time.monotonic() + _PATIENCE
    while (left := until - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            return None
        data += os.read(descriptor, 64)
        if found := _ANSWER.search(data):
            return int(found[1])
    return None
