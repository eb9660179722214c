"""One side of a row as lines: headings with their printed labels, then the paragraphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plandiff.comparison.model import Row, Side
from plandiff.comparison.reports.shared.context_lines import elide
from plandiff.comparison.reports.shared.marks import Mark, Piece
from plandiff.comparison.reports.shared.rows import safe_pieces
from plandiff.comparison.reports.shared.section_paths import joined
from plandiff.corpus.model import Section
from plandiff.corpus.text.escape import visible_line


@dataclass(frozen=True, slots=True)
class SideLine:
    """One paragraph of a side."""

    section: Section
    heading: bool
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether it holds a mark."""
        return any(piece.mark.is_change for piece in self.pieces)


def split_lines(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces parted at line breaks, without the breaks and without empty pieces."""
    line: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        line.append(replace(piece, text=first))
        for part in rest:
            yield tuple(p for p in line if p.text)
            line = [replace(piece, text=part)]
    yield tuple(p for p in line if p.text)


def _with_label(section: Section, line: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The section's first line with its label as printed before it, unmarked."""
    if not section.label:
        return line
    label = visible_line(section.label)
    first = line[0].text if line else ""
    lead = joined(label, first)[: -len(first) or None]
    return (Piece(Mark.SAME, lead), *line)


def side_lines(row: Row, side: Side) -> tuple[SideLine, ...]:
    """The lines of one side of a row, section after section; nothing for a missing side."""
    sections = row.sections(side)
    if not sections:
        return ()
    lines = split_lines(safe_pieces(row, side))
    made: list[SideLine] = []
    for section in sections:
        for index in range(section.text.count("\n") + 1):
            line = next(lines, ())
            pieces = line if index else _with_label(section, line)
            made.append(
                SideLine(section, heading=not index and bool(section.heading), pieces=pieces)
            )
    return tuple(made)


def shortened_lines(lines: Sequence[SideLine], context: int | None) -> tuple[SideLine, ...]:
    """The lines with long unchanged stretches left out; all of them, whole, without a context.

    A heading always stays; where nothing is marked everything stays.
    """
    if context is None or context < 0 or not any(line.changed for line in lines):
        return tuple(lines)
    gap = (Piece(Mark.GAP, ""),)
    kept: list[SideLine] = []
    for line in lines:
        if line.heading:
            kept.append(line)
        elif line.changed:
            kept.append(SideLine(line.section, heading=False, pieces=elide(line.pieces, context)))
        elif not kept or kept[-1].pieces != gap:
            kept.append(SideLine(line.section, heading=False, pieces=gap))
    return tuple(kept)
