"""The parts before the comparison table: chart, targets, lists of other targets, duties, tasks.

A section appears once, in a separate row above the rows that belong to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from plandiff.comparison.edits import Side
from plandiff.comparison.model import (
    Comparison,
    ForceChange,
    TargetChangeKind,
    TaskChange,
    TaskChangeKind,
)
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.duties import (
    clause_pieces,
    format_force,
    format_task,
    stated_facts,
)
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.section_paths import reads_alike
from plandiff.comparison.reports.shared.selection import changed_force, changed_tasks
from plandiff.comparison.reports.shared.target_chart import (
    Panel,
    TargetChart,
    chart_rows,
    office_chart,
    office_height,
)
from plandiff.comparison.reports.shared.targets import TargetLine, target_lists
from plandiff.comparison.reports.word.cells import (
    Maker,
    header_row,
    marked_run,
    place_row,
    plain_cell,
)
from plandiff.comparison.reports.word.native_chart import EMU, PIXEL, Build, add_chart, chart_run
from plandiff.comparison.reports.word.parts import (
    Look,
    cell,
    paragraph,
    run,
    table,
    table_row,
)
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width

_TARGET_WIDTHS = (
    ("serial", 650),
    ("kind", 1400),
    ("indicator", 4800),
    ("before", 2150),
    ("after", 2150),
    ("delta", 1720),
    ("deadline", 1700),
)
_PLACE_WIDTH = 130
"""Cells that fit on a line across the table."""
_TASK_WIDTHS = (
    ("serial", 650),
    ("task", 3920),
    ("kind", 1600),
    ("before", 4200),
    ("after", 4200),
)
_FORCE_WIDTHS = (
    ("serial", 650),
    ("kind", 3000),
    ("before", 4000),
    ("after", 4000),
    ("place", 2920),
)


def bordered(columns: Sequence[tuple[str, int]], rows: Iterable[str]) -> Iterator[str]:
    """A table, and the paragraph that Word requires between two tables."""
    yield from table([width for _, width in columns], rows)
    yield paragraph("", "Line")


def target_tables(lines: Sequence[TargetLine], make: Maker) -> Iterator[str]:
    """The table of targets that both plans have, then lists of new and of dropped targets."""
    both = [line for line in lines if line.change.old and line.change.new]
    if both:
        yield from bordered(_TARGET_WIDTHS, _target_rows(both, make))
    for kind in (TargetChangeKind.ADDED, TargetChangeKind.REMOVED):
        lists = target_lists(lines, kind, make.labels)
        if not lists:
            continue
        count = sum(line.kind is kind for line in lines)
        title = run(make.labels(f"targets.{kind.value}", count=count), Look(bold=True))
        yield paragraph(title, "Line", "<w:keepNext/>")
        for found in lists:
            place = make.labels("detail.label", label=found.place) if found.place else ""
            yield paragraph(run(place, Look(bold=True)) + run(found.said), "Line")


def _target_rows(lines: Iterable[TargetLine], make: Maker) -> Iterator[str]:
    labels = make.labels
    yield header_row(_TARGET_WIDTHS, make, "cn", {})
    serial = 0
    for place, group in groupby(lines, key=lambda line: _place(line, labels)):
        if place:
            yield place_row(place, _TARGET_WIDTHS)
        for line in group:
            serial += 1
            yield _target_row(line, serial, labels)


def _target_row(line: TargetLine, serial: int, labels: Labels) -> str:
    scope = labels("target.scope", scope=line.scope) if line.scope else ""
    values = {
        "serial": str(serial),
        "kind": f"{line.sign}{line.direction}",
        "indicator": "\n".join([line.indicator + scope, *line.more_notes]),
        "before": line.old or labels["dash"],
        "after": line.new or labels["dash"],
        "delta": line.delta or labels["dash"],
        "deadline": line.deadline or labels["dash"],
    }
    cells = (
        cell(plain_cell(values[name], bold=name in {"before", "after"}), width)
        for name, width in _TARGET_WIDTHS
    )
    return table_row(cells, whole=True)


def _place(line: TargetLine, labels: Labels) -> str:
    both = line.old_place and line.new_place
    if not both or reads_alike(line.old_place, line.new_place):
        return line.place
    place = f"{line.new_place}{labels('place.was', place=line.old_place)}"
    if cell_width(place) <= _PLACE_WIDTH:
        return place
    section = line.old_place.rpartition(" › ")[2]  # the chapter would take a second line
    return f"{line.new_place}{labels('place.was', place=section)}"


def force_table(comparison: Comparison, make: Maker) -> Iterator[str]:
    """The table of clauses whose force or scope changed, with the words of force marked."""
    yield from bordered(_FORCE_WIDTHS, _force_rows(comparison, make))


def _force_rows(comparison: Comparison, make: Maker) -> Iterator[str]:
    yield header_row(_FORCE_WIDTHS, make, "cn", {})
    changes = changed_force(comparison, make.options)
    for serial, change in enumerate(changes, 1):
        values = {
            "serial": plain_cell(str(serial)),
            "kind": plain_cell(format_force(change, make.labels)),
            "before": _clause(change, Side.OLD, make),
            "after": _clause(change, Side.NEW, make),
            "place": plain_cell(_found_in(change, make)),
        }
        yield table_row((cell(values[name], width) for name, width in _FORCE_WIDTHS), whole=True)


def _found_in(change: ForceChange, make: Maker) -> str:
    """The section of the new clause, without its chapter, which most rows share."""
    places = make.places[Side.NEW]
    chain = places.chain(places.section(change.new.section))
    return visible_line(" › ".join(places.name(section) for section in chain[1:] or chain))


def _clause(change: ForceChange, side: Side, make: Maker) -> str:
    runs = (marked_run(p, heading=False, make=make) for p in clause_pieces(change, side))
    return paragraph("".join(runs), "TableText")


def task_table(comparison: Comparison, make: Maker) -> Iterator[str]:
    """The table of tasks: lead, cooperating units and deadline of both plans side by side."""
    yield from bordered(_TASK_WIDTHS, _task_rows(comparison, make))


def _task_rows(comparison: Comparison, make: Maker) -> Iterator[str]:
    labels = make.labels
    yield header_row(_TASK_WIDTHS, make, "cn", {})
    for serial, change in enumerate(changed_tasks(comparison, make.options), 1):
        values = {
            "serial": str(serial),
            "task": format_task(change),
            "kind": _kind_of_task(change, labels),
            "before": _stated(change, Side.OLD, labels),
            "after": _stated(change, Side.NEW, labels),
        }
        cells = (cell(plain_cell(values[name]), width) for name, width in _TASK_WIDTHS)
        yield table_row(cells, whole=True)


def _kind_of_task(change: TaskChange, labels: Labels) -> str:
    if change.kind is not TaskChangeKind.CHANGED:
        return labels[f"task.kind-{change.kind.value}"]
    changed = {"lead": change.lead, "with": change.helpers}
    kinds = [name for name, differs in changed.items() if differs]
    kinds += [f"deadline-{change.deadline}"] if change.deadline else []
    return labels["list.comma"].join(labels[f"task.kind-{name}"] for name in kinds)


def _stated(change: TaskChange, side: Side, labels: Labels) -> str:
    task = change.task(side)
    return "\n".join(stated_facts(task, labels)) if task else labels["dash"]


_PAGE = 14_500
"""Width of the text on landscape A4, in twentieths of a point."""
_GAP = 200


def chart_paragraphs(
    document: Any,  # noqa: ANN401 - a python-docx document
    chart: TargetChart,
    options: ReportOptions,
) -> Iterator[str]:
    """The panels side by side in one paragraph; a note on undrawn targets in another.

    Adds the chart parts to the document.
    """
    size = (
        (_PAGE - _GAP) // 2 * EMU,
        max(office_height(panel) for panel in chart.panels) * PIXEL,
    )
    drawings = [
        chart_run(at, add_chart(document, at, _builder(panel, chart), options), size, _words(panel))
        for at, panel in enumerate(chart.panels, 1)
    ]
    yield paragraph("".join(drawings), "Line", '<w:jc w:val="center"/>')
    if chart.rest:
        yield paragraph(run(chart.rest), "Line")


def _builder(panel: Panel, chart: TargetChart) -> Build:
    def build(book: Any, sheet: Any) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        for line, cells in enumerate((("", *chart.names), *chart_rows(panel))):
            sheet.write_row(line, 0, cells)
        return office_chart(book, sheet.get_name(), 1, panel, chart.names)

    return build


def _words(panel: Panel) -> tuple[str, str]:
    described = "；".join(f"{bar.name}：{bar.old_label} → {bar.new_label}" for bar in panel.bars)
    return panel.title, described
