"""Runs ``plandiff cover``: reads the plans, computes the coverage, writes the reports."""

import os
from pathlib import Path

from msgspec.structs import replace

from plandiff.comparison.across.coverage import Coverage, cover
from plandiff.comparison.across.diffusion import diffusion
from plandiff.comparison.reports.coverage.data import render_diffusion
from plandiff.comparison.reports.coverage.registry import render_coverage
from plandiff.comparison.reports.options import FIXED_DATE, ReportOptions
from plandiff.comparison.reports.registry import format_of_suffix
from plandiff.corpus.errors import UsageError
from plandiff.tui.request import Request
from plandiff.tui.terminal.streams import print_progress
from plandiff.tui.work.comparing import read
from plandiff.tui.work.idle_options import refuse_in_coverage
from plandiff.tui.work.output import (
    check_outputs,
    print_form,
    terminal_width,
    wants_colour,
    write_atomically,
)
from plandiff.tui.work.reporting import PLAIN_WIDTH, printed_format


def check_coverage(request: Request, *, in_app: bool) -> None:
    """Reject invalid formats, outputs and idle options before any work is done.

    Raises `UsageError`, and `OutputError` for an output that is one of the plans.
    """
    plans = (request.superior, *request.locals)
    if plans.count("-") > 1:
        raise UsageError("one-standard-input")
    more = () if request.diffusion is None else (request.diffusion,)
    check_outputs((*request.reporting.output, *more), plans)
    for name in request.reporting.output:
        format_of_suffix(Path(name).suffix)
    if request.diffusion is not None and (
        format_of_suffix(Path(request.diffusion).suffix).name != "csv"
    ):
        raise UsageError("diffusion-csv", name=request.diffusion)
    if request.reporting.format is not None:
        printed_format(request.reporting.format)
    if not in_app:
        refuse_in_coverage(request)


def coverage_of(request: Request) -> Coverage:
    """Read all plans and compute the coverage, with progress shown on a terminal.

    Raises an `InputError` for a plan that cannot be read.
    """
    names = (request.superior, *request.locals)
    plans = []
    for at, name in enumerate(names, 1):
        print_progress(f"{at}/{len(names)} {name}")
        plans.append(read(name, request.reading))
    superior, *answering = plans
    try:
        return cover(
            superior,
            answering,
            lambda done, total: print_progress(f"{done}/{total} {request.locals[done - 1]}"),
        )
    finally:
        print_progress("")


def report_coverage(coverage: Coverage, request: Request, language: str) -> None:
    """Write every ``-o`` file atomically; print the requested format, by default text."""
    reporting = request.reporting
    options = ReportOptions(
        language=language,
        width=reporting.width or PLAIN_WIDTH,
        author=request.author or "plandiff",
        date=reporting.date or FIXED_DATE,
    )
    for name in reporting.output:
        data = render_coverage(coverage, format_of_suffix(Path(name).suffix).name, options)
        write_atomically(Path(name), data, overwrite=reporting.force)
    if request.diffusion is not None:
        _write_diffusion(coverage, request.diffusion, language, overwrite=reporting.force)
    if (reporting.output or request.diffusion) and reporting.format is None:
        return
    if reporting.format is None:
        options = ReportOptions(
            language=language,
            width=reporting.width or terminal_width(),
            color=wants_colour(reporting.color, os.environ),
        )
    elif reporting.color == "always":
        options = replace(options, color=True)
    form = reporting.format or "text"
    print_form(render_coverage(coverage, form, options), form)


def _write_diffusion(coverage: Coverage, name: str, language: str, *, overwrite: bool) -> None:
    """Trace the sentences of the local plans, and write the table of their sources."""
    try:
        traced = diffusion(
            coverage.superior,
            coverage.locals,
            lambda done, total: print_progress(f"{done}/{total} {name}"),
        )
    finally:
        print_progress("")
    write_atomically(Path(name), render_diffusion(traced, language), overwrite=overwrite)
