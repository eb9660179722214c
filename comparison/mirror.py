"""Mirror a comparison, with old and new exchanged: added becomes removed, raised lowered.

Row ids are kept, so marks and notes stay with their rows.
"""

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from plandiff.comparison.edits import Edit, Op, Passage, RowKind, Side
from plandiff.comparison.model import (
    Breakdown,
    Candidate,
    Comparison,
    ForceChange,
    ForceKind,
    Match,
    Notice,
    Replacement,
    Row,
    TargetChange,
    TaskChange,
    TaskChangeKind,
    removed_differs,
)
from plandiff.comparison.model import TargetChangeKind as Kind
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.row_edits import lay_out

T = TypeVar("T")
Candidates = tuple[tuple[str, Candidate], ...]
"""Pairs of section id and runner-up for its match."""

_ROW_KINDS = {
    RowKind.ADDED: RowKind.REMOVED,
    RowKind.REMOVED: RowKind.ADDED,
    RowKind.SPLIT: RowKind.MERGED,
    RowKind.MERGED: RowKind.SPLIT,
}
_TARGET_KINDS = {
    Kind.ADDED: Kind.REMOVED,
    Kind.REMOVED: Kind.ADDED,
    Kind.RAISED: Kind.LOWERED,
    Kind.LOWERED: Kind.RAISED,
}
_WORDS = {
    "added": "removed",
    "removed": "added",
    "earlier": "later",
    "later": "earlier",
    "tightened": "loosened",
    "loosened": "tightened",
    "more": "less",
    "less": "more",
}
_FORCE_KINDS = {
    ForceKind.STRENGTHENED: ForceKind.WEAKENED,
    ForceKind.WEAKENED: ForceKind.STRENGTHENED,
    ForceKind.WIDENED: ForceKind.NARROWED,
    ForceKind.NARROWED: ForceKind.WIDENED,
}
_TASK_KINDS = {
    TaskChangeKind.ADDED: TaskChangeKind.REMOVED,
    TaskChangeKind.REMOVED: TaskChangeKind.ADDED,
}
_OPS = {Op.DELETE: Op.INSERT, Op.INSERT: Op.DELETE, Op.EQUAL: Op.EQUAL}
_PIN_KINDS = {PinKind.NEW: PinKind.DROPPED, PinKind.DROPPED: PinKind.NEW}


def mirror(comparison: Comparison) -> Comparison:
    """Exchange old and new; ``mirror(mirror(c))`` has the same content as ``c``."""
    return Comparison(
        comparison.new,
        comparison.old,
        tuple(_row(row) for row in comparison.rows),
        tuple(_target(change) for change in comparison.targets),
        tuple(Replacement(r.new, r.old, r.count, r.rows) for r in comparison.replacements),
        tuple(mirror_notice(notice) for notice in comparison.notices),
        tasks=tuple(_task(change) for change in comparison.tasks),
        force=tuple(mirror_force(change) for change in comparison.force),
    )


def mirror_notice(notice: Notice) -> Notice:
    """Exchange old and new in a notice on removed text; other notices are unchanged."""
    if not notice.differs:
        return notice
    facts = dict(notice.facts)
    return removed_differs(facts["new"], facts["old"])


def mirror_match(match: Match) -> Match:
    """Exchange old and new in a row's match."""
    return replace(
        match,
        old=match.new,
        new=match.old,
        links=mirror_links(match.links),
        candidates=mirror_candidates(match.candidates),
    )


def mirror_links(links: Iterable[tuple[T, T]]) -> tuple[tuple[T, T], ...]:
    """Exchange the members of each pair."""
    return tuple((new, old) for old, new in links)


def mirror_candidates(candidates: Candidates) -> Candidates:
    """Exchange the sides of runners-up; those for old sections come first."""
    mirrored = [(name, replace(found, side=found.side.other)) for name, found in candidates]
    return tuple(sorted(mirrored, key=lambda item: item[1].side is Side.OLD))


def mirror_pin(pin: Pin) -> Pin:
    """Exchange the sides of a pin."""
    return Pin(mirror_pin_kind(pin.kind), pin.new, pin.old)


def mirror_pin_kind(kind: PinKind) -> PinKind:
    """Return the kind of a pin with the sides exchanged."""
    return _PIN_KINDS.get(kind, kind)


def _row(row: Row) -> Row:
    mirrored = replace(
        row,
        kind=_ROW_KINDS.get(row.kind, row.kind),
        old=row.new,
        new=row.old,
        links=mirror_links(row.links),
        edits=_edits(row.edits),
        candidates=mirror_candidates(row.candidates),
        passages=(),
    )
    if not row.passages:
        return mirrored
    # Passages keep their ids; they are sorted by the plan that is now the new one.
    passages, edits = lay_out(mirrored, map(_passage, row.passages))
    return replace(mirrored, passages=passages, edits=edits)


def _passage(passage: Passage) -> Passage:
    return replace(
        passage,
        kind=_ROW_KINDS.get(passage.kind, passage.kind),
        old=passage.new,
        new=passage.old,
        edits=_edits(passage.edits),
    )


def _edits(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Exchange insertions and deletions; in a replacement the deletion stays first."""
    mirrored: list[Edit] = []
    run: list[Edit] = []
    for edit in edits:
        if edit.op is Op.EQUAL:
            mirrored += [*_deletes_first(run), edit]
            run = []
        else:
            run.append(replace(edit, op=_OPS[edit.op]))
    return (*mirrored, *_deletes_first(run))


def _deletes_first(run: list[Edit]) -> list[Edit]:
    return sorted(run, key=lambda edit: edit.op is Op.INSERT)


def _target(change: TargetChange) -> TargetChange:
    def mirrored(word: str | None) -> str | None:
        return _WORDS.get(word, word) if word is not None else None

    return replace(
        change,
        kind=_TARGET_KINDS.get(change.kind, change.kind),
        old=change.new,
        new=change.old,
        delta=-change.delta if change.delta is not None else None,
        deadline=mirrored(change.deadline),
        relation=mirrored(change.relation),
        effect=mirrored(change.effect),
        force=_FORCE_KINDS[change.force] if change.force else None,
        breakdown=_breakdown(change.breakdown),
    )


def mirror_force(change: ForceChange) -> ForceChange:
    """Exchange the sides of a change of force."""
    return replace(change, kind=_FORCE_KINDS[change.kind], old=change.new, new=change.old)


def _task(change: TaskChange) -> TaskChange:
    return replace(
        change,
        kind=_TASK_KINDS.get(change.kind, change.kind),
        old=change.new,
        new=change.old,
        deadline=_WORDS.get(change.deadline, change.deadline) if change.deadline else None,
    )


def _breakdown(breakdown: Breakdown | None) -> Breakdown | None:
    if breakdown is None:
        return None
    return replace(breakdown, side=breakdown.side.other)
