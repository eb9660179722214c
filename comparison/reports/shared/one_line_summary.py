"""What changed in a section, in one line: the changes that say most, with a few words around."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plandiff.comparison.model import EditNature, Op, Row
from plandiff.comparison.reports.shared.context_lines import beginning, elide
from plandiff.comparison.reports.shared.marks import Mark, Piece, lines_of, unified_pieces
from plandiff.corpus.text.escape import visible

_CONTEXT = 5
_REACH = 3
"""Characters of unchanged text around a change, and by how many they may grow to a pause."""
_LONG = 14
"""Characters shown of one run of new or old words."""
_GAP = Piece(Mark.GAP, "")


@dataclass(frozen=True, slots=True)
class OneLineSummary:
    """One line of a section's changes."""

    pieces: tuple[Piece, ...]
    shown: int
    """Places told by the pieces."""
    places: int
    """Places that changed; words deleted and what stands for them are one place."""
    inserted: int
    """Characters."""
    deleted: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A run of changed words with the unchanged text on both sides of it, up to the next."""

    line: int
    before: str
    changed: tuple[Piece, ...]
    after: str

    @property
    def lead(self) -> tuple[Piece, ...]:
        """The last words before it."""
        line = (Piece(Mark.SAME, self.before), self.changed[0])
        return elide(line, _CONTEXT, _REACH)[:-1] if self.before else ()

    @property
    def trail(self) -> tuple[Piece, ...]:
        """The first words after it."""
        line = (self.changed[-1], Piece(Mark.SAME, self.after))
        return elide(line, _CONTEXT, _REACH)[1:] if self.after else ()

    @property
    def weight(self) -> int:
        """Changed numbers say most, then the longest changes."""
        words = "".join(piece.text for piece in self.changed)
        return len(words) + (1000 if any(map(str.isdigit, words)) else 0)


def _is_change(piece: Piece) -> bool:
    return piece.mark.is_change


def _places(row: Row, names: Mapping[str, str]) -> Iterator[_Place]:
    for number, line in enumerate(lines_of(unified_pieces(row.edits))):
        safe = (
            replace(piece, text=visible(piece.text), link=names.get(piece.end)) for piece in line
        )
        runs = [(changed, tuple(run)) for changed, run in groupby(safe, key=_is_change)]
        said = ["", *("".join(piece.text for piece in run) for _, run in runs), ""]
        for index, (changed, run) in enumerate(runs):
            if changed:
                yield _Place(number, said[index], tuple(map(_short, run)), said[index + 2])


def _short(piece: Piece) -> Piece:
    """New or old words, their end left out where they are long."""
    if len(piece.text) <= _LONG + 6:
        return piece
    return replace(piece, text=f"{beginning(piece.text, _LONG, _REACH)}…")


def _chosen(
    places: Sequence[_Place], width_of: Callable[[Sequence[Piece]], int], room: int
) -> list[int]:
    """Indices of the places that fit into the room, the weightiest first, in order."""
    chosen: list[int] = []
    for index in sorted(range(len(places)), key=lambda i: (-places[i].weight, i)):
        place = places[index]
        size = width_of((*place.lead, *place.changed, *place.trail))
        if size <= room or not chosen:
            chosen.append(index)
            room -= size
    return sorted(chosen)


def _told(places: Sequence[_Place], chosen: Sequence[int]) -> Iterator[Piece]:
    """The chosen places in order; where two stand close together, all that is between them."""
    for at, index in enumerate(chosen):
        place = places[index]
        if at and _is_close(places, chosen[at - 1], index):
            yield Piece(Mark.SAME, place.before)
        else:
            yield from (*(() if index == 0 else (_GAP,)), *place.lead)
        yield from place.changed
        following = chosen[at + 1] if at + 1 < len(chosen) else len(places)
        if not _is_close(places, index, following):
            yield from place.trail
    if chosen and chosen[-1] < len(places) - 1:
        yield _GAP


def _is_close(places: Sequence[_Place], index: int, following: int) -> bool:
    """Whether nothing of note stands between two places of the same line."""
    return (
        following == index + 1 < len(places)
        and places[index].line == places[following].line
        and len(places[index].after) <= 2 * _CONTEXT + _REACH
    )


def _without_doubled_gaps(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for gap, run in groupby(pieces, key=lambda piece: piece.mark is Mark.GAP):
        yield from (_GAP,) if gap else run


def one_line_summary(
    row: Row, names: Mapping[str, str], width_of: Callable[[Sequence[Piece]], int], room: int
) -> OneLineSummary:
    """The changes of a row that fit into ``room`` cells, at least one of them.

    ``names`` says by its id where a row stands, for sentences that moved there.
    """
    places = tuple(_places(row, names))
    chosen = _chosen(places, width_of, room)
    sizes = dict.fromkeys(Op, 0)
    for edit in row.edits:
        if edit.nature is EditNature.SUBSTANCE:
            sizes[edit.op] += len(edit.text)
    return OneLineSummary(
        tuple(_without_doubled_gaps(_told(places, chosen))),
        len(chosen),
        len(places),
        sizes[Op.INSERT],
        sizes[Op.DELETE],
    )
