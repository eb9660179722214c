"""Content addresses: they locate a row, a section or a target again after a revision.

An anchor's id is a digest of the folded texts of both sides and of the headings above them.
Labels are excluded, so that marks survive a renumbering; so are white space, width and quotation
marks, so that the same plan saved in another format keeps its review.
"""

import getpass
import os
import socket
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row, TargetChange
from plandiff.comparison.review.marks import About
from plandiff.comparison.review.records import Anchor, Header, Place, PlanFingerprint
from plandiff.corpus.model import Plan, Section, Target
from plandiff.corpus.text.folding import fold

_LONGEST_QUOTE = 4000
"""Number of characters stored of each side, to show the text of a mark."""

WHOLE = Anchor("whole", "whole", About.WHOLE)


def digest(*parts: str) -> str:
    """Return a digest of some texts, as twenty hexadecimal digits.

    >>> digest("甲", "乙") == digest("甲乙", "")
    False
    """
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


@lru_cache(maxsize=65536)
def text_digest(text: str) -> str:
    """Digest a text without its form: width, quotation marks, white space, 繁简.

    >>> text_digest("达到８５％ 以上") == text_digest("达到85%以上")
    True
    """
    return digest("".join(fold(text).split()))


def section_digests(plan: Plan) -> tuple[str, ...]:
    """Return short digests of the sections, in document order, to recognise a revised plan."""
    return tuple(text_digest(section.text)[:8] for section in plan.sections)


def fingerprint_of(plan: Plan, path: str = "") -> PlanFingerprint:
    """Return the fingerprint that identifies a plan; ``path`` is absolute or empty."""
    return PlanFingerprint(plan.source.name, path, plan.source.sha256, section_digests(plan))


class Paths:
    """Heading paths of a plan's sections; the root's heading, common to all, is left out."""

    def __init__(self, plan: Plan) -> None:
        self._sections = {section.id: section for section in plan.sections}
        self._known: dict[str, tuple[str, ...]] = {}

    def above(self, section: Section) -> tuple[str, ...]:
        """Headings from the chapter down to the parent."""
        parent = self._sections.get(section.parent or "")
        if parent is None or parent.level == 0:
            return ()
        if parent.id not in self._known:
            self._known[parent.id] = (*self.above(parent), parent.heading)
        return self._known[parent.id]

    def of(self, identity: str) -> tuple[str, ...]:
        """Headings down to the section itself."""
        section = self._sections[identity]
        return (*self.above(section), section.heading)


def row_anchors(comparison: Comparison) -> tuple[Anchor, ...]:
    """Return one anchor for each row, in row order."""
    old_paths, new_paths = Paths(comparison.old), Paths(comparison.new)
    return numbered(
        anchor_of_places(
            About.CHANGE,
            _row_place(row, Side.OLD, old_paths),
            _row_place(row, Side.NEW, new_paths),
            section_words(row.new or row.old),
        )
        for row in comparison.rows
    )


def section_anchors(plan: Plan, side: Side) -> tuple[Anchor, ...]:
    """Return one anchor for each section of one side, in document order."""
    paths = Paths(plan)
    return numbered(
        _on_side(
            About.SECTION,
            side,
            Place(paths.above(section), section.text),
            section_words((section,)),
        )
        for section in plan.sections
    )


def target_anchors(comparison: Comparison) -> tuple[Anchor, ...]:
    """Return one anchor for each target change, in the order of ``comparison.targets``."""
    old_paths, new_paths = Paths(comparison.old), Paths(comparison.new)
    return numbered(
        anchor_of_places(
            About.TARGET,
            _target_place(change.old, old_paths),
            _target_place(change.new, new_paths),
            _target_words(change),
        )
        for change in comparison.targets
    )


def flipped(anchor: Anchor) -> Anchor:
    """Return the anchor of the same content with the sides exchanged."""
    return anchor_of_places(anchor.about, anchor.new, anchor.old, anchor.place)


