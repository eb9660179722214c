"""Reviews in an SQLite file: one file for all pairs of plans, written at each action.

The write-ahead log lets two windows write concurrently and survives a kill at any moment.  A file
that the reader named has no such log, so that the closed review is a single file.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.records import Header, Record, Records
from plandiff.comparison.review.sqlite_opening import (
    TABLES,
    encodable,
    guarded,
    inode_of,
    open_database,
    transaction,
)
from plandiff.comparison.review.sqlite_rows import (
    header_from_row,
    header_to_row,
    record_from_row,
    record_to_row,
)


class DatabaseStorage:
    """A `Storage` in SQLite; ``shared``: the state folder's own file."""

    def __init__(self, path: Path, *, shared: bool = True) -> None:
        self._path = path
        self._shared = shared
        self.generation = 0
        self._open()

    @property
    def path(self) -> str:
        """The file."""
        return str(self._path)

    def headers(self) -> tuple[Header, ...]:
        """All reviews, the most recently changed one first."""
        with guarded(self.path):
            rows = self._connection.execute(
                "SELECT * FROM review ORDER BY touched DESC, id"
            ).fetchall()
            return tuple(header_from_row(row) for row in rows)

    def load(self, review: str) -> Records:
        """Return the records of one review, read in one transaction."""
        records = Records()
        with guarded(self.path), transaction(self._connection, "DEFERRED"):
            self._version = self._data_version()
            for table in TABLES:
                query = f"SELECT * FROM {table} WHERE review = ?"  # noqa: S608 - names of our own
                for row in self._connection.execute(query, (review,)):
                    records.put(record_from_row(table, row))
        return records

    def save(self, header: Header, records: Sequence[Record]) -> None:
        """Write the header and these records in one transaction; later versions stay."""
        with guarded(self.path, reading=False), transaction(self._connection):
            self._put_header(header)
            for record in records:
                table, columns, values, key = record_to_row(header.id, record)
                self._put(table, columns, values, key=key)

    def changed(self) -> bool:
        """Whether another connection wrote since the last call, or the file was replaced."""
        if inode_of(self._path) != self._inode:
            self._connection.close()
            self._open()
            self.generation += 1
            return True
        with guarded(self.path):
            version = self._data_version()
        before, self._version = self._version, version
        return version != before

    def remove(self, review: str) -> None:
        """Delete a review with all its records."""
        with guarded(self.path), transaction(self._connection):
            for table in TABLES:
                query = f"DELETE FROM {table} WHERE review = ?"  # noqa: S608 - names of our own
                self._connection.execute(query, (review,))
            self._connection.execute("DELETE FROM review WHERE id = ?", (review,))

    def close(self) -> None:
        """Close the file; SQLite checkpoints the write-ahead log."""
        self._connection.close()

    def recover(self, trouble: StoreProblem) -> StoreProblem | None:
        """Rename a damaged file, start a new one and return the problem to report."""
        if trouble.kind is not ProblemKind.DAMAGED:
            return None
        self._connection.close()
        try:
            self._open(damaged=self._inode)
        except StoreError as error:
            return error.trouble
        self.generation += 1
        return self.trouble

    def _open(self, *, damaged: int = 0) -> None:
        self._written: Header | None = None
        """The header as last written, to skip unchanged columns."""
        opened = open_database(self._path, shared=self._shared, damaged=damaged)
        self._connection, self._inode = opened.connection, opened.inode
        self.trouble = opened.trouble
        try:
            with guarded(self.path):
                self._version = self._data_version()
        except BaseException:  # the caller receives no storage to close
            self._connection.close()
            raise

    def _put_header(self, header: Header) -> None:
        """Write a header; long columns that seldom change are written only if they changed."""
        if self._written is not None and _lasting(self._written) == _lasting(header):
            cursor = self._connection.execute(
                "UPDATE review SET touched = max(touched, ?), reviewed = ?, total = ? WHERE id = ?",
                (header.touched, header.reviewed, header.total, header.id),
            )
            if cursor.rowcount:
                return
        columns, values = header_to_row(header)
        self._put("review", columns, values, key=("id",))
        self._written = header

    def _put(
        self, table: str, columns: Sequence[str], values: Sequence[object], *, key: Sequence[str]
    ) -> None:
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
        stamp = "touched" if table == "review" else "stamp"
        newer = f"WHERE excluded.{stamp} >= {table}.{stamp}"
        self._connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) "  # noqa: S608 - names of our own
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed} {newer}",
            tuple(encodable(value) if isinstance(value, str) else value for value in values),
        )

    def _data_version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version


def _lasting(header: Header) -> Header:
    return replace(header, touched="", reviewed=0, total=0)
