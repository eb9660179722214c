"""The storage protocol of reviews, and the buffer that writes to it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.records import Header, Record, Records


class Storage(Protocol):
    """A file with reviews; every call may raise `StoreError`."""

    @property
    def path(self) -> str:
        """The file name, as shown to the reader."""

    @property
    def generation(self) -> int:
        """Incremented when the file is replaced by another one, which lacks the saved records."""

    @property
    def trouble(self) -> StoreProblem | None:
        """The problem met when the file was opened, if any."""

    def headers(self) -> tuple[Header, ...]:
        """All reviews, the most recently changed one first."""

    def load(self, review: str) -> Records:
        """Return the records of one review; empty if there is no such review."""

    def save(self, header: Header, records: Sequence[Record]) -> None:
        """Write the header and these records atomically; later stored versions are kept."""

    def changed(self) -> bool:
        """Whether another process wrote since the last call of `load` or `changed`."""

    def remove(self, review: str) -> None:
        """Delete a review with all its records."""

    def recover(self, trouble: StoreProblem) -> StoreProblem | None:
        """Start a new file after damage and return the problem to report; None if impossible."""

    def close(self) -> None:
        """Close the file."""


class NoStorage:
    """Stores nothing: for tests and, with a ``trouble``, if a file must not be written."""

    generation = 0

    def __init__(self, trouble: StoreProblem | None = None) -> None:
        self.trouble = trouble
        self.path = trouble.path if trouble else ""

    def headers(self) -> tuple[Header, ...]:
        """Always empty."""
        return ()

    def load(self, review: str) -> Records:  # noqa: ARG002 - part of the protocol
        """Return no records."""
        return Records()

    def save(self, header: Header, records: Sequence[Record]) -> None:  # noqa: ARG002 - as above
        """Discard the records; raises `StoreError` if there is a ``trouble``."""
        if self.trouble is not None:
            raise StoreError(self.trouble)

    def changed(self) -> bool:
        """Always false: no other process can write."""
        return False

    def remove(self, review: str) -> None:
        """Do nothing."""

    def recover(self, trouble: StoreProblem) -> StoreProblem | None:  # noqa: ARG002 - part of the protocol
        """Recovery is impossible."""
        return None

    def close(self) -> None:
        """Do nothing: no file is open."""


class WriteBuffer:
    """The records of one review, read from and written to a storage."""

    def __init__(self, storage: Storage) -> None:
        self.records = Records()
        self.header: Header | None = None
        self.trouble = storage.trouble
        self._storage = storage
        self._unsaved: list[Record] = []
        self._generation = storage.generation
        self._last = ""

    def headers(self) -> tuple[Header, ...]:
        """All reviews of the storage; empty if it cannot be read."""
        try:
            return self._storage.headers()
        except StoreError as error:
            self._note(error.trouble)
            return ()

    def take(self, header: Header) -> None:
        """Load a stored review, or begin a new one."""
        self.header = header
        self._read()

    def pull(self) -> bool:
        """Load what other processes wrote; returns whether this review has changed."""
        if self.header is None:
            return False
        try:
            if not self._storage.changed():
                return False
        except StoreError as error:
            self._note(error.trouble)
            return False
        before = self.records
        self._read()
        if self._unsaved:
            self._flush()
        return self.records != before

    def save_late(self) -> None:
        """Retry writing the pending records.

        Not if another program has locked the file: waiting for it would block the reader.
        """
        busy = self.trouble is not None and self.trouble.kind is ProblemKind.BUSY
        if self._unsaved and not busy:
            self._flush()

    def put(self, header: Header, records: Sequence[Record]) -> None:
        """Add records and write them, together with all pending ones."""
        self.header = header
        for record in records:
            self.records.put(record)
        self._unsaved.extend(records)
        self._flush()

    def _flush(self) -> None:
        if self._saved() or self._saved():  # once more where a damaged store was replaced
            self._unsaved.clear()

    def _saved(self) -> bool:
        if self.header is None:
            return True
        try:
            self._storage.save(self.header, self._unsaved)
        except StoreError as error:
            self._note(error.trouble)
            return False
        if self.trouble is not None and not self.trouble.saving:
            self.trouble = None
        return True

    def stamp(self, after: str = "") -> str:
        """Return the time, ISO 8601 in UTC, later than ``after`` and every earlier stamp."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        self._last = max(now, _next(self._last), _next(after))
        return self._last

    def close(self) -> None:
        """Retry writing the pending records, then close the storage."""
        if self._unsaved and self.header is not None:
            self.put(self.header, ())
        self._storage.close()

    def _read(self) -> None:
        if self.header is None:
            return
        try:
            records = self._storage.load(self.header.id)
        except StoreError as error:
            self._note(error.trouble)
            return
        if self._generation != self._storage.generation:  # the new file lacks the saved records
            self._generation = self._storage.generation
            self._unsaved = list(self.records.all())
        for record in self._unsaved:
            records.put(record)
        self.records = records

    def _note(self, trouble: StoreProblem) -> None:
        self.trouble = trouble
        recovered = self._storage.recover(trouble)
        if recovered is not None:
            self.trouble = recovered
            self._generation = self._storage.generation
            self._unsaved = list(self.records.all())


def _next(stamp: str) -> str:
    """Add a microsecond; empty and malformed stamps are returned unchanged."""
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return (moment + timedelta(microseconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
