"""From rows to changes of force.

clauses of both sides -> pair them within aligned texts -> compare grades, exceptions, reach
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from plandiff.comparison.alignment.retrospective import ChapterRole, role_of_heading
from plandiff.comparison.edits import Passage, Place, Side
from plandiff.comparison.force.grades import compare_grades
from plandiff.comparison.force.pairing import (
    ClausePair,
    ContentWeights,
    PlacedClause,
    pair_clauses,
    placed_clauses,
)
from plandiff.comparison.force.reach import compare_reach
from plandiff.comparison.force.wording import PlanWording
from plandiff.comparison.mirror import mirror_force
from plandiff.comparison.model import BoundClause, ForceChange, ForceKind, Row, TargetChange
from plandiff.corpus.force import Mode
from plandiff.corpus.model import Plan, Section, Span, Target
from plandiff.corpus.text import lazy_re as re

NEAR = 4
"""Most characters between a hedge and its word of force: 有条件的地方要."""
LEFT_OVER = 0.5
"""Least similarity of clauses in unmatched passages, to be the same act."""
FEW_LEFT = 2
"""Number of unmatched sentences up to which their row implies that they correspond."""


class ClauseReader:
    """Reads the clauses of sections, each section once."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[Section, tuple[PlacedClause, ...]]] = {}
        """By the identity of the section, which is kept alive beside its clauses."""

    def clauses(self, section: Section) -> tuple[PlacedClause, ...]:
        """Return all clauses of a section, as `placed_clauses` does."""
        known = self._read.get(id(section))
        if known is None:
            known = self._read[id(section)] = section, placed_clauses(section)
        return known[1]


def compare_force(
    old: Plan, new: Plan, rows: Iterable[Row], reader: ClauseReader
) -> tuple[ForceChange, ...]:
    """Return the clauses of both plans whose force differs, in the order of rows and clauses.

    Chapters that review the past are skipped.
    """
    accounts = {side: _accounts(plan) for side, plan in ((Side.OLD, old), (Side.NEW, new))}
    read = [
        (row, {side: _Clauses(row, side, reader) for side in Side})
        for row in rows
        if row.passages and row.old and row.new
        if not any(s.id in accounts[side] for side in Side for s in row.sections(side))
    ]
    weights = ContentWeights(
        clause for _, sides in read for clauses in sides.values() for clause in clauses.all
    )
    wordings = {
        side: PlanWording(s for s in plan.sections if s.id not in accounts[side])
        for side, plan in ((Side.OLD, old), (Side.NEW, new))
    }
    return tuple(
        change for row, sides in read for change in _row_changes(row, sides, weights, wordings)
    )


def _accounts(plan: Plan) -> set[str]:
    """Return ids of sections that review the past, by their own or an ancestor's heading."""
    kinds: dict[str, ChapterRole | None] = {}
    for section in plan.sections[1:]:  # parents come before their children
        above = kinds.get(section.parent or "")
        kinds[section.id] = role_of_heading(section.heading) or above
    return {section for section, kind in kinds.items() if kind is ChapterRole.REVIEW}


def _row_changes(
    row: Row,
    sides: dict[Side, "_Clauses"],
    weights: ContentWeights,
    wordings: dict[Side, PlanWording],
) -> list[ForceChange]:
    """Compare with the smaller text as the old one, so that exchanging the plans mirrors."""
    order = (Side.OLD, Side.NEW)
    if mirrored := row.text(Side.OLD) > row.text(Side.NEW):
        order = (Side.NEW, Side.OLD)
    first, second = order
    found = _changes(row, sides[first], sides[second], weights, (wordings[first], wordings[second]))
    return sorted(map(mirror_force, found) if mirrored else found, key=_order)


def _order(change: ForceChange) -> tuple[str, int, int, str]:
    return change.new.section, change.new.span.start, change.old.span.start, change.kind


