"""Marks, notes and open points of a review, as the reports print them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import (
    Review,
    ReviewForm,
    ReviewMark,
    ReviewNote,
    ReviewPoint,
)
from plandiff.comparison.review.anchors import digest, fingerprint_of, row_anchors, shortened
from plandiff.comparison.review.json_form import blank_review
from plandiff.comparison.review.marks import About, Mark, Note, Opinion
from plandiff.comparison.review.passages import PassageAnchors
from plandiff.comparison.review.records import Header
from plandiff.comparison.review.store import ReviewStore
from plandiff.corpus.locales import Words


def review_of(store: ReviewStore, comparison: Comparison, language: str = "zh") -> Review:
    """Return the review of the comparison that is attached to the store.

    The row id of a note is empty if it is about the whole comparison or its place is gone.
    """
    words = Words(language, "review")
    marks = list(_marks(store, comparison))
    notes = sorted(store.notes(), key=lambda note: (note.created, note.id))
    return Review(
        tuple(sorted(marks, key=lambda mark: (mark.date, mark.row))),
        tuple(
            ReviewNote(
                note.row or "",
                _text(note, words),
                note.author,
                note.edited,
                (note.part or "") if note.about is About.PASSAGE else "",
            )
            for note in notes
        ),
        tuple(_points(store, comparison, notes, words)),
        review_form(comparison),
    )


def review_form(comparison: Comparison) -> ReviewForm:
    """Return a blank review with the anchors of the changed rows and passages.

    File paths are left out.
    """
    old, new = fingerprint_of(comparison.old), fingerprint_of(comparison.new)
    header = Header(digest(old.sha256, new.sha256), old, new)
    anchors = zip(comparison.rows, row_anchors(comparison), strict=True)
    found = {row.id: shortened(anchor) for row, anchor in anchors if row.changed}
    found |= PassageAnchors(comparison, flipped=False).all()
    return ReviewForm(*blank_review(header, found))


def anchors_of(comparison: Comparison) -> dict[str, str]:
    """Map ids of rows and changed passages to anchor ids, which other comparisons share."""
    anchors = zip(comparison.rows, row_anchors(comparison), strict=True)
    passages = PassageAnchors(comparison, flipped=False).all()
    return {row.id: anchor.id for row, anchor in anchors} | {
        passage: anchor.id for passage, anchor in passages
    }


def _marks(store: ReviewStore, comparison: Comparison) -> Iterator[ReviewMark]:
    """Yield the marks on rows, those on single passages, and the resulting marks of their rows."""
    marks = store.marks()
    own = {passage: [o for o in store.opinions(passage) if not o.outdated]
           for passage in store.marked_passages()}  # fmt: skip
    for row in comparison.rows:
        current = [o for o in store.opinions(row.id) if not o.outdated] if row.id in marks else []
        yield from (ReviewMark(row.id, o.author, o.when, o.mark.value) for o in current)
        inside = [(p.id, o) for p in row.changed_passages for o in own.get(p.id, ())]
        for passage, opinion in inside:
            yield ReviewMark(row.id, opinion.author, opinion.when, opinion.mark.value, passage)
        if row.id in marks and not current and inside:
            last = max((opinion for _, opinion in inside), key=lambda opinion: opinion.when)
            yield ReviewMark(row.id, last.author, last.when, marks[row.id].value)


def _points(
    store: ReviewStore, comparison: Comparison, notes: Iterable[Note], words: Words
) -> Iterator[ReviewPoint]:
    """Yield what no row shows: conflicts, doubts, outdated and lost marks, other notes."""
    conflicts = [conflict for conflict in store.conflicts() if conflict.row is not None]
    disputed = {conflict.unit for conflict in conflicts}
    by_themselves = set(store.marked_passages())
    rows = {row.id for row in comparison.rows}
    doubts = [
        current
        for unit, mark in store.marks().items()
        if mark is Mark.QUESTIONED and unit not in disputed and unit in rows | by_themselves
        if (current := tuple(o for o in store.opinions(unit) if not o.outdated))
    ]
    lost = [tuple(group) for _, group in groupby(store.lost(), key=lambda o: o.anchor)]
    groups = {
        "conflict": [conflict.opinions for conflict in conflicts],
        "questioned": doubts,
        "outdated": store.outdated().values(),
        "lost": lost,
    }
    for name, places in groups.items():
        lines = [_place_and_marks(opinions, words) for opinions in places]
        if lines:
            yield ReviewPoint(words(name), "\n".join(lines))
    shown = {row.id for row in comparison.rows if row.changed}
    for note in notes:
        if note.row not in shown:
            about = "" if note.about is About.WHOLE or note.lost else note.place
            text = _signed(_said_at(about, _text(note, words), words), note, words)
            name = "note-whole" if note.about is About.WHOLE else "note"
            yield ReviewPoint(words(name), text)


def _place_and_marks(opinions: Iterable[Opinion], words: Words) -> str:
    given = tuple(opinions)
    marks = [f"{opinion.author} {words(f'mark.{opinion.mark.value}')}" for opinion in given]
    return _said_at(given[0].place, words["comma"].join(marks), words)


def _signed(text: str, note: Note, words: Words) -> str:
    return words("signed", text=text, author=note.author) if note.author else text


def _said_at(place: str, text: str, words: Words) -> str:
    return words("at-place", place=place, text=text) if place else text


def _text(note: Note, words: Words) -> str:
    """Return the note's text, with its place unless the row shows that."""
    on_part = note.about in (About.PASSAGE, About.SECTION, About.TARGET)
    about = note.place if note.lost or on_part else ""
    text = _said_at(about, note.text, words)
    if note.lost:
        return words("note-lost", text=text)
    return words("note-outdated", text=text) if note.outdated else text
