"""A review in a JSON file that the reader named: it can be put in git or mailed while in use.

Each action writes the whole file atomically.  Concurrent changes by another process are merged
under a lock on the folder, so that two windows or two people lose nothing.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from plandiff.comparison.review.json_form import (
    NewerSchemaError,
    NotAReviewError,
    Review,
    from_json,
    to_json,
)
from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.records import Header, Record, Records
from plandiff.comparison.review.store_files import problem_of, set_aside
from plandiff.corpus.system import folder_locked
from plandiff.corpus.text.atomic_write import replace_file


class JsonStorage:
    """`plandiff.comparison.review.storage.Storage` in a JSON file."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Read the file; ``read_only``: a damaged file is not renamed.  Raises `StoreError`."""
        self._path = path
        self._reviews: dict[str, Review] = {}
        self._stamp: tuple[int, ...] | None = None
        self.generation = 0
        self.trouble: StoreProblem | None = None
        try:
            self._read()
        except StoreError as error:
            if read_only:
                raise
            self.trouble = self.recover(error.trouble)
            if self.trouble is None:
                raise

    @property
    def path(self) -> str:
        """The file."""
        return str(self._path)

    def headers(self) -> tuple[Header, ...]:
        """All reviews, the most recently changed one first."""
        headers = (header for header, _ in self._reviews.values())
        return tuple(sorted(headers, key=lambda header: (header.touched, header.id), reverse=True))

    def load(self, review: str) -> Records:
        """The records of one review."""
        self._read()
        records = Records()
        if review in self._reviews:
            for record in self._reviews[review][1].all():
                records.put(record)
        return records

    def save(self, header: Header, records: Sequence[Record]) -> None:
        """Merge these records into the file and write it whole."""
        with self._locked():
            self._read()
            kept, known = self._reviews.get(header.id, (header, Records()))
            for record in records:
                known.put(record)
            later = header if header.touched >= kept.touched else kept
            self._reviews[header.id] = (replace(later, seen=header.seen), known)
            self._write()

    def changed(self) -> bool:
        """Whether the file differs from the one last read or written."""
        stamp = self._stamp_now()
        if stamp is None or stamp == self._stamp:
            return False
        self._read()
        return True

    def remove(self, review: str) -> None:
        """Delete a review with all its records."""
        with self._locked():
            self._read()
            if self._reviews.pop(review, None) is not None:
                self._write()

    def recover(self, trouble: StoreProblem) -> StoreProblem | None:
        """Rename a damaged file; the next action creates a new one."""
        if trouble.kind is not ProblemKind.DAMAGED:
            return None
        self.generation += 1
        try:
            return StoreProblem(ProblemKind.DAMAGED, self.path, set_aside(self._path))
        except OSError as error:
            return problem_of(error, self.path)

    def close(self) -> None:
        """Do nothing: no file is kept open."""

    def _read(self) -> None:
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        try:
            data = self._path.read_bytes() if stamp is not None else b""
            reviews = from_json(data) if data.strip() else ()
        except NotAReviewError as error:
            raise StoreError(StoreProblem(ProblemKind.FOREIGN, self.path)) from error
        except NewerSchemaError as error:
            raise StoreError(StoreProblem(ProblemKind.NEWER, self.path)) from error
        except ValueError as error:
            raise StoreError(StoreProblem(ProblemKind.DAMAGED, self.path)) from error
        except OSError as error:
            raise StoreError(problem_of(error, self.path)) from error
        seen = {name: header.seen for name, (header, _) in self._reviews.items()}
        self._reviews = {
            header.id: (replace(header, seen=seen.get(header.id, ())), records)
            for header, records in reviews
        }
        self._stamp = stamp

    def _write(self) -> None:
        """Write the whole file; the next write removes what a killed process left next to it."""
        try:
            replace_file(self._path, to_json(self._reviews.values()), suffix=".saving")
        except OSError as error:
            raise StoreError(problem_of(error, self.path)) from error
        self._stamp = self._stamp_now()

    def _stamp_now(self) -> tuple[int, ...] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the folder: a lock file next to the review would end up in git."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with folder_locked(self._path.parent):
                yield
        except OSError as error:
            raise StoreError(problem_of(error, self.path)) from error
