"""All marks, notes and conflicts of a review as a list to work through, open items first.

Takes a view and returns values; `plandiff.tui.screens.dialogs.review_items` lists them and lets
the reader resolve them.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from plandiff.comparison.edits import Edit, Side
from plandiff.comparison.reports.shared.context_lines import changed_lines
from plandiff.comparison.reports.shared.marks import Mark as Marking
from plandiff.comparison.reports.shared.marks import is_removed_text, unified_pieces
from plandiff.comparison.review.marks import About, LostPin, Mark, Note, Opinion, local_time
from plandiff.comparison.words import diff_texts
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cut
from plandiff.tui.render.section_names import name_of
from plandiff.tui.view.beside import dated_words, note_words, opinions_words, who
from plandiff.tui.view.model import View
from plandiff.tui.view.walking import passage_words

Parts = tuple[tuple[str, str], ...]
"""Pieces of a line, each with its style name."""

_CONTEXT = 24
"""Characters of context shown around a change."""


class ReviewItemKind(StrEnum):
    """Kinds of items, which are the headings of the list, in its order."""

    CONFLICT = "conflict"
    QUESTION = "question"
    OUTDATED = "outdated"
    NOTE = "note"
    LOST = "lost"


class ReviewItem(Struct, frozen=True):
    """A note, an opinion or a lost item, with its current place."""

    kind: ReviewItemKind
    place: str
    row: int | None = None
    """Index of the row; None if there is none, or no longer one."""
    anchor: str = ""
    """Id of the passage of the row; empty for the whole row."""
    opinions: tuple[Opinion, ...] = ()
    note: Note | None = None
    pin: LostPin | None = None

    @property
    def is_outdated_note(self) -> bool:
        """Whether the item is a note on text that has changed since."""
        return self.note is not None and self.note.outdated and not self.note.lost


def all_review_items(view: View) -> list[ReviewItem]:
    """Return conflicts, questions, outdated marks, notes and lost items, in this order."""
    return [*_conflicts(view), *_questions(view), *_outdated(view), *note_items(view), *_lost(view)]


def note_items(view: View) -> list[ReviewItem]:
    """Return notes in row order; notes on the whole comparison first, without a place last."""
    notes = sorted(view.store.notes(), key=lambda note: note.about is not About.WHOLE)
    items = [_note(view, note) for note in notes]
    return sorted(items, key=lambda item: item.kind is ReviewItemKind.LOST)


def _conflicts(view: View) -> Iterator[ReviewItem]:
    for unit, conflict in view.conflicts.items():
        yield _item(view, ReviewItemKind.CONFLICT, unit, tuple(conflict.opinions))


def _questions(view: View) -> Iterator[ReviewItem]:
    by_themselves = frozenset(view.store.marked_passages())
    for row in view.rows:
        for unit in (row.id, *(own.id for own in row.changed_passages)):
            if view.state(unit) == Mark.QUESTIONED and (unit == row.id or unit in by_themselves):
                opinions = tuple(o for o in view.store.opinions(unit) if not o.outdated)
                if opinions:  # empty for a row that is questioned through its passages
                    yield _item(view, ReviewItemKind.QUESTION, unit, opinions)


def _outdated(view: View) -> Iterator[ReviewItem]:
    for unit, opinions in view.outdated.items():
        yield _item(view, ReviewItemKind.OUTDATED, unit, opinions)


def _item(view: View, kind: ReviewItemKind, unit: str, opinions: tuple[Opinion, ...]) -> ReviewItem:
    """Create the item for the opinions on a row or passage."""
    row = view.index_of(unit)
    anchor = unit if unit != view.rows[row].id else ""
    return ReviewItem(kind, _unit_name(view, row, anchor), row, anchor, opinions)


def _note(view: View, note: Note) -> ReviewItem:
    if note.lost:
        return ReviewItem(ReviewItemKind.LOST, note.place, note=note)
    row = view.row_index[note.row] if note.row is not None else None
    anchor = (note.part or "") if note.about is About.PASSAGE else ""
    name = _unit_name(view, row, anchor) if row is not None else ""
    return ReviewItem(ReviewItemKind.NOTE, name, row, anchor, note=note)


def _lost(view: View) -> Iterator[ReviewItem]:
    for _, opinions in groupby(view.store.lost(), key=lambda opinion: opinion.anchor):
        gone = tuple(opinions)
        yield ReviewItem(ReviewItemKind.LOST, gone[0].place, opinions=gone)
    for pin in view.store.lost_pins():
        yield ReviewItem(ReviewItemKind.LOST, pin.place, pin=pin)


def _unit_name(view: View, index: int, passage: str) -> str:
    row = view.rows[index]
    name = name_of((row.new or row.old)[0], 40)
    if not passage:
        return name
    return f"{name}  {cut(visible_line(passage_words(row, passage, Side.NEW)), 24)}"


def item_line(item: ReviewItem, view: View, words: Words) -> str:
    """Format an item in one line."""
    if item.note is not None:
        return note_words(item.note, words)
    if item.pin is not None:
        return words("said.lost_pin", kind=words(f"pin.{item.pin.kind.value}"))
    text = opinions_words(item.opinions, words)
    if item.row is not None and (notes := view.store.notes(view.rows[item.row].id)):
        text += f"  {words('status.note', text=note_words(notes[0], words))}"
    return text


def item_details(item: ReviewItem, view: View, words: Words, *, swapped: bool) -> list[Parts]:
    """Return author and time, subject, and later changes of its text, as paragraphs."""
    lines: list[Parts] = [((dated_words(opinion, words), "accent"),) for opinion in item.opinions]
    if item.note is not None:
        lines += _note_in_full(item.note, words)
    if item.kind in (ReviewItemKind.CONFLICT, ReviewItemKind.QUESTION) and item.row is not None:
        row = view.rows[item.row]
        passage = next((own for own in row.passages if own.id == item.anchor), None)
        return [*lines, *_changed((passage or row).edits)]
    said_of = item.opinions[0].said_of if item.opinions else ("", "")
    if item.note is not None:
        said_of = item.note.said_of
    then = said_of[::-1] if swapped else said_of
    if item.kind is ReviewItemKind.LOST:
        return [*lines, *_as_it_was(then, words)]
    if item.kind is ReviewItemKind.OUTDATED or item.is_outdated_note:
        lines += _since_then(then, _now(item, view, swapped=swapped), words)
    return lines


def _note_in_full(note: Note, words: Words) -> Iterator[Parts]:
    for line in note.text.split("\n"):
        yield ((visible_line(line), ""),)
    author = who(note.author, words, own=note.own)
    about = visible_line(note.place) if note.about in (About.SECTION, About.TARGET) else ""
    yield ((f"{author}  {local_time(note.edited)}  {about}".rstrip(), "accent"),)


def _as_it_was(then: tuple[str, str], words: Words) -> Iterator[Parts]:
    for side, text in zip(Side, then, strict=True):
        for number, line in enumerate(text.split("\n") if text else ()):
            label = words("said.then", side=words(side.value)) if not number else ""
            yield ((label, "muted"), (visible_line(line), ""))


def _since_then(then: tuple[str, str], now: tuple[str, str], words: Words) -> Iterator[Parts]:
    for side, before, after in zip(Side, then, now, strict=True):
        kept = before.removesuffix("…") if len(before) < len(after) else before
        shown = after[: len(kept)] if before.endswith("…") else after
        if not before or kept == shown:
            continue
        label = words("said.since", side=words(side.value))
        lines = list(_changed(diff_texts(kept, shown))) if after else [((kept, "delete"),)]
        for number, line in enumerate(lines):
            yield ((label, "muted"), *line) if not number else line


def _now(item: ReviewItem, view: View, *, swapped: bool) -> tuple[str, str]:
    """Return the current text of each side."""
    row = view.rows[item.row] if item.row is not None else None
    if row is None:
        return ("", "")
    passage = next((own for own in row.passages if own.id == item.anchor), None)
    if passage is not None:
        return (passage.text(Side.OLD), passage.text(Side.NEW))
    if item.note is None or item.note.about in (About.CHANGE, About.PASSAGE):
        return (row.text(Side.OLD), row.text(Side.NEW))
    kept = item.note.side or Side.NEW
    side = kept.other if swapped else kept
    if item.note.about is About.SECTION:
        text = next((s.text for s in row.sections(side) if s.id == item.note.part), "")
        return (text, "") if side is Side.OLD else ("", text)
    return _target_now(item.note.part, side, view)


def _target_now(part: str | None, side: Side, view: View) -> tuple[str, str]:
    for change in view.comparison.targets:
        target = change.target(side)
        if target is not None and target.id == part:
            old, new = (f"{t.indicator}：{t.quote}" if t else "" for t in (change.old, change.new))
            return (old, new)
    return ("", "")


def _changed(edits: Sequence[Edit]) -> Iterator[Parts]:
    """Yield the changed lines, with some context around each change."""
    for line in changed_lines(unified_pieces(edits), _CONTEXT):
        yield tuple((visible_line(piece.text) or "…", _style(piece.mark)) for piece in line)


def _style(mark: Marking) -> str:
    if not mark.is_change:
        return "muted" if mark is Marking.GAP else ""
    return "delete" if is_removed_text(mark) else "insert"
