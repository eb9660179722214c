"""From the command line to the review app: what the app is given, and how it asks for plans."""

import argparse
import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from comparison.model import Comparison
from comparison.options import Pin
from comparison.reports.options import ReportOptions
from comparison.reports.registry import FORMATS, render
from tui.comparing import comparison_of
from tui.context import Export, ReviewContext
from tui.output import write_atomically
from tui.reporting import report_options
from tui.review.protocol import ReviewStore
from tui.settings import load_settings


def review_pair(asked: argparse.Namespace, language: str) -> int:
    """Open the app on the two plans of the arguments; gives the status of the process."""
    from tui.app import run_review  # noqa: PLC0415 - textual is loaded here and nowhere earlier

    gc.enable()  # a session may last for hours
    context = _context(asked, language)
    return run_review(lambda: comparison_of(asked), context)


def pick_and_review(asked: argparse.Namespace, language: str) -> int:
    """Let the reader choose two plans, then open the app on them."""
    from tui.app import run_picker  # noqa: PLC0415

    chosen = run_picker(_context(asked, language))
    if chosen is None:
        return 0
    asked.old, asked.new = map(str, chosen)
    return review_pair(asked, language)


def _context(asked: argparse.Namespace, language: str) -> ReviewContext:
    settings, warnings = load_settings()
    if asked.lang is None and settings.language != "auto":
        language = settings.language
    if asked.no_mouse:
        settings = replace(settings, mouse=False)
    store, store_warnings = _store(asked, language)
    return ReviewContext(
        old_name=Path(asked.old or "").name,
        new_name=Path(asked.new or "").name,
        old_path=_path(asked.old),
        new_path=_path(asked.new),
        language=language,
        settings=settings,
        warnings=(*warnings, *store_warnings),
        store=store,
        export=_export(report_options(asked, language), store),
        formats=tuple((form.name, form.suffix) for form in FORMATS.values()),
        compare_again=_again(asked),
        watch=asked.watch,
    )


def _path(name: str | None) -> Path | None:
    return None if name in (None, "-") else Path(str(name))


def _again(asked: argparse.Namespace) -> Callable[[tuple[Pin, ...]], Comparison]:
    return lambda pins: comparison_of(asked, pins)


def _export(options: ReportOptions, store: ReviewStore) -> Export:
    def export(result: Comparison, path: Path, format_name: str) -> None:
        from tui.review.reporting import review_of  # noqa: PLC0415 - when something is exported

        reviewed = replace(options, review=review_of(store, options.language))
        write_atomically(path, render(result, format_name, reviewed), overwrite=True)

    return export


def _store(asked: argparse.Namespace, language: str) -> tuple[ReviewStore, tuple[str, ...]]:
    """The store of the reader's marks and notes, and what went wrong when it was opened."""
    from tui.review.store import open_store  # noqa: PLC0415

    file = Path(asked.review) if asked.review else None
    return open_store(asked.old, asked.new, file, author=asked.author, language=language)
