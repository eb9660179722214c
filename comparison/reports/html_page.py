"""The comparison as one HTML file that opens from a disk, without a network and without a script.

The switch between side by side and unified, and the filters by kind, are plain form fields and
style rules: they work in every browser and where scripts are forbidden, and nothing that a plan
holds can ever run.
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.page_rows import SIGNS, PageRow, RowPrinter, page_rows
from plandiff.comparison.reports.progress import Meter
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.section_paths import end_paths, places_of
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.summary.summary import make_digest
from plandiff.comparison.reports.summary.templates import render_template

_HIDDEN_AT_FIRST = frozenset({"unchanged", "formal", "renumbered"})
"""Kinds that a reader who looks for changes does not want before him."""


@cache
def _asset(name: str) -> str:
    return files("plandiff.comparison.reports").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset("page.html.jinja"))


def content_hash(text: str) -> str:
    """The source expression of a Content Security Policy that allows exactly this text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _by_row(lines: Iterable[TargetLine]) -> dict[str, list[TargetLine]]:
    found: defaultdict[str, list[TargetLine]] = defaultdict(list)
    for line in lines:
        found[line.change.row].append(line)
    return found


def _filters(rows: Iterable[PageRow]) -> list[tuple[str, str, int, bool]]:
    """Category, sign, count and whether it is shown at first, for the categories there are."""
    rows = tuple(rows)
    counts = {name: sum(row.category == name for row in rows) for name in SIGNS}
    present = [name for name in SIGNS if counts[name]]
    all_hidden = all(name in _HIDDEN_AT_FIRST for name in present)
    return [
        (name, SIGNS[name], counts[name], all_hidden or name not in _HIDDEN_AT_FIRST)
        for name in present
    ]


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The page as UTF-8."""
    if options.template is not None:
        meter.begin(passes=1)
        return render_template(comparison, options, meter, autoescape=True)
    labels = labels_for(options.language)
    places = places_of(comparison)
    meter.begin(passes=2)
    digest = make_digest(comparison, options, meter)
    paths = end_paths(comparison, places)
    printer = RowPrinter(options, labels, places, paths, _by_row(digest.targets))
    rows = tuple(meter.each(page_rows(comparison, printer)))
    style = _asset("page.css")
    page = _template().render(
        digest=digest,
        rows=rows,
        filters=_filters(rows),
        label=labels.__call__,
        language="zh-CN" if labels.language == "zh" else "en",
        style=style,
        style_hash=content_hash(style),
        shown={row.id for row in rows},
    )
    meter.end_pass()
    return page.encode("utf-8", errors="replace")
