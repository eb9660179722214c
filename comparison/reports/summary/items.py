"""Groups, items and details of a summary, and the items that hold no change of their own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plandiff.comparison.model import Comparison, ForceChange, Notice, Side, TaskChange
from plandiff.comparison.reports.shared.force import clause_pieces, format_force
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece
from plandiff.comparison.reports.shared.section_paths import SectionPaths, short_place, shorten
from plandiff.comparison.reports.shared.selection import RowGroups
from plandiff.comparison.reports.shared.tasks import format_task, task_facts
from plandiff.corpus.model import Finding, Plan
from plandiff.corpus.text.escape import visible_line


@dataclass(frozen=True, slots=True)
class Detail:
    """One line under an item: marked text, or a labelled fact."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a group."""

    sign: str
    title: str
    row: str | None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind under one title."""

    key: str
    title: str
    items: tuple[Item, ...]

    @property
    def numbered(self) -> bool:
        """Whether the items get numbers: not where a title begins with a number of its own."""
        rows = any(item.row for item in self.items)
        return rows and not any(item.title[:1].isdecimal() for item in self.items)


def text_detail(label: str, text: str) -> Detail:
    """A detail without marks."""
    return Detail(label, (Piece(Mark.SAME, text),))


_SHOWN = 6
"""Places named of each kind of finding; the rest only counts."""


def force_items(
    changes: Iterable[ForceChange], paths: Mapping[str, str], labels: Labels
) -> Iterator[Item]:
    """Each change of force with its place and both clauses, the words of force marked."""
    for change in changes:
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
    """Each wording changed throughout, with its count."""
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
    """What was not itemised, each kind with its count."""
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
    """The section where a finding stands, by label and heading; its own words where it has none."""
    if finding.section is None or not places.has(finding.section):
        return visible_line(shorten(finding.text, 40))
    return visible_line(places.name(places.section(finding.section)))


def _findings(plan: Plan, places: SectionPaths, labels: Labels) -> Iterator[Detail]:
    """The oddities of a plan, those of one kind on one line."""
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
    """What a guard of the comparison did, and where."""
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
    """Notices of the comparison; what is odd in each plan; what reading took away as noise."""
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
