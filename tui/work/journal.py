"""The journal of a batch: one line per pair, on disk before the next pair is reported.

After a crash the journal contains complete lines, except possibly for the last one, which is
ignored when the run is resumed.  Only the holder of the folder's lock writes it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from plandiff.comparison.reports.batch.pair import JournalEntry, entry_from_line, entry_to_line
from plandiff.corpus.errors import OutputError, Phrase, system_reason
from plandiff.corpus.system import folder_locked
from plandiff.corpus.text.atomic_write import replace_file

NAME = "batch.jsonl"
Pair = tuple[str, str]


@contextmanager
def output_folder(path: Path) -> Iterator[None]:
    """Create the folder and hold its lock, so that no second run writes into it.

    Raises `OutputError`.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with folder_locked(path, wait=False):
            yield
    except BlockingIOError as error:
        raise OutputError(str(path), Phrase("reason.batch-running")) from error
    except OSError as error:
        raise OutputError(str(path), system_reason(error)) from error


class Journal:
    """The entries of a run, by pair; an added entry is on disk when `add` returns."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self.entries: dict[Pair, JournalEntry] = {}
        self._file: BinaryIO | None = None

    @property
    def is_begun(self) -> bool:
        """Whether the folder contains a non-empty journal of an earlier run."""
        return self._path.exists() and self._path.stat().st_size > 0

    def resume(self, is_valid: Callable[[JournalEntry], bool]) -> None:
        """Load the entries of an earlier run that are still valid, one per pair."""
        with self._path.open("rb") as file:
            for line in file:
                entry = entry_from_line(line)
                if entry is not None and is_valid(entry):
                    self.entries.setdefault((entry.old, entry.new), entry)

    def open(self) -> None:
        """Write the loaded entries, and open the file for appending."""
        self._write(self.entries.values())
        self._file = self._path.open("ab")

    def add(self, entry: JournalEntry) -> None:
        """Append one entry and flush it to disk."""
        if self._file is None:
            raise ValueError(self._path)
        self.entries[entry.old, entry.new] = entry
        self._file.write(entry_to_line(entry))
        self._file.flush()
        os.fsync(self._file.fileno())

    def finish(self, order: Iterable[Pair]) -> None:
        """Rewrite the lines in the order of the pairs, so that every run gives the same bytes."""
        self.close()
        self._write(self.entries[pair] for pair in order)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, entries: Iterable[JournalEntry]) -> None:
        replace_file(self._path, b"".join(map(entry_to_line, entries)), suffix=".saving")
