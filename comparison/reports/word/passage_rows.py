"""A long section of the comparison table as one table row per changed passage.

Number, place and kind of the section appear once, in cells that span its rows; unchanged passages
are omitted, as the legend states.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import Passage, RowKind, Side
from plandiff.comparison.model import Row
from plandiff.comparison.reports.shared.marks import Piece, lines_of, side_pieces
from plandiff.comparison.reports.shared.rows import Record
from plandiff.comparison.reports.word.cells import (
    LONGEST_WHOLE,
    TEXT_SIZE,
    Maker,
    marked_run,
    plain_cell,
    row_cells,
    runs_over_both,
    side_cell,
    word_of_one_side,
)
from plandiff.comparison.reports.word.parts import Look, paragraph, run, table_row
from plandiff.corpus.model import Span
from plandiff.corpus.text.escape import visible


def told_by_passages(record: Record, make: Maker) -> bool:
    """Whether a section is long, was compared by passages, and has several changed passages."""
    size = sum(len(piece.text) for piece in (*record.old, *record.new))
    columns = {name for name, _ in make.form.columns}
    return (
        size > LONGEST_WHOLE
        and "place" in columns
        and (make.options.context or 0) >= 0
        and record.row.kind not in (RowKind.ADDED, RowKind.REMOVED)
        and len(passage_groups(record.row)) > 1
    )


def passage_groups(row: Row) -> tuple[tuple[Passage, ...], ...]:
    """The passages that the table lists, because they changed in substance or moved.

    Adjacent one-sided passages form two groups, deleted before inserted ones: texts that the
    comparison does not pair never share a row.
    """
    groups: list[tuple[Passage, ...]] = []
    for alone, group in groupby(row.passages, key=_is_one_sided):
        listed = [passage for passage in group if _is_listed(passage)]
        if alone:
            sides = (tuple(p for p in listed if p.places(side)) for side in Side)
            groups += [side for side in sides if side]
        else:
            groups += [(passage,) for passage in listed]
    return tuple(groups)


def _is_one_sided(passage: Passage) -> bool:
    return not (passage.old and passage.new)


def _is_listed(passage: Passage) -> bool:
    return passage.changed and (passage.moved or passage.substantive)


class Change(Struct, frozen=True):
    """One table row: a whole section, or some passages of a long section."""

    key: str
    """Id of the comparison's row, or of the first passage in this table row."""
    passages: tuple[Passage, ...]
    """Empty for a whole section."""
    cells: dict[str, str]
    """``before`` and ``after``."""
    alone: Side | None
    """The only side with text, if that is long enough to span both columns."""
    whole: bool
    """Whether the table row is kept on one page."""


def changes_of(record: Record, make: Maker) -> tuple[Change, ...]:
    """The section as one change, or the changes of its passages."""
    row = record.row
    if told_by_passages(record, make):
        return tuple(_change_of(row, group, make) for group in passage_groups(row))
    size = sum(len(piece.text) for piece in (*record.old, *record.new))
    cells = {_NAMES[side]: side_cell(row, side, make) for side in Side}
    sides = [side for side in Side if row.sections(side)]
    return (_change(row.id, (), cells, sides, size, make),)


_NAMES = {Side.OLD: "before", Side.NEW: "after"}


def _change_of(row: Row, group: tuple[Passage, ...], make: Maker) -> Change:
    size = sum(len(edit.text) for passage in group for edit in passage.edits)
    cells = {_NAMES[side]: _side(row, group, side, make) for side in Side}
    sides = [side for side in Side if any(passage.places(side) for passage in group)]
    return _change(group[0].id, group, cells, sides, size, make)


def _change(  # noqa: PLR0917 - the parts of one value
    key: str,
    passages: tuple[Passage, ...],
    cells: dict[str, str],
    sides: Sequence[Side],
    size: int,
    make: Maker,
) -> Change:
    alone = sides[0] if len(sides) == 1 and runs_over_both(size, make) else None
    if alone:
        word = plain_cell(word_of_one_side(alone, make), bold=True)
        cells = cells | {_NAMES[alone]: word + cells[_NAMES[alone]]}
    return Change(key, passages, cells, alone, size <= LONGEST_WHOLE)


def section_rows(
    record: Record, once: dict[str, str], notes: Sequence[str], make: Maker
) -> Iterator[str]:
    """The table rows of a section; ``once``: the cells that appear once.

    Remarks on a target, a duty or a task are placed next to the passage that contains it, all
    others next to the first passage.
    """
    changes = changes_of(record, make)
    remarks = _remarks(record, [change.passages for change in changes], notes, make)
    for at, change in enumerate(changes):
        values = once | change.cells | {"remarks": plain_cell("\n".join(remarks[at]))}
        merge = None if len(changes) == 1 else "continue" if at else "restart"
        yield table_row(row_cells(values, make, change.alone, merge), whole=change.whole)


def _remarks(
    record: Record, groups: Sequence[Sequence[Passage]], notes: Sequence[str], make: Maker
) -> list[list[str]]:
    located = [
        (places, text) for places, text in make.located.get(record.row.id, ()) if text in notes
    ]
    remarks: list[list[str]] = [[] for _ in groups]
    placed: set[str] = set()
    for at, group in enumerate(groups):
        for places, text in located:
            if text not in placed and any(_holds(passage, places) for passage in group):
                remarks[at].append(text)
                placed.add(text)
    remarks[0] = [*(text for text in notes if text not in placed), *remarks[0]]
    return remarks


def _holds(passage: Passage, places: Iterable[tuple[Side, str, Span]]) -> bool:
    """Whether any of the places is in the passage."""
    return any(
        place.section == section and place.start < span.end and span.start < place.end
        for side, section, span in places
        for place in passage.places(side)
    )


def _side(row: Row, group: Sequence[Passage], side: Side, make: Maker) -> str:
    """The marked text of one side, or a word such as ``新增`` if that side has no text."""
    shown = [passage for passage in group if passage.places(side)]
    if not shown:
        absent = word_of_one_side(side.other, make)
        return paragraph(run(absent, Look(bold=True, size=TEXT_SIZE)), "TableText")
    return "".join(_line(line, make) for line in _lines(row, shown, side))


def _lines(row: Row, passages: Sequence[Passage], side: Side) -> Iterator[list[Piece]]:
    """The paragraphs of the passages: sentences of one paragraph are joined."""
    line: list[Piece] = []
    before: Passage | None = None
    for passage in passages:
        first, *rest = lines_of(side_pieces(passage.edits, side)) or ((),)
        if before and not _is_one_paragraph(row, before, passage, side):
            yield line
            line = []
        line = [*line, *first]
        for pieces in rest:
            yield line
            line = list(pieces)
        before = passage
    yield line


def _is_one_paragraph(row: Row, passage: Passage, other: Passage, side: Side) -> bool:
    """Whether ``other`` starts where ``passage`` ends, on the same line of the section."""
    last, first = passage.places(side)[-1], other.places(side)[0]
    if last.section != first.section or last.end > first.start:
        return False
    text = next(section.text for section in row.sections(side) if section.id == last.section)
    return not text[last.end : first.start].strip(" \t\u3000")


def _line(line: Sequence[Piece], make: Maker) -> str:
    runs = (
        marked_run(replace(piece, text=visible(piece.text)), heading=False, make=make)
        for piece in line
    )
    return paragraph("".join(runs), "TableText")
