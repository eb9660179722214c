"""One review laid over one comparison: where everything that was said stands now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from plandiff.comparison.model import Comparison, Side, TargetChange
from plandiff.comparison.review.anchors import (
    WHOLE,
    Paths,
    flipped_all,
    row_anchors,
    section_anchors,
    target_anchors,
    text_digest,
)
from plandiff.comparison.review.marks import About
from plandiff.comparison.review.passages import PassageAnchors
from plandiff.comparison.review.records import Anchor, Place

_LIKE = 55.0
"""Likeness in percent from which a changed text is taken for the earlier one."""
_MOST_COMPARISONS = 40_000
"""Beyond it likeness is not tried: a plan so thoroughly rewritten has no earlier changes."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor stands now."""

    position: int
    """Index among the current anchors."""
    exact: bool
    """Both sides say what they said; otherwise what was said of it is outdated."""


@dataclass(slots=True)
class _Search:
    current: Sequence[Anchor]
    seen: Collection[str]
    """Ids of what stood there at the last look: it has its own marks and takes no others'."""
    found: dict[str, Found] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def settle(self, anchor: Anchor, position: int, *, exact: bool) -> None:
        self.found[anchor.id] = Found(position, exact)
        if exact:
            self.taken.add(position)


def relocate(
    stored: Iterable[Anchor], current: Sequence[Anchor], seen: Collection[str] = frozenset()
) -> dict[str, Found]:
    """Where each stored anchor stands among the current ones; those that are gone are left out."""
    search = _Search(current, frozenset(seen))
    open_anchors = sorted(stored, key=lambda anchor: (anchor.position, anchor.id))
    for step in (_by_id, _by_text, _by_one_side, _by_heading, _by_likeness):
        step(search, open_anchors)
        open_anchors = [anchor for anchor in open_anchors if anchor.id not in search.found]
        if not open_anchors:
            break
    return search.found


def _by_id(search: _Search, anchors: Sequence[Anchor]) -> None:
    places = {anchor.id: position for position, anchor in enumerate(search.current)}
    for anchor in anchors:
        if anchor.id in places:
            search.settle(anchor, places[anchor.id], exact=True)


def _by_text(search: _Search, anchors: Sequence[Anchor]) -> None:
    """The same words under another heading.

    A text that stood there before under that heading is a namesake, not this one moved.
    """
    places = _places(search.current, lambda anchor: (anchor.key,))
    for anchor in anchors:
        like = places.get(anchor.key, [])
        for position in like:
            if position not in search.taken and _may_have_moved(search, anchor, position, like):
                search.settle(anchor, position, exact=True)
                break


def _may_have_moved(search: _Search, anchor: Anchor, position: int, like: Sequence[int]) -> bool:
    only = len(like) == 1
    fresh = search.current[position].id not in search.seen
    return (fresh and (only or bool(search.seen))) or (only and anchor.id not in search.seen)


def _by_one_side(search: _Search, anchors: Sequence[Anchor]) -> None:
    """One of its texts stands there still: where both do, apart now, the nearer one."""
    places = _places(search.current, _texts)
    for anchor in anchors:
        _outdate(search, anchor, [p for key in _texts(anchor) for p in places.get(key, ())])


def _by_heading(search: _Search, anchors: Sequence[Anchor]) -> None:
    places = _places(search.current, _headings)
    for anchor in anchors:
        _outdate(search, anchor, [p for key in _headings(anchor) for p in places.get(key, ())])


def _by_likeness(search: _Search, anchors: Sequence[Anchor]) -> None:
    fresh = [p for p, anchor in enumerate(search.current) if anchor.id not in search.seen]
    if not fresh or len(anchors) * len(fresh) > _MOST_COMPARISONS:
        return
    texts = {position: _longest(search.current[position]) for position in fresh}
    for anchor in anchors:
        near = _in_its_section(search, anchor, texts) if anchor.about is About.PASSAGE else texts
        best = process.extractOne(
            _longest(anchor), near, scorer=fuzz.ratio, score_cutoff=_LIKE, processor=None
        )
        if best is not None:
            search.settle(anchor, best[2], exact=False)


