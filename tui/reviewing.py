"""From the command line to the review app: what the app is given, and how it asks for plans."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plandiff.corpus.errors import PlandiffError
from plandiff.tui.context import Export, ReviewContext
from plandiff.tui.error_words import in_language, sentence
from plandiff.tui.settings import load_settings
from plandiff.tui.work.apart import Heard, Work, begin
from plandiff.tui.work.comparing import compare_with_pins, comparison_of
from plandiff.tui.work.output import write_atomically

if TYPE_CHECKING:  # the frame is drawn before anything of the core is loaded
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.corpus.model import Plan
    from plandiff.tui.review.protocol import ReviewStore
    from plandiff.tui.work.writing import Writing

_TABLE = "docx-table"


def review_pair(asked: argparse.Namespace, language: str) -> int:
    """Open the app on the two plans of the arguments; gives the status of the process."""
    # A key is painted at once, not at the next sixtieth of a second.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    load = _loader(asked)  # first of all: it reads and compares while textual is loaded
    from plandiff.tui.app import run_review  # noqa: PLC0415 - here and nowhere earlier

    gc.enable()  # a session may last for hours
    return run_review(load, _context(asked, language))


def pick_and_review(asked: argparse.Namespace, language: str) -> int:
    """Let the reader choose two plans, then open the app on them.

    Where the two cannot be read or compared, the reader is told why and may choose again.
    """
    from plandiff.tui.app import run_picker  # noqa: PLC0415

    said = ""
    while chosen := run_picker(_context(asked, language), said):
        asked.old, asked.new = chosen
        try:
            return review_pair(asked, language)
        except PlandiffError as error:
            said = sentence(error, language)
    return 0


def _context(asked: argparse.Namespace, language: str) -> ReviewContext:
    settings, warnings = load_settings()
    if asked.lang is None and settings.language != "auto":
        language = settings.language
    if asked.no_mouse:
        settings = replace(settings, mouse=False)
    open_store = _opener(asked, language)
    return ReviewContext(
        old_name=Path(asked.old or "").name,
        new_name=Path(asked.new or "").name,
        old_path=_path(asked.old),
        new_path=_path(asked.new),
        language=language,
        settings=settings,
        warnings=tuple(in_language(warning, language) for warning in warnings),
        open_store=open_store,
        export=_export(asked, language, open_store),
        formats=_formats,
        compare_again=_again(asked),
        watch=asked.watch,
    )


def _formats() -> tuple[tuple[str, str], ...]:
    """What the app offers for export; first the comparison table, the idiom of the field."""
    from plandiff.comparison.reports.registry import FORMATS  # noqa: PLC0415 - when something is exported

    return ((_TABLE, ".docx"), *((form.name, form.suffix) for form in FORMATS.values()))


def _path(name: str | None) -> Path | None:
    return None if name in (None, "-") else Path(str(name))


def _loader(asked: argparse.Namespace) -> Callable[[], Comparison]:
    """Reads and compares in a process of its own, which has begun for the first time already."""
    begun = [begin(comparison_of, asked)]

    def load() -> Comparison:
        work = begun.pop() if begun else begin(comparison_of, asked)
        return work.answer()

    return load


def _again(asked: argparse.Namespace) -> Callable[[Plan, Plan, tuple[Pin, ...]], Comparison]:
    return lambda old, new, pins: begin(compare_with_pins, old, new, asked, pins).answer()


def _export(
    asked: argparse.Namespace, language: str, open_store: Callable[[], ReviewStore]
) -> Export:
    def export(result: Comparison, path: Path, format_name: str) -> Writing:
        # Reports and the store are loaded when something is exported, not before the first paint.
        from plandiff.tui.review.reporting import review_of  # noqa: PLC0415
        from plandiff.tui.work.reporting import render_apart, report_options  # noqa: PLC0415
        from plandiff.tui.work.writing import Writing  # noqa: PLC0415

        review = review_of(open_store(), result, language)
        options = replace(
            report_options(asked, language),
            review=review,
            table=asked.table or format_name == _TABLE,
        )
        name = "docx" if format_name == _TABLE else format_name
        work: Work[bytes] = Work()

        def write(heard: Heard) -> None:
            work.ask(render_apart, result, name, options)
            write_atomically(path, work.answer(heard), overwrite=True)

        return Writing(path, write, work.stop)

    return export


def _opener(asked: argparse.Namespace, language: str) -> Callable[[], ReviewStore]:
    """Opens the store of the reader's marks and notes at the first call; the same one afterwards.

    What went wrong when it was opened stands in the store's ``trouble``.
    """

    @cache
    def opened() -> ReviewStore:
        from plandiff.tui.review.store import open_store  # noqa: PLC0415 - sqlite, after the first paint

        file = Path(asked.review) if asked.review else None
        return open_store(asked.old, asked.new, file, author=asked.author, language=language)[0]

    return opened
