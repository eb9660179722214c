"""The docx report: a comparison table or a redline, as the options ask."""

from comparison.model import Comparison
from comparison.reports.options import ReportOptions
from comparison.reports.progress import Meter


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The document; python-docx is loaded here and not before."""
    if options.table:
        from comparison.reports.docx_table import render as render_table  # noqa: PLC0415

        return render_table(comparison, options, meter)
    from comparison.reports.docx_redline import render as render_redline  # noqa: PLC0415

    return render_redline(comparison, options, meter)
