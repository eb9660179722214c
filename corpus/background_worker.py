"""The worker process of `plandiff.corpus.background`, started as ``python -m`` with this module."""

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
    """Run the calls that standard input sends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the calling process handles Ctrl+C
    signal.signal(signal.SIGTERM, _leave)
    send = send_to(os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # keep printed text out of the answer
    limits = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent process
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
            os.abort()  # like PDFium if memory allocation fails
        call = calls.get() if calls is not None and limits is None else None


def _further_calls() -> "queue.SimpleQueue[Call | None] | None":
    """Queue of the calls after the first; None if no thread can be started to receive them."""
    calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
    try:
        threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    except RuntimeError:
        return None
    return calls


def _listen(calls: "queue.SimpleQueue[Call | None]") -> None:
    """Queue arriving calls; end the worker when standard input ends, since the caller is gone.

    This also works if the caller was killed without running any handler.
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
    except Exception as error:  # noqa: BLE001 - sent with its traceback, without values
        frames = "".join(traceback.format_tb(error.__traceback__))
        return False, DefectError(type(error).__name__, frames)


def _go_to_the_background() -> None:
    with suppress(AttributeError, OSError):
        os.nice(5)  # the user interface has priority
    gc.disable()  # as `plandiff.tui.command_line.running.run`: a short life, and little is dropped


def _enter_sandbox(limits: Limits) -> None:
    """Set the system's limits of time and memory, where supported."""
    # While PDFium hangs, no Python handler runs; and there are no temporary files to delete
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Unix only

        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Exit with an exception, so that temporary files are deleted."""
    raise SystemExit


if __name__ == "__main__":
    main()
