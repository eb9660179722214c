"""Calls of our functions in a process of their own: in the background, or in a sandbox.

Python lets one thread compute at a time, so a thread that compares or writes a report makes the
one that answers keys wait for its turns.  A process has a core of its own, it can be ended at any
moment, and with it goes the memory that jieba, PDFium or a report took.

    work = begin(comparison_of, request)   # at once, and it goes on while textual is imported
    comparison = work.answer()             # in a thread; raises what the function raised

The other end is `plandiff.corpus.background_worker`.  One protocol serves both kinds of work: the
worker reads pickles from its standard input, the `Limits` (None in the background) and the call,
and writes `Message` pickles to its standard output.  In the background more calls may follow, one
after the other.  Standard input stays open; its end tells the worker that whoever asked is gone.

With `Limits` the worker is a sandbox for code that a hostile file may break, so what it writes is
not trusted: of classes only those that the caller names, and failures, are unpickled.
"""

import atexit
import builtins
import gc
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, BinaryIO, Generic, TypeVar

from plandiff.corpus import errors

Answer = TypeVar("Answer")
ProgressCallback = Callable[[int, int], None]
"""Gets how much of how much is done."""
Message = tuple[bool | None, Any]
"""True and the answer, False and the failure, or None and the progress as ``(done, total)``."""
_PAUSE = 0.2
"""Seconds between two reports of the progress."""
_listeners: list[Callable[[Message], None]] = []
"""Functions that send a message from this process; none where it is no worker."""
_last_report = [0.0]
_BROKEN_OFF = (EOFError, OSError, pickle.UnpicklingError)
"""What unpickling raises where the worker ended within a message or before it."""
_SYSTEM_ERRORS = tuple(
    found
    for found in vars(builtins).values()
    if isinstance(found, type) and issubclass(found, (OSError, MemoryError))
)
_MALFORMED = (AttributeError, ImportError, LookupError, TypeError, ValueError)
"""What it raises for other bytes than a message: the worker is not ours any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sandbox may use; beyond it the system ends the process."""

    cpu_seconds: int
    memory_bytes: int
    wall_seconds: float


class StoppedError(Exception):
    """The work was ended before it was done."""


class DefectError(Exception):
    """A defect of ours met in the other process; its text holds no text of a plan."""

    def __init__(self, kind: str, frames: str) -> None:
        self.kind = kind
        self.frames = frames
        """Where it happened, as `traceback.format_tb` formats it."""
        super().__init__(kind, frames)


