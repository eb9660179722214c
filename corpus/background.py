"""Call our functions in a subprocess: in the background, or in a sandbox.

Because of the GIL a thread that compares or writes a report would delay the thread that handles
keys.  A process runs on its own core and can be killed at any time, which also frees the memory of
jieba, PDFium or a report.

    work = begin(comparison_of, request)   # returns at once; runs while textual is imported
    comparison = work.answer()             # in a thread; raises the function's exception

The worker is `plandiff.corpus.background_worker`.  Both modes use one protocol: the worker reads
pickles from standard input, first the `Limits` (None in the background), then the call, and writes
`Message` pickles to standard output.  In the background more calls may follow, one at a time.
Standard input stays open; end of file means that the calling process is gone.

With `Limits` the worker is a sandbox for code that a hostile file may compromise, so its output is
not trusted: only the classes that the caller lists, and exceptions, are unpickled.
"""

import atexit
import builtins
import gc
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, TypeVar

from msgspec import Struct

from plandiff.corpus import errors
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import subprocess
else:
    subprocess = LazyModule("subprocess")

Answer = TypeVar("Answer")
ProgressCallback = Callable[[int, int], None]
"""Called with ``(done, total)``."""
Message = tuple[bool | None, Any]
"""True with the answer, False with the exception, or None with the progress ``(done, total)``."""
_PAUSE = 0.2
"""Minimum seconds between two progress reports."""
_listeners: list[Callable[[Message], None]] = []
"""Functions that receive this process's progress messages; empty if it is not a worker."""
_last_report = [0.0]
_BROKEN_OFF = (EOFError, OSError, pickle.UnpicklingError)
"""Exceptions of unpickling if the worker ended before or inside a message."""
_SYSTEM_ERRORS = tuple(
    found
    for found in vars(builtins).values()
    if isinstance(found, type) and issubclass(found, (OSError, MemoryError))
)
_MALFORMED = (AttributeError, ImportError, LookupError, TypeError, ValueError)
"""Exceptions of unpickling for invalid data: the worker may be compromised."""


class Limits(Struct, frozen=True):
    """Resource limits of a sandbox; a process that exceeds them is killed."""

    cpu_seconds: int
    memory_bytes: int
    wall_seconds: float


class StoppedError(Exception):
    """The work was stopped before it finished."""


class DefectError(Exception):
    """An unexpected exception in the worker; its message contains no text of a plan."""

    def __init__(self, kind: str, frames: str) -> None:
        self.kind = kind
        self.frames = frames
        """The traceback as formatted by `traceback.format_tb`."""
        super().__init__(kind, frames)


