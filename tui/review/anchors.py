"""Content as an address: by what a row, a section or a target is found again after a revision.

An anchor's id is a digest of the folded texts of both sides and of the headings above them.
Labels are not part of it, so that a new number does not lose a mark; nor are white space, width
and quotation marks, so that the same plan saved in another format keeps its review.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from plandiff.comparison.model import Comparison, Row, Side, TargetChange
from plandiff.corpus.folding import fold
from plandiff.corpus.model import Plan, Section, Target
from plandiff.tui.review.protocol import About
from plandiff.tui.review.records import Anchor, Place, PlanFace

_LONGEST_QUOTE = 4000
"""Characters of a side that are kept to show what a mark was said of."""

WHOLE = Anchor("whole", "whole", About.WHOLE)


def digest(*parts: str) -> str:
    """Twenty hexadecimal digits for some texts.

    >>> digest("甲", "乙") == digest("甲乙", "")
    False
    """
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


@lru_cache(maxsize=65536)
def text_digest(text: str) -> str:
    """Digest of a text without what is form: width, quotation marks, white space, 繁简.

    >>> text_digest("达到８５％ 以上") == text_digest("达到85%以上")
    True
    """
    return digest("".join(fold(text).split()))


def section_digests(plan: Plan) -> tuple[str, ...]:
    """Short digests of the sections, in document order: by them a revised plan is known again."""
    return tuple(text_digest(section.text)[:8] for section in plan.sections)


def face_of(plan: Plan, path: str = "") -> PlanFace:
    """By what the plan is known again; ``path`` is absolute or empty."""
    return PlanFace(plan.source.name, path, plan.source.sha256, section_digests(plan))


class Paths:
    """Headings above each section of a plan; the root's is left out: it is above everything."""

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
    """One anchor for each row, in row order."""
    old_paths, new_paths = Paths(comparison.old), Paths(comparison.new)
    return _numbered(
        _anchor(
            About.CHANGE,
            _row_place(row, Side.OLD, old_paths),
            _row_place(row, Side.NEW, new_paths),
            _words(row.new or row.old),
        )
        for row in comparison.rows
    )


def section_anchors(plan: Plan, side: Side) -> tuple[Anchor, ...]:
    """One anchor for each section of one side, in document order."""
    paths = Paths(plan)
    return _numbered(
        _on_side(About.SECTION, side, Place(paths.above(section), section.text), _words((section,)))
        for section in plan.sections
    )


def target_anchors(comparison: Comparison) -> tuple[Anchor, ...]:
    """One anchor for each target change, in the order of ``comparison.targets``."""
    old_paths, new_paths = Paths(comparison.old), Paths(comparison.new)
    return _numbered(
        _anchor(
            About.TARGET,
            _target_place(change.old, old_paths),
            _target_place(change.new, new_paths),
            _target_words(change),
        )
        for change in comparison.targets
    )


def flipped(anchor: Anchor) -> Anchor:
    """The anchor of the same thing when the plans are compared the other way round."""
    return _anchor(anchor.about, anchor.new, anchor.old, anchor.place)


def flipped_all(anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Anchors of the same things, in the same order, with the sides exchanged."""
    return _numbered(flipped(anchor) for anchor in anchors)


def shortened(anchor: Anchor) -> Anchor:
    """The anchor as it is stored: very long texts keep their beginning only."""
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


def _words(sections: Sequence[Section]) -> str:
    first = sections[0]
    label = first.label or ""
    gap = " " if label[-1:].isascii() and label else ""
    return label + gap + (first.heading or first.body[:20])


def _on_side(about: About, side: Side, place: Place, words: str) -> Anchor:
    if side is Side.OLD:
        return _anchor(about, place, None, words)
    return _anchor(about, None, place, words)


def _anchor(about: About, old: Place | None, new: Place | None, words: str) -> Anchor:
    key = digest(about.value, _text_part(old), _text_part(new))
    identity = digest(key, _path_part(old), _path_part(new))
    return Anchor(identity, key, about, old, new, words)


def _text_part(place: Place | None) -> str:
    return "-" if place is None else text_digest(place.text)


def _path_part(place: Place | None) -> str:
    return "-" if place is None else "/".join(text_digest(heading) for heading in place.path)


def _numbered(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Give positions, and ids of their own to things that say the same in the same chapter."""
    seen: Counter[str] = Counter()
    result: list[Anchor] = []
    for position, anchor in enumerate(anchors):
        count = seen[anchor.id]
        seen[anchor.id] += 1
        identity = anchor.id if not count else digest(anchor.id, str(count))
        result.append(replace(anchor, id=identity, position=position))
    return tuple(result)
