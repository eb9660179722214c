"""Changes of binding force and of tasks (owner, work, deadline) in words."""

from collections.abc import Iterator

from plandiff.comparison.edits import Side
from plandiff.comparison.model import ForceChange, ForceKind, TaskChange
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece
from plandiff.comparison.reports.shared.section_paths import shorten
from plandiff.corpus.model import Task
from plandiff.corpus.text.escape import visible, visible_line

_GRADES = (ForceKind.WEAKENED, ForceKind.STRENGTHENED)
_LONGEST_WORD = 20


def format_force(change: ForceChange, labels: Labels, longest: int = _LONGEST_WORD) -> str:
    """``力度减弱：必须→鼓励``, ``范围扩大：增加“托育机构”``; words are cut to ``longest``."""
    old, new = (visible_line(shorten(change.clause(side).word, longest)) for side in Side)
    kind = change.kind.value
    if change.kind in _GRADES:
        return format_words_of_force(change.kind, old, new, labels)
    if change.listed:
        return labels("force.listed" if new else "force.unlisted", word=new or old)
    if old and new:
        return labels(f"force.{kind}", old=old, new=new)
    return labels(f"force.{kind}-by" if new else f"force.{kind}-without", word=new or old)


def format_words_of_force(kind: ForceKind, old: str | None, new: str | None, labels: Labels) -> str:
    """A change of grade by its two words; a missing word means that the act is simply stated."""
    bare = labels["force.bare"]
    if old == new:
        return labels(f"force.{kind.value}-same", word=visible_line(old or bare))
    return labels(
        f"force.{kind.value}", old=visible_line(old or bare), new=visible_line(new or bare)
    )


def format_force_of_target(
    kind: ForceKind, old: str | None, new: str | None, labels: Labels
) -> str:
    """A change of grade by the words that qualify a number: 力度减弱：改用“力争”."""
    if bool(old) == bool(new):
        return format_words_of_force(kind, old, new, labels)
    key = "force.now" if new else "force.no-longer"
    word = visible_line(new or old or "")
    return labels(key, kind=labels[f"force.kind-{kind.value}"], word=word)


def clause_pieces(change: ForceChange, side: Side) -> tuple[Piece, ...]:
    """The escaped clause of one side; its word of force is marked if the other side's differs."""
    clause = change.clause(side)
    start, end = clause.mark.start - clause.span.start, clause.mark.end - clause.span.start
    mark = Mark.DELETE if side is Side.OLD else Mark.INSERT
    if change.old.word == change.new.word:
        mark = Mark.SAME
    parts = (
        (Mark.SAME, clause.quote[:start]),
        (mark, clause.quote[start:end]),
        (Mark.SAME, clause.quote[end:]),
    )
    return tuple(Piece(mark, visible(text)) for mark, text in parts if text)


_LONGEST_TASK = 40


def format_task(change: TaskChange) -> str:
    """The work of a task, shortened."""
    task = change.task(change.side)
    text = visible_line(task.task) if task else ""
    return text if len(text) <= _LONGEST_TASK else f"{text[:_LONGEST_TASK]}…"


def task_facts(change: TaskChange, labels: Labels) -> tuple[str, ...]:
    """The differences: ``牵头单位：人事科→基教科``, ``时限推后：2025年6月→2026年3月``."""
    if change.old is not None and change.new is not None:
        return tuple(_differences(change, change.old, change.new, labels))
    task = change.task(change.side)
    text = labels["list.semicolon"].join(stated_facts(task, labels)) if task else ""
    return (labels(f"task.{change.kind.value}", facts=text),)


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
    """Lead, cooperating units and deadline of a task of one plan."""
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
