"""Signals end plandiff like an exception: once, without a word, with 128 and the signal's number.

Python's own answer to Ctrl+C can be lost: what is raised in a callback of its own is printed and
forgotten, and what is raised while a class is made may come out as another exception.  So it is
kept here that a signal came, and what was swallowed is raised once more.
"""

import os
import signal
import sys
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing it takes longer than all the rest here
    from types import FrameType

ENDINGS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
)
_LATER = 0.002
"""Seconds until a swallowed ending is raised again."""
_met: list[int] = []
_hook_before = [sys.unraisablehook]


def leave_quietly_on_signals() -> Callable[[], None]:
    """From now on each signal that ends a program raises in the main thread; gives the way back.

    Those that whoever started us has ignored (`nohup`, a job in the background) stay ignored.
    """
    _met.clear()
    before = {ending: signal.getsignal(ending) for ending in ENDINGS}
    hook = sys.unraisablehook
    if hook is not _swallowed:
        _hook_before[0] = hook
    for ending, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(ending, _leave)
    sys.unraisablehook = _swallowed

    def give_back() -> None:
        sys.unraisablehook = hook
        for ending, handler in before.items():
            signal.signal(ending, handler)

    return give_back


def ending() -> int | None:
    """Status of the process where a signal came, whatever became of the exception since."""
    return 128 + _met[0] if _met else None


def end_at_once() -> None:
    """Let Ctrl+C end the process directly: all work is done and no code is left to catch it."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _leave(number: int, _frame: "FrameType | None") -> None:
    for other in ENDINGS:  # one is enough; a second one would break off the tidying
        signal.signal(other, signal.SIG_IGN)
    if hasattr(signal, "SIGCONT"):  # comes with a hang-up, and would make the app draw again
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
    _met.append(number)
    _raise()


def _raise(*_signal: object) -> None:
    raise KeyboardInterrupt if _met[0] == signal.SIGINT else SystemExit(128 + _met[0])


def _swallowed(unraisable: "sys.UnraisableHookArgs") -> None:
    """Python lets nothing out of a callback of its own; here it would be printed instead."""
    if not _met or not isinstance(unraisable.exc_value, (KeyboardInterrupt, SystemExit)):
        _hook_before[0](unraisable)
    elif hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _raise)
        signal.setitimer(signal.ITIMER_REAL, _LATER)
    else:
        os._exit(128 + _met[0])
