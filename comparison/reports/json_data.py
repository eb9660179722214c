"""The json report as bytes, and the schemas of all documents written as JSON."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from msgspec import to_builtins
from msgspec.structs import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions, Review
from plandiff.comparison.reports.shared.json_values import comparison_to_dict, to_json_bytes
from plandiff.comparison.reports.shared.selection import selected_row_ids
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    from importlib import resources
else:
    resources = LazyModule("importlib.resources")


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the comparison, or the part of it that the options select, as JSON."""
    chosen = selected_row_ids(comparison, options)
    meter.begin(passes=1)
    document = comparison_to_dict(comparison, options.language, chosen)
    review = replace(options.review, form=None)
    if review != Review():
        document["review"] = to_builtins(review)
        del document["review"]["form"]
    data = to_json_bytes(document)
    meter.end_pass()
    return data


@cache
def _definitions() -> dict[str, Any]:
    text = (
        resources.files("plandiff.comparison.reports")
        .joinpath("assets", "schemas.json")
        .read_text("utf-8")
    )
    return cast("dict[str, Any]", json.loads(text))


def schema_names() -> tuple[str, ...]:
    """Names of the documents that plandiff writes as JSON, as `schema_of` takes them."""
    return tuple(name for name, found in _definitions()["$defs"].items() if "title" in found)


def schema_of(name: str) -> dict[str, Any]:
    """The self-contained JSON Schema (2020-12) of a document; KeyError for an unknown name."""
    every = _definitions()["$defs"]
    if name not in schema_names():
        raise KeyError(name)
    needed, found = {name}, [name]
    while found:
        text = json.dumps(every[found.pop()])
        more = {other for other in every if f'"#/$defs/{other}"' in text} - needed
        needed |= more
        found += more
    definitions = {other: every[other] for other in every if other in needed}
    return {
        "$schema": _definitions()["$schema"],
        "title": every[name]["title"],
        "$ref": f"#/$defs/{name}",
        "$defs": definitions,
    }
