"""The rows of a comparison as table records, each side as lines, and the remarks on a row."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.context_lines import elide
from plandiff.comparison.reports.shared.duties import format_force, task_facts
from plandiff.comparison.reports.shared.labels import Labels, format_reason, is_heading_only
from plandiff.comparison.reports.shared.marks import Mark, Piece, side_pieces
from plandiff.comparison.reports.shared.section_paths import SectionPaths, joined, section_paths_of
from plandiff.comparison.reports.shared.selection import (
    changed_force,
    changed_tasks,
    is_formal,
    only_renumbered,
    selected_rows,
)
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.corpus.model import Section
from plandiff.corpus.text.escape import visible, visible_line


class Record(Struct, frozen=True):
    """One row in words; control characters in all texts are escaped."""

    row: Row
    kinds: str
    """``修改、移动、编号调整``."""
    old_place: str
    new_place: str
    old: tuple[Piece, ...]
    """Marked text of the old side, label first; empty for an added row."""
    new: tuple[Piece, ...]
    reason: str
    notes: tuple[str, ...]
    reviewed: bool
    force: tuple[str, ...] = ()
    """Changes of the binding force of its clauses, one fact each."""
    tasks: tuple[str, ...] = ()
    """Changes of its tasks (owner, work, deadline), one fact each."""

    @property
    def place(self) -> str:
        """The place of the row, in the new plan if it is there."""
        return self.new_place or self.old_place


def format_kinds(row: Row, labels: Labels) -> str:
    """The kinds of change of the row, in one phrase: ``修改、移动``."""
    kind = "formal" if is_formal(row) else row.kind.value
    words = [] if kind == "unchanged" and (row.moved or only_renumbered(row)) else [f"kind.{kind}"]
    if row.moved:
        words.append("kind.moved")
    if row.renumbered:
        words.append("kind.renumbered")
    return labels["list.comma"].join(labels[word] for word in words)


def safe_pieces(row: Row, side: Side) -> tuple[Piece, ...]:
    """The marked text of one side, with control characters escaped."""
    return tuple(replace(piece, text=visible(piece.text)) for piece in side_pieces(row.edits, side))


def paths_of(row: Row, side: Side, places: dict[Side, SectionPaths]) -> str:
    """The paths of the row's sections on one side, one per line."""
    return "\n".join(visible_line(places[side].path(section)) for section in row.sections(side))


def format_notes(row: Row, options: ReportOptions, labels: Labels) -> tuple[str, ...]:
    """The notes on a row with their authors and dates."""
    return tuple(
        labels("note.signed", text=visible(note.text), by=by)
        if (by := visible_line(f"{note.author} {note.date[:10]}".strip()))
        else visible(note.text)
        for note in options.review.notes_of(row.id)
    )


def format_points(options: ReportOptions) -> tuple[str, ...]:
    """The remarks on the review as a whole, for reports without a summary."""
    return tuple(visible(f"{point.name}\n{point.text}") for point in options.review.points)


def records(comparison: Comparison, options: ReportOptions, labels: Labels) -> Iterator[Record]:
    """Yield the selected rows one by one, so that ten thousand of them need not be in memory."""
    places = section_paths_of(comparison)
    reviewed = options.review.reviewed
    force = _force_facts(comparison, labels)
    tasks = _task_facts(comparison, labels)
    for row in selected_rows(comparison, options):
        yield Record(
            row=row,
            kinds=format_kinds(row, labels),
            old_place=paths_of(row, Side.OLD, places),
            new_place=paths_of(row, Side.NEW, places),
            old=safe_pieces(row, Side.OLD),
            new=safe_pieces(row, Side.NEW),
            reason=visible_line(format_reason(row, comparison, labels)),
            notes=format_notes(row, options, labels),
            reviewed=row.id in reviewed,
            force=tuple(force.get(row.id, ())),
            tasks=tuple(tasks.get(row.id, ())),
        )


def _force_facts(comparison: Comparison, labels: Labels) -> dict[str, list[str]]:
    """The changes of force by row id, without duplicates."""
    facts: dict[str, list[str]] = {}
    for change in changed_force(comparison, ReportOptions()):
        text = format_force(change, labels)
        if text not in (known := facts.setdefault(change.row, [])):
            known.append(text)
    return facts


def _task_facts(comparison: Comparison, labels: Labels) -> dict[str, list[str]]:
    """The facts of changed tasks by row id."""
    facts: dict[str, list[str]] = {}
    for change in changed_tasks(comparison, ReportOptions()):
        facts.setdefault(change.row, []).extend(task_facts(change, labels))
    return facts


def is_worth_a_row(row: Row) -> bool:
    """Whether a table of changes lists the row, because it changed in substance or moved."""
    return row.changed and (row.substantive or row.moved or row.kind is not RowKind.MODIFIED)


class SideLine(Struct, frozen=True):
    """One paragraph of one side."""

    section: Section
    heading: bool
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether the line contains a mark."""
        return any(piece.mark.is_change for piece in self.pieces)


def split_lines(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Split the pieces at line breaks; the breaks and empty pieces are dropped."""
    line: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        line.append(replace(piece, text=first))
        for part in rest:
            yield tuple(p for p in line if p.text)
            line = [replace(piece, text=part)]
    yield tuple(p for p in line if p.text)


