"""Edits as marked pieces of text, in one unified text or for one side of a table.

Changes of form (punctuation, width, traditional forms) are not marked: readers look for substance.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op, Side
from plandiff.comparison.reports.shared.section_paths import end_of


class Mark(StrEnum):
    """The kind of a piece of text."""

    SAME = "same"
    DELETE = "delete"
    INSERT = "insert"
    MOVED_OUT = "moved-out"
    """A sentence that is in another section of the new plan."""
    MOVED_IN = "moved-in"
    REORDERED_OUT = "reordered-out"
    """A list item at its old place in the same list."""
    REORDERED_IN = "reordered-in"
    FORM_OUT = "form-out"
    FORM_IN = "form-in"
    GAP = "gap"
    """A place where equal text was omitted."""

    @property
    def is_change(self) -> bool:
        """Whether reports highlight the piece."""
        return self not in _QUIET


_QUIET = frozenset({Mark.SAME, Mark.FORM_OUT, Mark.FORM_IN, Mark.GAP})
_OUT = frozenset({Mark.DELETE, Mark.MOVED_OUT, Mark.REORDERED_OUT, Mark.FORM_OUT})
_MARKS: dict[tuple[Op, EditNature], Mark] = {
    (Op.DELETE, EditNature.SUBSTANCE): Mark.DELETE,
    (Op.INSERT, EditNature.SUBSTANCE): Mark.INSERT,
    (Op.DELETE, EditNature.MOVED): Mark.MOVED_OUT,
    (Op.INSERT, EditNature.MOVED): Mark.MOVED_IN,
    (Op.DELETE, EditNature.REORDERED): Mark.REORDERED_OUT,
    (Op.INSERT, EditNature.REORDERED): Mark.REORDERED_IN,
    (Op.DELETE, EditNature.FORM): Mark.FORM_OUT,
    (Op.INSERT, EditNature.FORM): Mark.FORM_IN,
    (Op.DELETE, EditNature.IGNORED): Mark.FORM_OUT,
    (Op.INSERT, EditNature.IGNORED): Mark.FORM_IN,
}
_APART = frozenset({Mark.DELETE, Mark.INSERT})


class Piece(Struct, frozen=True):
    """A run of text with one mark."""

    mark: Mark
    text: str
    link: str | None = None
    """Id of the row that contains the other end of a moved sentence."""
    end: str = ""
    """The other end as a key of `section_paths.end_paths`; empty without one."""


def _merged(pieces: Iterable[Piece], apart: frozenset[Mark] = frozenset()) -> Iterator[Piece]:
    """Join adjacent pieces with the same mark, except marks in ``apart``; drop empty pieces."""
    waiting: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if (
            waiting
            and (waiting.mark, waiting.end) == (piece.mark, piece.end)
            and piece.mark not in apart
        ):
            waiting = replace(waiting, text=waiting.text + piece.text)
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


def _piece(edit: Edit) -> Piece:
    mark = Mark.SAME if edit.op is Op.EQUAL else _MARKS[edit.op, edit.nature]
    return Piece(mark, edit.text, edit.link, end_of(edit) or "")


def unified_pieces(edits: Sequence[Edit]) -> tuple[Piece, ...]:
    """The unified text from old to new; of a change of form only the new side appears, unmarked.

    A clause that was dropped before a replaced word remains a separate piece.
    """
    pieces = (_piece(edit) for edit in edits)
    return tuple(
        _merged(
            (
                replace(piece, mark=Mark.SAME) if piece.mark is Mark.FORM_IN else piece
                for piece in pieces
                if piece.mark is not Mark.FORM_OUT
            ),
            _APART,
        )
    )


def side_pieces(edits: Sequence[Edit], side: Side) -> tuple[Piece, ...]:
    """The complete text of one side: the joined pieces are that side's text."""
    other = side.other.op
    return tuple(_merged(_piece(edit) for edit in edits if edit.op is not other))


def is_removed_text(mark: Mark) -> bool:
    """Whether the mark belongs to text of the old plan only."""
    return mark in _OUT


def lines_of(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Split the pieces at line breaks; the breaks themselves and empty pieces are dropped.

    An inserted or deleted break leaves an empty piece with its mark at the end of the line,
    unless the text before it has the same mark.
    """
    line: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        if first:
            line.append(replace(piece, text=first))
        for part in rest:
            if piece.mark.is_change and not (line and line[-1].mark is piece.mark):
                line.append(replace(piece, text=""))
            yield tuple(line)
            line = [replace(piece, text=part)] if part else []
    yield tuple(line)


def form_count(edits: Sequence[Edit]) -> int:
    """Number of places that differ in form only; adjacent deletion and insertion count as one."""
    count = 0
    previous = False
    for edit in edits:
        formal = edit.op is not Op.EQUAL and edit.nature is EditNature.FORM
        count += formal and not previous
        previous = formal
    return count
