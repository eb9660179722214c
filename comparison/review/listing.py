"""Reviews as lines for a terminal, in Chinese and English, and as JSON for programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.shared.json_values import to_json_bytes
from plandiff.comparison.review.anchors import display_name
from plandiff.comparison.review.marks import About, Note, Opinion, local_time
from plandiff.comparison.review.merging import Disagreement, disagreements
from plandiff.comparison.review.pins import live_pins, words_of
from plandiff.comparison.review.records import (
    Anchor,
    Header,
    MarkRecord,
    NoteRecord,
    Records,
    effective_marks,
)
from plandiff.comparison.review.reporting import anchors_of
from plandiff.comparison.review.store import ReviewStore
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line

_ORDER = {
    about: number for number, about in enumerate(sorted(About, key=lambda a: a is not About.WHOLE))
}


def name_of(header: Header) -> str:
    """Return the name of a review: its two plans."""
    return visible_line(f"{header.old.name or '-'} ⟷ {header.new.name or '-'}")


def list_lines(headers: Sequence[Header], words: Words) -> Iterator[str]:
    """Yield one line for each review: number, id, progress, time, plans."""
    if not headers:
        yield words("none")
    for number, header in enumerate(headers, 1):
        progress = f"{header.reviewed}/{header.total}"
        yield (
            f"{number:>3}  {header.id[:8]}  {progress:>9}  {local_time(header.touched):16}"
            f"  {name_of(header)}"
        )


def show_lines(header: Header, records: Records, words: Words) -> Iterator[str]:
    """Yield all marks, notes and pins of a review, in document order."""
    yield name_of(header)
    done = words("progress", done=header.reviewed, total=header.total)
    yield f"{header.id[:8]}  {done}  {local_time(header.touched)}"
    for anchor, marks, notes in _said(records):
        yield ""
        yield visible_line(_where(anchor) or words("whole"))
        for mark in marks:
            yield f"  [{words(f'mark.{mark.mark}')}] {_who(mark)}"
        for note in notes:
            yield f"  {words('note')} {_who(note)}"
            yield from (f"    {visible_line(line)}" for line in note.text.split("\n"))
    yield from _tail(records, words)


def _tail(records: Records, words: Words) -> Iterator[str]:
    pins = [
        f"  [{words(f'pin.{pin.kind.value}')}] {visible_line(words_of(pin, records))}"
        for pin in live_pins(records)
    ]
    if pins:
        yield from ("", words("pin"), *pins)
    conflicts = list(conflict_lines(disagreements(records), words))
    if conflicts:
        yield from ("", words("conflict"), *conflicts)


def conflict_lines(found: Iterable[Disagreement], words: Words) -> Iterator[str]:
    """Yield one line for each change that people marked differently."""
    for disagreement in found:
        names = [display_name(mark.by) for mark in disagreement.marks]
        full = len(set(names)) < len(names)  # two people have the same name
        opinions = words["comma"].join(
            words(
                "opinion",
                who=mark.by if full else display_name(mark.by),
                mark=words[f"mark.{mark.mark}"],
            )
            for mark in disagreement.marks
        )
        yield visible_line(f"  {disagreement.anchor.place}  {opinions}")


def _said(
    records: Records,
) -> Iterator[tuple[Anchor, list[MarkRecord], list[NoteRecord]]]:
    anchors = sorted(records.anchors.values(), key=lambda a: (_ORDER[a.about], a.position, a.id))
    marks: dict[str, list[MarkRecord]] = {anchor.id: [] for anchor in anchors}
    notes: dict[str, list[NoteRecord]] = {anchor.id: [] for anchor in anchors}
    for key in sorted(records.marks):
        if (mark := records.marks[key]).anchor in marks:
            marks[mark.anchor].append(mark)
    for note in records.live_notes():
        if note.anchor in notes:
            notes[note.anchor].append(note)
    for anchor in anchors:
        counting = effective_marks(marks[anchor.id])
        if counting or notes[anchor.id]:
            yield anchor, counting, notes[anchor.id]


def _where(anchor: Anchor) -> str:
    """Return the headings above an anchor and its own; a target is located by the last heading."""
    side = anchor.new or anchor.old
    above = side.path if side else ()
    # The path of a passage ends with its section, with which its description begins.
    return " › ".join((*(above[:-1] if anchor.about is About.PASSAGE else above), anchor.place))


def _who(record: MarkRecord | NoteRecord) -> str:
    return visible_line(f"{display_name(record.by)} {local_time(record.when)}")


def reviews_to_json(headers: Sequence[Header]) -> bytes:
    """Return all reviews (schema ``plandiff.reviews/1``), numbered as in ``review list``."""
    reviews = [
        {
            "number": number,
            "id": header.id,
            "old": header.old.name,
            "new": header.new.name,
            "reviewed": header.reviewed,
            "total": header.total,
            "touched": header.touched,
        }
        for number, header in enumerate(headers, 1)
    ]
    return to_json_bytes({"schema": "plandiff.reviews/1", "reviews": reviews})


def remarks_to_json(store: ReviewStore, comparison: Comparison) -> bytes:
    """Return the marks and notes on the attached comparison (schema ``plandiff.remarks/1``)."""
    anchors = anchors_of(comparison)
    progress = store.progress()
    past = [(unit, o) for unit, found in store.outdated().items() for o in found]
    return to_json_bytes(
        {
            "schema": "plandiff.remarks/1",
            "old": comparison.old.source.name,
            "new": comparison.new.source.name,
            "reviewed": progress.places,
            "total": progress.all_places,
            "marks": [
                *(
                    _mark(unit, anchors.get(unit), said)
                    for unit, said in (*marks_here(store, comparison), *past)
                ),
                *(_mark(None, None, said) for said in store.lost()),
            ],
            "notes": [_note(note, anchors) for note in store.notes()],
        }
    )


def marks_here(store: ReviewStore, comparison: Comparison) -> Iterator[tuple[str, Opinion]]:
    """Yield each mark on the current text, with the id of its row or passage."""
    for row in comparison.rows:
        whole = [opinion for opinion in store.opinions(row.id) if not opinion.outdated]
        yield from ((row.id, opinion) for opinion in whole)
        of_row = {opinion.anchor for opinion in whole}  # the store also returns these for passages
        for passage in row.changed_passages:
            for opinion in store.opinions(passage.id):
                if not opinion.outdated and opinion.anchor not in of_row:
                    yield passage.id, opinion


def _mark(unit: str | None, anchor: str | None, said: Opinion) -> dict[str, Any]:
    return {
        "unit": unit,
        "anchor": anchor,
        "place": said.place,
        "mark": said.mark.value,
        "author": said.author,
        "when": said.when,
        "outdated": said.outdated,
    }


def _note(note: Note, anchors: dict[str, str]) -> dict[str, Any]:
    unit = note.part if note.about is About.PASSAGE and note.part else note.row
    return {
        "unit": unit,
        "anchor": anchors.get(unit or ""),
        "about": note.about.value,
        "part": note.part,
        "place": note.place,
        "text": note.text,
        "author": note.author,
        "created": note.created,
        "edited": note.edited,
        "outdated": note.outdated,
        "lost": note.lost,
    }
