"""What the buffer of a review asks of the place where it is stored."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.records import Header, Record, Records


class Storage(Protocol):
    """Reviews in some file; every call may raise `StoreError`."""

    @property
    def path(self) -> str:
        """The file, in words for the reader."""

    @property
    def generation(self) -> int:
        """Goes up where the file was replaced by another one, which lacks what was saved."""

    @property
    def trouble(self) -> StoreProblem | None:
        """What is to be told about how the file was opened."""

    def headers(self) -> tuple[Header, ...]:
        """All reviews, the one touched last first."""

    def load(self, review: str) -> Records:
        """The records of one review; empty where there is no such review."""

    def save(self, header: Header, records: Sequence[Record]) -> None:
        """Write the header and these records in one step; later versions of a record stay."""

    def changed(self) -> bool:
        """Whether somebody else wrote since the last call of `load` or `changed`."""

    def remove(self, review: str) -> None:
        """Take a review away with all its records."""

    def recover(self, trouble: StoreProblem) -> StoreProblem | None:
        """Begin anew after a damage, with what is to be told; None: there is no way on."""

    def close(self) -> None:
        """Let go of the file."""


class NoStorage:
    """Keeps nothing: for tests, and, with a trouble, where a file must be left alone."""

    generation = 0

    def __init__(self, trouble: StoreProblem | None = None) -> None:
        self.trouble = trouble
        self.path = trouble.path if trouble else ""

    def headers(self) -> tuple[Header, ...]:
        """No review was kept."""
        return ()

    def load(self, review: str) -> Records:  # noqa: ARG002 - part of the protocol
        """Nothing."""
        return Records()

    def save(self, header: Header, records: Sequence[Record]) -> None:  # noqa: ARG002 - as above
        """Forget it, or say why it cannot be written."""
        if self.trouble is not None:
            raise StoreError(self.trouble)

    def changed(self) -> bool:
        """Nobody else can write."""
        return False

    def remove(self, review: str) -> None:
        """There is nothing to take away."""

    def recover(self, trouble: StoreProblem) -> StoreProblem | None:  # noqa: ARG002 - part of the protocol
        """There is no way on."""
        return None

    def close(self) -> None:
        """There is nothing to let go of."""


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
        """All reviews of the storage; none where it cannot be read."""
        try:
            return self._storage.headers()
        except StoreError as error:
            self._note(error.trouble)
            return ()

    def take(self, header: Header) -> None:
        """Go on with a review that is kept, or begin one."""
        self.header = header
        self._read()

    def pull(self) -> bool:
        """Take in what others wrote; whether there was anything on this review."""
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
        """Write what could not be written, if it can be now.

        Not where another program keeps the file: waiting for it would keep the reader waiting.
        """
        busy = self.trouble is not None and self.trouble.kind is ProblemKind.BUSY
        if self._unsaved and not busy:
            self._flush()

    def put(self, header: Header, records: Sequence[Record]) -> None:
        """Take records in and write them, with all that could not be written before."""
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
        """The time, ISO 8601 in UTC, later than ``after`` and than every stamp given before."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        self._last = max(now, _next(self._last), _next(after))
        return self._last

    def close(self) -> None:
        """Try once more to write what could not be written, and let go of the storage."""
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
        if self._generation != self._storage.generation:  # the file lacks what was saved
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
    """A microsecond later; empty and foreign stamps stay as they are."""
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return (moment + timedelta(microseconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
