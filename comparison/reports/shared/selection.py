"""Which rows and target changes a report shows."""

from plandiff.comparison.model import Comparison, Row, RowKind, TargetChange, TargetChangeKind
from plandiff.comparison.reports.options import ReportOptions, Show


def is_formal(row: Row) -> bool:
    """Whether the row's texts differ in form only, and nothing else happened to it."""
    return row.kind is RowKind.MODIFIED and not row.substantive and not row.moved


def only_renumbered(row: Row) -> bool:
    """Whether nothing but the label differs."""
    return row.kind is RowKind.UNCHANGED and row.renumbered and not row.moved


def shows(row: Row) -> frozenset[Show]:
    """Everything by which ``only`` can ask for the row."""
    kind = Show.FORMAL if is_formal(row) else Show(row.kind.value)
    more = {Show.MOVED: row.moved, Show.RENUMBERED: row.renumbered}
    return frozenset({kind} | {show for show, holds in more.items() if holds})


def _passes_review(row: str, options: ReportOptions) -> bool:
    return options.reviewed is None or (row in options.review.reviewed) is options.reviewed


def selected_rows(comparison: Comparison, options: ReportOptions) -> tuple[Row, ...]:
    """The rows that the options let through, in display order.

    ``only`` naming nothing but targets leaves no rows: the target table is the report.
    """
    return tuple(
        row
        for row in comparison.rows
        if (not options.only or options.only & shows(row)) and _passes_review(row.id, options)
    )


def selected_row_ids(comparison: Comparison, options: ReportOptions) -> frozenset[str] | None:
    """Ids of the selected rows, with those of changed targets where they are asked for.

    None where nothing narrows the report.
    """
    if not options.only and options.reviewed is None:
        return None
    ids = {row.id for row in selected_rows(comparison, options)}
    if Show.TARGETS in options.only:
        ids.update(change.row for change in changed_targets(comparison, options))
    return frozenset(ids)


def selected_targets(comparison: Comparison, options: ReportOptions) -> tuple[TargetChange, ...]:
    """Target changes that the options let through, with the unchanged ones.

    ``only`` without ``targets`` narrows them to the rows shown.
    """
    narrowed = bool(options.only) and Show.TARGETS not in options.only
    rows = {row.id for row in selected_rows(comparison, options)} if narrowed else None
    return tuple(
        change
        for change in comparison.targets
        if (rows is None or change.row in rows) and _passes_review(change.row, options)
    )


def changed_targets(comparison: Comparison, options: ReportOptions) -> tuple[TargetChange, ...]:
    """The selected target changes that are worth a line: value, deadline or strictness differ."""
    return tuple(
        change
        for change in selected_targets(comparison, options)
        if change.kind is not TargetChangeKind.UNCHANGED or change.deadline or change.relation
    )
