"""A report on its way to a file, while the reader goes on."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from plandiff.corpus.background import ProgressCallback, StoppedError


class Writing:
    """One report; made and read on the thread of the app, written on a thread of its own.

    That thread is no daemon: what was begun is finished, or leaves nothing half written.
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
        """What is to be said of the report once it is written."""
        self.done = 0.0
        """The share that is made, 0 to 1."""
        self.stopped = False
        self.error: Exception | None = None
        self._write = write
        self._stop = stop
        self._thread: threading.Thread | None = None

    def start(self, then: Callable[[], object]) -> None:
        """Write; ``then`` is called at the end, on the thread of the writing."""

        def run() -> None:
            self._run()
            with suppress(RuntimeError):  # the app ended meanwhile
                then()

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def stop(self) -> None:
        """Give up; no file is left behind."""
        self.stopped = True
        if self._stop is not None:
            self._stop()

    @property
    def running(self) -> bool:
        """Whether it is still being written."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        """Until it is written."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._write(self._heard)
        except StoppedError:
            self.stopped = True
        except Exception as error:  # noqa: BLE001 - the reader is told; the app goes on
            self.error = error
        else:
            self.stopped = False  # it was done before it could be given up

    def _heard(self, done: int, total: int) -> None:
        self.done = done / max(total, 1)
