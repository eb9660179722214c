"""The yardsticks of other tests: they let linear work pass and stop what grows or never ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.timing import Activity, TooSlowError, assert_growth, at_most, has_ended, wait_until


def linear(size: int) -> None:
    for _ in range(20_000 * size):
        pass


def cubic(size: int) -> None:
    for _ in range(20_000 * size**3):
        pass


def endless() -> None:
    while True:
        pass


@contextmanager
def program(code: str) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        yield process
        process.kill()


def test_work_that_never_ends_is_interrupted() -> None:
    with pytest.raises(TooSlowError), at_most(2, 0.01):
        endless()


def test_growth_by_the_cube_is_told_from_linear_growth() -> None:
    assert_growth(linear, 2, 16, times=24)
    with pytest.raises(TooSlowError):
        assert_growth(cubic, 2, 16, times=24)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look at processes")
def test_a_process_is_at_rest_when_it_sleeps_and_not_while_it_or_a_child_of_it_works() -> None:
    begun = "print(flush=True)"
    busy = f"{begun}\nwhile True: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    with program(f"import time; {begun}; time.sleep(600)") as process:
        activity = Activity(process.pid)
        wait_until(activity.at_rest, "a process that sleeps is at rest")
    assert has_ended(process.pid)
    with program(busy) as process:
        activity = Activity(process.pid)
        assert not any(activity.at_rest() for _ in range(20))
    with program(child) as process:
        activity = Activity(process.pid)
        assert not any(activity.at_rest() for _ in range(20))
