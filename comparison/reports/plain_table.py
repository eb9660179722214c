"""A table of plain text in every format, for example the tasks of a plan."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from plandiff.comparison.reports.charts import (
    OFFICE_SIZE,
    Chart,
    add_chart_sheet,
    explicit,
    office_line_chart,
    svg,
    values_line,
)
from plandiff.comparison.reports.csv_table import inert
from plandiff.comparison.reports.markdown_summary import escape
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.json_values import (
    plan_to_dict,
    task_to_dict,
    to_json_bytes,
)
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at, fixed_zip
from plandiff.comparison.reports.shared.section_paths import SectionPaths, plan_name
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.errors import UsageError
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Plan
from plandiff.corpus.text.escape import visible, visible_line

if TYPE_CHECKING:
    import xlsxwriter

    from plandiff.comparison.reports import xlsx_workbook
    from plandiff.comparison.reports.word import native_chart, parts
else:
    native_chart = LazyModule("plandiff.comparison.reports.word.native_chart")
    parts = LazyModule("plandiff.comparison.reports.word.parts")
    xlsx_workbook = LazyModule("plandiff.comparison.reports.xlsx_workbook")
    xlsxwriter = LazyModule("xlsxwriter")

_PAGE = 14_500
"""Width of a table on landscape A4, in twentieths of a point."""
_NARROWEST = 760
"""Least width of a column, in the same: a head of two characters, or 9999."""
_HALF_POINTS = 19
_STYLE = (
    "body{font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:1.5rem;"
    "color-scheme:light dark}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #888;padding:.3rem .5rem;vertical-align:top;text-align:left}"
    "th{background:#8883}@media print{tr{break-inside:avoid}}"
)


class PlainTable(Struct, frozen=True):
    """The content of a table; texts may come from files and are escaped here."""

    title: str
    facts: tuple[str, ...]
    """Lines above the table."""
    columns: tuple[tuple[str, int], ...]
    """Head of each column, and its relative width in characters."""
    rows: tuple[tuple[str, ...], ...]
    language: str = "zh-CN"
    charts: tuple[Chart, ...] = ()
    """Shown below the table, or on a separate sheet; in HTML, Word and Excel only."""
    charts_title: str = ""
    more: "PlainTable | None" = None
    """Another table below this one, or on a separate sheet; CSV omits it."""


def render_table(table: PlainTable, form: str, options: ReportOptions) -> bytes:
    """Render the table in a format; raises `UsageError` for an unknown format."""
    renderers: dict[str, Callable[[PlainTable, ReportOptions], bytes]] = {
        "text": _text,
        "md": _markdown,
        "csv": _csv,
        "html": _html,
        "docx": _docx,
        "xlsx": _xlsx,
    }
    if form not in renderers:
        raise UsageError("format", name=form, known=" ".join(renderers))
    return verified(renderers[form](table, options), form)


def _text(table: PlainTable, _options: ReportOptions) -> bytes:
    """Print each row as its first cells, and below them the other cells with their column heads."""
    blocks = ("\n".join(_text_lines(one)) + "\n" for one in _all(table))
    return "\n".join(blocks).encode("utf-8", "replace")


def _all(table: PlainTable) -> Iterator[PlainTable]:
    """The table and the tables below it."""
    here: PlainTable | None = table
    while here is not None:
        yield here
        here = here.more


def _text_lines(table: PlainTable) -> Iterator[str]:
    yield visible_line(table.title)
    yield from (visible_line(fact) for fact in table.facts)
    heads = [visible_line(head) for head, _ in table.columns]
    for number, row in enumerate(table.rows, 1):
        texts = [visible_line(cell) for cell in row]
        begin = 1 if texts[0] == str(number) else 0
        yield ""
        yield f"{number:>3}. {texts[begin]}"
        for head, words in zip(heads[begin + 1 :], texts[begin + 1 :], strict=True):
            if words:
                yield f"     {head}  {words}"


def _markdown(table: PlainTable, _options: ReportOptions) -> bytes:
    blocks = ("\n".join(_markdown_lines(one)) + "\n" for one in _all(table))
    return "\n".join(blocks).encode("utf-8", "replace")


def _markdown_lines(table: PlainTable) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(escape(visible_line(cell)) for cell in cells) + " |"

    heads = [head for head, _ in table.columns]
    lines = [f"# {escape(visible_line(table.title))}", ""]
    lines += [part for fact in table.facts for part in (escape(visible_line(fact)), "")]
    return [*lines, line(heads), "|" + " --- |" * len(heads), *map(line, table.rows)]


def _csv(table: PlainTable, _options: ReportOptions) -> bytes:
    """Starts with a byte order mark, without which Excel does not assume UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([head for head, _ in table.columns])
    for row in table.rows:
        writer.writerow([inert(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", "replace")


def _html(table: PlainTable, _options: ReportOptions) -> bytes:
    title = escape_html(visible_line(table.title))
    page = (
        f'<!doctype html>\n<html lang="{table.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{''.join(map(_html_block, _all(table)))}</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _html_block(table: PlainTable) -> str:
    def cells(tag: str, row: Sequence[str]) -> str:
        cells = "".join(f"<{tag}>{escape_html(visible_line(cell))}</{tag}>" for cell in row)
        return f"<tr>{cells}</tr>\n"

    facts = "".join(f"<p>{escape_html(visible_line(fact))}</p>\n" for fact in table.facts)
    head = cells("th", [head for head, _ in table.columns])
    body = "".join(cells("td", row) for row in table.rows)
    drawn = (f"<h3>{escape_html(one.name)}</h3>\n{svg(one)}\n" for one in table.charts)
    charts = f"<h2>{escape_html(table.charts_title)}</h2>\n{''.join(drawn)}" if table.charts else ""
    return (
        f"<h1>{escape_html(visible_line(table.title))}</h1>\n{facts}"
        f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n{charts}"
    )


def _docx(table: PlainTable, options: ReportOptions) -> bytes:
    document = parts.new_document(parts.Fonts(), parts.Page(landscape=True))
    body = [part for one in _all(table) for part in _docx_table(one)]
    if table.charts:
        body.append(parts.paragraph(parts.run(table.charts_title), "Heading1"))
    runs = [_chart_run(document, at, chart, options) for at, chart in enumerate(table.charts, 1)]
    body += [parts.paragraph("".join(runs[at : at + 2])) for at in range(0, len(runs), 2)]
    return parts.document_bytes(document, body, options, visible_line(table.title))


def _docx_table(table: PlainTable) -> Iterator[str]:
    """Title, facts and rows in WordprocessingML."""

    def cells(row: Sequence[str], *, bold: bool) -> Iterator[str]:
        look = parts.Look(bold=bold, size=_HALF_POINTS)
        for text, width in zip(row, widths, strict=True):
            yield parts.cell(parts.paragraph(parts.run(visible_line(text), look)), width)

    shares = [share for _, share in table.columns]
    widths = [max(_PAGE * share // sum(shares), _NARROWEST) for share in shares]
    widths[shares.index(max(shares))] -= sum(widths) - _PAGE
    rows = [parts.table_row(cells([head for head, _ in table.columns], bold=True), header=True)]
    rows += [parts.table_row(cells(row, bold=False), whole=True) for row in table.rows]
    yield parts.paragraph(parts.run(visible_line(table.title)), "Title")
    for fact in table.facts:
        yield parts.paragraph(parts.run(visible_line(fact)))
    yield from parts.table(widths, rows)


def _chart_run(
    document: Any,  # noqa: ANN401 - a python-docx document
    number: int,
    chart: Chart,
    options: ReportOptions,
) -> str:
    relation = native_chart.add_chart(
        document,
        number,
        lambda book, sheet: office_line_chart(book, sheet, 0, chart),
        options,
        explicit,
    )
    size = OFFICE_SIZE[0] * native_chart.PIXEL, OFFICE_SIZE[1] * native_chart.PIXEL
    return native_chart.chart_run(number, relation, size, (chart.name, values_line(chart)))


def _xlsx(table: PlainTable, options: ReportOptions) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    book.set_properties({"created": created_at(options), "title": visible_line(table.title)[:250]})
    formats = xlsx_workbook.make_formats(book)
    for one in _all(table):
        # The first sheet has the default name, the others are named by their title.
        sheet = book.add_worksheet(None if one is table else one.title)
        _fill(sheet, one, formats, labels_for(options.language))
    if table.charts:
        add_chart_sheet(book, table.charts_title, table.charts)
    book.close()
    return _with_explicit_charts(data.getvalue()) if table.charts else data.getvalue()


def _with_explicit_charts(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        changed = {name: explicit(package.read(name)) for name in names}
    return fixed_zip(book, changed)


def _fill(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    table: PlainTable,
    formats: Any,  # noqa: ANN401
    labels: Labels,
) -> None:
    widths = [width for _, width in table.columns]
    sheet.write_string(0, 0, visible_line(table.title), formats.title)
    for at, fact in enumerate(table.facts, 1):
        sheet.write_string(at, 0, visible_line(fact), formats.quiet)
    top = len(table.facts) + 1
    for column, (name, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, visible_line(name), formats.header)
    for at, row in enumerate(table.rows, top + 1):
        sheet.set_row(at, xlsx_workbook.row_height(row, widths))
        for column, text in enumerate(row):
            sheet.write_string(
                at, column, xlsx_workbook.cut_to_cell(visible(text), labels), formats.cell
            )
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(table.rows), len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


_WIDTHS = {"serial": 6, "task": 46, "lead": 20, "with": 26, "deadline": 16, "place": 30}


def render_tasks(plan: Plan, form: str, options: ReportOptions) -> bytes:
    """Render the tasks of ``plan`` in a format; raises `UsageError` for an unknown format."""
    if form == "json":
        tasks = [task_to_dict(task) for task in plan.tasks]
        return to_json_bytes(
            {"schema": "plandiff.tasks/1", "plan": plan_to_dict(plan), "tasks": tasks}
        )
    return render_table(_table(plan, options.language), form, options)


def _table(plan: Plan, language: str) -> PlainTable:
    labels = labels_for(language)
    places = SectionPaths(plan)
    comma = labels["list.comma"]
    return PlainTable(
        title=labels["tasks.title"],
        facts=(labels("tasks.facts", plan=plan_name(plan), count=len(plan.tasks)),),
        columns=tuple((labels[f"tasks.{name}"], width) for name, width in _WIDTHS.items()),
        rows=tuple(
            (
                str(number),
                task.task,
                comma.join(task.lead),
                comma.join(task.helpers),
                task.deadline.text if task.deadline else "",
                places.path(places.section(task.section)),
            )
            for number, task in enumerate(plan.tasks, 1)
        ),
        language="zh-CN" if language.startswith("zh") else "en",
    )
