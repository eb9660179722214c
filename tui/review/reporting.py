"""Marks and notes of a review as the reports print them."""

from comparison.reports.review import Review, ReviewMark, ReviewNote
from tui.review.protocol import About, Mark, Note, ReviewStore

_OUTDATED = {"zh": "（原文已变）", "en": "(on an earlier text) "}
_LOST = {"zh": "（所指章节已不在）", "en": "(its section is gone) "}


def review_of(store: ReviewStore, language: str = "zh") -> Review:
    """The review of the comparison that is attached to the store.

    A note on the whole comparison, and one whose place is gone, has an empty row id.
    """
    marks = [
        ReviewMark(row, opinion.author, opinion.when)
        for row, mark in store.marks().items()
        for opinion in store.opinions(row)
        if mark is not Mark.UNSEEN and not opinion.outdated
    ]
    notes = [
        ReviewNote(note.row or "", _text(note, language), note.author, note.edited)
        for note in sorted(store.notes(), key=lambda note: (note.created, note.id))
    ]
    return Review(tuple(sorted(marks, key=lambda mark: (mark.date, mark.row))), tuple(notes))


def _text(note: Note, language: str) -> str:
    """The note, with what it is about where the row does not say it."""
    lost = note.row is None and note.about is not About.WHOLE
    warning = (_LOST if lost else _OUTDATED)[language] if lost or note.outdated else ""
    about = note.place if lost or note.about in (About.SECTION, About.TARGET) else ""
    colon = "：" if language == "zh" else ": "
    return f"{warning}{about}{colon if about else ''}{note.text}"
