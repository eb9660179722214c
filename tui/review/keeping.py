"""Records in memory and in storage at once; what cannot be saved now is saved later.

The screen never waits for the disk to be well: an action counts in memory at once, goes to the
storage in the same call, and stays in a queue where the storage refuses.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from plandiff.tui.review.records import Header, Record, Records
from plandiff.tui.review.storage import Storage
from plandiff.tui.review.troubles import StoreError, Trouble, TroubleKind


class Keeper:
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
        busy = self.trouble is not None and self.trouble.kind is TroubleKind.BUSY
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

    def _note(self, trouble: Trouble) -> None:
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
