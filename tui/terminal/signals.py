"""Signals end plandiff like an exception: once, silently, with status 128 + signal number.

Python's own handling of Ctrl+C can lose the exception: in an interpreter callback it is printed
and dropped, and during class creation it may be replaced by another exception.  So the received
signal is recorded here, and a swallowed exception is raised again.
"""

import os
import signal
import sys
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing it takes longer than the rest of this module
    from types import FrameType

ENDINGS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
)
_LATER = 0.002
"""Seconds until a swallowed exception is raised again."""
_met: list[int] = []
_hook_before = [sys.unraisablehook]


def leave_quietly_on_signals() -> Callable[[], None]:
    """Let each terminating signal raise in the main thread; returns a function that undoes this.

    Signals that the parent process ignores (`nohup`, background jobs) stay ignored.
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
    """Exit status if a signal was received, even if its exception was lost; otherwise None."""
    return 128 + _met[0] if _met else None


def end_at_once() -> None:
    """Let Ctrl+C end the process directly: all work is done and no code remains to catch it."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _leave(number: int, _frame: "FrameType | None") -> None:
    for other in ENDINGS:  # a second signal would interrupt the clean-up
        signal.signal(other, signal.SIG_IGN)
    if hasattr(signal, "SIGCONT"):  # sent along with SIGHUP, and would make the app redraw
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
    _met.append(number)
    _raise()


def _raise(*_signal: object) -> None:
    raise KeyboardInterrupt if _met[0] == signal.SIGINT else SystemExit(128 + _met[0])


def _swallowed(unraisable: "sys.UnraisableHookArgs") -> None:
    """Hook for exceptions that Python cannot propagate from a callback and would only print."""
    if not _met or not isinstance(unraisable.exc_value, (KeyboardInterrupt, SystemExit)):
        _hook_before[0](unraisable)
    elif hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _raise)
        signal.setitimer(signal.ITIMER_REAL, _LATER)
    else:
        os._exit(128 + _met[0])
