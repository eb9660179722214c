"""The library in an SQLite file: plans by path, and a full-text index over their tokens.

The index stores no text (``content=''``), so deleting a row requires the same tokens that were
inserted: the words are stored with the text, the bigrams are recomputed from it.
"""

import os
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from plandiff.comparison.across.predecessor import Edition
from plandiff.comparison.library.entries import (
    Entry,
    find_excerpt,
    match_all,
    match_any,
    pair_tokens,
)
from plandiff.comparison.review.problems import StoreError, StoreProblem
from plandiff.comparison.review.sqlite_opening import (
    Layout,
    Opened,
    encodable,
    guarded,
    open_database,
    transaction,
)
from plandiff.corpus import user_folders
from plandiff.corpus.text.folding import fold

_INDEX = """CREATE VIRTUAL TABLE found USING fts5
(words, pairs, content='', tokenize="unicode61 remove_diacritics 0")"""
_PLAN = """CREATE TABLE plan (
  id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
  changed INTEGER NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL, issuer TEXT, year INTEGER,
  last_year INTEGER, series TEXT NOT NULL, characters INTEGER NOT NULL,
  shingles BLOB NOT NULL, text BLOB NOT NULL, words BLOB NOT NULL
)"""
LAYOUT = Layout(
    application_id=0x706C646C,  # pldl
    version=1,
    statements=(
        _PLAN,
        "CREATE TABLE source (path BLOB PRIMARY KEY) WITHOUT ROWID",
        _INDEX,
    ),
    virtual=frozenset({_INDEX}),
)


class Stamp(Struct, frozen=True):
    """File metadata that shows, without reading the file, whether it has changed."""

    size: int
    changed: int
    """Nanoseconds since 1970."""


class StoredPlan(Struct, frozen=True):
    """A plan as shown in a list."""

    path: str
    title: str
    issuer: str | None
    year: int | None
    series: str
    characters: int
    sha256: str
    excerpt: str = ""
    """The text around the first search term."""


class Filters(Struct, frozen=True):
    """Filters of a list; texts match as substrings of the field, after folding."""

    issuer: str = ""
    series: str = ""
    year: int | None = None

    def admits(self, plan: StoredPlan) -> bool:
        """Whether a plan passes the filters."""
        return (
            _folded(self.issuer) in _folded(plan.issuer or "")
            and _folded(self.series) in _folded(plan.series)
            and (self.year is None or self.year == plan.year)
        )


class Found(Struct, frozen=True):
    """The result of a search."""

    plans: tuple[StoredPlan, ...]
    total: int
    """Number of all matches; more than ``plans`` if these were limited."""
    loosely: bool = False
    """No text has all terms; these have some of the words."""


def default_library() -> Path:
    """Return the path of the library in the user's data folder."""
    return user_folders.data_folder() / "library.sqlite3"