class _Clauses:
    """The clauses of one side of a row, searchable by passage."""

    def __init__(self, row: Row, side: Side, reader: ClauseReader) -> None:
        sections = row.sections(side)
        self._in = {section.id: reader.clauses(section) for section in sections}
        self.all = [clause for clauses in self._in.values() for clause in clauses]
        self._order = {section.id: place for place, section in enumerate(sections)}
        self._side = side

    def of(self, *passages: Passage) -> list[PlacedClause]:
        """Return the clauses that begin in the passages, in their order."""
        places = {place for passage in passages for place in passage.places(self._side)}
        ordered = sorted(places, key=lambda place: (self._order[place.section], place.start))
        return [clause for place in ordered for clause in self._beginning_in(place)]

    def _beginning_in(self, place: Place) -> Sequence[PlacedClause]:
        clauses = self._in[place.section]
        first, last = (
            bisect_left(clauses, end, key=lambda clause: clause.span.start)
            for end in (place.start, place.end)
        )
        return clauses[first:last]


def _changes(
    row: Row,
    old: _Clauses,
    new: _Clauses,
    weights: ContentWeights,
    wordings: tuple[PlanWording, PlanWording],
) -> Iterator[ForceChange]:
    found: list[tuple[ClausePair, str | None]] = [
        (pair, passage.id)
        for passage in row.passages
        for pair in pair_clauses(old.of(passage), new.of(passage), weights)
    ]
    # Sentences without a counterpart may still contain a clause that matches one of the row.
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
        reach = compare_reach(pair, wordings, same_force=kind is None)
        if reach:
            sides = _by_place(pair.old, reach.old), _by_place(pair.new, reach.new)
            yield ForceChange(reach.kind, row.id, *sides, passage, reach.listed)


def _by_word(clause: PlacedClause) -> BoundClause:
    """Return one side of a change of grade: its word is the word of force with its hedge.

    A word carried over from an earlier clause has no span in this one.  A hedge apart from the
    word is joined to it by an ellipsis, and marked: 根据需要…配备, will…where practicable.
    """
    word = clause.clause.shown
    if word is None:
        return _side(clause, "", None)
    far = next(
        (h for h in clause.clause.hedges if not 0 <= word.span.start - h.span.end <= NEAR), None
    )
    if far is not None and clause.clause.grade < word.grade:
        inside = clause.span.start <= far.span.start < clause.span.end
        parts = sorted((far, word), key=lambda one: one.span.start)
        return _side(clause, "…".join(one.text for one in parts), far.span if inside else None)
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
    """Return one side of a change of reach: its word is the text that the other side lacks."""
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


# Exceptions: 但…除外, 除…外, …的,不予禁止

_REFERS_BACK = re.compile(r"(?:但是?|对?(?:前款|前项|上述|第[^,;。]{1,6}款))")
"""Beginning of a sentence that excepts cases from an earlier one."""

_SAME_EXCEPTED = 0.3
"""Least similarity of two clauses to be the same act, of which one has another exception."""
_FARTHEST = 30
"""Number of preceding clauses searched for the clause that such a sentence limits."""


def compare_exceptions(
    old: Sequence[PlacedClause], new: Sequence[PlacedClause], pairs: Sequence[ClausePair]
) -> Iterator[tuple[ClausePair, ForceKind]]:
    """Yield the pairs of which one side has more exceptions, with the change of force.

    ``old`` and ``new`` are all clauses of the row in order, ``pairs`` the paired ones.
    """
    counts = {
        Side.OLD: _exceptions_of(old, {id(pair.old): at for at, pair in enumerate(pairs)}),
        Side.NEW: _exceptions_of(new, {id(pair.new): at for at, pair in enumerate(pairs)}),
    }
    for at, pair in enumerate(pairs):
        more = counts[Side.NEW][at] - counts[Side.OLD][at]
        if more and pair.similarity >= _SAME_EXCEPTED:
            yield pair, ForceKind.WEAKENED if more > 0 else ForceKind.STRENGTHENED


