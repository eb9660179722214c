"""One review attached to one comparison: the current location of every mark and note."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import cached_property

from msgspec import Struct, field
from rapidfuzz import fuzz, process

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, TargetChange
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
"""Least likeness in percent of a changed text to the stored one, to be taken for it."""
_MOST_COMPARISONS = 40_000
"""Pairs of texts beyond which likeness is not computed: the plan was largely rewritten."""


class Found(Struct, frozen=True):
    """The location of a stored anchor among the current ones."""

    position: int
    """Index among the current anchors."""
    exact: bool
    """The texts of both sides are unchanged; otherwise marks and notes on it are outdated."""


class _Search(Struct):
    current: Sequence[Anchor]
    seen: Collection[str]
    """Anchor ids present when the review was last attached: they do not take over other marks."""
    found: dict[str, Found] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def settle(self, anchor: Anchor, position: int, *, exact: bool) -> None:
        self.found[anchor.id] = Found(position, exact)
        if exact:
            self.taken.add(position)


def relocate(
    stored: Iterable[Anchor], current: Sequence[Anchor], seen: Collection[str] = frozenset()
) -> dict[str, Found]:
    """Locate each stored anchor among the current ones; anchors without a match are left out."""
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
    """Match equal texts under another heading.

    A text that was under that heading before is another one with the same words, not a move.
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
    """Match anchors by the text of one side; if both texts exist apart, the nearer one is taken."""
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
    """Filter texts to those below the same headings: sentences on one subject are all alike."""
    own = set(_sections(anchor))
    return {
        position: text
        for position, text in texts.items()
        if not own.isdisjoint(_sections(search.current[position]))
    }


def _sections(anchor: Anchor) -> tuple[Hashable, ...]:
    """Return the digests of the headings above an anchor, for each side."""
    return tuple(
        (side, *(text_digest(heading) for heading in place.path))
        for side, place in (("old", anchor.old), ("new", anchor.new))
        if place is not None
    )


def _outdate(search: _Search, anchor: Anchor, candidates: Sequence[int]) -> None:
    """Match the candidate nearest to the anchor's position, as outdated; later steps skip it."""
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
    """Return the text digest of each side."""
    return tuple(
        (side, text_digest(place.text))
        for side, place in (("old", anchor.old), ("new", anchor.new))
        if place is not None
    )


def _headings(anchor: Anchor) -> tuple[Hashable, ...]:
    """Return the digests of the headings above and of the first line, for each side."""
    return tuple(
        (side, *(text_digest(heading) for heading in place.path), text_digest(_first_line(place)))
        for side, place in (("old", anchor.old), ("new", anchor.new))
        if place is not None
    )


def _first_line(place: Place) -> str:
    return place.text.partition("\n")[0]


def _longest(anchor: Anchor) -> str:
    return max((place.text for place in (anchor.new, anchor.old) if place), key=len, default="")


class AnchorLocation(Struct, frozen=True):
    """The location of an anchor in the attached comparison."""

    row: str | None
    exact: bool
    """False: the text has changed since the anchor was stored."""
    side: Side | None = None
    """The side of a section or target."""
    part: str | None = None
    """Id of the passage, section or target."""


class Attachment:
    """The anchors of a comparison, and the locations of stored anchors in it.

    ``flipped``: the review was made with the sides exchanged; anchors use the review's sides.
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
        """Return the anchor of a row or changed passage; raises KeyError for an unknown id."""
        index = self.row_index.get(unit)
        return self.passages.of(unit) if index is None else self.rows[index]

    def unit_location(self, unit: str) -> AnchorLocation:
        """Return the location of a row or changed passage; raises KeyError for an unknown id."""
        row = self.row_of(unit)
        return AnchorLocation(row, exact=True, part=None if row == unit else unit)

    def row_of(self, unit: str) -> str:
        """Return the row id of a row or changed passage; raises KeyError for an unknown id."""
        return unit if unit in self.row_index else self.passages.rows[unit].id

    def parts(self, row: str) -> tuple[str, ...]:
        """Ids of the changed passages of a row."""
        own = self.comparison.rows[self.row_index[row]]
        return tuple(passage.id for passage in own.changed_passages)

    def section_anchor(self, side: Side, section: str) -> Anchor:
        """Return the anchor of a section; raises KeyError for an unknown section."""
        for known_side, identity, anchor in self.sections:
            if (known_side, identity) == (side, section):
                return anchor
        raise KeyError(section)

    def target_anchor(self, side: Side, target: str) -> tuple[TargetChange, Anchor]:
        """Return the change of a target, and its anchor; raises KeyError for an unknown target."""
        for change, anchor in zip(self.comparison.targets, self.targets, strict=True):
            found = change.target(side)
            if found is not None and found.id == target:
                return change, anchor
        raise KeyError(target)

    def locations(self, kept: Iterable[Anchor], seen: Sequence[str]) -> dict[str, AnchorLocation]:
        """Locate stored anchors in the comparison; anchors without a location are left out."""
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
        """Locate passages; a passage that is not found is located at the row of its section."""
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
        """Row id of each section, by the review's side and heading path; the first of equals."""
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