def _in_its_section(search: _Search, anchor: Anchor, texts: dict[int, str]) -> dict[int, str]:
    """Of these texts those below the same headings: sentences of one trade are all alike."""
    own = set(_sections(anchor))
    return {
        position: text
        for position, text in texts.items()
        if not own.isdisjoint(_sections(search.current[position]))
    }


def _sections(anchor: Anchor) -> tuple[Hashable, ...]:
    """The headings above it on each side."""
    return tuple(
        (side, *(text_digest(heading) for heading in place.path))
        for side, place in (("old", anchor.old), ("new", anchor.new))
        if place is not None
    )


def _outdate(search: _Search, anchor: Anchor, candidates: Sequence[int]) -> None:
    """Settle on the candidate nearest to where it stood; later steps do not look again."""
    if candidates and anchor.id not in search.found:
        nearest = min(candidates, key=lambda position: (abs(position - anchor.position), position))
        search.settle(anchor, nearest, exact=False)


def _places(
    anchors: Sequence[Anchor], keys: Callable[[Anchor], Iterable[Hashable]]
) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for position, anchor in enumerate(anchors):
        for key in keys(anchor):
            places[key].append(position)
    return places


def _texts(anchor: Anchor) -> tuple[Hashable, ...]:
    """What it says on each side."""
    return tuple(
        (side, text_digest(place.text))
        for side, place in (("old", anchor.old), ("new", anchor.new))
        if place is not None
    )


def _headings(anchor: Anchor) -> tuple[Hashable, ...]:
    """What it is called on each side: the headings above it and its own first line."""
    return tuple(
        (side, *(text_digest(heading) for heading in place.path), text_digest(_first_line(place)))
        for side, place in (("old", anchor.old), ("new", anchor.new))
        if place is not None
    )


def _first_line(place: Place) -> str:
    return place.text.partition("\n")[0]


def _longest(anchor: Anchor) -> str:
    return max((place.text for place in (anchor.new, anchor.old) if place), key=len, default="")


@dataclass(frozen=True, slots=True)
class AnchorLocation:
    """Where an anchor stands in the comparison at hand."""

    row: str | None
    exact: bool
    """False: what it was said of has changed since."""
    side: Side | None = None
    """Of a section or target."""
    part: str | None = None
    """Id of the passage, section or target."""


