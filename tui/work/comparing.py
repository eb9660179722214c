"""Reads the plans of a request and compares them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from plandiff.corpus.errors import UsageError
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:  # the app opens before anything of the core is loaded
    from plandiff.comparison import engine
    from plandiff.comparison import options as comparison_options
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.comparison.words import patterns
    from plandiff.corpus import background
    from plandiff.corpus import reading as plan_reader
    from plandiff.corpus.model import Plan
    from plandiff.tui.request import Comparing, Reading, Request
    from plandiff.tui.terminal import streams
else:
    engine = LazyModule("plandiff.comparison.engine")
    comparison_options = LazyModule("plandiff.comparison.options")
    patterns = LazyModule("plandiff.comparison.words.patterns")
    background = LazyModule("plandiff.corpus.background")
    streams = LazyModule("plandiff.tui.terminal.streams")
    plan_reader = LazyModule("plandiff.corpus.reading")

_LARGE = 200_000
"""Minimum bytes for parallel reading; smaller plans are read before a process has started."""
_LINE_TAIL = 24
"""Bytes at the end of a line that identify it: labels at its start may change."""


def comparison_of(request: Request) -> Comparison:
    """Read the two plans of the request and compare them.

    Raises `UsageError` if standard input is given twice and for an invalid pattern, and an
    `InputError` for a plan that cannot be read.
    """
    if request.old == request.new == "-":
        raise UsageError("one-standard-input")
    if request.comparing.ignore_pattern:
        for pattern in request.comparing.ignore_pattern:
            patterns.check_pattern(pattern)
    return compare_with_pins(*_read_both(request), request.comparing)


def _read_both(request: Request) -> tuple[Plan, Plan]:
    """Read both plans; large ones with different text are read in parallel, in two processes.

    For two editions of the same text one process is faster, because it caches the results for
    equal sections.
    """
    reading = request.reading
    is_small = min(_size(request.old), _size(request.new)) < _LARGE
    if is_small or _share_most_lines(request.old, request.new):
        return read(request.old, reading), read(request.new, reading)
    work = background.begin(read, request.old, reading)
    try:
        new = read(request.new, reading)
        _ = engine.compare  # imported while the other process reads
    except BaseException:
        work.stop()
        with suppress(background.StoppedError):
            work.answer()  # closes the connection between the two
        raise
    return work.answer(), new


def _share_most_lines(old: str, new: str) -> bool:
    """Whether two plain text files begin with mostly the same lines; false for compressed files."""
    try:
        contents = [_beginning(name) for name in (old, new)]
    except (OSError, ValueError):
        return False
    tails = [{line[-_LINE_TAIL:] for line in content.split(b"\n")} for content in contents]
    return 2 * len(tails[0] & tails[1]) >= min(map(len, tails))


def _beginning(name: str) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(_LARGE)


def _size(name: str) -> int:
    """Size of a file in bytes; 0 for standard input and inaccessible files."""
    try:
        return os.stat(name).st_size if name != "-" else 0  # noqa: PTH116 - pathlib costs 10 ms
    except (OSError, ValueError):
        return 0


def compare_with_pins(
    old: Plan, new: Plan, comparing: Comparing, pins: tuple[Pin, ...] = ()
) -> Comparison:
    """Compare two plans as requested, with the matches that the reader pinned manually."""
    options = comparison_options.Options(
        ignore=frozenset(comparison_options.Ignore(word) for word in comparing.ignore),
        ignore_patterns=comparing.ignore_pattern,
        pins=pins,
        jobs=comparison_options.count_cores(),
    )
    return engine.compare(old, new, options)


def read(name: str, reading: Reading) -> Plan:
    """Read one plan; ``-`` is standard input."""
    reported = False

    def report(done: int, total: int) -> None:
        nonlocal reported
        reported = True
        streams.print_progress(f"{done}/{total} {name}")

    with background.hearing(report):  # progress by page of a scan
        plan = plan_reader.read_plan(
            name,
            encoding=reading.encoding,
            original=reading.original,
            packs=reading.packs,
            cache=not reading.no_cache,
        )
    if reported:
        streams.print_progress("")
    return plan