def flipped_all(anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Return the anchors with the sides exchanged, in the same order."""
    return numbered(flipped(anchor) for anchor in anchors)


def shortened(anchor: Anchor) -> Anchor:
    """Return the anchor as stored: very long texts are cut."""
    return replace(anchor, old=_shortened(anchor.old), new=_shortened(anchor.new))


def _shortened(place: Place | None) -> Place | None:
    if place is None or len(place.text) <= _LONGEST_QUOTE:
        return place
    return Place(place.path, place.text[:_LONGEST_QUOTE] + "…")


def _row_place(row: Row, side: Side, paths: Paths) -> Place | None:
    sections = row.sections(side)
    return Place(paths.above(sections[0]), row.text(side)) if sections else None


def _target_place(target: Target | None, paths: Paths) -> Place | None:
    if target is None:
        return None
    return Place(paths.of(target.section), f"{target.indicator}：{target.quote}")


def _target_words(change: TargetChange) -> str:
    target = change.new or change.old
    return f"{target.indicator} {target.quote}" if target else ""


def section_words(sections: Sequence[Section]) -> str:
    """Return label and heading of the first section, or the beginning of its body."""
    first = sections[0]
    label = first.label or ""
    gap = " " if label[-1:].isascii() and label else ""
    return label + gap + (first.heading or first.body[:20])


def _on_side(about: About, side: Side, place: Place, words: str) -> Anchor:
    if side is Side.OLD:
        return anchor_of_places(about, place, None, words)
    return anchor_of_places(about, None, place, words)


def anchor_of_places(about: About, old: Place | None, new: Place | None, words: str) -> Anchor:
    """Return the anchor of these places; `numbered` makes anchors with equal texts unique."""
    key = digest(about.value, _text_part(old), _text_part(new))
    identity = digest(key, _path_part(old), _path_part(new))
    return Anchor(identity, key, about, words, old=old, new=new)


def _text_part(place: Place | None) -> str:
    return "-" if place is None else text_digest(place.text)


def _path_part(place: Place | None) -> str:
    return "-" if place is None else "/".join(text_digest(heading) for heading in place.path)


def numbered(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Set the positions, and make the ids of anchors with equal texts and paths unique."""
    seen: Counter[str] = Counter()
    result: list[Anchor] = []
    for position, anchor in enumerate(anchors):
        count = seen[anchor.id]
        seen[anchor.id] += 1
        identity = anchor.id if not count else digest(anchor.id, str(count))
        result.append(replace(anchor, id=identity, position=position))
    return tuple(result)


def this_person(author: str | None = None) -> str:
    """Return ``name#digits``: the given name or the login's; the digits identify login and machine.

    So two people called 王老师 stay two people when their reviews are merged.
    """
    login = _login()
    name = (author or login).replace("#", " ").strip() or login
    return f"{name}#{digest(login, socket.gethostname())[:6]}"


def display_name(person: str) -> str:
    """Return the name without the digits that make it unique.

    >>> display_name("王老师#1f3a9c")
    '王老师'
    """
    return person.rpartition("#")[0] or person


def _login() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no entry for this user id; no variable on Windows
        return str(os.getuid()) if hasattr(os, "getuid") else "user"


_STAYED = 0.5
"""Least share of unchanged sections of a plan that was saved under a new name."""
_TRACE = 0.1
"""Share of sections below which two files of the same name are different plans."""


class Pairing(Struct, frozen=True):
    """The review of a comparison, and whether its sides are exchanged."""

    header: Header
    flipped: bool


def find_review(
    headers: Iterable[Header], old: PlanFingerprint, new: PlanFingerprint
) -> Pairing | None:
    """Return the review of these two plans; None if they were never reviewed."""
    best: tuple[tuple[float, bool, str], Pairing] | None = None
    for header in headers:
        for flipped, (left, right) in ((False, (old, new)), (True, (new, old))):
            score = _score(header, left, right, flipped=flipped)
            rank = (score, not flipped, header.touched)
            if score > 0 and (best is None or rank > best[0]):
                best = (rank, Pairing(header, flipped))
    return best[1] if best else None


def find_only_review(
    headers: Iterable[Header], old: PlanFingerprint, new: PlanFingerprint
) -> Pairing | None:
    """Like `find_review`, for a file that the reader named; else its only review, if similar."""
    kept = tuple(headers)
    found = find_review(kept, old, new)
    if found is not None or len(kept) != 1:
        return found
    (header,) = kept
    straight = likeness(header.old, old) + likeness(header.new, new)
    crossed = likeness(header.old, new) + likeness(header.new, old)
    if max(straight, crossed) < 2 * _TRACE:
        return None
    return Pairing(header, crossed > straight)


def continue_review(
    header: Header, old: PlanFingerprint, new: PlanFingerprint, *, flipped: bool
) -> Pairing | None:
    """Continue the current review after the files were reread or the sides exchanged.

    ``flipped``: whether the sides were exchanged until now.  None: these are other plans.
    """
    straight = likeness(header.old, old) + likeness(header.new, new)
    crossed = likeness(header.old, new) + likeness(header.new, old)
    if straight != crossed:
        return Pairing(header, crossed > straight)
    names = {header.old.name, header.new.name}
    return Pairing(header, flipped) if straight or names == {old.name, new.name} else None


def begin_review(headers: Iterable[Header], old: PlanFingerprint, new: PlanFingerprint) -> Header:
    """Create a review; two windows that create one for the same files choose the same id."""
    keys = [fingerprint.path or fingerprint.sha256 for fingerprint in (old, new)]
    identity = digest(*keys)
    if any(header.id == identity for header in headers):
        identity = digest(*keys, old.sha256, new.sha256)
    return Header(identity, old, new)


def _score(header: Header, old: PlanFingerprint, new: PlanFingerprint, *, flipped: bool) -> float:
    """Score the plans against those of the review; 0 if they are other plans."""
    alike = (likeness(header.old, old), likeness(header.new, new))
    paths = (_same_path(header.old, old), _same_path(header.new, new))
    score = sum(alike) + sum(paths) + 0.01
    if all(same == 1.0 for same in alike) or (all(paths) and max(alike) >= _TRACE):
        return score
    # With the sides exchanged only identical plans count: last year's new plan is this year's
    # old one, and that is another review.
    if flipped:
        return 0.0
    known = [path or same == 1.0 for path, same in zip(paths, alike, strict=True)]
    return score if any(known) and min(alike) >= _STAYED else 0.0


def _same_path(kept: PlanFingerprint, now: PlanFingerprint) -> bool:
    return bool(now.path) and kept.path == now.path


def likeness(kept: PlanFingerprint, now: PlanFingerprint) -> float:
    """Return the share of unchanged sections; 1 for the same content."""
    if kept.sha256 and kept.sha256 == now.sha256:
        return 1.0
    ours, theirs = set(kept.sections), set(now.sections)
    if not ours or not theirs:
        return 0.0
    return min(0.99, len(ours & theirs) / min(len(ours), len(theirs)))
