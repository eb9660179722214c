"""The files of review stores: errors, damaged files and files of other programs."""

import errno
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from plandiff.comparison.review.problems import ProblemKind, StoreProblem
from plandiff.corpus.errors import Phrase, system_reason

APPLICATION_ID = 0x706C646E
"""Written into the header of our SQLite files, to tell them from others: ``pldn``."""

_MAGIC = b"SQLite format 3\x00"
_BY_CODE = {
    sqlite3.SQLITE_FULL: ProblemKind.FULL,
    sqlite3.SQLITE_READONLY: ProblemKind.READ_ONLY,
    sqlite3.SQLITE_PERM: ProblemKind.READ_ONLY,
    sqlite3.SQLITE_AUTH: ProblemKind.READ_ONLY,
    sqlite3.SQLITE_BUSY: ProblemKind.BUSY,
    sqlite3.SQLITE_LOCKED: ProblemKind.BUSY,
    sqlite3.SQLITE_CORRUPT: ProblemKind.DAMAGED,
    sqlite3.SQLITE_NOTADB: ProblemKind.DAMAGED,
}
_BY_ERRNO = {
    errno.ENOSPC: ProblemKind.FULL,
    errno.EDQUOT: ProblemKind.FULL,
    errno.EFBIG: ProblemKind.FULL,
    errno.EACCES: ProblemKind.READ_ONLY,
    errno.EPERM: ProblemKind.READ_ONLY,
    errno.EROFS: ProblemKind.READ_ONLY,
}


def problem_of(error: Exception, path: str) -> StoreProblem:
    """Convert an exception of SQLite or the operating system to a problem for the reader."""
    if isinstance(error, OSError):
        kind = _BY_ERRNO.get(error.errno or 0, ProblemKind.FAILED)
        return StoreProblem(kind, path, system_reason(error))
    code = getattr(error, "sqlite_errorcode", None)
    kind = ProblemKind.FAILED
    if code is not None:
        kind = _BY_CODE.get(code & 0xFF, ProblemKind.FAILED)
    if "malformed" in str(error) or "no such" in str(error):  # one of our tables is missing
        kind = ProblemKind.DAMAGED
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StoreProblem(kind, path, Phrase("reason.database-failed", name=name))


def is_foreign(path: Path, application_id: int = APPLICATION_ID) -> bool:
    """Whether a file is something else than an SQLite file of ours with that application id."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return False
    except OSError:
        return False  # opening the file reports it, with the reason
    if not head:
        return False
    ours = int.from_bytes(head[68:72], "big") == application_id
    return not (head.startswith(_MAGIC) and ours)


def set_aside(path: Path) -> str:
    """Rename a damaged file with its journal files; returns the new name."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    name = f"{path.stem}-damaged-{stamp}{path.suffix}"
    count = 1
    while (path.parent / name).exists():
        count += 1
        name = f"{path.stem}-damaged-{stamp}-{count}{path.suffix}"
    path.rename(path.parent / name)
    for ending in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(path.parent / (name + ending))
    return name
