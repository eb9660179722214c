"""Changes of targets, binding force and tasks in a row: their descriptions and positions.

>>> changes = RowChanges(comparison)  # doctest: +SKIP
>>> [changes.id_of(change) for change in changes.force_of(row)]  # doctest: +SKIP
['f0', 'f3']
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from plandiff.comparison.consequence import group_of_target
from plandiff.comparison.edits import Passage, Side
from plandiff.comparison.model import (
    Comparison,
    ForceChange,
    ForceKind,
    Row,
    TargetChange,
    TaskChange,
    TaskChangeKind,
)
from plandiff.comparison.reports.shared.duties import format_force, task_facts
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.corpus.locales import Words
from plandiff.corpus.model import Section, Span
from plandiff.tui.render.canvas import Canvas, shown_text
from plandiff.tui.render.context import Glyphs

_AT_MOST = 8
"""Maximum characters of a force word in a badge; the status line shows it in full."""
_STYLES = {
    ForceKind.WEAKENED: "lowered",
    ForceKind.NARROWED: "lowered",
    ForceKind.STRENGTHENED: "raised",
    ForceKind.WIDENED: "raised",
}


class RowChanges:
    """Changes of targets, force and tasks by row, each with its id as in the JSON report."""

    def __init__(self, comparison: Comparison) -> None:
        self.targets: dict[str, list[TargetChange]] = defaultdict(list)
        self.force: dict[str, list[ForceChange]] = defaultdict(list)
        self.tasks: dict[str, list[TaskChange]] = defaultdict(list)
        self._ids: dict[int, str] = {}
        self.old_rows: dict[str, str] = {}
        """Id of the row of the old side, by the id of a change that has two sides."""
        self._row_of = comparison.row_of
        for place, target in enumerate(comparison.targets):
            if group_of_target(target) is not None:
                for row in self._rows(target, f"t{place}"):
                    self.targets[row].append(target)
        for place, force in enumerate(comparison.force):
            for row in self._rows(force, f"f{place}"):
                self.force[row].append(force)
        for place, task in enumerate(comparison.tasks):
            if task.kind is not TaskChangeKind.UNCHANGED:
                for row in self._rows(task, f"k{place}"):
                    self.tasks[row].append(task)

    def _rows(self, change: TargetChange | ForceChange | TaskChange, name: str) -> tuple[str, ...]:
        """Store the id of a change; return its row, and the row of its old side if different."""
        self._ids[id(change)] = name
        section = change.old.section if change.old is not None else ""
        old = self._row_of.get((Side.OLD, section))
        if old is None:
            return (change.row,)
        if change.new is not None:
            self.old_rows[name] = old.id
        return (change.row,) if old.id == change.row else (change.row, old.id)

    def id_of(self, change: TargetChange | ForceChange | TaskChange) -> str:
        """Return the id of a change (``t0``, ``f0``, ``k0``), its anchor in the row's drawing.

        Empty for a target or task that did not change.
        """
        return self._ids.get(id(change), "")


class ChangePainter:
    """Paints changes of force and tasks on one side of a row, with badge and gutter sign."""

    def __init__(self, changes: RowChanges, words: Words, glyphs: Glyphs) -> None:
        self.changes = changes
        self.words = words
        self.glyphs = glyphs

    def paint(self, canvas: Canvas, row: Row, side: Side, where: Callable[[int], int]) -> None:
        """Paint the changes of a side; ``where`` maps offsets of the side to the canvas."""
        starts = dict(section_offsets(row, side))
        for force in self.changes.force.get(row.id, ()):
            clause = force.clause(side)
            if clause.section in starts:
                start = starts[clause.section]
                mark, quote = _moved(clause.mark, start), _moved(clause.span, start)
                canvas.anchor(*_range(quote, where), self.changes.id_of(force))
                badge = force_words(force, self.words, self.glyphs, _AT_MOST)
                shown = badge if side is Side.NEW or force.row != row.id else ""
                style = _STYLES[force.kind]
                self._paint_force(canvas, _range(mark, where), style)
                if shown:  # after the clause: inside, a badge would separate its words
                    end = _range(quote, where)[1]
                    canvas.insert(end, f"[{shown}]", f"badge-{style}", of_plan=False)
        if side is Side.NEW:
            self._tell_rewritten(canvas, row, starts, where)
        for change in self.changes.tasks.get(row.id, ()):
            task = change.task(side)
            if task is not None and task.section in starts:
                span = _range(_moved(task.span, starts[task.section]), where)
                canvas.anchor(*span, self.changes.id_of(change))
                canvas.sign(span[0], span[0] + 1, self.glyphs.task)
                if side is change.side or change.row != row.id:
                    badge = f"[{self.words(f'badge.task.{task_key(change)}')}]"
                    canvas.insert(span[1], badge, "badge-changed", of_plan=False)

    def _tell_rewritten(
        self,
        canvas: Canvas,
        row: Row,
        starts: Mapping[str, int],
        where: Callable[[int], int],
    ) -> None:
        """Put a badge at the end of passages that were mostly rewritten."""
        for passage in row.changed_passages:
            if is_rewritten(passage) and passage.new[-1].section in starts:
                last = passage.new[-1]
                # Before the stop: after it, the badge would seem to refer to the next sentence.
                stop = passage.text(Side.NEW)[-1:] in _STOPS and last.end - last.start > 1
                offset = starts[last.section] + last.end - (2 if stop else 1)
                share = round(passage.kept * 100)
                key = "badge.rewritten" if share >= _LEAST_SHARE else "badge.replaced"
                badge = f"[{self.words(key, share=share)}]"
                canvas.insert(where(max(offset, 0)) + 1, badge, "badge-changed", of_plan=False)

    def _paint_force(self, canvas: Canvas, span: tuple[int, int], style: str) -> None:
        canvas.paint(*span, f"target-{style}")
        canvas.sign(*span, self.glyphs.force)


def _range(span: Span, where: Callable[[int], int]) -> tuple[int, int]:
    """Map a range of a side to the canvas; an empty one follows the preceding character."""
    end = where(span.end - 1) + 1 if span.end else where(0)
    return (where(span.start) if span.end > span.start else end), end


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def section_offsets(row: Row, side: Side) -> Iterator[tuple[str, int]]:
    """Yield the id of each section of a side and its start offset in the side's text."""
    start = 0
    sections: tuple[Section, ...] = row.sections(side)
    for section in sections:
        yield section.id, start
        start += len(section.text) + 1


