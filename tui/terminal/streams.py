"""Standard streams: their encoding, messages on standard error, the terminal's size."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing takes a tenth of the time of --help
    from typing import TextIO

_USUAL = (80, 24)
_DIGITS = 6
"""Sizes with this many digits are rejected, because lines would be padded to them."""


def terminal_size() -> tuple[int, int]:
    """Columns and lines: from ``COLUMNS`` and ``LINES``, else the terminal, else 80 by 24."""
    asked = [_positive(os.environ.get(name, "")) for name in ("COLUMNS", "LINES")]
    found = _USUAL if all(asked) else _of_output()
    return asked[0] or found[0] or _USUAL[0], asked[1] or found[1] or _USUAL[1]


def _positive(text: str) -> int:
    """Parse a plausible number of cells of a terminal, else 0.

    >>> _positive("120"), _positive("-3"), _positive("9" * 5000)
    (120, 0, 0)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0


def _of_output() -> tuple[int, int]:
    try:
        return os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, redirected, or not a file
        return _USUAL


def settle_encodings(words: list[str]) -> list[str]:
    r"""Set the encoding of both standard output streams; returns the words without ``--utf8``.

    Text is UTF-8 in any locale, with two exceptions: ``PYTHONIOENCODING`` names another encoding,
    or the streams are piped on Windows, where the receiver expects the system's code page (cp936).
    ``--utf8`` overrides both, and so does an encoding without Chinese characters.  Characters that
    an encoding lacks are written as escapes like ``\u2713``, so nothing is lost.
    """
    options = words[: words.index("--")] if "--" in words else words
    forced = "--utf8" in options
    for stream in (sys.stdout, sys.stderr):
        piped = sys.platform == "win32" and not (stream is None or stream.isatty())
        with suppress(AttributeError, ValueError):  # no stream, one of a test, or a closed one
            asked = piped or os.environ.get("PYTHONIOENCODING")
            if forced or not asked or not _writes_chinese(stream.encoding):
                stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
            else:
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return [word for word in options if word != "--utf8"] + words[len(options) :]


def _writes_chinese(encoding: str) -> bool:
    try:
        return bool("中".encode(encoding))
    except (LookupError, UnicodeEncodeError):
        return False


def escapes_work(*, error: bool = False) -> bool:
    """Whether the terminal of standard output or error supports escape sequences."""
    if sys.platform != "win32":
        return True
    from plandiff.corpus.system import console_obeys_escapes  # noqa: PLC0415 - Windows only

    return console_obeys_escapes(error=error)


def encoded(text: str, stream: "TextIO | None") -> bytes:
    """Encode text in the encoding of a standard stream."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    errors = "replace" if encoding.lower().replace("-", "") == "utf8" else "backslashreplace"
    return text.encode(encoding, errors)


def print_error(message: str) -> None:
    """Write one message to standard error, with control characters escaped."""
    print_notes([f"plandiff: {message}"])


def print_notes(lines: Iterable[str], end: str = "\n") -> None:
    """Write lines to standard error, each followed by ``end``.

    Control characters are escaped.  If standard error is closed, nothing is written.
    """
    data = encoded("".join(f"{_visible(line)}{end}" for line in lines), sys.stderr)
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
            sys.stderr.buffer.write(data)
            sys.stderr.buffer.flush()


def print_progress(message: str) -> None:
    """Show the progress of long work if standard error is a terminal; the next line replaces it.

    An empty message clears the line.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return
    wipe = "\x1b[K" if escapes_work(error=True) else ""
    sys.stderr.write(f"\r{wipe}{_visible(message)}")
    sys.stderr.flush()


def _visible(line: str) -> str:
    from plandiff.corpus.text.escape import visible_line  # noqa: PLC0415 - --help needs none

    return visible_line(line)
