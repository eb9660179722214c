"""The changes that matter most, one item each, in the order of their consequence."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plandiff.comparison.consequence import Consequence, Ranked, order_by_consequence
from plandiff.comparison.model import Comparison, Passage, Row, Side
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.context_lines import elide
from plandiff.comparison.reports.shared.force import clause_pieces, format_force
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import unified_pieces
from plandiff.comparison.reports.shared.rows import format_kinds, format_target
from plandiff.comparison.reports.shared.targets import all_target_lines
from plandiff.comparison.reports.shared.tasks import format_task, task_facts
from plandiff.comparison.reports.summary.items import Detail, Group, Item, text_detail
from plandiff.corpus.text.escape import visible

_CONTEXT = 16
"""Characters of unchanged text around a changed place of a passage."""
_SIGNS = {True: "▼", False: "●"}
"""What asks less has a sign of its own."""


def top_group(
    comparison: Comparison, options: ReportOptions, paths: Mapping[str, str], labels: Labels
) -> Group:
    """The first ``options.top`` changes, and last how many more there are."""
    ranked = order_by_consequence(comparison)
    most = options.top or 0
    teller = _Teller(comparison, options, paths, labels)
    items = [teller.item(change) for change in ranked[:most]]
    if len(ranked) > most:
        items.append(Item("·", labels("top.rest", count=len(ranked) - most), None))
    return Group("top", labels("group.top", count=min(most, len(ranked))), tuple(items))


class _Teller:
    """Words for each kind of change."""

    def __init__(
        self,
        comparison: Comparison,
        options: ReportOptions,
        paths: Mapping[str, str],
        labels: Labels,
    ) -> None:
        self._comparison = comparison
        self._paths = paths
        self._labels = labels
        self._rows = {row.id: row for row in comparison.rows}
        every = replace(options, only=frozenset(), reviewed=None)
        self._targets = all_target_lines(comparison, every, labels)

    def item(self, change: Ranked) -> Item:
        """One change with its place and its words."""
        title, details = self._said(change)
        place = text_detail("", self._paths.get(change.row, ""))
        sign = _SIGNS[change.group < Consequence.TARGET_CHANGED]
        return Item(sign, title, None, (place, *details))

    def _said(self, change: Ranked) -> tuple[str, tuple[Detail, ...]]:
        kind, labels = change.id[0], self._labels
        if kind == "t":
            return format_target(self._targets[int(change.id[1:])], labels), ()
        if kind == "f":
            force = self._comparison.force[int(change.id[1:])]
            side = clause_pieces(force, Side.NEW)
            return format_force(force, labels), (Detail("", side),)
        if kind == "k":
            task = self._comparison.tasks[int(change.id[1:])]
            facts = tuple(text_detail("", fact) for fact in task_facts(task, labels))
            return format_task(task), facts
        row = self._rows[change.row]
        if change.id == row.id:
            return format_kinds(row, labels), ()
        return labels[f"top.{change.group.name.lower()}"], tuple(self._words(row, change.id))

    def _words(self, row: Row, identity: str) -> Iterator[Detail]:
        passage: Passage = next(p for p in row.passages if p.id == identity)
        pieces = [replace(p, text=visible(p.text)) for p in unified_pieces(passage.edits)]
        yield Detail("", elide(pieces, _CONTEXT))