def anchor_places(canvas: Canvas, row: Row, side: Side, where: Callable[[int], int]) -> None:
    """Anchor the sections of a side (``new.s3``) and its changed passages (by id)."""
    starts = dict(section_offsets(row, side))
    for section, start in starts.items():
        canvas.anchor(where(start), where(start), f"{side.value}.{section}")
    for passage in row.changed_passages:
        for place in passage.places(side):
            if place.section in starts:
                start = starts[place.section]
                last = where(max(start + place.end - 1, 0))
                canvas.anchor(where(start + place.start), last + 1, passage.id)


_MUCH = 20
"""Minimum length in characters of a passage that is reported as rewritten."""
_KEPT = 0.3
"""Share of unchanged text below which edit marks in a passage are not useful."""
_LEAST_SHARE = 5
"""Percentage of unchanged text from which the badge shows the number."""
_STOPS = "。；！？.;!?"


def is_rewritten(passage: Passage) -> bool:
    """Return whether so little of a passage is unchanged that it should be read as new text."""
    if not passage.old or not passage.new or not passage.substantive:
        return False
    longer = max(len(passage.text(side)) for side in Side)
    return longer > _MUCH and passage.kept < _KEPT


def force_words(change: ForceChange, words: Words, glyphs: Glyphs, longest: int = 40) -> str:
    """Describe a change of force as the reports do: ``力度减弱：必须→鼓励``."""
    text = format_force(change, labels_for(words.language), longest)
    return shown_text(text.replace("→", glyphs.arrow))


def task_key(change: TaskChange) -> str:
    """Return the key of a task's badge: added or removed, else the most important difference."""
    if change.kind is not TaskChangeKind.CHANGED:
        return change.kind.value
    if change.deadline in {"later", "removed", "changed"} or not (change.lead or change.helpers):
        return f"deadline-{change.deadline}"
    return "lead" if change.lead else "helpers"


def task_words(change: TaskChange, words: Words) -> str:
    """Describe the changes of a task: ``牵头（责任）单位：甲局→乙局；时限推后：…``."""
    labels = labels_for(words.language)
    return labels["list.semicolon"].join(task_facts(change, labels))
