"""The comparison as a Word table (对照表), preceded by the changed targets.

It has the usual columns 序号 | 章节 | 修订前 | 修订后 | 修订类型 | 说明, changed words marked on
both sides so that they are readable in black and white, and 新增 and 删除 in empty cells.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from docx.shared import Pt
from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import (
    FIXED_DATE,
    WITHOUT_ROWS,
    Meter,
    Preset,
    ReportOptions,
    Show,
)
from plandiff.comparison.reports.shared.duties import format_force, task_facts
from plandiff.comparison.reports.shared.labels import (
    TRADITIONAL,
    Labels,
    heading_number,
    labels_for,
)
from plandiff.comparison.reports.shared.office import dated
from plandiff.comparison.reports.shared.rows import (
    Record,
    RemarkContext,
    format_target,
    is_worth_a_row,
    records,
    remarks,
)
from plandiff.comparison.reports.shared.section_paths import (
    end_paths,
    plan_name,
    reads_alike,
    section_paths_of,
    shorten,
)
from plandiff.comparison.reports.shared.table_cells import plain_text
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.summary.facts import Fact
from plandiff.comparison.reports.summary.items import Group
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.comparison.reports.word.cells import (
    FORMS,
    Form,
    Located,
    Maker,
    header_row,
    place_row,
    plain_cell,
)
from plandiff.comparison.reports.word.parts import (
    PLAIN,
    Look,
    Page,
    add_paragraph_style,
    document_bytes,
    new_document,
    paragraph,
    run,
)
from plandiff.comparison.reports.word.passage_rows import section_rows
from plandiff.comparison.reports.word.target_table import (
    bordered,
    chart_paragraphs,
    force_table,
    target_tables,
    task_table,
)
from plandiff.comparison.words import is_rolled_up
from plandiff.corpus.text.escape import visible_line


def place_of(record: Record, make: Maker) -> str:
    """The sections by label and heading; if the two plans differ, the new name first."""
    old, new = (make.places[side].names(record.row.sections(side)) for side in Side)
    if not (old and new) or reads_alike(old, new):
        return new or old
    return f"{new}\n{make.labels('place.was', place=old)}"


def chapter_of(record: Record, make: Maker) -> str:
    """The chapter of a section; if the two plans differ, the new plan's first."""
    rows = record.row
    old, new = (
        make.places[side].above(sections[0]) if (sections := rows.sections(side)) else ""
        for side in Side
    )
    if not (old and new) or reads_alike(old, new):
        return (new if rows.new else old) or ""
    return new + make.labels("place.was", place=old)


def _row(record: Record, serial: int, make: Maker) -> Iterator[str]:
    """The table row of a section, or the rows of its changed passages."""
    columns = {name for name, _ in make.form.columns}
    context = RemarkContext(
        make.labels,
        make.places,
        make.paths,
        places_shown="place" in columns,
        kind_shown="kind" in columns,
    )
    row_remarks = remarks(record, make.targets.get(record.row.id, ()), context)
    once = {
        "serial": plain_cell(str(serial)),
        "place": plain_cell(place_of(record, make)),
        "kind": plain_cell(record.kinds),
    }
    yield from section_rows(record, once, row_remarks, make)


def listed(comparison: Comparison, options: ReportOptions, labels: Labels) -> Iterator[Record]:
    """The records that the table lists: rows that changed in substance or moved.

    ``only`` may select others.  Rows whose only change is a wording replaced throughout are
    summarised once, above the table.
    """
    for record in records(comparison, options, labels):
        asked = bool(options.only) and not options.only <= WITHOUT_ROWS
        rolled = is_rolled_up(record.row, comparison.replacements)
        if asked or (is_worth_a_row(record.row) and not rolled):
            yield record


def _rows(comparison: Comparison, make: Maker) -> Iterator[str]:
    plans = {"before": comparison.old, "after": comparison.new}
    titles = {name: shorten(plan_name(plan)) for name, plan in plans.items()}
    if reads_alike(*titles.values()):
        names = {name: visible_line(plan.source.name) for name, plan in plans.items()}
        titles = {} if make.years else names
    yield header_row(make.form.columns, make, make.form.prefix, titles)
    rows = make.meter.each(listed(comparison, make.options, make.labels))
    above = ""
    for serial, record in enumerate(rows, 1):
        chapter = chapter_of(record, make) if make.options.preset is Preset.CN else ""
        if chapter and chapter != above:
            yield place_row(chapter, make.form.columns)
        above = chapter
        yield from _row(record, serial, make)


def _group(group: Group, labels: Labels) -> Iterator[str]:
    for number, item in enumerate(group.items, 1):
        lead = f"{number}. " if group.numbered and item.row else f"{item.sign} "
        details = [d for d in item.details if d.label or group.key == "hints"]
        yield paragraph(run(f"{lead}{item.title}"), "Line", "<w:keepNext/>" if details else "")
        for detail in details:
            label = labels("detail.label", label=detail.label) if detail.label else ""
            text = plain_text(detail.pieces, labels)
            kept = "<w:keepNext/>" if detail is not details[-1] else ""
            yield paragraph(run(f"{label}{text}"), "Line", f'{kept}<w:ind w:left="420"/>')


