"""The docx report: a comparison table, a form for comments or a redline, as the options ask."""

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The document; python-docx is loaded here and not before."""
    if options.consult:
        from plandiff.comparison.reports.word.consult import render as render_form  # noqa: PLC0415

        return render_form(comparison, options, meter)
    if options.table:
        from plandiff.comparison.reports.word.table import render as render_table  # noqa: PLC0415

        return render_table(comparison, options, meter)
    if options.originals is not None:
        from plandiff.comparison.reports.word.word_copy import render as render_copy  # noqa: PLC0415

        return render_copy(comparison, options.originals, options, meter)
    from plandiff.comparison.reports.word.redline import render as render_redline  # noqa: PLC0415

    return render_redline(comparison, options, meter)
