"""The implementation of each command: read, compare, write; on a terminal the app opens."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus.errors import UsageError, sentence
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locales import Words
from plandiff.tui.command_line import arguments as options_of
from plandiff.tui.command_line.arguments import without_language
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.request import Batch, Comparing, Interaction, Reading, Reporting, Request
from plandiff.tui.terminal.streams import print_error
from plandiff.tui.work.comparing import comparison_of, read
from plandiff.tui.work.output import (
    check_outputs,
    print_bytes,
    print_form,
    print_text,
    terminal_width,
    wants_colour,
    write_atomically,
)

if TYPE_CHECKING:  # the app opens before it is loaded
    from collections.abc import Callable, Iterable, Mapping

    from plandiff.comparison.across import series as editions
    from plandiff.comparison.across import three as three_plans
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.reports import (
        answers_table,
        plain_table,
        registry,
        series_table,
        three_table,
    )
    from plandiff.comparison.reports import options as report_options
    from plandiff.comparison.reports.shared import json_values
    from plandiff.corpus import packs, samples
    from plandiff.corpus.model import Pack
    from plandiff.tui import reviewing
    from plandiff.tui import settings as user_settings
    from plandiff.tui.command_line import (
        agents,
        git,
        library_commands,
        listings,
        many_plans,
        review_commands,
    )
    from plandiff.tui.command_line import completion as completions
    from plandiff.tui.screens import beside
    from plandiff.tui.work import answering, covering, idle_options, reporting
else:
    editions = LazyModule("plandiff.comparison.across.series")
    three_plans = LazyModule("plandiff.comparison.across.three")
    answers_table = LazyModule("plandiff.comparison.reports.answers_table")
    report_options = LazyModule("plandiff.comparison.reports.options")
    plain_table = LazyModule("plandiff.comparison.reports.plain_table")
    registry = LazyModule("plandiff.comparison.reports.registry")
    series_table = LazyModule("plandiff.comparison.reports.series_table")
    json_values = LazyModule("plandiff.comparison.reports.shared.json_values")
    three_table = LazyModule("plandiff.comparison.reports.three_table")
    packs = LazyModule("plandiff.corpus.packs")
    samples = LazyModule("plandiff.corpus.samples")
    agents = LazyModule("plandiff.tui.command_line.agents")
    completions = LazyModule("plandiff.tui.command_line.completion")
    git = LazyModule("plandiff.tui.command_line.git")
    library_commands = LazyModule("plandiff.tui.command_line.library_commands")
    listings = LazyModule("plandiff.tui.command_line.listings")
    many_plans = LazyModule("plandiff.tui.command_line.many_plans")
    review_commands = LazyModule("plandiff.tui.command_line.review_commands")
    reviewing = LazyModule("plandiff.tui.reviewing")
    user_settings = LazyModule("plandiff.tui.settings")
    beside = LazyModule("plandiff.tui.screens.beside")
    answering = LazyModule("plandiff.tui.work.answering")
    covering = LazyModule("plandiff.tui.work.covering")
    idle_options = LazyModule("plandiff.tui.work.idle_options")
    reporting = LazyModule("plandiff.tui.work.reporting")


def compare(words: list[str], language: str) -> int:
    """``plandiff OLD NEW``; on a terminal the app asks for missing plans, ``OLD`` or both."""
    asked = options_of.compare_parser(language).read(words)
    request = request_of(asked)
    if asked.new is None and _opens_app(request):
        idle_options.refuse_in_app(request)
        only = asked.old or ""  # a single plan is the new one
        return reviewing.pick_and_review(replace(request, old="", new=only), language)
    if asked.new is None:
        raise UsageError("two-plans")
    return _compare(request, language)


def demo(words: list[str], language: str) -> int:
    """``plandiff demo``: the sample plans."""
    asked = options_of.demo_parser(language).read(words)
    asked.old, asked.new = map(str, samples.sample_paths())
    return _compare(request_of(asked), language)


def serve(words: list[str], language: str) -> int:
    """``plandiff serve OLD NEW``: the app in a browser."""
    asked = options_of.serve_parser(language).read(words)
    request = request_of(asked)
    try:
        from plandiff.tui.work.serving import PlanServer, bind, is_local  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise UsageError("no-web", command="pip install 'plandiff[web]'") from error
    if "-" in (request.old, request.new):
        raise UsageError("serve-standard-input")
    for name in (request.old, request.new):
        read(name, request.reading)  # read errors are reported here, not in the browser
    host = asked.host or "127.0.0.1"
    server = PlanServer(
        _without_server_options(words),
        bind(host, asked.port or 0),
        (Path(request.old).name, Path(request.new).name),
    )
    server.texts = Words(language, "app")
    note = "serve.open" if is_local(host) else "serve.open_to_all"
    print_bytes(f"{server.texts(note, address=server.address)}\n".encode("utf-8", "replace"))
    server.run()
    return ExitCode.DONE


def _without_server_options(words: list[str]) -> list[str]:
    """The arguments without those of the server, for the command of the app."""
    kept, skipped = [], False
    for word in words:
        option, has_value, _ = word.partition("=")
        if skipped or option in options_of.SERVER_OPTIONS:
            skipped = not skipped and not has_value
        else:
            kept.append(word)
    return kept


def show(words: list[str], language: str) -> int:
    """``plandiff show PLAN``: one plan as parsed."""
    asked = options_of.show_parser(language).read(words)
    request = request_of(asked)
    idle_options.refuse_in_show(request, removed=asked.removed)
    plan = read(asked.plan, request.reading)
    if asked.format == "json":
        print_bytes(json_values.render_plan(plan))
        return ExitCode.DONE
    if asked.full:
        print_text(listings.full_text(plan, language).encode("utf-8", "replace"))
        return ExitCode.DONE
    text = listings.outline_text(
        plan,
        language=language,
        width=asked.width or terminal_width(),
        colour=wants_colour(asked.color, os.environ),
        removed=asked.removed,
    )
    print_text(text.encode("utf-8", "replace"))
    return ExitCode.DONE


def targets(words: list[str], language: str) -> int:
    """``plandiff targets OLD NEW``: the table of changed targets."""
    request = request_of(options_of.targets_parser(language).read(words))
    reporting.check_formats(request)
    result = comparison_of(request)
    reporting.write_reports(result, request, language)
    if request.reporting.format or not request.reporting.output:
        reporting.print_report(result, request, language)
    return _status(result, request)


def cover(words: list[str], language: str) -> int:
    """``plandiff cover SUPERIOR LOCAL [LOCAL …]``: coverage by local plans, and additions."""
    request = request_of(options_of.cover_parser(language).read(words))
    in_app = request.diffusion is None and _opens_app(request)
    if in_app:
        idle_options.refuse_in_matrix(request)
    covering.check_coverage(request, in_app=in_app)
    coverage = covering.coverage_of(request)
    if in_app:
        return reviewing.show_matrix(coverage, request, language)
    covering.report_coverage(coverage, request, language)
    return ExitCode.DONE


def tasks(words: list[str], language: str) -> int:
    """``plandiff tasks PLAN``: the tasks with owners and deadlines."""
    asked = options_of.tasks_parser(language).read(words)
    _refuse_idle(asked)
    plan = read(asked.plan, request_of(asked).reading)
    return _list(asked, (asked.plan,), language, lambda *how: plain_table.render_tasks(plan, *how))


def series(words: list[str], language: str) -> int:
    """``plandiff series PLAN PLAN …``: each indicator over the editions."""
    asked = options_of.series_parser(language).read(words)
    if len(asked.plans) < 2:
        raise UsageError("two-editions")
    _refuse_idle(asked)
    reading = request_of(asked).reading
    chained = editions.series([read(name, reading) for name in asked.plans])
    if asked.opens:
        return _show(beside.list_series(chained, language), asked, language)

    def render(form: str, options: report_options.ReportOptions) -> bytes:
        return series_table.render_series(chained, form, options, charts=asked.charts)

    return _list(asked, asked.plans, language, render)


def answers(words: list[str], language: str) -> int:
    """``plandiff answers OLD NEW --review FILE``: how the remarks on OLD were handled."""
    asked = options_of.answers_parser(language).read(words)
    _refuse_idle(asked)
    request = request_of(asked)
    found = answering.answers_of(request)
    if asked.opens:
        return _show(beside.list_answers(found, language), asked, language)
    inputs = (request.old, request.new, *([request.review] if request.review else []))
    return _list(asked, inputs, language, lambda *how: answers_table.render_answers(found, *how))


def three(words: list[str], language: str) -> int:
    """``plandiff three LAST PARENT DRAFT``: the origin of each clause of a draft."""
    asked = options_of.three_parser(language).read(words)
    names = (asked.last, asked.parent, asked.draft)
    if names.count("-") > 1:
        raise UsageError("one-standard-input")
    _refuse_idle(asked)
    reading = request_of(asked).reading
    last, parent, draft = (read(name, reading) for name in names)
    found = three_plans.three_way(last, parent, draft)
    if asked.opens:
        return _show(beside.list_three(found, language), asked, language)
    return _list(asked, names, language, lambda *how: three_table.render_three(found, *how))


def _show(listing: beside.Listing, asked: argparse.Namespace, language: str) -> int:
    """Open the app on a list."""
    return reviewing.show_listing(listing, request_of(asked), language)


def _refuse_idle(asked: argparse.Namespace) -> None:
    """Raise `UsageError` for an option of a list that would do nothing."""
    opens, charts = getattr(asked, "opens", False), getattr(asked, "charts", False)
    if opens and not options_of.on_terminal():
        raise UsageError("option-terminal", option="--app")
    idle_options.refuse_in_list(request_of(asked), opens_app=opens, charts=charts)


def _list(
    asked: argparse.Namespace,
    plans: Iterable[str],
    language: str,
    render: Callable[[str, report_options.ReportOptions], bytes],
) -> int:
    """Write one table to the requested files, or print it."""
    options = report_options.ReportOptions(language=language)
    check_outputs(asked.output, plans)
    for name in asked.output:
        data = render(registry.format_of_suffix(Path(name).suffix).name, options)
        write_atomically(Path(name), data, overwrite=asked.force)
    if asked.format or not asked.output:
        form = asked.format or "text"
        print_form(render(form, options), form)
    return ExitCode.DONE


def predecessor(words: list[str], language: str) -> int:
    """``plandiff predecessor NEW [FOLDER …]``: find the previous edition of a plan."""
    return many_plans.predecessor(words, language)


def batch(words: list[str], language: str) -> int:
    """``plandiff batch OLD_DIR NEW_DIR -o OUT``: compare many pairs."""
    return many_plans.batch(words, language)


def library(words: list[str], language: str) -> int:
    """``plandiff library add|list|find|remove``: the user's collection of plans."""
    return library_commands.run(without_language(words), language)


