"""A coverage as one HTML file that opens from disk, without a network and without a script."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from plandiff.comparison.across.coverage.model import Coverage
from plandiff.comparison.reports.coverage.table import CoverageTable, percent
from plandiff.comparison.reports.html_page import content_hash
from plandiff.comparison.reports.options import ReportOptions

_ASSETS = "plandiff.comparison.reports.assets"


def render_html(coverage: Coverage, options: ReportOptions) -> bytes:
    """Render the page: results by plan, all requirements with gaps first, chapters, additions."""
    table = CoverageTable(coverage, options.language)
    style = files(_ASSETS).joinpath("coverage.css").read_text("utf-8")
    text = _template().render(
        table=table,
        label=table.words.__call__,
        language="zh-CN" if table.words.language == "zh" else "en",
        percent=percent,
        style=style,
        style_hash=content_hash(style),
    )
    return text.encode("utf-8", "replace")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files(_ASSETS).joinpath("coverage.html.jinja").read_text("utf-8")
    return environment.from_string(source)
