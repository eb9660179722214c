"""From the command line's words to reports: which format, which options, where they go."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import FIXED_DATE, Preset, ReportOptions, Show
from plandiff.comparison.reports.progress import Progress
from plandiff.comparison.reports.registry import FORMATS, Format, format_of_suffix, render
from plandiff.comparison.reports.review import Review
from plandiff.corpus.errors import UsageError
from plandiff.corpus.formats.intake import read_bytes
from plandiff.tui.talk import complain, tell_progress
from plandiff.tui.work.comparing import compare_with_pins
from plandiff.tui.work.output import print_bytes, terminal_width, wants_colour, write_atomically

PLAIN_WIDTH = 80
"""Columns of a text report in a file: the same on every terminal."""


def check_formats(asked: argparse.Namespace) -> None:
    """Refuse formats and templates that cannot be, before any work is done.

    Raises `UsageError`, and an `InputError` for the file of a template.
    """
    forms = [format_of_suffix(Path(name).suffix) for name in asked.output]
    if asked.format is not None:
        forms.append(_printed_format(asked.format))
    if asked.template is None:
        return
    _template(asked.template)
    for form in forms:
        if not form.templated:
            known = ", ".join(name for name, form in FORMATS.items() if form.templated)
            raise UsageError(
                f"--template makes {known} only; write {form.name} in a call without it"
            )


def _printed_format(name: str) -> Format:
    """A format for standard output by its name."""
    form = FORMATS.get(name)
    if form is None:
        known = " ".join(name for name, form in FORMATS.items() if not form.binary)
        raise UsageError(f"no format is called {name!r}; use one of {known}")
    if form.binary:
        raise UsageError(f"{form.name} is a binary format; write it with -o FILE{form.suffix}")
    return form


def report_options(asked: argparse.Namespace, language: str) -> ReportOptions:
    """The report's options as the arguments state them."""
    return ReportOptions(
        language=language,
        table=asked.table,
        only=frozenset(Show(word) for word in asked.only),
        reviewed=True if asked.reviewed else None,
        context=asked.context,
        width=asked.width or PLAIN_WIDTH,
        author=asked.author or "plandiff",
        date=asked.date or FIXED_DATE,
        preset=Preset(asked.preset),
        native_moves=asked.native_moves,
        template=_template(asked.template),
        short=asked.short and not asked.full,
        csv_rows=asked.rows,
    )


def with_saved_review(
    result: Comparison, asked: argparse.Namespace, language: str
) -> tuple[Comparison, Review]:
    """The comparison with the reader's pins, and the marks and notes on it.

    For files, and where they are asked for: what is printed otherwise does not open the store.
    """
    from plandiff.tui.review.reporting import review_of  # noqa: PLC0415 - sqlite, only where wanted
    from plandiff.tui.review.store import default_path, open_store  # noqa: PLC0415

    if not asked.review and not default_path().exists():
        return result, Review()
    file = Path(asked.review) if asked.review else None
    store, warnings = open_store(asked.old, asked.new, file, language=language)
    for warning in warnings:
        complain(warning)
    if pins := store.pins_for(result.old, result.new):
        result = compare_with_pins(result.old, result.new, asked, pins)
    store.attach(result)
    review = review_of(store, result, language)
    store.close()
    return result, review


def _with_review(
    result: Comparison, asked: argparse.Namespace, language: str
) -> tuple[Comparison, ReportOptions]:
    options = report_options(asked, language)
    if asked.output or asked.reviewed or asked.review:
        result, review = with_saved_review(result, asked, language)
        options = replace(options, review=review)
    return result, options


def write_reports(result: Comparison, asked: argparse.Namespace, language: str) -> None:
    """Write every ``-o`` file, each whole or not at all."""
    if not asked.output:
        return
    result, options = _with_review(result, asked, language)
    for at, name in enumerate(asked.output, 1):
        listener = _listener(f"{at}/{len(asked.output)} {name}", len(result.rows))
        data = render(result, format_of_suffix(Path(name).suffix).name, options, listener)
        write_atomically(Path(name), data, overwrite=asked.force)
    tell_progress("")


def _listener(what: str, rows: int) -> Progress:
    """Tells a person how far a report has come: ``1/2 对照表.docx 37% 74/200``."""

    def listen(done: int, total: int) -> None:
        share = done / total
        tell_progress(f"{what} {share:.0%} {int(share * rows)}/{rows}")

    return listen


def print_report(result: Comparison, asked: argparse.Namespace, language: str) -> None:
    """Write the report that was asked for, or the summary, to standard output."""
    result, options = _with_review(result, asked, language)
    if asked.format is None:
        options = replace(
            options,
            width=asked.width or terminal_width(),
            color=wants_colour(asked.color, os.environ),
            short=not asked.full,
        )
    print_bytes(render(result, asked.format or "text", options))


def _template(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return read_bytes(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: the template is not UTF-8 text; save it as UTF-8") from error


def render_apart(result: Comparison, format_name: str, options: ReportOptions) -> bytes:
    """A report as bytes, in a process of `plandiff.tui.work.apart`, which says how far it is."""
    from plandiff.tui.work.apart import say  # noqa: PLC0415 - only where there is one who waits

    return render(result, format_name, options, say)