class Library:
    """An open library; every call may raise `StoreError`."""

    def __init__(self, path: Path, *, shared: bool = True) -> None:
        """Open or create the file; ``shared``: it is the one in the user's data folder."""
        self._path = str(path)
        opened: Opened = open_database(path, shared=shared, layout=LAYOUT)
        self._connection = opened.connection
        self.trouble: StoreProblem | None = opened.trouble
        """The problem to report: the file is read-only, or a damaged file was renamed."""

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def stamps(self) -> dict[str, tuple[Stamp, str]]:
        """Return stamp and hash of every plan, by path."""
        rows = self._rows("SELECT path, size, changed, sha256 FROM plan")
        return {os.fsdecode(row[0]): (Stamp(row[1], row[2]), row[3]) for row in rows}

    def sources(self) -> list[str]:
        """Return the added files and folders, which can be scanned again."""
        return sorted(os.fsdecode(row[0]) for row in self._rows("SELECT path FROM source"))

    def add_sources(self, paths: Iterable[str]) -> None:
        """Store files and folders as sources."""
        with self._writing():
            self._connection.executemany(
                "INSERT OR IGNORE INTO source VALUES (?)", [(os.fsencode(path),) for path in paths]
            )

    def put(self, entry: Entry, stamp: Stamp) -> None:
        """Store a plan; replaces any plan at its path."""
        edition = entry.edition
        path = os.fsencode(edition.path)
        text, words = encodable(entry.text), encodable(entry.words)
        with self._writing():
            self._take_out("path = ?", path)
            cursor = self._connection.execute(
                "INSERT INTO plan VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(path, stamp.size, stamp.changed, edition.sha256),
                    encodable(edition.title),
                    edition.issuer and encodable(edition.issuer),
                    *(edition.year, edition.last_year, encodable(entry.series), entry.characters),
                    array("I", sorted(edition.shingles)).tobytes(),
                    *(zlib.compress(text.encode()), zlib.compress(words.encode())),
                ),
            )
            self._connection.execute(
                "INSERT INTO found (rowid, words, pairs) VALUES (?, ?, ?)",
                (cursor.lastrowid, words, pair_tokens(text)),
            )

    def touch(self, path: str, stamp: Stamp, before: str) -> None:
        """Store the stamp and path of a file with the same content as the plan at ``before``."""
        with self._writing():
            self._connection.execute(
                "UPDATE plan SET path = ?, size = ?, changed = ? WHERE path = ?",
                (os.fsencode(path), stamp.size, stamp.changed, os.fsencode(before)),
            )

    def remove(self, paths: Iterable[str]) -> int:
        """Remove plans and sources, of a folder all below it; returns the number of plans.

        The files themselves are not touched.
        """
        count = 0
        with self._writing():
            for path in map(os.fsencode, paths):
                below = path.rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep)
                inside = "path = ? OR substr(path, 1, ?) = ?"
                count += self._take_out(inside, path, len(below), below)
                query = f"DELETE FROM source WHERE {inside}"  # noqa: S608 - of our own
                self._connection.execute(query, (path, len(below), below))
        return count

    def plans(self, filters: Filters) -> tuple[StoredPlan, ...]:
        """Return all plans that pass the filters, by series and year."""
        rows = self._rows(f"SELECT {_SHOWN} FROM plan ORDER BY series, year DESC, path")  # noqa: S608
        return tuple(plan for row in rows if filters.admits(plan := _stored(row)))

    def find(self, query: str, filters: Filters, limit: int) -> Found:
        """Search plans with every term of a query, the best first; if none, with any word."""
        rows = self._matching(match_all(query))
        loosely = not rows and bool(any_word := match_any(query))
        if loosely:
            rows = self._matching(any_word)
        passing = [row for row in rows if filters.admits(_stored(row[1:]))]
        plans = tuple(
            _stored(row[1:], find_excerpt(self._text(row[0]), query)) for row in passing[:limit]
        )
        return Found(plans, len(passing), loosely and bool(passing))

    def editions(self) -> list[Edition]:
        """Return all editions, for `plandiff.comparison.across.predecessor.find_predecessor`."""
        rows = self._rows(
            "SELECT path, sha256, title, issuer, year, last_year, shingles FROM plan ORDER BY path"
        )
        return [
            Edition(os.fsdecode(path), sha256, title, issuer, year, last_year, _shingles(packed))
            for path, sha256, title, issuer, year, last_year, packed in rows
        ]

    def _matching(self, expression: str) -> list[Any]:
        if not expression:
            return []
        return self._rows(
            f"SELECT plan.id, {_SHOWN} FROM found JOIN plan ON plan.id = found.rowid"  # noqa: S608
            " WHERE found MATCH ? ORDER BY bm25(found), year DESC, path",
            expression,
        )

    def _text(self, identity: object) -> str:
        ((packed,),) = self._rows("SELECT text FROM plan WHERE id = ?", identity)
        return zlib.decompress(packed).decode()

    def _take_out(self, condition: str, *values: object) -> int:
        """Delete plans, and their tokens from the index."""
        rows = self._connection.execute(
            f"SELECT id, words, text FROM plan WHERE {condition}",  # noqa: S608 - of our own
            values,
        ).fetchall()
        for identity, words, text in rows:
            tokens = (zlib.decompress(words).decode(), zlib.decompress(text).decode())
            self._connection.execute(
                "INSERT INTO found (found, rowid, words, pairs) VALUES ('delete', ?, ?, ?)",
                (identity, tokens[0], pair_tokens(tokens[1])),
            )
            self._connection.execute("DELETE FROM plan WHERE id = ?", (identity,))
        return len(rows)

    def _rows(self, query: str, *values: object) -> list[Any]:  # rows of SQLite have no types
        with guarded(self._path):
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.trouble is not None and not self.trouble.saving:
            raise StoreError(self.trouble)
        with guarded(self._path, reading=False), transaction(self._connection):
            yield


_SHOWN = "path, title, issuer, year, series, characters, sha256"


def _stored(row: Any, excerpt: str = "") -> StoredPlan:  # noqa: ANN401 - a row of SQLite
    path, title, issuer, year, series, characters, sha256 = row
    return StoredPlan(os.fsdecode(path), title, issuer, year, series, characters, sha256, excerpt)


def _shingles(packed: bytes) -> frozenset[int]:
    numbers = array("I")
    numbers.frombytes(packed)
    return frozenset(numbers)


def _folded(text: str) -> str:
    return fold(text).casefold()


def stamp_of(path: str) -> Stamp:
    """Return the stamp of a file; raises OSError."""
    found = os.stat(path)  # noqa: PTH116 - keeps names as they are
    return Stamp(found.st_size, found.st_mtime_ns)
