"""The same comparison seen from the other side: what was added is removed, what rose has fallen.

Row ids stay, so marks and notes stay with their rows.
"""

from dataclasses import replace

from plandiff.comparison.model import (
    Comparison,
    Edit,
    Op,
    Parting,
    Replacement,
    Row,
    RowKind,
    Side,
    TargetChange,
)
from plandiff.comparison.model import TargetChangeKind as Kind
from plandiff.comparison.options import Pin, PinKind

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
    "earlier": "later",
    "later": "earlier",
    "tightened": "loosened",
    "loosened": "tightened",
    "more": "less",
    "less": "more",
}
_OPS = {Op.DELETE: Op.INSERT, Op.INSERT: Op.DELETE, Op.EQUAL: Op.EQUAL}
_PIN_KINDS = {PinKind.NEW: PinKind.DROPPED, PinKind.DROPPED: PinKind.NEW}


def mirror(comparison: Comparison) -> Comparison:
    """Old and new changed places; ``mirror(mirror(c)) == c`` as to what it says."""
    return Comparison(
        comparison.new,
        comparison.old,
        tuple(_row(row) for row in comparison.rows),
        tuple(_target(change) for change in comparison.targets),
        tuple(Replacement(r.new, r.old, r.count, r.rows) for r in comparison.replacements),
        comparison.notices,
    )


def mirror_side(side: Side) -> Side:
    """The other side."""
    return Side.OLD if side is Side.NEW else Side.NEW


def mirror_pin(pin: Pin) -> Pin:
    """A decision as the other side says it."""
    return Pin(mirror_pin_kind(pin.kind), pin.new, pin.old)


def mirror_pin_kind(kind: PinKind) -> PinKind:
    """What a decision is called from the other side."""
    return _PIN_KINDS.get(kind, kind)


def _row(row: Row) -> Row:
    return replace(
        row,
        kind=_ROW_KINDS.get(row.kind, row.kind),
        old=row.new,
        new=row.old,
        links=tuple((new, old) for old, new in row.links),
        edits=_edits(row.edits),
    )


def _edits(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Ops turned round; within a replacement what went still stands before what came."""
    turned: list[Edit] = []
    run: list[Edit] = []
    for edit in edits:
        if edit.op is Op.EQUAL:
            turned += [*_deletes_first(run), edit]
            run = []
        else:
            run.append(replace(edit, op=_OPS[edit.op]))
    return (*turned, *_deletes_first(run))


def _deletes_first(run: list[Edit]) -> list[Edit]:
    return sorted(run, key=lambda edit: edit.op is Op.INSERT)


def _target(change: TargetChange) -> TargetChange:
    def turned(word: str | None) -> str | None:
        return _WORDS.get(word, word) if word is not None else None

    return replace(
        change,
        kind=_TARGET_KINDS.get(change.kind, change.kind),
        old=change.new,
        new=change.old,
        delta=-change.delta if change.delta is not None else None,
        deadline=turned(change.deadline),
        relation=turned(change.relation),
        effect=turned(change.effect),
        parting=_parting(change.parting),
    )


def _parting(parting: Parting | None) -> Parting | None:
    if parting is None:
        return None
    return replace(parting, side=Side.NEW if parting.side is Side.OLD else Side.OLD)
