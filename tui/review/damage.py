"""Files that are not what they should be: whose they are, what is wrong, and setting them aside."""

import errno
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from plandiff.tui.review.troubles import Trouble, TroubleKind

APPLICATION_ID = 0x706C646E
"""Written into the header of our SQLite files, so that nobody else's is taken for one: ``pldn``."""

_MAGIC = b"SQLite format 3\x00"
_BY_CODE = {
    sqlite3.SQLITE_FULL: TroubleKind.FULL,
    sqlite3.SQLITE_READONLY: TroubleKind.READ_ONLY,
    sqlite3.SQLITE_PERM: TroubleKind.READ_ONLY,
    sqlite3.SQLITE_AUTH: TroubleKind.READ_ONLY,
    sqlite3.SQLITE_BUSY: TroubleKind.BUSY,
    sqlite3.SQLITE_LOCKED: TroubleKind.BUSY,
    sqlite3.SQLITE_CORRUPT: TroubleKind.DAMAGED,
    sqlite3.SQLITE_NOTADB: TroubleKind.DAMAGED,
}
_BY_ERRNO = {
    errno.ENOSPC: TroubleKind.FULL,
    errno.EDQUOT: TroubleKind.FULL,
    errno.EFBIG: TroubleKind.FULL,
    errno.EACCES: TroubleKind.READ_ONLY,
    errno.EPERM: TroubleKind.READ_ONLY,
    errno.EROFS: TroubleKind.READ_ONLY,
}


def trouble_of(error: Exception, path: str) -> Trouble:
    """What a failure of SQLite or of the system means for the reader."""
    if isinstance(error, OSError):
        kind = _BY_ERRNO.get(error.errno or 0, TroubleKind.FAILED)
        return Trouble(kind, path, error.strerror or str(error))
    code = getattr(error, "sqlite_errorcode", None)
    kind = TroubleKind.FAILED
    if code is not None:
        kind = _BY_CODE.get(code & 0xFF, TroubleKind.FAILED)
    if "malformed" in str(error) or "no such" in str(error):  # a table of ours is missing
        kind = TroubleKind.DAMAGED
    return Trouble(kind, path, str(error))


def is_foreign(path: Path) -> bool:
    """Whether a file holds something that was never a review of ours in SQLite."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return False
    except OSError:
        return False  # told when it is opened, with the reason
    if not head:
        return False
    ours = int.from_bytes(head[68:72], "big") == APPLICATION_ID
    return not (head.startswith(_MAGIC) and ours)


def set_aside(path: Path) -> str:
    """Rename a damaged file, with what SQLite keeps beside it; gives the new name."""
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
