"""Every format that a comparison can be written in, as one dictionary.

A renderer is imported when it is requested: importing the Word and Excel libraries takes longer
than a comparison.  The app asks for names of formats before its first paint, so that the rest is
imported when a report is rendered, too.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from plandiff.corpus.errors import UsageError
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    from collections.abc import Callable

    from plandiff.comparison.model import Comparison
    from plandiff.comparison.reports import options as report_options
    from plandiff.comparison.reports.options import Meter, Progress, ReportOptions
    from plandiff.comparison.reports.shared import verification

    Renderer = Callable[[Comparison, ReportOptions, Meter], bytes]
else:
    report_options = LazyModule("plandiff.comparison.reports.options")
    verification = LazyModule("plandiff.comparison.reports.shared.verification")


class Format(Struct, frozen=True):
    """One format: the module of its renderer, and the properties that a shell needs."""

    name: str
    suffix: str
    binary: bool
    """Whether it must be written to a file, not to a terminal."""
    module: str
    function: str = "render"
    templated: bool = False
    """Whether a user's template can replace the built-in report."""

    @property
    def renderer(self) -> Renderer:
        """Import and return the function that renders the format."""
        return cast("Renderer", getattr(import_module(self.module), self.function))


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("text", ".txt", False, "plandiff.comparison.reports.text.report", templated=True),
        Format("md", ".md", False, "plandiff.comparison.reports.markdown_summary", templated=True),
        Format("html", ".html", False, "plandiff.comparison.reports.html_page", templated=True),
        Format("json", ".json", False, "plandiff.comparison.reports.json_data"),
        Format("csv", ".csv", False, "plandiff.comparison.reports.csv_table"),
        Format("prompt", ".prompt", False, "plandiff.comparison.reports.prompt"),
        Format("docx", ".docx", True, "plandiff.comparison.reports.word"),
        Format("xlsx", ".xlsx", True, "plandiff.comparison.reports.xlsx_workbook"),
    )
}


def format_of_suffix(suffix: str) -> Format:
    """The format of a file name's suffix; raises `UsageError` for an unknown suffix."""
    for form in FORMATS.values():
        if form.suffix == suffix.lower():
            return form
    known = " ".join(form.suffix for form in FORMATS.values())
    raise UsageError("suffix", suffix=suffix, known=known)


def render(
    comparison: Comparison,
    format_name: str,
    options: ReportOptions | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return the report as bytes that were read back; no file is written.

    ``progress`` is called in the caller's thread with the number of finished rows and the total;
    it may raise to cancel.  Raises `UnreadableReportError` if the finished report is damaged.
    """
    options = options or report_options.ReportOptions()
    form = FORMATS.get(format_name)
    if form is None:
        raise UsageError("format", name=format_name, known=" ".join(FORMATS))
    data = form.renderer(comparison, options, report_options.Meter(len(comparison.rows), progress))
    template = form.templated and options.template is not None
    source = options.originals.new if options.originals is not None else b""
    return verification.verified(data, format_name, template=template, source=source)
