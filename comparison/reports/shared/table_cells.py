"""Target changes and rows as the cells of a table, for CSV and Excel."""

from collections.abc import Iterable

from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece
from plandiff.comparison.reports.shared.rows import Record
from plandiff.comparison.reports.shared.targets import TargetLine, format_change, verb_of_change
from plandiff.corpus.model import Target
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import tidy_number

Cell = str | int | float | None

INTERNAL = frozenset({"row", "confidence", "reason"})
"""Columns with details of the matching, shown on request only."""

TARGET_COLUMNS = (
    "kind", "indicator", "scope", "old-value", "new-value", "unit", "delta",
    "delta-unit", "old-quote", "new-quote", "old-deadline", "new-deadline", "remarks",
    "old-place", "new-place", "row",
)  # fmt: skip
ROW_COLUMNS = (
    "row", "kind", "old-place", "new-place", "old-text", "new-text", "substantive", "confidence",
    "doubtful", "reason", "reviewed", "notes",
)  # fmt: skip


def _value(target: Target | None) -> Cell:
    """The value as a number if it is one; a range or a masked value in words."""
    if target is None:
        return None
    if target.value is None:
        return visible_line(target.quote)
    if target.upper is not None:
        return f"{tidy_number(target.value)}—{tidy_number(target.upper)}"
    return tidy_number(target.value)


def _unit(line: TargetLine) -> str:
    """The unit; both units if they differ."""
    units = [t.unit for t in (line.change.old, line.change.new) if t is not None]
    return visible_line(" → ".join(dict.fromkeys(units)))


def _delta_unit(line: TargetLine, labels: Labels) -> str:
    """The unit of the delta; empty without a delta."""
    if not tidy_number(line.change.delta):
        return ""
    unit = line.change.delta_unit or (line.change.new.unit if line.change.new else "")
    return labels["unit.point"].strip() if unit in {"pp", "%"} else visible_line(unit)


def _indicator(line: TargetLine, labels: Labels) -> str:
    """The indicator, followed by the verb if the values, plain numbers here, are differences."""
    sides = (line.change.old, line.change.new)
    verbs = dict.fromkeys(verb for t in sides if t and (verb := verb_of_change(t)))
    words = (" ".join(format_change(verb, "", labels).split()) for verb in verbs)
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
        tidy_number(line.change.delta) or None,
        _delta_unit(line, labels),
        visible_line(old.quote) if old else "",
        visible_line(new.quote) if new else "",
        visible_line(old.deadline or "") if old else "",
        visible_line(new.deadline or "") if new else "",
        labels["list.semicolon"].join(line.notes),
        line.old_place,
        line.new_place,
        line.change.row,
    )


def plain_text(pieces: Iterable[Piece], labels: Labels) -> str:
    """The text of the pieces without marks; omitted text is shown as a gap sign."""
    return "".join(labels["mark.gap"] if p.mark is Mark.GAP else p.text for p in pieces)


def row_cells(record: Record, labels: Labels) -> tuple[Cell, ...]:
    """One row in the order of `ROW_COLUMNS`."""
    return (
        record.row.id,
        record.kinds,
        record.old_place,
        record.new_place,
        plain_text(record.old, labels),
        plain_text(record.new, labels),
        labels["yes" if record.row.substantive else "no"],
        tidy_number(round(record.row.confidence, 4)),
        labels["yes"] if record.row.doubtful else "",
        record.reason,
        labels["yes" if record.reviewed else "no"],
        "\n".join(record.notes),
    )
