"""From rows to changes of force.

clauses of both sides -> pair them within aligned texts -> compare grades, exceptions, reach
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plandiff.comparison.force.exceptions import compare_exceptions
from plandiff.comparison.force.grades import compare_grades
from plandiff.comparison.force.pairing import (
    ClausePair,
    PlacedClause,
    pair_clauses,
    placed_clauses,
)
from plandiff.comparison.force.reach import compare_reach
from plandiff.comparison.model import BoundClause, ForceChange, ForceKind, Row, RowKind, Side
from plandiff.corpus.model import Section, Span

_MIRRORED = {
    ForceKind.WEAKENED: ForceKind.STRENGTHENED,
    ForceKind.STRENGTHENED: ForceKind.WEAKENED,
    ForceKind.NARROWED: ForceKind.WIDENED,
    ForceKind.WIDENED: ForceKind.NARROWED,
}
Clauses = tuple[PlacedClause, ...]


def mirror_force_kind(kind: ForceKind) -> ForceKind:
    """What a change of force is called from the other side."""
    return _MIRRORED[kind]


def mirror_force(change: ForceChange) -> ForceChange:
    """A change of force as the other side sees it."""
    return replace(change, kind=_MIRRORED[change.kind], old=change.new, new=change.old)


def compare_force(rows: Iterable[Row]) -> tuple[ForceChange, ...]:
    """Clauses that both plans have and that bind otherwise, in the order of rows and clauses."""
    return tuple(change for row in rows for change in _row_changes(row))


def _row_changes(row: Row) -> list[ForceChange]:
    """Found with the smaller text as the old one, so that they mirror."""
    if row.kind is RowKind.UNCHANGED or not row.old or not row.new:
        return []
    old, new = _clauses(row.old), _clauses(row.new)
    if row.text(Side.OLD) <= row.text(Side.NEW):
        changes = list(_changes(row, old, new))
    else:
        changes = [mirror_force(change) for change in _changes(row, new, old)]
    return sorted(changes, key=_order)


def _order(change: ForceChange) -> tuple[str, int, int, str]:
    return change.new.section, change.new.span.start, change.old.span.start, change.kind


def _clauses(sections: Iterable[Section]) -> Clauses:
    return tuple(clause for section in sections for clause in placed_clauses(section))


def _changes(row: Row, old: Clauses, new: Clauses) -> Iterator[ForceChange]:
    pairs = pair_clauses(old, new)
    excepted = dict(compare_exceptions(old, new, pairs))
    for pair in pairs:
        kind = compare_grades(pair) or excepted.get(pair)
        if kind:
            yield ForceChange(kind, row.id, _by_word(pair.old), _by_word(pair.new))
        reach = compare_reach(pair, same_force=kind is None)
        if reach:
            old_side, new_side = _by_place(pair.old, reach.old), _by_place(pair.new, reach.new)
            yield ForceChange(reach.kind, row.id, old_side, new_side)


def _by_word(clause: PlacedClause) -> BoundClause:
    """The side of a change of grade: its word is the word of force."""
    word = clause.clause.shown
    return _side(clause, word.text if word else "", word.span if word else None)


def _by_place(clause: PlacedClause, place: Span | None) -> BoundClause:
    """The side of a change of reach: its word is what the other side lacks."""
    word = clause.section.text[place.start : place.end] if place else ""
    return _side(clause, word, place)


def _side(clause: PlacedClause, word: str, mark: Span | None) -> BoundClause:
    span = clause.span
    return BoundClause(
        section=clause.section.id,
        span=span,
        quote=clause.section.text[span.start : span.end],
        word=word,
        grade=clause.clause.grade,
        mark=mark or Span(span.start, span.start),
    )
