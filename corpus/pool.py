"""Many calls of one function on several processes; the death of a process loses no call.

A worker that dies (killed, out of memory, crashed) takes one call with it.  That call is made once
more by a new worker; a call that two workers died of is set aside, with the failure as its answer.
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
"""Makes the arguments of a call just before it is made, so that few lie in memory at a time."""
_TRIES = 2


def run_in_pool(
    function: Callable[..., Answer], tasks: Sequence[Task], jobs: int
) -> Generator[tuple[int, Answer | Exception], None, None]:
    """Call ``function`` once for each task, ``jobs`` at a time.

    Gives the place of each task and what the function returned or raised, in the order in which
    they end.  Whoever stops asking, or is interrupted, ends all workers.
    """
    pool = _Pool(function, tasks, jobs)
    try:
        pool.start()
        for _ in tasks:
            yield pool.results.get()
    finally:
        pool.stop()


class _Pool(Generic[Answer]):
    """One thread for each worker process; a thread only waits, so it costs the others nothing."""

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
        """Begin with the first tasks."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all workers, whatever they are at."""
        self._stopped.set()
        for work in self._works:
            if work is not None:
                work.stop()
        for thread in self._threads:
            thread.join()

    def _serve(self, slot: int) -> None:
        """Make calls until none is left."""
        with suppress(queue.Empty, StoppedError):
            while not self._stopped.is_set():
                place = self._waiting.get_nowait()
                self.results.put((place, self._try(slot, self._tasks[place])))
        self._leave(slot)

    def _try(self, slot: int, task: Task) -> Answer | Exception:
        """The answer of one call, or its failure; raises `StoppedError`."""
        failure: Exception = EndedError(0)
        for _ in range(_TRIES):
            try:
                return self._call(slot, task)
            except StoppedError:
                raise
            except (PlandiffError, OSError) as error:
                return error
            except Exception as error:  # noqa: BLE001 - a defect is an answer, a death is tried again
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
        if self._stopped.is_set():  # `stop` may have looked before the worker was there
            raise StoppedError
        work.ask(self._function, *arguments)
        return work.answer(keep=True)

    def _leave(self, slot: int) -> None:
        """End the worker of a slot and wait for its end."""
        work, self._works[slot] = self._works[slot], None
        if work is not None:
            work.stop()
            with suppress(StoppedError, ValueError):
                work.answer()