def _head(digest: Summary, make: Maker) -> Iterator[str]:
    options, labels = make.options, make.labels
    yield paragraph(run(_title(make)), "Title")
    # Few paragraphs, so that the first page has room for the chart and the main targets.
    for facts in ((digest.verdict,), digest.sources, digest.counts):
        yield paragraph(run("　").join(_said(fact, labels) for fact in facts), "Line")
    if options.date != FIXED_DATE:
        label = run(labels("detail.label", label=labels["table.date"]), Look(bold=True))
        yield paragraph(label + run(visible_line(options.date[:10])), "Line")


def _said(fact: Fact, labels: Labels) -> str:
    return run(labels("detail.label", label=fact.label), Look(bold=True)) + run(fact.text)


def _parts(comparison: Comparison, digest: Summary, make: Maker) -> Iterator[str]:
    """The parts of the document: targets, replaced wording, moves and splits, table, omissions."""
    groups = {group.key: group for group in digest.groups}
    number = 0

    def heading(title: str) -> str:
        nonlocal number
        number += 1
        return paragraph(run(heading_number(number - 1, make.labels) + title), "Heading1")

    if digest.targets:
        if make.options.only != {Show.TARGETS}:  # then the title says it
            yield heading(make.labels("table.targets", count=len(digest.targets)))
        yield from target_tables(digest.targets, make)
    for key in ("force", "tasks", "replaced", "moved", "regrouped"):
        if key in groups:
            yield heading(groups[key].title)
            if key == "force":
                yield from force_table(comparison, make)
            elif key == "tasks":
                yield from task_table(comparison, make)
            else:
                yield from _group(groups[key], make.labels)
    if not make.options.only or not make.options.only <= WITHOUT_ROWS:
        yield heading(make.labels[f"{make.form.prefix}.title"])
        legend = run(make.labels[f"{make.form.prefix}.legend"])
        yield paragraph(legend, "Line", "<w:keepNext/>")
        yield from bordered(make.form.columns, _rows(comparison, make))
    for key in ("left-out", "hints"):
        if key in groups:
            yield heading(groups[key].title)
            yield from _group(groups[key], make.labels)


def _title(make: Maker) -> str:
    """``对照表（2014年与2015年）``; without years, the name of the layout."""
    name = "targets" if make.options.only == {Show.TARGETS} else "cn"
    if make.years:
        years = {"old": make.years["before"], "new": make.years["after"]}
        return make.labels(f"{name}.title-years", **years)
    return make.labels["targets.title" if name == "targets" else f"{make.form.prefix}.title"]


def _located(
    comparison: Comparison, targets: Iterable[TargetLine], labels: Labels
) -> dict[str, list[Located]]:
    """Remarks on targets, duties and tasks with their places, by row id."""
    located: defaultdict[str, list[Located]] = defaultdict(list)
    for line in targets:
        found = [(side, t.section, t.span) for side in Side if (t := line.change.target(side))]
        located[line.change.row].append((found, format_target(line, labels)))
    for duty in comparison.force:
        clauses = [(side, duty.clause(side)) for side in Side]
        spots = [(side, clause.section, clause.span) for side, clause in clauses]
        located[duty.row].append((spots, format_force(duty, labels)))
    for task in comparison.tasks:
        tasks = [(side, end) for side in Side if (end := task.task(side))]
        ends = [(side, end.section, end.span) for side, end in tasks]
        located[task.row] += [(ends, fact) for fact in task_facts(task, labels)]
    return dict(located)


def begin(
    comparison: Comparison, options: ReportOptions, form: Form, meter: Meter
) -> tuple[Summary, Maker, Any]:
    """The summary, the shared inputs of the cells, and an empty document with the styles."""
    labels = labels_for(options.language)
    places = section_paths_of(comparison)
    digest = make_summary(comparison, options, meter)
    by_row: defaultdict[str, list[TargetLine]] = defaultdict(list)
    for line in digest.targets:
        by_row[line.change.row].append(line)
    paths = end_paths(comparison, places)
    located = _located(comparison, digest.targets, labels)
    years = {}
    if digest.years and options.preset is Preset.CN:
        years = dict(zip(("before", "after"), digest.years, strict=True))
    make = Maker(options, labels, form, places, paths, by_row, located, meter, years)
    document = new_document(form.fonts, Page(landscape=True))
    document.styles["Heading 1"].paragraph_format.space_before = Pt(10)
    # No space around the paragraphs of cells, so that tables are compact.
    add_paragraph_style(
        document,
        "Table Text",
        '<w:spacing w:before="0" w:after="0" w:line="260" w:lineRule="atLeast"/>',
        Look(font=form.fonts.table),
    )
    add_paragraph_style(document, "Line", '<w:spacing w:before="0" w:after="60"/>', PLAIN)
    return digest, make, document


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the table as a Word document."""
    if options.preset is Preset.TW and options.language == "zh":
        options = replace(options, language=TRADITIONAL)
    meter.begin(passes=2)
    digest, make, document = begin(comparison, options, FORMS[options.preset], meter)
    body = [*_head(digest, make)]
    if digest.chart:
        body += chart_paragraphs(document, digest.chart, options)
    body += _parts(comparison, digest, make)
    data = document_bytes(document, body, dated(options, comparison), _title(make))
    meter.end_pass()
    return data
