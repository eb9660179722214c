"""Long deleted or inserted runs cut for a summary, and sections that were rewritten throughout.

A summary is read in a mail.  Of what was deleted or inserted at length it keeps the head, the tail
and the number of characters; the full text stands in the comparison table and on the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from plandiff.comparison.model import EditNature, Op, Row, RowKind
from plandiff.comparison.reports.shared.context_lines import beginning, ending
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece

_HEAD = 40
_TAIL = 20
"""Characters kept of a long run at its two ends: a clause or two."""
_LONG = 100
"""Characters up to which a run is shown whole."""
_MUCH = 400
"""Characters of the longer side from which on a section can be too much to show change by change;
a shorter one is read at a glance however much of it differs."""
_KEPT = 0.25
"""Share of the longer side below which what stayed is chance: names, formulas, single clauses."""

Line = tuple[Piece, ...]


def _alone(line: Line) -> Mark | None:
    """The mark of a line that was deleted or inserted as a whole."""
    marks = {piece.mark for piece in line}
    mark = next(iter(marks)) if len(marks) == 1 else Mark.SAME
    return mark if mark in {Mark.DELETE, Mark.INSERT} else None


def cut_text(text: str, labels: Labels, key: str = "excerpt.cut", paragraphs: int = 1) -> str:
    """Head, tail and size of a long text; a short one as it is."""
    if len(text) <= _LONG:
        return text
    head, tail = beginning(text, _HEAD), ending(text, _TAIL)
    size = len(text) - (paragraphs - 1)
    return labels(key, head=head, tail=tail, count=size, paragraphs=paragraphs)


def _cut_pieces(line: Line, labels: Labels) -> Line:
    return tuple(
        replace(piece, text=cut_text(piece.text, labels)) if piece.mark.is_change else piece
        for piece in line
    )


def _run(lines: Sequence[Line], labels: Labels) -> tuple[Line, ...]:
    """Neighbouring lines that were all deleted, or all inserted, as one where they are long."""
    said = [line for line in lines if any(piece.text for piece in line)]
    texts = ["".join(piece.text for piece in line) for line in said]
    if len(said) < 2 or sum(map(len, texts)) <= _LONG:
        return tuple(_cut_pieces(line, labels) for line in lines)
    text = cut_text("\n".join(texts), labels, "excerpt.cut-paragraphs", len(said))
    return ((Piece(said[0][0].mark, text),),)


def cut_long_runs(lines: Iterable[Line], labels: Labels) -> tuple[Line, ...]:
    """The changed lines of a row with everything that is long cut.

    ``【删：“十二五”时期，……崭新局面。（共145字）】``
    """
    cut: list[Line] = []
    for mark, group in groupby(lines, key=_alone):
        run = tuple(group)
        cut.extend(_run(run, labels) if mark else (_cut_pieces(line, labels) for line in run))
    return tuple(cut)


def kept_share(row: Row) -> float:
    """The share of the longer side that both sides have in common or that merely moved, 0 to 1."""
    sizes = dict.fromkeys(Op, 0)
    for edit in row.edits:
        known = edit.op is Op.EQUAL or edit.nature is not EditNature.SUBSTANCE
        sizes[edit.op] += 0 if known and edit.op is not Op.EQUAL else len(edit.text)
    longer = sizes[Op.EQUAL] + max(sizes[Op.DELETE], sizes[Op.INSERT])
    return sizes[Op.EQUAL] / longer if longer else 1.0


def is_rewritten(row: Row) -> bool:
    """Whether so little stayed of a long section that marks in its text help nobody."""
    longer = max(sum(len(s.text) for s in side) for side in (row.old, row.new))
    return (
        row.kind is not RowKind.UNCHANGED
        and bool(row.old and row.new)
        and longer > _MUCH
        and kept_share(row) < _KEPT
    )


def rewritten_in_words(row: Row, labels: Labels, key: str = "reworded.wholly") -> str:
    """``大部改写：旧版2410字，新版1570字，相同约13%``."""
    old, new = (sum(len(s.text) for s in side) for side in (row.old, row.new))
    share = round(kept_share(row) * 100)
    return labels(key, old=old, new=new, share=share)
