"""Anchors of changed passages: they locate a mark on one sentence, item or heading again."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from msgspec.structs import replace

from plandiff.comparison.edits import Passage, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.review.anchors import (
    Paths,
    anchor_of_places,
    numbered,
    section_words,
    text_digest,
)
from plandiff.comparison.review.marks import About
from plandiff.comparison.review.records import Anchor, Place

_QUOTED = 16
"""Number of characters of a passage that are quoted to the reader."""


class PassageAnchors:
    """The anchors of a comparison's changed passages, each computed when it is asked for.

    Computing the digests of all passages of a long plan is too slow for a key press.  A position
    number is needed only among passages with the same text below the same headings, so computing
    one anchor requires only the passages whose sections have the same headings.
    """

    def __init__(self, comparison: Comparison, *, flipped: bool) -> None:
        """``flipped``: the anchors are those of the comparison with the sides exchanged."""
        self._comparison = comparison
        self._flipped = flipped
        self._paths = {side: Paths(comparison.plan(side)) for side in Side}
        self._anchors: dict[str, Anchor] = {}

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The row of each changed passage, by its id, in document order."""
        rows = self._comparison.rows
        return {passage.id: row for row in rows for passage in row.changed_passages}

    def of(self, passage: str) -> Anchor:
        """Return the anchor of a changed passage; raises KeyError for any other id."""
        if passage not in self._anchors:
            self._make(self._groups[self._group_of[passage]])
        return self._anchors[passage]

    def all(self) -> tuple[tuple[str, Anchor], ...]:
        """Id and anchor of every changed passage, in document order."""
        return tuple((passage, self.of(passage)) for passage in self.rows)

    @cached_property
    def _grouped(self) -> dict[tuple[str, ...], list[tuple[int, Row, Passage]]]:
        """Position, row and passage by the headings of the passage's sections."""
        headings: dict[tuple[Side, str], str] = {}
        for side in Side:
            for section in self._comparison.plan(side).sections:
                headings[side, section.id] = section.heading
        groups: dict[tuple[str, ...], list[tuple[int, Row, Passage]]] = defaultdict(list)
        passages = ((row, own) for row in self._comparison.rows for own in row.changed_passages)
        for position, (row, passage) in enumerate(passages):
            key = tuple(
                text_digest(headings[side, places[0].section]) if places else "-"
                for side in Side
                for places in (passage.places(side),)
            )
            groups[key].append((position, row, passage))
        return groups

    @cached_property
    def _groups(self) -> tuple[Sequence[tuple[int, Row, Passage]], ...]:
        return tuple(self._grouped.values())

    @cached_property
    def _group_of(self) -> dict[str, int]:
        return {own.id: index for index, group in enumerate(self._groups) for _, _, own in group}

    def _make(self, group: Sequence[tuple[int, Row, Passage]]) -> None:
        anchors = numbered(self._bare(row, passage) for _, row, passage in group)
        for (position, _, passage), anchor in zip(group, anchors, strict=True):
            self._anchors[passage.id] = replace(anchor, position=position)

    def _bare(self, row: Row, passage: Passage) -> Anchor:
        old, new = (self._place(passage, side) for side in Side)
        if self._flipped:
            old, new = new, old
        return anchor_of_places(About.PASSAGE, old, new, _words(row, passage))

    def _place(self, passage: Passage, side: Side) -> Place | None:
        places = passage.places(side)
        if not places:
            return None
        return Place(self._paths[side].of(places[0].section), passage.text(side))


def _words(row: Row, passage: Passage) -> str:
    """Describe a passage for the reader: its section and its first characters."""
    side = Side.NEW if passage.new else Side.OLD
    section = passage.places(side)[0].section
    words = section_words([own for own in row.sections(side) if own.id == section])
    text = " ".join(passage.text(side).split())
    rest = "…" if len(text) > _QUOTED else ""
    return f"{words}“{text[:_QUOTED]}{rest}”"
