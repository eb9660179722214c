"""Tests that hold on a slow and busy machine: work is compared with work, never with a clock.

How long something takes by the wall clock depends on what else the machine does, and how much
processor time it takes depends on the machine.  So a law about speed compares two measurements of
one process, and a test that waits polls for a state.  `time.monotonic` and its kin are banned in
all other tests (ruff, TID251).
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 300.0
"""Seconds after which a test gives up waiting; only a program that hangs reaches it."""
_POLL = 0.02
_SMALLEST = 0.01
"""Seconds of processor time below which a measurement is mostly noise."""
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
"""In a second of the processor times that /proc gives."""
_ATTEMPTS = 3
"""A cost is the least of so many measurements: noise only ever adds."""


class TooSlowError(AssertionError):
    """Raised inside work that takes more processor time than it may."""


def processor_time() -> float:
    """Seconds of processor time that this process and its ended children have used."""
    return sum(os.times()[:4])


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time that the work takes in this process, never less than 0.01."""
    start = time.process_time()
    work()
    return max(time.process_time() - start, _SMALLEST)


@contextmanager
def at_most(times: float, reference: float) -> Iterator[None]:
    """Interrupt the block once it has used ``times`` the processor seconds of ``reference``.

    Raises TooSlowError inside the block.  Only for work in the main thread of this process: time
    that children use or that passes while it waits does not count.
    """

    def interrupt(_number: int, _frame: object) -> None:
        raise TooSlowError(f"more than {times:g} times {reference:.3f} s of processor time")

    before = signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, times * reference)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def assert_growth(work: Callable[[int], object], small: int, large: int, times: float) -> None:
    """Assert that ``work(large)`` takes at most ``times`` the processor time of ``work(small)``.

    Both are measured again where it does not hold: another program may have slowed down the one
    measurement and not the other.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with at_most(times, cost(lambda: work(small))):
                work(large)
        except TooSlowError:
            if attempt == _ATTEMPTS:
                raise
        else:
            return


class Patience:
    """Begins when it is made, and is over after `PATIENCE` seconds."""

    def __init__(self) -> None:
        self._end = time.monotonic() + PATIENCE

    def is_over(self) -> bool:
        """Whether to give up."""
        return time.monotonic() > self._end


def wait_until(holds: Callable[[], bool], state: str) -> None:
    """Poll until the state holds; fails, naming ``state``, when `PATIENCE` is over."""
    patience = Patience()
    while not holds():
        assert not patience.is_over(), f"never reached: {state}"
        time.sleep(_POLL)


class Activity:
    """What a process and all that it started do; where the system has no /proc, nothing."""

    def __init__(self, pid: int) -> None:
        """``pid``: the process at the top; it may have ended."""
        self._pid = pid
        self._used, self._seen = -_TICKS, time.monotonic()

    def at_rest(self) -> bool:
        """Whether all threads sleep and have used next to no processor time since the call before.

        A thread that waits for a core does not sleep, however long it has to wait.  What is left
        to a cursor that blinks and the like is a tick, and a twentieth of the time.
        """
        family = _family(self._pid)
        processes = [fields for pid in family if (fields := _fields(_stat(pid)))]
        threads = [path for pid in family for path in _stat(pid).parent.glob("task/*/stat")]
        used = sum(int(user) + int(system) for user, system in (f[11:13] for f in processes))
        running = any(fields[0] in "RD" for path in threads if (fields := _fields(path)))
        now = time.monotonic()
        left = 1 + (now - self._seen) * _TICKS / 20
        rested = used - self._used <= left and not running
        self._used, self._seen = used, now
        return rested


def _family(top: int) -> set[int]:
    """A process and its descendants, as far as they are still there."""
    parents = {
        int(path.parent.name): int(fields[1])
        for path in Path("/proc").glob("[0-9]*/stat")
        if (fields := _fields(path))
    }
    family = {top} & parents.keys()
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _stat(pid: int) -> Path:
    return Path(f"/proc/{pid}/stat")


def _fields(stat: Path) -> list[str]:
    """The fields behind the name (proc_pid_stat(5), from the third on); none where it has ended."""
    try:
        return stat.read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or dead and not yet waited for."""
    fields = _fields(_stat(pid))
    return not fields or fields[0] == "Z"
