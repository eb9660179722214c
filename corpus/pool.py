"""Run many calls of one function on several processes; a crashed process loses no call.

If a worker dies (killed, out of memory, crashed), its call is retried once in a new worker.  After
the second death the failure is returned as the answer.
"""

import queue
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from plandiff.corpus.background import EndedError, StoppedError, Work
from plandiff.corpus.errors import PlandiffError

Answer = TypeVar("Answer")
Task = Callable[[], tuple[object, ...]]
"""Creates the arguments of a call just before it, so that few are in memory at a time."""
_TRIES = 2


def run_in_pool(
    function: Callable[..., Answer], tasks: Sequence[Task], jobs: int
) -> Generator[tuple[int, Answer | Exception], None, None]:
    """Call ``function`` once for each task, ``jobs`` at a time.

    Yields the index of each task with its result or exception, in order of completion.  Closing the
    generator stops all workers.
    """
    pool = _Pool(function, tasks, jobs)
    try:
        pool.start()
        for _ in tasks:
            yield pool.results.get()
    finally:
        pool.stop()


class _Pool(Generic[Answer]):
    """One thread per worker process; a thread only waits and does not slow down the others."""

    def __init__(self, function: Callable[..., Answer], tasks: Sequence[Task], jobs: int) -> None:
        self.results: queue.SimpleQueue[tuple[int, Answer | Exception]] = queue.SimpleQueue()
        self._function = function
        self._tasks = tasks
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for place in range(len(tasks)):
            self._waiting.put(place)
        self._works: list[Work[Answer] | None] = [None] * max(1, min(jobs, len(tasks)))
        self._threads = [
            threading.Thread(target=self._serve, args=(slot,), daemon=True)
            for slot in range(len(self._works))
        ]
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop all workers at any point."""
        self._stopped.set()
        for work in self._works:
            if work is not None:
                work.stop()
        for thread in self._threads:
            thread.join()

    def _serve(self, slot: int) -> None:
        """Run tasks until none is left."""
        with suppress(queue.Empty, StoppedError):
            while not self._stopped.is_set():
                place = self._waiting.get_nowait()
                self.results.put((place, self._try(slot, self._tasks[place])))
        self._leave(slot)

    def _try(self, slot: int, task: Task) -> Answer | Exception:
        """The result of one call, or its exception; raises `StoppedError`."""
        failure: Exception = EndedError(0)
        for _ in range(_TRIES):
            try:
                return self._call(slot, task)
            except StoppedError:
                raise
            except (PlandiffError, OSError) as error:
                return error
            except Exception as error:  # noqa: BLE001 - a defect is an answer, a crash is retried
                work, failure = self._works[slot], error
                if work is not None and not work.has_ended:
                    return error
                self._leave(slot)
        return failure

    def _call(self, slot: int, task: Task) -> Answer:
        arguments = task()
        work = self._works[slot]
        if work is None or work.has_ended:
            work = self._works[slot] = Work()
        if self._stopped.is_set():  # `stop` may have run before the worker was created
            raise StoppedError
        work.ask(self._function, *arguments)
        return work.answer(keep=True)

    def _leave(self, slot: int) -> None:
        """Stop the worker of a slot and wait for its end."""
        work, self._works[slot] = self._works[slot], None
        if work is not None:
            work.stop()
            with suppress(StoppedError, ValueError):
                work.answer()