class EndedError(DefectError):
    """The worker ended without an answer; ``status`` is its exit code, negative for a signal."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"EndedWithStatus{status}", "")


class Work(Generic[Answer]):
    """A call of one of our functions in a subprocess.

    ``limits`` make the process a sandbox; ``admitted`` are the classes allowed in its answer.
    """

    def __init__(self, limits: Limits | None = None, admitted: Iterable[type] = ()) -> None:
        self._limits = limits
        self._admitted = _classes_by_name(admitted) if limits else None
        self._stopped = False
        self._call: tuple[Callable[..., Answer], tuple[object, ...]] | None = None
        self.refusal: OSError | None = None
        """The error if no process could be started."""
        self._process = self._start()
        atexit.register(self.stop)

    def ask(self, function: Callable[..., Answer], *arguments: object) -> None:
        """Send the call to the worker; blocks only if an argument is large.

        Another call may follow after `answer` with ``keep``.
        """
        is_first, self._call = self._call is None, (function, arguments)
        if self._process is None or self._process.stdin is None:
            return
        with suppress(OSError):  # if the worker has ended, `answer` reports its status
            if is_first:
                pickle.dump(self._limits, self._process.stdin, protocol=5)
            pickle.dump(self._call, self._process.stdin, protocol=5)
            self._process.stdin.flush()

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended and accepts no further calls."""
        return self._process is not None and self._process.poll() is not None

    def answer(self, on_progress: ProgressCallback | None = None, *, keep: bool = False) -> Answer:
        """Wait for the function's result; raises its exception, or `StoppedError`.

        ``on_progress`` receives the reports of `report_progress`.  With ``keep`` the process stays
        alive for another call until `stop`.  If no process could be started, a call without limits
        runs in this process, and one with limits raises OSError.
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
        """Stop the work at any point."""
        self._stopped = True
        atexit.unregister(self.stop)
        if self._process is not None:
            self._process.terminate()

    def _start(self) -> "subprocess.Popen[bytes] | None":
        try:
            return subprocess.Popen(
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
        """Start a wall-clock limit: a sandbox can block forever without using CPU time."""
        if self._limits is None:
            return None
        timer = threading.Timer(self._limits.wall_seconds, process.kill)
        timer.daemon = True
        with suppress(RuntimeError):  # no thread available: only the CPU time is limited
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
        """The next message of the worker, or a failure that describes how it ended."""
        pipe = process.stdout
        if not isinstance(pipe, BufferedReader):
            raise TypeError(pipe)
        pipe.peek(1)  # wait with garbage collection enabled
        collecting = gc.isenabled()
        gc.disable()  # unpickling creates many objects and no garbage: collections cost only time
        try:
            return _checked(_Unpickler(pipe, self._admitted).load())
        except _BROKEN_OFF as error:
            if not isinstance(error, EOFError):  # it may still be alive, and waiting could block
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
        # The system's OOM killer sends SIGKILL; a sandbox is also killed for its limits
        return MemoryError() if status == -9 and self._limits is None else EndedError(status)

    def _abandon(self, process: "subprocess.Popen[bytes]") -> None:
        """Stop waiting for a running worker; in the background it deletes its temporary files."""
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
                    with suppress(OSError):  # unsent data for a worker that has ended
                        pipe.close()
            process.wait()


def begin(function: Callable[..., Answer], *arguments: object) -> Work[Answer]:
    """Start a call with small arguments in the background."""
    work: Work[Answer] = Work()
    work.ask(function, *arguments)
    return work


def report_progress(done: int, total: int) -> None:
    """Report progress to the waiting caller; called by the function, usually in the worker."""
    now = time.monotonic()
    if now - _last_report[0] >= _PAUSE:
        _last_report[0] = now
        for send in _listeners:
            send((None, (done, total)))


@contextmanager
def hearing(on_progress: ProgressCallback) -> Iterator[None]:
    """Context in which ``on_progress`` receives the `report_progress` calls of this process."""

    def hear(message: Message) -> None:
        on_progress(*message[1])

    _listeners.append(hear)
    try:
        yield
    finally:
        _listeners.remove(hear)


def send_to(pipe: BinaryIO) -> Callable[[Message], None]:
    """In the worker: return a function that sends messages, also used by `report_progress`."""

    def send(message: Message) -> None:
        pickle.dump(message, pipe, protocol=5)
        pipe.flush()

    _listeners.append(send)
    return send


class _Unpickler(pickle.Unpickler):
    """Reads one pickle; if ``admitted`` is given, no other class or function is loaded."""

    def __init__(self, pipe: BufferedReader, admitted: dict[tuple[str, str], Any] | None) -> None:
        super().__init__(pipe)
        self._admitted = admitted

    def find_class(self, module_name: str, global_name: str) -> Any:  # noqa: ANN401 - as inherited
        if self._admitted is None:
            return super().find_class(module_name, global_name)
        return self._admitted[module_name, global_name]


def _classes_by_name(classes: Iterable[type]) -> dict[tuple[str, str], Any]:
    """The classes allowed in an answer, and all classes that exceptions need."""
    failures = [
        found
        for name, found in vars(errors).items()
        if getattr(found, "__module__", "") == errors.__name__
        and (isinstance(found, type) or name == "_again")
    ]
    known = (*classes, *failures, DefectError, *_SYSTEM_ERRORS)
    return {(found.__module__, found.__qualname__): found for found in known}


def _checked(message: object) -> Message:
    """Return ``message`` if it has the form of a `Message`."""
    match message:
        case (None, (int() as done, int() as total)):
            return None, (done, total)
        case (True, answer):
            return True, answer
        case (False, Exception() as failure):
            return False, failure
    raise ValueError(type(message))


def _own_command(module: str) -> list[str]:
    """The command that runs a module; its options keep the current folder out of the imports."""
    return [sys.executable or "python", "-P", "-m", module]


def _own_environment() -> dict[str, str]:
    """Our environment with our import path; ``''`` in it (`python -c`) is the current folder."""
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib costs 10 ms
    except OSError:  # the folder was deleted
        here = ""
    paths = (os.path.join(here, path) for path in sys.path)  # noqa: PTH118 - as above
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