class EndedError(DefectError):
    """The other process ended without an answer; ``status`` is the negative number of a signal."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"EndedWithStatus{status}", "")


class Work(Generic[Answer]):
    """A call of one of our functions in a process of its own.

    ``limits`` make the process a sandbox; ``admitted`` are the classes that its answer consists of.
    """

    def __init__(self, limits: Limits | None = None, admitted: Iterable[type] = ()) -> None:
        self._limits = limits
        self._admitted = _classes_by_name(admitted) if limits else None
        self._stopped = False
        self._call: tuple[Callable[..., Answer], tuple[object, ...]] | None = None
        self.refusal: OSError | None = None
        """Why no process could be started."""
        self._process = self._start()
        atexit.register(self.stop)

    def ask(self, function: Callable[..., Answer], *arguments: object) -> None:
        """Hand the call over; takes time only where an argument is large.

        A further call may follow an answer that was waited for with ``keep``.
        """
        is_first, self._call = self._call is None, (function, arguments)
        if self._process is None or self._process.stdin is None:
            return
        with suppress(OSError):  # a worker that ended has a status
            if is_first:
                pickle.dump(self._limits, self._process.stdin, protocol=5)
            pickle.dump(self._call, self._process.stdin, protocol=5)
            self._process.stdin.flush()

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone, so that it takes no further call."""
        return self._process is not None and self._process.poll() is not None

    def answer(self, on_progress: ProgressCallback | None = None, *, keep: bool = False) -> Answer:
        """Wait for what the function returns; raises what it raised, or `StoppedError`.

        ``on_progress`` gets what the function reports by `report_progress`.  ``keep``: the process
        stays for a further call; `stop` ends it.  Where no process could be started, a call
        without limits is made here, and one with limits raises OSError.
        """
        if self._stopped:
            self._leave(self._process)
            raise StoppedError
        if self._call is None:
            raise ValueError(self._call)
        if self._process is None:
            function, arguments = self._call
            if self._limits is not None:
                raise self.refusal or OSError
            return function(*arguments)
        timer = self._end_after_limit(self._process)
        try:
            done, answer = self._last_message(self._process, on_progress)
        except BaseException:
            self._abandon(self._process)
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if not keep or self.has_ended:
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

    def _start(self) -> "subprocess.Popen[bytes] | None":
        try:
            return subprocess.Popen(  # noqa: S603 - our own interpreter and module
                _own_command(f"{__name__}_worker"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_own_environment(),
            )
        except OSError as error:
            self.refusal = error
            return None

    def _end_after_limit(self, process: "subprocess.Popen[bytes]") -> threading.Timer | None:
        """A sandbox can wait for ever without using processor time, so the clock limits it too."""
        if self._limits is None:
            return None
        timer = threading.Timer(self._limits.wall_seconds, process.kill)
        timer.daemon = True
        with suppress(RuntimeError):  # no thread is to be had: then processor time limits it
            timer.start()
        return timer

    def _last_message(
        self, process: "subprocess.Popen[bytes]", on_progress: ProgressCallback | None
    ) -> Message:
        done, answer = self._receive(process)
        while done is None:
            if on_progress is not None:
                on_progress(*answer)
            done, answer = self._receive(process)
        return done, answer

    def _receive(self, process: "subprocess.Popen[bytes]") -> Message:
        """The next message of the other process, or how the process ended."""
        pipe = process.stdout
        if not isinstance(pipe, BufferedReader):
            raise TypeError(pipe)
        pipe.peek(1)  # wait with the collection of garbage on
        collecting = gc.isenabled()
        gc.disable()  # nothing of what is being built can be garbage, and looking takes long
        try:
            return _checked(_Unpickler(pipe, self._admitted).load())
        except _BROKEN_OFF as error:
            if not isinstance(error, EOFError):  # then it may be alive, and waiting be in vain
                process.kill()
            return False, self._how_it_ended(process.wait(), error)
        except _MALFORMED as error:
            process.kill()
            process.wait()
            return False, DefectError(type(error).__name__, "")
        finally:
            if collecting:
                gc.enable()

    def _how_it_ended(self, status: int, error: Exception) -> Exception:
        if self._stopped:
            raise StoppedError from error
        # The system takes memory back with SIGKILL; a sandbox is killed for its limits, too
        return MemoryError() if status == -9 and self._limits is None else EndedError(status)

    def _abandon(self, process: "subprocess.Popen[bytes]") -> None:
        """Leave while the work is going on; in the background it takes its temporary files away."""
        self.stop()
        if self._limits is not None:
            process.kill()
        if self._limits is not None or process.poll() is not None:
            self._leave(process)

    def _leave(self, process: "subprocess.Popen[bytes] | None") -> None:
        atexit.unregister(self.stop)
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what a worker that ended has not taken
                        pipe.close()
            process.wait()


def begin(function: Callable[..., Answer], *arguments: object) -> Work[Answer]:
    """Start a call in the background whose arguments are small."""
    work: Work[Answer] = Work()
    work.ask(function, *arguments)
    return work


def report_progress(done: int, total: int) -> None:
    """Tell whoever waits how far the work is; called by the work, mostly in the other process."""
    now = time.monotonic()
    if now - _last_report[0] >= _PAUSE:
        _last_report[0] = now
        for send in _listeners:
            send((None, (done, total)))


@contextmanager
def hearing(on_progress: ProgressCallback) -> Iterator[None]:
    """Within it ``on_progress`` gets what calls of `report_progress` in this process report."""

    def hear(message: Message) -> None:
        on_progress(*message[1])

    _listeners.append(hear)
    try:
        yield
    finally:
        _listeners.remove(hear)


def send_to(pipe: BinaryIO) -> Callable[[Message], None]:
    """In the other process: the function that sends messages, which `report_progress` uses too."""

    def send(message: Message) -> None:
        pickle.dump(message, pipe, protocol=5)
        pipe.flush()

    _listeners.append(send)
    return send


class _Unpickler(pickle.Unpickler):
    """Reads one pickle; where ``admitted`` is given, no other class or function by name."""

    def __init__(self, pipe: BufferedReader, admitted: dict[tuple[str, str], Any] | None) -> None:
        super().__init__(pipe)
        self._admitted = admitted

    def find_class(self, module_name: str, global_name: str) -> Any:  # noqa: ANN401 - as inherited
        if self._admitted is None:
            return super().find_class(module_name, global_name)
        return self._admitted[module_name, global_name]


def _classes_by_name(classes: Iterable[type]) -> dict[tuple[str, str], Any]:
    """The classes that an answer consists of, and all that failures consist of."""
    failures = [
        found
        for name, found in vars(errors).items()
        if getattr(found, "__module__", "") == errors.__name__
        and (isinstance(found, type) or name == "_again")
    ]
    known = (*classes, *failures, DefectError, *_SYSTEM_ERRORS)
    return {(found.__module__, found.__qualname__): found for found in known}


def _checked(message: object) -> Message:
    """The message, if it is one."""
    match message:
        case (None, (int() as done, int() as total)):
            return None, (done, total)
        case (True, answer):
            return True, answer
        case (False, Exception() as failure):
            return False, failure
    raise ValueError(type(message))


def _own_command(module: str) -> list[str]:
    """The words that start a module; none of them takes anything from the folder we are in."""
    return [sys.executable or "python", "-P", "-m", module]


def _own_environment() -> dict[str, str]:
    """Our environment with our import path; ``''`` in it, as of `python -c`, is this folder."""
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib costs 10 ms
    except OSError:  # somebody took it away
        here = ""
    paths = (os.path.join(here, path) for path in sys.path)  # noqa: PTH118 - as above
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