def review(words: list[str], language: str) -> int:
    """``plandiff review list|show|clear|export|import|merge``: saved reviews."""
    return review_commands.run(without_language(words), language)


def git_setup(words: list[str], language: str) -> int:
    """``plandiff git-setup``: let git show plans as text, and open them in the review app."""
    return git.git_setup(words, language)


def git_changes(words: list[str], language: str) -> int:
    """``plandiff git-changes BASE [HEAD]``: how the plans of a repository changed."""
    return git.git_changes(words, language)


def completion(words: list[str], language: str) -> int:
    """``plandiff completion SHELL``: a completion script, or the manual page."""
    return completions.completion(words, language)


def skill(words: list[str], language: str) -> int:
    """``plandiff skill``: a guide for a language model."""
    return agents.skill(words, language)


def schema(words: list[str], language: str) -> int:
    """``plandiff schema [NAME]``: the JSON Schema of a document."""
    return agents.schema(words, language)


def mcp(words: list[str], language: str) -> int:
    """``plandiff mcp [FOLDER …]``: a server for language models."""
    return agents.mcp(words, language)


def config(words: list[str], language: str) -> int:
    """``plandiff config``: the effective settings and their errors."""
    asked = options_of.config_parser(language).read(words)
    settings, warnings = user_settings.load_settings()
    if not asked.check:
        print_text(listings.settings_text(settings, language).encode("utf-8", "replace"))
    for warning in warnings:
        print_error(sentence(warning, language))
    return ExitCode.FAILED if warnings else ExitCode.DONE


