"""What each command does: read, compare, write; the app where a person sits at the terminal."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from plandiff.corpus.errors import UsageError
from plandiff.tui.command_line import arguments as options_of
from plandiff.tui.command_line.arguments import without_language
from plandiff.tui.command_line.exit_codes import ExitCode
from plandiff.tui.talk import complain
from plandiff.tui.work.comparing import comparison_of, read
from plandiff.tui.work.output import print_bytes, terminal_width, wants_colour

if TYPE_CHECKING:  # the app opens before it is loaded
    from plandiff.comparison.model import Comparison


def compare(words: list[str], language: str) -> int:
    """``plandiff OLD NEW``; without plans, on a terminal, the app asks for them."""
    asked = options_of.compare_parser(language).parse_args(words)
    if asked.old is None and _opens_app(asked):
        from plandiff.tui.reviewing import pick_and_review  # noqa: PLC0415

        return pick_and_review(asked, language)
    if asked.new is None:
        raise UsageError("two plans are needed: plandiff OLD NEW; see plandiff --help")
    return _compare(asked, language)


def demo(words: list[str], language: str) -> int:
    """``plandiff demo``: the sample plans."""
    from plandiff.corpus.samples import sample_paths  # noqa: PLC0415

    asked = options_of.demo_parser(language).parse_args(words)
    asked.old, asked.new = (str(path) for path in sample_paths())
    return _compare(asked, language)


def show(words: list[str], language: str) -> int:
    """``plandiff show PLAN``: one plan as it was read."""
    asked = options_of.show_parser(language).parse_args(words)
    plan = read(asked.plan, asked)
    if asked.format == "json":
        from plandiff.comparison.reports.plan_json import render_plan  # noqa: PLC0415

        print_bytes(render_plan(plan))
        return ExitCode.DONE
    from plandiff.tui.command_line.outline_text import outline_text  # noqa: PLC0415

    text = outline_text(
        plan,
        language=language,
        width=asked.width or terminal_width(),
        colour=wants_colour(asked.color, os.environ),
        removed=asked.removed,
    )
    print_bytes(text.encode("utf-8", "replace"))
    return ExitCode.DONE


def targets(words: list[str], language: str) -> int:
    """``plandiff targets OLD NEW``: the table of changed targets."""
    from plandiff.tui.work.reporting import check_formats, print_report  # noqa: PLC0415

    asked = options_of.targets_parser(language).parse_args(words)
    check_formats(asked)
    result = comparison_of(asked)
    print_report(result, asked, language)
    return _status(result, asked)


def review(words: list[str], language: str) -> int:
    """``plandiff review list|show|clear|export|import|merge``: saved reviews."""
    from plandiff.tui.command_line.review_commands import run  # noqa: PLC0415

    return run(without_language(words), language)


def config(words: list[str], language: str) -> int:
    """``plandiff config``: the settings in force and what is wrong with them."""
    from plandiff.tui.settings import load_settings  # noqa: PLC0415

    asked = options_of.config_parser(language).parse_args(words)
    settings, warnings = load_settings()
    if not asked.check:
        from plandiff.tui.command_line.settings_text import settings_text  # noqa: PLC0415

        print_bytes(settings_text(settings, language).encode("utf-8", "replace"))
    for warning in warnings:
        from plandiff.tui.error_words import in_language  # noqa: PLC0415 - where something went wrong

        complain(in_language(warning, language))
    return ExitCode.FAILED if warnings else ExitCode.DONE


def _compare(asked: argparse.Namespace, language: str) -> int:
    """Open the app, or write what was asked for; what cannot be is told before any work is done."""
    if _opens_app(asked):
        from plandiff.tui.reviewing import review_pair  # noqa: PLC0415

        return review_pair(asked, language)
    from plandiff.tui.work.reporting import check_formats, print_report, write_reports  # noqa: PLC0415

    check_formats(asked)
    result = comparison_of(asked)
    write_reports(result, asked, language)
    if asked.format or not asked.output:
        print_report(result, asked, language)
    return _status(result, asked)


def _opens_app(asked: argparse.Namespace) -> bool:
    wanted = not (asked.no_tui or asked.format or asked.output)
    return wanted and options_of.on_terminal() and os.environ.get("TERM", "dumb") != "dumb"


def _status(result: Comparison, asked: argparse.Namespace) -> ExitCode:
    differs = asked.exit_code and result.differs_in_substance
    return ExitCode.DIFFERENT if differs else ExitCode.DONE
