"""From rows to changes of force.

clauses of both sides -> pair them within aligned texts -> compare grades, exceptions, reach
"""

from collections.abc import Iterable, Iterator

from plandiff.comparison.alignment.account import Kind, kind_of_heading
from plandiff.comparison.force.exceptions import compare_exceptions
from plandiff.comparison.force.grades import compare_grades
from plandiff.comparison.force.pairing import (
    ClausePair,
    ContentWeights,
    PlacedClause,
    pair_clauses,
    placed_clauses,
)
from plandiff.comparison.force.reach import compare_reach
from plandiff.comparison.mirror import mirror_force
from plandiff.comparison.model import (
    BoundClause,
    ForceChange,
    Passage,
    Place,
    Row,
    Side,
)
from plandiff.corpus.model import Plan, Span

NEAR = 4
"""Characters between a hedge and the word that it goes with: 有条件的地方要."""
LEFT_OVER = 0.5
"""Similarity from which clauses of unmatched passages are taken for the same act."""
FEW_LEFT = 2
"""Up to so many unmatched sentences the row itself says that they go together."""


def compare_force(old: Plan, new: Plan, rows: Iterable[Row]) -> tuple[ForceChange, ...]:
    """Clauses that both plans have and that bind otherwise, in the order of rows and clauses.

    Chapters that give account of the past bind nobody.
    """
    accounts = {side: _accounts(plan) for side, plan in ((Side.OLD, old), (Side.NEW, new))}
    read = [
        (row, {side: _Clauses(row, side) for side in Side})
        for row in rows
        if row.passages and row.old and row.new
        if not any(s.id in accounts[side] for side in Side for s in row.sections(side))
    ]
    weights = ContentWeights(
        clause for _, sides in read for clauses in sides.values() for clause in clauses.all
    )
    return tuple(change for row, sides in read for change in _row_changes(row, sides, weights))


def _accounts(plan: Plan) -> set[str]:
    """Ids of the sections that tell what was done, by their own or their chapter's heading."""
    kinds: dict[str, Kind | None] = {}
    for section in plan.sections[1:]:  # parents come before their children
        above = kinds.get(section.parent or "")
        kinds[section.id] = kind_of_heading(section.heading) or above
    return {section for section, kind in kinds.items() if kind is Kind.ACCOUNT}


def _row_changes(
    row: Row, sides: dict[Side, "_Clauses"], weights: ContentWeights
) -> list[ForceChange]:
    """Found with the smaller text as the old one, so that they mirror."""
    old, new = sides[Side.OLD], sides[Side.NEW]
    if row.text(Side.OLD) <= row.text(Side.NEW):
        return sorted(_changes(row, old, new, weights), key=_order)
    return sorted(map(mirror_force, _changes(row, new, old, weights)), key=_order)


def _order(change: ForceChange) -> tuple[str, int, int, str]:
    return change.new.section, change.new.span.start, change.old.span.start, change.kind


class _Clauses:
    """The clauses of one side of a row, and which of them a passage holds."""

    def __init__(self, row: Row, side: Side) -> None:
        sections = row.sections(side)
        self.all = [clause for section in sections for clause in placed_clauses(section)]
        self._side = side

    def of(self, *passages: Passage) -> list[PlacedClause]:
        """Those that begin in the passages."""
        places = [place for passage in passages for place in passage.places(self._side)]
        return [clause for clause in self.all if any(_begins_in(clause, p) for p in places)]


def _begins_in(clause: PlacedClause, place: Place) -> bool:
    same_section = clause.section.id == place.section
    return same_section and place.start <= clause.span.start < place.end


def _changes(
    row: Row, old: _Clauses, new: _Clauses, weights: ContentWeights
) -> Iterator[ForceChange]:
    found: list[tuple[ClausePair, str | None]] = [
        (pair, passage.id)
        for passage in row.passages
        for pair in pair_clauses(old.of(passage), new.of(passage), weights)
    ]
    # Sentences without a counterpart may still hold a clause that goes with one of the row.
    alone = [p for p in row.passages if not (p.old and p.new) and p.other is None]
    left = pair_clauses(old.of(*alone), new.of(*alone), weights)
    least = LEFT_OVER if len(alone) > FEW_LEFT else 0
    found += [(pair, None) for pair in left if pair.similarity >= least]
    excepted = dict(compare_exceptions(old.all, new.all, [pair for pair, _ in found]))
    for pair, passage in found:
        kind = compare_grades(pair) or excepted.get(pair)
        if kind:
            sides = _by_word(pair.old), _by_word(pair.new)
            yield ForceChange(kind, row.id, *sides, passage)
        reach = compare_reach(pair, same_force=kind is None)
        if reach:
            sides = _by_place(pair.old, reach.old), _by_place(pair.new, reach.new)
            yield ForceChange(reach.kind, row.id, *sides, passage)


def _by_word(clause: PlacedClause) -> BoundClause:
    """The side of a change of grade: its word is the word of force with the hedge before it.

    The word of an earlier clause that carries on has no place in this one.
    """
    word = clause.clause.shown
    if word is None:
        return _side(clause, "", None)
    if not clause.span.start <= word.span.start < clause.span.end:
        return _side(clause, word.text, None)
    start = min(
        (
            hedge.span.start
            for hedge in clause.clause.hedges
            if 0 <= word.span.start - hedge.span.end <= NEAR
        ),
        default=word.span.start,
    )
    return _by_place(clause, Span(start, word.span.end))


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
