"""Merge several people's reviews of the same plans; all records stay, conflicts are listed."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.mirror import mirror_pin_kind
from plandiff.comparison.review.anchors import digest, find_review, flipped_all
from plandiff.comparison.review.json_form import Review
from plandiff.comparison.review.marks import About
from plandiff.comparison.review.records import (
    Anchor,
    Header,
    MarkRecord,
    Records,
    disagree,
    effective_marks,
    merged,
)


class Disagreement(Struct, frozen=True):
    """A change that people marked differently."""

    anchor: Anchor
    marks: tuple[MarkRecord, ...]


def merge_reviews(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Merge reviews of the same plans; the merged review has the id of the first one."""
    result: list[Review] = []
    for review in reviews:
        result = _with(result, review)
    return tuple(result)


def disagreements(records: Records) -> tuple[Disagreement, ...]:
    """Return the changes that people marked differently, in document order."""
    by_anchor: dict[str, list[MarkRecord]] = {}
    for mark in records.marks.values():
        by_anchor.setdefault(mark.anchor, []).append(mark)
    found = [
        Disagreement(records.anchors[anchor], tuple(marks))
        for anchor, marks in ((anchor, effective_marks(said)) for anchor, said in by_anchor.items())
        if disagree(marks) and anchor in records.anchors
    ]
    return tuple(sorted(found, key=lambda d: (d.anchor.position, d.anchor.id)))


def _with(kept: Sequence[Review], review: Review) -> list[Review]:
    header, records = review
    found = find_review((known for known, _ in kept), header.old, header.new)
    if found is None:
        return [*kept, (_renamed(header, kept), records)]
    if found.flipped:
        header = replace(header, old=header.new, new=header.old)
        records = flipped_records(records)
    return [
        (_joined(known, header), merged(ours, records))
        if known.id == found.header.id
        else (known, ours)
        for known, ours in kept
    ]


def _joined(ours: Header, theirs: Header) -> Header:
    """Take the later time and the higher counts, which are recounted when the review is opened."""
    return replace(
        ours,
        touched=max(ours.touched, theirs.touched),
        reviewed=max(ours.reviewed, theirs.reviewed),
        total=max(ours.total, theirs.total),
    )


def _renamed(header: Header, kept: Sequence[Review]) -> Header:
    """Give a new id to a review of other plans: two machines had files of the same name."""
    if all(known.id != header.id for known, _ in kept):
        return header
    return replace(header, id=digest(header.id, header.old.sha256, header.new.sha256))


def flipped_records(records: Records) -> Records:
    """The same review with the sides exchanged."""
    result = Records()
    names: dict[str, str] = {}
    for about in About:
        anchors = sorted(
            (anchor for anchor in records.anchors.values() if anchor.about is about),
            key=lambda anchor: (anchor.position, anchor.id),
        )
        turned = anchors if about is About.WHOLE else flipped_all(anchors)
        for before, after in zip(anchors, turned, strict=True):
            names[before.id] = after.id
            result.put(replace(after, position=before.position))
    for mark in records.marks.values():
        result.put(replace(mark, anchor=names.get(mark.anchor, mark.anchor)))
    for note in records.notes.values():
        result.put(replace(note, anchor=names.get(note.anchor, note.anchor)))
    for pin in records.pins.values():
        old, new = (names.get(end or "") for end in (pin.new, pin.old))
        result.put(replace(pin, kind=mirror_pin_kind(pin.kind), old=old, new=new))
    return result
