"""From the command line's words to plans and their comparison."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from corpus.errors import UsageError

if TYPE_CHECKING:  # the app opens before anything of the core is loaded
    from comparison.model import Comparison
    from comparison.options import Pin
    from corpus.model import Plan


def comparison_of(asked: argparse.Namespace) -> Comparison:
    """Read the two plans that the arguments name and compare them."""
    if asked.old == asked.new == "-":
        raise UsageError("only one of the two plans can be standard input")
    if asked.ignore_pattern:
        from comparison.words.patterns import check_pattern  # noqa: PLC0415 - seldom wanted

        for pattern in asked.ignore_pattern:
            check_pattern(pattern)
    return compare_with_pins(read(asked.old, asked), read(asked.new, asked), asked)


def compare_with_pins(
    old: Plan, new: Plan, asked: argparse.Namespace, pins: tuple[Pin, ...] = ()
) -> Comparison:
    """Compare two plans as the arguments ask, with what the reader decided by hand."""
    from comparison.engine import compare  # noqa: PLC0415
    from comparison.options import Ignore, Options  # noqa: PLC0415

    options = Options(
        ignore=frozenset(Ignore(word) for word in asked.ignore),
        ignore_patterns=tuple(asked.ignore_pattern),
        pins=pins,
    )
    return compare(old, new, options)


def read(name: str, asked: argparse.Namespace) -> Plan:
    """Read one plan; ``-`` is standard input."""
    from corpus.reading import read_plan  # noqa: PLC0415

    return read_plan(name, encoding=asked.encoding, original=asked.original)
