"""Kinds of change that the summary counts and the filter shows, with the unit of each count.

Sentences, sections and targets are counted separately, so each count has a unit.  Duties, targets
and tasks are counted as in the verdict, so that the numbers agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from plandiff.comparison.consequence import group_of_target
from plandiff.comparison.edits import Passage, RowKind
from plandiff.comparison.model import Comparison, Row, TargetChangeKind
from plandiff.comparison.model import TaskChangeKind as TaskKind
from plandiff.comparison.review.marks import Mark, Progress
from plandiff.corpus.locales import Words
from plandiff.tui.view.navigation import is_formal, is_stop

if TYPE_CHECKING:
    from plandiff.tui.view.model import View


class Unit(StrEnum):
    """Unit of a count."""

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
"""Kinds that the filter lists, in its order, each with the unit of its count."""
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
"""Names of ranges in a row's drawing (passages, targets, clauses); ``""`` is the row's top."""


class ChangeKinds:
    """The changes of a comparison by kind: the rows, and the anchors in each row."""

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
        """Return the rows with changes of a kind, by index, with the anchors of these changes."""
        return self._found.get(kind, {})


def _changes(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the kind and the anchor of each stop of a row."""
    for passage in row.changed_passages:
        yield _kind_of(passage), passage.id
    if not row.changed_passages and row.kind is not RowKind.UNCHANGED:
        yield _kind_of(row), ""


def _kind_of(unit: Passage | Row) -> str:
    if unit.moved and isinstance(unit, Passage):
        return "carried"
    return "formal" if is_formal(unit) else _PASSAGES.get(unit.kind, "modified")


def _sections(row: Row) -> Iterator[str]:
    """Yield the kinds of a row as a whole."""
    if row.kind in _ROWS:
        yield _ROWS[row.kind]
    if row.moved:
        yield "moved"
    if row.renumbered and row.kind is RowKind.UNCHANGED and is_stop(row):
        yield "renumbered"
    if row.doubtful:
        yield "doubtful"


def _finer(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """Yield kind, row id and anchor of each change of a target, a duty or a task."""
    for place, target in enumerate(comparison.targets):
        if target.kind is not TargetChangeKind.UNCHANGED:
            yield "targets", target.row, f"t{place}"
        elif group_of_target(target) is not None:  # its deadline moved, or how strictly it binds
            yield "tasks", target.row, f"t{place}"
    for place, force in enumerate(comparison.force):
        yield ("listed" if force.listed else force.kind.value), force.row, f"f{place}"
    for place, task in enumerate(comparison.tasks):
        if task.kind is not TaskKind.UNCHANGED:
            yield "tasks", task.row, f"k{place}"


def places_of(view: View, kind: str) -> Mapping[int, Anchors]:
    """Return the rows with changes of a kind, by index, with the anchors in each.

    Kinds of review state reflect the current marks and notes; others depend on the comparison only.
    """
    if kind == "since":
        rows = (view.row_index[row] for row in view.since)
        return {row: view.stops.passages(row) or ("",) for row in rows}
    by_review: dict[str, Iterable[str]] = {
        "notes": (unit for unit in view.noted if unit is not None),
        "questioned": (u for u, mark in view.marked.items() if mark is Mark.QUESTIONED),
        "conflict": view.conflicts,
        "outdated": view.outdated,
    }
    return _by_row(view, by_review[kind]) if kind in by_review else view.change_kinds.rows(kind)


def wanted_places(view: View) -> Mapping[int, Anchors]:
    """Return the rows with changes of the selected kinds, with the anchors in each."""
    wanted: dict[int, Anchors] = {}
    for kind in KINDS:
        for row, anchors in places_of(view, kind).items() if kind in view.kinds else ():
            wanted[row] = tuple(dict.fromkeys((*wanted.get(row, ()), *anchors)))
    return wanted


def _by_row(view: View, units: Iterable[str]) -> dict[int, Anchors]:
    """Group ids of rows and passages by row; a row with passages has only their anchors."""
    found: dict[int, set[str]] = {}
    for unit in units:
        if unit in view.row_index:
            found.setdefault(view.row_index[unit], set())
        elif unit in view.stops.row_of:
            found.setdefault(view.stops.row_of[unit], set()).add(unit)
    return {row: tuple(sorted(anchors)) or ("",) for row, anchors in found.items()}


def count_of(kind: str, rows: Mapping[int, Anchors]) -> int:
    """Count the changes of a kind, in its unit."""
    if UNITS[kind] is Unit.SECTION:
        return len(rows)
    return sum(len(anchors) for anchors in rows.values())


def kind_counts(view: View) -> Counter[str]:
    """Return the number of changes of each kind, in the unit of the kind."""
    return Counter({kind: count_of(kind, places_of(view, kind)) for kind in KINDS})


def amount_words(kind: str, count: int, words: Words) -> str:
    """Format a count with its unit: ``4 处``."""
    return words(f"amount.{UNITS[kind].value}", count=count)


def counts_words(counts: Counter[str], words: Words) -> list[str]:
    """Format the counts of all kinds that occur: ``修改 12 处``."""
    return [
        f"{words(f'kind.{kind}')} {amount_words(kind, counts[kind], words)}"
        for kind in KINDS
        if counts[kind]
    ]


def reviewed_words(progress: Progress, words: Words) -> str:
    """Format the review progress by changes and sections: ``已阅 3/64 处、改动节 1/9``."""
    sections = {"sections": progress.reviewed, "all": progress.total}
    return words("count.reviewed", count=progress.places, total=progress.all_places, **sections)
