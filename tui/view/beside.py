"""Formats opinions and notes, and places notes below the text or in the margin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.review.marks import About, Note, Opinion, local_time
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.line_breaking import wrap
from plandiff.tui.layout.geometry import NoteBeside, NotesByRow
from plandiff.tui.layout.items import ItemKind

if TYPE_CHECKING:
    from plandiff.tui.view.model import View

MOST_LINES = 8
"""Maximum lines of one note in the margin; the details show its full text."""


def notes_by_row(notes: Iterable[Note], comparison: Comparison, words: Words) -> NotesByRow:
    """Return the notes that are on a row, by the id of the row, in the order of writing."""
    found: dict[str, list[NoteBeside]] = {}
    for note in notes:
        if note.row is not None:
            beside = NoteBeside(_anchor(note, comparison), note_words(note, words))
            found.setdefault(note.row, []).append(beside)
    return {row: tuple(own) for row, own in found.items()}


def _anchor(note: Note, comparison: Comparison) -> str:
    """Return the anchor of a note's subject in the drawing of its row."""
    if note.about is About.PASSAGE:
        return note.part or ""
    if note.about is About.SECTION and note.side is not None:
        return f"{note.side.value}.{note.part}"
    if note.about is About.TARGET:
        for number, change in enumerate(comparison.targets):
            target = change.target(note.side or Side.NEW)
            if target is not None and target.id == note.part:
                return f"t{number}"
    return ""


def margin_lines(view: View, top: int, height: int, width: int) -> dict[int, tuple[str, bool]]:
    """Return the note lines for the visible range, by document line; True for a first line.

    A note begins next to the line of its anchor, or below the preceding note.
    """
    lines: dict[int, tuple[str, bool]] = {}
    free = 0
    for line, text in _placed(view, top, height):
        free = max(line, free)
        for number, piece in enumerate(_pieces(text, width)):
            lines[free] = (piece, number == 0)
            free += 1
    return lines


def _placed(view: View, top: int, height: int) -> Iterator[tuple[int, str]]:
    """Yield the notes of the visible rows with their lines, from top to bottom."""
    geometry = view.geometry
    if not geometry.items:
        return
    for index in range(geometry.index_at(top), geometry.index_at(top + height) + 1):
        item = geometry.items[index]
        notes = view.beside.get(view.rows[item.first].id, ())
        if item.kind is not ItemKind.ROW or not notes:
            continue
        offsets = geometry.blocks[index].anchor_offsets()
        placed = sorted((offsets.get(note.anchor, 0), n) for n, note in enumerate(notes))
        for offset, number in placed:
            yield geometry.starts[index] + offset, notes[number].text


def _pieces(text: str, width: int) -> Sequence[str]:
    pieces, start = [], 0
    for end in wrap(text, max(width, 4)):
        pieces.append(text[start:end].rstrip())
        start = end
    return pieces if len(pieces) <= MOST_LINES else [*pieces[: MOST_LINES - 1], "…"]


def who(name: str, words: Words, *, own: bool) -> str:
    """Return the name of an author, marked if it is the reader's own."""
    return words("said.me") if own else visible_line(name)


def opinion_words(opinion: Opinion, words: Words) -> str:
    """Format an opinion: ``王老师：存疑``."""
    mark = words(f"mark.{opinion.mark.value}")
    return words("said.opinion", who=who(opinion.author, words, own=opinion.own), mark=mark)


def opinions_words(opinions: Iterable[Opinion], words: Words) -> str:
    """Format the latest opinion of each author, joined in one line."""
    return words["list.comma"].join(opinion_words(opinion, words) for opinion in opinions)


def dated_words(opinion: Opinion, words: Words) -> str:
    """Format an opinion with its time."""
    return f"{opinion_words(opinion, words)}  {local_time(opinion.when)}"


def note_words(note: Note, words: Words) -> str:
    """Format a note in one line: its subject unless it is the change, the text, the author."""
    text = visible_line(note.text.replace("\n", " "))
    if note.about in (About.SECTION, About.TARGET, About.WHOLE):
        text = words(f"said.about_{note.about.value}", text=text)
    return text if note.own else words("said.by", text=text, who=visible_line(note.author))
