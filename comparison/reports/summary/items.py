"""Groups, items and details of a summary: findings beside the rows, and the top changes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.consequence import Consequence, Ranked, order_by_consequence
from plandiff.comparison.edits import Passage, Side
from plandiff.comparison.model import Comparison, ForceChange, Notice, Row, TaskChange
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.context_lines import elide
from plandiff.comparison.reports.shared.duties import (
    clause_pieces,
    format_force,
    format_task,
    task_facts,
)
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece, unified_pieces
from plandiff.comparison.reports.shared.rows import format_kinds, format_target
from plandiff.comparison.reports.shared.section_paths import SectionPaths, short_place, shorten
from plandiff.comparison.reports.shared.selection import RowGroups
from plandiff.comparison.reports.shared.targets import all_target_lines
from plandiff.corpus.model import Finding, Plan
from plandiff.corpus.text.escape import visible, visible_line


class Detail(Struct, frozen=True):
    """One line below an item: marked text, or a labelled fact."""

    label: str
    pieces: tuple[Piece, ...]


class Item(Struct, frozen=True):
    """One entry of a group."""

    sign: str
    title: str
    row: str | None
    details: tuple[Detail, ...] = ()


class Group(Struct, frozen=True):
    """Entries of one kind under one title."""

    key: str
    title: str
    items: tuple[Item, ...]

    @property
    def numbered(self) -> bool:
        """Whether the items are numbered: not if a title already begins with a number."""
        rows = any(item.row for item in self.items)
        return rows and not any(item.title[:1].isdecimal() for item in self.items)


def text_detail(label: str, text: str) -> Detail:
    """A detail of unmarked text."""
    return Detail(label, (Piece(Mark.SAME, text),))


_SHOWN = 6
"""Maximum places listed per kind of finding; further ones are only counted."""


def force_items(
    changes: Iterable[ForceChange], paths: Mapping[str, str], labels: Labels
) -> Iterator[Item]:
    """Each change of force with its place and both clauses, with the words of force marked.

    Changes that only lengthen or shorten a list come last.
    """
    for change in sorted(changes, key=lambda change: change.listed):
        clauses = (
            Detail(labels[f"side.{side.value}"], clause_pieces(change, side)) for side in Side
        )
        place = text_detail("", paths.get(change.row, ""))
        yield Item("●", format_force(change, labels), None, (place, *clauses))


def task_items(changes: Iterable[TaskChange], labels: Labels) -> Iterator[Item]:
    """Each changed task with its facts."""
    for change in changes:
        details = tuple(text_detail("", fact) for fact in task_facts(change, labels))
        yield Item("●", format_task(change), None, details)


def replacement_items(comparison: Comparison, labels: Labels) -> Iterator[Item]:
    """Each wording that was replaced throughout, with its count."""
    for item in comparison.replacements:
        title = labels(
            "replaced.line",
            old=visible_line(item.old),
            new=visible_line(item.new),
            count=item.count,
            rows=len(item.rows),
        )
        yield Item("≈", title, None)


def left_out_items(rows: RowGroups, labels: Labels) -> Iterator[Item]:
    """The count of each kind of change that is not itemised."""
    counts = {
        "left-out.rolled-up": len(rows.rolled_up),
        "left-out.formal": len(rows.formal),
        "left-out.form-places": rows.form_places,
        "left-out.renumbered": len(rows.renumbered),
    }
    for key, count in counts.items():
        if count:
            yield Item("·", labels(key, count=count), None)


def _named(finding: Finding, places: SectionPaths) -> str:
    """The section of a finding by label and heading; the finding's own words without a section."""
    if finding.section is None or not places.has(finding.section):
        return visible_line(shorten(finding.text, 40))
    return visible_line(places.name(places.section(finding.section)))


def _findings(plan: Plan, places: SectionPaths, labels: Labels) -> Iterator[Detail]:
    """The findings in a plan, one line per kind."""
    kinds: dict[str, list[Finding]] = {}
    for finding in plan.findings:
        kinds.setdefault(finding.kind, []).append(finding)
    for kind, found in kinds.items():
        names = list(dict.fromkeys(_named(finding, places) for finding in found))
        listed = labels["list.semicolon"].join(names[:_SHOWN])
        if len(names) > _SHOWN:
            listed = labels("list.and-more", list=listed)
        what = labels.maybe(f"finding.{kind}", visible_line(kind))
        yield text_detail("", labels("finding.group", what=what, count=len(found), places=listed))


def _removed(plan: Plan, labels: Labels) -> str:
    counts = Counter(removed.reason for removed in plan.removed)
    return labels["list.comma"].join(
        labels(
            "removed.count",
            what=labels.maybe(f"removed.{reason}", visible_line(reason)),
            count=count,
        )
        for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def format_notice(notice: Notice, comparison: Comparison, labels: Labels) -> str:
    """The words of a notice: the guard of the comparison that acted, and where."""
    key = f"notice.{notice.kind}"
    facts = {
        name: int(fact) if fact.isdecimal() else visible_line(fact) for name, fact in notice.facts
    }
    what = labels(key, **facts) if labels.has(key) else visible_line(notice.text)
    row = next((row for row in comparison.rows if row.id == notice.row), None)
    if row is None:
        return what
    place = visible_line(short_place((row.new or row.old)[0]))
    return labels("hint.notice", what=what, place=place)


def hint_items(
    comparison: Comparison, places: Mapping[Side, SectionPaths], labels: Labels
) -> Iterator[Item]:
    """Notices of the comparison, findings in each plan, and text that reading removed as noise."""
    for notice in comparison.notices:
        yield Item("!", format_notice(notice, comparison, labels), None)
    for side in Side:
        plan = comparison.plan(side)
        name = labels[f"side.{side.value}"]
        details = tuple(_findings(plan, places[side], labels))
        if details:
            title = labels("hint.findings", side=name, count=len(plan.findings))
            yield Item("?", title, None, details)
        if plan.removed:
            title = labels("hint.removed", side=name, what=_removed(plan, labels))
            yield Item("·", title, None)


_CONTEXT = 16
"""Characters of context around a change in a passage."""
_SIGNS = {True: "▼", False: "●"}
"""The sign of changes that ask less (True), and of all others."""


def top_group(
    comparison: Comparison, options: ReportOptions, paths: Mapping[str, str], labels: Labels
) -> Group:
    """The first ``options.top`` changes, and a last item with the number of further ones."""
    ranked = order_by_consequence(comparison)
    most = options.top or 0
    teller = ChangeWords(comparison, options, paths, labels)
    items = [teller.item(change) for change in ranked[:most]]
    if len(ranked) > most:
        items.append(Item("·", labels("top.rest", count=len(ranked) - most), None))
    return Group("top", labels("group.top", count=min(most, len(ranked))), tuple(items))


class ChangeWords:
    """Describes changes for a summary: kind, place, and the words that changed."""

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
        """Return one change with its place and its words."""
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
