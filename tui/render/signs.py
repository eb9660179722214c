"""Signs of the gutter, outline and legend: no kind of change is shown by colour alone."""

from plandiff.comparison.model import Row, RowKind, TargetChange, TargetChangeKind
from plandiff.tui.render.context import Glyphs

_KINDS = {
    RowKind.UNCHANGED: " ",
    RowKind.MODIFIED: "~",
    RowKind.ADDED: "+",
    RowKind.REMOVED: "-",
    RowKind.SPLIT: "<",
    RowKind.MERGED: ">",
    RowKind.REGROUPED: "x",
}


def row_sign(row: Row, glyphs: Glyphs) -> str:
    """One character for what became of a row.

    A row whose form alone changed is ``=``; one that only moved is ``↕``.
    """
    if row.kind is RowKind.UNCHANGED:
        return glyphs.moved if row.moved else (glyphs.form if row.renumbered else " ")
    if row.kind is RowKind.MODIFIED and not row.substantive:
        return glyphs.moved if row.moved else glyphs.form
    return _KINDS[row.kind]


def legend(glyphs: Glyphs) -> tuple[tuple[str, str], ...]:
    """Every sign of what became of a row, with the name of its explanation.

    >>> from plandiff.tui.render.context import UNICODE
    >>> legend(UNICODE)[3]
    ('form', '=')
    """
    return (
        ("modified", _KINDS[RowKind.MODIFIED]),
        ("added", _KINDS[RowKind.ADDED]),
        ("removed", _KINDS[RowKind.REMOVED]),
        ("form", glyphs.form),
        ("split", _KINDS[RowKind.SPLIT]),
        ("merged", _KINDS[RowKind.MERGED]),
        ("regrouped", _KINDS[RowKind.REGROUPED]),
        ("moved", glyphs.moved),
        ("target", glyphs.target),
        ("force", glyphs.force),
        ("task", glyphs.task),
    )


def state_legend(glyphs: Glyphs) -> tuple[tuple[str, str], ...]:
    """Every sign of the review with the name of its explanation."""
    return (
        ("reviewed", glyphs.reviewed),
        ("accepted", glyphs.accepted),
        ("questioned", glyphs.questioned),
        ("conflict", glyphs.conflict),
        ("outdated", glyphs.outdated),
        ("note", glyphs.note),
    )


def state_sign(state: str, glyphs: Glyphs) -> str:
    """One character for how far a row is reviewed (`plandiff.tui.view.model.View.state`).

    >>> from plandiff.tui.render.context import UNICODE
    >>> state_sign("accepted", UNICODE), state_sign("unseen", UNICODE)
    ('✔', ' ')
    """
    return {
        "unseen": " ",
        "reviewed": glyphs.reviewed,
        "accepted": glyphs.accepted,
        "questioned": glyphs.questioned,
        "conflict": glyphs.conflict,
        "outdated": glyphs.outdated,
    }[state]


def target_sign(change: TargetChange, glyphs: Glyphs) -> str:
    """One character for what became of a target."""
    return {
        TargetChangeKind.RAISED: glyphs.up,
        TargetChangeKind.LOWERED: glyphs.down,
        TargetChangeKind.CHANGED: "~",
        TargetChangeKind.ADDED: "+",
        TargetChangeKind.REMOVED: "-",
        TargetChangeKind.UNCHANGED: "=",
    }[change.kind]


def number(value: float) -> str:
    """A number as a reader writes it: no trailing zeros, no exponent.

    >>> number(4.0), number(-0.25), number(1500.0)
    ('4', '-0.25', '1500')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def signed(value: float) -> str:
    """A difference with its sign.

    >>> signed(4.0), signed(-3.5)
    ('+4', '-3.5')
    """
    return number(value) if value < 0 else f"+{number(value)}"
