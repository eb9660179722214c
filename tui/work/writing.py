"""Writes a report to a file in the background, while the app remains usable."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from plandiff.corpus.background import ProgressCallback, StoppedError


class Writing:
    """One report; created and queried on the app's thread, written on a separate thread.

    That thread is not a daemon: a started report is finished, or leaves no partial file.
    """

    def __init__(
        self,
        path: Path,
        write: Callable[[ProgressCallback], None],
        stop: Callable[[], None] | None = None,
        note: str = "",
    ) -> None:
        self.path = path
        self.note = note
        """The message to show once the report is written."""
        self.done = 0.0
        """The finished share, 0 to 1."""
        self.stopped = False
        self.error: Exception | None = None
        self._write = write
        self._stop = stop
        self._thread: threading.Thread | None = None

    def start(self, then: Callable[[], object]) -> None:
        """Start writing; ``then`` is called at the end, on the writing thread."""

        def run() -> None:
            self._run()
            with suppress(RuntimeError):  # the app has ended in the meantime
                then()

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def stop(self) -> None:
        """Cancel; no file is left behind."""
        self.stopped = True
        if self._stop is not None:
            self._stop()

    @property
    def running(self) -> bool:
        """Whether the report is still being written."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        """Block until the report is written."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._write(self._heard)
        except StoppedError:
            self.stopped = True
        except Exception as error:  # noqa: BLE001 - the error is shown; the app continues
            self.error = error
        else:
            self.stopped = False  # it was finished before it could be cancelled

    def _heard(self, done: int, total: int) -> None:
        self.done = done / max(total, 1)
