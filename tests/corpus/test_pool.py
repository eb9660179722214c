"""Laws of the pool: each call has one answer, whatever becomes of the workers."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from plandiff.corpus.background import DefectError
from plandiff.corpus.errors import NotFoundError
from plandiff.corpus.pool import Task, run_in_pool


def double(number: int) -> int:
    return 2 * number


def fail(number: int) -> int:
    if number == 3:
        raise NotFoundError("3.txt")
    if number == 5:
        raise KeyError(number)
    return number


def die_once(folder: str, number: int) -> int:
    """The first worker that gets an even number is killed while it works."""
    mark = Path(folder, str(number))
    if number % 2 == 0 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_of(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def process_of(_number: int) -> int:
    return os.getpid()


def calls(count: int, *before: object) -> list[Task]:
    def task(number: int) -> Task:
        return lambda: (*before, number)

    return [task(number) for number in range(count)]


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_each_task_has_one_answer(jobs: int) -> None:
    found = list(run_in_pool(double, calls(7), jobs))
    assert sorted(found) == [(number, 2 * number) for number in range(7)]


def test_no_task_has_no_answer_and_no_worker() -> None:
    assert list(run_in_pool(double, [], 2)) == []


def test_a_worker_makes_many_calls() -> None:
    assert len({answer for _, answer in run_in_pool(process_of, calls(12), 2)}) <= 2


def test_failures_and_defects_are_answers_and_stop_nothing() -> None:
    found = dict(run_in_pool(fail, calls(7), 2))
    assert isinstance(found.pop(3), NotFoundError)
    assert isinstance(found.pop(5), DefectError)
    assert found == {number: number for number in (0, 1, 2, 4, 6)}


def test_a_task_whose_worker_is_killed_is_done_by_another_one(tmp_path: Path) -> None:
    found = dict(run_in_pool(die_once, calls(6, str(tmp_path)), 2))
    assert found == {number: number for number in range(6)}


def test_a_task_that_two_workers_die_of_is_set_aside() -> None:
    found = dict(run_in_pool(die_of, calls(5), 2))
    assert isinstance(found.pop(2), MemoryError)
    assert found == {0: 0, 1: 1, 3: 3, 4: 4}


def test_arguments_that_cannot_be_made_are_a_failure_of_their_task() -> None:
    def missing() -> tuple[object, ...]:
        raise NotFoundError("a.txt")

    tasks: list[Callable[[], tuple[object, ...]]] = [missing, lambda: (1,)]
    found = dict(run_in_pool(double, tasks, 1))
    assert isinstance(found.pop(0), NotFoundError)
    assert found == {1: 2}


def test_who_stops_asking_ends_the_workers() -> None:
    results = run_in_pool(process_of, calls(50), 2)
    _, number = next(results)
    results.close()
    assert isinstance(number, int)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
