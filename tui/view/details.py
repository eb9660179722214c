"""Details of one change: both sentences, targets, force, owners, and the reason of the pairing.

Takes a view and returns paragraphs of styled pieces for the strip below the panes and the table of
targets.
"""

from collections.abc import Iterator, Sequence

from plandiff.comparison.edits import Op, Passage, Side
from plandiff.comparison.model import (
    Candidate,
    ForceChange,
    Row,
    TargetChange,
    TargetChangeKind,
    TaskChange,
)
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.reports.shared.duties import stated_facts, task_facts
from plandiff.comparison.reports.shared.labels import format_reason, labels_for
from plandiff.comparison.reports.shared.targets import format_delta
from plandiff.corpus.locales import Words
from plandiff.corpus.model import Span, Target, Task
from plandiff.corpus.text.escape import visible_line
from plandiff.tui.render.context import Glyphs
from plandiff.tui.render.row_changes import force_words
from plandiff.tui.render.section_names import place_of
from plandiff.tui.render.signs import kind_sign
from plandiff.tui.render.themes import target_style
from plandiff.tui.view.model import View

Parts = tuple[tuple[str, str], ...]
"""Pieces of a paragraph, each with the name of its style."""

MOST_CANDIDATES = 5
"""Maximum number of candidates, each with a key."""
_ENDS = "。；;. \n\u3000"
_SHORT = 4
"""Length in characters up to which a text occurs in too many sentences."""


def details_of(
    view: View, row: Row, passage: Passage | None, glyphs: Glyphs, keys: Sequence[str] = ()
) -> list[Parts]:
    """Return the details of a passage, or of a whole row; ``keys`` select other candidates."""
    words = view.renderer.words
    return [
        *(_sentence(passage or row, side, words) for side in Side),
        *(_target(change, words, glyphs) for change in _targets(view, row, passage)),
        *_force(view, row, passage, words, glyphs),
        *_tasks(view, row, passage, words),
        *_notes(view, row, passage, words),
        _reason(view, row, words),
        *_candidates(view, row, words, keys),
    ]


def passage_with(row: Row, change: TargetChange) -> Passage | None:
    """Return the passage that contains a target, on the side that identifies the change."""
    target = change.target(change.side)
    return next((own for own in row.passages if _is_in(own, change.side, target)), None)


def other_candidates(row: Row) -> tuple[tuple[str, Candidate], ...]:
    """Return (section, candidate) pairs: alternative partners, most likely first."""
    ordered = sorted(row.candidates, key=lambda own: -own[1].score)
    return tuple(ordered[:MOST_CANDIDATES])


def pin_of(section: str, candidate: Candidate) -> Pin:
    """Return the pin that pairs a section with a candidate."""
    if candidate.side is Side.NEW:
        return Pin(PinKind.TOGETHER, section, candidate.section)
    return Pin(PinKind.TOGETHER, candidate.section, section)


def _sentence(unit: Row | Passage, side: Side, words: Words) -> Parts:
    label = (f"{words(side.value)}  ", "label")
    if not unit.text(side):
        return (label, (words(f"detail.none.{side.value}"), "muted"))
    shown = (edit for edit in unit.edits if edit.op in (Op.EQUAL, side.op))
    pieces = ((visible_line(e.text), "" if e.op is Op.EQUAL else e.op.value) for e in shown)
    return (label, *(piece for piece in pieces if piece[0]))


def _targets(view: View, row: Row, passage: Passage | None) -> Iterator[TargetChange]:
    """Yield all targets of a passage, or the changed targets of a whole row."""
    for change in view.comparison.targets:
        if passage is None:
            if change.row == row.id and change.kind is not TargetChangeKind.UNCHANGED:
                yield change
        elif any(_is_in(passage, side, change.target(side)) for side in Side):
            yield change


def _is_in(passage: Passage, side: Side, target: Target | None) -> bool:
    return target is not None and _holds(passage, side, target.section, target.span)


def _holds(passage: Passage, side: Side, section: str, span: Span) -> bool:
    """Return whether a range of a section begins in a place of one side of a passage."""
    return any(
        place.section == section and place.start <= span.start < place.end
        for place in passage.places(side)
    )


