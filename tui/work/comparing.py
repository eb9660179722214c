"""From a request to plans and their comparison."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from plandiff.corpus.errors import UsageError

if TYPE_CHECKING:  # the app opens before anything of the core is loaded
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.corpus.model import Plan
    from plandiff.tui.request import Comparing, Reading, Request

_LARGE = 200_000
"""Bytes of a plan; what is smaller is read before a second process has begun."""


def comparison_of(request: Request) -> Comparison:
    """Read the two plans of the request and compare them.

    Raises `UsageError` for one standard input twice and for a pattern that is none, and an
    `InputError` for a plan that cannot be read.
    """
    if request.old == request.new == "-":
        raise UsageError("one-standard-input")
    if request.comparing.ignore_pattern:
        from plandiff.comparison.words.patterns import check_pattern  # noqa: PLC0415 - seldom wanted

        for pattern in request.comparing.ignore_pattern:
            check_pattern(pattern)
    return compare_with_pins(*_read_both(request), request.comparing)


def _read_both(request: Request) -> tuple[Plan, Plan]:
    """Both plans; large ones side by side, each on a core of its own."""
    reading = request.reading
    if min(_size(request.old), _size(request.new)) < _LARGE:
        return read(request.old, reading), read(request.new, reading)
    from plandiff.corpus.background import StoppedError, begin  # noqa: PLC0415 - small plans need neither

    work = begin(read, request.old, reading)
    try:
        new = read(request.new, reading)
        import plandiff.comparison.engine  # noqa: F401, PLC0415 - needed next, and the other has begun later
    except BaseException:
        work.stop()
        with suppress(StoppedError):
            work.answer()  # which closes what was open between the two
        raise
    return work.answer(), new


def _size(name: str) -> int:
    """Bytes of a file; 0 of standard input and of what cannot be looked at."""
    try:
        return os.stat(name).st_size if name != "-" else 0  # noqa: PTH116 - pathlib costs 10 ms
    except (OSError, ValueError):
        return 0


def compare_with_pins(
    old: Plan, new: Plan, comparing: Comparing, pins: tuple[Pin, ...] = ()
) -> Comparison:
    """Compare two plans as requested, with what the reader decided by hand."""
    from plandiff.comparison.engine import compare  # noqa: PLC0415
    from plandiff.comparison.options import Ignore, Options  # noqa: PLC0415

    options = Options(
        ignore=frozenset(Ignore(word) for word in comparing.ignore),
        ignore_patterns=comparing.ignore_pattern,
        pins=pins,
    )
    return compare(old, new, options)


def read(name: str, reading: Reading) -> Plan:
    """Read one plan; ``-`` is standard input."""
    from plandiff.corpus.reading import read_plan  # noqa: PLC0415

    return read_plan(
        name,
        encoding=reading.encoding,
        original=reading.original,
        packs=reading.packs,
        cache=not reading.no_cache,
    )
