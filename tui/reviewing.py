"""Connects the command line to the review app: builds its context and its loaders of plans."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plandiff.corpus.background import DefectError, ProgressCallback, StoppedError, Work, begin
from plandiff.corpus.errors import PlandiffError, sentence
from plandiff.corpus.lazy_import import LazyModule
from plandiff.tui.request import Request
from plandiff.tui.screens.context import Export, Offer, ReviewContext, Shelf
from plandiff.tui.settings import load_settings
from plandiff.tui.work.comparing import compare_with_pins, comparison_of
from plandiff.tui.work.output import refuse_inputs, write_atomically

if TYPE_CHECKING:  # the frame is drawn before the core is imported
    from plandiff.comparison.across.coverage import Coverage
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.comparison.reports import registry
    from plandiff.comparison.review import opening
    from plandiff.comparison.review import reporting as review_reports
    from plandiff.comparison.review.store import ReviewStore
    from plandiff.corpus.model import Plan
    from plandiff.tui.app import review_app
    from plandiff.tui.screens import beside, matrix
    from plandiff.tui.work import reporting, seeking, shelving, writing
else:
    registry = LazyModule("plandiff.comparison.reports.registry")
    opening = LazyModule("plandiff.comparison.review.opening")
    review_reports = LazyModule("plandiff.comparison.review.reporting")
    review_app = LazyModule("plandiff.tui.app.review_app")
    beside = LazyModule("plandiff.tui.screens.beside")
    matrix = LazyModule("plandiff.tui.screens.matrix")
    reporting = LazyModule("plandiff.tui.work.reporting")
    seeking = LazyModule("plandiff.tui.work.seeking")
    shelving = LazyModule("plandiff.tui.work.shelving")
    writing = LazyModule("plandiff.tui.work.writing")

_TABLE = "docx-table"


def review_pair(request: Request, language: str) -> int:
    """Open the app on the two plans of the request and return the exit status."""
    # Repaint 4 ms after a key at the latest, instead of Textual's default of 1/60 s.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    load = _loader(request)  # first: it reads and compares while textual is imported
    return review_app.run_review(load, _context(request, language))


def pick_and_review(request: Request, language: str) -> int:
    """Let the reader choose two plans, then open the app on them; the new one may be preset.

    If they cannot be read or compared, the picker shows the reason and opens again.
    """
    error_text = ""
    context = replace(_context(request, language), shelf=_shelf)
    if request.new:
        context = replace(context, offer=_offer(request, language))
    while chosen := review_app.run_picker(context, error_text):
        request = replace(request, old=chosen[0], new=chosen[1])
        try:
            return review_pair(request, language)
        except PlandiffError as error:
            error_text = sentence(error, language)
            context = replace(_context(request, language), shelf=_shelf)
    return 0


def _shelf() -> Shelf:
    """Return the plans in the user's library."""
    return shelving.listed_plans()


def _offer(request: Request, language: str) -> Callable[[], tuple[Offer, ...]]:
    """Return a function that finds candidate predecessors in a worker process; errors yield ()."""
    work = begin(seeking.offers_for, request, language)

    def offer() -> tuple[Offer, ...]:
        try:
            return work.answer()
        except (PlandiffError, OSError, MemoryError, DefectError, StoppedError):
            return ()

    return offer


def show_matrix(coverage: Coverage, request: Request, language: str) -> int:
    """Open the app on the matrix of a coverage and return the exit status."""
    return matrix.run_matrix(coverage, _context(request, language))


def show_listing(listing: beside.Listing, request: Request, language: str) -> int:
    """Open the app on a list with passages side by side and return the exit status."""
    return beside.run_beside(listing, _context(request, language))


def _context(request: Request, language: str) -> ReviewContext:
    settings, warnings = load_settings()
    if request.lang is None and settings.language != "auto":
        language = settings.language
    if request.app.no_mouse:
        settings = replace(settings, mouse=False)
    open_store = _opener(request, language)
    return ReviewContext(
        old_name=Path(request.old).name,
        new_name=Path(request.new).name,
        old_path=_path(request.old),
        new_path=_path(request.new),
        language=language,
        settings=settings,
        warnings=tuple(sentence(warning, language) for warning in warnings),
        open_store=open_store,
        export=_export(request, language, open_store),
        formats=_formats,
        compare_again=_again(request),
        watch=request.app.watch,
        served=request.app.served,
    )


def _formats() -> tuple[tuple[str, str], ...]:
    """Return the export formats; the comparison table is first, the usual form for plans."""
    return ((_TABLE, ".docx"), *((form.name, form.suffix) for form in registry.FORMATS.values()))


def _path(name: str) -> Path | None:
    return None if name in ("", "-") else Path(name)


def _loader(request: Request) -> Callable[[], Comparison]:
    """Return a function that reads and compares in a worker process.

    The first computation starts at once, the function only waits for its result.
    """
    begun = [begin(comparison_of, request)]

    def load() -> Comparison:
        work = begun.pop() if begun else begin(comparison_of, request)
        return work.answer()

    return load


def _again(request: Request) -> Callable[[Plan, Plan, tuple[Pin, ...]], Comparison]:
    return lambda old, new, pins: begin(
        compare_with_pins, old, new, request.comparing, pins
    ).answer()


def _export(request: Request, language: str, open_store: Callable[[], ReviewStore]) -> Export:
    def export(result: Comparison, path: Path, format_name: str) -> writing.Writing:
        refuse_inputs(path, (request.old, request.new))
        # Reports and the store are loaded at the first export, not before the first paint.
        review = review_reports.review_of(open_store(), result, language)
        options = replace(
            reporting.report_options(request, language),
            review=review,
            table=request.reporting.table or format_name == _TABLE,
            csv_rows=request.reporting.rows or format_name == "csv",  # as in the list of formats
        )
        name = "docx" if format_name == _TABLE else format_name
        note = ""
        if reporting.is_redline(name, options):
            options, phrase = reporting.with_originals(result, request, options)
            note = sentence(phrase, language)
        work: Work[bytes] = Work()

        def write(heard: ProgressCallback) -> None:
            work.ask(reporting.render_in_background, result, name, options)
            write_atomically(path, work.answer(heard), overwrite=True)

        return writing.Writing(path, write, work.stop, note)

    return export


def _opener(request: Request, language: str) -> Callable[[], ReviewStore]:
    """Return a function that opens the store of marks and notes at its first call and caches it.

    Errors while opening are in the store's ``trouble``.
    """

    @cache
    def opened() -> ReviewStore:
        file = Path(request.review) if request.review else None
        return opening.open_store(
            request.old, request.new, file, author=request.author, language=language
        )[0]

    return opened
