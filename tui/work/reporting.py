"""Makes the reports of a request: format, options, output."""

import hashlib
import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import (
    DEFAULT_BUDGET,
    FIXED_DATE,
    LEAST_BUDGET,
    Originals,
    Preset,
    Progress,
    ReportOptions,
    Review,
    Show,
)
from plandiff.comparison.reports.registry import FORMATS, Format, format_of_suffix, render
from plandiff.corpus.errors import Phrase, UsageError, sentence
from plandiff.corpus.formats.file_input import read_bytes
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import locate
from plandiff.tui.request import Request
from plandiff.tui.terminal.streams import print_error, print_notes, print_progress
from plandiff.tui.work.comparing import compare_with_pins
from plandiff.tui.work.idle_options import refuse_idle_options
from plandiff.tui.work.output import (
    check_outputs,
    print_form,
    terminal_width,
    wants_colour,
    write_atomically,
)

if TYPE_CHECKING:
    from plandiff.comparison.reports.word import word_copy
    from plandiff.comparison.review import opening
    from plandiff.comparison.review import reporting as review_reports
    from plandiff.corpus import background
else:
    word_copy = LazyModule("plandiff.comparison.reports.word.word_copy")
    opening = LazyModule("plandiff.comparison.review.opening")
    review_reports = LazyModule("plandiff.comparison.review.reporting")
    background = LazyModule("plandiff.corpus.background")

PLAIN_WIDTH = 80
"""Columns of a text report in a file, independent of the terminal."""


def check_formats(request: Request) -> None:
    """Reject invalid formats, templates and outputs before any work is done.

    Raises `UsageError`, `OutputError` for an output that is one of the plans, and an `InputError`
    for an unreadable template file.
    """
    forms = [format_of_suffix(Path(name).suffix) for name in request.reporting.output]
    check_outputs(request.reporting.output, (request.old, request.new))
    if request.reporting.format is not None:
        forms.append(printed_format(request.reporting.format))
    is_printed = request.reporting.format is not None or not forms
    refuse_idle_options(request, [form.name for form in forms] or ["text"], is_printed=is_printed)
    budget = request.reporting.budget
    if budget is not None and budget < LEAST_BUDGET:
        raise UsageError("budget", value=budget, least=LEAST_BUDGET)
    if request.reporting.template is None:
        return
    _template(request.reporting.template)
    for form in forms:
        if not form.templated:
            known = ", ".join(name for name, form in FORMATS.items() if form.templated)
            raise UsageError("template-format", known=known, name=form.name)


def printed_format(name: str) -> Format:
    """The format with this name, for standard output."""
    form = FORMATS.get(name)
    if form is None:
        known = " ".join(name for name, form in FORMATS.items() if not form.binary)
        raise UsageError("format", name=name, known=known)
    if form.binary:
        raise UsageError("binary-format", name=form.name, option=f"-o FILE{form.suffix}")
    return form


def report_options(request: Request, language: str) -> ReportOptions:
    """Convert the request to report options."""
    reporting = request.reporting
    return ReportOptions(
        language=language,
        table=reporting.table,
        consult=reporting.consult,
        details=reporting.details,
        only=frozenset(Show(word) for word in reporting.only),
        reviewed=True if reporting.reviewed else None,
        context=reporting.context,
        width=reporting.width or PLAIN_WIDTH,
        author=request.author or "plandiff",
        date=reporting.date or FIXED_DATE,
        preset=Preset(reporting.preset),
        native_moves=reporting.native_moves,
        template=_template(reporting.template),
        top=reporting.top,
        short=reporting.short and not reporting.full,
        csv_rows=reporting.rows,
        budget=reporting.budget or DEFAULT_BUDGET,
    )


def with_saved_review(
    result: Comparison, request: Request, language: str
) -> tuple[Comparison, Review]:
    """The comparison with the reader's pins, and the marks and notes on it.

    The store is opened only for files, or on request: other printed reports do not open it.
    """
    if not request.review and not opening.default_path().exists():
        return result, Review(form=review_reports.review_form(result))
    file = Path(request.review) if request.review else None
    store, warnings = opening.open_store(request.old, request.new, file, language=language)
    with closing(store):
        for warning in warnings:
            print_error(warning)
        if pins := store.pins_for(result.old, result.new):
            result = compare_with_pins(result.old, result.new, request.comparing, pins)
        store.attach(result)
        return result, review_reports.review_of(store, result, language)


