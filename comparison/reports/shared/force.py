"""Changes of binding force in words: what a clause binds to now, and by which word."""

from plandiff.comparison.model import ForceChange, ForceKind, Side
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece
from plandiff.comparison.reports.shared.section_paths import shorten
from plandiff.corpus.text.escape import visible, visible_line

_GRADES = (ForceKind.WEAKENED, ForceKind.STRENGTHENED)
_LONGEST_WORD = 20


def format_force(change: ForceChange, labels: Labels, longest: int = _LONGEST_WORD) -> str:
    """``力度减弱：必须→鼓励``, ``范围扩大：增加“托育机构”``; words of at most ``longest``."""
    old, new = (visible_line(shorten(change.clause(side).word, longest)) for side in Side)
    kind = change.kind.value
    if change.kind in _GRADES:
        return format_words_of_force(change.kind, old, new, labels)
    if change.listed:
        return labels("force.listed" if new else "force.unlisted", word=new or old)
    if old and new:
        return labels(f"force.{kind}", old=old, new=new)
    return labels(f"force.{kind}-by" if new else f"force.{kind}-without", word=new or old)


def format_words_of_force(kind: ForceKind, old: str | None, new: str | None, labels: Labels) -> str:
    """A change of grade by its two words; without a word the act is simply stated."""
    bare = labels["force.bare"]
    if old == new:
        return labels(f"force.{kind.value}-same", word=visible_line(old or bare))
    return labels(
        f"force.{kind.value}", old=visible_line(old or bare), new=visible_line(new or bare)
    )


def clause_pieces(change: ForceChange, side: Side) -> tuple[Piece, ...]:
    """The clause of one side, its word marked where the other has another; safe to show."""
    clause = change.clause(side)
    start, end = clause.mark.start - clause.span.start, clause.mark.end - clause.span.start
    mark = Mark.DELETE if side is Side.OLD else Mark.INSERT
    if change.old.word == change.new.word:
        mark = Mark.SAME
    parts = (
        (Mark.SAME, clause.quote[:start]),
        (mark, clause.quote[start:end]),
        (Mark.SAME, clause.quote[end:]),
    )
    return tuple(Piece(mark, visible(text)) for mark, text in parts if text)
