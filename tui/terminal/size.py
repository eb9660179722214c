"""How large the terminal is; `shutil` knows too, but its archive formats cost as much as a help."""

import os
import sys

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
