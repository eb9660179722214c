"""The docx report: a comparison table, a form for comments or a redline, by the options."""

from typing import TYPE_CHECKING

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    from plandiff.comparison.reports.word import consult, redline, table, word_copy
else:
    consult = LazyModule("plandiff.comparison.reports.word.consult")
    redline = LazyModule("plandiff.comparison.reports.word.redline")
    table = LazyModule("plandiff.comparison.reports.word.table")
    word_copy = LazyModule("plandiff.comparison.reports.word.word_copy")


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the document as bytes; python-docx is imported only when this is called."""
    if options.consult:
        return consult.render(comparison, options, meter)
    if options.table:
        return table.render(comparison, options, meter)
    if options.originals is not None:
        return word_copy.render(comparison, options.originals, options, meter)
    return redline.render(comparison, options, meter)
