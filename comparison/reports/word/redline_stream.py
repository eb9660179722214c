"""Two plans as one text with insertions and deletions, paragraph marks among them.

Equal and deleted chunks concatenated give the old plan's paragraphs, equal and inserted ones the
new plan's, separated by newlines.  A newline is a paragraph mark: an inserted one splits a
paragraph, a deleted one joins two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from plandiff.comparison.edits import Edit, Op, RowKind, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import Meter
from plandiff.comparison.reports.shared.section_paths import end_of
from plandiff.comparison.reports.word.redline_chunks import Chunk, Line, landing, lines_of_section
from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.corpus.model import Section
from plandiff.corpus.text.escape import visible

_STAYS = 1_000_000
"""Weight of a row that the alignment did not classify as moved: no moved row outweighs it."""


def positions(comparison: Comparison, side: Side) -> Mapping[str, int]:
    """The index of each section in its plan, by id."""
    return {section.id: i for i, section in enumerate(comparison.plan(side).sections)}


def _run(row: Row, side: Side, at: Mapping[str, int]) -> int | None:
    """Index of the row's first section if its sections are consecutive in the plan, else None."""
    places = [at[section.id] for section in row.sections(side)]
    consecutive = bool(places) and places == list(range(places[0], places[0] + len(places)))
    return places[0] if consecutive else None


def _weight(row: Row) -> int:
    same = sum(len(edit.text) for edit in row.edits if edit.op is Op.EQUAL)
    return 1 + same + (0 if row.moved else _STAYS)


def rows_in_place(comparison: Comparison) -> tuple[Row, ...]:
    """Return the rows that stay in place: the heaviest common subsequence of both plans' rows.

    Only these rows can be shown as one text with insertions and deletions.  All others are deleted
    at their old place and inserted at their new one, otherwise "reject all" would not restore the
    order of the old plan.
    """
    at = {side: positions(comparison, side) for side in Side}
    found = [
        (new, old, row)
        for row in comparison.rows
        if (old := _run(row, Side.OLD, at[Side.OLD])) is not None
        and (new := _run(row, Side.NEW, at[Side.NEW])) is not None
    ]
    # In the order of the new plan, increasing old positions are in order in both plans.
    found.sort(key=lambda entry: entry[:2])
    kept = heaviest_increasing_subsequence(
        [old for _, old, _ in found], [_weight(row) for _, _, row in found]
    )
    return tuple(found[index][2] for index in kept)


def _whole(sections: Iterable[Section], op: Op) -> Iterator[Chunk]:
    """Chunks of completely inserted or deleted sections, with newlines between paragraphs."""
    first = True
    for section in sections:
        for line in lines_of_section(section):
            if not first:
                yield Chunk(op, "\n")
            first = False
            if line.lead or line.text:
                yield Chunk(op, line.lead + line.text, line.level)


class _Walk:
    """The current line on both sides during a walk through the edits of a row."""

    def __init__(self, row: Row) -> None:
        self._lines = {
            side: [line for section in row.sections(side) for line in lines_of_section(section)]
            for side in Side
        }
        self._at = dict.fromkeys(Side, 0)

    def line(self, side: Side) -> Line:
        """The current line of one side."""
        return self._lines[side][self._at[side]]

    def enter(self, sides: Sequence[Side]) -> Iterator[Chunk]:
        """The labels of the lines that begin here; a single equal chunk if both sides agree."""
        leads = {side: self.line(side).lead for side in sides}
        if len(set(leads.values())) == 1 and len(sides) == 2:
            sides = (Side.NEW,)
            op = Op.EQUAL
        else:
            op = Op.INSERT
        for side in sides:
            if leads[side]:
                yield Chunk(
                    Op.DELETE if side is Side.OLD else op, leads[side], self.line(side).level
                )

    def step(self, sides: Sequence[Side]) -> Iterator[Chunk]:
        """Advance past a newline on the given sides."""
        for side in sides:
            self._at[side] += 1
        yield from self.enter(sides)


_SIDES = {
    Op.EQUAL: (Side.OLD, Side.NEW),
    Op.DELETE: (Side.OLD,),
    Op.INSERT: (Side.NEW,),
}


def _edit_chunks(edit: Edit, walk: _Walk) -> Iterator[Chunk]:
    sides = _SIDES[edit.op]
    link = end_of(edit)
    for index, part in enumerate(visible(edit.text).split("\n")):
        if index:
            yield Chunk(edit.op, "\n")
            yield from walk.step(sides)
        if part:
            yield Chunk(edit.op, part, walk.line(sides[-1]).level, link=link)
            link = None


def _in_place(row: Row) -> Iterator[Chunk]:
    """Chunks of a row that stays in place: its edits, with labels inserted."""
    walk = _Walk(row)
    yield from walk.enter((Side.OLD, Side.NEW))
    for edit in row.edits:
        yield from _edit_chunks(edit, walk)


def _opened(chunks: Iterable[Chunk], row: str, *, apart: bool = False) -> Iterator[Chunk]:
    """The chunks of a row; the first one with text gets the row's id."""
    named = False
    for chunk in chunks:
        opens = not named and chunk.text != "\n"
        named = named or opens
        yield replace(chunk, row=row, apart=apart) if opens else chunk


def _tied(chunks: Iterable[Chunk], row: Row) -> Iterator[Chunk]:
    """The lines of a row that moved without a change, each linked to its other end."""
    line = 0
    for chunk in chunks:
        line += chunk.text == "\n"
        yield chunk if chunk.text == "\n" else replace(chunk, move=f"{row.id}.{line}")


def _apart(comparison: Comparison, side: Side, sections: Sequence[Section]) -> Iterator[Chunk]:
    """Chunks of one side's sections that do not stay in place, by row, with newlines between."""
    op = side.op
    previous: str | None = None
    for index, section in enumerate(sections):
        row = comparison.row_of[side, section.id]
        if index:
            yield Chunk(op, "\n")
        chunks: Iterable[Chunk] = _whole((section,), op)
        if row.kind is RowKind.UNCHANGED:
            chunks = _tied(chunks, row)
        elif side is Side.NEW and (row.moved or row.kind is RowKind.REGROUPED):
            landed = landing(row)
            chunks = landed.chunks[section.id] if landed else chunks
        yield from (
            chunks
            if previous == row.id
            else _opened(chunks, row.id, apart=bool(row.old and row.new))
        )
        previous = row.id


def redline_chunks(comparison: Comparison, meter: Meter) -> Iterator[Chunk]:
    """The whole text of both plans; see the module's docstring for its invariant."""
    chain = rows_in_place(comparison)
    waiting = dict.fromkeys(Side, 0)
    sections = {side: comparison.plan(side).sections for side in Side}
    at = {side: {s.id: i for i, s in enumerate(sections[side])} for side in Side}
    for index, row in enumerate(meter.each(chain)):
        if index:
            yield Chunk(Op.EQUAL, "\n")
        for side, op in ((Side.OLD, Op.DELETE), (Side.NEW, Op.INSERT)):
            start = at[side][row.sections(side)[0].id]
            apart = sections[side][waiting[side] : start]
            yield from _apart(comparison, side, apart)
            if apart:
                yield Chunk(op, "\n")
            waiting[side] = start + len(row.sections(side))
        yield from _opened(_in_place(row), row.id)
    for side, op in ((Side.OLD, Op.DELETE), (Side.NEW, Op.INSERT)):
        apart = sections[side][waiting[side] :]
        if apart and chain:
            yield Chunk(op, "\n")
        yield from _apart(comparison, side, apart)
