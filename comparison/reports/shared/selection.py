"""Selects the rows and target changes of a report, and groups rows by kind."""

from collections.abc import Iterable

from msgspec import Struct

from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import (
    Comparison,
    ForceChange,
    ForceKind,
    Row,
    TargetChange,
    TargetChangeKind,
    TaskChange,
    TaskChangeKind,
)
from plandiff.comparison.reports.options import ReportOptions, Show
from plandiff.comparison.reports.shared.marks import form_count
from plandiff.comparison.words import is_rolled_up

_REGROUPING = frozenset({RowKind.SPLIT, RowKind.MERGED, RowKind.REGROUPED})


def is_formal(row: Row) -> bool:
    """Whether the row's texts differ in form only, without any other change."""
    return row.kind is RowKind.MODIFIED and not row.substantive and not row.moved


def only_renumbered(row: Row) -> bool:
    """Whether only the label differs."""
    return row.kind is RowKind.UNCHANGED and row.renumbered and not row.moved


def category_of(row: Row) -> str:
    """The single category of a row in counts and filters.

    A row that was moved and reworded counts as moved.
    """
    if row.kind in _REGROUPING:
        return "regrouped"
    if row.moved:
        return "moved"
    if is_formal(row):
        return "formal"
    return "renumbered" if only_renumbered(row) else row.kind.value


def shows(row: Row) -> frozenset[Show]:
    """All values of ``only`` that select the row."""
    kind = Show.FORMAL if is_formal(row) else Show(row.kind.value)
    more = {Show.MOVED: row.moved, Show.RENUMBERED: row.renumbered}
    return frozenset({kind} | {show for show, holds in more.items() if holds})


def _passes_review(row: str, options: ReportOptions) -> bool:
    return options.reviewed is None or (row in options.review.reviewed) is options.reviewed


def selected_rows(comparison: Comparison, options: ReportOptions) -> tuple[Row, ...]:
    """The rows that the options select, in display order.

    If ``only`` names only targets, there are no rows: the target table is the report.
    """
    return tuple(
        row
        for row in comparison.rows
        if (not options.only or options.only & shows(row)) and _passes_review(row.id, options)
    )


def selected_row_ids(comparison: Comparison, options: ReportOptions) -> frozenset[str] | None:
    """Ids of the selected rows, with the rows of changed targets if those are requested.

    None if the options do not restrict the report.
    """
    if not options.only and options.reviewed is None:
        return None
    ids = {row.id for row in selected_rows(comparison, options)}
    if Show.TARGETS in options.only:
        ids.update(change.row for change in changed_targets(comparison, options))
    if Show.FORCE in options.only:
        ids.update(change.row for change in changed_force(comparison, options))
    if Show.TASKS in options.only:
        ids.update(change.row for change in changed_tasks(comparison, options))
    return frozenset(ids)


def changed_force(comparison: Comparison, options: ReportOptions) -> tuple[ForceChange, ...]:
    """The changes of force that the options select, changes of grade first.

    ``only`` without ``force`` restricts them to the rows shown.
    """
    narrowed = bool(options.only) and Show.FORCE not in options.only
    rows = {row.id for row in selected_rows(comparison, options)} if narrowed else None
    order = list(ForceKind)
    found = (
        change
        for change in comparison.force
        if (rows is None or change.row in rows) and _passes_review(change.row, options)
    )
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def changed_tasks(comparison: Comparison, options: ReportOptions) -> tuple[TaskChange, ...]:
    """The task changes that the options select, without the unchanged ones.

    ``only`` without ``tasks`` restricts them to the rows shown.
    """
    narrowed = bool(options.only) and Show.TASKS not in options.only
    rows = {row.id for row in selected_rows(comparison, options)} if narrowed else None
    return tuple(
        change
        for change in comparison.tasks
        if change.kind is not TaskChangeKind.UNCHANGED
        and (rows is None or change.row in rows)
        and _passes_review(change.row, options)
    )


def selected_targets(comparison: Comparison, options: ReportOptions) -> tuple[TargetChange, ...]:
    """Target changes that the options select, with the unchanged ones.

    ``only`` without ``targets`` restricts them to the rows shown.
    """
    narrowed = bool(options.only) and Show.TARGETS not in options.only
    rows = {row.id for row in selected_rows(comparison, options)} if narrowed else None
    return tuple(
        change
        for change in comparison.targets
        if (rows is None or change.row in rows) and _passes_review(change.row, options)
    )


def changed_targets(comparison: Comparison, options: ReportOptions) -> tuple[TargetChange, ...]:
    """The selected target changes whose value, deadline, strictness or force differs."""
    return tuple(
        change
        for change in selected_targets(comparison, options)
        if change.kind is not TargetChangeKind.UNCHANGED
        or change.deadline
        or change.relation
        or change.force
    )


class RowGroups(Struct, frozen=True):
    """Every changed row that is selected; a row that moved and changed is in two groups."""

    moved: tuple[tuple[Row, ...], ...]
    """Blocks of rows that moved together."""
    regrouped: tuple[Row, ...]
    """Split, merged and regrouped rows."""
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    reworded: tuple[Row, ...]
    rolled_up: tuple[Row, ...]
    """Rows whose only change is a wording replaced throughout the plan."""
    formal: tuple[Row, ...]
    renumbered: tuple[Row, ...]
    form_places: int
    """Number of changes of form in rows that also changed in substance."""


def _blocks(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """Group rows by block number, in display order; a row without a number is its own block."""
    blocks: dict[tuple[str, int | str], list[Row]] = {}
    for row in rows:
        key = ("row", row.id) if row.block is None else ("block", row.block)
        blocks.setdefault(key, []).append(row)
    return tuple(tuple(block) for block in blocks.values())


def row_groups(comparison: Comparison, options: ReportOptions) -> RowGroups:
    """Group the selected rows."""
    rows = selected_rows(comparison, options)
    matched = [row for row in rows if row.old and row.new]
    changed = [row for row in matched if row.kind is RowKind.MODIFIED and not is_formal(row)]
    rolled = [row for row in changed if is_rolled_up(row, comparison.replacements)]
    rolled_ids = {row.id for row in rolled}
    return RowGroups(
        moved=_blocks(row for row in matched if row.moved),
        regrouped=tuple(row for row in matched if row.kind in _REGROUPING),
        added=tuple(row for row in rows if not row.old),
        removed=tuple(row for row in rows if not row.new),
        reworded=tuple(row for row in changed if row.substantive and row.id not in rolled_ids),
        rolled_up=tuple(rolled),
        formal=tuple(row for row in rows if is_formal(row)),
        renumbered=tuple(row for row in rows if only_renumbered(row)),
        form_places=sum(form_count(row.edits) for row in changed if row.substantive),
    )
