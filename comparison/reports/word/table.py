"""The comparison as a Word table (对照表), with the changed targets before it.

What a reader of the field expects: 序号 | 章节 | 修订前 | 修订后 | 修订类型 | 说明, changed words
marked on both sides so that a black-and-white print can be read, 新增 and 删除 in the empty cells.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from plandiff.comparison.model import Comparison, Side, TargetChangeKind
from plandiff.comparison.reports.options import (
    FIXED_DATE,
    WITHOUT_ROWS,
    Meter,
    Preset,
    ReportOptions,
)
from plandiff.comparison.reports.shared.force import format_force
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
from plandiff.comparison.reports.shared.targets import TargetLine, by_indicator
from plandiff.comparison.reports.shared.tasks import task_facts
from plandiff.comparison.reports.summary.items import Group
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.comparison.reports.word.cells import (
    FORMS,
    LONGEST_WHOLE,
    Located,
    Maker,
    header_row,
    plain_cell,
    side_cell,
)
from plandiff.comparison.reports.word.parts import (
    PLAIN,
    Look,
    Page,
    add_paragraph_style,
    cell,
    document_bytes,
    new_document,
    paragraph,
    run,
    table,
    table_row,
)
from plandiff.comparison.reports.word.passage_rows import passage_rows, told_by_passages
from plandiff.comparison.words import is_rolled_up
from plandiff.corpus.text.escape import visible_line

_TARGET_WIDTHS = (
    ("serial", 650),
    ("kind", 1400),
    ("indicator", 3500),
    ("before", 1900),
    ("after", 1900),
    ("delta", 1600),
    ("deadline", 1500),
    ("place", 2120),
)


def _place(record: Record, labels: Labels) -> str:
    """The path; where the two differ, the new one first."""
    if not (record.old_place and record.new_place) or reads_alike(
        record.old_place, record.new_place
    ):
        return record.place
    return f"{record.new_place}\n{labels('place.was', place=record.old_place)}"


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
    said = remarks(record, make.targets.get(record.row.id, ()), context)
    once = {
        "serial": plain_cell(str(serial)),
        "place": plain_cell(_place(record, make.labels)),
        "kind": plain_cell(record.kinds),
    }
    if told_by_passages(record, make):
        yield from passage_rows(record, once, said, make)
        return
    values = once | {
        "before": side_cell(record.row, Side.OLD, make),
        "after": side_cell(record.row, Side.NEW, make),
        "remarks": plain_cell("\n".join(said)),
    }
    size = sum(len(piece.text) for piece in (*record.old, *record.new))
    cells = (cell(values[name], width) for name, width in make.form.columns)
    yield table_row(cells, whole=size <= LONGEST_WHOLE)


def listed(comparison: Comparison, options: ReportOptions, labels: Labels) -> Iterator[Record]:
    """The records that the table lists: what changed in substance or moved.

    ``only`` may ask for others.  A row with nothing but a wording changed throughout is told once,
    above the table.
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
    for serial, record in enumerate(rows, 1):
        yield from _row(record, serial, make)


def _target_rows(lines: Iterable[TargetLine], make: Maker) -> Iterator[str]:
    """Targets that both plans have, a row each; the section once for all rows that follow."""
    labels = make.labels
    yield header_row(_TARGET_WIDTHS, make, "cn", {})
    above = None
    for serial, line in enumerate(lines, 1):
        scope = labels("target.scope", scope=line.scope) if line.scope else ""
        place = _target_place(line, labels)
        values = {
            "serial": str(serial),
            "kind": f"{line.sign}{line.direction}",
            "indicator": "\n".join([line.indicator + scope, *_extra(line)]),
            "before": line.old or labels["dash"],
            "after": line.new or labels["dash"],
            "delta": line.delta or labels["dash"],
            "deadline": line.deadline or labels["dash"],
            "place": "" if place == above else place,
        }
        above = place
        cells = (
            cell(plain_cell(values[name], bold=name in {"before", "after"}), width)
            for name, width in _TARGET_WIDTHS
        )
        yield table_row(cells, whole=True)


def _extra(line: TargetLine) -> list[str]:
    """What the notes say beyond the column of the deadline."""
    return [note for note in line.notes if line.deadline not in note or not line.deadline]


def _target_place(line: TargetLine, labels: Labels) -> str:
    both = line.old_place and line.new_place
    if not both or reads_alike(line.old_place, line.new_place):
        return line.place
    return f"{line.new_place}\n{labels('place.was', place=line.old_place)}"


def _target_list(key: str, lines: Sequence[TargetLine], labels: Labels) -> Iterator[str]:
    """Targets of one plan alone: a paragraph for each section."""
    if not lines:
        return
    title = run(labels(f"targets.{key}", count=len(lines)), Look(bold=True))
    yield paragraph(title, "Line", "<w:keepNext/>")
    for place, group in groupby(lines, key=lambda line: line.place):
        items = labels["targets.semicolon"].join(_target_item(line, labels) for line in group)
        lead = run(labels("detail.label", label=place)) if place else ""
        yield paragraph(lead + run(labels("targets.sentence", items=items)), "Line")


def _target_item(line: TargetLine, labels: Labels) -> str:
    scope = labels("target.scope", scope=line.scope) if line.scope else ""
    said = [*([line.deadline] if line.deadline else []), *_extra(line)]
    more = labels("target.scope", scope=labels["targets.comma"].join(said)) if said else ""
    value = line.new or line.old
    return labels("targets.item", name=line.indicator + scope, value=value) + more


