"""Changes as spans of the two texts, and the edits that they make."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from plandiff.comparison.model import Edit, EditNature, Op
from plandiff.corpus.model import Span


class Change(NamedTuple):
    """``old[old_start:old_end]`` became ``new[new_start:new_end]``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    nature: EditNature = EditNature.SUBSTANCE
    old_core: tuple[Span, ...] = ()
    new_core: tuple[Span, ...] = ()

    @property
    def replaces(self) -> bool:
        """Whether there is something on both sides."""
        return self.old_start < self.old_end and self.new_start < self.new_end

    def mirrored(self) -> "Change":
        """The same change seen from the other side."""
        return Change(
            self.new_start,
            self.new_end,
            self.old_start,
            self.old_end,
            self.nature,
            self.new_core,
            self.old_core,
        )


def is_substantive(edits: Iterable[Edit]) -> bool:
    """Whether more than form differs, or than what the reader's rules ignore."""
    formal = (EditNature.FORM, EditNature.IGNORED)
    return any(edit.op is not Op.EQUAL and edit.nature not in formal for edit in edits)


def to_edits(old: str, new: str, changes: Iterable[Change]) -> Iterator[Edit]:
    """Edits of a text: what is equal between the changes, a deletion before its insertion."""
    at = 0
    for change in _joined(changes):
        if at < change.old_start:
            yield Edit(Op.EQUAL, old[at : change.old_start])
        if change.old_start < change.old_end:
            text = old[change.old_start : change.old_end]
            yield Edit(Op.DELETE, text, change.nature, change.old_core)
        if change.new_start < change.new_end:
            text = new[change.new_start : change.new_end]
            yield Edit(Op.INSERT, text, change.nature, change.new_core)
        at = change.old_end
    if at < len(old):
        yield Edit(Op.EQUAL, old[at:])


def _joined(changes: Iterable[Change]) -> list[Change]:
    """Changes of form that touch on both sides as one: a sign put in before a lost space."""
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.nature is change.nature is EditNature.FORM
            and (last.old_end, last.new_end) == (change.old_start, change.new_start)
        ):
            joined[-1] = last._replace(old_end=change.old_end, new_end=change.new_end)
        else:
            joined.append(change)
    return joined
