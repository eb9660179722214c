"""The records of a review, resolved to the rows and passages of the attached comparison.

A mark on a row applies to each of its changed passages; of a person's marks on a passage and on its
row the later one wins.  The user's own mark has priority, then the latest mark of anyone else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

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
    """Marks and notes of ``records``, applied to a comparison; ``me`` is the current user."""

    def __init__(
        self, records: Records, attachment: Attachment, seen: tuple[str, ...], me: str
    ) -> None:
        self.records = records
        self.attachment = attachment
        self.me = me
        self.marks: dict[str, Mark] = {}
        """Marks by id of the row or changed passage; unseen ones are left out."""
        self._locations = attachment.locations(records.anchors.values(), seen)
        self._people: dict[str, set[str]] = defaultdict(set)
        self._anchors: dict[str, list[str]] = defaultdict(list)
        """Anchor ids by row or passage whose text is unchanged."""
        self._past: dict[str, list[str]] = defaultdict(list)
        """Anchor ids by row or passage whose text has changed."""
        for anchor, person in records.marks:
            self._people[anchor].add(person)
        for identity, location in self._locations.items():
            self._lay(identity, location)
        self.count_again(list(self._anchors))

    def seen(self) -> tuple[str, ...]:
        """Return the anchor id of each row, in row order."""
        return tuple(self.anchor_of(row).id for row in self.attachment.row_index)

    def anchor_of(self, unit: str) -> Anchor:
        """Return the anchor that has the marks of a row or passage; KeyError for an unknown id."""
        own = self.attachment.unit_anchor(unit)
        kept = self._anchors.get(unit)
        if not kept or own.id in kept:
            return own
        return self.records.anchors[kept[0]]

    def anchors_at(self, unit: str) -> tuple[str, ...]:
        """Return the anchor ids of a row, or of a passage and its row, with the current text."""
        row = self.attachment.row_of(unit)
        own = self._anchors.get(unit, ()) if unit != row else ()
        return (*self._anchors.get(row, ()), *own)

    def marked_passages(self) -> tuple[str, ...]:
        """Return the ids of passages with a mark of their own, not only that of their row."""
        rows = self.attachment.row_index
        own = (unit for unit in self._anchors if unit not in rows and unit in self.marks)
        return tuple(unit for unit in own if self._marks_at(self._anchors[unit]))

    def versions_at(self, anchors: Iterable[str]) -> tuple[str, ...]:
        """Return the versions of the marks in force at these anchors."""
        return tuple(mark.version for mark in self._effective(anchors))

    def location(self, anchor: str | None) -> AnchorLocation:
        """Return the current location of an anchor."""
        return self._locations.get(anchor or "", AnchorLocation(None, exact=False))

    def settle(self, anchor: Anchor, location: AnchorLocation) -> None:
        """Add the anchor of a mark or note that is being written."""
        if anchor.id not in self._locations:
            self._locations[anchor.id] = location
            self._lay(anchor.id, location)

    def said(self, marks: Iterable[MarkRecord]) -> None:
        """Add marks that were just written."""
        rows: list[str] = []
        for mark in marks:
            self._people[mark.anchor].add(mark.by)
            row = self.location(mark.anchor).row
            if row is not None:
                rows.append(row)
        self.count_again(rows)

    def count_again(self, units: Iterable[str]) -> None:
        """Recompute the marks of these rows (or of these passages' rows) and of all their passages.

        A row has a mark if it was marked as a whole, or if each of its passages was.
        """
        for row in dict.fromkeys(map(self.attachment.row_of, units)):
            parts = self.attachment.parts(row)
            whole = self._prevailing(row)
            marks = dict.fromkeys(parts, whole)
            if not self._anchors.keys().isdisjoint(parts):
                marks = {part: self._prevailing(part) for part in parts}
                whole = _joined(marks.values())
            for unit, mark in ((row, whole), *marks.items()):
                if mark is Mark.UNSEEN:
                    self.marks.pop(unit, None)
                else:
                    self.marks[unit] = mark

    def is_said(self, unit: str, mark: Mark) -> bool:
        """Whether the current user set this mark on a passage, or on a row as a whole.

        For ``UNSEEN``: whether the unit has no mark at all.
        """
        parts = self.attachment.parts(unit) if unit in self.attachment.row_index else ()
        if any(self.marks.get(own, Mark.UNSEEN) is not mark for own in (unit, *parts)):
            return False
        return mark is Mark.UNSEEN or any(
            own.by == self.me for own in self._effective(self.anchors_at(unit))
        )

    def opinions(self, unit: str) -> tuple[Opinion, ...]:
        """Return all people's marks on a row or passage, by time, outdated ones last."""
        fresh = (self._opinion(mark) for mark in self._effective(self.anchors_at(unit)))
        return (*fresh, *self._past_opinions(unit))

    def outdated(self) -> dict[str, tuple[Opinion, ...]]:
        """Return marks on earlier texts that no later mark replaces, by row or passage."""
        result: dict[str, tuple[Opinion, ...]] = {}
        for unit in sorted(self._past, key=self._order):
            said = self._marks_at(self.anchors_at(unit))
            last = max((mark.when for mark in said if mark.said is not None), default="")
            past = tuple(opinion for opinion in self._past_opinions(unit) if opinion.when > last)
            if past:
                result[unit] = past
        return result

    def lost(self) -> tuple[Opinion, ...]:
        """Return the marks on rows that no longer exist."""
        gone = [anchor for anchor in self._people if anchor not in self._locations]
        return tuple(
            self._opinion(mark, outdated=True)
            for anchor in sorted(gone, key=lambda anchor: (self._position(anchor), anchor))
            for mark in self._effective((anchor,))
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        """Changes that people marked differently, in row order.

        Marks on a row also count for its passages.
        """
        result: list[tuple[int, str, Conflict]] = []
        for anchor in self._people:
            location = self.location(anchor)
            part = location.part if location.exact else None
            anchors = self.anchors_at(part) if part is not None else (anchor,)
            said = self._effective(anchors)
            if len(said) > 1 and disagree(said):
                opinions = tuple(map(self._opinion, said))
                row = location.row if location.exact else None
                order = self.attachment.row_index.get(row or "", len(self.attachment.rows))
                conflict = Conflict(row, self._place(anchor), opinions, part)
                result.append((order, anchor, conflict))
        return tuple(conflict for _, _, conflict in sorted(result, key=lambda item: item[:2]))

    def note(self, record: NoteRecord, number: int) -> Note:
        """Convert a note for display; ``number`` is its id in this session."""
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
        if location.row is None or anchor is None:
            return
        if anchor.about in (About.CHANGE, About.PASSAGE):
            unit = location.part or location.row
            (self._anchors if location.exact else self._past)[unit].append(identity)

    def _order(self, unit: str) -> tuple[int, str]:
        return (self.attachment.row_index[self.attachment.row_of(unit)], unit)

    def _prevailing(self, unit: str) -> Mark:
        marks = self._marks_at(self.anchors_at(unit))
        counting = _counting(marks)
        if own := [mark for mark in counting if mark.by == self.me]:
            return own[-1].said or Mark.UNSEEN
        mine = [mark for mark in marks if mark.by == self.me and mark.said is not None]
        if mine and mine[-1].said is Mark.UNSEEN:
            return Mark.UNSEEN
        return (counting[-1].said if counting else None) or Mark.UNSEEN

    def _marks_at(self, anchors: Iterable[str]) -> list[MarkRecord]:
        """Return all marks on these anchors, by time."""
        marks = [
            self.records.marks[anchor, person]
            for anchor in anchors
            for person in self._people.get(anchor, ())
        ]
        return sorted(marks, key=lambda mark: (mark.when, mark.by))

    def _effective(self, anchors: Iterable[str]) -> list[MarkRecord]:
        """Return the marks in force on these anchors, by time: one for each person."""
        return _counting(self._marks_at(anchors))

    def _past_opinions(self, unit: str) -> list[Opinion]:
        marks = self._effective(self._past.get(unit, ()))
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


def _counting(marks: Sequence[MarkRecord]) -> list[MarkRecord]:
    """Filter marks (ordered by time) to those in force: only the last one of each person."""
    last = {mark.by: mark for mark in marks if mark.said is not None}
    return [mark for mark in effective_marks(marks) if last[mark.by] is mark]


def _joined(marks: Collection[Mark]) -> Mark:
    """Combine the marks of all passages of a row; unseen if any of them is unseen."""
    if Mark.UNSEEN in marks:
        return Mark.UNSEEN
    if len(set(marks)) == 1:
        return next(iter(marks))
    return Mark.QUESTIONED if Mark.QUESTIONED in marks else Mark.REVIEWED
