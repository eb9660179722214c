"""Refuses options that would change nothing in what a command prints, writes or opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plandiff.corpus.errors import UsageError
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:  # the app is opened before anything of the core is loaded
    from collections.abc import Collection, Mapping

    from plandiff.comparison.reports import options as report_options
    from plandiff.comparison.reports import registry
    from plandiff.tui.request import Request
else:
    report_options = LazyModule("plandiff.comparison.reports.options")
    registry = LazyModule("plandiff.comparison.reports.registry")

_FILES = "-o FILE"
"""Stands among the formats for any file that is written."""
_TABLES = ("docx --table", "docx --consult")
_WORD = ("docx", *_TABLES)
_LISTS = ("text", "md", "html", "json", "csv", "xlsx", *_TABLES)
_USED_BY = {
    "--table": ("docx --table",),
    "--consult": ("docx --consult",),
    "--details": ("xlsx",),
    "--preset": _TABLES,
    "--native-moves": ("docx",),
    "--only": _LISTS,
    "--top": ("text", "md", "html", "xlsx", "docx --table"),
    "--budget": ("prompt",),
    "--reviewed": _LISTS,
    "--context": ("text", "md", "html", *_TABLES),
    "--short": ("text", "md"),
    "--full": ("text", "md"),
    "--rows": ("csv",),
    "--author": (*_WORD, "xlsx"),
    "--date": (*_WORD, "xlsx"),
    "--width": ("text",),
    "--force": (_FILES,),
}
"""The formats of a comparison that each option affects; plain ``docx`` means a redline."""
_COVERAGE_USED_BY = {
    "--author": ("docx", "xlsx"),
    "--date": ("docx", "xlsx"),
    "--width": ("text",),
    "--force": (_FILES,),
}


def refuse_idle_options(request: Request, forms: Collection[str], *, is_printed: bool) -> None:
    """Raise `UsageError` for an option of a comparison that affects none of the formats.

    ``is_printed``: one of the formats goes to standard output.
    """
    reporting = request.reporting
    kind = " --table" if reporting.table else " --consult" if reporting.consult else ""
    written = {f"{form}{kind}" if form == "docx" else form for form in forms}
    # Set by `plandiff targets` itself.
    of_targets = reporting.only == ("targets",) and reporting.table
    asked: dict[str, object] = {
        "--table": reporting.table and not of_targets,
        "--consult": reporting.consult,
        "--details": reporting.details,
        "--preset": reporting.preset != report_options.Preset.CN,
        "--native-moves": reporting.native_moves,
        "--only": reporting.only and not of_targets,
        "--top": reporting.top is not None,
        "--budget": reporting.budget is not None,
        "--reviewed": reporting.reviewed,
        "--context": reporting.context is not None,
        "--short": reporting.short,
        "--full": reporting.full,
        "--rows": reporting.rows,
    }
    refuse_both("--table", "--consult", asked)
    refuse_both("--short", "--full", asked)
    if reporting.output:
        written.add(_FILES)
    _refuse_unused(_USED_BY, asked | _shared(request), written)
    _refuse_colour(request, is_printed=is_printed and _prints_text(request))
    refuse_app_options(request)


def refuse_in_coverage(request: Request) -> None:
    """Raise `UsageError` for an option of a coverage that affects nothing that is written."""
    reporting = request.reporting
    written = _written_forms(reporting.output)
    is_printed = bool(reporting.format) or not (reporting.output or request.diffusion)
    if is_printed:
        written.add(reporting.format or "text")
    if reporting.output or request.diffusion:
        written.add(_FILES)
    _refuse_unused(_COVERAGE_USED_BY, _shared(request), written)
    _refuse_colour(request, is_printed=is_printed and _prints_text(request))
    refuse_app_options(request)


def refuse_in_list(request: Request, *, opens_app: bool, charts: bool) -> None:
    """Raise `UsageError` for an option of a command that lists something.

    ``opens_app``: ``--app`` was given; ``charts``: ``--charts`` was, which only text lacks.
    """
    reporting = request.reporting
    asked = {
        "--app": opens_app,
        "-o": reporting.output,
        "--format": reporting.format,
        "--charts": charts,
        "--force": reporting.force,
    }
    for option in ("-o", "--format", "--charts"):
        refuse_both("--app", option, asked)
    written = _written_forms(reporting.output)
    written |= {_FILES} if reporting.output else set()
    if reporting.format or not reporting.output:
        written.add(reporting.format or "text")
    _refuse_unused({"--charts": ("text",), "--force": (_FILES,)}, asked, written)


def refuse_in_show(request: Request, *, removed: bool) -> None:
    """Raise `UsageError` for an option of one plan that its JSON or its full text ignores."""
    reporting = request.reporting
    asked = {
        "--format json": reporting.format == "json",
        "--full": reporting.full,
        "--removed": removed,
        "--width": reporting.width is not None,
        "--color": reporting.color != "auto",
    }
    for option in ("--full", "--removed", "--width", "--color"):
        refuse_both("--format json", option, asked)
    for option in ("--removed", "--width", "--color"):
        refuse_both("--full", option, asked)


def refuse_in_app(request: Request) -> None:
    """Raise `UsageError` for an option that the app ignores; it exports with all the others."""
    asked = {
        "--force": request.reporting.force,
        "--color": request.reporting.color != "auto",
        "--full": request.reporting.full,
        "--exit-code": request.comparing.exit_code,
    }
    _refuse_given(asked, "option-not-app")


def refuse_in_matrix(request: Request) -> None:
    """Raise `UsageError` for an option that the app on a coverage ignores: it writes no files."""
    asked = _shared(request) | {"--color": request.reporting.color != "auto"}
    _refuse_given(asked, "option-not-app")


def refuse_app_options(request: Request) -> None:
    """Raise `UsageError` for an option of the app where the app is not opened."""
    asked = {"--watch": request.app.watch, "--no-mouse": request.app.no_mouse}
    _refuse_given(asked, "option-app")


def refuse_both(one: str, other: str, asked: Mapping[str, object]) -> None:
    """Raise `UsageError` if both options were given, of which one would have no effect."""
    if asked.get(one) and asked.get(other):
        raise UsageError("not-both", one=one, other=other)


def _shared(request: Request) -> dict[str, object]:
    return {
        "--author": request.author is not None,
        "--date": request.reporting.date is not None,
        "--width": request.reporting.width is not None,
        "--force": request.reporting.force,
    }


def _written_forms(names: Collection[str]) -> set[str]:
    return {registry.format_of_suffix(Path(name).suffix).name for name in names}


def _prints_text(request: Request) -> bool:
    return request.reporting.format in {None, "text"}


def _refuse_colour(request: Request, *, is_printed: bool) -> None:
    if request.reporting.color != "auto" and not is_printed:
        raise UsageError("option-format", option="--color", known="text")


def _refuse_unused(
    used_by: Mapping[str, tuple[str, ...]], asked: Mapping[str, object], written: Collection[str]
) -> None:
    for option, known in used_by.items():
        if asked.get(option) and set(written).isdisjoint(known):
            names = [name for name in known if not name.endswith(option)] or ["docx"]
            raise UsageError("option-format", option=option, known=", ".join(names))


def _refuse_given(asked: Mapping[str, object], reason: str) -> None:
    for option, given in asked.items():
        if given:
            raise UsageError(reason, option=option)