def _exceptions_of(clauses: Sequence[PlacedClause], paired: dict[int, int]) -> Counter[int]:
    """Count the exceptions of each pair on one side; ``paired``: pair index by clause id()."""
    counts: Counter[int] = Counter()
    for at, placed in enumerate(clauses):
        host = _host(clauses, at, paired) if placed.clause.exceptions else None
        if host is not None:
            counts[host] += len(placed.clause.exceptions)
    return counts


def _host(clauses: Sequence[PlacedClause], at: int, paired: dict[int, int]) -> int | None:
    """Return the index of the pair that the exceptions of a clause limit; None if unpaired."""
    first, last = at, at
    while first > 0 and _same_sentence(clauses[first - 1], clauses[at]):
        first -= 1
    while last + 1 < len(clauses) and _same_sentence(clauses[last + 1], clauses[at]):
        last += 1
    before = list(range(at, first - 1, -1))
    behind = range(at + 1, last + 1)
    if _REFERS_BACK.match(clauses[first].folded):
        section = clauses[at].section.id
        near = range(first - 1, max(first - _FARTHEST, 0) - 1, -1)
        before += [one for one in near if clauses[one].section.id == section]
    leads = clauses[at].folded.startswith("除") and bool(behind)  # 除国家另有规定外,企业可以……
    for one in behind if leads else (*before, *behind):
        placed = clauses[one]
        if placed.clause.mode is Mode.EXPLICIT and id(placed) in paired:
            return paired[id(placed)]
    return None


def _same_sentence(one: PlacedClause, other: PlacedClause) -> bool:
    return one.section.id == other.section.id and one.clause.sentence == other.clause.sentence


# Force of paired targets

_SAME_TARGET = 1.0
"""Similarity given to the clauses of paired targets, as the pairing is already decided."""


def add_target_force(
    old: Plan, new: Plan, changes: Iterable[TargetChange], reader: ClauseReader
) -> tuple[TargetChange, ...]:
    """Return the changes with ``force`` set: 必须完成120人 to 鼓励完成120人 is weakened."""
    clauses = {Side.OLD: _ClausesOf(old, reader), Side.NEW: _ClausesOf(new, reader)}
    return tuple(replace(change, force=_force_of_target(change, clauses)) for change in changes)


class _ClausesOf:
    """The clauses of a plan's sections, read on demand."""

    def __init__(self, plan: Plan, reader: ClauseReader) -> None:
        self._sections = {section.id: section for section in plan.sections}
        self._reader = reader

    def text_of(self, target: Target) -> str:
        """Return the text of the target's section."""
        return self._sections[target.section].text

    def of(self, target: Target) -> PlacedClause | None:
        """Return the clause that contains the start of the target's quote, or None."""
        clauses, start = self._reader.clauses(self._sections[target.section]), target.span.start
        place = bisect_right(clauses, start, key=lambda clause: clause.span.start) - 1
        holds = place >= 0 and start < clauses[place].span.end
        return clauses[place] if holds else None


def _same_text(old: Target, new: Target, clauses: dict[Side, _ClausesOf]) -> bool:
    texts = (clauses[side].text_of(one) for side, one in ((Side.OLD, old), (Side.NEW, new)))
    return next(texts) == next(texts)


def _force_of_target(change: TargetChange, clauses: dict[Side, _ClausesOf]) -> ForceKind | None:
    if change.old is None or change.new is None:
        return None
    if change.old.span == change.new.span and _same_text(change.old, change.new, clauses):
        return None  # most sections are unchanged
    old, new = clauses[Side.OLD].of(change.old), clauses[Side.NEW].of(change.new)
    if old is None or new is None or Mode.CARRIED in (old.clause.mode, new.clause.mode):
        return None
    return compare_grades(ClausePair(old, new, _SAME_TARGET))
