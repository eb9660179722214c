"""Target changes or rows as CSV that a spreadsheet opens as UTF-8 and never as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.change_verbs import change_in_words, verb_of_change
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plan_json import number
from plandiff.comparison.reports.progress import Meter
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.marks import Piece
from plandiff.comparison.reports.shared.rows import Record, points_in_words, records
from plandiff.comparison.reports.shared.targets import TargetLine, all_target_lines
from plandiff.corpus.model import Target
from plandiff.corpus.text.escape import visible_line

Cell = str | int | float | None

_ACTIVE = re.compile(r"[=+\-@\t\r\n＝＋－＠]")

TARGET_COLUMNS = (
    "kind", "indicator", "scope", "old-value", "new-value", "unit", "delta", "old-quote",
    "new-quote", "old-deadline", "new-deadline", "remarks", "old-place", "new-place", "row",
)  # fmt: skip
ROW_COLUMNS = (
    "row", "kind", "old-place", "new-place", "old-text", "new-text", "substantive", "confidence",
    "doubtful", "reason", "reviewed", "notes",
)  # fmt: skip


def inert(cell: Cell) -> Cell:
    """Text that a spreadsheet would run, with an apostrophe before it; numbers as they are.

    >>> inert("=1+1"), inert(-480), inert("毛入园率")
    ("'=1+1", -480, '毛入园率')
    """
    return f"'{cell}" if isinstance(cell, str) and _ACTIVE.match(cell) else cell


def _value(target: Target | None) -> Cell:
    """A number where there is one; a range and a masked value in words."""
    if target is None:
        return None
    if target.value is None:
        return visible_line(target.quote)
    if target.upper is not None:
        return f"{number(target.value)}—{number(target.upper)}"
    return number(target.value)


def _unit(line: TargetLine) -> str:
    """The unit; both where they differ."""
    units = [t.unit for t in (line.change.old, line.change.new) if t is not None]
    return visible_line(" → ".join(dict.fromkeys(units)))


def _indicator(line: TargetLine, labels: Labels) -> str:
    """The indicator; after it the verb where the values, mere numbers here, are differences."""
    sides = (line.change.old, line.change.new)
    verbs = dict.fromkeys(verb for t in sides if t and (verb := verb_of_change(t)))
    words = (" ".join(change_in_words(verb, "", labels).split()) for verb in verbs)
    scope = labels("target.scope", scope=labels["value.arrow"].join(words))
    return line.indicator + (scope if verbs else "")


def target_cells(line: TargetLine, labels: Labels) -> tuple[Cell, ...]:
    """One target change in the order of `TARGET_COLUMNS`."""
    old, new = line.change.old, line.change.new
    return (
        line.direction,
        _indicator(line, labels),
        line.scope,
        _value(old),
        _value(new),
        _unit(line),
        number(line.change.delta) or None,
        visible_line(old.quote) if old else "",
        visible_line(new.quote) if new else "",
        visible_line(old.deadline or "") if old else "",
        visible_line(new.deadline or "") if new else "",
        labels["list.semicolon"].join(line.notes),
        line.old_place,
        line.new_place,
        line.change.row,
    )


def plain_text(pieces: Iterable[Piece]) -> str:
    """The text of the pieces without their marks."""
    return "".join(piece.text for piece in pieces)


def row_cells(record: Record, labels: Labels) -> tuple[Cell, ...]:
    """One row in the order of `ROW_COLUMNS`."""
    return (
        record.row.id,
        record.kinds,
        record.old_place,
        record.new_place,
        plain_text(record.old),
        plain_text(record.new),
        labels["yes" if record.row.substantive else "no"],
        number(round(record.row.confidence, 4)),
        labels["yes"] if record.row.doubtful else "",
        record.reason,
        labels["yes" if record.reviewed else "no"],
        "\n".join(record.notes),
    )


def _table(
    comparison: Comparison, options: ReportOptions, labels: Labels, meter: Meter
) -> Iterator[Sequence[Cell]]:
    columns = ROW_COLUMNS if options.csv_rows else TARGET_COLUMNS
    yield [labels[f"column.{name}"] for name in columns]
    if options.csv_rows:
        rows = meter.each(records(comparison, options, labels))
        for record in rows:
            is_root = any(section.parent is None for section in (*record.row.old, *record.row.new))
            points = points_in_words(options) if is_root else ()
            yield row_cells(replace(record, notes=(*record.notes, *points)), labels)
    else:
        lines = all_target_lines(comparison, options, labels)
        yield from (target_cells(line, labels) for line in lines)


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The table as CSV with a byte order mark, which Excel needs to see that it is UTF-8."""
    labels = labels_for(options.language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    meter.begin(passes=1)
    for cells in _table(comparison, options, labels, meter):
        writer.writerow([inert(cell) for cell in cells])
    meter.end_pass()
    return text.getvalue().encode("utf-8-sig", errors="replace")
