"""Long work in a process of its own: every key is answered while it lasts, and it can be ended.

Python lets one thread compute at a time, so a thread that compares or writes a report makes the
one that answers keys wait for its turns.  A process has a core of its own, it can be ended at any
moment, and with it goes the memory that jieba or a report took.

    work = begin(comparison_of, asked)     # at once, and it goes on while textual is imported
    comparison = work.answer()             # in a thread; raises what the function raised
"""

import atexit
import gc
import pickle
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from typing import Any, BinaryIO, Generic, TypeVar

from plandiff.corpus.own_process import own_command, own_environment

Answer = TypeVar("Answer")
Heard = Callable[[int, int], None]
"""Is told how much of how much is done."""
Told = tuple[bool | None, Any]
"""Whether the function came to its end, and what it gave or raised; None: how far it is."""
_PAUSE = 0.2
"""Seconds between two words about the progress."""
_listeners: list[Callable[[Told], None]] = []
"""Who waits for this process; nobody where it is no process of `Work`."""
_said = [0.0]


class StoppedError(Exception):
    """The work was ended before it was done."""


class DefectError(Exception):
    """A defect of ours met in the other process; what it says holds no text of a plan."""

    def __init__(self, kind: str, frames: str) -> None:
        self.kind = kind
        self.frames = frames
        """Where it happened, as `traceback.format_tb` tells it."""
        super().__init__(kind, frames)


class Work(Generic[Answer]):
    """A call of one of our functions in a process of its own."""

    def __init__(self) -> None:
        self._stopped = False
        self._call: tuple[Callable[..., Answer], tuple[object, ...]] | None = None
        self._process = _start()
        atexit.register(self.stop)

    def ask(self, function: Callable[..., Answer], *arguments: object) -> None:
        """Hand the call over; takes time only where an argument is large."""
        self._call = (function, arguments)
        if self._process is None or self._process.stdin is None:
            return
        with suppress(OSError):  # a worker that ended has a status
            pickle.dump(self._call, self._process.stdin, protocol=5)
            self._process.stdin.flush()  # and left open: its end tells the worker that we are gone

    def answer(self, heard: Heard | None = None) -> Answer:
        """Wait for what the function gives; raises what it raised, or `StoppedError`.

        ``heard`` gets what the function says of its progress by `say`.  Where no process could be
        started, the function is called here.
        """
        if self._stopped:
            self._leave(self._process)
            raise StoppedError
        if self._call is None:
            raise ValueError(self._call)
        if self._process is None:
            function, arguments = self._call
            return function(*arguments)
        done, answer = self._receive(self._process)
        while done is None:
            if heard is not None:
                heard(*answer)
            done, answer = self._receive(self._process)
        self._leave(self._process)
        if not done:
            raise answer
        found: Answer = answer
        return found

    def stop(self) -> None:
        """End the work, whatever it is at."""
        self._stopped = True
        atexit.unregister(self.stop)
        if self._process is not None:
            self._process.terminate()

    def _receive(self, process: "subprocess.Popen[bytes]") -> Told:
        """What the other process says next."""
        pipe = process.stdout
        if not isinstance(pipe, BufferedReader):
            raise TypeError(pipe)
        pipe.peek(1)  # wait with the collection of garbage on
        collecting = gc.isenabled()
        gc.disable()  # nothing of what is being built can be garbage, and looking takes long
        try:
            told: Told = pickle.load(pipe)  # noqa: S301 - from our own process
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            status = process.wait()
            if self._stopped:
                raise StoppedError from error
            return False, _ended(status)
        finally:
            if collecting:
                gc.enable()
        return told

    def _leave(self, process: "subprocess.Popen[bytes] | None") -> None:
        atexit.unregister(self.stop)
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what a worker that ended has not taken
                        pipe.close()
            process.wait()


def say(done: int, total: int) -> None:
    """Tell the one who waits how far the work is; called by the work, in the other process."""
    now = time.monotonic()
    for tell in _listeners:
        if now - _said[0] >= _PAUSE:
            _said[0] = now
            tell((None, (done, total)))


def answer_to(pipe: BinaryIO) -> Callable[[Told], None]:
    """In the other process: the function that tells through this pipe, which `say` uses too."""

    def tell(told: Told) -> None:
        pickle.dump(told, pipe, protocol=5)
        pipe.flush()

    _listeners.append(tell)
    return tell


def begin(function: Callable[..., Answer], *arguments: object) -> Work[Answer]:
    """Start a call whose arguments are small."""
    work: Work[Answer] = Work()
    work.ask(function, *arguments)
    return work


def _start() -> "subprocess.Popen[bytes] | None":
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            own_command("plandiff.tui.work.apart_worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=own_environment(),
        )
    except OSError:
        return None


def _ended(status: int) -> Exception:
    """What an end without an answer means: as a rule the system took the memory back."""
    return MemoryError() if status == -9 else DefectError(f"EndedWithStatus{status}", "")
