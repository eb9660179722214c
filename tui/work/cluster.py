"""Many calls of one function on a Dask cluster, the optional extra ``plandiff[cluster]``.

Plans leave this machine only for a scheduler that was named: the client is never made without an
address, so Dask's environment variables and configuration cannot choose one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from plandiff.corpus.background import DefectError
from plandiff.corpus.errors import PlandiffError, UsageError
from plandiff.corpus.pool import Task

Answer = TypeVar("Answer")
_AHEAD = 2
"""Calls at the cluster for each of its threads; the arguments of the others are not read yet."""
_SECONDS = 30
"""Time to reach the scheduler."""


def run_on_cluster(
    function: Callable[..., Answer],
    tasks: Sequence[Task],
    address: str | None,
    scheduler_file: str | None,
) -> Iterator[tuple[int, Answer | Exception]]:
    """As `plandiff.corpus.pool.run_in_pool`, by the workers of a scheduler.

    The scheduler itself gives the call of a dead worker to another one, and gives up on a call
    that several workers died of.  Raises `UsageError` where there is no such scheduler.
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
    running = as_completed(loop=client.loop)  # without futures it would look for a default client

    def submit_next() -> Iterator[tuple[int, Exception]]:
        """Hand over one more call; failures of those whose arguments cannot be made."""
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
    """What the call returned, or why it did not."""
    if future.status == "finished":
        return future.result()
    error = future.exception()
    if isinstance(error, ModuleNotFoundError):  # plandiff is not installed where the workers are
        return UsageError("no-plandiff-there")
    return error if isinstance(error, PlandiffError) else DefectError(type(error).__name__, "")
