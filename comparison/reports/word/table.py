"""The comparison as a Word table (对照表), with the changed targets before it.

What a reader of the field expects: 序号 | 章节 | 修订前 | 修订后 | 修订类型 | 说明, changed words
marked on both sides so that a black-and-white print can be read, 新增 and 删除 in the empty cells.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plandiff.comparison.model import Comparison, Row, Side
from plandiff.comparison.reports.options import (
    FIXED_DATE,
    WITHOUT_ROWS,
    Meter,
    Preset,
    ReportOptions,
)
from plandiff.comparison.reports.shared.labels import (
    TRADITIONAL,
    Labels,
    heading_number,
    labels_for,
)
from plandiff.comparison.reports.shared.marks import Mark, Piece, is_removed_text
from plandiff.comparison.reports.shared.office import dated
from plandiff.comparison.reports.shared.rows import (
    Record,
    RemarkContext,
    SideLine,
    is_worth_a_row,
    records,
    remarks,
    shortened_lines,
    side_lines,
)
from plandiff.comparison.reports.shared.section_paths import (
    SectionPaths,
    end_paths,
    plan_name,
    reads_alike,
    section_paths_of,
    shorten,
)
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.summary.items import Group
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.comparison.reports.word.parts import (
    PLAIN,
    Fonts,
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
from plandiff.comparison.words import is_rolled_up
from plandiff.corpus.text.escape import visible_line


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the table; ``columns`` are keys of the labels with their widths in dxa."""

    columns: tuple[tuple[str, int], ...]
    prefix: str
    """Of the label keys in which this form words its columns and empty cells."""
    fonts: Fonts
    new: Look
    old: Look


_UNDERLINED = Look(underline=True)

# The custom of each place:
# Mainland: 修订前 before 修订后, new words bold and underlined, old words struck.
# Taiwan: 修正條文 before 現行條文, changed parts underlined on both sides.
# Japan: 改正後 before 改正前, changed parts underlined (傍線) on both sides.
FORMS: Mapping[Preset, Form] = {
    Preset.CN: Form(
        columns=(
            ("serial", 650),
            ("place", 2000),
            ("before", 4300),
            ("after", 4300),
            ("kind", 1350),
            ("remarks", 1970),
        ),
        prefix="cn",
        fonts=Fonts(),
        new=Look(bold=True, underline=True, color="1F3FAF"),
        old=Look(strike=True, color="B00000"),
    ),
    Preset.TW: Form(
        columns=(("after", 5700), ("before", 5700), ("remarks", 3170)),
        prefix="tw",
        fonts=Fonts("標楷體", "標楷體", "標楷體", "標楷體", "標楷體", "zh-TW"),
        new=_UNDERLINED,
        old=_UNDERLINED,
    ),
    Preset.JP: Form(
        columns=(("after", 5700), ("before", 5700), ("remarks", 3170)),
        prefix="jp",
        fonts=Fonts(),  # the texts are Chinese: Japanese fonts lack their simplified characters
        new=_UNDERLINED,
        old=_UNDERLINED,
    ),
}


_SIZE = 19
"""Half points of the text in tables: small enough for two columns of prose on one page."""
_SHADE = "E7E6E6"
_WHOLE = 600
"""Characters up to which a row is kept on one page; a longer one would leave half a page white."""

_TARGET_WIDTHS = (
    ("serial", 650),
    ("kind", 1400),
    ("indicator", 2900),
    ("before", 1750),
    ("after", 1750),
    ("delta", 1520),
    ("deadline", 1500),
    ("place", 3100),
)


@dataclass(frozen=True, slots=True)
class _Maker:
    """What every cell needs to know."""

    options: ReportOptions
    labels: Labels
    form: Form
    places: dict[Side, SectionPaths]
    paths: Mapping[str, str]
    targets: Mapping[str, Sequence[TargetLine]]
    meter: Meter


def _plain(text: str, *, bold: bool = False) -> str:
    """A table paragraph a line of the text."""
    look = Look(bold=bold, size=_SIZE)
    return "".join(paragraph(run(line, look), "TableText") for line in text.split("\n"))


def _header(
    columns: Iterable[tuple[str, int]], make: _Maker, prefix: str, titles: Mapping[str, str]
) -> str:
    """The heading row; ``titles`` are second lines of some columns."""
    center = '<w:jc w:val="center"/>'
    font = make.form.fonts.heading
    cells = []
    for name, width in columns:
        word = run(make.labels[f"{prefix}.{name}"], Look(bold=True, size=_SIZE, font=font))
        lines = [paragraph(word, "TableText", center)]
        if titles.get(name):
            lines.append(paragraph(run(titles[name], Look(size=_SIZE - 2)), "TableText", center))
        cells.append(cell("".join(lines), width, shade=_SHADE))
    return table_row(cells, header=True)


def _piece(piece: Piece, *, heading: bool, make: _Maker) -> str:
    font = make.form.fonts.heading if heading else None
    if piece.mark is Mark.GAP:
        return run(make.labels["mark.gap"], Look(size=_SIZE))
    if not piece.mark.is_change:
        return run(piece.text, Look(size=_SIZE, font=font))
    look = make.form.old if is_removed_text(piece.mark) else make.form.new
    return run(
        piece.text,
        Look(look.bold, look.underline, look.strike, look.color, font, _SIZE),
    )


