"""The rows of a comparison as records of a table: what CSV, Excel and Word print."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plandiff.comparison.model import Comparison, Row, RowKind, Side
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.reasons import reason_in_words
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Piece, side_pieces
from plandiff.comparison.reports.shared.section_paths import Places, places_of
from plandiff.comparison.reports.shared.selection import is_formal, only_renumbered, selected_rows
from plandiff.corpus.text.escape import visible, visible_line


@dataclass(frozen=True, slots=True)
class Record:
    """One row in words; every text is safe to show."""

    row: Row
    kinds: str
    """``修改、移动、编号调整``."""
    old_place: str
    new_place: str
    old: tuple[Piece, ...]
    """Marked text of the old side, label first; empty for an added row."""
    new: tuple[Piece, ...]
    reason: str
    notes: tuple[str, ...]
    reviewed: bool

    @property
    def place(self) -> str:
        """Where a reader finds it: in the new plan where it stands there."""
        return self.new_place or self.old_place


def kinds_in_words(row: Row, labels: Labels) -> str:
    """What became of the row, in one phrase: ``修改、移动``."""
    kind = "formal" if is_formal(row) else row.kind.value
    words = [] if kind == "unchanged" and (row.moved or only_renumbered(row)) else [f"kind.{kind}"]
    if row.moved:
        words.append("kind.moved")
    if row.renumbered:
        words.append("kind.renumbered")
    return labels["list.comma"].join(labels[word] for word in words)


def safe_pieces(row: Row, side: Side) -> tuple[Piece, ...]:
    """The text of one side with its marks, safe to show."""
    return tuple(replace(piece, text=visible(piece.text)) for piece in side_pieces(row.edits, side))


def paths_of(row: Row, side: Side, places: dict[Side, Places]) -> str:
    """The paths of the row's sections of one side, one a line."""
    return "\n".join(visible_line(places[side].path(section)) for section in row.sections(side))


def notes_in_words(row: Row, options: ReportOptions, labels: Labels) -> tuple[str, ...]:
    """The notes on a row with who wrote them and when."""
    return tuple(
        labels("note.signed", text=visible(note.text), by=by)
        if (by := visible_line(f"{note.author} {note.date[:10]}".strip()))
        else visible(note.text)
        for note in options.review.notes_of(row.id)
    )


def points_in_words(options: ReportOptions) -> tuple[str, ...]:
    """What must be said of the review beside its rows: for reports without a summary."""
    return tuple(visible(f"{point.name}\n{point.text}") for point in options.review.points)


def records(comparison: Comparison, options: ReportOptions, labels: Labels) -> Iterator[Record]:
    """The selected rows, one after the other: ten thousand of them need not be held at once."""
    places = places_of(comparison)
    reviewed = options.review.reviewed
    for row in selected_rows(comparison, options):
        yield Record(
            row=row,
            kinds=kinds_in_words(row, labels),
            old_place=paths_of(row, Side.OLD, places),
            new_place=paths_of(row, Side.NEW, places),
            old=safe_pieces(row, Side.OLD),
            new=safe_pieces(row, Side.NEW),
            reason=visible_line(reason_in_words(row, comparison, labels)),
            notes=notes_in_words(row, options, labels),
            reviewed=row.id in reviewed,
        )


def is_worth_a_row(row: Row) -> bool:
    """Whether a table of changes lists the row: it changed in substance, or moved."""
    return row.changed and (row.substantive or row.moved or row.kind is not RowKind.MODIFIED)
