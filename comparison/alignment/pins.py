"""Pins: the user's manual decisions, as places of the two plans."""

from collections.abc import Iterable
from typing import NamedTuple

from plandiff.comparison.mirror import mirror_links
from plandiff.comparison.options import Pin, PinKind
from plandiff.corpus.model import Plan

Pair = tuple[int, int]


class PlacedPins(NamedTuple):
    """Pins by place; pins that name a missing section are left out."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    dropped: tuple[int, ...] = ()
    """Old sections pinned as having no partner."""
    new: tuple[int, ...] = ()
    """New sections pinned as having no partner."""

    def mirrored(self) -> "PlacedPins":
        """Return the same decisions with the two plans swapped."""
        return PlacedPins(
            together=tuple(sorted(mirror_links(self.together))),
            apart=tuple(sorted(mirror_links(self.apart))),
            dropped=self.new,
            new=self.dropped,
        )

    @property
    def closed(self) -> tuple[set[int], set[int]]:
        """Places that accept no link except a pinned one."""
        return (
            {old for old, _ in self.together} | set(self.dropped),
            {new for _, new in self.together} | set(self.new),
        )

    @property
    def touched(self) -> tuple[set[int], set[int]]:
        """Places that any pin refers to."""
        closed = self.closed
        return (
            closed[0] | {old for old, _ in self.apart},
            closed[1] | {new for _, new in self.apart},
        )


def place_pins(pins: Iterable[Pin], old: Plan, new: Plan) -> PlacedPins:
    """Look up the sections of the pins; of two contradicting pins the later one counts."""
    places = tuple(
        {section.id: place for place, section in enumerate(plan.sections)} for plan in (old, new)
    )
    standing: list[tuple[PinKind, int, int]] = []
    for pin in pins:
        placed = (pin.kind, places[0].get(pin.old or "", -1), places[1].get(pin.new or "", -1))
        if _is_complete(placed):
            standing = [other for other in standing if not _contradict(placed, other)]
            standing.append(placed)
    by_kind = {
        kind: sorted({(one, other) for which, one, other in standing if which is kind})
        for kind in PinKind
    }
    return PlacedPins(
        together=tuple(by_kind[PinKind.TOGETHER]),
        apart=tuple(by_kind[PinKind.APART]),
        dropped=tuple(one for one, _ in by_kind[PinKind.DROPPED]),
        new=tuple(other for _, other in by_kind[PinKind.NEW]),
    )


def _is_complete(placed: tuple[PinKind, int, int]) -> bool:
    kind, old, new = placed
    needs_old, needs_new = kind is not PinKind.NEW, kind is not PinKind.DROPPED
    return (old >= 0 or not needs_old) and (new >= 0 or not needs_new)


def _contradict(one: tuple[PinKind, int, int], other: tuple[PinKind, int, int]) -> bool:
    kinds = {one[0], other[0]}
    if kinds == {PinKind.TOGETHER, PinKind.APART}:
        return one[1:] == other[1:]
    if PinKind.TOGETHER not in kinds:
        return False
    return (PinKind.DROPPED in kinds and one[1] == other[1]) or (
        PinKind.NEW in kinds and one[2] == other[2]
    )
