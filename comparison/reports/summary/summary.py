"""The summary of a comparison as plain values, shared by text, Markdown, HTML and Word.

Changed targets come first, then sections that were moved, split or merged, added, dropped and
reworded; last the counts of changes that are not itemised.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import WITHOUT_ROWS, Meter, ReportOptions
from plandiff.comparison.reports.shared.context_lines import (
    beginning,
    changed_lines,
    cut_long_runs,
    format_rewritten,
    is_rewritten,
)
from plandiff.comparison.reports.shared.labels import (
    Labels,
    format_reason,
    is_heading_only,
    labels_for,
)
from plandiff.comparison.reports.shared.marks import Mark, Piece, unified_pieces
from plandiff.comparison.reports.shared.section_paths import (
    SectionPaths,
    end_paths,
    row_path,
    section_paths_of,
)
from plandiff.comparison.reports.shared.selection import (
    RowGroups,
    changed_force,
    changed_tasks,
    row_groups,
)
from plandiff.comparison.reports.shared.target_chart import (
    TargetChart,
    plan_years,
    target_chart,
)
from plandiff.comparison.reports.shared.targets import TargetLine, target_lines
from plandiff.comparison.reports.shared.verdict import verdict
from plandiff.comparison.reports.summary.facts import Fact, count_facts, source_facts
from plandiff.comparison.reports.summary.items import (
    Detail,
    Group,
    Item,
    force_items,
    hint_items,
    left_out_items,
    replacement_items,
    task_items,
    text_detail,
    top_group,
)
from plandiff.corpus.text.escape import visible, visible_line

_CONTEXT = 16
"""Characters of context around a change: about a clause, enough to understand the change."""
_EXCERPT = 120
"""Maximum characters of an added or removed section."""
_OPENING = 50
"""Maximum characters of the new text of a rewritten section."""


class Summary(Struct, frozen=True):
    """The content of a summary, in the order of the report."""

    title: str
    verdict: Fact
    """The most significant changes in one sentence."""
    sources: tuple[Fact, ...]
    counts: tuple[Fact, ...]
    targets: tuple[TargetLine, ...]
    groups: tuple[Group, ...]
    """Without empty groups."""
    paths: Mapping[str, str]
    """The path of each row, by its id."""
    chart: TargetChart | None = None
    """The chart of the targets that both plans have."""
    years: tuple[str, str] | None = None
    """Years of the old and the new plan, if they are known and differ."""

    @property
    def both(self) -> tuple[TargetLine, ...]:
        """The changed targets that both plans have."""
        return tuple(line for line in self.targets if line.change.old and line.change.new)

    @property
    def head(self) -> tuple[Fact, ...]:
        """The facts at the top of every report: the verdict, the two plans, the counts."""
        return (self.verdict, *self.sources, *self.counts)


class _Maker(Struct, frozen=True):
    """Shared inputs of all items."""

    comparison: Comparison
    options: ReportOptions
    labels: Labels
    places: dict[Side, SectionPaths]
    paths: dict[str, str]
    """Paths of all rows, and of the other ends of moved sentences."""
    meter: Meter

    @property
    def context(self) -> int:
        given = self.options.context
        return _CONTEXT if given is None else given


def _marked(row: Row, make: _Maker) -> tuple[Detail, ...]:
    """The changed lines of a row with their marks."""
    pieces = (
        Piece(piece.mark, visible(piece.text), make.paths.get(piece.end))
        for piece in unified_pieces(row.edits)
    )
    lines = changed_lines(pieces, make.context)
    if make.context < 0:
        return tuple(Detail("", line) for line in lines)
    if not is_rewritten(row):
        return tuple(Detail("", line) for line in cut_long_runs(lines, make.labels))
    return (*_headings(row, lines[0]), *_rewritten(row, make.labels))


def _headings(row: Row, first: Sequence[Piece]) -> tuple[Detail, ...]:
    """The changed heading of a rewritten section, old and new in one line."""
    old, new = (visible(side[0].heading) for side in (row.old, row.new))
    if old == new or not (old and new):
        return ()
    if any(piece.mark is Mark.SAME for piece in first):
        return (Detail("", tuple(first)),)
    return (Detail("", (Piece(Mark.DELETE, old), Piece(Mark.INSERT, new))),)


def _rewritten(row: Row, labels: Labels) -> tuple[Detail, ...]:
    """The share that was rewritten, and the beginning of the new text."""
    body = visible_line(" ".join(section.body for section in row.new))
    shown = beginning(body, _OPENING)
    opening = (Piece(Mark.SAME, shown), *((Piece(Mark.GAP, ""),) if len(shown) < len(body) else ()))
    detail = text_detail("", format_rewritten(row, labels))
    return (detail, Detail(labels["detail.opening"], opening)) if shown else (detail,)


def _notes(row: Row, make: _Maker) -> tuple[Detail, ...]:
    review = make.options.review
    return tuple(
        text_detail(make.labels["detail.note"], visible_line(note.text))
        for note in review.notes_of(row.id)
    )


def _signs(row: Row, make: _Maker) -> str:
    """The signs after the name of a row: doubtful match, heading without text, reviewed."""
    holds = {
        "sign.doubtful": row.doubtful,
        "sign.heading-only": is_heading_only(row),
        "sign.reviewed": row.id in make.options.review.reviewed,
    }
    return "".join(make.labels[key] for key, true in holds.items() if true)


def _doubt(row: Row, make: _Maker) -> tuple[Detail, ...]:
    """The evidence for the match of a doubtful row."""
    if not row.doubtful:
        return ()
    reason = visible_line(format_reason(row, make.comparison, make.labels, weights=False))
    return (text_detail(make.labels["detail.doubt"], reason),)


def _title(row: Row, make: _Maker) -> str:
    return row_path(row, make.places) + _signs(row, make)


def _moved(block: tuple[Row, ...], make: _Maker) -> Item:
    """One block: the old and new place of its first section, and the names of the others."""
    first = block[0]
    changed = any(row.kind is not RowKind.UNCHANGED and row.substantive for row in block)
    remark = make.labels["moved.changed" if changed else "moved.same"]
    details = [
        text_detail(make.labels["detail.from"], make.places[Side.OLD].paths(first.old)),
        text_detail(make.labels["detail.to"], make.places[Side.NEW].paths(first.new) + remark),
    ]
    if len(block) > 1:
        names = make.places[Side.NEW].names(s for row in block[1:] for s in row.new)
        details.append(text_detail(make.labels["detail.along"], names))
    name = make.places[Side.NEW].names(first.new) + _signs(first, make)
    notes = tuple(note for row in block for note in (*_doubt(row, make), *_notes(row, make)))
    return Item("↕", name, first.id, (*details, *notes))


def _regrouped(row: Row, make: _Maker) -> Item:
    names = {side: make.places[side].paths(row.sections(side)) for side in Side}
    details = (
        text_detail(make.labels["detail.from"], names[Side.OLD]),
        text_detail(make.labels["detail.to"], names[Side.NEW]),
    )
    return Item(
        "⇄",
        make.labels[f"kind.{row.kind.value}"] + _signs(row, make),
        row.id,
        (*details, *_doubt(row, make), *_marked(row, make), *_notes(row, make)),
    )


def _alone(row: Row, make: _Maker) -> Item:
    """A section that is in one plan only: its place and the beginning of its text."""
    side = row.side
    body = visible_line(" ".join(section.body for section in row.sections(side)))
    limit = -1 if make.context < 0 else _EXCERPT
    shown = beginning(body, limit)
    pieces: tuple[Piece, ...] = (Piece(Mark.SAME, shown),) if shown else ()
    if len(shown) < len(body):
        pieces += (
            Piece(Mark.GAP, ""),
            Piece(Mark.SAME, make.labels("excerpt.length", count=len(body))),
        )
    details = (Detail("", pieces),) if pieces else ()
    sign = "＋" if side is Side.NEW else "－"
    return Item(sign, _title(row, make), row.id, (*details, *_notes(row, make)))


def _reworded(row: Row, make: _Maker) -> Item:
    return Item(
        "～",
        _title(row, make),
        row.id,
        (*_doubt(row, make), *_marked(row, make), *_notes(row, make)),
    )


def _group(key: str, items: Iterable[Item], make: _Maker) -> Group:
    made = tuple(make.meter.each(items))
    return Group(key, make.labels(f"group.{key}", count=len(made)), made)


def _groups(rows: RowGroups, make: _Maker) -> tuple[Group, ...]:
    labels = make.labels
    tasks = task_items(changed_tasks(make.comparison, make.options), labels)
    force = force_items(changed_force(make.comparison, make.options), make.paths, labels)
    groups = (
        _group("force", force, make),
        _group("tasks", tasks, make),
        _group("moved", (_moved(block, make) for block in rows.moved), make),
        _group("regrouped", (_regrouped(row, make) for row in rows.regrouped), make),
        _group("added", (_alone(row, make) for row in rows.added), make),
        _group("removed", (_alone(row, make) for row in rows.removed), make),
        _group("reworded", (_reworded(row, make) for row in rows.reworded), make),
        _group("replaced", replacement_items(make.comparison, labels), make),
        _group("left-out", left_out_items(rows, labels), make),
        _group("hints", hint_items(make.comparison, make.places, labels), make),
    )
    asked = {show.value for show in make.options.only}
    without_rows = bool(asked) and make.options.only <= WITHOUT_ROWS
    return tuple(
        group for group in groups if group.items and (not without_rows or group.key in asked)
    )


def make_summary(
    comparison: Comparison, options: ReportOptions, meter: Meter | None = None
) -> Summary:
    """The summary of the comparison, or of the part of it that the options select.

    The meter counts one pass over the rows.
    """
    meter = meter or Meter(len(comparison.rows))
    labels = labels_for(options.language)
    places = section_paths_of(comparison)
    paths = end_paths(comparison, places)
    make = _Maker(comparison, options, labels, places, paths, meter)
    whole = options.top is None
    digest = Summary(
        title=labels["summary.title"],
        verdict=Fact(labels["fact.verdict"], verdict(comparison, options.language)),
        sources=source_facts(comparison, labels),
        counts=count_facts(comparison, options, labels),
        targets=target_lines(comparison, options, labels) if whole else (),
        groups=_groups(row_groups(comparison, options), make)
        if whole
        else (top_group(comparison, options, paths, labels),),
        paths=paths,
        chart=target_chart(comparison, options, labels) if whole else None,
        years=plan_years(comparison, labels),
    )
    meter.end_pass()
    return digest