def _side_cell(row: Row, side: Side, make: _Maker) -> str:
    """The text of one side with its marks; a word where that side has nothing."""
    lines = side_lines(row, side)
    if not lines:
        word = "added" if side is Side.OLD else "removed"
        return paragraph(
            run(make.labels[f"{make.form.prefix}.cell-{word}"], Look(bold=True, size=_SIZE)),
            "TableText",
        )
    alone = not row.sections(side.other)
    shown: Sequence[SideLine] = lines if alone else shortened_lines(lines, make.options.context)
    return "".join(
        paragraph(
            "".join(_piece(piece, heading=line.heading, make=make) for piece in line.pieces),
            "TableText",
        )
        for line in shown
    )


def _place(record: Record, labels: Labels) -> str:
    """The path; where the two differ, the new one first."""
    if not (record.old_place and record.new_place) or reads_alike(
        record.old_place, record.new_place
    ):
        return record.place
    return f"{record.new_place}\n{labels('place.was', place=record.old_place)}"


def _row(record: Record, serial: int, make: _Maker) -> str:
    columns = {name for name, _ in make.form.columns}
    context = RemarkContext(
        make.labels,
        make.places,
        make.paths,
        places_shown="place" in columns,
        kind_shown="kind" in columns,
    )
    said = remarks(record, make.targets.get(record.row.id, ()), context)
    values = {
        "serial": _plain(str(serial)),
        "place": _plain(_place(record, make.labels)),
        "before": _side_cell(record.row, Side.OLD, make),
        "after": _side_cell(record.row, Side.NEW, make),
        "kind": _plain(record.kinds),
        "remarks": _plain("\n".join(said)),
    }
    size = sum(len(piece.text) for piece in (*record.old, *record.new))
    cells = (cell(values[name], width) for name, width in make.form.columns)
    return table_row(cells, whole=size <= _WHOLE)


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


def _rows(comparison: Comparison, make: _Maker) -> Iterator[str]:
    plans = {"before": comparison.old, "after": comparison.new}
    titles = {name: shorten(plan_name(plan)) for name, plan in plans.items()}
    if reads_alike(*titles.values()):
        titles = {name: visible_line(plan.source.name) for name, plan in plans.items()}
    yield _header(make.form.columns, make, make.form.prefix, titles)
    rows = make.meter.each(listed(comparison, make.options, make.labels))
    yield from (_row(record, serial, make) for serial, record in enumerate(rows, 1))


def _target_rows(lines: Iterable[TargetLine], make: _Maker) -> Iterator[str]:
    labels = make.labels
    yield _header(_TARGET_WIDTHS, make, "cn", {})
    for serial, line in enumerate(lines, 1):
        scope = labels("target.scope", scope=line.scope) if line.scope else ""
        extra = [note for note in line.notes if line.deadline not in note or not line.deadline]
        was = labels("place.was", place=line.old_place)
        both = line.old_place and line.new_place
        moved = both and not reads_alike(line.old_place, line.new_place)
        values = {
            "serial": str(serial),
            "kind": f"{line.sign}{line.direction}",
            "indicator": "\n".join([line.indicator + scope, *extra]),
            "before": line.old or labels["dash"],
            "after": line.new or labels["dash"],
            "delta": line.delta or labels["dash"],
            "deadline": line.deadline or labels["dash"],
            "place": f"{line.new_place}\n{was}" if moved else line.place,
        }
        cells = (
            cell(_plain(values[name], bold=name in {"before", "after"}), width)
            for name, width in _TARGET_WIDTHS
        )
        yield table_row(cells, whole=True)


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


def _head(digest: Summary, make: _Maker) -> Iterator[str]:
    options, labels = make.options, make.labels
    yield paragraph(run(labels[f"{make.form.prefix}.title"]), "Title")
    for fact in digest.head:
        label = run(labels("detail.label", label=fact.label), Look(bold=True))
        yield paragraph(label + run(fact.text), "Line")
    if options.date != FIXED_DATE:
        label = run(labels("detail.label", label=labels["table.date"]), Look(bold=True))
        yield paragraph(label + run(visible_line(options.date[:10])), "Line")


def _parts(comparison: Comparison, digest: Summary, make: _Maker) -> Iterator[str]:
    """Targets, wording changed throughout, moves and splits, the table, what was left out."""
    groups = {group.key: group for group in digest.groups}
    number = 0

    def heading(title: str) -> str:
        nonlocal number
        number += 1
        return paragraph(run(heading_number(number - 1, make.labels) + title), "Heading1")

    if digest.targets:
        yield heading(make.labels("table.targets", count=len(digest.targets)))
        yield from _table(_TARGET_WIDTHS, _target_rows(digest.targets, make))
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
    make = _Maker(options, labels, form, places, paths, by_row, meter)
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
    data = document_bytes(
        document, body, dated(options, comparison), labels[f"{form.prefix}.title"]
    )
    meter.end_pass()
    return data
