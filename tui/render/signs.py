"""Signs for gutter, outline and legend, so that no kind of change is shown by colour alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from plandiff.comparison.edits import EditNature, RowKind
from plandiff.comparison.model import (
    Comparison,
    Row,
    TargetChange,
    TargetChangeKind,
    TaskChangeKind,
)
from plandiff.corpus.locales import Words
from plandiff.tui.render.context import Glyphs
from plandiff.tui.render.themes import target_style

_KINDS = {
    RowKind.UNCHANGED: " ",
    RowKind.MODIFIED: "~",
    RowKind.ADDED: "+",
    RowKind.REMOVED: "-",
    RowKind.SPLIT: "<",
    RowKind.MERGED: ">",
    RowKind.REGROUPED: "x",
}


_SIGNS = {
    TargetChangeKind.CHANGED: "~",
    TargetChangeKind.ADDED: "+",
    TargetChangeKind.REMOVED: "-",
    TargetChangeKind.UNCHANGED: "=",
}
_TALLIED = (
    TargetChangeKind.LOWERED,
    TargetChangeKind.RAISED,
    TargetChangeKind.CHANGED,
    TargetChangeKind.ADDED,
    TargetChangeKind.REMOVED,
)


def row_sign(row: Row, glyphs: Glyphs) -> str:
    """Return the sign for the change of a row.

    ``=`` if only its form changed, ``↕`` if it only moved.
    """
    if row.kind is RowKind.UNCHANGED:
        return glyphs.moved if row.moved else (glyphs.form if row.renumbered else " ")
    if row.kind is RowKind.MODIFIED and not row.substantive:
        return glyphs.moved if row.moved else glyphs.form
    return _KINDS[row.kind]


def share_bar(share: float, glyphs: Glyphs) -> str:
    """Return one cell filled in proportion to a share (0 to 1); a space for 0.

    >>> from plandiff.tui.render.context import UNICODE
    >>> [share_bar(share, UNICODE) for share in (0.0, 0.01, 0.5, 1.0)]
    [' ', '▁', '▄', '█']
    """
    steps = glyphs.shares
    return steps[ceil(share * (len(steps) - 1))] if share > 0 else " "


def bar(share: float, cells: int, glyphs: Glyphs, *, old: bool = False) -> str:
    """Return a bar that fills a share of ``cells``; any share above 0 is visible.

    The bar of the old plan uses another character, so it is distinct without colour.

    >>> from plandiff.tui.render.context import UNICODE
    >>> bar(0.5, 4, UNICODE), bar(0.4, 4, UNICODE), bar(1, 3, UNICODE, old=True)
    ('██', '█▋', '▒▒▒')
    """
    if old:
        return glyphs.old_bar * max(round(share * cells), 1 if share else 0)
    steps = glyphs.bars
    eighths = max(ceil(share * cells * (len(steps) - 1) - 1e-9), 1 if share else 0)
    whole, rest = divmod(eighths, len(steps) - 1)
    return steps[-1] * whole + (steps[rest] if rest else "")


def legend(glyphs: Glyphs) -> tuple[tuple[str, str], ...]:
    """Return all signs for changes of rows, each with the key of its explanation.

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


def signs_of(comparison: Comparison, glyphs: Glyphs) -> frozenset[str]:
    """Return the legend keys of the signs that occur in a comparison."""
    found = {row_sign(row, glyphs) for row in comparison.rows}
    if any(row.moved for row in comparison.rows):
        found.add(glyphs.moved)
    if any(row.edits for row in comparison.rows if row.kind is not RowKind.UNCHANGED):
        found |= {"~", "+", "-"}
    if any(edit.nature is EditNature.FORM for row in comparison.rows for edit in row.edits):
        found.add(glyphs.form)
    if any(change.kind is not TargetChangeKind.UNCHANGED for change in comparison.targets):
        found.add(glyphs.target)
    if any(change.kind is not TaskChangeKind.UNCHANGED for change in comparison.tasks):
        found.add(glyphs.task)
    if comparison.force:
        found.add(glyphs.force)
    return frozenset(name for name, sign in legend(glyphs) if sign in found)


def state_legend(glyphs: Glyphs) -> tuple[tuple[str, str], ...]:
    """Return all signs of review states, each with the key of its explanation."""
    return (
        ("reviewed", glyphs.reviewed),
        ("accepted", glyphs.accepted),
        ("questioned", glyphs.questioned),
        ("conflict", glyphs.conflict),
        ("outdated", glyphs.outdated),
        ("note", glyphs.note),
    )


def state_sign(state: str, glyphs: Glyphs) -> str:
    """Return the sign for the review state of a row (`plandiff.tui.view.model.View.state`).

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
    """Return the sign for the change of a target."""
    return kind_sign(change.kind, glyphs)


def kind_sign(kind: TargetChangeKind, glyphs: Glyphs) -> str:
    """Return the sign for a kind of target change.

    >>> from plandiff.tui.render.context import UNICODE
    >>> kind_sign(TargetChangeKind.LOWERED, UNICODE)
    '▼'
    """
    signs = {TargetChangeKind.RAISED: glyphs.up, TargetChangeKind.LOWERED: glyphs.down}
    return signs.get(kind) or _SIGNS[kind]


def target_tally(
    changes: Sequence[TargetChange], words: Words, glyphs: Glyphs
) -> Iterator[tuple[str, str]]:
    """Count target changes by direction: ``指标 ▼4 ▲3 +4 -45``, each with its style."""
    counts = Counter(change.kind for change in changes)
    shown = [kind for kind in _TALLIED if counts[kind]]
    if not shown:
        yield words("count.targets", count=0), ""
        return
    yield words("count.tally"), ""
    for kind in shown:
        yield f" {kind_sign(kind, glyphs)}{counts[kind]}", target_style(kind.value)


def number(value: float) -> str:
    """Format a number without trailing zeros and exponent.

    >>> number(4.0), number(-0.25), number(1500.0)
    ('4', '-0.25', '1500')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def signed(value: float) -> str:
    """Format a difference with its sign.

    >>> signed(4.0), signed(-3.5)
    ('+4', '-3.5')
    """
    return number(value) if value < 0 else f"+{number(value)}"
