"""The kinds of change that the summary counts and the filter shows, and what is counted of each.

A sentence, a section and a target are counted apart: every count names its unit.  What the verdict
counts (duties, targets, tasks) is counted in the same way here, so that the numbers agree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum

from plandiff.comparison.model import Comparison, Passage, Row, RowKind, TargetChangeKind
from plandiff.comparison.model import TaskChangeKind as TaskKind
from plandiff.comparison.review.marks import Progress
from plandiff.corpus.locales import Words
from plandiff.tui.view.stops import is_formal, is_stop


class Unit(StrEnum):
    """What a count counts."""

    CHANGE = "change"
    """处: changed passages, clauses, and rows that only moved or were renumbered."""
    SECTION = "section"
    """节: rows."""
    ITEM = "item"
    """项: targets and tasks."""


UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("modified", "added", "removed", "carried", "formal"), Unit.CHANGE),
    **dict.fromkeys(("section-added", "section-removed", "moved"), Unit.SECTION),
    **dict.fromkeys(("split", "merged", "regrouped", "renumbered"), Unit.SECTION),
    "targets": Unit.ITEM,
    **dict.fromkeys(("weakened", "strengthened", "narrowed", "widened", "listed"), Unit.CHANGE),
    "tasks": Unit.ITEM,
    "doubtful": Unit.SECTION,
    **dict.fromkeys(("notes", "questioned", "conflict", "outdated"), Unit.CHANGE),
    "since": Unit.SECTION,
}
"""Kinds that the filter offers, in its order, each with what is counted of it."""
KINDS = tuple(UNITS)

_ROWS = {
    RowKind.ADDED: "section-added",
    RowKind.REMOVED: "section-removed",
    RowKind.SPLIT: "split",
    RowKind.MERGED: "merged",
    RowKind.REGROUPED: "regrouped",
}
_PASSAGES = {RowKind.ADDED: "added", RowKind.REMOVED: "removed"}

Anchors = tuple[str, ...]
"""Names of ranges in a row's drawing: passages, targets, clauses; ``""`` is the row's top."""


class ChangeKinds:
    """The changes of a comparison by kind: for each kind the rows, and where to stop in them."""

    def __init__(self, comparison: Comparison) -> None:
        index_of = {row.id: index for index, row in enumerate(comparison.rows)}
        found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for index, row in enumerate(comparison.rows):
            stops = [own.id for own in row.changed_passages] or [""]
            for kind, anchor in _changes(row):
                found[kind][index].append(anchor)
            for kind in _sections(row):
                found[kind][index] += stops
        for kind, row_id, anchor in _finer(comparison):
            found[kind][index_of[row_id]].append(anchor)
        self._found = {
            kind: {index: tuple(anchors) for index, anchors in rows.items()}
            for kind, rows in found.items()
        }

    def rows(self, kind: str) -> Mapping[int, Anchors]:
        """The rows with changes of a kind, by index, and the anchors of these changes."""
        return self._found.get(kind, {})


def _changes(row: Row) -> Iterator[tuple[str, str]]:
    """The kind and the anchor of each stop of a row."""
    for passage in row.changed_passages:
        yield _kind_of(passage), passage.id
    if not row.changed_passages and row.kind is not RowKind.UNCHANGED:
        yield _kind_of(row), ""


def _kind_of(unit: Passage | Row) -> str:
    if unit.moved and isinstance(unit, Passage):
        return "carried"
    return "formal" if is_formal(unit) else _PASSAGES.get(unit.kind, "modified")


def _sections(row: Row) -> Iterator[str]:
    """The kinds that a row has as a whole."""
    if row.kind in _ROWS:
        yield _ROWS[row.kind]
    if row.moved:
        yield "moved"
    if row.renumbered and row.kind is RowKind.UNCHANGED and is_stop(row):
        yield "renumbered"
    if row.doubtful:
        yield "doubtful"


def _finer(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """Kind, row and anchor of each change of a target, a duty or a task."""
    for place, target in enumerate(comparison.targets):
        if target.kind is not TargetChangeKind.UNCHANGED:
            yield "targets", target.row, f"t{place}"
    for place, force in enumerate(comparison.force):
        yield ("listed" if force.listed else force.kind.value), force.row, f"f{place}"
    for place, task in enumerate(comparison.tasks):
        if task.kind is not TaskKind.UNCHANGED:
            yield "tasks", task.row, f"k{place}"


def count_of(kind: str, rows: Mapping[int, Anchors]) -> int:
    """How many there are of a kind, in its unit."""
    if UNITS[kind] is Unit.SECTION:
        return len(rows)
    return sum(len(anchors) for anchors in rows.values())


def amount_words(kind: str, count: int, words: Words) -> str:
    """``4 处``: a count of a kind with its unit."""
    return words(f"amount.{UNITS[kind].value}", count=count)


def counts_words(counts: Counter[str], words: Words) -> list[str]:
    """``修改 12 处``, for each kind that there is."""
    return [
        f"{words(f'kind.{kind}')} {amount_words(kind, counts[kind], words)}"
        for kind in KINDS
        if counts[kind]
    ]


def reviewed_words(progress: Progress, words: Words) -> str:
    """``已阅 3/64 处、改动节 1/9``: how many of the changes and changed sections are reviewed."""
    sections = {"sections": progress.reviewed, "all": progress.total}
    return words("count.reviewed", count=progress.places, total=progress.all_places, **sections)
