"""The docx report: a comparison table or a redline, as the options ask."""

from comparison.model import Comparison
from comparison.reports.options import ReportOptions


def render(comparison: Comparison, options: ReportOptions) -> bytes:
    """The document; python-docx is loaded here and not before."""
    if options.table:
        from comparison.reports.docx_table import render as render_table  # noqa: PLC0415

        return render_table(comparison, options)
    from comparison.reports.docx_redline import render as render_redline  # noqa: PLC0415

    return render_redline(comparison, options)
