"""Open the SQLite file of the reviews: make it private, check it, rename it if damaged."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace

from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.store_files import (
    APPLICATION_ID,
    is_foreign,
    problem_of,
    set_aside,
)
from plandiff.corpus.system import folder_locked
from plandiff.corpus.text import lazy_re as re

_PATIENCE = 5.0
"""Seconds to wait for the lock of another writing process."""


VERSION = 3
"""Written as ``user_version``; a store with a higher version is not modified."""

TABLES = ("anchor", "mark", "note", "pin")
"""Every table that holds records; each has a column ``review`` and a column ``stamp``."""

SCHEMA = """
CREATE TABLE review (
  id TEXT PRIMARY KEY, old TEXT NOT NULL, new TEXT NOT NULL, touched TEXT NOT NULL,
  reviewed INTEGER NOT NULL, total INTEGER NOT NULL, seen TEXT NOT NULL
);
CREATE TABLE anchor (
  review TEXT NOT NULL, id TEXT NOT NULL, stamp TEXT NOT NULL, key TEXT NOT NULL,
  about TEXT NOT NULL, place TEXT NOT NULL, position INTEGER NOT NULL,
  old_path TEXT, old_text TEXT, new_path TEXT, new_text TEXT,
  PRIMARY KEY (review, id)
);
CREATE TABLE mark (
  review TEXT NOT NULL, anchor TEXT NOT NULL, author TEXT NOT NULL, stamp TEXT NOT NULL,
  mark TEXT NOT NULL, settled TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (review, anchor, author)
) WITHOUT ROWID;
CREATE TABLE note (
  review TEXT NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL, stamp TEXT NOT NULL,
  anchor TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (review, id, author)
);
CREATE TABLE pin (
  review TEXT NOT NULL, kind TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
  author TEXT NOT NULL, stamp TEXT NOT NULL, deleted INTEGER NOT NULL,
  PRIMARY KEY (review, kind, old, new)
) WITHOUT ROWID;
"""

UPGRADES = {
    1: "ALTER TABLE mark ADD COLUMN settled TEXT NOT NULL DEFAULT '[]'",
    2: "SELECT 1",  # same tables; earlier programs have no anchors of passages
}
"""The statement that upgrades the tables of a version to those of the next one."""
READABLE = frozenset({2, VERSION})
"""Versions whose tables can be read without an upgrade, if the file cannot be written."""

_PROGRAM = re.compile(r"\b(?:AS|CHECK|VIRTUAL|GENERATED|REFERENCES|DEFAULT\s*\()", re.IGNORECASE)


class Layout(Struct, frozen=True):
    """The tables of a kind of file, and how the kind is recognised."""

    application_id: int
    """Written into the file header, to tell our files from those of other programs."""
    version: int
    """Written as ``user_version``; a file with a higher version is not modified."""
    statements: tuple[str, ...]
    upgrades: Mapping[int, str] = field(default_factory=dict)
    """The statement that upgrades the tables of a version to those of the next one."""
    readable: frozenset[int] = frozenset()
    """Earlier versions whose tables can be read without an upgrade, if the file is read-only."""
    virtual: frozenset[str] = frozenset()
    """Allowed statements of virtual tables; a file with any other statement is refused."""


REVIEWS = Layout(APPLICATION_ID, VERSION, tuple(SCHEMA.split(";")), UPGRADES, READABLE)


class Opened(Struct, frozen=True):
    """An open file."""

    connection: sqlite3.Connection
    inode: int
    trouble: StoreProblem | None = None
    """The file is read-only, or a damaged file was renamed."""


def open_database(
    path: Path, *, shared: bool, damaged: int = 0, layout: Layout = REVIEWS
) -> Opened:
    """Open or create the file; ``shared``: it is in the user's folder, with a write-ahead log.

    ``damaged`` is the inode of a file found to be damaged: it is renamed if the path still refers
    to it.  Raises `StoreError` if the file must not be modified or cannot be used at all.
    """
    if not shared and is_foreign(path, layout.application_id):
        raise StoreError(StoreProblem(ProblemKind.FOREIGN, str(path)))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Locked: a process that found a damaged file must not rename another process's new file.
        with _locked(path.parent):
            return _open_or_begin_anew(path, damaged, layout, shared=shared)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_trouble_at_opening(error, path)) from error


def inode_of(path: Path) -> int:
    """Return the inode of the file at the path; 0 if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Run a transaction: commit on success, roll back on an exception."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def guarded(path: str, *, reading: bool = True) -> Iterator[None]:
    """Convert SQLite's exceptions to `StoreError`.

    A value that cannot be decoded means a damaged file; one that cannot be encoded does not.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(problem_of(error, path)) from error
    except (ValueError, KeyError, OverflowError) as error:
        kind = ProblemKind.DAMAGED if reading else ProblemKind.FAILED
        raise StoreError(StoreProblem(kind, path, str(error))) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, if the folder can be read."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            stack.enter_context(folder_locked(folder))
        yield


def _open_or_begin_anew(path: Path, damaged: int, layout: Layout, *, shared: bool) -> Opened:
    if not damaged or inode_of(path) != damaged:
        try:
            return _open_or_read(path, layout, shared=shared)
        except sqlite3.DatabaseError as error:
            if problem_of(error, str(path)).kind is not ProblemKind.DAMAGED:
                raise
    trouble = StoreProblem(ProblemKind.DAMAGED, str(path), set_aside(path))
    return replace(_connect(path, layout, shared=shared), trouble=trouble)


def _open_or_read(path: Path, layout: Layout, *, shared: bool) -> Opened:
    try:
        return _connect(path, layout, shared=shared)
    except (sqlite3.OperationalError, OSError) as error:
        if not inode_of(path):
            raise
        # In a read-only folder SQLite cannot even read a file with a write-ahead log, unless it
        # is opened as immutable.
        try:
            return _connect_frozen(path, layout, error)
        except sqlite3.OperationalError:
            pass
        raise


def _connect(path: Path, layout: Layout, *, shared: bool) -> Opened:
    _create_private(path, shared=shared)
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, str(path), layout, shared=shared)
        return Opened(connection, inode_of(path), _write_trouble(connection, str(path)))
    except BaseException:
        connection.close()
        raise


def _connect_frozen(path: Path, layout: Layout, why: Exception) -> Opened:
    """Open an existing file read-only; raises ``why`` if there is none."""
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        version = _check(connection, str(path), layout)
    except BaseException:
        connection.close()
        raise
    if version not in layout.readable | {layout.version}:
        connection.close()
        raise why
    trouble = _trouble_at_opening(why, path)
    if trouble.kind is not ProblemKind.NO_ROOM:
        trouble = StoreProblem(ProblemKind.READ_ONLY, str(path))
    return Opened(connection, inode_of(path), trouble)


def _trouble_at_opening(error: Exception, path: Path) -> StoreProblem:
    """Return the problem to report; a full disk at opening means that nothing is saved later."""
    trouble = problem_of(error, str(path))
    no_room = trouble.kind is ProblemKind.FULL
    return replace(trouble, kind=ProblemKind.NO_ROOM) if no_room else trouble


def _create_private(path: Path, *, shared: bool) -> None:
    """Create a file that only its owner can read; restrict an existing shared one to its owner."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if shared and path.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):
                path.chmod(0o600)


