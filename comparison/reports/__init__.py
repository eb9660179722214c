"""Reports made from a comparison: `render` gives bytes, `FORMATS` names what there is."""

from comparison.reports.comparison_json import comparison_to_dict
from comparison.reports.options import FIXED_DATE, Preset, ReportOptions, Show
from comparison.reports.plan_json import plan_to_dict
from comparison.reports.registry import FORMATS, Format, format_of_suffix, render
from comparison.reports.review import Review, ReviewMark, ReviewNote

__all__ = [
    "FIXED_DATE",
    "FORMATS",
    "Format",
    "Preset",
    "ReportOptions",
    "Review",
    "ReviewMark",
    "ReviewNote",
    "Show",
    "comparison_to_dict",
    "format_of_suffix",
    "plan_to_dict",
    "render",
]