def _target_parts(
    comparison: Comparison, lines: Sequence[TargetLine], make: Maker
) -> Iterator[str]:
    """The table of what changed, then lists of what is new and what is gone.

    In the order of the plans, so that main targets come first; growth and amount of one indicator
    stand together.
    """
    ordered = by_indicator(comparison, lines)
    both = [line for line in ordered if line.change.old and line.change.new]
    if both:
        yield from _table(_TARGET_WIDTHS, _target_rows(both, make))
    for kind in (TargetChangeKind.ADDED, TargetChangeKind.REMOVED):
        alone = [line for line in ordered if line.kind is kind]
        yield from _target_list(kind.value, alone, make.labels)


def _table(columns: Sequence[tuple[str, int]], rows: Iterable[str]) -> Iterator[str]:
    """A table, and the paragraph that Word wants between two of them."""
    yield from table([width for _, width in columns], rows)
    yield paragraph("")


def _group(group: Group, labels: Labels) -> Iterator[str]:
    for number, item in enumerate(group.items, 1):
        lead = f"{number}. " if item.row else f"{item.sign} "
        told = [d for d in item.details if d.label or group.key in ("hints", "force", "tasks")]
        yield paragraph(run(f"{lead}{item.title}"), "Line", "<w:keepNext/>" if told else "")
        for detail in told:
            label = labels("detail.label", label=detail.label) if detail.label else ""
            text = "".join(piece.text for piece in detail.pieces)
            kept = "<w:keepNext/>" if detail is not told[-1] else ""
            yield paragraph(run(f"{label}{text}"), "Line", f'{kept}<w:ind w:left="420"/>')


def _head(digest: Summary, make: Maker) -> Iterator[str]:
    options, labels = make.options, make.labels
    yield paragraph(run(_title(make)), "Title")
    for fact in digest.head:
        label = run(labels("detail.label", label=fact.label), Look(bold=True))
        yield paragraph(label + run(fact.text), "Line")
    if options.date != FIXED_DATE:
        label = run(labels("detail.label", label=labels["table.date"]), Look(bold=True))
        yield paragraph(label + run(visible_line(options.date[:10])), "Line")


def _parts(comparison: Comparison, digest: Summary, make: Maker) -> Iterator[str]:
    """Targets, wording changed throughout, moves and splits, the table, what was left out."""
    groups = {group.key: group for group in digest.groups}
    number = 0

    def heading(title: str) -> str:
        nonlocal number
        number += 1
        return paragraph(run(heading_number(number - 1, make.labels) + title), "Heading1")

    if digest.targets:
        yield heading(make.labels("table.targets", count=len(digest.targets)))
        yield from _target_parts(comparison, digest.targets, make)
    for key in ("force", "tasks", "replaced", "moved", "regrouped"):
        if key in groups:
            yield heading(groups[key].title)
            yield from _group(groups[key], make.labels)
    if not make.options.only or not make.options.only <= WITHOUT_ROWS:
        yield heading(make.labels[f"{make.form.prefix}.title"])
        legend = run(make.labels[f"{make.form.prefix}.legend"])
        yield paragraph(legend, "Line", "<w:keepNext/>")
        yield from _table(make.form.columns, _rows(comparison, make))
    for key in ("left-out", "hints"):
        if key in groups:
            yield heading(groups[key].title)
            yield from _group(groups[key], make.labels)


def _years(comparison: Comparison, options: ReportOptions, labels: Labels) -> dict[str, str]:
    """The years of both plans in the form of the mainland, where they are known and differ."""
    old, new = comparison.old.year, comparison.new.year
    if options.preset is not Preset.CN or old is None or new is None or old == new:
        return {}
    return {"before": labels("cn.year", year=old), "after": labels("cn.year", year=new)}


def _title(make: Maker) -> str:
    """``对照表（2014年与2015年）``; without years the name of the form."""
    if make.years:
        return make.labels("cn.title-years", old=make.years["before"], new=make.years["after"])
    return make.labels[f"{make.form.prefix}.title"]


def _located(
    comparison: Comparison, targets: Iterable[TargetLine], labels: Labels
) -> dict[str, list[Located]]:
    """Remarks on targets, duties and tasks with their places, by row."""
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


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The table as a Word document."""
    form = FORMS[options.preset]
    if options.preset is Preset.TW and options.language == "zh":
        options = replace(options, language=TRADITIONAL)
    labels = labels_for(options.language)
    places = section_paths_of(comparison)
    meter.begin(passes=2)
    digest = make_summary(comparison, options, meter)
    by_row: defaultdict[str, list[TargetLine]] = defaultdict(list)
    for line in digest.targets:
        by_row[line.change.row].append(line)
    paths = end_paths(comparison, places)
    located = _located(comparison, digest.targets, labels)
    years = _years(comparison, options, labels)
    make = Maker(options, labels, form, places, paths, by_row, located, meter, years)
    document = new_document(form.fonts, Page(landscape=True))
    # No space around the paragraphs of cells, so that tables stay dense.
    add_paragraph_style(
        document,
        "Table Text",
        '<w:spacing w:before="0" w:after="0" w:line="260" w:lineRule="atLeast"/>',
        Look(font=form.fonts.table),
    )
    add_paragraph_style(document, "Line", '<w:spacing w:before="0" w:after="60"/>', PLAIN)
    body = [*_head(digest, make), *_parts(comparison, digest, make)]
    data = document_bytes(document, body, dated(options, comparison), _title(make))
    meter.end_pass()
    return data
