"""The other end of `plandiff.corpus.background`, started by ``-m`` with the name of this module."""

import gc
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from plandiff.corpus.background import DefectError, Limits, Message, send_to
from plandiff.corpus.errors import PlandiffError
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import traceback
else:
    traceback = LazyModule("traceback")

Call = tuple[Callable[..., object], tuple[object, ...]]
"""One of our functions and its arguments."""


def main() -> None:
    """Make the call that standard input holds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who asked
    signal.signal(signal.SIGTERM, _leave)
    send = send_to(os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever prints must not mix with the answer
    limits = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that began us
    if limits is None:
        _go_to_the_background()
    else:
        _enter_sandbox(limits)
    call: Call | None = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    calls = _further_calls()
    while call is not None:
        try:
            send(_made(*call))
        except MemoryError:
            os.abort()  # as PDFium does where it gets no memory
        call = calls.get() if calls is not None and limits is None else None


def _further_calls() -> "queue.SimpleQueue[Call | None] | None":
    """Calls that follow the first; None where no thread is to be had that waits for them."""
    calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
    try:
        threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    except RuntimeError:
        return None
    return calls


def _listen(calls: "queue.SimpleQueue[Call | None]") -> None:
    """Hand on the calls that arrive; the end of standard input is that of whoever asked.

    It comes also where no handler of theirs could run.
    """
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            calls.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - as above
    calls.put(None)
    os.kill(os.getpid(), signal.SIGTERM)


def _made(function: object, arguments: tuple[object, ...]) -> Message:
    if not callable(function):
        raise TypeError(function)
    try:
        return True, function(*arguments)
    except (PlandiffError, MemoryError, OSError) as error:
        return False, error.with_traceback(None)
    except Exception as error:  # noqa: BLE001 - sent with its place, without values
        frames = "".join(traceback.format_tb(error.__traceback__))
        return False, DefectError(type(error).__name__, frames)


def _go_to_the_background() -> None:
    with suppress(AttributeError, OSError):
        os.nice(5)  # the screen and its keys come first
    gc.disable()  # as `plandiff.tui.command_line.running.run`: a short life, and little is dropped


def _enter_sandbox(limits: Limits) -> None:
    """Ask the system for limits of time and memory, where it has them."""
    # What hangs in PDFium runs no handler of ours, and there is no temporary file to take away
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Unix only

        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End like an exception, so that temporary files are taken away."""
    raise SystemExit


if __name__ == "__main__":
    main()
