"""Reports made from a comparison: `render` returns bytes, `FORMATS` lists the formats.

The names are loaded lazily: a caller that needs one report, or only `visible`, does not import
every renderer.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plandiff.comparison.reports.options import (
        FIXED_DATE,
        Preset,
        Progress,
        ReportOptions,
        Review,
        ReviewMark,
        ReviewNote,
        Show,
    )
    from plandiff.comparison.reports.registry import FORMATS, Format, format_of_suffix, render
    from plandiff.comparison.reports.shared.json_values import comparison_to_dict, plan_to_dict

__all__ = [
    "FIXED_DATE",
    "FORMATS",
    "Format",
    "Preset",
    "Progress",
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

_HOMES = {
    **dict.fromkeys(
        (
            "FIXED_DATE",
            "Preset",
            "Progress",
            "ReportOptions",
            "Review",
            "ReviewMark",
            "ReviewNote",
            "Show",
        ),
        "options",
    ),
    **dict.fromkeys(("FORMATS", "Format", "format_of_suffix", "render"), "registry"),
    **dict.fromkeys(("comparison_to_dict", "plan_to_dict"), "shared.json_values"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