def _target(change: TargetChange, words: Words, glyphs: Glyphs) -> Parts:
    both = [target for target in (change.old, change.new) if target is not None]
    quotes = f" {glyphs.arrow} ".join(dict.fromkeys(visible_line(t.quote) for t in both))
    delta = f" ({format_delta(change, labels_for(words.language))})" if change.delta else ""
    style = target_style(change.kind.value)
    kind = f"{kind_sign(change.kind, glyphs)} {words(f'target.{change.kind.value}')}  "
    parts = [(f"{words('topic.target')}  ", "label"), (kind, style)]
    parts.append((f"{visible_line(both[-1].name)}  {quotes}{delta}", ""))
    deadlines = dict.fromkeys(visible_line(t.deadline) for t in both if t.deadline)
    if deadlines:
        due = f" {glyphs.arrow} ".join(deadlines)
        parts.append((f"  {words('detail.deadline', text=due)}", "muted"))
    return tuple(parts)


def _force(
    view: View, row: Row, passage: Passage | None, words: Words, glyphs: Glyphs
) -> Iterator[Parts]:
    for change in view.renderer.changes.force.get(row.id, ()):
        if passage is None or is_of_passage(change, passage):
            label = (f"{words('detail.force')}  ", "label")
            yield (label, (force_words(change, words, glyphs), "changed"))


def is_of_passage(change: ForceChange, passage: Passage) -> bool:
    """Return whether a clause with changed force is in a passage, on either side."""
    clauses = ((side, change.clause(side)) for side in Side)
    return any(_holds(passage, side, clause.section, clause.span) for side, clause in clauses)


def _tasks(view: View, row: Row, passage: Passage | None, words: Words) -> Iterator[Parts]:
    """Yield the responsible units and deadlines of tasks, for both plans if they differ."""
    labels = labels_for(words.language)
    for change in view.comparison.tasks:
        if not concerns(change, row, passage):
            continue
        task = change.task(change.side)
        facts = task_facts(change, labels) if change.old is None or change.new is None else ()
        facts = facts or (*task_facts(change, labels), *stated_facts(task, labels)) if task else ()
        yield (
            (f"{words('kind.tasks')}  ", "label"),
            (labels["list.semicolon"].join(dict.fromkeys(facts)), ""),
        )


def concerns(change: TaskChange, row: Row, passage: Passage | None) -> bool:
    """Return whether a changed task belongs to a passage, or to the row if it is None."""
    if passage is None:
        return change.row == row.id
    return any(_is_given(passage, side, change.task(side)) for side in Side)


def _is_given(passage: Passage, side: Side, task: Task | None) -> bool:
    """Return whether a passage states a task, or names its responsible unit.

    （牵头单位：…） in brackets is often a separate passage after the sentence that it refers to.
    """
    if task is None:
        return False
    if _holds(passage, side, task.section, task.span):
        return True
    if all(place.section != task.section for place in passage.places(side)):
        return False
    own, done = (text.strip(_ENDS) for text in (passage.text(side), task.task))
    return len(own) > _SHORT < len(done) and (own in done or done in own)


def _notes(view: View, row: Row, passage: Passage | None, words: Words) -> Iterator[Parts]:
    """Yield the notes on a passage, or all notes of a row."""
    for note in view.beside.get(row.id, ()):
        if passage is None or note.anchor in {"", passage.id}:
            yield ((f"{words('detail.note')}  ", "label"), (note.text, ""))


def _reason(view: View, row: Row, words: Words) -> Parts:
    labels = labels_for(words.language)
    reason = visible_line(format_reason(row, view.comparison, labels, weights=False))
    sure = ""
    if row.old and row.new and not row.pinned:
        sure = f"  {words('status.doubtful', percent=round(row.confidence * 100))}"
    return ((f"{words('detail.reason')}  ", "label"), (f"{reason}{sure}", "muted"))


def _candidates(view: View, row: Row, words: Words, keys: Sequence[str]) -> Iterator[Parts]:
    for number, (section, candidate) in enumerate(other_candidates(row)):
        key = keys[number] if number < len(keys) else ""
        place = place_of(view.comparison.plan(candidate.side), candidate.section, 40)
        own = ""
        if len(row.old) + len(row.new) > 1:
            own = f"{place_of(view.comparison.plan(candidate.side.other), section, 30)} - "
        text = f"{own}{words(candidate.side.value)} {place}  {round(candidate.score * 100)}%"
        label = (f"{words('detail.candidate')}  ", "label")
        yield (label, (f"{key} " if key else "", "accent"), (text, ""))
