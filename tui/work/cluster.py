"""Maps one function over tasks on a Dask cluster, the optional extra ``plandiff[cluster]``.

Plans are sent only to a scheduler that the user named: the client is never created without an
address, so Dask's environment variables and configuration cannot select one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from plandiff.corpus.background import DefectError
from plandiff.corpus.errors import PlandiffError, UsageError
from plandiff.corpus.pool import Task

Answer = TypeVar("Answer")
_AHEAD = 2
"""Submitted calls per thread of the cluster; arguments of further calls are not read yet."""
_SECONDS = 30
"""Timeout for connecting to the scheduler."""


def run_on_cluster(
    function: Callable[..., Answer],
    tasks: Sequence[Task],
    address: str | None,
    scheduler_file: str | None,
) -> Iterator[tuple[int, Answer | Exception]]:
    """Like `plandiff.corpus.pool.run_in_pool`, on the workers of a scheduler.

    The scheduler itself reassigns the call of a dead worker, and gives up on a call that killed
    several workers.  Raises `UsageError` if the scheduler cannot be reached.
    """
    client = _connect(address, scheduler_file)
    try:
        yield from _run(client, function, tasks)
    finally:
        client.close()


def _connect(address: str | None, scheduler_file: str | None) -> Any:  # noqa: ANN401 - has no types
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra, slow to import
    except ImportError as error:
        raise UsageError("no-cluster", command="pip install 'plandiff[cluster]'") from error
    where = address or scheduler_file or ""
    try:
        if address is not None:
            return Client(address, timeout=_SECONDS, set_as_default=False)
        return Client(scheduler_file=scheduler_file, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError("no-scheduler", address=where, kind=type(error).__name__) from error


def _run(
    client: Any,  # noqa: ANN401 - distributed has no types
    function: Callable[..., Answer],
    tasks: Sequence[Task],
) -> Iterator[tuple[int, Answer | Exception]]:
    from distributed import as_completed  # noqa: PLC0415 - as above

    waiting = iter(range(len(tasks)))
    place_of: dict[str, int] = {}
    running = as_completed(loop=client.loop)  # without it, the default client is used

    def submit_next() -> Iterator[tuple[int, Exception]]:
        """Submit the next call; yields the failures of tasks whose arguments cannot be made."""
        for place in waiting:
            try:
                arguments = tasks[place]()
            except PlandiffError as error:
                yield place, error
                continue
            future = client.submit(function, *arguments, pure=False)
            place_of[future.key] = place
            running.add(future)
            return

    for _ in range(_AHEAD * max(1, sum(client.nthreads().values()))):
        yield from submit_next()
    for future in running:
        yield place_of.pop(future.key), _answer_of(future)
        yield from submit_next()


def _answer_of(future: Any) -> Any:  # noqa: ANN401 - distributed has no types
    """The result of the call, or its exception.

    A result may die with its worker before it is fetched: its status is pending again, and
    ``result`` waits until the scheduler has had it computed anew.
    """
    try:
        return future.result()
    except ModuleNotFoundError:  # plandiff is not installed on the workers
        return UsageError("no-plandiff-there")
    except PlandiffError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever the call or the cluster raised
        return DefectError(type(error).__name__, "")
