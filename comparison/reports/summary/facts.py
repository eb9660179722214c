"""The head of a summary: the two plans, and the amount of change."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.model import Comparison, ForceKind, TargetChangeKind, TaskChangeKind
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.selection import category_of
from plandiff.corpus.model import Plan
from plandiff.corpus.text.escape import visible_line

_KINDS = (
    RowKind.MODIFIED,
    RowKind.ADDED,
    RowKind.REMOVED,
    RowKind.SPLIT,
    RowKind.MERGED,
    RowKind.REGROUPED,
)
_TARGET_KINDS = tuple(kind for kind in TargetChangeKind if kind is not TargetChangeKind.UNCHANGED)

_TASK_KINDS = tuple(kind for kind in TaskChangeKind if kind is not TaskChangeKind.UNCHANGED)


class Fact(Struct, frozen=True):
    """A label and its text."""

    label: str
    text: str


def _source(plan: Plan, labels: Labels) -> str:
    title = visible_line(plan.title)
    name = visible_line(plan.source.name)
    year_shown = plan.year is None or str(plan.year) in (title or name)
    facts = {
        "name": name or labels["source.untitled"],
        "year": "" if year_shown else labels("source.year", year=plan.year),
        "sections": len(plan.sections),
        "characters": plan.source.characters,
    }
    if not title:
        return labels("source.no-title", **facts)
    return labels("source.line", title=title, **facts)


def source_facts(comparison: Comparison, labels: Labels) -> tuple[Fact, ...]:
    """The two plans by title, file, sections and characters."""
    return tuple(
        Fact(labels[f"side.{side.value}"], _source(comparison.plan(side), labels)) for side in Side
    )


def _counted(counts: Iterable[tuple[str, int]], labels: Labels) -> str:
    return labels["list.comma"].join(
        labels(f"count.{key}", count=count) for key, count in counts if count
    )


def _line(changed: str, quiet: str, labels: Labels) -> str:
    """The changed counts, followed by the unchanged ones if there are any."""
    return labels("count.line", changed=changed, quiet=quiet) if quiet else changed


def _rows(comparison: Comparison, labels: Labels) -> str:
    counts = Counter(map(category_of, comparison.rows))
    counts.update(row.kind.value for row in comparison.rows if category_of(row) == "regrouped")
    counts["regrouped"] = sum(row.kind is RowKind.REGROUPED for row in comparison.rows)
    changed = [(kind.value, counts[kind.value]) for kind in _KINDS]
    more = [("moved", counts["moved"])]
    quiet = [(name, counts[name]) for name in ("formal", "renumbered", "unchanged")]
    text = _counted([*changed, *more], labels) or labels["count.none"]
    return _line(text, _counted(quiet, labels), labels)


def _targets(comparison: Comparison, labels: Labels) -> str:
    counts = comparison.target_counts
    rescheduled = sum(
        change.kind is TargetChangeKind.UNCHANGED and bool(change.deadline)
        for change in comparison.targets
    )
    rebound = sum(
        change.kind is TargetChangeKind.UNCHANGED and not change.deadline and bool(change.force)
        for change in comparison.targets
    )
    changed = [(f"target-{kind.value}", counts[kind.value]) for kind in _TARGET_KINDS]
    # The verdict counts a lowered ceiling as a raised target, so such cases are stated here.
    kinds = TargetChangeKind.LOWERED, TargetChangeKind.RAISED
    for kind, effect in zip(kinds, ("more", "less"), strict=True):
        against = sum(c.kind is kind and c.effect == effect for c in comparison.targets)
        changed.append((f"target-{kind.value}-{effect}", against))
    changed += [("target-rescheduled", rescheduled), ("target-force", rebound)]
    unchanged = counts[TargetChangeKind.UNCHANGED.value] - rescheduled - rebound
    text = _counted(changed, labels)
    if not text and not unchanged:
        return labels["count.no-targets"]
    quiet = labels("count.target-unchanged", count=unchanged) if unchanged else ""
    return _line(text or labels["count.none"], quiet, labels)


def _force(comparison: Comparison, labels: Labels) -> str:
    counts = Counter(change.kind for change in comparison.force if not change.listed)
    listed = sum(change.listed for change in comparison.force)
    counted = [(f"force-{kind.value}", counts[kind]) for kind in ForceKind]
    return _counted([*counted, ("force-listed", listed)], labels)


def _tasks(comparison: Comparison, labels: Labels) -> str:
    counts = comparison.task_counts
    text = _counted([(f"task-{kind.value}", counts[kind.value]) for kind in _TASK_KINDS], labels)
    unchanged = counts[TaskChangeKind.UNCHANGED.value]
    quiet = labels("count.task-unchanged", count=unchanged) if unchanged else ""
    return _line(text or labels["count.none"], quiet, labels)


def count_facts(comparison: Comparison, options: ReportOptions, labels: Labels) -> tuple[Fact, ...]:
    """Counts of rows and targets, and the progress of a review."""
    facts = [
        Fact(labels["fact.sections"], _rows(comparison, labels)),
        Fact(labels["fact.targets"], _targets(comparison, labels)),
    ]
    if comparison.force:
        facts.append(Fact(labels["fact.force"], _force(comparison, labels)))
    if comparison.tasks:
        facts.append(Fact(labels["fact.tasks"], _tasks(comparison, labels)))
    review = options.review
    if review.marks or review.notes:
        changed = {row.id for row in comparison.rows if row.changed}
        done = labels(
            "fact.review-line",
            done=len(changed & review.reviewed),
            all=len(changed),
            notes=len(review.notes),
        )
        facts.append(Fact(labels["fact.review"], done))
    semicolon = labels["list.semicolon"]
    for point in review.points:
        lines = (visible_line(line) for line in point.text.split("\n"))
        facts.append(Fact(visible_line(point.name), semicolon.join(lines)))
    if options.only or options.reviewed is not None:
        facts.append(Fact(labels["fact.filter"], _filter(options, labels)))
    return tuple(facts)


def _filter(options: ReportOptions, labels: Labels) -> str:
    names = [labels[f"kind.{show.value}"] for show in sorted(options.only)]
    if options.reviewed is not None:
        names.append(labels["show.reviewed" if options.reviewed else "show.unreviewed"])
    return labels["list.comma"].join(names)
