"""What the records of a review say about the comparison at hand, row by row.

The own mark on a change counts; where there is none, the latest of the others'.
"""

from collections import defaultdict
from collections.abc import Iterable

from plandiff.comparison.review.anchors import display_name
from plandiff.comparison.review.attachment import AnchorLocation, Attachment
from plandiff.comparison.review.marks import About, Conflict, Mark, Note, Opinion
from plandiff.comparison.review.records import (
    Anchor,
    MarkRecord,
    NoteRecord,
    Records,
    disagree,
    effective_marks,
)


class ReviewView:
    """Marks and notes of ``records``, laid over a comparison; ``me`` is the person looking."""

    def __init__(
        self, records: Records, attachment: Attachment, seen: tuple[str, ...], me: str
    ) -> None:
        self.records = records
        self.attachment = attachment
        self.me = me
        self.marks: dict[str, Mark] = {}
        """Marks by row id, without the unseen ones."""
        self._locations = attachment.locations(records.anchors.values(), seen)
        self._people: dict[str, set[str]] = defaultdict(set)
        self._anchors: dict[str, list[str]] = defaultdict(list)
        """Anchors of changes by row, those that still hold."""
        self._past: dict[str, list[str]] = defaultdict(list)
        """Anchors of changes by row, those whose text has changed."""
        for anchor, person in records.marks:
            self._people[anchor].add(person)
        for identity, location in self._locations.items():
            self._lay(identity, location)
        self.count_again(list(self._anchors))

    def seen(self) -> tuple[str, ...]:
        """For each row the anchor under which it is known."""
        return tuple(self.anchor_of(row).id for row in self.attachment.row_index)

    def anchor_of(self, row: str) -> Anchor:
        """The anchor that bears what is said of a row; KeyError where there is no such row."""
        own = self.attachment.row_anchor(row)
        kept = self._anchors.get(row)
        if not kept or own.id in kept:
            return own
        return self.records.anchors[kept[0]]

    def anchors_at(self, row: str) -> tuple[str, ...]:
        """Ids of all that was said of a row as it is now."""
        return tuple(self._anchors.get(row, ()))

    def versions_at(self, anchors: Iterable[str]) -> tuple[str, ...]:
        """The versions of the marks that count."""
        return tuple(mark.version for mark in self._effective(anchors))

    def location(self, anchor: str | None) -> AnchorLocation:
        """Where an anchor stands now."""
        return self._locations.get(anchor or "", AnchorLocation(None, exact=False))

    def settle(self, anchor: Anchor, location: AnchorLocation) -> None:
        """Take in an anchor that something was just said of."""
        if anchor.id not in self._locations:
            self._locations[anchor.id] = location
            self._lay(anchor.id, location)

    def said(self, marks: Iterable[MarkRecord]) -> None:
        """Take in marks that were just written."""
        rows: list[str] = []
        for mark in marks:
            self._people[mark.anchor].add(mark.by)
            row = self.location(mark.anchor).row
            if row is not None:
                rows.append(row)
        self.count_again(rows)

    def count_again(self, rows: Iterable[str]) -> None:
        """Find the marks of these rows."""
        for row in rows:
            mark = self._prevailing(row)
            if mark is Mark.UNSEEN:
                self.marks.pop(row, None)
            else:
                self.marks[row] = mark

    def is_said(self, row: str, mark: Mark) -> bool:
        """Whether the person looking has said this of a row; unseen: whether it counts as such."""
        if self.marks.get(row, Mark.UNSEEN) is not mark:
            return False
        counting = self._effective(self._anchors.get(row, ()))
        return mark is Mark.UNSEEN or any(mark.by == self.me for mark in counting)

    def opinions(self, row: str) -> tuple[Opinion, ...]:
        """Everybody's marks on a row, by time, outdated ones last."""
        fresh = (self._opinion(mark) for mark in self._effective(self._anchors.get(row, ())))
        return (*fresh, *self._past_opinions(row))

    def outdated(self) -> dict[str, tuple[Opinion, ...]]:
        """Marks on earlier texts, where nobody has said anything since."""
        result: dict[str, tuple[Opinion, ...]] = {}
        for row in sorted(self._past, key=self.attachment.row_index.__getitem__):
            said = self._marks_at(self._anchors.get(row, ()))
            last = max((mark.when for mark in said if mark.said is not None), default="")
            past = tuple(opinion for opinion in self._past_opinions(row) if opinion.when > last)
            if past:
                result[row] = past
        return result

    def lost(self) -> tuple[Opinion, ...]:
        """Marks on rows that are gone."""
        gone = [anchor for anchor in self._people if anchor not in self._locations]
        return tuple(
            self._opinion(mark, outdated=True)
            for anchor in sorted(gone, key=lambda anchor: (self._position(anchor), anchor))
            for mark in self._effective((anchor,))
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        """Changes that people marked differently, in row order."""
        result: list[tuple[int, str, Conflict]] = []
        for anchor, people in self._people.items():
            said = self._effective((anchor,)) if len(people) > 1 else []
            if disagree(said):
                opinions = tuple(map(self._opinion, said))
                location = self.location(anchor)
                row = location.row if location.exact else None
                place = self._place(anchor)
                order = self.attachment.row_index.get(row or "", len(self.attachment.rows))
                result.append((order, anchor, Conflict(row, place, opinions)))
        return tuple(conflict for _, _, conflict in sorted(result, key=lambda item: item[:2]))

    def note(self, record: NoteRecord, number: int) -> Note:
        """A note as it is shown, under a number of this session."""
        anchor = self.records.anchors.get(record.anchor)
        location = self.location(record.anchor)
        return Note(
            id=number,
            row=location.row,
            text=record.text,
            place=self._place(record.anchor),
            created=record.created,
            author=display_name(record.by),
            own=record.by == self.me,
            edited=record.when,
            about=anchor.about if anchor else About.WHOLE,
            side=location.side,
            part=location.part,
            outdated=not location.exact,
            said_of=self._said_of(record.anchor),
        )

    def _lay(self, identity: str, location: AnchorLocation) -> None:
        anchor = self.records.anchors.get(identity)
        if location.row is None or anchor is None or anchor.about is not About.CHANGE:
            return
        (self._anchors if location.exact else self._past)[location.row].append(identity)

    def _prevailing(self, row: str) -> Mark:
        anchors = self._anchors.get(row, ())
        counting = self._effective(anchors)
        if own := [mark for mark in counting if mark.by == self.me]:
            return own[-1].said or Mark.UNSEEN
        if any(mark.by == self.me and mark.said is Mark.UNSEEN for mark in self._marks_at(anchors)):
            return Mark.UNSEEN
        return (counting[-1].said if counting else None) or Mark.UNSEEN

    def _marks_at(self, anchors: Iterable[str]) -> list[MarkRecord]:
        """All marks on these anchors, by time."""
        marks = [
            self.records.marks[anchor, person]
            for anchor in anchors
            for person in self._people.get(anchor, ())
        ]
        return sorted(marks, key=lambda mark: (mark.when, mark.by))

    def _effective(self, anchors: Iterable[str]) -> list[MarkRecord]:
        """Those that count, by time."""
        return effective_marks(self._marks_at(anchors))

    def _past_opinions(self, row: str) -> list[Opinion]:
        marks = self._effective(self._past.get(row, ()))
        return [self._opinion(mark, outdated=True) for mark in marks]

    def _opinion(self, mark: MarkRecord, *, outdated: bool = False) -> Opinion:
        return Opinion(
            mark=mark.said or Mark.UNSEEN,
            author=display_name(mark.by),
            when=mark.when,
            own=mark.by == self.me,
            outdated=outdated,
            said_of=self._said_of(mark.anchor),
            place=self._place(mark.anchor),
            anchor=mark.anchor,
        )

    def _position(self, anchor: str) -> int:
        known = self.records.anchors.get(anchor)
        return known.position if known else 0

    def _place(self, anchor: str) -> str:
        known = self.records.anchors.get(anchor)
        return known.place if known else ""

    def _said_of(self, anchor: str) -> tuple[str, str]:
        known = self.records.anchors.get(anchor)
        if known is None:
            return ("", "")
        old, new = (place.text if place else "" for place in (known.old, known.new))
        return (new, old) if self.attachment.flipped else (old, new)
