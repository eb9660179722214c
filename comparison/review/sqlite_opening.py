"""Opening the SQLite file of the reviews: made private, checked, and set aside where damaged."""

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.sqlite_rows import READABLE, SCHEMA, UPGRADES, VERSION
from plandiff.comparison.review.store_files import (
    APPLICATION_ID,
    folder_locked,
    is_foreign,
    problem_of,
    set_aside,
)

_PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""


_PROGRAM = re.compile(r"\b(?:AS|CHECK|VIRTUAL|GENERATED|REFERENCES|DEFAULT\s*\()", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file."""

    connection: sqlite3.Connection
    inode: int
    trouble: StoreProblem | None = None
    """It can be read but not written, or a damaged file was set aside."""


def open_database(path: Path, *, shared: bool, damaged: int = 0) -> Opened:
    """Open or create the file; ``shared``: it is the state folder's own, with a write-ahead log.

    ``damaged`` is the inode of a file that was seen to be damaged: it is set aside if it still
    stands there.  Raises `StoreError` where the file must be left alone or cannot be used at all.
    """
    if not shared and is_foreign(path):
        raise StoreError(StoreProblem(ProblemKind.FOREIGN, str(path)))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One at a time: who finds a damaged file must not set another one's new file aside.
        with _locked(path.parent):
            return _open_or_begin_anew(path, damaged, shared=shared)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_trouble_at_opening(error, path)) from error


def inode_of(path: Path) -> int:
    """Which file the path names now; 0 for none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The folder's lock, where the folder may be read at all."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            stack.enter_context(folder_locked(folder))
        yield


def _open_or_begin_anew(path: Path, damaged: int, *, shared: bool) -> Opened:
    if not damaged or inode_of(path) != damaged:
        try:
            return _open_or_read(path, shared=shared)
        except sqlite3.DatabaseError as error:
            if problem_of(error, str(path)).kind is not ProblemKind.DAMAGED:
                raise
    trouble = StoreProblem(ProblemKind.DAMAGED, str(path), set_aside(path))
    return replace(_connect(path, shared=shared), trouble=trouble)


def _open_or_read(path: Path, *, shared: bool) -> Opened:
    try:
        return _connect(path, shared=shared)
    except (sqlite3.OperationalError, OSError) as error:
        if not inode_of(path):
            raise
        # In a folder that cannot be written SQLite cannot even read a write-ahead log's file,
        # except as one that nobody writes.
        try:
            return _connect_frozen(path, error)
        except sqlite3.OperationalError:
            pass
        raise


def _connect(path: Path, *, shared: bool) -> Opened:
    _create_private(path, shared=shared)
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, str(path), shared=shared)
        return Opened(connection, inode_of(path), _write_trouble(connection, str(path)))
    except BaseException:
        connection.close()
        raise


def _connect_frozen(path: Path, why: Exception) -> Opened:
    """What is kept already, to be read only; raises ``why`` where nothing is."""
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        version = _check(connection, str(path))
    except BaseException:
        connection.close()
        raise
    if version not in READABLE:
        connection.close()
        raise why
    trouble = _trouble_at_opening(why, path)
    if trouble.kind is not ProblemKind.NO_ROOM:
        trouble = StoreProblem(ProblemKind.READ_ONLY, str(path))
    return Opened(connection, inode_of(path), trouble)


def _trouble_at_opening(error: Exception, path: Path) -> StoreProblem:
    """A file that was never open is not written later, when there is room again."""
    trouble = problem_of(error, str(path))
    no_room = trouble.kind is ProblemKind.FULL
    return replace(trouble, kind=ProblemKind.NO_ROOM) if no_room else trouble


def _create_private(path: Path, *, shared: bool) -> None:
    """Make a file that its owner only can read, or one of what was open to others."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if shared and path.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):
                path.chmod(0o600)


def _check(connection: sqlite3.Connection, path: str) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(StoreProblem(ProblemKind.NEWER, path))
    _refuse_programs(connection, path)
    check = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise sqlite3.DatabaseError(f"database disk image is malformed: {check}")
    return version


def _refuse_programs(connection: sqlite3.Connection, path: str) -> None:
    """Leave a file alone that holds more than tables with plain columns.

    A stranger's file could hold views, triggers, checks or computed columns: programs that would
    run, perhaps without end, as soon as it is looked at.
    """
    for kind, sql in connection.execute("SELECT type, sql FROM sqlite_master"):
        if sql is not None and (kind != "table" or _PROGRAM.search(sql)):
            raise StoreError(StoreProblem(ProblemKind.FOREIGN, path))


def _prepare(connection: sqlite3.Connection, path: str, *, shared: bool) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
    if _check(connection, path) == VERSION:
        return
    connection.execute(f"PRAGMA journal_mode = {'WAL' if shared else 'DELETE'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        steps = [UPGRADES[v] for v in range(found, VERSION)] if found else SCHEMA.split(";")
        for statement in steps:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _write_trouble(connection: sqlite3.Connection, path: str) -> StoreProblem | None:
    """Whether the file can be read but not written: better said now than at the first mark."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        trouble = problem_of(error, path)
        return trouble if trouble.kind is ProblemKind.READ_ONLY else None
    return None
