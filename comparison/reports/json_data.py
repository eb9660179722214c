"""The json report: the contract, as bytes."""

from dataclasses import asdict, replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions, Review
from plandiff.comparison.reports.shared.json_values import comparison_to_dict, to_json_bytes
from plandiff.comparison.reports.shared.selection import selected_row_ids


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The comparison, or the part of it that the options ask for."""
    chosen = selected_row_ids(comparison, options)
    meter.begin(passes=1)
    document = comparison_to_dict(comparison, options.language, chosen)
    review = replace(options.review, form=None)
    if review != Review():
        document["review"] = asdict(review)
        del document["review"]["form"]
    data = to_json_bytes(document)
    meter.end_pass()
    return data
