"""What stands in the last column of a comparison table: numbers, moves, targets, notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plandiff.comparison.model import Row, RowKind, Side
from plandiff.comparison.reports.reasons import is_heading_only
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark
from plandiff.comparison.reports.shared.rows import Record
from plandiff.comparison.reports.shared.section_paths import Places
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.corpus.model import Section
from plandiff.corpus.text.escape import visible_line


@dataclass(frozen=True, slots=True)
class RemarkContext:
    """What every remark needs to know."""

    labels: Labels
    places: Mapping[Side, Places]
    paths: Mapping[str, str]
    """Of all rows and of the sections where sentences went."""
    places_shown: bool = False
    """The old and the new place stand beside the remarks already."""
    kind_shown: bool = True
    """So does what became of the row."""
    doubt_shown: bool = False
    """So does a doubt about the match."""


def _labels_of(sections: Sequence[Section]) -> str:
    return "、".join(visible_line((section.label or "").rstrip("、. ")) for section in sections)


def _renumbered(row: Row, labels: Labels) -> Iterator[str]:
    old, new = _labels_of(row.old), _labels_of(row.new)
    if row.renumbered and old != new and not row.moved:  # a move names both places whole
        none = labels["none"]
        yield labels("remark.renumbered", old=old or none, new=new or none)


def _moved(row: Row, places: Mapping[Side, Places], labels: Labels) -> Iterator[str]:
    if row.moved and row.old and row.new:
        yield labels(
            "remark.moved",
            old=visible_line(places[Side.OLD].path(row.old[0])),
            new=visible_line(places[Side.NEW].path(row.new[0])),
        )


def _sentences(record: Record, paths: Mapping[str, str], labels: Labels) -> Iterator[str]:
    """Sentences that went to or came from another section."""
    for pieces, mark in ((record.old, Mark.MOVED_OUT), (record.new, Mark.MOVED_IN)):
        for end in dict.fromkeys(piece.end for piece in pieces if piece.mark is mark):
            place = paths.get(end) or labels["elsewhere"]
            yield labels(f"remark.{mark.value}", place=place)


def target_in_words(line: TargetLine, labels: Labels) -> str:
    """``指标提高：毛入园率（81%以上 → 85%以上；+4个百分点）``."""
    values = labels["value.arrow"].join(line.values)
    facts = labels["list.semicolon"].join(
        part for part in (values, line.delta, *line.notes) if part
    )
    return labels("remark.target", kind=line.direction, indicator=line.indicator, facts=facts)


def _trust(record: Record, context: RemarkContext) -> Iterator[str]:
    """That the sections may not belong together; that there is nothing but a heading."""
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
    """The remarks on a row, one a line."""
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
        *(target_in_words(line, labels) for line in targets),
        *notes,
        *([labels["remark.reviewed"]] if record.reviewed else []),
    )
