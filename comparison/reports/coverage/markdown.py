"""A coverage as Markdown tables."""

from collections.abc import Iterable, Iterator

from plandiff.comparison.across.coverage.model import Coverage
from plandiff.comparison.reports.coverage.table import CoverageTable
from plandiff.comparison.reports.markdown_summary import escape
from plandiff.comparison.reports.options import ReportOptions


def render_markdown(coverage: Coverage, options: ReportOptions) -> bytes:
    """Head, how each plan does, all requirements with gaps first, chapters, additions."""
    table = CoverageTable(coverage, options.language)
    return ("\n".join(_lines(table)) + "\n").encode("utf-8", "replace")


def _lines(table: CoverageTable) -> Iterator[str]:
    words = table.words
    yield f"# {escape(table.title)}"
    yield ""
    for label, text in table.head():
        yield f"- {label}: {escape(text)}"
    yield ""
    yield f"## {words['coverage.part.standings']}"
    yield ""
    yield from _table(
        (words["coverage.column.plan"], words["coverage.column.standing"]),
        ((one.name, table.standing_words(one)) for one in table.standings),
    )
    yield ""
    yield f"## {words['coverage.part.matrix']}"
    yield ""
    yield from _table(
        (
            words["coverage.column.number"],
            words["coverage.column.requirement"],
            words["coverage.column.addressee"],
            *table.names,
        ),
        (
            (str(line.number), line.quote, line.addressee, *(cell.brief for cell in line.cells))
            for line in table.lines
        ),
    )
    if table.additions:
        yield ""
        yield f"## {words('coverage.group.additions', count=len(table.additions))}"
        yield ""
        for added in table.additions:
            name = f"{table.names[added.local]} · " if len(table.names) > 1 else ""
            yield f"- {escape(added.quote)} ({escape(name + added.place)})"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    cells = list(head)
    yield f"| {' | '.join(map(escape, cells))} |"
    yield f"|{' --- |' * len(cells)}"
    for row in rows:
        yield f"| {' | '.join(map(escape, row))} |"
