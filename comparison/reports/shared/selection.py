"""Which rows and target changes a report shows, and the rows in groups of one kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from plandiff.comparison.model import (
    Comparison,
    ForceChange,
    ForceKind,
    Row,
    RowKind,
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
    """Whether the row's texts differ in form only, and nothing else happened to it."""
    return row.kind is RowKind.MODIFIED and not row.substantive and not row.moved


def only_renumbered(row: Row) -> bool:
    """Whether nothing but the label differs."""
    return row.kind is RowKind.UNCHANGED and row.renumbered and not row.moved


def category_of(row: Row) -> str:
    """The one kind that counts and filters have a row under.

    That it moved outweighs that it was reworded.
    """
    if row.kind in _REGROUPING:
        return "regrouped"
    if row.moved:
        return "moved"
    if is_formal(row):
        return "formal"
    return "renumbered" if only_renumbered(row) else row.kind.value


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
    if Show.FORCE in options.only:
        ids.update(change.row for change in changed_force(comparison, options))
    if Show.TASKS in options.only:
        ids.update(change.row for change in changed_tasks(comparison, options))
    return frozenset(ids)


def changed_force(comparison: Comparison, options: ReportOptions) -> tuple[ForceChange, ...]:
    """The changes of force that the options let through, those of grades first.

    ``only`` without ``force`` narrows them to the rows shown.
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
    """The task changes that the options let through, without the unchanged ones.

    ``only`` without ``tasks`` narrows them to the rows shown.
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
    """The selected target changes that are worth a line: value, deadline, strictness or force."""
    return tuple(
        change
        for change in selected_targets(comparison, options)
        if change.kind is not TargetChangeKind.UNCHANGED
        or change.deadline
        or change.relation
        or change.force
    )


@dataclass(frozen=True, slots=True)
class RowGroups:
    """Every selected row that changed, once or, where it moved and changed, in two groups."""

    moved: tuple[tuple[Row, ...], ...]
    """Blocks: rows that moved together."""
    regrouped: tuple[Row, ...]
    """Split, merged, regrouped."""
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    reworded: tuple[Row, ...]
    rolled_up: tuple[Row, ...]
    """Nothing but a wording changed throughout."""
    formal: tuple[Row, ...]
    renumbered: tuple[Row, ...]
    form_places: int
    """Places of mere form inside rows that changed in substance too."""


def _blocks(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """Rows of the same block number together, in display order; without a number alone."""
    blocks: dict[tuple[str, int | str], list[Row]] = {}
    for row in rows:
        key = ("row", row.id) if row.block is None else ("block", row.block)
        blocks.setdefault(key, []).append(row)
    return tuple(tuple(block) for block in blocks.values())


def row_groups(comparison: Comparison, options: ReportOptions) -> RowGroups:
    """The selected rows, grouped."""
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
