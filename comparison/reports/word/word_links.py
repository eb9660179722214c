"""How much text the paragraphs of two Word documents share, according to the comparison.

The comparison refers to sections and passages of plans, the documents consist of paragraphs.  So
each plan's text is located in its document, and the equal edits of passages are counted for the
paragraphs that contain them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from plandiff.comparison.edits import Edit, Op, Place, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.word.word_source import (
    Paragraph,
    SourceDocument,
)
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text import lazy_re as re

_CLAUSE = re.compile(r"[^\s。，、；：,;:.！？!?（）()]+")
_WINDOW = 3000
"""Clauses that are aligned at once: the time grows with the square of this number."""
_FEW = 40
"""Maximum paragraphs of a header or footer that are compared pairwise."""
_STAYS = 1_000_000
"""Weight of text that did not move: no moved text outweighs it."""

Location = tuple[int, ...]
"""For each character of a section's text the number of its paragraph, -1 if it has none."""


def locate_sections(plan: Plan, document: SourceDocument) -> dict[str, list[int]]:
    """For each section id the paragraph number of each character, -1 if unknown.

    Clauses of the plan and of the document are equal except for text removed in reading, so their
    longest common subsequence covers nearly all of them.
    """
    places = {section.id: [-1] * len(section.text) for section in plan.sections}
    printed: list[tuple[str, tuple[str, int, int] | None]] = []
    for section in plan.sections:
        printed += [(clause[0], None) for clause in _CLAUSE.finditer(section.label or "")]
        printed += [
            (clause[0], (section.id, *clause.span())) for clause in _CLAUSE.finditer(section.text)
        ]
    written = [
        (clause[0], paragraph.index)
        for paragraph in document.paragraphs
        for clause in _CLAUSE.finditer(paragraph.text)
    ]
    for at, to in _common([text for text, _ in printed], [text for text, _ in written]):
        span = printed[at][1]
        if span is not None:
            key, start, end = span
            places[key][start:end] = [written[to][1]] * (end - start)
    return places


def _common(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Index pairs of a common subsequence; long sequences are aligned window by window."""
    at = to = 0
    while at < len(first) and to < len(second):
        window = first[at : at + _WINDOW], second[to : to + _WINDOW]
        # Pairs in the last quarter are dropped and aligned again in the next window, because more
        # text after them may change the alignment.
        last = len(first) - at <= _WINDOW and len(second) - to <= _WINDOW
        limit = _WINDOW if last else _WINDOW * 3 // 4
        ahead = (min(limit, len(window[0])), min(limit, len(window[1])))
        found = [
            (block.src_start + step, block.dest_start + step)
            for block in LCSseq.opcodes(*window)
            if block.tag == "equal"
            for step in range(block.src_end - block.src_start)
        ]
        found = [pair for pair in found if max(pair) < limit]
        yield from ((at + one, to + other) for one, other in found)
        step = (found[-1][0] + 1, found[-1][1] + 1) if found else ahead
        at, to = at + step[0], to + step[1]


class Link(Struct):
    """How much text two paragraphs share."""

    shared: int = 0
    """Number of shared characters."""
    weight: int = 0
    """Shared characters, multiplied if the comparison does not classify the section as moved."""


class Links:
    """The shared text of each pair of paragraphs of the old and the new document."""

    def __init__(self) -> None:
        self.places: dict[Side, dict[str, list[int]]] = {}
        self._links: dict[int, dict[int, Link]] = defaultdict(dict)
        self._rows: dict[Side, dict[int, set[str]]] = {side: {} for side in Side}

    @classmethod
    def of_comparison(
        cls, comparison: Comparison, old: SourceDocument, new: SourceDocument
    ) -> "Links":
        """Links by the equal edits of the comparison."""
        links = cls()
        links.places = {
            Side.OLD: locate_sections(comparison.old, old),
            Side.NEW: locate_sections(comparison.new, new),
        }
        links._rows = {side: links._rows_of(comparison, side) for side in Side}
        for row in comparison.rows:
            for old_places, new_places, edits in _texts(row):
                links._add(row, old_places, new_places, edits)
        return links

    @classmethod
    def of_texts(cls, old: SourceDocument, new: SourceDocument) -> "Links":
        """Links of parts outside the plans, by an alignment of characters; for a few paragraphs."""
        links = cls()
        for one in old.paragraphs[:_FEW]:
            for other in new.paragraphs[:_FEW]:
                shared = LCSseq.similarity(one.text, other.text)
                if shared:
                    links._links[one.index][other.index] = Link(shared, shared)
        return links

    def _add(
        self,
        row: Row,
        old_places: tuple[Place, ...],
        new_places: tuple[Place, ...],
        edits: Sequence[Edit],
    ) -> None:
        before = self._paragraphs(Side.OLD, old_places)
        after = self._paragraphs(Side.NEW, new_places)
        at = to = 0
        for edit in edits:
            size = len(edit.text)
            if edit.op is Op.EQUAL:
                pairs = Counter(zip(before[at : at + size], after[to : to + size], strict=False))
                for (one, other), count in pairs.items():
                    if one >= 0 and other >= 0:
                        link = self._links[one].setdefault(other, Link())
                        link.shared += count
                        link.weight += count if row.moved else count * _STAYS
            at += size if edit.op is not Op.INSERT else 0
            to += size if edit.op is not Op.DELETE else 0

    def _paragraphs(self, side: Side, places: Sequence[Place]) -> list[int]:
        found: list[int] = []
        for number, place in enumerate(places):
            found += [-1] * (number > 0)  # the newline between two places
            found += self.places[side][place.section][place.start : place.end]
        return found

    def _rows_of(self, comparison: Comparison, side: Side) -> dict[int, set[str]]:
        """The ids of the rows that contain text of each paragraph."""
        found: dict[int, set[str]] = defaultdict(set)
        for section, places in self.places[side].items():
            for index in set(places):
                found[index].add(comparison.row_of[side, section].id)
        return found

    def meet(self, old: Paragraph, new: Paragraph) -> bool:
        """Whether a row contains both paragraphs, or neither is in a plan."""
        rows = self._rows[Side.OLD].get(old.index), self._rows[Side.NEW].get(new.index)
        return rows == (None, None) or bool(rows[0] and rows[1] and rows[0] & rows[1])

    def own_paragraphs(self, row: Row, side: Side) -> list[int]:
        """The paragraphs of a row in order; empty if another row shares one of them."""
        places = (self.places[side][section.id] for section in row.sections(side))
        found = sorted({index for numbers in places for index in numbers if index >= 0})
        rows = self._rows[side]
        return found if all(rows[index] == {row.id} for index in found) else []

    def of(self, paragraph: int) -> dict[int, Link]:
        """The paragraphs of the new document that share text with one of the old document."""
        return self._links.get(paragraph, {})


def _texts(row: Row) -> Iterator[tuple[tuple[Place, ...], tuple[Place, ...], Sequence[Edit]]]:
    """The passages of a row, or the whole row if it has none."""
    if row.passages:
        for passage in row.passages:
            if passage.old and passage.new:
                yield passage.old, passage.new, passage.edits
    elif row.old and row.new:
        yield _whole(row.old), _whole(row.new), row.edits


def _whole(sections: tuple[Section, ...]) -> tuple[Place, ...]:
    return tuple(Place(section.id, 0, len(section.text)) for section in sections)
