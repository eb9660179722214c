"""One review laid over one comparison: where everything that was said stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from plandiff.comparison.model import Comparison, Side, TargetChange
from plandiff.corpus.model import Plan
from plandiff.tui.mirroring import mirror_side
from plandiff.tui.review.anchors import (
    WHOLE,
    flipped_all,
    row_anchors,
    section_anchors,
    target_anchors,
)
from plandiff.tui.review.matching import find_again
from plandiff.tui.review.protocol import About
from plandiff.tui.review.records import Anchor


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an anchor stands in the comparison at hand."""

    row: str | None
    exact: bool
    """False: what it was said of has changed since."""
    side: Side | None = None
    part: str | None = None
    """Id of the section or target."""


class Attachment:
    """The anchors of a comparison, and the spots of the kept ones in it.

    ``flipped``: the review was made with the sides exchanged; anchors are always the review's.
    """

    def __init__(self, comparison: Comparison, *, flipped: bool) -> None:
        self.comparison = comparison
        self.flipped = flipped
        self.rows = row_anchors(comparison)
        if flipped:
            self.rows = flipped_all(self.rows)
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
        kept_side = mirror_side(side) if self.flipped else side
        return section_anchors(self.comparison.plan(side), kept_side)

    def row_anchor(self, row: str) -> Anchor:
        """The anchor of a row; KeyError where there is no such row."""
        return self.rows[self.row_index[row]]

    def section_anchor(self, side: Side, section: str) -> Anchor:
        """The anchor of a section; KeyError where there is no such section."""
        for known_side, identity, anchor in self.sections:
            if (known_side, identity) == (side, section):
                return anchor
        raise KeyError(section)

    def target_anchor(self, side: Side, target: str) -> tuple[TargetChange, Anchor]:
        """The change that a target belongs to, and its anchor; KeyError where there is none."""
        for change, anchor in zip(self.comparison.targets, self.targets, strict=True):
            found = change.old if side is Side.OLD else change.new
            if found is not None and found.id == target:
                return change, anchor
        raise KeyError(target)

    def spots(self, kept: Iterable[Anchor], seen: Sequence[str]) -> dict[str, Spot]:
        """Where the kept anchors stand now; those that are gone are left out."""
        by_kind: dict[About, list[Anchor]] = {about: [] for about in About}
        for anchor in kept:
            by_kind[anchor.about].append(anchor)
        spots = {anchor.id: Spot(None, exact=True) for anchor in by_kind[About.WHOLE]}
        spots[WHOLE.id] = Spot(None, exact=True)
        spots.update(self._row_spots(by_kind[About.CHANGE], seen))
        if by_kind[About.SECTION]:
            spots.update(self._section_spots(by_kind[About.SECTION]))
        if by_kind[About.TARGET]:
            spots.update(self._target_spots(by_kind[About.TARGET]))
        return spots

    def _row_spots(self, kept: Sequence[Anchor], seen: Sequence[str]) -> dict[str, Spot]:
        rows = self.comparison.rows
        return {
            identity: Spot(rows[found.position].id, found.exact)
            for identity, found in find_again(kept, self.rows, seen).items()
        }

    def _section_spots(self, kept: Sequence[Anchor]) -> dict[str, Spot]:
        spots: dict[str, Spot] = {}
        for kept_side in Side:
            side = mirror_side(kept_side) if self.flipped else kept_side
            plan = self.comparison.plan(side)
            here = [a for a in kept if (a.old if kept_side is Side.OLD else a.new) is not None]
            for identity, found in find_again(here, self._of_side(side)).items():
                section = plan.sections[found.position].id
                row = self.comparison.row_of[side, section].id
                spots[identity] = Spot(row, found.exact, side, section)
        return spots

    def _target_spots(self, kept: Sequence[Anchor]) -> dict[str, Spot]:
        spots: dict[str, Spot] = {}
        for identity, found in find_again(kept, self.targets).items():
            change = self.comparison.targets[found.position]
            target = change.new or change.old
            side = Side.NEW if change.new else Side.OLD
            spots[identity] = Spot(change.row, found.exact, side, target.id if target else None)
        return spots


def sections_again(kept: Sequence[Anchor], plan: Plan, kept_side: Side) -> dict[str, str]:
    """Ids of the sections that anchors of one side stand for in a plan, before any comparison."""
    found = find_again(kept, section_anchors(plan, kept_side))
    return {identity: plan.sections[spot.position].id for identity, spot in found.items()}
