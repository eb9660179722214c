"""From the command line's words to plans and their comparison."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from plandiff.corpus.errors import UsageError

if TYPE_CHECKING:  # the app opens before anything of the core is loaded
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.corpus.model import Plan

_LARGE = 200_000
"""Bytes of a plan; what is smaller is read before a second process has begun."""


def comparison_of(asked: argparse.Namespace) -> Comparison:
    """Read the two plans that the arguments name and compare them."""
    if asked.old == asked.new == "-":
        raise UsageError("only one of the two plans can be standard input")
    if asked.ignore_pattern:
        from plandiff.comparison.words.patterns import check_pattern  # noqa: PLC0415 - seldom wanted

        for pattern in asked.ignore_pattern:
            check_pattern(pattern)
    return compare_with_pins(*_read_both(asked), asked)


def _read_both(asked: argparse.Namespace) -> tuple[Plan, Plan]:
    """Both plans; large ones side by side, each on a core of its own."""
    if min(_size(asked.old), _size(asked.new)) < _LARGE:
        return read(asked.old, asked), read(asked.new, asked)
    from plandiff.tui.work.apart import StoppedError, begin  # noqa: PLC0415 - small plans need neither

    work = begin(read, asked.old, asked)
    try:
        new = read(asked.new, asked)
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
    old: Plan, new: Plan, asked: argparse.Namespace, pins: tuple[Pin, ...] = ()
) -> Comparison:
    """Compare two plans as the arguments ask, with what the reader decided by hand."""
    from plandiff.comparison.engine import compare  # noqa: PLC0415
    from plandiff.comparison.options import Ignore, Options  # noqa: PLC0415

    options = Options(
        ignore=frozenset(Ignore(word) for word in asked.ignore),
        ignore_patterns=tuple(asked.ignore_pattern),
        pins=pins,
    )
    return compare(old, new, options)


def read(name: str, asked: argparse.Namespace) -> Plan:
    """Read one plan; ``-`` is standard input."""
    from plandiff.corpus.reading import read_plan  # noqa: PLC0415

    return read_plan(name, encoding=asked.encoding, original=asked.original)
