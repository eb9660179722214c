"""A coverage as text for a terminal or a file, and as Markdown."""

from collections.abc import Iterable, Iterator

from plandiff.comparison.across.coverage.model import Addressee, Coverage, Demand, Status
from plandiff.comparison.reports.coverage.table import Cell, CoverageTable, percent
from plandiff.comparison.reports.coverage.table import Line as Requirement
from plandiff.comparison.reports.markdown_summary import escape
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.labels import heading_number
from plandiff.comparison.reports.text.lines import (
    DELETE,
    HEADING,
    INSERT,
    LOWERED,
    MUTED,
    NOTE,
    PLACE,
    PLAIN,
    RAISED,
    TITLE,
    Line,
    laid,
    styled,
)
from plandiff.corpus.text.width import cell_width

_GROUPS = ("gaps", "partly", "less", "more")


def render_text(coverage: Coverage, options: ReportOptions) -> bytes:
    """Render as text: head, results by plan, gaps, partial, weaker, stronger, additions."""
    table = CoverageTable(coverage, options.language)
    lines = (styled(line, color=options.color) for line in _lines(table, options.width))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _lines(table: CoverageTable, width: int) -> Iterator[Line]:
    yield [(table.title, TITLE)]
    yield []
    for label, text in table.head():
        yield from laid([(f"{label}  ", HEADING), (text, PLAIN)], width, "", "    ")
    yield []
    for standing in table.standings:
        yield from laid([(standing.name, PLACE)], width, "", "  ")
        yield from laid([(table.standing_words(standing), PLAIN)], width, "  ", "  ")
    number = 0
    for group in _GROUPS:
        found = [
            line for line in table.lines if any(_is_in(group, line, cell) for cell in line.cells)
        ]
        if found:
            yield from _heading(
                table, number, table.words(f"coverage.group.{group}", count=len(found))
            )
            number += 1
            for line in found:
                yield from _requirement(table, line, group, width)
    if table.additions:
        title = table.words("coverage.group.additions", count=len(table.additions))
        yield from _heading(table, number, title)
        yield from _additions(table, width)


def _is_in(group: str, line: Requirement, cell: Cell) -> bool:
    """Whether a group lists an answer; a requirement that is not owed has no partial answers."""
    answer, is_owed = cell.answer, line.requirement.addressee is Addressee.LOWER
    return {
        "gaps": cell.gap,
        "partly": is_owed and answer.status is Status.PARTLY,
        "less": answer.demand is Demand.LESS,
        "more": answer.demand is Demand.MORE,
    }[group]


def _heading(table: CoverageTable, number: int, title: str) -> Iterator[Line]:
    yield []
    yield [(f"{heading_number(number, table.words)}{title}", HEADING)]


def _requirement(table: CoverageTable, line: Requirement, group: str, width: int) -> Iterator[Line]:
    number = f"{line.number}. "
    indent = " " * (cell_width(number) + 2)
    yield from laid([(line.quote, PLAIN)], width, f"  {number}", indent)
    yield from laid([(line.place, MUTED)], width, indent, indent)
    if spread := table.spread(line):
        yield from laid([(spread, MUTED)], width, indent, indent)
    for cell, name in zip(line.cells, table.names, strict=True):
        if not _is_in(group, line, cell):
            continue
        named: Line = [(name, NOTE), ("  ", PLAIN)] if len(line.cells) > 1 else []
        style = DELETE if cell.gap else PLAIN
        style = {"less": LOWERED, "more": RAISED}.get(group, style)
        yield from laid([*named, (cell.brief, style)], width, indent, f"{indent}  ")
        for quote, place in zip(cell.quotes, cell.places, strict=True):
            yield from laid(
                [("→ ", MUTED), (quote, PLAIN), (f"  {place}", MUTED)], width, indent, f"{indent}  "
            )


def _additions(table: CoverageTable, width: int) -> Iterator[Line]:
    for local, name in enumerate(table.names):
        own = [added for added in table.additions if added.local == local]
        if own and len(table.names) > 1:
            yield from laid([(name, NOTE)], width, "  ", "    ")
        for added in own:
            parts: Line = [("+ ", MUTED), (added.quote, INSERT), (f"  {added.place}", MUTED)]
            yield from laid(parts, width, "  ", "    ")


def render_markdown(coverage: Coverage, options: ReportOptions) -> bytes:
    """Render as Markdown: head, results by plan, requirements (gaps first), chapters, additions."""
    table = CoverageTable(coverage, options.language)
    return ("\n".join(_markdown_lines(table)) + "\n").encode("utf-8", "replace")


def _markdown_lines(table: CoverageTable) -> Iterator[str]:
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
            *((words["coverage.column.spread"],) if len(table.names) > 1 else ()),
            *table.names,
        ),
        (
            (
                str(line.number),
                line.quote,
                line.addressee,
                *((table.spread(line),) if len(line.cells) > 1 else ()),
                *(cell.brief for cell in line.cells),
            )
            for line in table.lines
        ),
    )
    if len(table.names) > 1:
        yield ""
        yield f"## {words['coverage.part.chapters']}"
        yield ""
        yield from _table(
            (words["coverage.column.chapter"], *table.names),
            ((one.name, *map(percent, one.copied)) for one in table.chapters),
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
