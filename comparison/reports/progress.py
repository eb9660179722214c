"""How far a long report has come, told in rows.

>>> told: list[tuple[int, int]] = []
>>> meter = Meter(4, lambda done, total: told.append((done, total)))
>>> meter.begin(passes=1)
>>> list(meter.each("甲乙丙"))
['甲', '乙', '丙']
>>> meter.end_pass()
>>> told
[(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Hears how many rows of how many are done; a report that goes over its rows twice counts each
twice.  Begins with none, ends with all of them, and never falls."""

Item = TypeVar("Item")


class Meter:
    """Counts the rows of one report as they are done, and tells at most once a per cent."""

    def __init__(self, rows: int, listener: Progress | None = None) -> None:
        self._rows = max(rows, 1)
        self._listener = listener
        self._total = self._rows
        self._done = 0
        self._passes = 0
        self._told = -1

    def begin(self, passes: int) -> None:
        """Say how often the report goes over the rows, before the first of them."""
        self._total = self._rows * passes
        self._tell()

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items; each counts as a row once the next one is asked for."""
        limit = self._rows * (self._passes + 1)
        for item in items:
            yield item
            self._done = min(self._done + 1, limit)
            self._tell()

    def end_pass(self) -> None:
        """Count the rows that needed no work as done."""
        self._passes += 1
        self._done = min(self._rows * self._passes, self._total)
        self._tell()

    def _tell(self) -> None:
        share = self._done * 100 // self._total
        if self._listener is not None and share > self._told:
            self._told = share
            self._listener(self._done, self._total)