class Attachment:
    """The anchors of a comparison, and the locations of the kept ones in it.

    ``flipped``: the review was made with the sides exchanged; anchors are always the review's.
    """

    def __init__(self, comparison: Comparison, *, flipped: bool) -> None:
        self.comparison = comparison
        self.flipped = flipped
        self.rows = row_anchors(comparison)
        if flipped:
            self.rows = flipped_all(self.rows)
        self.passages = PassageAnchors(comparison, flipped=flipped)
        self.row_index = {row.id: index for index, row in enumerate(comparison.rows)}

    @cached_property
    def sections(self) -> tuple[tuple[Side, str, Anchor], ...]:
        """Side and id in this comparison, and anchor, of every section."""
        return tuple(
            (side, section.id, anchor)
            for side in Side
            for section, anchor in zip(
                self.comparison.plan(side).sections, self._of_side(side), strict=True
            )
        )

    @cached_property
    def targets(self) -> tuple[Anchor, ...]:
        """Anchors of the target changes, in their order."""
        anchors = target_anchors(self.comparison)
        return flipped_all(anchors) if self.flipped else anchors

    def _of_side(self, side: Side) -> tuple[Anchor, ...]:
        kept_side = side.other if self.flipped else side
        return section_anchors(self.comparison.plan(side), kept_side)

    def unit_anchor(self, unit: str) -> Anchor:
        """The anchor of a row or a changed passage; KeyError where there is none of this id."""
        index = self.row_index.get(unit)
        return self.passages.of(unit) if index is None else self.rows[index]

    def unit_location(self, unit: str) -> AnchorLocation:
        """Where a row or a changed passage is; KeyError where there is none of this id."""
        row = self.row_of(unit)
        return AnchorLocation(row, exact=True, part=None if row == unit else unit)

    def row_of(self, unit: str) -> str:
        """Id of the row of a row or a changed passage; KeyError where there is none of this id."""
        return unit if unit in self.row_index else self.passages.rows[unit].id

    def parts(self, row: str) -> tuple[str, ...]:
        """Ids of the changed passages of a row."""
        own = self.comparison.rows[self.row_index[row]]
        return tuple(passage.id for passage in own.changed_passages)

    def section_anchor(self, side: Side, section: str) -> Anchor:
        """The anchor of a section; KeyError where there is no such section."""
        for known_side, identity, anchor in self.sections:
            if (known_side, identity) == (side, section):
                return anchor
        raise KeyError(section)

    def target_anchor(self, side: Side, target: str) -> tuple[TargetChange, Anchor]:
        """The change that a target belongs to, and its anchor; KeyError where there is none."""
        for change, anchor in zip(self.comparison.targets, self.targets, strict=True):
            found = change.target(side)
            if found is not None and found.id == target:
                return change, anchor
        raise KeyError(target)

    def locations(self, kept: Iterable[Anchor], seen: Sequence[str]) -> dict[str, AnchorLocation]:
        """Where the kept anchors stand now; those that are gone are left out."""
        by_kind: dict[About, list[Anchor]] = {about: [] for about in About}
        for anchor in kept:
            by_kind[anchor.about].append(anchor)
        locations = {anchor.id: AnchorLocation(None, exact=True) for anchor in by_kind[About.WHOLE]}
        locations[WHOLE.id] = AnchorLocation(None, exact=True)
        locations.update(self._row_locations(by_kind[About.CHANGE], seen))
        if by_kind[About.PASSAGE]:
            locations.update(self._passage_locations(by_kind[About.PASSAGE]))
        if by_kind[About.SECTION]:
            locations.update(self._section_locations(by_kind[About.SECTION]))
        if by_kind[About.TARGET]:
            locations.update(self._target_locations(by_kind[About.TARGET]))
        return locations

    def _row_locations(
        self, kept: Sequence[Anchor], seen: Sequence[str]
    ) -> dict[str, AnchorLocation]:
        rows = self.comparison.rows
        return {
            identity: AnchorLocation(rows[found.position].id, found.exact)
            for identity, found in relocate(kept, self.rows, seen).items()
        }

    def _passage_locations(self, kept: Sequence[Anchor]) -> dict[str, AnchorLocation]:
        """The passages, or else the rows of their sections, whose text has then changed since."""
        passages = self.passages.all()
        found = relocate(kept, [anchor for _, anchor in passages])
        locations: dict[str, AnchorLocation] = {}
        for anchor in kept:
            if anchor.id in found:
                passage = passages[found[anchor.id].position][0]
                exact = found[anchor.id].exact
                row = self.passages.rows[passage].id
                locations[anchor.id] = AnchorLocation(row, exact, part=passage)
            elif left := [
                self._rows_by_path[p] for p in _sections(anchor) if p in self._rows_by_path
            ]:
                locations[anchor.id] = AnchorLocation(left[-1], exact=False)
        return locations

    @cached_property
    def _rows_by_path(self) -> dict[Hashable, str]:
        """Id of the first row of each section, by the review's side and the headings down to it."""
        found: dict[Hashable, str] = {}
        for kept_side in Side:
            side = kept_side.other if self.flipped else kept_side
            plan = self.comparison.plan(side)
            paths = Paths(plan)
            for section in plan.sections:
                path = (kept_side.value, *map(text_digest, paths.of(section.id)))
                found.setdefault(path, self.comparison.row_of[side, section.id].id)
        return found

    def _section_locations(self, kept: Sequence[Anchor]) -> dict[str, AnchorLocation]:
        locations: dict[str, AnchorLocation] = {}
        for kept_side in Side:
            side = kept_side.other if self.flipped else kept_side
            plan = self.comparison.plan(side)
            here = [a for a in kept if (a.old if kept_side is Side.OLD else a.new) is not None]
            for identity, found in relocate(here, self._of_side(side)).items():
                section = plan.sections[found.position].id
                row = self.comparison.row_of[side, section].id
                locations[identity] = AnchorLocation(row, found.exact, side, section)
        return locations

    def _target_locations(self, kept: Sequence[Anchor]) -> dict[str, AnchorLocation]:
        locations: dict[str, AnchorLocation] = {}
        for identity, found in relocate(kept, self.targets).items():
            change = self.comparison.targets[found.position]
            target = change.new or change.old
            side = change.side
            locations[identity] = AnchorLocation(
                change.row, found.exact, side, target.id if target else None
            )
        return locations
