"""Changed tasks in words: who leads, who cooperates, until when."""

from collections.abc import Iterator

from plandiff.comparison.model import TaskChange
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.corpus.model import Task
from plandiff.corpus.text.escape import visible_line

_LONGEST_TASK = 40


def format_task(change: TaskChange) -> str:
    """What is to be done, shortened."""
    task = change.task(change.side)
    said = visible_line(task.task) if task else ""
    return said if len(said) <= _LONGEST_TASK else f"{said[:_LONGEST_TASK]}…"


def task_facts(change: TaskChange, labels: Labels) -> tuple[str, ...]:
    """What differs: ``牵头单位：人事科→基教科``, ``时限推后：2025年6月→2026年3月``."""
    if change.old is not None and change.new is not None:
        return tuple(_differences(change, change.old, change.new, labels))
    task = change.task(change.side)
    said = labels["list.semicolon"].join(stated_facts(task, labels)) if task else ""
    return (labels(f"task.{change.kind.value}", facts=said),)


def _differences(change: TaskChange, old: Task, new: Task, labels: Labels) -> Iterator[str]:
    def differs(key: str, before: str, after: str) -> str:
        none = labels["none"]
        return labels(f"task.{key}", old=before or none, new=after or none)

    if change.lead:
        yield differs("lead", _names(old.lead, labels), _names(new.lead, labels))
    if change.helpers:
        yield differs("with", _names(old.helpers, labels), _names(new.helpers, labels))
    if change.deadline:
        key = f"deadline-{change.deadline}"
        yield differs(key, _due(old), _due(new))


def stated_facts(task: Task, labels: Labels) -> Iterator[str]:
    """Who leads, who cooperates and until when, as one plan has it."""
    if task.lead:
        yield labels("task.leads", names=_names(task.lead, labels))
    if task.helpers:
        yield labels("task.helps", names=_names(task.helpers, labels))
    if task.deadline:
        yield labels("task.due", date=_due(task))


def _names(bodies: tuple[str, ...], labels: Labels) -> str:
    return labels["list.comma"].join(visible_line(body) for body in bodies)


def _due(task: Task) -> str:
    return visible_line(task.deadline.text) if task.deadline else ""