def request_of(asked: argparse.Namespace) -> Request:
    """Convert the arguments to a typed request; options that a command lacks keep their defaults.

    No `argparse.Namespace` is passed further: its attributes have no types, and access to a
    missing one fails only at run time.
    """
    given = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in vars(asked).items()
        if value is not None
    }

    def named(part: type[Struct]) -> dict[str, Any]:
        return {name: given[name] for name in part.__struct_fields__ if name in given}

    return Request(
        **named(Request),
        reading=Reading(**named(Reading), packs=_packs(asked)),
        comparing=Comparing(**named(Comparing)),
        reporting=Reporting(**named(Reporting)),
        app=Interaction(**named(Interaction), served=_is_served(os.environ)),
        batch=Batch(**named(Batch)),
    )


def _is_served(environ: Mapping[str, str]) -> bool:
    """Whether the app runs in a browser: textual-serve starts it without a terminal."""
    return environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _packs(asked: argparse.Namespace) -> tuple[Pack, ...]:
    """The user's packs, if the command reads plans and may use them."""
    if getattr(asked, "no_packs", True):
        return ()
    folder = user_settings.settings_path().with_name("packs")
    if not folder.is_dir():
        return ()
    return packs.read_packs(folder)


def _compare(request: Request, language: str) -> int:
    """Open the app, or write the reports; invalid requests are reported before any work is done."""
    if _opens_app(request):
        idle_options.refuse_in_app(request)
        return reviewing.review_pair(request, language)
    reporting.check_formats(request)
    result = comparison_of(request)
    reporting.write_reports(result, request, language)
    if request.reporting.format or not request.reporting.output:
        reporting.print_report(result, request, language)
    return _status(result, request)


def _opens_app(request: Request) -> bool:
    wanted = not (request.app.no_tui or request.reporting.format or request.reporting.output)
    if wanted and request.app.served:
        return True
    return wanted and options_of.on_terminal() and os.environ.get("TERM", "dumb") != "dumb"


def _status(result: Comparison, request: Request) -> ExitCode:
    differs = request.comparing.exit_code and result.differs_in_substance
    return ExitCode.DIFFERENT if differs else ExitCode.DONE
