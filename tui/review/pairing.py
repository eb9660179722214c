"""Which of the kept reviews a comparison belongs to.

A review outlives the versions of its two plans: it is known by the files' paths, by their content,
and, where a revised plan was saved under a new name, by the other plan and the sections that
stayed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plandiff.tui.review.anchors import digest
from plandiff.tui.review.records import Header, PlanFace

_STAYED = 0.5
"""Share of sections that must have stayed in a plan that was saved under a new name."""
_TRACE = 0.1
"""Share of sections below which two files of the same name are different plans."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The review of a comparison, and whether it was made with the sides exchanged."""

    header: Header
    flipped: bool


def find_review(headers: Iterable[Header], old: PlanFace, new: PlanFace) -> Pairing | None:
    """The review that these two plans continue; None: they were never reviewed."""
    best: tuple[tuple[float, bool, str], Pairing] | None = None
    for header in headers:
        for flipped, (left, right) in ((False, (old, new)), (True, (new, old))):
            score = _score(header, left, right, flipped=flipped)
            rank = (score, not flipped, header.touched)
            if score > 0 and (best is None or rank > best[0]):
                best = (rank, Pairing(header, flipped))
    return best[1] if best else None


def find_only_review(headers: Iterable[Header], old: PlanFace, new: PlanFace) -> Pairing | None:
    """As `find_review`, for a file that the reader named: its one review is meant, if it can be."""
    kept = tuple(headers)
    found = find_review(kept, old, new)
    if found is not None or len(kept) != 1:
        return found
    (header,) = kept
    straight = _likeness(header.old, old) + _likeness(header.new, new)
    crossed = _likeness(header.old, new) + _likeness(header.new, old)
    if max(straight, crossed) < 2 * _TRACE:
        return None
    return Pairing(header, crossed > straight)


def continue_review(
    header: Header, old: PlanFace, new: PlanFace, *, flipped: bool
) -> Pairing | None:
    """The review at hand after the files were read again or the sides exchanged.

    ``flipped`` is how the sides lay until now.  None: these are other plans.
    """
    straight = _likeness(header.old, old) + _likeness(header.new, new)
    crossed = _likeness(header.old, new) + _likeness(header.new, old)
    if straight != crossed:
        return Pairing(header, crossed > straight)
    names = {header.old.name, header.new.name}
    return Pairing(header, flipped) if straight or names == {old.name, new.name} else None


def begin_review(headers: Iterable[Header], old: PlanFace, new: PlanFace) -> Header:
    """A new review; two windows that begin one on the same files give it the same name."""
    keys = [face.path or face.sha256 for face in (old, new)]
    identity = digest(*keys)
    if any(header.id == identity for header in headers):
        identity = digest(*keys, old.sha256, new.sha256)
    return Header(identity, old, new)


def _score(header: Header, old: PlanFace, new: PlanFace, *, flipped: bool) -> float:
    """How surely the plans are those of the review: 0 for not at all."""
    likeness = (_likeness(header.old, old), _likeness(header.new, new))
    paths = (_same_path(header.old, old), _same_path(header.new, new))
    score = sum(likeness) + sum(paths) + 0.01
    if all(same == 1.0 for same in likeness) or (all(paths) and max(likeness) >= _TRACE):
        return score
    # With the sides exchanged only the very same plans are meant: last year's new plan is this
    # year's old one, and that is another review.
    if flipped:
        return 0.0
    known = [path or same == 1.0 for path, same in zip(paths, likeness, strict=True)]
    return score if any(known) and min(likeness) >= _STAYED else 0.0


def _same_path(kept: PlanFace, now: PlanFace) -> bool:
    return bool(now.path) and kept.path == now.path


def _likeness(kept: PlanFace, now: PlanFace) -> float:
    """Share of the sections that stayed; 1 for the same content."""
    if kept.sha256 and kept.sha256 == now.sha256:
        return 1.0
    ours, theirs = set(kept.sections), set(now.sections)
    if not ours or not theirs:
        return 0.0
    return min(0.99, len(ours & theirs) / min(len(ours), len(theirs)))
