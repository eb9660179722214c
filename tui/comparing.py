"""From the command line's words to plans and their comparison."""

import argparse

from comparison.model import Comparison
from comparison.options import Ignore, Options, Pin
from corpus.errors import UsageError
from corpus.model import Plan


def comparison_of(asked: argparse.Namespace, pins: tuple[Pin, ...] = ()) -> Comparison:
    """Read the two plans that the arguments name and compare them."""
    from comparison.engine import compare as compare_plans  # noqa: PLC0415

    options = Options(
        ignore=frozenset(Ignore(word) for word in asked.ignore),
        ignore_patterns=tuple(asked.ignore_pattern),
        pins=pins,
    )
    if asked.old == asked.new == "-":
        raise UsageError("only one of the two plans can be standard input")
    if options.ignore_patterns:
        from comparison.words.patterns import check_pattern  # noqa: PLC0415 - seldom wanted

        for pattern in options.ignore_patterns:
            check_pattern(pattern)
    return compare_plans(read(asked.old, asked), read(asked.new, asked), options)


def read(name: str, asked: argparse.Namespace) -> Plan:
    """Read one plan; ``-`` is standard input."""
    from corpus.reading import read_plan  # noqa: PLC0415

    return read_plan(name, encoding=asked.encoding, original=asked.original)
