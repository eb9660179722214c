"""The rows of a comparison in the groups in which a summary tells them."""

from collections.abc import Iterable
from dataclasses import dataclass

from plandiff.comparison.model import Comparison, Row, RowKind
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.marks import form_count
from plandiff.comparison.reports.shared.selection import is_formal, only_renumbered, selected_rows
from plandiff.comparison.words import is_rolled_up

_REGROUPING = frozenset({RowKind.SPLIT, RowKind.MERGED, RowKind.REGROUPED})


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