def _check(connection: sqlite3.Connection, path: str, layout: Layout) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > layout.version:
        raise StoreError(StoreProblem(ProblemKind.NEWER, path))
    _refuse_programs(connection, path, layout)
    check = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise sqlite3.DatabaseError(f"database disk image is malformed: {check}")
    return version


def _refuse_programs(connection: sqlite3.Connection, path: str, layout: Layout) -> None:
    """Refuse a file that contains more than tables with plain columns.

    A file from an untrusted source could contain views, triggers, checks or generated columns:
    code that would run, perhaps endlessly, as soon as the file is read.
    """
    for kind, sql in connection.execute("SELECT type, sql FROM sqlite_master"):
        if sql is None or sql in layout.virtual:
            continue
        if kind != "table" or _PROGRAM.search(sql):
            raise StoreError(StoreProblem(ProblemKind.FOREIGN, path))


def _prepare(connection: sqlite3.Connection, path: str, layout: Layout, *, shared: bool) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
    if _check(connection, path, layout) == layout.version:
        return
    connection.execute(f"PRAGMA journal_mode = {'WAL' if shared else 'DELETE'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        begun = range(found, layout.version) if found else ()
        for statement in [layout.upgrades[v] for v in begun] or layout.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {layout.application_id}")
        connection.execute(f"PRAGMA user_version = {layout.version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _write_trouble(connection: sqlite3.Connection, path: str) -> StoreProblem | None:
    """Return the problem if the file is read-only, to report it before the first mark."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        trouble = problem_of(error, path)
        return trouble if trouble.kind is ProblemKind.READ_ONLY else None
    return None


def encodable(text: str) -> str:
    r"""The text with lone surrogates spelled out: SQLite holds UTF-8 only.

    >>> encodable("a\udcb9")
    'a\\udcb9'
    """
    return text.encode("utf-8", "backslashreplace").decode()
