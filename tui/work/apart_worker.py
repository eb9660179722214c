"""The other end of `plandiff.tui.work.apart`: ``python -m plandiff.tui.work.apart_worker``.

Standard input holds a call, standard output gets whether it came to its end, and what it gave.
"""

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from contextlib import suppress
from types import FrameType

from plandiff.corpus.errors import PlandiffError
from plandiff.tui.work.apart import DefectError, answer_to


def main() -> None:
    """Make the call that is asked for."""
    with suppress(AttributeError, OSError):
        os.nice(5)  # the screen and its keys come first
    gc.disable()  # as `run`: a short life, and little of what is made is dropped
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who asked
    signal.signal(signal.SIGTERM, _leave)
    tell = answer_to(os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever prints must not mix with the answer
    call = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that began us
    with suppress(RuntimeError):  # no thread is to be had: then nobody looks
        threading.Thread(target=_leave_with_the_asker, daemon=True).start()
    tell(_made(*call))


def _made(function: object, arguments: tuple[object, ...]) -> tuple[bool, object]:
    if not callable(function):
        raise TypeError(function)
    try:
        return True, function(*arguments)
    except (PlandiffError, MemoryError, OSError) as error:
        return False, error
    except Exception as error:  # noqa: BLE001 - told where it happened, without values
        frames = "".join(traceback.format_tb(error.__traceback__))
        return False, DefectError(type(error).__name__, frames)


def _leave_with_the_asker() -> None:
    """Standard input ends when whoever asked does, also where no handler of theirs could run."""
    with suppress(OSError):
        os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End like an exception, so that temporary files are taken away."""
    raise SystemExit


if __name__ == "__main__":
    main()