def _with_review(
    result: Comparison, request: Request, language: str
) -> tuple[Comparison, ReportOptions]:
    options = report_options(request, language)
    reporting = request.reporting
    asked_for_prompt = reporting.format == "prompt" or any(
        name.endswith(".prompt") for name in reporting.output
    )
    if asked_for_prompt or request.reporting.output or request.reporting.reviewed or request.review:
        result, review = with_saved_review(result, request, language)
        options = replace(options, review=review)
    return result, options


def write_reports(result: Comparison, request: Request, language: str) -> None:
    """Write every ``-o`` file, each atomically."""
    if not request.reporting.output:
        return
    result, options = _with_review(result, request, language)
    notes = []
    for at, name in enumerate(request.reporting.output, 1):
        form = format_of_suffix(Path(name).suffix).name
        if is_redline(form, options):
            options, note = with_originals(result, request, options)
            notes.append(f"{name}: {sentence(note, language)}")
        listener = _listener(f"{at}/{len(request.reporting.output)} {name}", len(result.rows))
        data = render(result, form, options, listener)
        write_atomically(Path(name), data, overwrite=request.reporting.force)
    print_progress("")
    print_notes(notes)


def is_redline(format_name: str, options: ReportOptions) -> bool:
    """Whether the report is a document with tracked changes."""
    return format_name == "docx" and not (options.table or options.consult)


def with_originals(
    result: Comparison, request: Request, options: ReportOptions
) -> tuple[ReportOptions, Phrase]:
    """The options of a redline, with both Word documents if it can be a copy of the new one.

    The phrase is the message to show once the redline is written.  Raises an `InputError` for a
    plan that can no longer be read.
    """
    found = _originals(result, request)
    if isinstance(found, Phrase):
        return options, Phrase("redline.anew", reason=found)
    return replace(options, originals=found), Phrase("redline.copy")


def _originals(result: Comparison, request: Request) -> Originals | Phrase:
    """The bytes of both documents, or why the redline cannot be a copy of the new one."""
    if request.reading.original:
        return Phrase("redline.original")
    found = []
    for side, name in ((Side.OLD, request.old), (Side.NEW, request.new)):
        source = result.plan(side).source
        place = locate(name)
        if source.format != "docx":
            return Phrase("redline.no-docx", name=source.name)
        if place.file == "-":
            return Phrase("redline.standard-input")
        data = read_bytes(place.file)
        if place.member or hashlib.sha256(data).hexdigest() != source.sha256:
            return Phrase("redline.not-the-file", name=source.name)
        found.append(data)
    originals = Originals(*found)
    names = (result.old.source.name, result.new.source.name)
    return word_copy.reason_against_copy(originals, names) or originals


def _listener(what: str, rows: int) -> Progress:
    """Return a callback that shows the progress of a report: ``1/2 对照表.docx 37% 74/200``."""

    def listen(done: int, total: int) -> None:
        share = done / total
        print_progress(f"{what} {share:.0%} {int(share * rows)}/{rows}")

    return listen


def print_report(result: Comparison, request: Request, language: str) -> None:
    """Write the requested report, or the summary, to standard output."""
    result, options = _with_review(result, request, language)
    if request.reporting.format is None:
        options = replace(
            options,
            width=request.reporting.width or terminal_width(),
            color=wants_colour(request.reporting.color, os.environ),
            short=not request.reporting.full,
        )
    elif request.reporting.color == "always":
        options = replace(options, color=True)
    form = request.reporting.format or "text"
    print_form(render(result, form, options), form)


def _template(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return read_bytes(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("template-not-utf8", name=name) from error


def render_in_background(result: Comparison, format_name: str, options: ReportOptions) -> bytes:
    """Render a report in a process of `plandiff.corpus.background`, which reports progress."""
    return render(result, format_name, options, background.report_progress)
