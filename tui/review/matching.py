"""Finding again, in a comparison, what earlier marks and notes were said of.

What says word for word the same on both sides is the same change, wherever it stands now.  What
changed is looked for by the side that stayed, then by its heading, then by likeness: there the
mark no longer counts, but it is shown with what it was said of.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from plandiff.tui.review.anchors import text_digest
from plandiff.tui.review.records import Anchor, Place

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


def find_again(
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
    texts = [_longest(search.current[position]) for position in fresh]
    for anchor in anchors:
        best = process.extractOne(
            _longest(anchor), texts, scorer=fuzz.ratio, score_cutoff=_LIKE, processor=None
        )
        if best is not None:
            search.settle(anchor, fresh[best[2]], exact=False)


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
