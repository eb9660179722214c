"""Every format that a coverage can be written in.

A renderer is imported when it is requested, like the renderers of comparisons.
"""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from plandiff.comparison.across.coverage.model import Coverage
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.registry import Format
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.errors import UsageError

_HERE = "plandiff.comparison.reports.coverage"

COVERAGE_FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("text", ".txt", False, f"{_HERE}.text", "render_text"),
        Format("md", ".md", False, f"{_HERE}.text", "render_markdown"),
        Format("html", ".html", False, f"{_HERE}.page", "render_html"),
        Format("json", ".json", False, f"{_HERE}.data", "render_json"),
        Format("csv", ".csv", False, f"{_HERE}.data", "render_csv"),
        Format("docx", ".docx", True, f"{_HERE}.word", "render_docx"),
        Format("xlsx", ".xlsx", True, f"{_HERE}.sheet", "render_xlsx"),
    )
}


def render_coverage(
    coverage: Coverage, format_name: str, options: ReportOptions | None = None
) -> bytes:
    """The report as bytes; no file is written.  Raises `UsageError` for an unknown format."""
    form = COVERAGE_FORMATS.get(format_name)
    if form is None:
        raise UsageError("format", name=format_name, known=" ".join(COVERAGE_FORMATS))
    renderer = cast(
        "Callable[[Coverage, ReportOptions], bytes]",
        getattr(import_module(form.module), form.function),
    )
    return verified(renderer(coverage, options or ReportOptions()), format_name)
