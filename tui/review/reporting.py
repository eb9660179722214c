"""Marks, notes and what is still open in a review, as the reports print them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.review import Review, ReviewMark, ReviewNote, ReviewPoint
from plandiff.tui.review.listing import say
from plandiff.tui.review.protocol import About, Mark, Note, Opinion, ReviewStore


def review_of(store: ReviewStore, comparison: Comparison, language: str = "zh") -> Review:
    """The review of the comparison that is attached to the store.

    A note on the whole comparison, and one whose place is gone, has an empty row id.
    """
    marks = [
        ReviewMark(row, opinion.author, opinion.when, opinion.mark.value)
        for row in store.marks()
        for opinion in store.opinions(row)
        if not opinion.outdated
    ]
    notes = sorted(store.notes(), key=lambda note: (note.created, note.id))
    return Review(
        tuple(sorted(marks, key=lambda mark: (mark.date, mark.row))),
        tuple(
            ReviewNote(note.row or "", _text(note, language), note.author, note.edited)
            for note in notes
        ),
        tuple(_points(store, comparison, notes, language)),
    )


def _points(
    store: ReviewStore, comparison: Comparison, notes: Iterable[Note], language: str
) -> Iterator[ReviewPoint]:
    """What no row of a report says: disagreement, doubt, outdated and lost marks, other notes."""
    conflicts = [conflict for conflict in store.conflicts() if conflict.row is not None]
    disputed = {conflict.row for conflict in conflicts}
    doubts = [
        tuple(opinion for opinion in store.opinions(row) if not opinion.outdated)
        for row, mark in store.marks().items()
        if mark is Mark.QUESTIONED and row not in disputed
    ]
    lost = [tuple(group) for _, group in groupby(store.lost(), key=lambda o: o.anchor)]
    said = {
        "conflict": [conflict.opinions for conflict in conflicts],
        "questioned": doubts,
        "outdated": store.outdated().values(),
        "lost": lost,
    }
    for name, places in said.items():
        lines = [_place_and_marks(opinions, language) for opinions in places]
        if lines:
            yield ReviewPoint(say(name, language), "\n".join(lines))
    shown = {row.id for row in comparison.rows if row.changed}
    for note in notes:
        if note.row not in shown:
            about = "" if note.about is About.WHOLE or note.lost else note.place
            text = _signed(_said_at(about, _text(note, language), language), note, language)
            name = "note-whole" if note.about is About.WHOLE else "note"
            yield ReviewPoint(say(name, language), text)


def _place_and_marks(opinions: Iterable[Opinion], language: str) -> str:
    said = tuple(opinions)
    marks = [f"{opinion.author} {say(opinion.mark.value, language)}" for opinion in said]
    return _said_at(said[0].place, say("comma", language).join(marks), language)


def _signed(text: str, note: Note, language: str) -> str:
    return say("signed", language, text=text, author=note.author) if note.author else text


def _said_at(place: str, text: str, language: str) -> str:
    return say("at-place", language, place=place, text=text) if place else text


def _text(note: Note, language: str) -> str:
    """The note, with what it is about where the row does not say it."""
    about = note.place if note.lost or note.about in (About.SECTION, About.TARGET) else ""
    text = _said_at(about, note.text, language)
    if note.lost:
        return say("note-lost", language, text=text)
    return say("note-outdated", language, text=text) if note.outdated else text
