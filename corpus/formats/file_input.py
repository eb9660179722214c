"""Read the bytes of a file or of standard input; reject early if too large or not a file."""

import errno
import os
import stat
import sys

from plandiff.corpus.errors import (
    ChangingError,
    NotAFileError,
    NotFoundError,
    Phrase,
    TooLargeError,
    UnreadableError,
    system_reason,
)
from plandiff.corpus.formats.limits import MAX_FILE_BYTES, megabytes
from plandiff.corpus.text import lazy_re as re

_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""Non-blocking: a pipe that replaces the file between stat and open must not block the program."""

_TIMES = 3
"""Attempts to read a file that another program is writing."""
_SHELL_PIPE = re.compile(r"/(?:dev|proc/self)/fd/\d+")
"""Path that a shell substitutes for ``<(command)``: a pipe that already has a writer."""


def read_bytes(path: str) -> bytes:
    """Return all bytes of the file at ``path``; ``-`` is standard input.

    Raises NotFoundError, NotAFileError, UnreadableError, ChangingError or TooLargeError.
    The size is checked before any byte is read.
    """
    if path == "-":
        return _read_standard_input()
    try:
        if _SHELL_PIPE.fullmatch(path):
            with open(path, "rb") as pipe:  # noqa: PTH123 - the same call as below
                return refuse_too_large(path, pipe.read(MAX_FILE_BYTES + 1))
        _refuse_unsuitable(path, os.stat(path))  # noqa: PTH116 - Path() would hide a NUL in the name
        return _read_at_rest(path)
    except OSError as error:
        raise _explained(path, error) from error
    except ValueError as error:  # a NUL or a lone surrogate in the path
        raise NotFoundError(path) from error


def _read_at_rest(path: str) -> bytes:
    """All bytes of one version: read again if size or time changed while the file was read."""
    for _ in range(_TIMES):
        descriptor = os.open(path, _OPEN_FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
            before = os.fstat(descriptor)
            _refuse_unsuitable(path, before)
            data = refuse_too_large(path, file.read(MAX_FILE_BYTES + 1), MAX_FILE_BYTES)
            after = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return data
    raise ChangingError(path)


def refuse_too_large(name: str, data: bytes, limit: int = MAX_FILE_BYTES) -> bytes:
    """Return ``data``; raises TooLargeError if it is longer than ``limit`` bytes."""
    if len(data) > limit:
        raise TooLargeError(
            name, Phrase("size.more-than", limit=megabytes(limit)), megabytes(limit)
        )
    return data


def _refuse_unsuitable(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(path)
    if status.st_size > MAX_FILE_BYTES:
        raise TooLargeError(path, megabytes(status.st_size), megabytes(MAX_FILE_BYTES))


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise UnreadableError("-", Phrase("reason.stdin-closed"))
    try:
        return refuse_too_large("-", sys.stdin.buffer.read(MAX_FILE_BYTES + 1))
    except (OSError, ValueError) as error:
        raise UnreadableError("-", Phrase("reason.stdin-closed")) from error


def _explained(path: str, error: OSError) -> NotFoundError | UnreadableError:
    if error.errno in _ABSENT:
        return NotFoundError(path)
    return UnreadableError(path, system_reason(error))
