"""What every signal stands on: the texts of both sides as bags of grams, and their index."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from plandiff.comparison.alignment.sides import Outlook, Rarity
from plandiff.comparison.alignment.similarity import Bag, Index

Pair = tuple[int, int]

_ACCOUNTED_FOR = 0.8
"""What a rival weighs whose own partner explains all that it says."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Both sides, their bags and indexes by side (0 old, 1 new) and place."""

    sides: tuple[Outlook, Outlook]
    rarity: Rarity
    bags: tuple[list[Bag], list[Bag]]
    indexes: tuple[Index, Index]
    free: tuple[list[int], list[int]]
    """Places whose partner is to be found; the others are rivals only."""
    taken: tuple[Collection[int], Collection[int]]
    """Places that have a partner already, and the roots."""

    def nearest(self, which: int, bag: Bag) -> dict[int, float]:
        """Cosine of the sections of the *other* side nearest to a bag of this side, best first."""
        if not bag.mass:
            return {}
        other = 1 - which
        near = self.indexes[other].nearest(bag, self.rarity)
        for place in near:
            if place in self.taken[other]:
                near[place] *= _ACCOUNTED_FOR
        return dict(sorted(near.items(), key=lambda item: (-item[1], item[0])))


def prepare_ground(
    sides: tuple[Outlook, Outlook], taken: tuple[Collection[int], Collection[int]]
) -> Ground:
    """Weigh and index both sides; ``taken`` are the places that have a partner already."""
    rarity = Rarity.of(*sides)
    known: dict[int, Bag] = {}
    for found in chain(*(side.grams for side in sides)):
        if id(found) not in known:  # sections that say the same share their grams
            known[id(found)] = Bag(found, rarity.mass(found))
    old, new = ([known[id(found)] for found in side.grams] for side in sides)
    free_old, free_new = (
        [place for place in range(1, side.size) if place not in used]
        for side, used in zip(sides, taken, strict=True)
    )
    return Ground(
        sides=sides,
        rarity=rarity,
        bags=(old, new),
        indexes=(Index(old, sides[0].postings), Index(new, sides[1].postings)),
        free=(free_old, free_new),
        taken=taken,
    )