def _with_label(section: Section, line: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Prefix the section's first line with its printed label, unmarked."""
    if not section.label:
        return line
    label = visible_line(section.label)
    first = line[0].text if line else ""
    lead = joined(label, first)[: -len(first) or None]
    return (Piece(Mark.SAME, lead), *line)


def side_lines(row: Row, side: Side) -> tuple[SideLine, ...]:
    """The lines of one side of a row, section by section; empty for a missing side."""
    sections = row.sections(side)
    if not sections:
        return ()
    lines = split_lines(safe_pieces(row, side))
    made: list[SideLine] = []
    for section in sections:
        for index in range(section.text.count("\n") + 1):
            line = next(lines, ())
            pieces = line if index else _with_label(section, line)
            made.append(
                SideLine(section, heading=not index and bool(section.heading), pieces=pieces)
            )
    return tuple(made)


def shortened_lines(lines: Sequence[SideLine], context: int | None) -> tuple[SideLine, ...]:
    """Omit long unchanged stretches from the lines; without a context all lines are kept in full.

    Headings are always kept; if nothing is marked, everything is kept.
    """
    if context is None or context < 0 or not any(line.changed for line in lines):
        return tuple(lines)
    gap = (Piece(Mark.GAP, ""),)
    kept: list[SideLine] = []
    for line in lines:
        if line.heading:
            kept.append(line)
        elif line.changed:
            kept.append(SideLine(line.section, heading=False, pieces=elide(line.pieces, context)))
        elif not kept or kept[-1].pieces != gap:
            kept.append(SideLine(line.section, heading=False, pieces=gap))
    return tuple(kept)


class RemarkContext(Struct, frozen=True):
    """Shared inputs of all remarks."""

    labels: Labels
    places: Mapping[Side, SectionPaths]
    paths: Mapping[str, str]
    """Paths of all rows, and of the sections at the other end of moved sentences."""
    places_shown: bool = False
    """Whether the report already shows the old and the new place."""
    kind_shown: bool = True
    """Whether the report already shows the kind of change."""
    doubt_shown: bool = False
    """Whether the report already shows a doubtful match."""


def _labels_of(sections: Sequence[Section]) -> str:
    return "、".join(visible_line((section.label or "").rstrip("、. ")) for section in sections)


def _renumbered(row: Row, labels: Labels) -> Iterator[str]:
    old, new = _labels_of(row.old), _labels_of(row.new)
    if row.renumbered and old != new and not row.moved:  # a move states both full places
        none = labels["none"]
        yield labels("remark.renumbered", old=old or none, new=new or none)


def _moved(row: Row, places: Mapping[Side, SectionPaths], labels: Labels) -> Iterator[str]:
    if row.moved and row.old and row.new:
        yield labels(
            "remark.moved",
            old=visible_line(places[Side.OLD].path(row.old[0])),
            new=visible_line(places[Side.NEW].path(row.new[0])),
        )


def _sentences(record: Record, paths: Mapping[str, str], labels: Labels) -> Iterator[str]:
    """Remarks on sentences that moved to or from another section."""
    for pieces, mark in ((record.old, Mark.MOVED_OUT), (record.new, Mark.MOVED_IN)):
        for end in dict.fromkeys(piece.end for piece in pieces if piece.mark is mark):
            place = paths.get(end) or labels["elsewhere"]
            yield labels(f"remark.{mark.value}", place=place)


def format_target(line: TargetLine, labels: Labels) -> str:
    """``指标提高：毛入园率（81%以上 → 85%以上；+4个百分点）``."""
    values = labels["value.arrow"].join(line.values)
    facts = labels["list.semicolon"].join(
        part for part in (values, line.delta, *line.notes) if part
    )
    return labels("remark.target", kind=line.direction, indicator=line.indicator, facts=facts)


def _trust(record: Record, context: RemarkContext) -> Iterator[str]:
    """Remarks that the match is doubtful, or that the row is only a heading."""
    if record.row.doubtful and not context.doubt_shown:
        value = f"{record.row.confidence:.2f}"
        yield context.labels("remark.doubtful", reason=record.reason, value=value)
    if is_heading_only(record.row):
        yield context.labels["remark.heading-only"]


def remarks(
    record: Record,
    targets: Sequence[TargetLine],
    context: RemarkContext,
) -> tuple[str, ...]:
    """The remarks on a row, one line each."""
    labels, places, paths = context.labels, context.places, context.paths
    regrouped = record.row.kind in {RowKind.SPLIT, RowKind.MERGED, RowKind.REGROUPED}
    kind = [record.kinds] if regrouped and not context.kind_shown else []
    moved = () if context.places_shown else _moved(record.row, places, labels)
    notes = (labels("remark.note", text=note) for note in record.notes)
    return (
        *kind,
        *_trust(record, context),
        *moved,
        *_renumbered(record.row, labels),
        *_sentences(record, paths, labels),
        *(format_target(line, labels) for line in targets),
        *record.force,
        *record.tasks,
        *notes,
        *([labels["remark.reviewed"]] if record.reviewed else []),
    )
