"""The summary as text: in full, or in short for a screen or two."""

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import styles
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.progress import Meter
from plandiff.comparison.reports.summary.summary import make_digest
from plandiff.comparison.reports.summary.templates import render_template
from plandiff.comparison.reports.text.brief import brief_lines
from plandiff.comparison.reports.text.report import summary_lines


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The summary as UTF-8 text; with ANSI styles where ``options.color`` asks for them."""
    meter.begin(passes=1)
    if options.template is not None:
        return render_template(comparison, options, meter)
    digest = make_digest(comparison, options, meter)
    lines = (
        brief_lines(comparison, digest, options)
        if options.short
        else summary_lines(digest, options)
    )
    text = "\n".join(styles.styled(line, color=options.color).rstrip() for line in lines)
    return f"{text}\n".encode("utf-8", errors="replace")
